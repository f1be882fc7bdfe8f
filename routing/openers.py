"""What would open a closed or waiting option, in words."""

from __future__ import annotations

from routing.binding import BOUND_SETS
from routing.citations import article_reference
from routing.conditions import FAILS
from routing.evaluation import Outcome, Result, Unit
from routing.findings import Finding
from routing.rules import BAR, spoken
from routing.windows import STATUS, WindowResult

_WANTED = {
    "eq": "is {value}",
    "ne": "is not {value}",
    "in": "is one of {value}",
    "not_in": "is none of {value}",
    "any_in": "names one of {value}",
    "gte": "is at least {value}",
    "lte": "is at most {value}",
    "gt": "is above {value}",
    "lt": "is below {value}",
    "on_or_after": "is on or after {value}",
    "before": "is before {value}",
    "both_bound_by": "names one of {value}, in force between the two States",
    "not_both_bound_by": "names none of {value}, in force between the two States",
}
_UNWANTED = {
    "eq": "is not {value}",
    "ne": "is {value}",
    "in": "is none of {value}",
    "not_in": "is one of {value}",
    "any_in": "names none of {value}",
    "gte": "is below {value}",
    "lte": "is above {value}",
    "gt": "is at most {value}",
    "lt": "is at least {value}",
    "on_or_after": "is before {value}",
    "before": "is on or after {value}",
    "both_bound_by": _WANTED["not_both_bound_by"],
    "not_both_bound_by": _WANTED["both_bound_by"],
}


def _wanted(result: Result) -> str:
    """What the fact would have to be."""
    test = result.condition.test
    bar = result.condition.effect == BAR
    if isinstance(test.value, bool) and test.op in ("eq", "ne"):
        return f"is {spoken(test.value is not (bar is not (test.op == 'ne')))}"
    return (_UNWANTED if bar else _WANTED)[test.op].format(value=spoken(test.value))


def _now(finding: Finding) -> str:
    """What was read instead."""
    if finding.shown is None:
        return "now it is not known"
    if isinstance(finding.shown, bool):
        return f"now it is {spoken(finding.shown)}"
    if isinstance(finding.shown, list):
        return f"now it is {', '.join(map(str, finding.shown)) or 'none'}"
    return f"now it is {finding.shown}"


def _line(result: Result) -> str:
    """One condition as a wish."""
    test, where = result.condition.test, article_reference(result.condition.article)
    now = f"now: {result.finding.shown}" if test.fact in BOUND_SETS else _now(result.finding)
    return f"{test.fact} {_wanted(result)} ({where}); {now}"


def _window_line(window: WindowResult) -> str:
    """The window as a wish."""
    if window.op == STATUS:
        return f"its status changes: {window.text}"
    word = "on or after" if window.op == "on_or_after" else "before"
    return f"{window.day.fact} is {word} {window.limit} ({window.text}); now it is {window.day.day}"


def _unit_line(unit: Unit) -> str:
    """A unit as a wish; members of one group are alternatives."""
    return " or ".join(_line(result) for result in unit)


def would_open_if(outcome: Outcome) -> list[str]:
    """What would have to change for a closed option; the open points of a waiting one; [] for an open one."""
    lines = [_window_line(window) for window in outcome.windows if window.verdict is FAILS]
    return lines + [_unit_line(unit) for unit in (outcome.closing if not outcome.live else outcome.waiting)]
