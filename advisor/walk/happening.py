"""When something happened to a step, and what was said about it: checked before it goes into the log. Pure.

Reads and writes nothing but the rows it is given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _

from advisor.cases.errors import FieldFaults
from advisor.intake.text import TextFault, clean_text
from advisor.languages.words import day_worded
from advisor.walk import states
from advisor.walk.models import StepEvent, StepState

NOTE_LONGEST = 4_000
EARLIEST = date(2000, 1, 1)
AHEAD = timedelta(hours=14)  # the zone furthest ahead of UTC: its day may have begun already


@dataclass(frozen=True, slots=True)
class Happening:
    """When something happened, and what was said about it. `zone` is an IANA name, given with `time` or not at all."""

    on: date
    time: time | None = None
    zone: str = ""
    note: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


def checked(told: Happening, given: frozenset[str], now: datetime) -> Happening:
    """What was told, cleaned. Raises FieldFaults for all faults at once."""
    faults: dict[str, str] = {}
    note = ""
    try:
        note = clean_text(told.note, longest=NOTE_LONGEST, lines=True)
    except TextFault as fault:
        faults["note"] = str(fault)
    grounds = told.detail.get("grounds") or []
    if "note" not in faults and not note:
        if states.NOTE in given:
            faults["note"] = _("Say why.")
        elif states.GROUNDS in given and not grounds:
            faults["note"] = _("Choose at least one ground, or write what was answered.")
    faults |= _when_faults(told, now)
    if faults:
        raise FieldFaults(faults)
    return Happening(told.on, told.time, told.zone if told.time else "", note, told.detail)


def _when_faults(told: Happening, now: datetime) -> dict[str, str]:
    """What is wrong with the day, the time and its zone; empty when nothing is."""
    if told.on < EARLIEST or told.on > (now + AHEAD).date():
        said = _("%(day)s cannot be: give a day from %(first)s up to today.")
        return {"happened_on": said % {"day": day_worded(told.on), "first": day_worded(EARLIEST)}}
    if told.time is None:
        return {"zone": _("Give the time as well, or leave the zone empty.")} if told.zone else {}
    if told.zone not in available_timezones():
        return {"zone": _("Choose the zone of this time, such as Europe/Madrid.")}
    zone = ZoneInfo(told.zone)
    moment = datetime.combine(told.on, told.time, zone)
    if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != moment.replace(tzinfo=None):
        return {"happened_time": _("The clocks in %(zone)s skipped this time on that day.") % {"zone": told.zone}}
    if moment > now:
        return {"happened_time": _("This time is still to come: give when it happened.")}
    return {}


def moment_of(event: StepEvent) -> datetime | None:
    """The moment of a row that has a time; of a time that came twice when the clocks were put back, the first."""
    if event.happened_time is None:
        return None
    return datetime.combine(event.happened_on, event.happened_time, ZoneInfo(event.zone))


def in_order(told: Happening, log: list[StepEvent]) -> None:
    """What the other side did follows in the order in which it did it. Raises FieldFaults."""
    outside = [r for r in states.standing(log) if r.kind == states.STATE and r.to_state in states.OUTSIDE]
    if not outside:
        return
    before = outside[-1]
    moment = moment_of(before)
    early = told.on < before.happened_on
    if told.on == before.happened_on and moment is not None and told.time is not None:
        early = datetime.combine(told.on, told.time, ZoneInfo(told.zone)) < moment
    if early:
        raise FieldFaults(
            {
                "happened_on": _("This was before '%(state)s' of %(day)s: give the right day, or take that row back.")
                % {"state": StepState(before.to_state).label, "day": day_worded(before.happened_on)}
            }
        )
