"""Known answers: what the Court of Justice decided, what the Regulation says, what a calendar shows."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from routing.deadlines import (
    CALENDAR,
    REG_1182_71,
    Amount,
    Calendar,
    CalendarTooShort,
    Code,
    CountingRule,
    Deadline,
    Extension,
    Limit,
    Suspension,
    Unit,
    joint,
    rule_of,
)
from routing.deadlines.counting import same_date

ROME, LISBON, INDIA = ZoneInfo("Europe/Rome"), ZoneInfo("Europe/Lisbon"), ZoneInfo("Asia/Kolkata")
CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)})


def calendar(zone=ROME, holidays=CHRISTMAS, state="IT"):
    return Calendar(state, zone, frozenset(holidays), date(1980, 1, 1), date(2040, 12, 31))


def limit(number, unit, rule=REG_1182_71, **more):
    amounts = (Amount(Fraction(str(number)), Unit(unit)),)
    return Limit("receipt", amounts, "12(3)", "verified", rule, "test", **more)


def ends(number, unit, start, *, rule=REG_1182_71, zone=ROME, holidays=CHRISTMAS, **more):
    moment = start if isinstance(start, datetime) else datetime(start.year, start.month, start.day, 15, 30, tzinfo=zone)
    return Deadline(limit(number, unit, rule), moment, calendar(zone, holidays), **more).reckoning()


@pytest.mark.parametrize(
    ("slaughter", "last"),
    [
        (date(1998, 3, 12), date(1998, 4, 2)),
        (date(1998, 3, 13), date(1998, 4, 3)),
        (date(1998, 3, 16), date(1998, 4, 6)),
        (date(1998, 1, 27), date(1998, 2, 17)),
        (date(1998, 1, 28), date(1998, 2, 18)),
    ],
)
def test_toeters_a_week_ends_on_the_weekday_of_the_event(slaughter, last):
    """Case C-171/03 (11 November 2004), paras 33 to 36: an event on a Monday, a period of weeks ends on a Monday."""
    assert ends(3, "weeks", slaughter, holidays=()).last_day == last
    assert last.weekday() == slaughter.weekday()


def test_misset_a_month_ends_on_the_date_of_the_event():
    """Case 152/85 (15 January 1987): three months from 18 February 1985 expire on 18 May 1985, the day not counted."""
    assert ends(3, "months", date(1985, 2, 18), rule=CALENDAR, holidays=()).last_day == date(1985, 5, 18)


@pytest.mark.parametrize(
    ("number", "unit", "start", "last", "why"),
    [
        (10, "calendar_days", date(2026, 11, 2), date(2026, 11, 12), "the day of the event does not count: art. 3(1)"),
        (10, "calendar_days", date(2026, 11, 5), date(2026, 11, 16), "Sunday rolls over to Monday: art. 3(4)"),
        (1, "calendar_days", date(2026, 11, 20), date(2026, 11, 23), "one day, from Friday: the next working day"),
        (2, "calendar_days", date(2026, 11, 20), date(2026, 11, 24), "two days need two working days: art. 3(5)"),
        (2, "calendar_days", date(2026, 11, 19), date(2026, 11, 23), "Friday and Monday are two"),
        (3, "calendar_days", date(2026, 12, 24), date(2026, 12, 30), "25 and 28 December are holidays, then two days"),
        (1, "weeks", date(2026, 12, 24), date(2026, 12, 31), "a week over Christmas holds 29 to 31 December"),
        (5, "working_days", date(2026, 12, 23), date(2027, 1, 4), "24, 29, 30, 31 December and 4 January"),
        (1, "working_days", date(2026, 11, 20), date(2026, 11, 23), "Friday to Monday"),
        (1, "months", date(2026, 1, 31), date(2026, 3, 2), "28 February is a Saturday: it rolls over"),
        (1, "months", date(2027, 1, 31), date(2027, 3, 1), "28 February 2027 is a Sunday"),
        (1, "months", date(2028, 1, 31), date(2028, 2, 29), "a leap year has the 29th, a Tuesday"),
        (1, "years", date(2028, 2, 29), date(2029, 2, 28), "no 29 February 2029: the last day of the month"),
        (4, "years", date(2028, 2, 29), date(2032, 3, 1), "29 February 2032 is a Sunday"),
        (90, "calendar_days", date(2028, 1, 1), date(2028, 3, 31), "through a 29 February"),
        (
            Fraction("1.5"),
            "months",
            date(2026, 11, 16),
            date(2026, 12, 31),
            "half a month: art. 3(2)(d)",
        ),
        (Fraction("0.5"), "years", date(2026, 3, 31), date(2026, 9, 30), "half a year is six months"),
    ],
)
def test_days_weeks_months_and_years(number, unit, start, last, why):
    found = ends(number, unit, start)
    assert found.last_day == last, why
    assert found.ends == datetime(last.year, last.month, last.day, tzinfo=ROME).astimezone(UTC) + timedelta(days=1)


@pytest.mark.parametrize(
    ("number", "unit", "start", "last"),
    [
        (2, "calendar_days", date(2026, 11, 20), date(2026, 11, 22)),
        (10, "calendar_days", date(2026, 11, 5), date(2026, 11, 15)),
        (1, "months", date(2026, 1, 31), date(2026, 2, 28)),
        (1, "working_days", date(2026, 11, 20), date(2026, 11, 23)),
    ],
)
def test_plain_counting_does_not_roll_over(number, unit, start, last):
    assert ends(number, unit, start, rule=CALENDAR).last_day == last


def test_the_last_hour_of_the_last_day_is_that_of_the_states_clock():
    found = ends(1, "calendar_days", datetime(2026, 6, 1, 23, 30, tzinfo=UTC))
    assert (found.last_day, found.ends) == (date(2026, 6, 3), datetime(2026, 6, 3, 22, tzinfo=UTC))
    found = ends(1, "calendar_days", datetime(2026, 6, 1, 23, 30, tzinfo=UTC), zone=LISBON)
    assert (found.last_day, found.ends) == (date(2026, 6, 3), datetime(2026, 6, 3, 23, tzinfo=UTC))
    found = ends(1, "calendar_days", datetime(2026, 6, 1, 22, 30, tzinfo=UTC), zone=LISBON)
    assert found.last_day == date(2026, 6, 2)


@pytest.mark.parametrize(
    ("number", "start", "end", "why"),
    [
        (
            8,
            datetime(2026, 11, 22, 10, 20, tzinfo=ROME),
            datetime(2026, 11, 22, 18, tzinfo=UTC),
            "runs from 11:00",
        ),
        (
            8,
            datetime(2026, 11, 22, 10, 0, tzinfo=ROME),
            datetime(2026, 11, 22, 18, tzinfo=UTC),
            "it is left out",
        ),
        (24, datetime(2026, 3, 28, 9, 59, 59, 5, tzinfo=ROME), datetime(2026, 3, 29, 9, tzinfo=UTC), "spring forward"),
        (24, datetime(2026, 10, 24, 9, 30, tzinfo=ROME), datetime(2026, 10, 25, 8, tzinfo=UTC), "fall back"),
        (
            96,
            datetime(2026, 11, 20, 12, 0, tzinfo=ROME),
            datetime(2026, 11, 24, 12, tzinfo=UTC),
            "no roll-over",
        ),
    ],
)
def test_hours_of_the_union_start_with_the_next_hour_and_are_elapsed_time(number, start, end, why):
    assert ends(number, "hours", start).ends == end, why


def test_hours_begin_by_the_local_clock_where_it_is_shifted_by_half_an_hour():
    found = ends(1, "hours", datetime(2026, 11, 22, 10, 40, tzinfo=INDIA), zone=INDIA)
    assert found.ends == datetime(2026, 11, 22, 12, tzinfo=INDIA)
    assert found.last_day == date(2026, 11, 22)


def test_a_moment_at_midnight_belongs_to_the_day_before():
    found = ends(13, "hours", datetime(2026, 11, 22, 10, 40, tzinfo=ROME))
    assert (found.ends, found.last_day) == (datetime(2026, 11, 22, 23, tzinfo=UTC), date(2026, 11, 22))


def test_hours_and_minutes_elsewhere_are_counted_from_the_moment():
    start = datetime(2026, 11, 22, 10, 20, 7, tzinfo=ROME)
    assert ends(5, "hours", start, rule=CALENDAR).ends == start + timedelta(hours=5)
    assert ends(30, "minutes", start, rule=CALENDAR).ends == start + timedelta(minutes=30)
    assert ends(30, "minutes", start).ends == start + timedelta(minutes=30)


def stop(first, second, hour=12):
    return Suspension(
        datetime(*first, hour, tzinfo=ROME), None if second is None else datetime(*second, hour, tzinfo=ROME)
    )


@pytest.mark.parametrize(
    ("stops", "last", "why"),
    [
        ([stop((2026, 11, 5), (2026, 11, 9))], date(2026, 11, 16), "four days are given back"),
        ([stop((2026, 11, 5), (2026, 11, 5))], date(2026, 11, 12), "the same day changes nothing"),
        ([stop((2026, 11, 5), (2026, 11, 7)), stop((2026, 11, 7), (2026, 11, 9))], date(2026, 11, 16), "in two parts"),
        ([stop((2026, 11, 6), (2026, 11, 7)), stop((2026, 11, 5), (2026, 11, 9))], date(2026, 11, 16), "nested"),
        ([stop((2026, 11, 5), (2026, 11, 8)), stop((2026, 11, 7), (2026, 11, 9))], date(2026, 11, 16), "overlapping"),
        ([stop((2026, 10, 1), (2026, 11, 4))], date(2026, 11, 13), "before the start only the days after it count"),
        ([stop((2026, 10, 1), (2026, 11, 2))], date(2026, 11, 12), "over on the day of the event"),
        ([stop((2026, 11, 12), (2026, 11, 16))], date(2026, 11, 16), "on the last day"),
        ([stop((2026, 11, 13), (2026, 11, 30))], date(2026, 11, 12), "when it was over"),
        ([stop((2026, 11, 5), (2026, 11, 7)), stop((2026, 11, 10), None)], None, "not resumed"),
        ([stop((2026, 11, 10), None), stop((2026, 11, 11), (2026, 11, 12))], None, "closed inside an open one"),
        ([stop((2026, 11, 10), (2026, 11, 20)), stop((2026, 11, 11), None)], None, "open inside a closed one"),
    ],
)
def test_suspensions_give_back_the_days_on_which_the_clock_stood_still(stops, last, why):
    found = ends(10, "calendar_days", date(2026, 11, 2), rule=CALENDAR, suspensions=tuple(stops))
    assert found.last_day == last, why
    assert (found.ends is None) is (last is None)
    assert found.trace[-1].code == (Code.END if last else Code.NOT_RESUMED)
    assert sum(entry.code == Code.STOPPED for entry in found.trace) == len(stops)


def test_a_stop_at_midnight_leaves_the_day_before_used_up():
    midnight = datetime(2026, 11, 5, tzinfo=ROME)
    one = Suspension(midnight, midnight + timedelta(days=2))
    assert ends(10, "calendar_days", date(2026, 11, 2), rule=CALENDAR, suspensions=(one,)).last_day == date(
        2026, 11, 14
    )


def test_a_stop_in_the_tail_of_a_roll_over_counts():
    """The period ends with the working day; while the clock stands still at its expiry it has not ended."""
    tail = stop((2026, 11, 15), (2026, 11, 18))
    assert ends(10, "calendar_days", date(2026, 11, 5), suspensions=(tail,)).last_day == date(2026, 11, 18)
    assert ends(10, "calendar_days", date(2026, 11, 5), suspensions=(stop((2026, 11, 16), None),)).last_day is None
    assert ends(2, "calendar_days", date(2026, 11, 20), suspensions=(stop((2026, 11, 24), None),)).last_day is None
    assert ends(5, "working_days", date(2026, 11, 20), suspensions=(stop((2026, 11, 24), None),)).last_day is None


def test_working_days_and_hours_stand_still_too():
    one = stop((2026, 11, 24), (2026, 11, 26))
    assert ends(5, "working_days", date(2026, 11, 20), suspensions=(one,)).last_day == date(2026, 12, 1)
    begin = datetime(2026, 11, 24, 10, tzinfo=ROME)
    assert ends(4, "hours", begin, rule=CALENDAR, suspensions=(one,)).ends == begin + timedelta(hours=52)
    before, at_end = stop((2026, 11, 20), (2026, 11, 21)), Suspension(begin + timedelta(hours=4), None)
    assert ends(4, "hours", begin, rule=CALENDAR, suspensions=(before, at_end)).ends == begin + timedelta(hours=4)
    just_before = Suspension(begin + timedelta(hours=3, minutes=59), None)
    found = ends(4, "hours", begin, rule=CALENDAR, suspensions=(just_before,))
    assert (found.ends, found.last_day) == (None, None)
    running_at_start = Suspension(begin - timedelta(hours=1), begin + timedelta(hours=1))
    found = ends(4, "hours", begin, rule=CALENDAR, suspensions=(running_at_start,))
    assert found.ends == begin + timedelta(hours=5)


def more(number=None, unit="calendar_days", until=None, granted=None):
    amount = None if number is None else Amount(Fraction(number), Unit(unit))
    return Extension(amount, until, granted, "art. 12(5)")


def test_an_extension_goes_on_from_the_end_and_rolls_over_once():
    first = date(2026, 11, 5)
    assert ends(10, "calendar_days", first, extensions=(more(30),)).last_day == date(2026, 12, 15)
    assert ends(10, "calendar_days", first, extensions=(more(4), more(3))).last_day == date(2026, 11, 23)
    assert ends(10, "calendar_days", first, extensions=(more(1, "months"),)).last_day == date(2026, 12, 15)
    assert ends(8, "hours", datetime(2026, 11, 20, 20, 5, tzinfo=ROME), extensions=(more(1),)).last_day == date(
        2026, 11, 23
    )
    found = ends(10, "calendar_days", date(2026, 11, 2), rule=CALENDAR, extensions=(more(5, "hours"),))
    assert found.ends == datetime(2026, 11, 13, 5, tzinfo=ROME)
    assert found.last_day == date(2026, 11, 13)


def test_an_extension_to_a_day_ends_with_its_last_hour_even_on_a_sunday():
    found = ends(10, "calendar_days", date(2026, 11, 5), extensions=(more(until=date(2026, 11, 29)),))
    assert (found.last_day, found.ends) == (date(2026, 11, 29), datetime(2026, 11, 30, tzinfo=ROME))
    [entry] = [entry for entry in found.trace if entry.code == Code.FIXED_DATE]
    assert (entry.basis, entry.day) == ("Reg. 1182/71 art. 5(2)", date(2026, 11, 29))


def test_an_extension_after_the_end_does_not_revive():
    end = datetime(2026, 11, 17, tzinfo=ROME)
    in_time = more(5, granted=end - timedelta(seconds=1))
    assert ends(10, "calendar_days", date(2026, 11, 5), extensions=(in_time,)).last_day == date(2026, 11, 20)
    late = ends(10, "calendar_days", date(2026, 11, 5), extensions=(more(5, granted=end),))
    assert late.last_day == date(2026, 11, 16)
    assert [(entry.code, entry.moment) for entry in late.trace if "extension" in entry.code] == [
        (Code.EXTENSION_LATE, end)
    ]
    stopped = ends(
        10, "calendar_days", date(2026, 11, 5), suspensions=(stop((2026, 11, 6), None),), extensions=(in_time,)
    )
    assert (stopped.ends, stopped.trace[-1].code) == (None, Code.NOT_RESUMED)


def test_an_extension_beyond_what_is_allowed_is_counted_and_said():
    most = Amount(Fraction(30), Unit.CALENDAR_DAYS)
    allowed = limit(30, "calendar_days", CALENDAR, extendable=most, extension_article="12(5)")
    start = datetime(2026, 6, 1, 9, tzinfo=ROME)
    for number, said in ((30, []), (31, [(30, "art. 12(5)")])):
        found = Deadline(allowed, start, calendar(), extensions=(more(number),)).reckoning()
        assert found.last_day == date(2026, 7, 1) + timedelta(days=number)
        entries = [(e.number, e.basis) for e in found.trace if e.code == Code.EXTENSION_BEYOND]
        assert entries == said
    found = Deadline(allowed, start, calendar(), extensions=(more(45, "hours"),)).reckoning()
    assert not [entry for entry in found.trace if entry.code == Code.EXTENSION_BEYOND]


@pytest.mark.parametrize(
    ("number", "unit", "rule", "last", "why"),
    [
        (10, "calendar_days", REG_1182_71, date(2026, 11, 12), "13 to 22 November lie between"),
        (1, "weeks", REG_1182_71, date(2026, 11, 15), "a Sunday is not moved: art. 3(4), second subparagraph"),
        (2, "calendar_days", REG_1182_71, date(2026, 11, 18), "19 and 20 November are the two working days"),
        (2, "calendar_days", CALENDAR, date(2026, 11, 20), "no working days are asked for"),
        (2, "working_days", REG_1182_71, date(2026, 11, 18), "19 and 20 November"),
        (1, "calendar_days", REG_1182_71, date(2026, 11, 21), "one day"),
        (1, "months", REG_1182_71, date(2026, 10, 22), "from 23 October"),
    ],
)
def test_counting_back_from_an_event(number, unit, rule, last, why):
    hearing = datetime(2026, 11, 23, 9, 30, tzinfo=ROME)
    found = Deadline(limit(number, unit, rule, backwards=True), hearing, calendar()).reckoning()
    assert found.last_day == last, why
    assert found.ends == datetime(last.year, last.month, last.day, tzinfo=ROME) + timedelta(days=1)
    assert found.trace[-2].code == Code.NOT_ROLLED


def test_counting_back_months_and_hours():
    found = Deadline(limit(1, "months", backwards=True), datetime(2026, 3, 31, 9, tzinfo=ROME), calendar()).reckoning()
    assert found.last_day == date(2026, 2, 27)
    part = Deadline(limit("1.5", "months", backwards=True), datetime(2026, 3, 31, tzinfo=ROME), calendar()).reckoning()
    assert part.last_day == date(2026, 2, 12)
    event = datetime(2026, 11, 23, 9, 30, tzinfo=ROME)
    for unit, rule, end in (
        ("hours", REG_1182_71, event - timedelta(hours=4, minutes=30)),
        ("hours", CALENDAR, event - timedelta(hours=4)),
        ("minutes", REG_1182_71, event - timedelta(minutes=4)),
    ):
        found = Deadline(limit(4, unit, rule, backwards=True), event, calendar()).reckoning()
        assert (found.ends, found.last_day) == (end, date(2026, 11, 23))


def test_the_longest_of_several_amounts_counts():
    """IPRED art. 9(5): twenty working days or thirty-one calendar days, whichever is longer."""
    both = Limit(
        "merits",
        (Amount(Fraction(20), Unit.WORKING_DAYS), Amount(Fraction(31), Unit.CALENDAR_DAYS)),
        "9(5)",
        "verified",
        REG_1182_71,
        "test",
    )
    june = Deadline(both, datetime(2026, 6, 1, 9, tzinfo=ROME), calendar()).reckoning()
    assert june.last_day == date(2026, 7, 2)
    december = Deadline(both, datetime(2026, 12, 8, 9, tzinfo=ROME), calendar()).reckoning()
    assert december.last_day == date(2027, 1, 8)
    assert [(e.code, e.number, e.basis) for e in december.trace[:2]] == [
        (Code.RULE, None, "Reg. 1182/71 art. 3"),
        (Code.LONGER, 2, "art. 9(5)"),
    ]
    back = Limit("b", both.amounts, "9(5)", "verified", CALENDAR, "test", backwards=True)
    assert Deadline(back, datetime(2026, 7, 2, 9, tzinfo=ROME), calendar()).reckoning().last_day == date(2026, 5, 31)


def test_every_step_has_its_legal_basis():
    found = ends(2, "calendar_days", date(2026, 11, 20))
    assert [(entry.code.value, entry.basis, entry.day) for entry in found.trace] == [
        ("rule", "Reg. 1182/71 art. 3", None),
        ("start", "Reg. 1182/71 art. 3(1)", date(2026, 11, 20)),
        ("calendar_days", "Reg. 1182/71 art. 3(2)(b), 3(3)", date(2026, 11, 22)),
        ("rolled", "Reg. 1182/71 art. 3(4)", date(2026, 11, 23)),
        ("two_working_days", "Reg. 1182/71 art. 3(5)", date(2026, 11, 24)),
        ("end", "Reg. 1182/71 art. 3(2)", date(2026, 11, 24)),
    ]
    found = ends(Fraction("1.5"), "months", date(2026, 1, 31), rule=CALENDAR)
    assert [(entry.code.value, entry.day, entry.number) for entry in found.trace[2:]] == [
        ("months", date(2026, 2, 28), 1),
        ("missing_date", date(2026, 2, 28), 31),
        ("part_of_month", date(2026, 3, 15), 15),
        ("end", date(2026, 3, 15), None),
    ]
    assert {entry.basis for entry in found.trace} == {"plain counting: the instrument names no rule"}


def test_a_rule_may_ask_for_working_days_without_roll_over():
    rule = CountingRule("own", False, False, True, {"": "own"})
    assert ends(2, "calendar_days", date(2026, 11, 19), rule=rule).last_day == date(2026, 11, 23)
    assert ends(1, "calendar_days", date(2026, 11, 20), rule=rule).last_day == date(2026, 11, 21)
    assert ends(3, "calendar_days", date(2026, 11, 18), rule=rule).last_day == date(2026, 11, 21)


def test_the_same_date_is_found_across_years():
    assert same_date(date(2026, 12, 31), 2) == (date(2027, 2, 28), True)
    assert same_date(date(2026, 1, 31), -11) == (date(2025, 2, 28), True)
    assert same_date(date(2026, 11, 30), 1) == (date(2026, 12, 30), False)
    assert same_date(date(2026, 12, 30), -12) == (date(2025, 12, 30), False)


@pytest.mark.parametrize(
    ("kind", "article", "named", "rule", "why"),
    [
        ("eu-regulation", "", None, REG_1182_71, "act of the Union (Reg. 1182/71 art. 1)"),
        ("eu-directive", "", None, REG_1182_71, "act of the Union (Reg. 1182/71 art. 1)"),
        ("eu-framework-decision", "", None, REG_1182_71, "framework decision: Reg. 1182/71 by analogy"),
        ("bilateral-agreement", "Reg. 1206/2001 10(1)", None, REG_1182_71,
         "rule of the regulation that the article cites (Reg. 1182/71 art. 1)"),
        ("convention", "12", None, CALENDAR, "no rule named: plain days without roll-over, the earlier reading"),
        ("eu-regulation", "", "calendar", CALENDAR, "named by the catalogue"),
        ("convention", "", "reg-1182-71", REG_1182_71, "named by the catalogue"),
    ],
)  # fmt: skip
def test_the_rule_follows_from_the_instrument(kind, article, named, rule, why):
    assert rule_of(kind, article, named) == (rule, why)


def test_a_rule_that_is_not_known_is_refused():
    with pytest.raises(ValueError, match=r"^counting rule 'roman' is not known; one of calendar, reg-1182-71 is"):
        rule_of("convention", "", "roman")


def test_a_calendar_that_does_not_reach_says_so():
    short = Calendar("IT", ROME, frozenset(), date(2026, 1, 1), date(2026, 11, 30))
    at_edge = Deadline(limit(25, "calendar_days"), datetime(2026, 11, 5, tzinfo=ROME), short)
    assert at_edge.reckoning().last_day == date(2026, 11, 30)
    with pytest.raises(CalendarTooShort) as fault:
        Deadline(limit(26, "calendar_days"), datetime(2026, 11, 5, tzinfo=ROME), short).reckoning()
    assert (fault.value.state, fault.value.day) == ("IT", date(2026, 12, 1))
    assert str(fault.value) == (
        "The holidays of IT are given from 2026-01-01 to 2026-11-30; 2026-12-01 was needed. Pass a longer calendar."
    )
    assert short.is_working(date(2026, 1, 1))
    with pytest.raises(CalendarTooShort):
        short.is_working(date(2025, 12, 31))


def test_two_calendars_work_when_both_do():
    friday = Calendar("AE", INDIA, frozenset({date(2026, 11, 24)}), date(2026, 1, 1), date(2039, 1, 1), frozenset({4}))
    both = joint(calendar(), friday)
    assert (both.state, both.zone, both.first, both.last) == ("IT+AE", ROME, date(2026, 1, 1), date(2039, 1, 1))
    days = [date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 23), date(2026, 11, 24), date(2026, 12, 28)]
    assert [both.is_working(day) for day in days] == [False, False, True, False, False]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Amount(Fraction(0), Unit.HOURS), "a time limit of 0 hours is no time limit"),
        (lambda: Amount(Fraction(-1), Unit.MONTHS), "a time limit of -1 months is no time limit"),
        (lambda: Amount(Fraction(1, 2), Unit.WEEKS), "1/2 weeks: only months and years may be counted in parts"),
        (lambda: Suspension(datetime(2026, 1, 1), None), "a suspension needs moments with a time zone"),  # noqa: DTZ001
        (lambda: stop((2026, 1, 2), (2026, 1, 1)), "a suspension cannot end before it begins"),
        (lambda: Extension(), "an extension is either an amount of time or a day"),
        (lambda: more(1, until=date(2026, 1, 1)), "an extension is either an amount of time or a day"),
        (lambda: Deadline(limit(1, "hours"), datetime(2026, 1, 1), calendar()),  # noqa: DTZ001
         "a deadline needs moments with a time zone"),
        (lambda: Deadline(limit(1, "hours", backwards=True), datetime(2026, 1, 1, tzinfo=UTC), calendar(),
                          extensions=(more(1),)),
         "a limit that counts back from an event can be neither suspended nor extended"),
        (lambda: Deadline(limit(1, "hours", backwards=True), datetime(2026, 1, 1, tzinfo=UTC), calendar(),
                          suspensions=(stop((2026, 1, 1), None),)),
         "a limit that counts back from an event can be neither suspended nor extended"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(make, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        make()
