"""A trace in words: one sentence a step, with its legal basis."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC

from routing.deadlines.entries import Code, Entry

_WORDS: Mapping[Code, str] = {
    Code.RULE: "Counted by: {note}",
    Code.START: "It starts from {event} ({moment}); that day, {day}, does not count",
    Code.HOURS: "{number} hours of elapsed time lead to {moment}",
    Code.MINUTES: "{number} minutes of elapsed time lead to {moment}",
    Code.CALENDAR_DAYS: "{number} calendar days lead to {day}",
    Code.WORKING_DAYS: "{number} working days lead to {day}",
    Code.WEEKS: "{number} weeks lead to the same day of the week, {day}",
    Code.MONTHS: "{number} months lead to {day}",
    Code.YEARS: "{number} years lead to {day}",
    Code.MISSING_DATE: "There is no {number}th in that month: it ends with the last day of the month, {day}",
    Code.PART_OF_MONTH: "A part of a month counts as {number} days of thirty, to {day}",
    Code.STOPPED: "The clock stood still from {moment}{waits}",
    Code.NOT_RESUMED: "The clock stands still: the end moves on until it runs again",
    Code.EXTENDED: "It was extended",
    Code.EXTENSION_LATE: "An extension granted at {moment}, after the end, does not count",
    Code.EXTENSION_BEYOND: "The extension goes beyond the {number} that are allowed",
    Code.ROLLED: "The last day is none on which work is done: it ends with the next working day, {day}",
    Code.NOT_ROLLED: "Counted back from an event, it is not moved to a working day: it begins with {day}",
    Code.TWO_WORKING_DAYS: "It must hold at least {number} working days, which gives {day}",
    Code.FIXED_DATE: "One may act until the last hour of {day}",
    Code.LONGER: "Of {number} periods the longest counts",
    Code.IN_WORDS: "The law gives no number: {note}",
    Code.END: "It ends with the last moment before {moment}; the last day is {day}",
}


def said(entry: Entry) -> str:
    """One step as a sentence, its basis in brackets."""
    moment = entry.moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC") if entry.moment else "a moment not known yet"
    words = _WORDS[entry.code].format(
        note=entry.note,
        event=entry.note or "the event",
        day=entry.day or "a day not known yet",
        moment=moment,
        number=entry.number,
        waits=f", waiting for the {entry.note.replace('_', ' ')}" if entry.note else "",
    )
    return f"{words} ({entry.basis})." if entry.basis else f"{words}."
