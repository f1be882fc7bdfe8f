"""Which provision goes first in every cell, as planes: `routing.precedence.rank` for all pairs at once.

Inside one measure and tier, level by level (class of record, certain before unknown binding): of the live provisions of
the best level, those that no other instrument of that level goes before; of these, the first to be shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from routing.atlas.orders import Edge, Orders
from routing.atlas.regions import Plane
from routing.atlas.verdicts import Worth


@dataclass(frozen=True, slots=True)
class First:
    """A provision and the pairs in which it is the first of its measure and tier."""

    worth: Worth
    cells: Plane


def firsts_of(worths: Sequence[Worth], orders: Orders) -> tuple[list[First], Plane]:
    """The first provision of every pair within one measure and tier, and the pairs that have one.

    `worths` stand in the order in which equal ones are shown.
    """
    lives = [(worth, worth.live) for worth in worths]
    before: Mapping[Edge, Plane] = {}
    if orders.stated and len(lives) > 1:
        before = orders.planes(_by_instrument(lives))
    found: list[First] = []
    taken = 0
    for level in sorted({worth.asked.level for worth in worths}):
        of_level = [item for item in lives if item[0].asked.level == level]
        for unsure in (False, True):
            members = []
            for worth, live in of_level:
                plane = (worth.unsure if unsure else live ^ worth.unsure) & ~taken
                if plane:
                    members.append((worth, plane))
            if members:
                more = _first_of_level(members, before)
                found += more
                for first in more:
                    taken |= first.cells
    return found, taken


def _by_instrument(members: Iterable[tuple[Worth, Plane]]) -> dict[str, Plane]:
    """The planes of some provisions by their instrument."""
    found: dict[str, Plane] = {}
    for worth, plane in members:
        code = worth.provision.instrument
        found[code] = found.get(code, 0) | plane
    return found


def _first_of_level(members: Sequence[tuple[Worth, Plane]], before: Mapping[Edge, Plane]) -> list[First]:
    """The first of each pair among the members of one level."""
    behind: dict[str, Plane] = {}
    if len(members) > 1 and before:
        present = _by_instrument(members)
        for (first, second), plane in before.items():
            if first in present and second in present:
                behind[second] = behind.get(second, 0) | plane & present[first]
    found: list[First] = []
    taken = 0
    for worth, plane in members:
        mine = plane & ~(behind.get(worth.provision.instrument, 0) | taken)
        if mine:
            found.append(First(worth, mine))
            taken |= mine
    return found
