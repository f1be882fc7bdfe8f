"""One provision against one scene: window, conditions, verdict, and what is behind it.

Only `required` and `bar` conditions without `only_for` decide. Conditions of one `or_group` are one condition: closed
when all fail, open when one holds. The verdict comes first (`routing.verdicts`); an `Outcome` works out its results,
units and windows when somebody looks at them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from routing.binding import BOUND_SETS
from routing.conditions import FAILS, UNKNOWN, Verdict, disjunction, negation
from routing.findings import Finding, shown
from routing.judging import (
    CLOSED,
    GROUP_CHOICES,
    NEEDS_COUNSEL,
    NEEDS_FACTS,
    OPEN,
    TREATY,
    GroupChoice,
    OptionVerdict,
    Reading,
    judge,
)
from routing.masks import can_be_treaty
from routing.rules import BAR, REQUIRED, Condition, Provision
from routing.scenes import Changes, Scene
from routing.verdicts import Verdicts
from routing.windows import WindowResult, windows_of

__all__ = [
    "CLOSED",
    "GROUP_CHOICES",
    "NEEDS_COUNSEL",
    "NEEDS_FACTS",
    "OPEN",
    "TREATY",
    "GroupChoice",
    "OptionVerdict",
    "Outcome",
    "Result",
    "evaluate",
    "judge",
    "treaty_finding",
    "units_of",
    "waiting_verdict",
]


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


class Treaty(Protocol):
    """What was read for `pair.has_applicable_treaty`, worked out when it is looked at."""

    def __call__(self) -> Finding:
        """The finding."""

    def under(self, changes: Changes) -> Treaty:
        """The same for the facts that some changes make."""


@dataclass(frozen=True, slots=True)
class Detail:
    """What is behind a verdict: `closing` and `waiting` are the units that fail and those that are unknown."""

    windows: tuple[WindowResult, ...]
    results: tuple[Result, ...]
    units: tuple[Unit, ...]
    closing: tuple[Unit, ...]
    waiting: tuple[Unit, ...]


@dataclass(slots=True, eq=False)
class Outcome:
    """Everything the engine found out about one provision for one need.

    `right` is the right it was looked at for, where the case has several; `binding_unknown` that a requirement of
    being bound is among the unknown. What is behind the verdict is worked out when it is asked for.
    """

    provision: Provision
    scene: Scene
    verdict: OptionVerdict
    binding_unknown: bool
    treaty: Treaty | None = None
    right: str | None = None
    verdicts: Verdicts | None = None
    known: Detail | None = None

    @property
    def live(self) -> bool:
        """Not closed."""
        return self.verdict is not CLOSED

    @property
    def detail(self) -> Detail:
        """Windows, results and units."""
        if self.known is None:
            self.known = detail_of(self.scene, self.provision, self.treaty, self.verdicts)
        return self.known

    @property
    def windows(self) -> tuple[WindowResult, ...]:
        """The limits of its window, and a status that closes."""
        return self.detail.windows

    @property
    def results(self) -> tuple[Result, ...]:
        """Every condition in the order of the book."""
        return self.detail.results

    @property
    def units(self) -> tuple[Unit, ...]:
        """The deciding conditions, or_groups as one."""
        return self.detail.units

    @property
    def closing(self) -> tuple[Unit, ...]:
        """The units that fail."""
        return self.detail.closing

    @property
    def waiting(self) -> tuple[Unit, ...]:
        """The units that are unknown."""
        return self.detail.waiting

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


def _readings(scene: Scene, provision: Provision, treaty: Treaty | None, verdicts: Verdicts | None) -> list[Reading]:
    """What was read for each condition: kept with the verdicts, or read now."""
    if verdicts is not None and not provision.uses_treaty:
        return list(verdicts.readings(provision))
    finding = treaty() if treaty is not None and provision.uses_treaty else None
    return [judge(scene, provision, condition, finding) for condition in provision.conditions]


def detail_of(
    scene: Scene, provision: Provision, treaty: Treaty | None = None, verdicts: Verdicts | None = None
) -> Detail:
    """What is behind a verdict, from the readings of its scene."""
    readings = _readings(scene, provision, treaty, verdicts)
    results = [Result(condition, *read) for condition, read in zip(provision.conditions, readings, strict=True)]
    if provision.has_groups:
        results = _counting(results, scene)
        units = units_of(results)
    else:
        units = _plain_units(results)
    met = [disjunction(result.met for result in unit) for unit in units]
    return Detail(
        windows=windows_of(scene, provision),
        results=tuple(results),
        units=units,
        closing=tuple(unit for unit, verdict in zip(units, met, strict=True) if verdict is FAILS),
        waiting=tuple(unit for unit, verdict in zip(units, met, strict=True) if verdict is UNKNOWN),
    )


def evaluate(scene: Scene, provision: Provision, treaty: Treaty | None = None, right: str | None = None) -> Outcome:
    """The outcome of one provision alone, its verdict read from its detail: for trying out other facts."""
    detail = detail_of(scene, provision, treaty)
    closed = bool(detail.closing) or any(window.verdict is FAILS for window in detail.windows)
    verdict = CLOSED if closed else waiting_verdict(detail.waiting)
    return Outcome(provision, scene, verdict, _binding_unknown(detail.waiting), treaty, right, None, detail)


def _binding_unknown(waiting: Iterable[Unit]) -> bool:
    """Whether a requirement that the instrument binds is among the unknown."""
    return any(
        result.verdict is UNKNOWN and result.condition.effect == REQUIRED and result.condition.test.fact in BOUND_SETS
        for unit in waiting
        for result in unit
    )


def waiting_verdict(waiting: Iterable[Unit]) -> OptionVerdict:
    """Nothing fails: open without an unknown, counsel when only judgement is missing, else facts."""
    missing = [result for unit in waiting for result in unit if result.verdict is UNKNOWN]
    if not missing:
        return OPEN
    return NEEDS_COUNSEL if all(result.condition.judgement for result in missing) else NEEDS_FACTS


def treaty_finding(outcomes: Iterable[Outcome], scene: Scene) -> Finding:
    """`pair.has_applicable_treaty` over the other formal provisions of the same measure, with what it was read from.

    The value is that of `verdicts.treaties_of`: true when one is open, or not closed with its binding certain; false
    when all are closed. Where it is silent, the case's own statement counts.
    """
    unknown: list[str] = []
    rests: dict[str, None] = {}
    for outcome in outcomes:
        provision = outcome.provision
        if not can_be_treaty(provision):
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
        stated = scene.facts.get(TREATY)
        return Finding(stated, shown(stated), note=note, rests_on=(*rests, *scene.origin(TREATY)))
    note = "no other formal route of the book is left"
    return Finding(False, False, computed=True, note=note, rests_on=tuple(rests))
