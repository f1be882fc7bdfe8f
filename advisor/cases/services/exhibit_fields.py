"""What is typed about an exhibit, cleaned: one message a field, because it goes into a chain that nobody can change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from advisor.cases.errors import FieldFaults
from advisor.intake.entities.faults import EntityFault
from advisor.intake.entities.moments import zone_checked
from advisor.intake.text import TextFault, clean_text

LONGEST = {
    "title": 200,
    "note": 20_000,
    "captured_by": 200,
    "captured_time": 60,
    "captured_how": 20_000,
    "source": 2_000,
    "kept_at": 200,
}
REQUIRED = ("title", "captured_by", "captured_how")
LINES = ("note", "captured_how")
EARLIEST = date(1950, 1, 1)
CLOCK = re.compile(
    r"(?P<hours>[0-9]{1,2})[:.h](?P<minutes>[0-9]{2})(?:[:.](?P<seconds>[0-9]{2}))?(?: ?(?P<zone>[^0-9].*))?"
)


def _required(field: str) -> str:
    words = {
        "title": _("Say in a few words what the exhibit is."),
        "captured_by": _("Say who captured or seized it."),
        "captured_how": _("Say how it was captured: with which tool, from which screen, by which seizure."),
    }
    return words[field]


def _time_fault(text: str) -> str:
    """What is wrong with a time of capture: it goes into the chain of custody, which cannot be changed afterwards."""
    read = CLOCK.fullmatch(text)
    if not read or int(read["hours"]) > 23 or int(read["minutes"]) > 59 or int(read["seconds"] or 0) > 59:
        said = _("Read “%(read)s”. Write the time as hours and minutes, with its time zone: 14:32 UTC.")
        return said % {"read": text}
    try:
        zone_checked(read["zone"] or "UTC")
    except EntityFault as fault:
        return str(fault)
    return ""


def exhibit_checked(values: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The texts and the day of an exhibit, cleaned. Raises FieldFaults with one message a field."""
    checked: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for field, longest in LONGEST.items():
        try:
            checked[field] = clean_text(str(values.get(field) or ""), longest=longest, lines=field in LINES)
        except TextFault as fault:
            faults[field] = str(fault)
            continue
        if field in REQUIRED and not checked[field]:
            faults[field] = _required(field)
    if checked.get("captured_time") and (wrong := _time_fault(checked["captured_time"])):
        faults["captured_time"] = wrong
    day = values.get("captured_on")
    if not isinstance(day, date) or not EARLIEST <= day <= today:
        faults["captured_on"] = _(
            "Enter the day it was captured: a day that is not in the future, for example 5 10 2026."
        )
    else:
        checked["captured_on"] = day
    if faults:
        raise FieldFaults(faults)
    return checked
