"""Properties of every deadline, and the agreement with a literal walk of the rules."""

import random
from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from routing.deadlines import Amount, Deadline, Suspension
from routing.deadlines.limits import SHORT
from routing.deadlines.rules import CALENDAR
from tests.routing.deadlines.cases import disagreement, random_case

FEW, MANY = 1_500, 500_000
MINUTE = timedelta(minutes=1)


def test_engine_and_literal_walk_agree():
    rng = random.Random(7)
    assert [found for _ in range(FEW) if (found := disagreement(rng))] == []


@pytest.mark.slow
def test_engine_and_literal_walk_agree_half_a_million_times():
    rng = random.Random(20261122)
    assert [found for _ in range(MANY) if (found := disagreement(rng))] == []


def cases(number, seed):
    rng = random.Random(seed)
    for _ in range(number):
        yield rng, random_case(rng)[0]


def end(deadline: Deadline):
    """The end, one that never comes behind all others."""
    found = deadline.reckoning()
    return (found.ends is None, found.ends)


def test_stopping_and_resuming_at_once_changes_nothing():
    for rng, deadline in cases(600, 11):
        moment = deadline.start + rng.randrange(40 * 24 * 60) * MINUTE
        touched = replace(deadline, suspensions=(*deadline.suspensions, Suspension(moment, moment)))
        assert end(touched) == end(deadline)


def test_one_stop_or_the_same_in_pieces():
    for rng, deadline in cases(600, 12):
        since = deadline.start + rng.randrange(20 * 24 * 60) * MINUTE
        cut = since + rng.randrange(20 * 24 * 60) * MINUTE
        until = cut + rng.randrange(20 * 24 * 60) * MINUTE
        whole = replace(deadline, suspensions=(*deadline.suspensions, Suspension(since, until)))
        pieces = [Suspension(since, cut), Suspension(cut, until), *deadline.suspensions]
        rng.shuffle(pieces)
        assert end(replace(deadline, suspensions=tuple(pieces))) == end(whole)


def test_a_stop_gives_back_exactly_the_days_it_took():
    """Without roll-over the new end is the old one and the days from the stop to the resumption, never one more."""
    for rng, deadline in cases(900, 13):
        amount = deadline.limit.amounts[0]
        if amount.unit.value == "working_days":
            continue
        plain = replace(deadline, suspensions=(), limit=replace(deadline.limit, rule=CALENDAR))
        before = plain.reckoning()
        length = (before.ends - plain.start) // MINUTE
        since = plain.start + rng.randrange(length) * MINUTE
        until = since + rng.randrange(60 * 24 * 60) * MINUTE
        after = replace(plain, suspensions=(Suspension(since, until),)).reckoning()
        if amount.unit in SHORT:
            assert after.ends - before.ends == until - since
            continue
        day_of = plain.calendar.day_of
        since_day, until_day = max(day_of(since), day_of(plain.start) + timedelta(days=1)), day_of(until)
        assert after.last_day - before.last_day == max(until_day - since_day, timedelta(0))


def test_more_time_and_later_starts_never_end_earlier():
    for rng, deadline in cases(600, 14):
        [amount] = deadline.limit.amounts
        longer = replace(deadline, limit=replace(deadline.limit, amounts=(Amount(amount.number + 1, amount.unit),)))
        assert end(longer) >= end(deadline)
        since = deadline.start + rng.randrange(40 * 24 * 60) * MINUTE
        stop = Suspension(since, since + rng.randrange(10 * 24 * 60) * MINUTE)
        assert end(replace(deadline, suspensions=(*deadline.suspensions, stop))) >= end(deadline)
        assert end(replace(deadline, start=deadline.start + rng.randrange(3 * 24 * 60) * MINUTE)) >= end(deadline)


def test_rules_only_add_time_and_end_on_working_days():
    for _, deadline in cases(600, 15):
        plain = replace(deadline, limit=replace(deadline.limit, rule=CALENDAR))
        assert end(deadline) >= end(plain) or deadline.limit.rule is CALENDAR
        found = deadline.reckoning()
        in_days = deadline.limit.amounts[0].unit not in SHORT
        if found.last_day and in_days and deadline.limit.rule is not CALENDAR:
            assert deadline.calendar.is_working(found.last_day)
        if found.ends and in_days:
            assert found.ends == deadline.calendar.expiry_of(found.last_day)
            local = (found.ends - timedelta.resolution).astimezone(deadline.calendar.zone)
            assert local.date() <= found.last_day
        if found.ends:
            assert found.ends.tzinfo is UTC
