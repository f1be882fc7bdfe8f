"""What a verdict hangs on, and the smallest sets of facts that would flip a closed or a waiting one.

Both are checked by evaluating the provision again under the changed facts: nothing is claimed that was not tried, and
of a set that was tried nothing can be left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice, product

from routing.binding import BOUND_SETS, PAIR_SET, bound_state, codes_of, left_open
from routing.conditions import FAILS, HOLDS, UNKNOWN, FactValue, Test, Verdict, negation
from routing.derived import EPO_FACT, EPO_THRESHOLD_MONTHS, MONTHS
from routing.evaluation import OPEN, OptionVerdict, Outcome, Result, Unit, evaluate, waiting_verdict
from routing.judging import LOOKED_AT
from routing.memberships import NOT_YET
from routing.rules import BAR, REQUIRED
from routing.scenes import CATEGORY, Changes, Scene, deciding, under

# The court's State is the requested State unless the user chooses another.
FORUM = "forum.state"
MAX_SETS = 4
MAX_TRIED = 16
# A computed fact that the user can move through another one.
LEVERS: Mapping[str, tuple[str, FactValue]] = {EPO_FACT: (MONTHS, EPO_THRESHOLD_MONTHS)}

Lever = tuple[str, FactValue]
"""A fact and the value it would have to have."""


@dataclass(frozen=True, slots=True)
class Opener:
    """Facts that, changed together, open a closed or waiting option, and what it would then be."""

    changes: tuple[Lever, ...]
    verdict: OptionVerdict


def again(outcome: Outcome, changes: Changes) -> Outcome:
    """The same provision for the same need under changed facts (None forgets one)."""
    treaty = outcome.treaty.under(changes) if outcome.treaty else None
    changed = under(outcome.scene, changes)
    if LOOKED_AT.isdisjoint(changes):
        changed.shared = outcome.scene.shared
    return evaluate(changed, outcome.provision, treaty, outcome.right)


def _values(scene: Scene, test: Test) -> list[FactValue]:
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
    tests = (wanted, *(other.test for other in others))
    for value in (value for test in tests for value in _values(outcome.scene, test)):
        if _met(wanted, effect, value) is HOLDS and all(
            _met(other.test, other.effect, value) is not FAILS for other in others
        ):
            return value
    return None


def _levers(outcome: Outcome, result: Result) -> list[Lever]:
    """The changes of one fact that may meet a condition; none where only the law, or another fact, could change it."""
    test, scene = result.condition.test, outcome.scene
    if test.fact == CATEGORY and scene.need.variant in scene.rulebook.data_categories:
        return []
    if test.fact in BOUND_SETS:
        return _binding_levers(scene, result)
    if result.finding.computed and not (test.fact == FORUM and not scene.at_home):
        lever = LEVERS.get(test.fact)
        return [lever] if lever and _met(test, result.condition.effect, True) is HOLDS else []
    value = _witness(outcome, test.fact, test, result.condition.effect)
    return [] if value is None else [(test.fact, value)]


def _binding_levers(scene: Scene, result: Result) -> list[Lever]:
    """Where the rows are silent, the statement that one instrument binds, or that none does; where they say "not yet",
    the day from which they say "bound"."""
    test = result.condition.test
    wanted = (result.condition.effect == REQUIRED) is not (test.op == "not_both_bound_by")
    if result.finding.verdict not in (HOLDS, FAILS):
        if not wanted:
            return [(test.fact, frozenset())]
        listed = [code for code in left_open(scene, test) if code in scene.rulebook.instruments][:1]
        return [(test.fact, frozenset({code})) for code in listed]
    codes = codes_of(test)
    instrument = scene.rulebook.instruments.get(codes[0])
    if not wanted or len(codes) != 1 or instrument is None:
        return []
    when = deciding(scene, instrument)
    states = (scene.requesting, scene.requested) if test.fact == PAIR_SET else (bound_state(scene, test.fact),)
    rows = [row for state in states for row in scene.rulebook.participation.get((codes[0], state or ""), ())]
    later = [row.since for row in rows if row.status == "bound" and row.since is not None and row.since > when.day]
    return [(when.fact, max(later))] if later else []


def _window_levers(outcome: Outcome) -> list[list[Lever]] | None:
    """The days that would lie in the window; None where the status alone closes."""
    levers: list[list[Lever]] = []
    for window in outcome.windows:
        if window.verdict is not FAILS:
            continue
        if window.limit is None:
            if window.status == NOT_YET and outcome.provision.period.start is not None:
                continue  # gives way with the day
            return None
        day = window.limit if window.op == "on_or_after" else window.limit - timedelta(days=1)
        levers.append([(window.day.fact, day)])
    return levers


def _choices(outcome: Outcome) -> list[list[Lever]]:
    """For each thing that stands in the way the changes that may remove it; empty where nothing a user says could.

    What is computed and has no lever of its own may still give way to another change, such as a day.
    """
    found = _window_levers(outcome)
    if found is None:
        return []
    left: list[Unit] = []
    for unit in outcome.waiting if outcome.live else outcome.closing:
        levers = [lever for result in unit for lever in _levers(outcome, result)]
        if levers:
            found.append(levers)
        else:
            left.append(unit)
    moved = {fact for levers in found for fact, _ in levers}
    follows = all(result.finding.computed for unit in left for result in unit) and not moved.isdisjoint(LOOKED_AT)
    return found if not left or follows else []


def _combined(choices: Iterable[Iterable[Lever]]) -> list[tuple[Lever, ...]]:
    """One change for each choice, where they do not contradict each other; the smallest first."""
    found: dict[tuple[Lever, ...], None] = {}
    for combination in islice(product(*choices), MAX_TRIED):
        merged = dict(combination)
        if all(merged[fact] == value for fact, value in combination):
            found[tuple(sorted(merged.items(), key=lambda item: item[0]))] = None
    return sorted(found, key=lambda item: (len(item), [name for name, _ in item]))


def _flips(outcome: Outcome, changes: tuple[Lever, ...]) -> OptionVerdict | None:
    """What the option becomes: anything but closed for a closed one, open for a waiting one; None if neither."""
    verdict = _verdict_under(outcome, dict(changes))
    flipped = verdict is OPEN if outcome.live else verdict is not OptionVerdict.CLOSED
    return verdict if flipped else None


def _verdict_under(outcome: Outcome, changes: Changes) -> OptionVerdict:
    """The verdict under changed facts: where nothing but plain tests looks at them, only those are made again."""
    provision = outcome.provision
    if provision.has_groups or provision.uses_treaty or not LOOKED_AT.isdisjoint(changes):
        return again(outcome, changes).verdict
    if any(window.verdict is FAILS for window in outcome.windows):
        return OptionVerdict.CLOSED
    waiting = []
    for (result,) in outcome.units:
        if result.condition.test.fact in changes:
            value = changes[result.condition.test.fact]
            result = Result(result.condition, result.condition.test.of(value), result.finding)
        if result.met is FAILS:
            return OptionVerdict.CLOSED
        if result.met is UNKNOWN:
            waiting.append((result,))
    return waiting_verdict(waiting)


def _smallest(outcome: Outcome, changes: tuple[Lever, ...], verdict: OptionVerdict) -> Opener:
    """The same without every change that can be left out."""
    for lever in changes if len(changes) > 1 else ():
        fewer = tuple(other for other in changes if other != lever)
        reached = _flips(outcome, fewer)
        if reached is not None:
            return _smallest(outcome, fewer, reached)
    return Opener(changes, verdict)


def openers(outcome: Outcome) -> tuple[Opener, ...]:
    """The smallest sets of changes that flip a closed or waiting option, tried out; empty where only the law could."""
    if outcome.verdict is OPEN:
        return ()
    choices = _choices(outcome)
    found: dict[tuple[Lever, ...], Opener] = {}
    for changes in _combined(choices) if choices else ():
        if any(set(known) <= set(changes) for known in found):
            continue
        verdict = _flips(outcome, changes)
        if verdict is not None:
            opener = _smallest(outcome, changes, verdict)
            found[opener.changes] = opener
        if len(found) == MAX_SETS:
            break
    return tuple(found.values())


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
        if result.condition.decides and (result.finding.computed or len(result.finding.rests_on) > 1)
        for name in result.finding.rests_on
    }
    sure -= _dates(outcome.scene)
    doubtful = (fallbacks | (outcome.cites() & _dates(outcome.scene))) - sure
    sure.update(name for name in sorted(doubtful) if _verdict_under(outcome, {name: None}) is not OPEN)
    return tuple(sorted(sure))


def _dates(scene: Scene) -> frozenset[str]:
    """Stated dates: without them a fallback stands in, so that only trying tells."""
    known = scene.rulebook.facts
    return frozenset(name for name in scene.stated if name in known and known[name].type == "date")
