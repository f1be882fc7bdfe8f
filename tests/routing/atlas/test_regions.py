"""Rectangles, classes of States and planes, against sets of pairs; orders of precedence over planes."""

import random
from datetime import date, timedelta

import pytest

from routing.atlas.atlas import prepare
from routing.atlas.orders import MOST_DAYS, Orders, kept_of
from routing.atlas.regions import Grid, Rectangle, Where, crossed, first_of, refined
from routing.atlas.verdicts import answered, coverage
from routing.conditions import FAILS, HOLDS, UNKNOWN
from routing.periods import Period
from routing.rules import Precedence
from tests.routing.atlas.profiles import ON
from tests.routing.conftest import shipped_rulebook

SIZE = 11
EVERYONE = (1 << SIZE) - 1
EVERYWHERE = (Rectangle(EVERYONE, EVERYONE),)


def pairs(region):
    """The pairs of a region, one by one."""
    return {
        (row, column)
        for rectangle in region
        for row in range(SIZE)
        for column in range(SIZE)
        if rectangle.rows >> row & 1
        and rectangle.columns >> column & 1
        and (Where.SAME if row == column else Where.APART) in rectangle.where
    }


def read(grid, plane):
    """The pairs of a plane, by their bits."""
    return {(a, b) for a in range(SIZE) for b in range(SIZE) if plane >> grid.bit(a, b) & 1}


def regions(seed, number=6):
    rng = random.Random(seed)
    return [
        tuple(
            Rectangle(rng.getrandbits(SIZE), rng.getrandbits(SIZE), rng.choice((Where.APART, Where.SAME, Where.BOTH)))
            for _ in range(rng.randint(1, 3))
        )
        for _ in range(number)
    ]


@pytest.mark.parametrize("classes", [True, False])
@pytest.mark.parametrize("seed", range(6))
def test_planes_are_sets_of_pairs(seed, classes):
    found = regions(seed, 1 + seed)
    grid = Grid(SIZE, found, classes=classes)
    assert read(grid, grid.all) == pairs(EVERYWHERE)
    assert read(grid, grid.apart) == {(a, b) for a, b in pairs(EVERYWHERE) if a != b}
    for one in found:
        assert read(grid, grid.plane(one)) == pairs(one)
        assert grid.count(grid.plane(one)) == len(pairs(one))
        for other in found:
            assert pairs(crossed(one, other)) == pairs(one) & pairs(other)
    assert grid.count(grid.all) == SIZE * SIZE
    assert grid.count(0) == 0
    assert (len(grid.rows) == SIZE) or classes


def test_layers_take_the_first_region():
    first, second = (Rectangle(0b11, EVERYONE),), (Rectangle(0b110, 0b1),)
    grid = Grid(SIZE, [first, second])
    holds, possible = grid.planes(((first, HOLDS), (second, UNKNOWN), (EVERYWHERE, FAILS)))
    assert read(grid, holds) == pairs(first)
    assert read(grid, possible) == pairs(first) | {(2, 0)}
    holds, possible = grid.planes(((first, FAILS), (EVERYWHERE, HOLDS)))
    assert holds == possible == grid.all ^ grid.plane(first)


def test_classes_are_what_masks_tell_apart():
    assert refined(0b1111, []) == (0b1111,)
    assert refined(0b1111, [0b0011, 0b0011]) == (0b0011, 0b1100)
    assert refined(0b1111, [0b0110, 0b0010]) == (0b1001, 0b0010, 0b0100)
    assert refined(0b1111, [0b1111, 0]) == (0b1111,)
    assert [first_of(mask) for mask in (1, 0b1000, 0b110)] == [0, 3, 1]
    assert len(Grid(SIZE, [(Rectangle(0b1, 0b11),)]).rows) == 2
    assert len(Grid(SIZE, [(Rectangle(0b1, EVERYONE),)]).columns) == 1
    assert crossed((Rectangle(1, 1, Where.SAME),), (Rectangle(1, 1, Where.APART),)) == ()
    assert crossed((Rectangle(1, 1),), (Rectangle(2, 1),)) == ()
    assert crossed((Rectangle(1, 1),), (Rectangle(1, 2),)) == ()


def rule(prefer, over):
    return Precedence("r", "instrument", prefer, over, frozenset(), Period(), False, "", "", "", "")


def test_orders_follow_chains_of_live_instruments_and_drop_circles():
    rules = [rule(("a",), ("b", "a")), rule(("b",), ("c", "x")), rule(("d",), ("e",)), rule(("e",), ("d",))]
    orders = Orders.of(rules, frozenset("abcde"))
    assert orders.stated == {("a", "b"), ("b", "c"), ("d", "e"), ("e", "d")}
    assert orders.followed == orders.stated | {("a", "c")}
    live = {"a": 0b1111, "b": 0b0110, "c": 0b1101, "d": 0b11, "e": 0b01}
    assert orders.planes(live) == {("a", "b"): 0b0110, ("b", "c"): 0b0100, ("a", "c"): 0b0100}
    assert orders.planes({"a": 0b1, "c": 0b1}) == {}
    assert Orders.of([], frozenset("ab")).planes({"a": 1, "b": 1}) == {}


def test_a_circle_through_others_cancels_where_all_are_live():
    rules = [rule(("a",), ("b",)), rule(("b",), ("c",)), rule(("c",), ("a",))]
    orders = Orders.of(rules, frozenset("abc"))
    assert orders.followed == {(x, y) for x in "abc" for y in "abc" if x != y}
    found = orders.planes({"a": 0b111, "b": 0b110, "c": 0b101})
    assert found == {("a", "b"): 0b010, ("c", "a"): 0b001}


def test_the_orders_of_a_few_days_are_remembered():
    kept = kept_of(shipped_rulebook())
    assert kept is kept_of(shipped_rulebook())
    first = kept.orders(ON)
    assert kept.orders(ON) is first
    for number in range(MOST_DAYS + 1):
        kept.orders(ON + timedelta(days=number))
    assert kept.orders(ON) == first
    assert kept.orders(ON) is not first
    measure = ("criminal.search_and_seizure", "formal")
    assert ("eio", "coe-mla-1959") in first[measure].followed
    assert kept.orders(date(1990, 1, 1))[measure].stated != first[measure].stated


def test_coverage_is_where_something_is_open_or_live():
    prepared = prepare(shipped_rulebook(), {}, on=ON)
    for measure in ("criminal.search_and_seizure", "civil.adr", "civil.account_preservation"):
        opened, live = coverage(prepared, measure)
        worths = answered(prepared, measure).worths
        assert opened == opened & live
        grid = prepared.grid
        assert grid.count(live) == grid.count(
            sum(1 << bit for bit in range(grid.all.bit_length()) if any(w.live >> bit & 1 for w in worths))
        )
        assert opened == (worths[0].open if len(worths) == 1 else opened)
    assert all(worth.live for worth in worths)
