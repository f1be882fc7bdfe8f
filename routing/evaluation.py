"""One provision against one scene: window, conditions, verdict.

Only `required` and `bar` conditions without `only_for` decide. Conditions of one `or_group` are one condition: closed
when all fail, open when one holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from routing.binding import BOUND_SETS, binding_finding
from routing.conditions import FAILS, UNKNOWN, Verdict, disjunction, negation
from routing.derived import PER_PROVISION, RULES, derived
from routing.findings import Finding, shown
from routing.rules import BAR, FORMAL, REQUIRED, Condition, Provision
from routing.scenes import Scene
from routing.windows import WindowResult, windows_of

TREATY = "pair.has_applicable_treaty"


class OptionVerdict(StrEnum):
    """What a provision is worth for a need."""

    OPEN = "open"
    NEEDS_FACTS = "needs_facts"
    NEEDS_COUNSEL = "needs_counsel"
    CLOSED = "closed"


OPEN, CLOSED = OptionVerdict.OPEN, OptionVerdict.CLOSED
NEEDS_FACTS, NEEDS_COUNSEL = OptionVerdict.NEEDS_FACTS, OptionVerdict.NEEDS_COUNSEL


@dataclass(frozen=True, slots=True)
class GroupChoice:
    """Which members of an or_group count: by the value of `fact`, those whose own fact begins with the prefix."""

    fact: str
    counts: Mapping[str, str]


# The threshold of surrender looks at the maximum penalty for a prosecution and at the sentence for an execution; while
# the purpose is unknown both count (EAW art. 2(1); ETS 24 art. 2(1); TCA art. 599).
GROUP_CHOICES: Mapping[str, GroupChoice] = {
    "surrender_threshold": GroupChoice(
        "surrender.purpose", {"prosecution": "offence.max_penalty", "execution": "sentence."}
    ),
}


@dataclass(frozen=True, slots=True)
class Result:
    """One condition, what was read and what follows.

    `verdict` is that of the test (a bar that holds closes); `met` is whether the provision gets what it asks for.
    `counts` is False for a member of an or_group that the purpose leaves out.
    """

    condition: Condition
    verdict: Verdict
    finding: Finding
    counts: bool = True

    @property
    def met(self) -> Verdict:
        """HOLDS when the provision may go on: a requirement that holds, a bar that fails."""
        return negation(self.verdict) if self.condition.effect == BAR else self.verdict


Unit = tuple[Result, ...]
"""A deciding condition alone, or the counting members of one or_group."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything the engine found out about one provision for one need.

    `closing` and `waiting` are the units that fail and those that are unknown. `right` is the right it was looked at
    for, where the case has several.
    """

    provision: Provision
    scene: Scene
    verdict: OptionVerdict
    windows: tuple[WindowResult, ...]
    results: tuple[Result, ...]
    units: tuple[Unit, ...]
    closing: tuple[Unit, ...]
    waiting: tuple[Unit, ...]
    binding_unknown: bool
    treaty: Finding | None = None
    right: str | None = None

    @property
    def live(self) -> bool:
        """Not closed."""
        return self.verdict is not CLOSED

    @property
    def open_points(self) -> list[Result]:
        """The unknown deciding conditions, in the order of the book."""
        return [result for unit in self.waiting for result in unit if result.verdict is UNKNOWN]

    def cites(self) -> frozenset[str]:
        """Every stated fact that the verdict was read from, directly or through a computation."""
        found = {fact for window in self.windows for fact in window.rests_on}
        for result in self.results:
            found.update(result.finding.rests_on)
            choice = GROUP_CHOICES.get(result.condition.or_group or "")
            if choice is not None:
                found.update(self.scene.origin(choice.fact))
        return frozenset(found)


def judge(scene: Scene, provision: Provision, condition: Condition, treaty: Finding | None) -> tuple[Verdict, Finding]:
    """The verdict of one condition and what it was read from.

    Tests that look only at the scene are answered once per scene, whatever number of provisions ask them.
    """
    test = condition.test
    known = scene.verdicts.get(test.number)
    if known is not None:
        return known
    if test.fact == TREATY:
        treaty = treaty or Finding(None)
        return test.of(treaty.value), treaty
    if test.fact in PER_PROVISION:
        own = derived(scene, provision, condition)
        return test.of(own.value), own
    known = scene.verdicts[test.number] = _judge_once(scene, provision, condition)
    return known


def _judge_once(scene: Scene, provision: Provision, condition: Condition) -> tuple[Verdict, Finding]:
    """A test that no provision can answer differently."""
    test = condition.test
    if test.fact in BOUND_SETS:
        binding = binding_finding(scene, test)
        return binding.verdict or UNKNOWN, binding
    if test.fact in RULES:
        found = derived(scene, provision, condition)
    else:
        value = scene.facts.get(test.fact)
        found = Finding(value, shown(value), assumed=test.fact in scene.assumed, rests_on=scene.origin(test.fact))
    return test.of(found.value), found


def _counting(results: Iterable[Result], scene: Scene) -> list[Result]:
    """The results, with `counts` cleared on members of or_groups that do not count."""
    answer = []
    for result in results:
        choice = GROUP_CHOICES.get(result.condition.or_group or "")
        prefix = choice.counts.get(str(scene.facts.get(choice.fact))) if choice else None
        out = prefix is not None and not result.condition.test.fact.startswith(prefix)
        answer.append(Result(result.condition, result.verdict, result.finding, False) if out else result)
    return answer


def units_of(results: Iterable[Result]) -> tuple[Unit, ...]:
    """The deciding conditions: each alone, or with the counting members of its or_group."""
    groups: dict[str, list[Result]] = {}
    for number, result in enumerate(results):
        if result.condition.decides and result.counts:
            groups.setdefault(result.condition.or_group or f"#{number}", []).append(result)
    return tuple(tuple(group) for group in groups.values())


def _plain_units(results: Iterable[Result]) -> tuple[Unit, ...]:
    """`units_of` for a provision without or_groups."""
    return tuple((result,) for result in results if result.condition.decides)


def evaluate(scene: Scene, provision: Provision, treaty: Finding | None = None, right: str | None = None) -> Outcome:
    """The outcome of one provision. `treaty` is the finding for `pair.has_applicable_treaty` where it is asked."""
    windows = windows_of(scene, provision)
    results = [Result(condition, *judge(scene, provision, condition, treaty)) for condition in provision.conditions]
    if provision.has_groups:
        results = _counting(results, scene)
        units = units_of(results)
    else:
        units = _plain_units(results)
    met = [disjunction(result.met for result in unit) for unit in units]
    closing = tuple(unit for unit, verdict in zip(units, met, strict=True) if verdict is FAILS)
    waiting = tuple(unit for unit, verdict in zip(units, met, strict=True) if verdict is UNKNOWN)
    closed = bool(closing) or any(window.verdict is FAILS for window in windows)
    return Outcome(
        provision=provision,
        scene=scene,
        verdict=CLOSED if closed else _waiting_verdict(waiting),
        windows=windows,
        results=tuple(results),
        units=units,
        closing=closing,
        waiting=waiting,
        binding_unknown=_binding_unknown(waiting),
        treaty=treaty,
        right=right,
    )


def _binding_unknown(waiting: Iterable[Unit]) -> bool:
    """Whether a requirement that the instrument binds is among the unknown."""
    return any(
        result.verdict is UNKNOWN and result.condition.effect == REQUIRED and result.condition.test.fact in BOUND_SETS
        for unit in waiting
        for result in unit
    )


def _waiting_verdict(waiting: Iterable[Unit]) -> OptionVerdict:
    """Nothing fails: open without an unknown, counsel when only judgement is missing, else facts."""
    missing = [result for unit in waiting for result in unit if result.verdict is UNKNOWN]
    if not missing:
        return OPEN
    return NEEDS_COUNSEL if all(result.condition.judgement for result in missing) else NEEDS_FACTS


def treaty_finding(outcomes: Iterable[Outcome]) -> Finding:
    """`pair.has_applicable_treaty` over the other formal provisions of the same measure.

    Neither adjunct, supporting nor last resort, nor a placeholder that is not open. True when one is open, or not
    closed with its binding certain; false when all are closed; else unknown.
    """
    unknown: list[str] = []
    rests: dict[str, None] = {}
    for outcome in outcomes:
        provision = outcome.provision
        skipped = provision.adjunct or provision.role == "supporting" or provision.last_resort
        if provision.tier != FORMAL or skipped:
            continue
        rests.update(dict.fromkeys(sorted(outcome.cites())))
        if not outcome.live or (provision.placeholder and outcome.verdict is not OPEN):
            continue
        if outcome.verdict is OPEN or not outcome.binding_unknown:
            note = f"{provision.id}: {str(outcome.verdict).replace('_', ' ')}"
            return Finding(True, True, computed=True, note=note, rests_on=tuple(sorted(outcome.cites())))
        unknown.append(provision.id)
    if unknown:
        note = f"not known whether {', '.join(unknown)} is in force between the States"
        return Finding(None, None, note=note, rests_on=tuple(rests))
    note = "no other formal route of the book is left"
    return Finding(False, False, computed=True, note=note, rests_on=tuple(rests))
