"""Steps, logs and options as plain rows, for the pure ledger."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from advisor.walk.calendars import calendar_of
from advisor.walk.ledger import LedgerLine, ledger_of
from routing.deadlines import Actor

EIO_LIMITS = [
    {"event": "acknowledge receipt", "duration": 1, "unit": "weeks", "article": "16(1)", "basis": "verified"},
    {
        "event": "recognition decision after receipt",
        "duration": 30,
        "unit": "calendar_days",
        "article": "12(3)",
        "basis": "verified",
        "source": "https://law.example/12",
    },
    {
        "event": "recognition extension max",
        "duration": 30,
        "unit": "calendar_days",
        "article": "12(5)",
        "basis": "verified",
    },
    {
        "event": "execution after decision",
        "duration": 90,
        "unit": "calendar_days",
        "article": "12(4)",
        "basis": "verified",
    },
]


@dataclass(frozen=True)
class StepStub:
    """A step without a database."""

    state: str = "planned"
    pk: uuid.UUID = field(default_factory=lambda: uuid.UUID(int=1))
    case_id: uuid.UUID = field(default_factory=lambda: uuid.UUID(int=2))


@dataclass(frozen=True)
class Row:
    """A row of a log."""

    number: int
    kind: str
    happened_on: date
    from_state: str = ""
    to_state: str = ""
    happened_time: time | None = None
    zone: str = ""
    detail: dict[str, Any] = field(default_factory=dict)
    note: str = ""


def log(*entries: tuple[Any, ...]) -> list[Row]:
    """A log from entries: ("received", day[, detail]) for a state, ("extension", day, detail) for the other kinds."""
    rows: list[Row] = []
    state = ""
    for number, (what, day, *more) in enumerate(entries, start=1):
        detail = more[0] if more else {}
        when = more[1] if len(more) > 1 else (None, "")
        if what in ("extension", "suspension", "resumption", "chaser", "remark"):
            rows.append(Row(number, what, day, detail=detail, happened_time=when[0], zone=when[1]))
        else:
            rows.append(Row(number, "state", day, state, what, detail=detail, happened_time=when[0], zone=when[1]))
            state = what
    return rows


def ledger(
    events: list[Row],
    today: date,
    *,
    limits: Any = None,
    kind: str = "eu-directive",
    state: str = "ES",
    ours: str = "FR",
    step: StepStub | None = None,
    now: datetime | None = None,
    option: dict[str, Any] | None = None,
) -> dict[str, LedgerLine]:
    """The lines of one step by their `ref`, seen at noon (UTC) of a day."""
    last = next((row.to_state for row in reversed(events) if row.kind == "state"), "planned")
    found = ledger_of(
        {"time_limits": EIO_LIMITS if limits is None else limits, **(option or {})},
        step or StepStub(last),
        events,
        None,
        {Actor.REQUESTED: calendar_of(state, 2025, 2055), Actor.REQUESTING: calendar_of(ours, 2025, 2055)},
        today,
        now or datetime.combine(today, time(12), UTC),
        kind=kind,
    )
    return {line.ref: line for line in found}
