"""When the law wants an answer to a way that is sent on a day: the first of its limits that is owed by somebody else.

Reads: the brief's time limits, the rulebook's kind of instrument, the calendars of States (advisor/walk/calendars.py).
A limit in words, or of a State without a known calendar, has no day; its words stand on the card.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from advisor.walk.calendars import NoCalendar, calendar_of
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


def due_of(way: Way, book: Rulebook, start: date, home: str) -> Due | None:
    """The end of the way's first limit, were it sent and received at noon of `start`; None where there is no day."""
    instrument = book.instruments.get(str(way.row["instrument"]))
    documents = way.row.get("time_limits") or ()
    if instrument is None or not documents:
        return None
    try:
        limits = limits_of(documents, instrument.kind)
        calendar = calendar_of(way.state or home, start.year, start.year + YEARS)
        for limit in limits:
            owed = limit.effect is Effect.DUE and limit.owes in (Actor.REQUESTED, Actor.PROVIDER)
            if not owed or limit.backwards or not limit.amounts:
                continue
            found = deadline_for(limit, datetime.combine(start, NOON), {Actor.REQUESTED: calendar}).reckoning()
            if found.last_day is not None:
                return Due(found.last_day, limit.article, limit.event)
    except (NoCalendar, CalendarTooShort, ValueError):
        return None
    return None
