"""What would open a closed or waiting option, in words."""

from __future__ import annotations

from routing.binding import BOUND_SETS
from routing.citations import article_reference
from routing.conditions import FAILS
from routing.evaluation import Outcome, Result, WindowResult
from routing.rules import BAR, spoken
from routing.scenes import Finding

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
    "both_bound_by": "names one of {value} in force between the two States",
    "not_both_bound_by": "names none of {value} in force between the two States",
}
_OPPOSITE = {
    "eq": "ne",
    "ne": "eq",
    "in": "not_in",
    "not_in": "in",
    "gte": "lt",
    "lte": "gt",
    "gt": "lte",
    "lt": "gte",
    "on_or_after": "before",
    "before": "on_or_after",
    "both_bound_by": "not_both_bound_by",
    "not_both_bound_by": "both_bound_by",
}


def _wanted(result: Result) -> str:
    """What the fact would have to be."""
    test = result.condition.test
    op, value = test.op, test.value
    if result.condition.effect == BAR:
        if op == "eq" and isinstance(value, bool):
            value = not value
        elif op == "any_in":
            return f"names none of {spoken(value)}"
        else:
            op = _OPPOSITE[op]
    return _WANTED[op].format(value=spoken(value))


def _now(finding: Finding) -> str:
    """What was read instead."""
    if finding.shown is None:
        return "it is not known"
    if isinstance(finding.shown, bool):
        return f"it is {spoken(finding.shown)}"
    if isinstance(finding.shown, list):
        return f"it is {', '.join(map(str, finding.shown))}"
    return f"it is {finding.shown}"


def _line(result: Result) -> str:
    """One condition as a wish."""
    condition = result.condition
    where = article_reference(condition.article)
    if condition.test.fact in BOUND_SETS:
        return f"{condition.test.fact} {_wanted(result)} ({where}); now: {result.finding.shown}"
    return f"{condition.test.fact} {_wanted(result)} ({where}); now {_now(result.finding)}"


def _window_line(window: WindowResult) -> str:
    """The window as a wish."""
    if window.op == "status":
        return f"its status changes: {window.text}"
    word = "on or after" if window.op == "on_or_after" else "before"
    return f"{window.day.fact} is {word} {window.limit} ({window.text}); now it is {window.day.day}"


def would_open_if(outcome: Outcome) -> list[str]:
    """For a closed option: each thing that would have to change, alternatives of one group in one line.

    For a waiting one: the open points. Empty for an open one.
    """
    lines = [_window_line(window) for window in outcome.windows if window.verdict is FAILS]
    groups: dict[str, list[str]] = {}
    for result in outcome.closing or outcome.waiting:
        group = result.condition.or_group
        if group is None:
            lines.append(_line(result))
        else:
            groups.setdefault(group, []).append(_line(result))
    return lines + [" or ".join(members) for members in groups.values()]
