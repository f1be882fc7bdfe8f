"""Every step of a trace to its last field, every basis, every code."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from routing.deadlines import (
    CALENDAR,
    REG_1182_71,
    Actor,
    Amount,
    Code,
    Deadline,
    Effect,
    Entry,
    Extension,
    Limit,
    State,
    Suspension,
    Unit,
)
from tests.routing.deadlines.test_known_answers import ROME, calendar, ends, limit

START = datetime(2026, 11, 20, 15, 30, tzinfo=ROME)
REG = "Reg. 1182/71 art. "


def steps(number, unit, **more):
    """The trace without the rule and the start."""
    return ends(number, unit, START, **more).trace[2:]


def test_hours_and_minutes():
    noon = datetime(2026, 11, 20, 18, tzinfo=ROME)
    assert steps(2, "hours") == (
        Entry(Code.HOURS, f"{REG}3(2)(a)", None, noon, 2),
        Entry(Code.END, f"{REG}3(2)", date(2026, 11, 20), noon),
    )
    later = START + timedelta(minutes=30)
    assert steps(30, "minutes") == (
        Entry(Code.MINUTES, f"{REG}3(2)(a)", None, later, 30),
        Entry(Code.END, f"{REG}3(2)", date(2026, 11, 20), later),
    )


def test_days_and_weeks():
    tuesday = date(2026, 11, 24)
    midnight = datetime(2026, 11, 25, tzinfo=ROME)
    assert steps(2, "working_days") == (
        Entry(Code.WORKING_DAYS, f"{REG}2(2), 3(3)", tuesday, None, 2),
        Entry(Code.END, f"{REG}3(2)", tuesday, midnight),
    )
    assert steps(4, "calendar_days") == (
        Entry(Code.CALENDAR_DAYS, f"{REG}3(2)(b), 3(3)", tuesday, None, 4),
        Entry(Code.END, f"{REG}3(2)", tuesday, midnight),
    )
    assert steps(2, "weeks")[0] == Entry(Code.WEEKS, f"{REG}3(2)(c)", date(2026, 12, 4), None, 2)


def test_months_and_years():
    assert steps(3, "months")[:2] == (
        Entry(Code.MONTHS, f"{REG}3(2)(c)", date(2027, 2, 20), None, 3),
        Entry(Code.ROLLED, f"{REG}3(4)", date(2027, 2, 22)),
    )
    assert steps(1, "years")[0] == Entry(Code.YEARS, f"{REG}3(2)(c)", date(2027, 11, 20), None, 1)
    leap = ends(Fraction("1.5"), "months", date(2028, 1, 30)).trace[2:5]
    assert leap == (
        Entry(Code.MONTHS, f"{REG}3(2)(c)", date(2028, 2, 29), None, 1),
        Entry(Code.MISSING_DATE, f"{REG}3(2)(c)", date(2028, 2, 29), None, 30),
        Entry(Code.PART_OF_MONTH, f"{REG}3(2)(d)", date(2028, 3, 15), None, 15),
    )


def test_the_start_and_the_rule():
    found = ends(1, "hours", START)
    assert found.trace[:2] == (
        Entry(Code.RULE, f"{REG}3", note="reg-1182-71: test"),
        Entry(Code.START, f"{REG}3(1)", date(2026, 11, 20), START, note="receipt"),
    )


def test_stops_and_extensions():
    since, granted = START + timedelta(days=1), START + timedelta(hours=1)
    extension = Extension(Amount(Fraction(3), Unit.CALENDAR_DAYS), None, granted, "art. 12(5)")
    found = steps(
        4,
        "calendar_days",
        suspensions=(Suspension(since, None, "art. 10(6)", "requesting_authority"),),
        extensions=(extension,),
    )
    assert found == (
        Entry(Code.STOPPED, "art. 10(6)", None, since, None, "requesting_authority"),
        Entry(Code.CALENDAR_DAYS, f"{REG}3(2)(b), 3(3)", date(2026, 11, 24), None, 4),
        Entry(Code.EXTENDED, "art. 12(5)", None, granted),
        Entry(Code.NOT_RESUMED, f"{REG}3(2)"),
    )
    still = steps(1, "hours", suspensions=(Suspension(START, None),))
    assert still == (
        Entry(Code.STOPPED, "", None, START),
        Entry(Code.HOURS, f"{REG}3(2)(a)", None, None, 1),
        Entry(Code.NOT_RESUMED, f"{REG}3(2)"),
    )


def test_a_fixed_day():
    until = Extension(until=date(2026, 11, 29), basis="agreed")
    midnight = datetime(2026, 11, 30, tzinfo=ROME)
    assert steps(1, "hours", extensions=(until,))[1:] == (
        Entry(Code.EXTENDED, "agreed"),
        Entry(Code.FIXED_DATE, f"{REG}5(2)", date(2026, 11, 29), midnight),
        Entry(Code.END, f"{REG}3(2)", date(2026, 11, 29), midnight),
    )


def test_counting_back():
    back = Deadline(limit(2, "calendar_days", backwards=True), datetime(2026, 11, 23, 9, tzinfo=ROME), calendar())
    midnight = datetime(2026, 11, 19, tzinfo=ROME)
    assert back.reckoning().trace[2:] == (
        Entry(Code.CALENDAR_DAYS, f"{REG}3(2)(b), 3(3)", date(2026, 11, 21), None, 2),
        Entry(Code.TWO_WORKING_DAYS, f"{REG}3(5)", date(2026, 11, 19), None, 2),
        Entry(Code.NOT_ROLLED, f"{REG}3(4)", date(2026, 11, 19)),
        Entry(Code.END, f"{REG}3(2)", date(2026, 11, 18), midnight),
    )
    hours = Deadline(limit(2, "hours", backwards=True), START, calendar()).reckoning()
    one = datetime(2026, 11, 20, 13, tzinfo=ROME)
    assert hours.trace[2:] == (
        Entry(Code.HOURS, f"{REG}3(2)(a)", None, one, 2),
        Entry(Code.END, f"{REG}3(2)", date(2026, 11, 20), one),
    )
    working = Deadline(limit(1, "working_days", backwards=True), START, calendar()).reckoning()
    assert working.trace[2] == Entry(Code.WORKING_DAYS, f"{REG}2(2), 3(3)", date(2026, 11, 19), None, 1)


def test_every_basis_of_the_regulation():
    assert {code.value: REG_1182_71.basis(code).removeprefix(REG) for code in Code} == {
        "rule": "3",
        "start": "3(1)",
        "hours": "3(2)(a)",
        "minutes": "3(2)(a)",
        "calendar_days": "3(2)(b), 3(3)",
        "working_days": "2(2), 3(3)",
        "weeks": "3(2)(c)",
        "months": "3(2)(c)",
        "years": "3(2)(c)",
        "missing_date": "3(2)(c)",
        "part_of_month": "3(2)(d)",
        "stopped": "3",
        "not_resumed": "3",
        "extended": "3",
        "extension_late": "3",
        "extension_beyond": "3",
        "rolled": "3(4)",
        "not_rolled": "3(4)",
        "two_working_days": "3(5)",
        "fixed_date": "5(2)",
        "longer": "3",
        "in_words": "3",
        "end": "3(2)",
    }
    assert {CALENDAR.basis(code) for code in Code} == {"plain counting: the instrument names no rule"}
    assert (REG_1182_71.name, CALENDAR.name) == ("reg-1182-71", "calendar")
    flags = [(rule.whole_hours, rule.roll_over, rule.two_working_days) for rule in (REG_1182_71, CALENDAR)]
    assert flags == [(True, True, True), (False, False, False)]


def test_codes_that_are_stored_and_sent_do_not_change():
    assert [state.value for state in State] == ["running", "due_soon", "suspended", "met", "missed"]
    assert [effect.value for effect in Effect] == ["due", "lasts", "earliest"]
    assert [actor.value for actor in Actor] == [
        "requesting_authority",
        "requested_authority",
        "provider",
        "party",
        "nobody",
    ]
    assert [unit.value for unit in Unit] == [
        "minutes",
        "hours",
        "calendar_days",
        "working_days",
        "weeks",
        "months",
        "years",
    ]


def test_what_a_limit_is_when_nothing_is_said():
    bare = Limit("e", (), "1", "verified", CALENDAR, "why")
    assert (bare.note, bare.effect, bare.owes, bare.backwards) == ("", Effect.DUE, Actor.REQUESTED, False)
    assert (bare.extendable, bare.extension_article, bare.from_words) == (None, "", frozenset())


def test_a_stop_of_no_length_is_allowed():
    for unit in ("hours", "calendar_days", "working_days"):
        stopped = ends(9, unit, START, suspensions=(Suspension(START, START), Suspension(START, START)))
        assert stopped.ends == ends(9, unit, START).ends
        assert stopped.ends.tzinfo is UTC
