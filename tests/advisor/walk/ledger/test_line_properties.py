"""Properties of the pure ledger over random logs: budgets add up, a stop never shortens, what was met stays met."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.advisor.walk.ledger.rows import Row, ledger, log

START = date(2026, 1, 5)
UNITS = ["calendar_days", "working_days", "weeks", "months", "hours"]
EVENT, KEY = "decision after receipt", "decision-after-receipt"
days = st.integers(0, 200)
limits = st.builds(
    lambda number, unit: [
        {"event": EVENT, "duration": number, "unit": unit, "article": "1", "basis": "verified"},
    ],
    st.integers(1, 60),
    st.sampled_from(UNITS),
)
states_of = st.sampled_from(["ES", "DE", "US", "IN", "EG", "BR"])
kinds = st.sampled_from(["eu-directive", "convention"])


@st.composite
def happenings(draw):
    """Extensions, stops and resumptions of one limit, in the order of their days."""
    found = []
    for day in sorted(draw(st.lists(days, max_size=6))):
        kind = draw(st.sampled_from(["extension", "suspension", "resumption"]))
        detail = {"limit": KEY}
        if kind == "extension":
            detail |= {"duration": draw(st.integers(1, 40)), "unit": draw(st.sampled_from(UNITS))}
        found.append((kind, START + timedelta(days=day), detail))
    return found


def received(*more):
    return log(("planned", START), ("sent", START), ("received", START), *more)


def seen(events, day, limit, state, kind):
    today = START + timedelta(days=day)
    return ledger(events, today, limits=limit, state=state, kind=kind)[KEY]


@settings(max_examples=120, deadline=None)
@given(happenings(), days, limits, states_of, kinds)
def test_used_and_left_make_up_the_whole(more, day, limit, state, kind):
    line = seen(received(*more), day, limit, state, kind)
    assert line.budget.used + line.budget.left == line.budget.total
    assert line.budget.used >= 0
    if line.status in ("running", "due_soon", "overdue") and not line.short:
        assert line.due - timedelta(days=line.days_left) == START + timedelta(days=day)
        assert line.status == "overdue" or line.budget.left >= 0
        # A stop that begins after the due day keeps the count where it was; nothing else parts the two.
        late_stop = any(kind == "suspension" and when > line.due for kind, when, _ in more)
        assert late_stop or (line.status == "overdue") == (line.budget.left < 0)


@settings(max_examples=90, deadline=None)
@given(days, st.integers(0, 60), limits, states_of, kinds)
def test_a_stop_never_shortens(begin, length, limit, state, kind):
    first, again = START + timedelta(days=begin), START + timedelta(days=begin + length)
    plain = seen(received(), 300, limit, state, kind)
    stopped = seen(
        received(("suspension", first, {"limit": KEY}), ("resumption", again, {"limit": KEY})), 300, limit, state, kind
    )
    assert stopped.ends >= plain.ends
    if plain.short or begin > 100:
        return
    assert stopped.budget.total >= plain.budget.total - 4  # days of roll-over alone


@settings(max_examples=90, deadline=None)
@given(happenings(), days, happenings(), limits, states_of, kinds)
def test_a_met_line_never_changes_afterwards(before, day, after, limit, state, kind):
    met = START + timedelta(days=day)
    events = received(*[item for item in before if item[1] <= met], ("recognised", met))
    line = seen(events, 250, limit, state, kind)
    assert line.status in ("met", "late")
    later = list(events)
    for number, (kind_of, when, detail) in enumerate(after, start=len(events) + 1):
        later.append(Row(number, kind_of, when, detail=detail))
    later.append(Row(len(later) + 1, "state", met, "recognised", "executed"))
    again = seen(later, 400, limit, state, kind)
    if line.status == "met":
        assert again == line
    else:
        assert again.status in ("met", "late")
        assert again.met_on == line.met_on


@settings(max_examples=60, deadline=None)
@given(happenings(), st.integers(0, 100), st.integers(1, 100), limits, states_of, kinds)
def test_an_end_that_was_announced_moves_only_with_the_log(more, day, later, limit, state, kind):
    """Looking later at the same log changes no end: only what stands still has none."""
    events = [row for row in received(*more) if row.happened_on <= START + timedelta(days=day)]
    first, second = seen(events, day, limit, state, kind), seen(events, day + later, limit, state, kind)
    assert first.ends == second.ends
    assert first.begins == second.begins


@settings(max_examples=40, deadline=None)
@given(happenings(), limits, st.integers(0, 23))
def test_what_is_still_to_come_is_not_known(more, limit, hour):
    """Seen at the moment of receipt, no later row counts."""
    now = datetime.combine(START, time(hour), UTC)
    later = [item for item in more if item[1] > START + timedelta(days=1)]
    plain = ledger(received(), START, limits=limit, now=now)[KEY]
    assert ledger(received(*later), START, limits=limit, now=now)[KEY] == plain
