"""What a verdict hangs on, and the smallest sets of facts that would flip a closed one.

Both are checked by evaluating the provision again under the changed facts: nothing is claimed that was not tried.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice, product

from routing.conditions import FAILS, HOLDS, FactValue, Test, Verdict, negation
from routing.derived import EPO_FACT, EPO_THRESHOLD_MONTHS, MONTHS
from routing.evaluation import OPEN, OptionVerdict, Outcome, Result, evaluate
from routing.rules import BAR
from routing.scenes import CATEGORY, Changes, Scene, under
from routing.windows import STATUS

# The court's State is the requested State unless the user chooses another.
FORUM = "forum.state"
MAX_SETS = 4
MAX_TRIED = 16
# A computed fact that the user can move through another one.
LEVERS: Mapping[str, tuple[str, FactValue]] = {EPO_FACT: (MONTHS, EPO_THRESHOLD_MONTHS)}


@dataclass(frozen=True, slots=True)
class Opener:
    """Facts that, changed together, open a closed option, and what it would then be."""

    changes: tuple[tuple[str, FactValue], ...]
    verdict: OptionVerdict


def again(outcome: Outcome, changes: Changes) -> Outcome:
    """The same provision for the same need under changed facts (None forgets one)."""
    treaty = outcome.treaty.under(changes) if outcome.treaty else None
    return evaluate(under(outcome.scene, changes), outcome.provision, treaty, outcome.right)


def _candidates(scene: Scene, test: Test) -> list[FactValue]:
    """Values of a fact at which a test can turn, simplest first; none for what no user can change."""
    fact = scene.rulebook.facts.get(test.fact)
    kind = fact.type if fact else ""
    value = test.value
    if kind == "bool":
        return [True, False]
    listed = sorted(value) if isinstance(value, frozenset) else [value]
    if kind == "state":
        return list(listed)
    if kind == "enum" and fact is not None:
        return [*listed, *(other for other in fact.values if other not in listed)]
    if kind in ("int", "decimal") and isinstance(value, int | float):
        return [value, value + 1, value - 1]
    if kind == "date" and not isinstance(value, bool | int | float | str | frozenset):
        return [value, value - timedelta(days=1)]
    return []


def _met(test: Test, effect: str, value: FactValue) -> Verdict:
    """Whether a condition would be met by a value."""
    verdict = test.of(value)
    return negation(verdict) if effect == BAR else verdict


def _witness(outcome: Outcome, fact: str, wanted: Test, effect: str) -> FactValue | None:
    """A value that meets the condition and no longer fails any other lone condition on the same fact."""
    others = [
        unit[0].condition
        for unit in outcome.units
        if len(unit) == 1 and unit[0].condition.test.fact == fact and unit[0].condition.test is not wanted
    ]
    for value in _candidates(outcome.scene, wanted):
        if _met(wanted, effect, value) is HOLDS and all(
            _met(other.test, other.effect, value) is not FAILS for other in others
        ):
            return value
    return None


def _lever(outcome: Outcome, result: Result) -> tuple[str, FactValue] | None:
    """The change of one fact that would meet a failing condition; None where only the law could change."""
    test = result.condition.test
    if test.fact == CATEGORY and outcome.scene.need.variant in outcome.scene.rulebook.data_categories:
        return None
    if result.finding.computed and not (test.fact == FORUM and not outcome.scene.at_home):
        lever = LEVERS.get(test.fact)
        return lever if lever and _met(test, result.condition.effect, True) is HOLDS else None
    value = _witness(outcome, test.fact, test, result.condition.effect)
    return None if value is None else (test.fact, value)


def _window_levers(outcome: Outcome) -> list[list[tuple[str, FactValue]]] | None:
    """The days that would lie in the window; None where the status alone closes."""
    levers: list[list[tuple[str, FactValue]]] = []
    for window in outcome.windows:
        if window.verdict is not FAILS:
            continue
        if window.op == STATUS or window.limit is None:
            return None
        day = window.limit if window.op == "on_or_after" else window.limit - timedelta(days=1)
        levers.append([(window.day.fact, day)])
    return levers


def openers(outcome: Outcome) -> tuple[Opener, ...]:
    """The smallest sets of changes that open a closed option, tried out; empty where only the law could."""
    if outcome.live:
        return ()
    choices = _window_levers(outcome)
    if choices is None:
        return ()
    for unit in outcome.closing:
        levers = [lever for result in unit if (lever := _lever(outcome, result)) is not None]
        if not levers:
            return ()
        choices.append(levers)
    tried: dict[tuple[tuple[str, FactValue], ...], None] = {}
    for combination in islice(product(*choices), MAX_TRIED):
        merged = dict(combination)
        if all(merged[fact] == value for fact, value in combination):
            tried[tuple(sorted(merged.items(), key=lambda item: item[0]))] = None
    found = []
    for changes in sorted(tried, key=lambda item: (len(item), [name for name, _ in item])):
        verdict = again(outcome, dict(changes)).verdict
        if verdict is not OptionVerdict.CLOSED:
            found.append(Opener(changes, verdict))
    return tuple(found[:MAX_SETS])


def hangs_on(outcome: Outcome) -> tuple[str, ...]:
    """The stated facts without any one of which an open option would not be open."""
    if outcome.verdict is not OPEN:
        return ()
    sure: set[str] = set()
    for unit in outcome.units:
        holding = [result for result in unit if result.met is HOLDS]
        facts = {result.condition.test.fact for result in holding}
        if len(facts) == 1 and not any(result.finding.computed or result.finding.assumed for result in holding):
            sure |= facts & outcome.scene.stated
    fallbacks = {name for window in outcome.windows for name in window.rests_on} | {
        name
        for result in outcome.results
        if result.finding.computed and result.condition.decides
        for name in result.finding.rests_on
    }
    sure -= _dates(outcome.scene)
    doubtful = (fallbacks | (outcome.cites() & _dates(outcome.scene))) - sure
    sure.update(name for name in sorted(doubtful) if again(outcome, {name: None}).verdict is not OPEN)
    return tuple(sorted(sure))


def _dates(scene: Scene) -> frozenset[str]:
    """Stated dates: without them a fallback stands in, so that only trying tells."""
    known = scene.rulebook.facts
    return frozenset(name for name in scene.stated if name in known and known[name].type == "date")
