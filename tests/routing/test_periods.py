"""The algebra of periods: half-open days, open sides, the law's inclusive wording."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given

from routing.periods import Period
from tests.strategies import days, periods

DAY = timedelta(days=1)


@given(period=periods(), day=days)
def test_a_day_belongs_between_start_and_end(period: Period, day: date) -> None:
    after_start = period.start is None or period.start <= day
    before_end = period.end is None or day < period.end

    assert period.contains(day) == (after_start and before_end)


@given(one=periods(), other=periods(), day=days)
def test_intersection_holds_the_days_of_both(one: Period, other: Period, day: date) -> None:
    both = one.contains(day) and other.contains(day)

    assert one.intersection(other).contains(day) == both


@given(one=periods(), other=periods())
def test_intersection_and_overlap_do_not_care_for_the_order(one: Period, other: Period) -> None:
    assert one.intersection(other) == other.intersection(one)
    assert one.overlaps(other) == other.overlaps(one)


@given(one=periods(), other=periods(), third=periods())
def test_intersection_is_associative(one: Period, other: Period, third: Period) -> None:
    assert one.intersection(other).intersection(third) == one.intersection(other.intersection(third))


@given(period=periods())
def test_a_period_overlaps_itself_unless_it_is_empty(period: Period) -> None:
    assert period.overlaps(period) != period.is_empty


@given(one=periods(), other=periods(), day=days)
def test_periods_with_a_common_day_overlap(one: Period, other: Period, day: date) -> None:
    if one.contains(day) and other.contains(day):
        assert one.overlaps(other)


@given(first=days, last=days, day=days)
def test_inclusive_takes_both_days_of_the_law(first: date, last: date, day: date) -> None:
    assert Period.inclusive(first, last).contains(day) == (first <= day <= last)


@given(first=days, last=days)
def test_the_last_day_is_the_day_before_the_end(first: date, last: date) -> None:
    assert Period.inclusive(first, last).last == last


def test_open_sides() -> None:
    assert Period().contains(date.min)
    assert Period().contains(date.max)
    assert Period().last is None
    assert Period.inclusive(None, date.max) == Period()


@given(day=days)
def test_neighbouring_regimes_share_no_day(day: date) -> None:
    older, newer = Period.inclusive(None, day), Period.inclusive(day + DAY, None)

    assert not older.overlaps(newer)
    assert older.contains(day) != newer.contains(day)


FIRST, SECOND, THIRD, FOURTH = (date(year, 5, 17) for year in (2001, 2004, 2009, 2015))


def test_exact_intersections() -> None:
    assert Period(FIRST, THIRD).intersection(Period(SECOND, FOURTH)) == Period(SECOND, THIRD)
    assert Period(None, THIRD).intersection(Period(SECOND, None)) == Period(SECOND, THIRD)
    assert Period(FIRST, None).intersection(Period(None, None)) == Period(FIRST, None)
    assert Period(None, THIRD).intersection(Period(None, FOURTH)) == Period(None, THIRD)
    assert Period(FIRST, SECOND).intersection(Period(THIRD, FOURTH)) == Period(THIRD, SECOND)


def test_exact_borders() -> None:
    period = Period(FIRST, THIRD)

    assert [period.contains(day) for day in (FIRST - DAY, FIRST, THIRD - DAY, THIRD)] == [False, True, True, False]
    assert Period.inclusive(FIRST, THIRD) == Period(FIRST, date(2009, 5, 18))
    assert Period.inclusive(FIRST, None) == Period(FIRST, None)
    assert Period.inclusive(FIRST, date.max) == Period(FIRST, None)
    assert period.last == date(2009, 5, 16)


def test_what_is_empty() -> None:
    assert Period(FIRST, FIRST).is_empty
    assert Period(SECOND, FIRST).is_empty
    assert not Period(FIRST, FIRST + DAY).is_empty
    assert not any(period.is_empty for period in (Period(), Period(FIRST, None), Period(None, FIRST)))


def test_exact_overlaps() -> None:
    assert Period(FIRST, THIRD).overlaps(Period(SECOND, FOURTH))
    assert not Period(FIRST, SECOND).overlaps(Period(SECOND, THIRD))
    assert not Period(FIRST, FIRST).overlaps(Period())
    assert not Period().overlaps(Period(SECOND, FIRST))
    assert Period().overlaps(Period())
