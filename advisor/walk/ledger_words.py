"""The words of the ledger, in the language that is spoken: how a line stands, who must move, how it was reckoned.

Pure but for the language. The law's own words (events, articles) stay as the catalogue has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from advisor.walk.ledger import LedgerLine, Status
from routing.deadlines import Code, Entry

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
    Code.START: gettext_lazy("It begins with: %(note)s. That day, %(day)s, does not count"),
    Code.HOURS: gettext_lazy("%(number)s hours of elapsed time lead to %(moment)s"),
    Code.MINUTES: gettext_lazy("%(number)s minutes of elapsed time lead to %(moment)s"),
    Code.CALENDAR_DAYS: gettext_lazy("%(number)s calendar days lead to %(day)s"),
    Code.WORKING_DAYS: gettext_lazy("%(number)s working days lead to %(day)s"),
    Code.WEEKS: gettext_lazy("%(number)s weeks lead to the same day of the week, %(day)s"),
    Code.MONTHS: gettext_lazy("%(number)s months lead to %(day)s"),
    Code.YEARS: gettext_lazy("%(number)s years lead to %(day)s"),
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
    Code.TWO_WORKING_DAYS: gettext_lazy("It must hold at least %(number)s working days, which gives %(day)s"),
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
    return [{"said": _step(entry), "basis": entry.basis} for entry in line.trace]


def _step(entry: Entry) -> str:
    day = date_format(entry.day, "l j F Y") if entry.day else _("a day not known yet")
    moment = (
        entry.moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC") if entry.moment else _("a moment not known yet")
    )
    note = _rule(entry.note) if entry.code is Code.RULE else entry.note or _("the event")
    return f"{_TRACE[entry.code] % {'note': note, 'day': day, 'moment': moment, 'number': entry.number}}."


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
