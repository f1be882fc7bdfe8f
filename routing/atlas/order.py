"""Which provision goes first in every cell, as planes: `routing.precedence.rank` for all pairs at once.

Inside one measure and tier, level by level (class of record, certain before unknown binding): of the live provisions of
the best level, those that no other instrument of that level goes before; of these, the first to be shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from routing.atlas.regions import Plane
from routing.atlas.verdicts import Worth
from routing.precedence import record_class
from routing.rules import Precedence

Edge = tuple[str, str]
"""An instrument and one that it goes before."""


@dataclass(frozen=True, slots=True)
class Orders:
    """The rules of precedence over the instruments of one measure and tier: stated, and all that follow from them."""

    stated: frozenset[Edge]
    followed: frozenset[Edge]

    @classmethod
    def of(cls, rules: Iterable[Precedence], codes: frozenset[str]) -> Orders:
        """The orders that some rules make among some instruments."""
        stated = {
            (first, second)
            for rule in rules
            for first in rule.prefer
            for second in rule.over
            if first in codes and second in codes and first != second
        }
        followed = set(stated)
        for middle in codes:
            into = [first for first, second in followed if second == middle]
            out = [second for first, second in followed if first == middle]
            followed |= {(first, second) for first in into for second in out if first != second}
        return cls(frozenset(stated), frozenset(followed))

    def planes(self, live: Mapping[str, Plane]) -> dict[Edge, Plane]:
        """Where one instrument goes before another: both live, and each link of the chain between them.

        Two that go before each other, in the same pair, cancel.
        """
        found = {edge: live[edge[0]] & live[edge[1]] for edge in self.stated}
        if len(self.followed) > len(self.stated):
            for middle in sorted(live):
                into = [edge for edge in found if edge[1] == middle]
                out = [edge for edge in found if edge[0] == middle]
                for first, _ in into:
                    for _, second in out:
                        if first != second and (first, second) not in self.stated:
                            chain = found[first, middle] & found[middle, second]
                            found[first, second] = found.get((first, second), 0) | chain
        circles = [edge for edge in found if (edge[1], edge[0]) in found]
        if circles:
            both = {edge: found[edge] & found[edge[1], edge[0]] for edge in circles}
            for edge, plane in both.items():
                found[edge] &= ~plane
        return {edge: plane for edge, plane in found.items() if plane}


@dataclass(frozen=True, slots=True)
class First:
    """A provision and the pairs in which it is the first of its measure and tier."""

    worth: Worth
    cells: Plane


def live_by_instrument(worths: Iterable[Worth]) -> dict[str, Plane]:
    """Where each instrument has a live provision."""
    live: dict[str, Plane] = {}
    for worth in worths:
        code = worth.provision.instrument
        live[code] = live.get(code, 0) | worth.live
    return live


def firsts_of(worths: Sequence[Worth], orders: Orders) -> tuple[list[First], Plane]:
    """The first provision of every pair within one measure and tier, and the pairs that have one.

    `worths` stand in the order in which equal ones are shown.
    """
    before = orders.planes(live_by_instrument(worths)) if orders.stated else {}
    cells: dict[str, Plane] = {}
    taken = 0
    levels = sorted({record_class(worth.provision) for worth in worths})
    for level in levels:
        of_level = [worth for worth in worths if record_class(worth.provision) == level]
        for unsure in (False, True):
            members = [(worth, worth.live & (worth.unsure if unsure else ~worth.unsure) & ~taken) for worth in of_level]
            members = [item for item in members if item[1]]
            if members:
                taken |= _first_of_level(members, before, cells)
    by_id = {worth.provision.id: worth for worth in worths}
    return [First(by_id[name], plane) for name, plane in cells.items()], taken


def _first_of_level(
    members: Sequence[tuple[Worth, Plane]], before: Mapping[Edge, Plane], cells: dict[str, Plane]
) -> Plane:
    """The first of each pair among the members of one level; what they take is added to `cells` and returned."""
    present: dict[str, Plane] = {}
    for worth, plane in members:
        code = worth.provision.instrument
        present[code] = present.get(code, 0) | plane
    behind = dict.fromkeys(present, 0)
    for (first, second), plane in before.items():
        if first in present and second in present:
            behind[second] |= plane & present[first]
    taken = 0
    for worth, plane in members:
        mine = plane & ~behind[worth.provision.instrument] & ~taken
        if mine:
            cells[worth.provision.id] = cells.get(worth.provision.id, 0) | mine
            taken |= mine
    return taken
