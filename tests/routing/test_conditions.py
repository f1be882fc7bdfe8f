"""Kleene's laws, and the tests on single facts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.conditions import (
    BINDING_OPS,
    FAILS,
    HOLDS,
    OPS,
    UNKNOWN,
    Test,
    Verdict,
    conjunction,
    disjunction,
    negation,
    truth,
)
from tests.strategies import verdicts

many = st.lists(verdicts, max_size=5)


@given(verdict=verdicts)
def test_double_negation(verdict: Verdict) -> None:
    assert negation(negation(verdict)) is verdict


@given(items=many)
def test_de_morgan(items: list[Verdict]) -> None:
    assert negation(conjunction(items)) is disjunction(negation(item) for item in items)
    assert negation(disjunction(items)) is conjunction(negation(item) for item in items)


@given(items=many, order=st.randoms(use_true_random=False))
def test_order_does_not_matter(items: list[Verdict], order: Any) -> None:
    shuffled = list(items)
    order.shuffle(shuffled)

    assert conjunction(shuffled) is conjunction(items)
    assert disjunction(shuffled) is disjunction(items)


@given(one=many, other=many)
def test_grouping_does_not_matter(one: list[Verdict], other: list[Verdict]) -> None:
    assert conjunction([conjunction(one), conjunction(other)]) is conjunction(one + other)
    assert disjunction([disjunction(one), disjunction(other)]) is disjunction(one + other)


@given(a=verdicts, b=verdicts, c=verdicts)
def test_distribution_and_absorption(a: Verdict, b: Verdict, c: Verdict) -> None:
    assert conjunction([a, disjunction([b, c])]) is disjunction([conjunction([a, b]), conjunction([a, c])])
    assert disjunction([a, conjunction([a, b])]) is a
    assert conjunction([a, disjunction([a, b])]) is a


@given(items=many, place=st.integers(0, 4), value=st.sampled_from([HOLDS, FAILS]))
def test_learning_never_turns_a_known_answer(items: list[Verdict], place: int, value: Verdict) -> None:
    """Monotone: an unknown that becomes known may settle the whole, never overturn it."""
    learned = [value if i == place and item is UNKNOWN else item for i, item in enumerate(items)]

    for combine in (conjunction, disjunction):
        before = combine(items)
        assert before is UNKNOWN or combine(learned) is before


def test_empty_combinations() -> None:
    assert conjunction([]) is HOLDS
    assert disjunction([]) is FAILS


def test_truth_of_facts() -> None:
    assert [truth(True), truth(False), truth(None)] == [HOLDS, FAILS, UNKNOWN]


DAY = date(2020, 12, 19)


@pytest.mark.parametrize(
    ("op", "wanted", "found", "verdict"),
    [
        ("eq", True, True, HOLDS),
        ("eq", True, False, FAILS),
        ("ne", "a", "b", HOLDS),
        ("ne", "a", "a", FAILS),
        ("in", frozenset("ab"), "a", HOLDS),
        ("in", frozenset("ab"), "c", FAILS),
        ("not_in", frozenset("ab"), "c", HOLDS),
        ("not_in", frozenset("ab"), "a", FAILS),
        ("any_in", frozenset("ab"), frozenset("bc"), HOLDS),
        ("any_in", frozenset("ab"), frozenset("c"), FAILS),
        ("any_in", frozenset("ab"), "a", HOLDS),
        ("gte", 36, 36, HOLDS),
        ("gte", 36, 35, FAILS),
        ("lte", 5000, 5000.0, HOLDS),
        ("lte", 5000, 5000.01, FAILS),
        ("gt", 12, 12, FAILS),
        ("gt", 12, 13, HOLDS),
        ("lt", 12, 12, FAILS),
        ("lt", 12, 11, HOLDS),
        ("on_or_after", DAY, DAY, HOLDS),
        ("on_or_after", DAY, date(2020, 12, 18), FAILS),
        ("before", DAY, DAY, FAILS),
        ("before", DAY, date(2020, 12, 18), HOLDS),
    ],
)
def test_ops(op: str, wanted: Any, found: Any, verdict: Verdict) -> None:
    assert Test(0, "fact", op, wanted).of(found) is verdict


@pytest.mark.parametrize("op", sorted(OPS - BINDING_OPS))
def test_an_unknown_fact_is_never_true_or_false(op: str) -> None:
    assert Test(0, "fact", op, 1).of(None) is UNKNOWN


@pytest.mark.parametrize(("op", "wanted", "found"), [("gte", 1, "many"), ("lt", True, 1), ("before", DAY, 3)])
def test_a_test_of_the_wrong_type_is_refused(op: str, wanted: Any, found: Any) -> None:
    with pytest.raises(TypeError):
        Test(0, "fact", op, wanted).of(found)
