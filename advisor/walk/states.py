"""The states of a step and the moves between them, as data, and what a log of moves says. Pure.

Reads and writes nothing. A log is any sequence of rows with the columns of StepEvent (number, kind, from_state,
to_state, detail), oldest first. What was entered by mistake is not deleted: a later row whose detail says
`{"corrects": number}` takes it back, and `standing` gives the rows that still count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeVar

PLANNED, APPROVED, DRAFTED, SENT = "planned", "approved", "drafted", "sent"
RECEIVED, RECOGNISED, EXECUTED, PARTLY = "received", "recognised", "executed", "partly"
RETURNED, REFUSED, WITHDRAWN, EXPIRED = "returned", "refused", "withdrawn", "expired"

STATES: Final = (
    PLANNED, APPROVED, DRAFTED, SENT, RECEIVED, RECOGNISED, EXECUTED, PARTLY, RETURNED, REFUSED, WITHDRAWN, EXPIRED,
)  # fmt: skip
BEFORE_SENDING: Final = frozenset({PLANNED, APPROVED, DRAFTED})
UNDER_WAY: Final = frozenset({SENT, RECEIVED, RECOGNISED})
# The steps that are still somebody's work: a choice that stands.
ALIVE: Final = BEFORE_SENDING | UNDER_WAY | {PARTLY, RETURNED}
# What happens outside the office: these days follow one another, whenever they are written down.
OUTSIDE: Final = UNDER_WAY | {EXECUTED, PARTLY, RETURNED, REFUSED, EXPIRED}
# What the other side does: only after a step was sent.
FROM_OUTSIDE: Final = OUTSIDE - {SENT, EXPIRED}
WITH_GROUNDS: Final = frozenset({PARTLY, RETURNED, REFUSED})

ANYBODY: Final = frozenset({"investigator", "prosecutor"})
PROSECUTOR: Final = frozenset({"prosecutor"})

NOTE, GROUNDS, APPROVAL, COLLISIONS = "note", "grounds", "approval", "collisions"

STATE, EXTENSION, SUSPENSION, RESUMPTION, CHASER, REMARK = (
    "state", "extension", "suspension", "resumption", "chaser", "remark",
)  # fmt: skip
KINDS: Final = (STATE, EXTENSION, SUSPENSION, RESUMPTION, CHASER, REMARK)


@dataclass(frozen=True, slots=True)
class Move:
    """One lawful move. `who`: roles; `given`: what it asks for.

    `note`: words why. `grounds`: coded grounds, or words. `approval`: a prosecutor's approval stands in the log.
    `collisions`: the route's warnings that this step may spoil another one are accepted with a reason.
    """

    start: str
    end: str
    who: frozenset[str] = ANYBODY
    given: frozenset[str] = frozenset()


def _moves(start: str, *ends: str) -> list[Move]:
    """The moves from one state, with what each end asks for wherever one comes from."""
    return [
        Move(start, end, PROSECUTOR if end in {APPROVED, WITHDRAWN} else ANYBODY, _asked(start, end)) for end in ends
    ]


def _asked(start: str, end: str) -> frozenset[str]:
    """What a move asks for: sending again says why; an end without the whole result gives grounds or words."""
    if end == SENT:
        again = frozenset({NOTE}) if start not in BEFORE_SENDING else frozenset[str]()
        return again | {APPROVAL, COLLISIONS}
    if end == APPROVED:
        return frozenset({COLLISIONS})
    if end in WITH_GROUNDS:
        return frozenset({GROUNDS})
    return frozenset({NOTE}) if end in {WITHDRAWN, EXPIRED} else frozenset()


_CLOSING = (WITHDRAWN, EXPIRED)
_ANSWERS = (EXECUTED, PARTLY, RETURNED, REFUSED)
MOVES: Final[tuple[Move, ...]] = (
    *_moves(PLANNED, APPROVED, DRAFTED, *_CLOSING),
    *_moves(APPROVED, DRAFTED, SENT, *_CLOSING),
    *_moves(DRAFTED, APPROVED, SENT, *_CLOSING),
    *_moves(SENT, RECEIVED, RECOGNISED, *_ANSWERS, *_CLOSING),
    *_moves(RECEIVED, RECOGNISED, *_ANSWERS, *_CLOSING),
    *_moves(RECOGNISED, *_ANSWERS, *_CLOSING),
    *_moves(PARTLY, EXECUTED, RETURNED, REFUSED, *_CLOSING),
    *_moves(RETURNED, SENT, RECEIVED, RECOGNISED, EXECUTED, PARTLY, REFUSED, *_CLOSING),
    *_moves(REFUSED, SENT),
    # An answer may come after its time was over.
    *_moves(EXPIRED, SENT, RECEIVED, RECOGNISED, *_ANSWERS),
    *_moves(WITHDRAWN, PLANNED),
)
TABLE: Final[Mapping[tuple[str, str], Move]] = {(move.start, move.end): move for move in MOVES}
# What the log may hold: a first row, a lawful move, and a lawful move taken back.
LAWFUL: Final = frozenset({("", PLANNED), *TABLE, *((end, start) for start, end in TABLE)})


class LoggedEvent(Protocol):
    """What this module reads of a row of the log."""

    number: int
    kind: str
    from_state: str
    to_state: str
    detail: Any


Row = TypeVar("Row", bound=LoggedEvent)


class LogBroken(ValueError):
    """A log that no sequence of lawful moves can have written; the message names the first row that is wrong."""


def next_moves(state: str, role: str, *, approved: bool, sent: bool = True) -> list[Move]:
    """The moves that a person of this role may make from a state, in the table's order.

    `approved`: whether the step was approved since it was planned; who approved once is not asked again. `sent`:
    whether it was ever sent; nothing comes back of what never left.
    """
    found = [move for move in MOVES if move.start == state and role in move.who]
    found = [move for move in found if sent or move.end not in FROM_OUTSIDE]
    return [
        move for move in found if (approved or APPROVAL not in move.given) and not (approved and move.end == APPROVED)
    ]


def standing(events: Iterable[Row]) -> list[Row]:
    """The rows that count: without those that were taken back, and without the rows that took them back."""
    rows = list(events)
    gone = {row.detail["corrects"] for row in rows if row.detail.get("corrects")}
    return [row for row in rows if row.number not in gone and not row.detail.get("corrects")]


def last_move(events: Iterable[Row]) -> Row | None:
    """The last change of state that counts: the one that may be taken back. None when there is only the first row."""
    moves = [row for row in standing(events) if row.kind == STATE and row.from_state]
    return moves[-1] if moves else None


def approved_in(events: Iterable[LoggedEvent]) -> bool:
    """Whether a prosecutor's approval stands: one since the step was planned last."""
    found = False
    for row in standing(events):
        if row.kind == STATE and row.to_state in {PLANNED, APPROVED}:
            found = row.to_state == APPROVED
    return found


def sent_in(events: Iterable[LoggedEvent]) -> bool:
    """Whether a sending stands in the log."""
    return any(row.kind == STATE and row.to_state == SENT for row in standing(events))


def replayed(events: Iterable[LoggedEvent]) -> str:
    """The state that a log leads to; '' for an empty one. Raises LogBroken."""
    state, path = "", list[LoggedEvent]()
    for expected, row in enumerate(events, start=1):
        if row.number != expected:
            raise LogBroken(f"row {expected} is missing: number {row.number} follows")
        if row.kind != STATE:
            continue
        if row.from_state != state:
            raise LogBroken(f"row {row.number} starts from {row.from_state!r}, but the step was {state!r}")
        state = _moved(row, path)
    return state


def _moved(row: LoggedEvent, path: list[LoggedEvent]) -> str:
    """The state after one row; `path` holds the moves that count so far. Raises LogBroken."""
    corrects = row.detail.get("corrects")
    if corrects:
        if not path or path[-1].number != corrects or path[-1].from_state != row.to_state:
            raise LogBroken(f"row {row.number} takes back row {corrects}, which is not the last move")
        path.pop()
        return row.to_state
    if (row.from_state, row.to_state) not in TABLE and (row.from_state or row.to_state != PLANNED):
        raise LogBroken(f"row {row.number}: no move leads from {row.from_state!r} to {row.to_state!r}")
    path.append(row)
    return row.to_state
