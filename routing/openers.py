"""What would open a closed or waiting option, in words."""

from __future__ import annotations

from routing.binding import BOUND_SETS, PAIR_SET, bound_state, codes_of
from routing.citations import article_reference
from routing.conditions import FAILS
from routing.evaluation import Outcome, Result
from routing.findings import Finding
from routing.rules import BAR, spoken
from routing.scenes import Scene
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
}


def _wanted(result: Result) -> str:
    """What the fact would have to be."""
    test = result.condition.test
    bar = result.condition.effect == BAR
    if isinstance(test.value, bool) and test.op in ("eq", "ne"):
        return f"is {spoken(test.value is not (bar is not (test.op == 'ne')))}"
    return (_UNWANTED if bar else _WANTED)[test.op].format(value=plain_words(spoken(test.value)))


def plain_words(code: str) -> str:
    """A code of the vocabulary as words."""
    return code.replace("_", " ")


def _now(finding: Finding) -> str:
    """What was read instead."""
    if finding.shown is None:
        return "now it is not known"
    if isinstance(finding.shown, bool):
        return f"now it is {spoken(finding.shown)}"
    if isinstance(finding.shown, list):
        return f"now it is {', '.join(map(str, finding.shown)) or 'none'}"
    return f"now it is {plain_words(str(finding.shown))}"


def _asked(scene: Scene, fact: str) -> str:
    """The fact as the vocabulary asks for it."""
    known = scene.rulebook.facts.get(fact)
    return f"“{known.question}”" if known and known.question else fact


def _binding_line(scene: Scene, result: Result) -> str:
    """Who would have to be bound, or no longer be."""
    test = result.condition.test
    names = [
        scene.rulebook.instruments[code].short_title if code in scene.rulebook.instruments else code
        for code in codes_of(test)
    ]
    other = scene.requested or "the requested State"
    state = bound_state(scene, test.fact) or "the State asked"
    where = f"between {scene.requesting} and {other}" if test.fact == PAIR_SET else f"for {state}"
    refused = (result.condition.effect == BAR) is not (test.op == "not_both_bound_by")
    if len(names) == 1:
        return f"{names[0]} is {'not ' if refused else ''}in force {where}"
    return f"{'none' if refused else 'one'} of {', '.join(names)} is in force {where}"


def _line(scene: Scene, result: Result) -> str:
    """One condition as a wish."""
    test, where = result.condition.test, article_reference(result.condition.article)
    if test.fact in BOUND_SETS:
        return f"{_binding_line(scene, result)} ({where}); now: {result.finding.shown}"
    return f"{_asked(scene, test.fact)} {_wanted(result)} ({where}); {_now(result.finding)}"


def _window_line(scene: Scene, window: WindowResult) -> str:
    """The window as a wish."""
    if window.op == STATUS:
        return f"its status changes: {window.text}"
    word = "on or after" if window.op == "on_or_after" else "before"
    return f"{_asked(scene, window.day.fact)} is {word} {window.limit} ({window.text}); now it is {window.day.day}"


def would_open_if(outcome: Outcome) -> list[str]:
    """What would have to change for a closed option; the open points of a waiting one; [] for an open one.

    One text per change; members of one group are alternatives in one text.
    """
    scene = outcome.scene
    lines = [_window_line(scene, window) for window in outcome.windows if window.verdict is FAILS]
    units = outcome.waiting if outcome.live else outcome.closing
    return lines + [" or ".join(_line(scene, result) for result in unit) for unit in units]
