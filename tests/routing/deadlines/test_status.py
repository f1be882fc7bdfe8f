"""How a deadline stands at a moment, who moves next, what is said."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

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
    Status,
    Suspension,
    Thresholds,
    Unit,
    deadline_for,
    said,
)
from tests.routing.deadlines.test_known_answers import LISBON, ROME, calendar, limit

SOON = Thresholds(days=timedelta(days=3), hours=timedelta(hours=2))
START = datetime(2026, 11, 2, 10, tzinfo=ROME)
END = datetime(2026, 11, 13, tzinfo=ROME)
LAST = date(2026, 11, 12)
REQUESTED = Actor.REQUESTED.value
SECOND = timedelta(seconds=1)


def ten_days(**more):
    return Deadline(limit(10, "calendar_days"), START, calendar(), **more)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (START, State.RUNNING),
        (END - timedelta(days=3) - SECOND, State.RUNNING),
        (END - timedelta(days=3), State.DUE_SOON),
        (END - SECOND, State.DUE_SOON),
        (END, State.MISSED),
        (END + timedelta(days=9), State.MISSED),
    ],
)
def test_a_deadline_runs_is_due_soon_and_is_missed(now, state):
    assert ten_days().status(now, SOON) == Status(state, END, LAST, END - now, REQUESTED)


def test_limits_of_hours_have_their_own_threshold():
    hours = Deadline(limit(8, "hours", CALENDAR), START, calendar())
    end = START + timedelta(hours=8)
    assert hours.status(end - timedelta(hours=2) - SECOND, SOON).state is State.RUNNING
    assert hours.status(end - timedelta(hours=2), SOON).state is State.DUE_SOON
    mixed = Limit(
        "x", (Amount(Fraction(8), Unit.HOURS), Amount(Fraction(2), Unit.CALENDAR_DAYS)), "1", "", CALENDAR, "t"
    )
    assert Deadline(mixed, START, calendar()).status(START, SOON).state is State.DUE_SOON


def test_met_in_time_and_met_late():
    at = END - SECOND
    assert ten_days(met_at=at).status(at, SOON) == Status(State.MET, END, LAST, None, "nobody")
    assert ten_days(met_at=at).status(at - SECOND, SOON).state is State.DUE_SOON
    assert ten_days(met_at=END).status(END, SOON) == Status(State.MISSED, END, LAST, None, "nobody", met_late=True)
    in_words = Limit("reply", (), "12", "memory", CALENDAR, "test")
    assert Deadline(in_words, START, calendar(), met_at=END).status(END, SOON).state is State.MET


def test_while_suspended_the_other_side_owes_the_next_move():
    stop = Suspension(START + timedelta(days=2), START + timedelta(days=6), "art. 10(6)", "requesting_authority")
    deadline = ten_days(suspensions=(stop,))
    assert deadline.status(stop.since - SECOND, SOON) == Status(
        State.RUNNING, END, LAST, END - stop.since + SECOND, REQUESTED
    )
    assert deadline.status(stop.since, SOON) == Status(State.SUSPENDED, None, None, None, "requesting_authority")
    assert deadline.status(stop.until - SECOND, SOON).state is State.SUSPENDED
    ends = datetime(2026, 11, 17, tzinfo=ROME)
    assert deadline.status(stop.until, SOON) == Status(
        State.RUNNING, ends, date(2026, 11, 16), ends - stop.until, REQUESTED
    )
    nobody_named = ten_days(suspensions=(Suspension(stop.since, None),))
    assert nobody_named.status(stop.until, SOON).next_move == REQUESTED
    assert nobody_named.stopped() == Suspension(stop.since, None)
    assert deadline.stopped() is None


def test_a_stop_after_the_end_changes_nothing():
    late = ten_days(suspensions=(Suspension(END + SECOND, None, "", "requesting_authority"),))
    assert late.status(END + timedelta(days=1), SOON) == Status(State.MISSED, END, LAST, timedelta(days=-1), REQUESTED)


def test_a_fixed_end_stays_while_the_clock_stands_still():
    until = Extension(until=date(2026, 11, 29))
    stop = Suspension(START + timedelta(days=2), None, "", "provider")
    found = ten_days(suspensions=(stop,), extensions=(until,)).status(START + timedelta(days=3), SOON)
    assert (found.state, found.ends, found.next_move) == (
        State.SUSPENDED,
        datetime(2026, 11, 30, tzinfo=ROME),
        "provider",
    )


def test_an_extension_is_known_from_the_day_it_was_granted():
    granted = START + timedelta(days=5)
    extension = Extension(Amount(Fraction(5), Unit.CALENDAR_DAYS), granted_at=granted)
    deadline = ten_days(extensions=(extension, Extension(Amount(Fraction(1), Unit.CALENDAR_DAYS))))
    assert deadline.status(granted - SECOND, SOON).last_day == date(2026, 11, 13)
    assert deadline.status(granted, SOON).last_day == date(2026, 11, 18)


def test_a_limit_in_words_runs_until_it_is_met():
    words = Limit("reply", (), "12", "memory", CALENDAR, "test", note="as rapidly as possible")
    deadline = Deadline(words, START, calendar())
    assert deadline.status(END, SOON) == Status(State.RUNNING, None, None, None, REQUESTED)
    found = deadline.reckoning()
    assert found.trace[-1] == Entry(Code.IN_WORDS, "art. 12", note="reply; as rapidly as possible")
    assert len(found.trace) == 2
    stop = Suspension(START, None)
    assert Deadline(words, START, calendar(), suspensions=(stop,)).status(END, SOON).state is State.SUSPENDED


def test_the_calendar_is_that_of_whoever_acts():
    here, there = calendar(), calendar(LISBON, state="PT")
    both = {Actor.REQUESTING: here, Actor.REQUESTED: there}
    asks = limit(5, "calendar_days", owes=Actor.REQUESTING)
    assert deadline_for(asks, START, both).calendar is here
    assert deadline_for(limit(5, "calendar_days"), START, both) == Deadline(limit(5, "calendar_days"), START, there)
    party = limit(5, "calendar_days", owes=Actor.PARTY)
    assert deadline_for(party, START, both).calendar is there
    assert deadline_for(party, START, both, default=Actor.REQUESTING).calendar is here
    with pytest.raises(KeyError):
        deadline_for(party, START, {Actor.REQUESTING: here})


def test_a_trace_is_said_in_sentences():
    stop = Suspension(START + timedelta(days=2), START + timedelta(days=3), "art. 10(6)", "requesting_authority")
    deadline = Deadline(limit(10, "calendar_days"), START, calendar(), (stop,))
    assert [said(entry) for entry in deadline.reckoning().trace] == [
        "Counted by: reg-1182-71: test (Reg. 1182/71 art. 3).",
        "It starts from receipt (2026-11-02 09:00 UTC); that day, 2026-11-02, does not count (Reg. 1182/71 art. 3(1)).",
        "The clock stood still from 2026-11-04 09:00 UTC, waiting for the requesting authority (art. 10(6)).",
        "10 calendar days lead to 2026-11-12 (Reg. 1182/71 art. 3(2)(b), 3(3)).",
        "It ends with the last moment before 2026-11-13 23:00 UTC; the last day is 2026-11-13 "
        "(Reg. 1182/71 art. 3(2)).",
    ]


def test_every_step_can_be_said():
    for code in Code:
        words = said(Entry(code, "art. 1", date(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC), 5, "note"))
        assert words.endswith(" (art. 1).")
        assert "{" not in words
    assert said(Entry(Code.STOPPED, "")) == "The clock stood still from a moment not known yet."
    assert said(Entry(Code.CALENDAR_DAYS, "", number=3)) == "3 calendar days lead to a day not known yet."
    assert said(Entry(Code.START, "", date(2026, 1, 1))) == (
        "It starts from the event (a moment not known yet); that day, 2026-01-01, does not count."
    )


def test_the_rule_of_a_limit_travels_with_it():
    assert limit(1, "hours").rule is REG_1182_71
    assert limit(1, "hours").effect is Effect.DUE
