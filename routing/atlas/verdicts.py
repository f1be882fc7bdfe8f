"""What every provision is worth for every pair of States: the engine's verdicts, as planes.

Kleene's and is `&` on both planes, or is `|`, and not swaps them. `routing.evaluation` says the same of one pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from routing.atlas.ground import Ground
from routing.atlas.regions import Grid, Layers, Plane, Rectangle, Region, Where
from routing.binding import BOUND_SETS
from routing.candidates import fits
from routing.conditions import FAILS, HOLDS, FactValue, Test
from routing.derived import PER_PROVISION
from routing.facts import Need
from routing.judging import GROUP_CHOICES, TREATY
from routing.masks import can_be_treaty
from routing.precedence import presentation
from routing.rules import BAR, FORMAL, REQUIRED, Condition, Provision
from routing.scenes import CATEGORY

Planes = tuple[Plane, Plane]
NO_TREATY: Mapping[int, Planes] = {}


@dataclass(frozen=True, slots=True)
class Ask:
    """One deciding condition, ready: the number of its planes (-1 for the treaty) and what is made of them."""

    planes: int
    condition: Condition
    bar: bool
    judgement: bool
    binds: bool


Unit = tuple[Ask, ...]
"""A condition alone, or the members of one or_group."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One provision, ready: its window and where it is looked at, as planes, and its units."""

    provision: Provision
    within: Plane
    looked_at: Plane
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Worth:
    """One provision over all pairs: open; live and waiting for facts, or for counsel alone; binding unknown.

    A pair in none of `open`, `facts` and `counsel` has the provision closed, or does not look at it (`looked_at`).
    """

    provision: Provision
    looked_at: Plane
    open: Plane
    facts: Plane
    counsel: Plane
    unsure: Plane

    @property
    def live(self) -> Plane:
        """Not closed."""
        return self.open | self.facts | self.counsel


class Prepared:
    """A profile over a rulebook, ready to be answered: the grid, the planes of every test, the provisions."""

    def __init__(self, ground: Ground, *, classes: bool = True) -> None:
        self.ground = ground
        apart = Rectangle(ground.everyone, ground.everyone, Where.APART)
        self._apart: Region = (apart,)
        self._numbers: dict[tuple[int, str], int] = {}
        self._layers: list[Layers] = []
        waiting: list[tuple[Provision, Region, Region, tuple[Unit, ...]]] = []
        need = Need("n", "", None, None, "")
        category = ground.scene.facts.get(CATEGORY)
        for provision in sorted(ground.rulebook.provisions.values(), key=presentation):
            if fits(provision, need, category, ground.rulebook.data_categories):
                looked_at = self._apart if provision.tier == FORMAL else ground.everywhere
                waiting.append((provision, ground.window(provision), looked_at, self._units(provision)))
        regions = [region for layers in self._layers for region, _ in layers]
        self.grid = Grid(len(ground.states), [*regions, *(item[1] for item in waiting)], classes=classes)
        self.planes: list[Planes] = [self.grid.planes(layers) for layers in self._layers]
        # The provisions of each measure, in the order in which equal ones are shown.
        self.measures: dict[str, list[Asked]] = {measure: [] for measure in ground.rulebook.measures}
        for provision, window, looked_at, units in waiting:
            asked = Asked(provision, self.grid.plane(window), self.grid.plane(looked_at), units)
            self.measures[provision.measure].append(asked)

    def _units(self, provision: Provision) -> tuple[Unit, ...]:
        """The deciding conditions that count under the profile, or_groups together."""
        groups: dict[str, list[Ask]] = {}
        for number, condition in enumerate(provision.conditions):
            if condition.decides and self._counts(condition):
                key = condition.or_group or f"#{number}"
                groups.setdefault(key, []).append(self._ask(provision, condition))
        return tuple(tuple(group) for group in groups.values())

    def _counts(self, condition: Condition) -> bool:
        """Whether a member of an or_group counts under the profile."""
        choice = GROUP_CHOICES.get(condition.or_group or "")
        prefix = choice.counts.get(str(self.ground.scene.facts.get(choice.fact))) if choice else None
        return prefix is None or condition.test.fact.startswith(prefix)

    def _ask(self, provision: Provision, condition: Condition) -> Ask:
        test = condition.test
        number = -1
        if test.fact != TREATY:
            own = f"{provision.id}:{condition.article}" if test.fact in PER_PROVISION else ""
            number = self._numbers.setdefault((test.number, own), len(self._layers))
            if number == len(self._layers):
                self._layers.append(self.ground.layers(provision, condition))
        binds = condition.effect == REQUIRED and test.fact in BOUND_SETS
        return Ask(number, condition, condition.effect == BAR, condition.judgement, binds)


def worth_of(
    asked: Asked, planes: Sequence[Planes], everything: Plane, treaty: Mapping[int, Planes] = NO_TREATY
) -> Worth:
    """One provision over all pairs. `treaty` holds the planes of the tests on `pair.has_applicable_treaty`."""
    opened = possible = asked.within & asked.looked_at
    facts = unsure = 0
    for unit in asked.units:
        if not possible:
            break
        met, may = _met(unit[0], planes, everything, treaty)
        if len(unit) > 1:
            members = [(ask, *_met(ask, planes, everything, treaty)) for ask in unit]
            met = may = 0
            for _, one, other in members:
                met |= one
                may |= other
            unknown = may ^ met
            for ask, one, other in members:
                facts |= 0 if ask.judgement else unknown & (one ^ other)
                unsure |= unknown & (one ^ other) if ask.binds else 0
        elif met != may:
            facts |= 0 if unit[0].judgement else may ^ met
            unsure |= may ^ met if unit[0].binds else 0
        opened &= met
        possible &= may
    waiting = possible ^ opened
    facts &= waiting
    return Worth(asked.provision, asked.looked_at, opened, facts, waiting ^ facts, unsure & waiting)


def _met(ask: Ask, planes: Sequence[Planes], everything: Plane, treaty: Mapping[int, Planes]) -> Planes:
    """Where a condition is met for certain, and where it may be: a bar is met where its test fails."""
    if ask.planes >= 0:
        holds, possible = planes[ask.planes]
    else:
        holds, possible = treaty[ask.condition.test.number]
    return (everything ^ possible, everything ^ holds) if ask.bar else (holds, possible)


@dataclass(frozen=True, slots=True)
class Answered:
    """A measure over all pairs: its provisions, and the planes of its tests on another treaty."""

    worths: tuple[Worth, ...]
    treaty: Mapping[int, Planes]


def answered(prepared: Prepared, measure: str) -> Answered:
    """Every provision of a measure; those that ask for another treaty are settled last."""
    planes, everything = prepared.planes, prepared.grid.all
    asked = prepared.measures[measure]
    late = [item for item in asked if item.provision.uses_treaty]
    if not late:
        return Answered(tuple([worth_of(item, planes, everything) for item in asked]), NO_TREATY)
    first = {item.provision.id: worth_of(item, planes, everything) for item in asked if not item.provision.uses_treaty}
    treaty = _treaties(prepared, first.values(), late)
    return Answered(
        tuple([first.get(item.provision.id) or worth_of(item, planes, everything, treaty) for item in asked]), treaty
    )


def coverage(prepared: Prepared, measure: str) -> Planes:
    """Where a measure has an open provision, and where it has a live one."""
    opened = live = 0
    for worth in answered(prepared, measure).worths:
        opened |= worth.open
        live |= worth.live
    return opened, live


def closing_of(asked: Asked, planes: Sequence[Planes], everything: Plane, treaty: Mapping[int, Planes]) -> Planes:
    """Where a requirement of being bound closes a provision, and where a bar does."""
    unbound = barred = 0
    for unit in asked.units:
        fails = everything
        for ask in unit:
            fails &= ~_met(ask, planes, everything, treaty)[1]
        if any(ask.binds for ask in unit):
            unbound |= fails
        elif any(ask.bar for ask in unit):
            barred |= fails
    return unbound, barred


def _treaties(prepared: Prepared, found: Iterable[Worth], late: Sequence[Asked]) -> dict[int, Planes]:
    """`pair.has_applicable_treaty` of a measure for every test on it.

    True where another formal provision is open, or live with its binding certain (a placeholder only when open); false
    where all are closed; what they leave unknown, the profile may state.
    """
    true = unknown = 0
    for worth in found:
        if not can_be_treaty(worth.provision):
            continue
        true |= worth.open
        if not worth.provision.placeholder:
            true |= worth.live & ~worth.unsure
            unknown |= worth.live & worth.unsure
    unknown &= ~true
    everything = prepared.grid.all
    said = prepared.ground.scene.facts.get(TREATY)
    stated = said if isinstance(said, bool) else None
    parts: list[tuple[Plane, FactValue | None]] = [
        (true, True), (unknown, stated), (everything ^ true ^ unknown, False)
    ]  # fmt: skip
    tests = {ask.condition.test for item in late for unit in item.units for ask in unit if ask.planes < 0}
    return {test.number: _test_planes(test, parts) for test in tests}


def _test_planes(test: Test, parts: Iterable[tuple[Plane, FactValue | None]]) -> Planes:
    """A test over values that are known by their planes."""
    holds = possible = 0
    for plane, value in parts:
        verdict = test.of(value)
        holds |= plane if verdict is HOLDS else 0
        possible |= plane if verdict is not FAILS else 0
    return holds, possible
