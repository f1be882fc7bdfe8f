"""The deadline ledger of one step: every limit of the chosen option as a budget of time. Pure.

Reads: the option of the stored route, the step, its log, the kind of its instrument, calendars. Writes: nothing. What
the law does not say is not made up: a limit in words has no end, an option without limits has one line that says so,
and an estimate of how long it usually takes is no limit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Protocol

from advisor.walk import states
from advisor.walk.ledger_budget import budget_of, is_short, last_day
from advisor.walk.ledger_lines import NOBODY, OPEN, OWES, THEM, US, LedgerLine, Status, owes_of_word
from advisor.walk.ledger_log import LogRow, Told, extensions_in, moment_of, rounds, suspensions_in, told_of
from advisor.walk.limit_classes import LimitClass, Nature, class_of, keys_of
from routing.deadlines import Actor, Calendar, CalendarTooShort, Deadline, Entry, Limit, Thresholds, limits_of
from routing.deadlines import State as DeadlineState

__all__ = ["OPEN", "SOON", "LedgerLine", "Status", "StepRow", "ledger_of"]

# A week before its last day; the end is the last hour of that day, so eight days from the first hour of this one.
SOON: Final = Thresholds(days=timedelta(days=8), hours=timedelta(hours=24))


class StepRow(Protocol):
    """What is read of a step."""

    pk: Any
    case_id: Any
    state: str


def ledger_of(
    option: Mapping[str, Any],
    step_row: StepRow,
    events: Iterable[LogRow],
    rulebook: Any,
    calendars: Mapping[Actor, Calendar],
    today: date,
    now: datetime,
    *,
    kind: str | None = None,
) -> tuple[LedgerLine, ...]:
    """The lines of one step, in the order of the law, one for each round in which the limit ran.

    `option` is the chosen option of the stored answer; `rulebook` tells the kind of its instrument and with it the
    counting rule (`kind` says it where no rulebook is at hand); `calendars` has `Actor.REQUESTED` at least. What is
    later than `now` is not known yet. `today` is the day from which the days left are counted.
    """
    kind = kind if kind is not None else rulebook.instruments[option["instrument"]].kind
    documents = [row for row in option.get("time_limits") or () if row.get("event") != "none"]
    limits = limits_of(documents, kind)
    if not limits:
        return (_without(option, step_row),)
    urls = {str(row.get("event") or ""): str(row.get("source") or "") for row in documents}
    log = rounds(events)
    found: list[LedgerLine] = []
    for key, limit in zip(keys_of(limits), limits, strict=True):
        scene = _Scene(option, step_row, key, limit, class_of(limit), calendars, today, now, urls.get(limit.event, ""))
        found += _lines(scene, log)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Scene:
    """What all rounds of one limit share."""

    option: Mapping[str, Any]
    step: StepRow
    key: str
    limit: Limit
    sort: LimitClass
    calendars: Mapping[Actor, Calendar]
    today: date
    now: datetime
    url: str

    @property
    def actor(self) -> Actor:
        return self.sort.owes or self.limit.owes

    @property
    def calendar(self) -> Calendar:
        return self.calendars.get(self.actor, self.calendars[Actor.REQUESTED])


def _estimate(option: Mapping[str, Any]) -> tuple[int, int] | None:
    found = (option.get("typical_days") or {}).get("range")
    return (int(found[0]), int(found[1])) if found else None


def _without(option: Mapping[str, Any], step: StepRow) -> LedgerLine:
    """The one line of a step for which the law gives no limit."""
    return LedgerLine(
        step.case_id, step.pk, "", "", None, None, NOBODY, Status.NO_LIMIT, None, (), "none",
        state=step.state, estimate=_estimate(option), extendable=False,
    )  # fmt: skip


def _lines(scene: _Scene, log: list[list[LogRow]]) -> list[LedgerLine]:
    """One limit in every round in which it ran, and in the last one even if it has not begun."""
    by_hand = not scene.sort.starts
    parts = [[row for part in log for row in part]] if by_hand else log
    found = []
    for number, rows in enumerate(parts, start=1):
        told = told_of(rows, scene.key, scene.limit, scene.sort, last=number == len(parts))
        if told.begun is None and number < len(parts):
            continue
        found.append(_line(scene, number, told))
    return found


def _line(scene: _Scene, number: int, told: Told) -> LedgerLine:
    if told.begun is None or moment_of(told.begun, scene.calendar.zone) > scene.now:
        return _not_begun(scene, number, told)
    try:
        return _running(scene, number, told)
    except CalendarTooShort:
        return _beyond_calendar(scene, number, told)


def _beyond_calendar(scene: _Scene, number: int, told: Told) -> LedgerLine:
    """A limit that ends after the last day of the list of holidays: it is far away, and the line says why no end is."""
    status = Status.MET if told.met is not None else Status.ENDED if told.over is not None else Status.RUNNING
    owes = _owes(scene) if status is Status.RUNNING else NOBODY
    return _made(scene, number, status, owes, (), assumed=("calendar",))


def _owes(scene: _Scene) -> str:
    """Who must act: a window and a wait are nobody's move but of the one whom the law names."""
    return OWES[scene.actor]


def _not_begun(scene: _Scene, number: int, told: Told) -> LedgerLine:
    """A limit whose event has not happened: before sending the move is ours, after it theirs to say that it came."""
    if told.over is not None:
        return _made(scene, number, Status.ENDED, NOBODY, ())
    owes = NOBODY
    if scene.sort.starts:
        owes = US if scene.step.state in states.BEFORE_SENDING else THEM
    return _made(scene, number, Status.NOT_STARTED, owes, ())


def _deadline(scene: _Scene, told: Told, rows: Iterable[LogRow]) -> Deadline:
    """The limit from its start, with what the rows say of it."""
    zone, own = scene.calendar.zone, [] if scene.limit.backwards else list(rows)
    if told.begun is None:
        raise ValueError("a limit that has not begun has no deadline")
    return Deadline(
        scene.limit,
        moment_of(told.begun, zone),
        scene.calendar,
        suspensions_in(own, zone),
        extensions_in(own, zone),
        None if told.met is None else moment_of(told.met, zone),
    )


def _running(scene: _Scene, number: int, told: Told) -> LedgerLine:
    """A limit that has begun. What is written down after it was met changes nothing; what it was late for may be cured
    by an extension of before, written down later."""
    zone = scene.calendar.zone
    if told.met is not None and moment_of(told.met, zone) <= scene.now:
        rows = [row for row in told.rows if row.number <= told.met.number]
        line = _settled(scene, number, told, _deadline(scene, told, rows))
        if line.status is Status.LATE and len(rows) < len(told.rows):
            return _settled(scene, number, told, _deadline(scene, told, told.rows))
        return line
    if told.over is not None:
        return _judged(scene, number, told, _deadline(scene, told, told.rows), moment_of(told.over, zone), Status.ENDED)
    return _judged(scene, number, told, _deadline(scene, told, told.rows), scene.now, None)


def _settled(scene: _Scene, number: int, told: Told, deadline: Deadline) -> LedgerLine:
    """The line of a limit that was met, as it stood at that moment."""
    met = deadline.met_at or scene.now
    late = deadline.status(met, SOON).met_late
    return _judged(scene, number, told, deadline, met, Status.LATE if late else Status.MET)


def _judged(
    scene: _Scene, number: int, told: Told, deadline: Deadline, moment: datetime, status: Status | None
) -> LedgerLine:
    """The line at a moment; `status` where that is known already, else it is read from the deadline."""
    known = deadline.as_of(moment)
    found = known.status(moment, SOON)
    budget = budget_of(known, moment)
    day = scene.calendar.day_of(moment)
    seen = scene.today if status is None else day
    owes = _owes_now(scene, found.next_move) if status is None else NOBODY
    status = status or _status(scene, found.state)
    if status is Status.OVER:
        owes = NOBODY
    reckoned = known.reckoning()
    return _made(
        scene, number, status, owes, reckoned.trace,
        begins=scene.calendar.day_of(deadline.start),
        due=reckoned.last_day or (None if reckoned.ends is None else last_day(deadline, reckoned.ends)),
        ends=reckoned.ends,
        days_left=None if found.ends is None else (last_day(deadline, found.ends) - seen).days,
        budget=budget,
        met_on=day if status in (Status.MET, Status.LATE) else None,
        extended=len(known.extensions),
        assumed=_assumed(scene, told),
    )  # fmt: skip


def _owes_now(scene: _Scene, next_move: str) -> str:
    """Who owes the next move; a suspension may name somebody else."""
    if next_move == scene.limit.owes.value:
        return _owes(scene)
    return owes_of_word(next_move) or _owes(scene)


def _status(scene: _Scene, state: DeadlineState) -> Status:
    if state is not DeadlineState.MISSED:
        return Status(state.value)
    return Status.OVER if scene.sort.nature is Nature.WINDOW else Status.OVERDUE


def _assumed(scene: _Scene, told: Told) -> tuple[str, ...]:
    """What was not known and was taken in the earliest reading."""
    found = []
    if is_short(scene.limit) and told.begun is not None and told.begun.happened_time is None:
        found.append("time")
    if not scene.calendar.state:
        found.append("holidays")
    return tuple(found)


def _made(scene: _Scene, number: int, status: Status, owes: str, trace: tuple[Entry, ...], **more: Any) -> LedgerLine:
    """A line with what the limit itself says."""
    limit = scene.limit
    given: dict[str, Any] = {"begins": None, "due": None, "days_left": None, **more}
    return LedgerLine(
        case_id=scene.step.case_id, step_id=scene.step.pk, limit=scene.key, article=limit.article, owes=owes,
        status=status, trace=trace, source="law", event=limit.event, sort=scene.sort.code, round=number,
        short=is_short(limit), zone=str(scene.calendar.zone), state=scene.calendar.state, basis=limit.basis,
        note=limit.note, url=scene.url, starts=tuple(sorted(scene.sort.starts)),
        extendable=not limit.backwards, from_words=bool(limit.from_words), estimate=_estimate(scene.option), **given,
    )  # fmt: skip
