"""When the law wants an answer to a way that is sent on a day: the first of its limits, and the day it must be done by.

Reads: the brief's time limits, the rulebook's kind of instrument, the calendars of States (advisor/walk/calendars.py).
A limit in words, or of a State without a known calendar, has no day; its words stand on the card.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from advisor.walk.calendars import NoCalendar, calendar_of
from advisor.walk.limit_classes import ACKNOWLEDGEMENT, AFTER_DECISION, DECISION, class_of
from advisor.web.pictures.sheet import Way
from routing.deadlines import Actor, CalendarTooShort, Effect, deadline_for, limits_of
from routing.rulebook import Rulebook

NOON = time(12, tzinfo=UTC)
YEARS = 3


@dataclass(frozen=True, slots=True)
class Due:
    """The last day, and the article that says so."""

    day: date
    article: str
    event: str
    sort: str = ""


def due_of(way: Way, book: Rulebook, start: date, home: str) -> Due | None:
    """The end of the way's first limit, were it sent and received at noon of `start`; None where there is no day."""
    return next(iter(_owed(way, book, start, home)), None)


def outer_of(way: Way, book: Rulebook, start: date, home: str) -> Due | None:
    """By when it must be done at the latest, were all that is owed done on its last day; None where no day follows.

    What runs from the decision is counted from the last day for deciding (an Investigation Order: 30 and 90 days).
    Only limits that a state of the step begins count: urgent cases and appeals are no bound of the ordinary one.
    """
    found = _owed(way, book, start, home, begun=True)
    decided = max((due.day for due in found if due.sort == DECISION.code), default=None)
    if decided is not None:
        found += _owed(way, book, decided, home, after=True)
    bound = [due for due in found if due.sort not in (ACKNOWLEDGEMENT.code, DECISION.code)]
    return max(bound, key=lambda due: due.day, default=None)


def _owed(way: Way, book: Rulebook, start: date, home: str, *, begun: bool = False, after: bool = False) -> list[Due]:
    """The limits that others owe and that end on a day, in the order of the law, counted from `start`.

    `begun`: those that the receipt begins; `after`: those that the decision begins; neither: all.
    """
    instrument = book.instruments.get(str(way.row["instrument"]))
    documents = way.row.get("time_limits") or ()
    if instrument is None or not documents:
        return []
    found: list[Due] = []
    try:
        limits = limits_of(documents, instrument.kind)
        calendar = calendar_of(way.state or home, start.year, start.year + YEARS)
        for limit in limits:
            sort = class_of(limit)
            owed = limit.effect is Effect.DUE and limit.owes in (Actor.REQUESTED, Actor.PROVIDER)
            wanted = (sort is AFTER_DECISION) == after if begun or after else True
            if not owed or limit.backwards or not limit.amounts or not wanted or (begun and not sort.starts):
                continue
            said = deadline_for(limit, datetime.combine(start, NOON), {Actor.REQUESTED: calendar}).reckoning()
            if said.last_day is not None:
                found.append(Due(said.last_day, limit.article, limit.event, sort.code))
    except (NoCalendar, CalendarTooShort, ValueError):
        return found
    return found
