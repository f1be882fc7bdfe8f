"""What really happened to the steps of a case that have left the house, with the limits that run for them.

Reads: the logs of those steps through the gate, what the stored routes say of them, the kinds of instruments. Writes:
nothing. One query, and one or two more for routes that this process has not read; a case in which nothing was sent
yet costs the one query alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from advisor.cases.models import Case
from advisor.intake.retention import countdown
from advisor.walk import states
from advisor.walk.ledger import LedgerLine
from advisor.walk.ledger_reading import Chosen, chosen_for, step_lines
from advisor.walk.models import Step, StepEvent
from advisor.walk.selectors import events_for


@dataclass(frozen=True, slots=True)
class Walked:
    """A step that was sent: its log without what was taken back, its limits, until when the data are kept."""

    step: Step
    log: tuple[StepEvent, ...]
    lines: tuple[LedgerLine, ...]
    chosen: Chosen
    kept_until: date | None

    @property
    def moves(self) -> tuple[StepEvent, ...]:
        """Its changes of state from the sending on."""
        rows = [row for row in self.log if row.kind == states.STATE]
        first = next((place for place, row in enumerate(rows) if row.to_state == states.SENT), len(rows))
        return tuple(rows[first:])

    @property
    def sent_on(self) -> date:
        """The day on which it left for the first time."""
        return self.moves[0].happened_on

    @property
    def ended_on(self) -> date | None:
        """The day of its end; None while somebody still waits."""
        return None if self.step.state in states.ALIVE else self.moves[-1].happened_on


def walked_for(
    user: Any, case: Case, *, today: date, now: datetime, instruments: Mapping[str, Any]
) -> tuple[Walked, ...]:
    """The steps of a case that were sent, in the order of their needs' keys and of their sending."""
    rows = events_for(user).filter(case=case).exclude(step__state__in=states.BEFORE_SENDING)
    logs: dict[Any, tuple[Step, list[StepEvent]]] = {}
    for row in rows.select_related("step").order_by("step_id", "number"):
        logs.setdefault(row.step_id, (row.step, []))[1].append(row)
    sent = {pk: (step, log) for pk, (step, log) in logs.items() if _left(states.standing(log))}
    known = chosen_for(step for step, _log in sent.values())
    found = [_walked(step, log, known[pk], instruments, today, now) for pk, (step, log) in sent.items() if pk in known]
    return tuple(sorted(found, key=lambda one: (one.step.need_key, one.sent_on, str(one.step.pk))))


def _left(log: Iterable[StepEvent]) -> bool:
    return any(row.kind == states.STATE and row.to_state == states.SENT for row in log)


def _walked(
    step: Step, log: list[StepEvent], chosen: Chosen, instruments: Mapping[str, Any], today: date, now: datetime
) -> Walked:
    kind = instruments.get(step.instrument)
    lines = step_lines(step, chosen, str(kind.kind) if kind is not None else "", today, now, log=log)
    left = countdown(chosen.retention, on=today) if chosen.retention else None
    return Walked(step, tuple(states.standing(log)), lines, chosen, left.until if left else None)
