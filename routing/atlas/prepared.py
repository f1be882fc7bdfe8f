"""A profile made ready: the planes of every condition, the units of every provision, what is the same for all folded.

Kleene's and is `&` on both planes, or is `|`, and not swaps them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from routing.atlas.ground import Ground
from routing.atlas.layers import layers_of
from routing.atlas.orders import kept_of
from routing.atlas.regions import Grid, Layers, Plane
from routing.binding import BOUND_SETS
from routing.candidates import fits
from routing.conditions import Test
from routing.derived import PER_PROVISION
from routing.facts import Need
from routing.judging import GROUP_CHOICES, TREATY
from routing.masks import can_be_treaty
from routing.precedence import record_class
from routing.rules import BAR, FORMAL, REQUIRED, Condition, Provision
from routing.scenes import CATEGORY, SENT

Planes = tuple[Plane, Plane]
NO_TREATY: Mapping[int, Planes] = {}
TREATY_ASKED = -1


@dataclass(frozen=True, slots=True)
class Ask:
    """One deciding condition: the number of its layers (-1: it asks for another treaty) and what it does."""

    layers: int
    test: Test
    bar: bool
    judgement: bool
    binds: bool


class Unit(NamedTuple):
    """A condition alone or an or_group, ready: where it is met for certain and where it may be.

    `facts` is where it waits for facts, not for counsel alone; `unsure` where it waits to know whether the instrument
    binds. `binds` and `bars` tell what it is made of.
    """

    met: Plane
    may: Plane
    facts: Plane
    unsure: Plane
    binds: bool
    bars: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One provision, ready: where it is looked at, and where its window is open too.

    Units that hold everywhere are left out, those that are unknown everywhere are one. `treaties` are its units that
    ask for another treaty, to be made when that is known. `dead`: closed for every pair, whatever else is found.
    `eligible`: it is another treaty itself.
    """

    provision: Provision
    level: int
    looked_at: Plane
    within: Plane
    units: tuple[Unit, ...]
    treaties: tuple[tuple[Ask, ...], ...]
    dead: bool
    eligible: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """One measure, ready: all its provisions in the order in which equal ones are shown, those that are not dead, and
    its tests on another treaty."""

    asked: tuple[Asked, ...]
    living: tuple[Asked, ...]
    tests: tuple[Test, ...]

    @classmethod
    def of(cls, asked: Sequence[Asked]) -> Plan:
        """The plan of some provisions of one measure."""
        tests = {ask.test: None for item in asked for group in item.treaties for ask in group if ask.layers < 0}
        return cls(tuple(asked), tuple(item for item in asked if not item.dead), tuple(tests))


class Prepared:
    """A profile over a rulebook, ready to be answered: the grid, and the provisions of each measure.

    `orders` are the rules of precedence by measure and tier.
    """

    def __init__(self, ground: Ground, *, classes: bool = True) -> None:
        self.ground = ground
        self._numbers: dict[tuple[int, str], int] = {}
        self._layers: list[Layers] = []
        need = Need("n", "", None, None, "")
        category, rulebook = ground.scene.facts.get(CATEGORY), ground.rulebook
        kept = [
            (provision, ground.window(provision), self._groups(provision))
            for provision in kept_of(rulebook).shown
            if fits(provision, need, category, rulebook.data_categories)
        ]
        regions = [region for layers in self._layers for region, _ in layers]
        self.grid = grid = Grid(len(ground.states), [*regions, *(window for _, window, _ in kept)], classes=classes)
        planes = [grid.planes(layers) for layers in self._layers]
        found: dict[str, list[Asked]] = {measure: [] for measure in rulebook.measures}
        for provision, window, groups in kept:
            looked_at = grid.apart if provision.tier == FORMAL else grid.all
            within = looked_at & grid.plane(window)
            plain = [group for group in groups if all(ask.layers >= 0 for ask in group)]
            units = folded((unit_of(group, planes, grid.all) for group in plain), grid.all)
            asked = Asked(
                provision,
                record_class(provision),
                looked_at,
                within,
                units,
                tuple(group for group in groups if group not in plain),
                not within or any(not unit.may for unit in units),
                can_be_treaty(provision),
            )
            found[provision.measure].append(asked)
        self.measures = {measure: Plan.of(asked) for measure, asked in found.items()}
        self.planes = planes
        self.orders = kept_of(rulebook).orders(ground.scene.date_of(SENT) or ground.on)

    def _groups(self, provision: Provision) -> tuple[tuple[Ask, ...], ...]:
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
        number = TREATY_ASKED
        if test.fact != TREATY:
            own = f"{provision.id}:{condition.article}" if test.fact in PER_PROVISION else ""
            number = self._numbers.setdefault((test.number, own), len(self._layers))
            if number == len(self._layers):
                self._layers.append(layers_of(self.ground, provision, condition))
        binds = condition.effect == REQUIRED and test.fact in BOUND_SETS
        return Ask(number, test, condition.effect == BAR, condition.judgement, binds)


def unit_of(
    group: Sequence[Ask], planes: Sequence[Planes], everything: Plane, treaty: Mapping[int, Planes] = NO_TREATY
) -> Unit:
    """A condition alone or an or_group as planes. A bar is met where its test fails."""
    met = may = facts = unsure = 0
    members: list[tuple[Ask, Plane]] = []
    for ask in group:
        holds, possible = planes[ask.layers] if ask.layers >= 0 else treaty[ask.test.number]
        if ask.bar:
            holds, possible = everything ^ possible, everything ^ holds
        met |= holds
        may |= possible
        members.append((ask, possible ^ holds))
    for ask, unknown in members:
        waits = unknown & ~met
        facts |= 0 if ask.judgement else waits
        unsure |= waits if ask.binds else 0
    if met == may:
        may = met  # one object, so that what is settled everywhere is seen at a glance
    return Unit(met, may, facts, unsure, any(ask.binds for ask in group), any(ask.bar for ask in group))


def folded(units: Iterable[Unit], everything: Plane) -> tuple[Unit, ...]:
    """The units without those that are met everywhere, those that are unknown everywhere as one; the rarest first, so
    that a provision that is closed for all is left early."""
    kept: list[Unit] = []
    facts = unsure = 0
    unknown = False
    for unit in units:
        if unit.met == 0 and unit.may == everything:
            unknown, facts, unsure = True, facts | unit.facts, unsure | unit.unsure
        elif unit.met != everything:
            kept.append(unit)
    kept.sort(key=lambda unit: unit.may.bit_count())
    if unknown:
        kept.append(Unit(0, everything, facts, unsure, False, False))
    return tuple(kept)
