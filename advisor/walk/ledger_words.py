"""The words of the ledger, in the language that is spoken: how a line stands, who must move, how it was reckoned.

Pure but for the language. The law's own words (events, articles) stay as the catalogue has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from advisor.walk.ledger import LedgerLine, Status
from advisor.walk.limit_classes import class_of_key
from routing.deadlines import Code, Entry, Unit

STATUSES: Final[Mapping[str, Any]] = {
    Status.RUNNING: gettext_lazy("Running"),
    Status.DUE_SOON: gettext_lazy("Due soon"),
    Status.OVERDUE: gettext_lazy("Overdue"),
    Status.MET: gettext_lazy("Met"),
    Status.LATE: gettext_lazy("Met late"),
    Status.SUSPENDED: gettext_lazy("Clock stands still"),
    Status.NOT_STARTED: gettext_lazy("Not begun"),
    Status.OVER: gettext_lazy("Time has passed"),
    Status.ENDED: gettext_lazy("Ended"),
    Status.NO_LIMIT: gettext_lazy("No limit"),
}
OWERS: Final[Mapping[str, Any]] = {
    "us": gettext_lazy("We"),
    "them": gettext_lazy("The executing authority"),
    "provider": gettext_lazy("The provider"),
    "party": gettext_lazy("A party"),
    "nobody": gettext_lazy("Nobody"),
}
SORTS: Final[Mapping[str, Any]] = {
    "acknowledgement": gettext_lazy("acknowledgement of receipt"),
    "decision": gettext_lazy("decision on the request"),
    "reply": gettext_lazy("reply to the request"),
    "execution": gettext_lazy("execution of the request"),
    "execution_after_decision": gettext_lazy("execution of the request"),
    "production": gettext_lazy("production of the data"),
    "refusal_window": gettext_lazy("time to raise a refusal"),
    "missing_elements": gettext_lazy("time to ask for missing elements"),
    "preservation": gettext_lazy("end of the preservation"),
    "grant": gettext_lazy("end of the measure granted"),
    "retention": gettext_lazy("The holder deletes the data"),
    "by_hand": gettext_lazy("time limit"),
}
STARTS: Final[Mapping[str, Any]] = {
    "received": gettext_lazy("receipt of the request"),
    "recognised": gettext_lazy("the decision on the request"),
    "executed": gettext_lazy("execution"),
}
# Whose move ends a time in which the clock stands still.
AWAITED: Final[Mapping[str, Any]] = {
    "us": gettext_lazy("our own move"),
    "them": gettext_lazy("the executing authority's move"),
    "provider": gettext_lazy("the provider's move"),
    "party": gettext_lazy("a party's move"),
}
ASSUMED: Final[Mapping[str, Any]] = {
    "time": gettext_lazy(
        "The time of day of the beginning was not recorded: it is counted from the first minute of that day, the "
        "earliest reading."
    ),
    "holidays": gettext_lazy("The State is not known: public holidays are not counted."),
    "calendar": gettext_lazy("The end lies beyond the public holidays that are known: it is not computed."),
}
_TRACE: Final[Mapping[Code, Any]] = {
    Code.RULE: gettext_lazy("Counted by: %(note)s"),
    Code.START: gettext_lazy("It begins with %(start)s. That day, %(day)s, does not count"),
    Code.HOURS: gettext_lazy("Counting %(amount)s of elapsed time leads to %(moment)s"),
    Code.MINUTES: gettext_lazy("Counting %(amount)s of elapsed time leads to %(moment)s"),
    Code.CALENDAR_DAYS: gettext_lazy("Counting %(amount)s leads to %(day)s"),
    Code.WORKING_DAYS: gettext_lazy("Counting %(amount)s leads to %(day)s"),
    Code.WEEKS: gettext_lazy("Counting %(amount)s leads to the same day of the week, %(day)s"),
    Code.MONTHS: gettext_lazy("Counting %(amount)s leads to %(day)s"),
    Code.YEARS: gettext_lazy("Counting %(amount)s leads to %(day)s"),
    Code.MISSING_DATE: gettext_lazy("There is no day %(number)s in that month: it ends with its last day, %(day)s"),
    Code.PART_OF_MONTH: gettext_lazy("A part of a month counts as %(number)s days of thirty, to %(day)s"),
    Code.STOPPED: gettext_lazy("The clock stood still from %(moment)s"),
    Code.NOT_RESUMED: gettext_lazy("The clock stands still: the end moves on until it runs again"),
    Code.EXTENDED: gettext_lazy("It was extended"),
    Code.EXTENSION_LATE: gettext_lazy("An extension granted at %(moment)s, after the end, does not count"),
    Code.EXTENSION_BEYOND: gettext_lazy("The extension goes beyond the %(number)s that are allowed"),
    Code.ROLLED: gettext_lazy("The last day is none on which work is done: it ends with the next working day, %(day)s"),
    Code.NOT_ROLLED: gettext_lazy(
        "Counted back from an event, it is not moved to a working day: it begins with %(day)s"
    ),
    Code.TWO_WORKING_DAYS: gettext_lazy("It must hold at least %(amount)s, which leads to %(day)s"),
    Code.FIXED_DATE: gettext_lazy("One may act until the last hour of %(day)s"),
    Code.LONGER: gettext_lazy("Of %(number)s periods the longest counts"),
    Code.IN_WORDS: gettext_lazy("The law gives no number: %(note)s"),
    Code.END: gettext_lazy("It ends with the last moment before %(moment)s; the last day is %(day)s"),
}

RULES: Final[Mapping[str, Any]] = {
    "reg-1182-71": gettext_lazy("Regulation 1182/71"),
    "calendar": gettext_lazy("plain days"),
}
# What routing.deadlines.rules says of why a rule counts, in the language that is spoken.
WHYS: Final[Mapping[str, Any]] = {
    "named by the catalogue": gettext_lazy("named by the catalogue"),
    "act of the Union (Reg. 1182/71 art. 1)": gettext_lazy("act of the Union (Reg. 1182/71 art. 1)"),
    "framework decision: Reg. 1182/71 by analogy": gettext_lazy("framework decision: Reg. 1182/71 by analogy"),
    "rule of the regulation that the article cites (Reg. 1182/71 art. 1)": gettext_lazy(
        "rule of the regulation that the article cites (Reg. 1182/71 art. 1)"
    ),
    "no rule named: plain days without roll-over, the earlier reading": gettext_lazy(
        "no rule named: plain days without roll-over, the earlier reading"
    ),
}


def trace_words(line: LedgerLine) -> list[dict[str, str]]:
    """How a line was reckoned: a sentence and its legal basis for each step."""
    start = starts_words(line) if line.begins else ""
    return [
        {"said": _step(entry, start or _("what was recorded as its beginning"), line.zone), "basis": entry.basis}
        for entry in line.trace
    ]


UNITS_COUNTED: Final[Mapping[Code, Unit]] = {
    Code.HOURS: Unit.HOURS,
    Code.MINUTES: Unit.MINUTES,
    Code.CALENDAR_DAYS: Unit.CALENDAR_DAYS,
    Code.WORKING_DAYS: Unit.WORKING_DAYS,
    Code.TWO_WORKING_DAYS: Unit.WORKING_DAYS,
    Code.WEEKS: Unit.WEEKS,
    Code.MONTHS: Unit.MONTHS,
    Code.YEARS: Unit.YEARS,
}


def _step(entry: Entry, start: str, zone: str) -> str:
    unit = UNITS_COUNTED.get(entry.code)
    words = {
        "note": _rule(entry.note) if entry.code is Code.RULE else entry.note or _("the event"),
        "start": start,
        "day": date_format(entry.day, "l j F Y") if entry.day else _("a day not known yet"),
        "moment": moment_words(entry.moment, zone) if entry.moment else _("a moment not known yet"),
        "number": entry.number,
        "amount": amount_words(entry.number, unit) if unit and isinstance(entry.number, int) else entry.number,
    }
    return f"{_TRACE[entry.code] % words}."


def moment_words(moment: datetime, zone: str) -> str:
    """A moment on the clock that counts: '17 June 2026, 23:00 (Rome)'."""
    there = moment.astimezone(ZoneInfo(zone) if zone else UTC)
    return f"{date_format(there, 'j F Y, H:i')} ({(zone or 'UTC').rpartition('/')[2].replace('_', ' ')})"


def amount_words(number: int, unit: str) -> str:
    """An amount of time: '1 week', '10 working days'."""
    words = {
        Unit.MINUTES: ngettext("%(n)s minute", "%(n)s minutes", number),
        Unit.HOURS: ngettext("%(n)s hour", "%(n)s hours", number),
        Unit.CALENDAR_DAYS: ngettext("%(n)s calendar day", "%(n)s calendar days", number),
        Unit.WORKING_DAYS: ngettext("%(n)s working day", "%(n)s working days", number),
        Unit.WEEKS: ngettext("%(n)s week", "%(n)s weeks", number),
        Unit.MONTHS: ngettext("%(n)s month", "%(n)s months", number),
        Unit.YEARS: ngettext("%(n)s year", "%(n)s years", number),
    }
    return words[Unit(unit)] % {"n": number} if unit in set(Unit) else str(number)


def limit_words(key: str) -> str:
    """A time limit by the short name under which the log has it, as the ledger calls it; the law's own words where
    the ledger has none."""
    sort = class_of_key(key).code
    return key.replace("-", " ") if sort == "by_hand" else str(SORTS[sort])


def _rule(note: str) -> str:
    """The counting rule and why it counts; an unknown one as it stands."""
    name, _colon, why = note.partition(": ")
    return f"{RULES.get(name, name)} ({WHYS.get(why, why)})" if why else note


def left_words(line: LedgerLine) -> str:
    """What is left, or how late it is, in a few words; '' where that means nothing."""
    budget = line.budget
    if line.status in (Status.RUNNING, Status.DUE_SOON, Status.OVERDUE):
        return _left_of(line)
    if budget is None:
        return ""
    if line.status is Status.SUSPENDED:
        return _("%(left)s left when it runs again") % {"left": length_words(budget.left, budget.unit)}
    if line.status is Status.MET:
        return _("%(left)s to spare") % {"left": length_words(budget.left, budget.unit)}
    if line.status is Status.LATE:
        return _("%(late)s late") % {"late": length_words(-budget.left, budget.unit)}
    return ""


def _left_of(line: LedgerLine) -> str:
    if line.short and line.budget is not None:
        left, unit = line.budget.left, line.budget.unit
    elif line.days_left is not None:
        left, unit = line.days_left, "days"
    else:
        return ""
    if left == 0 and unit == "days":
        return _("ends today")
    if left < 0:
        return _("%(late)s over") % {"late": length_words(-left, unit)}
    return _("%(left)s left") % {"left": length_words(left, unit)}


def length_words(number: int, unit: str) -> str:
    """'3 days', '5 h 20 min'."""
    if unit == "days":
        return ngettext("%(n)s day", "%(n)s days", number) % {"n": number}
    hours, minutes = divmod(number, 60)
    return _("%(h)s h %(m)s min") % {"h": hours, "m": minutes} if hours else _("%(m)s min") % {"m": minutes}


def starts_words(line: LedgerLine) -> str:
    """With what a line begins: '' where only a person can say it."""
    return _(" or ").join(str(STARTS[state]) for state in line.starts if state in STARTS)
