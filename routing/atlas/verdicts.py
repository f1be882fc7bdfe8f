"""What every provision is worth for every pair of States: the engine's verdicts, as planes.

`routing.verdicts` and `routing.evaluation` say the same of one pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from routing.atlas.prepared import NO_TREATY, Asked, Planes, Prepared, Unit, unit_of
from routing.atlas.regions import Plane
from routing.conditions import FAILS, HOLDS, FactValue, Test
from routing.judging import TREATY
from routing.rules import Provision


class Worth(NamedTuple):
    """One provision over all pairs: open; live and waiting for facts, or for counsel alone; binding unknown.

    A pair in none of `open`, `facts` and `counsel` has the provision closed, or does not look at it.
    """

    asked: Asked
    open: Plane
    facts: Plane
    counsel: Plane
    unsure: Plane

    @property
    def provision(self) -> Provision:
        """The provision."""
        return self.asked.provision

    @property
    def live(self) -> Plane:
        """Not closed."""
        return self.open | self.facts | self.counsel


def worth_of(asked: Asked, units: Iterable[Unit]) -> Worth:
    """One provision over all pairs."""
    opened = possible = asked.within
    facts = unsure = 0
    for met, may, waits, doubts, _, _ in units:
        if met is may and opened is possible:
            opened = possible = possible & may
        else:
            possible = possible & may
            opened = opened & met
        if not possible:
            return Worth(asked, 0, 0, 0, 0)
        if waits:
            facts |= waits
        if doubts:
            unsure |= doubts
    if opened is possible:
        return Worth(asked, opened, 0, 0, 0)
    waiting = possible ^ opened
    facts &= waiting
    return Worth(asked, opened, facts, waiting ^ facts, unsure & waiting)


@dataclass(frozen=True, slots=True)
class Answered:
    """A measure over all pairs: its provisions that are live somewhere, and its tests on another treaty as planes."""

    worths: tuple[Worth, ...]
    treaty: Mapping[int, Planes]


def answered(prepared: Prepared, measure: str) -> Answered:
    """Every provision of a measure that is live in some pair; those that ask for another treaty are settled last."""
    plan = prepared.measures[measure]
    if not plan.tests:
        return Answered(_alive([worth_of(item, item.units) for item in plan.living]), NO_TREATY)
    first = {item.provision.id: worth_of(item, item.units) for item in plan.living if not item.treaties}
    treaty = _treaties(prepared, plan.tests, first.values())
    return Answered(
        _alive(
            [
                worth_of(item, units_with(prepared, item, treaty)) if item.treaties else first[item.provision.id]
                for item in plan.living
            ]
        ),
        treaty,
    )


def _alive(worths: Sequence[Worth]) -> tuple[Worth, ...]:
    """Those that are live somewhere, in their order."""
    return tuple([worth for worth in worths if worth.open or worth.facts or worth.counsel])


def units_with(prepared: Prepared, asked: Asked, treaty: Mapping[int, Planes]) -> tuple[Unit, ...]:
    """All units of a provision, those that ask for another treaty included."""
    late = [unit_of(group, prepared.planes, prepared.grid.all, treaty) for group in asked.treaties]
    return (*asked.units, *late)


def coverage(prepared: Prepared, measure: str) -> Planes:
    """Where a measure has an open provision, and where it has a live one."""
    opened = live = 0
    for worth in answered(prepared, measure).worths:
        opened |= worth.open
        live |= worth.live
    return opened, live


def closing_of(units: Iterable[Unit], inside: Plane) -> Planes:
    """Where a requirement of being bound closes a provision, and where a bar does, among some pairs."""
    unbound = barred = 0
    for unit in units:
        if unit.binds:
            unbound |= inside & ~unit.may
        elif unit.bars:
            barred |= inside & ~unit.may
    return unbound, barred


def _treaties(prepared: Prepared, tests: Iterable[Test], found: Iterable[Worth]) -> dict[int, Planes]:
    """`pair.has_applicable_treaty` of a measure for every test on it.

    True where another formal provision is open, or live with its binding certain (a placeholder only when open); false
    where all are closed; what they leave unknown, the profile may state.
    """
    true = unknown = 0
    for worth in found:
        if not worth.asked.eligible:
            continue
        true |= worth.open
        if not worth.provision.placeholder:
            true |= worth.live & ~worth.unsure
            unknown |= worth.unsure
    unknown &= ~true
    said = prepared.ground.scene.facts.get(TREATY)
    parts: list[tuple[Plane, FactValue | None]] = [
        (true, True),
        (unknown, said if isinstance(said, bool) else None),
        (prepared.grid.all ^ true ^ unknown, False),
    ]
    return {test.number: _test_planes(test, parts) for test in tests}


def _test_planes(test: Test, parts: Iterable[tuple[Plane, FactValue | None]]) -> Planes:
    """A test over values that are known by their planes."""
    holds = possible = 0
    for plane, value in parts:
        verdict = test.of(value)
        holds |= plane if verdict is HOLDS else 0
        possible |= plane if verdict is not FAILS else 0
    return holds, possible
