"""Deadlines as an iCalendar file (RFC 5545), for one case or for a person's feed. Pure: no clock, no database.

A limit in days is an all-day entry on its last day; one in hours an entry with the clock of whoever must act (with its
VTIMEZONE). An entry keeps its UID as long as its limit; SEQUENCE grows with the log of its step, so that a program
that has an older state replaces it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, vDuration

from advisor.walk.ledger import LedgerLine, Status
from advisor.walk.ledger_words import OWERS, SORTS

PRODUCT = "-//Rogatory//Deadlines//EN"
DAYS_BEFORE = timedelta(days=2)
HOURS_BEFORE = timedelta(hours=1)
SHOWN = frozenset({Status.RUNNING, Status.DUE_SOON, Status.OVERDUE})


@dataclass(frozen=True, slots=True)
class Named:
    """What an entry may say of a line's step: the case's reference, the instrument, the log's length, the page."""

    reference: str
    instrument: str
    sequence: int
    changed_at: datetime
    url: str


def calendar_file(
    lines: Iterable[LedgerLine], names: Mapping[Any, Named], *, titles: bool, name: str, now: datetime
) -> bytes:
    """The file. `names` by the step's id; without `titles` an entry says 'Deadline' and carries its address alone."""
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", name)
    found.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for line in lines:
        if line.status in SHOWN and line.due is not None and line.step_id in names:
            found.add_component(_entry(line, names[line.step_id], titles=titles, now=now))
    found.add_missing_timezones()
    return bytes(found.to_ical())


def uid_of(line: LedgerLine) -> str:
    """The same for as long as the limit stands on the ledger."""
    return f"{line.step_id}.{line.ref}@rogatory"


def _entry(line: LedgerLine, named: Named, *, titles: bool, now: datetime) -> Event:
    entry = Event()
    entry.add("uid", uid_of(line))
    entry.add("sequence", named.sequence)
    entry.add("dtstamp", now.astimezone(UTC))
    entry.add("last-modified", named.changed_at.astimezone(UTC))
    entry.add("summary", _title(line, named) if titles else _("Deadline"))
    entry.add("class", "CONFIDENTIAL")
    entry.add("transp", "TRANSPARENT")
    entry.add("status", "CONFIRMED")
    if titles:
        entry.add("description", _about(line))
    entry.add("url", named.url)
    _times(entry, line)
    entry.add_component(_alarm(line, titles=titles, named=named))
    return entry


def _times(entry: Event, line: LedgerLine) -> None:
    if line.short and line.ends is not None:
        ends = line.ends.astimezone(ZoneInfo(line.zone))
        entry.add("dtstart", ends - timedelta(minutes=15))
        entry.add("dtend", ends)
    elif line.due is not None:
        entry.add("dtstart", line.due)
        entry.add("dtend", line.due + timedelta(days=1))


def _alarm(line: LedgerLine, *, titles: bool, named: Named) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _title(line, named) if titles else _("Deadline"))
    # An all-day entry begins at midnight: eight in the morning, two days before.
    before = -HOURS_BEFORE if line.short else timedelta(hours=8) - DAYS_BEFORE
    alarm.add("trigger", vDuration(before))
    return alarm


def _title(line: LedgerLine, named: Named) -> str:
    what = line.event if line.sort == "by_hand" else str(SORTS.get(line.sort, line.event))
    article = f" ({_('art. %(article)s') % {'article': line.article}})" if line.article else ""
    return f"{named.reference}: {named.instrument}, {what}{article}"


def _about(line: LedgerLine) -> str:
    return _("Next move: %(who)s.") % {"who": OWERS.get(line.owes, line.owes)}
