"""The trace of a reckoning: what was done, step by step, as data. `saying` puts it in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Code(StrEnum):
    """What a step did."""

    RULE = "rule"
    START = "start"
    HOURS = "hours"
    MINUTES = "minutes"
    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    MISSING_DATE = "missing_date"
    PART_OF_MONTH = "part_of_month"
    STOPPED = "stopped"
    NOT_RESUMED = "not_resumed"
    EXTENDED = "extended"
    EXTENSION_LATE = "extension_late"
    EXTENSION_BEYOND = "extension_beyond"
    ROLLED = "rolled"
    NOT_ROLLED = "not_rolled"
    TWO_WORKING_DAYS = "two_working_days"
    FIXED_DATE = "fixed_date"
    LONGER = "longer"
    IN_WORDS = "in_words"
    END = "end"


@dataclass(frozen=True, slots=True)
class Entry:
    """One step: `day` and `moment` where it arrived, `number` what it counted, `note` words of the law or the file."""

    code: Code
    basis: str
    day: date | None = None
    moment: datetime | None = None
    number: int | None = None
    note: str = ""
