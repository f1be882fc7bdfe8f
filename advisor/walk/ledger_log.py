"""What the log of a step says about its time limits: when each began, stood still, grew, was met. Pure.

Reads: rows of the log (advisor/walk/models.py StepEvent, or anything with its columns). A row about one limit names it
in its detail: `{"limit": key}`, the key of advisor/walk/limit_classes.py or the words of the law's event; a row that
names none is about all of them. A remark with `{"limit": key, "mark": "begun" | "met"}` says what no state says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from fractions import Fraction
from typing import Any, Final, Protocol
from zoneinfo import ZoneInfo

from advisor.walk import states
from advisor.walk.limit_classes import LimitClass, Nature
from routing.deadlines import Amount, Extension, Limit, Suspension, Unit

BEGUN, MET = "begun", "met"
DEAD: Final = frozenset({states.REFUSED, states.RETURNED, states.WITHDRAWN, states.EXPIRED})
ANSWERED: Final = frozenset({states.EXECUTED, states.PARTLY})


class LogRow(Protocol):
    """What is read of a row of the log."""

    number: int
    kind: str
    from_state: str
    to_state: str
    happened_on: date
    happened_time: time | None
    zone: str
    detail: Any
    note: str


@dataclass(frozen=True, slots=True)
class Told:
    """What one round of the log (from one sending to the next) says about one limit.

    `begun`, `met`: the rows that say so. `over`: the row with which there is nothing more to wait for. `rows`: those of
    this limit, in order.
    """

    begun: LogRow | None
    met: LogRow | None
    over: LogRow | None
    rows: tuple[LogRow, ...]


def rounds(events: Iterable[LogRow]) -> list[list[LogRow]]:
    """The rows that count, cut where the request was sent again, or received again after it had come back."""
    found: list[list[LogRow]] = [[]]
    for row in states.standing(events):
        again = row.kind == states.STATE and (
            (row.to_state == states.SENT and any(_is(one, states.OUTSIDE) for one in found[-1]))
            or (row.to_state == states.RECEIVED and any(_is(one, {states.RECEIVED}) for one in found[-1]))
        )
        if again:
            found.append([])
        found[-1].append(row)
    return found


def _is(row: LogRow, those: Iterable[str]) -> bool:
    return row.kind == states.STATE and row.to_state in those


def about(row: LogRow, key: str, limit: Limit) -> bool:
    """Whether a row speaks of this limit: it names it, or names none."""
    named = row.detail.get("limit") if isinstance(row.detail, dict) else None
    return not named or named in (key, limit.event)


def _mark(row: LogRow, key: str, limit: Limit) -> str:
    """'begun' or 'met' where the row says so of exactly this limit, else ''."""
    if not isinstance(row.detail, dict) or not row.detail.get("limit") or not about(row, key, limit):
        return ""
    return str(row.detail.get("mark") or "")


def told_of(rows: Sequence[LogRow], key: str, limit: Limit, found: LimitClass, *, last: bool) -> Told:
    """What one round says about one limit. `last`: whether it is the round that is still open.

    What is marked by hand goes before what the states say; of several marks the last counts.
    """
    begun = next((row for row in reversed(rows) if _mark(row, key, limit) == BEGUN), None)
    by_hand = begun is not None or not found.starts
    begun = begun or next((row for row in rows if _is(row, found.starts)), None)
    met = next((row for row in rows if _mark(row, key, limit) == MET), None) if begun else None
    if begun is not None and met is None:
        met = next((row for row in rows if row.number >= begun.number and _is(row, found.met - found.starts)), None)
    own = tuple(row for row in rows if row.kind != states.STATE and about(row, key, limit))
    return Told(begun, met, _over(rows, found, by_hand=by_hand, last=last), own)


def _over(rows: Sequence[LogRow], found: LimitClass, *, by_hand: bool, last: bool) -> LogRow | None:
    """The row that ends the waiting. What was begun by hand (an appeal, the merits) outlives every answer."""
    moves = [row for row in rows if row.kind == states.STATE]
    if not moves:
        return None
    if by_hand:
        return moves[-1] if moves[-1].to_state == states.WITHDRAWN else None
    ends = DEAD if found.nature is Nature.LASTING else DEAD | ANSWERED
    return moves[-1] if moves[-1].to_state in ends or not last else None


def moment_of(row: LogRow, zone: tzinfo) -> datetime:
    """When it happened. Without a time: the beginning of that day by the clock of whoever must act.

    A limit in days counts from the day alone; for one in hours the beginning of the day is the earliest reading, and
    the ledger says that the time is missing.
    """
    if row.happened_time is None:
        return datetime.combine(row.happened_on, time(), zone)
    return datetime.combine(row.happened_on, row.happened_time, ZoneInfo(row.zone) if row.zone else zone)


def extension_of(detail: Any, granted_at: datetime | None) -> Extension:
    """The extension of a row's detail. Raises ValueError for one that says neither an amount nor a day."""
    if not isinstance(detail, dict):
        raise ValueError("an extension says an amount of time or a day")
    basis = f"art. {detail['article']}" if detail.get("article") else ""
    if detail.get("until"):
        return Extension(until=date.fromisoformat(str(detail["until"])), granted_at=granted_at, basis=basis)
    if detail.get("unit") not in set(Unit):
        raise ValueError(f"an extension in {detail.get('unit')!r}: one of {', '.join(Unit)} is allowed")
    amount = Amount(Fraction(str(detail.get("duration"))), Unit(detail["unit"]))
    return Extension(amount=amount, granted_at=granted_at, basis=basis)


def extensions_in(rows: Iterable[LogRow], zone: tzinfo) -> tuple[Extension, ...]:
    """The extensions in the order of the log. A row that cannot be read as one is left out: the door refuses those."""
    found = []
    for row in rows:
        if row.kind == states.EXTENSION:
            try:
                found.append(extension_of(row.detail, moment_of(row, zone)))
            except (ValueError, ZeroDivisionError):
                continue
    return tuple(found)


def suspensions_in(rows: Iterable[LogRow], zone: tzinfo) -> tuple[Suspension, ...]:
    """The suspensions, each until the next resumption; the last one open when there is none."""
    found: list[Suspension] = []
    open_row: LogRow | None = None
    for row in rows:
        if row.kind == states.SUSPENSION and open_row is None:
            open_row = row
        elif row.kind == states.RESUMPTION and open_row is not None:
            found.append(_suspension(open_row, max(moment_of(row, zone), moment_of(open_row, zone)), zone))
            open_row = None
    if open_row is not None:
        found.append(_suspension(open_row, None, zone))
    return tuple(found)


def _suspension(row: LogRow, until: datetime | None, zone: tzinfo) -> Suspension:
    detail = row.detail if isinstance(row.detail, dict) else {}
    basis = f"art. {detail['article']}" if detail.get("article") else ""
    return Suspension(moment_of(row, zone), until, basis=basis, waits_for=str(detail.get("waits_for") or ""))
