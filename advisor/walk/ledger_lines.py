"""A line of the deadline ledger: one limit of one step, how it stands, who owes the next move. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from advisor.walk.ledger_budget import Budget
from advisor.walk.limit_classes import BY_HAND
from routing.deadlines import Actor, Entry


class Status(StrEnum):
    """How a line stands.

    `over`: a time in which somebody could act has passed, and nobody is late. `ended`: there is nothing to wait for any
    more. `no_limit`: the law gives none.
    """

    RUNNING = "running"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    MET = "met"
    LATE = "late"
    SUSPENDED = "suspended"
    NOT_STARTED = "not_started"
    OVER = "over"
    ENDED = "ended"
    NO_LIMIT = "no_limit"


OPEN: Final = frozenset({Status.RUNNING, Status.DUE_SOON, Status.OVERDUE, Status.SUSPENDED})
US, THEM, PROVIDER, PARTY, NOBODY = "us", "them", "provider", "party", "nobody"
OWES: Final[Mapping[Actor, str]] = {
    Actor.REQUESTING: US,
    Actor.REQUESTED: THEM,
    Actor.PROVIDER: PROVIDER,
    Actor.PARTY: PARTY,
    Actor.NOBODY: NOBODY,
}


def owes_of_word(word: str) -> str:
    """Who is meant by an actor's value or by our own word; '' for neither."""
    return {**{actor.value: short for actor, short in OWES.items()}, **{own: own for own in OWES.values()}}.get(
        word, ""
    )


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One limit of one step in one round (from one sending to the next).

    `limit` is its key, `event` the law's words, `begins` and `due` the first and the last day (by the clock of whoever
    must act), `ends` the first moment that is too late. `days_left` counts from the day one looks. `source`: "law",
    "case" (a fact of the case) or "none". `assumed` names what was not known: "time", "holidays", "calendar".
    """

    case_id: Any
    step_id: Any
    limit: str
    article: str
    begins: date | None
    due: date | None
    owes: str
    status: Status
    days_left: int | None
    trace: tuple[Entry, ...]
    source: str
    event: str = ""
    sort: str = BY_HAND.code
    round: int = 1
    ends: datetime | None = None
    budget: Budget | None = None
    met_on: date | None = None
    short: bool = False
    zone: str = "UTC"
    state: str = ""
    basis: str = "verified"
    note: str = ""
    url: str = ""
    starts: tuple[str, ...] = ()
    extended: int = 0
    extendable: bool = True
    assumed: tuple[str, ...] = ()
    from_words: bool = False
    estimate: tuple[int, int] | None = None

    @property
    def open(self) -> bool:
        """Whether somebody still waits for somebody."""
        return self.status in OPEN

    @property
    def ref(self) -> str:
        """Which line of its step this is: the limit, and the round where there was more than one."""
        return self.limit if self.round == 1 else f"{self.limit}.{self.round}"
