"""Why an option is not there, as a type with words: what the data show, never that there is no legal basis.

Reads: an `Outcome`. Writes: an `Absence`. The kinds are those of law 4 of the house: a later or an earlier day may
differ, another State may be bound, the book may be silent, or the law itself closes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from routing.binding import BOUND_SETS, PAIR_SET, bound_state, codes_of
from routing.conditions import FAILS, UNKNOWN
from routing.evaluation import Outcome, Result
from routing.participation import pair_refusal
from routing.rules import BAR, Row
from routing.scenes import Scene, deciding
from routing.windows import STATUS, WindowResult

NOT_YET, ENDED, NOT_BOUND, NOT_KNOWN = "not_yet", "ended", "not_bound", "not_known"
NOT_IN_FORCE, REPLACED, CONDITION = "not_in_force", "replaced", "condition"
# What a reader wants to know first, where several reasons close.
ORDER = (NOT_YET, NOT_IN_FORCE, ENDED, NOT_BOUND, REPLACED, CONDITION, NOT_KNOWN)


@dataclass(frozen=True, slots=True)
class Absence:
    """One reason. `day` is the first day of a thing that is not yet, or the last of one that ended, where known."""

    kind: str
    text: str
    article: str = ""
    day: date | None = None


def absences_of(outcome: Outcome) -> tuple[Absence, ...]:
    """Every reason why the outcome is closed; for a live one, what is not known about who is bound. First by kind."""
    found = [_window(window) for window in outcome.windows if window.verdict is FAILS]
    found += [_closing(outcome.scene, unit[0]) for unit in outcome.closing]
    if outcome.live:
        found += [
            Absence(NOT_KNOWN, str(result.finding.shown or result.condition.text), result.condition.article)
            for unit in outcome.waiting
            for result in unit
            if result.verdict is UNKNOWN and result.condition.test.fact in BOUND_SETS
        ]
    return tuple(sorted(dict.fromkeys(found), key=lambda item: ORDER.index(item.kind)))


def _window(window: WindowResult) -> Absence:
    """A window that does not hold the deciding day."""
    if window.op == STATUS:
        return Absence(NOT_IN_FORCE, window.text, window.article)
    if window.op == "on_or_after":
        return Absence(NOT_YET, window.text, window.article, window.limit)
    last = date.fromordinal(window.limit.toordinal() - 1) if window.limit else None
    return Absence(ENDED, window.text, window.article, last)


def _closing(scene: Scene, result: Result) -> Absence:
    """A condition that closes: who is bound is told apart from everything else.

    What closes because an instrument does bind was replaced by it, whether a bar says so or a requirement that it not.
    """
    condition = result.condition
    if condition.test.fact not in BOUND_SETS:
        return Absence(CONDITION, condition.text, condition.article)
    words = f"{condition.text} ({result.finding.shown})" if result.finding.shown else condition.text
    if (condition.effect == BAR) is not (condition.test.op == "not_both_bound_by"):
        return Absence(REPLACED, words, condition.article)
    kind, day = _side(scene, condition.test.fact, codes_of(condition.test))
    return Absence(kind, words, condition.article, day)


def _side(scene: Scene, fact: str, codes: tuple[str, ...]) -> tuple[str, date | None]:
    """Whether a State is not bound at all, no longer or not yet, by its rows under the one instrument that is asked."""
    instrument = scene.rulebook.instruments.get(codes[0]) if len(codes) == 1 else None
    if instrument is None:
        return NOT_BOUND, None
    states = [scene.requesting, scene.requested or ""] if fact == PAIR_SET else [bound_state(scene, fact) or ""]
    if fact == PAIR_SET and pair_refusal(instrument, *states):
        return NOT_BOUND, None
    day = deciding(scene, instrument).day
    sides = [_standing(scene.rulebook.participation.get((codes[0], state), ()), day) for state in states]
    for wanted in (NOT_BOUND, NOT_YET, ENDED):
        for kind, when in sides:
            if kind == wanted:
                return kind, when
    return NOT_BOUND, None


def _standing(rows: tuple[Row, ...], day: date) -> tuple[str, date | None]:
    """One State on one day: bound ('' here), no longer, not yet or not at all."""
    bound = [row for row in rows if row.status == "bound"]
    if any((row.since or date.min) <= day <= (row.until or date.max) for row in bound):
        return "", None
    later = [row.since for row in bound if row.since is not None and row.since > day]
    earlier = [row.until for row in bound if row.until is not None and row.until < day]
    if earlier:
        return ENDED, max(earlier)
    return (NOT_YET, min(later)) if later else (NOT_BOUND, None)
