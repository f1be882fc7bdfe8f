"""The rules of precedence among the instruments of one measure and tier, for all pairs at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from routing.atlas.regions import Plane
from routing.precedence import presentation, rules_for
from routing.rulebook import Rulebook
from routing.rules import TIERS, Precedence, Provision

MEMO = "atlas"
# Of how many days the rules are remembered; then they are worked out again.
MOST_DAYS = 16

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
        found = {edge: live[edge[0]] & live[edge[1]] for edge in self.stated if edge[0] in live and edge[1] in live}
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


class Kept:
    """What a rulebook says whatever the profile: the order in which equal provisions are shown, the rules of a day."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.shown: tuple[Provision, ...] = tuple(sorted(rulebook.provisions.values(), key=presentation))
        self.states_told: dict[str, set[str]] = {}
        for code, state in rulebook.participation:
            self.states_told.setdefault(code, set()).add(state)
        self._orders: dict[date, Mapping[tuple[str, str], Orders]] = {}

    def orders(self, sent: date) -> Mapping[tuple[str, str], Orders]:
        """The orders of every measure and tier on the day of sending; those of the last few days are remembered."""
        known = self._orders.get(sent)
        if known is None:
            if len(self._orders) >= MOST_DAYS:
                self._orders.clear()
            known = self._orders[sent] = {
                (measure, tier): Orders.of(
                    rules_for(self.rulebook, measure, sent),
                    frozenset(item.instrument for item in self.rulebook.provisions_of(measure) if item.tier == tier),
                )
                for measure in self.rulebook.measures
                for tier in TIERS
            }
        return known


def kept_of(rulebook: Rulebook) -> Kept:
    """What is kept for a rulebook, made once."""
    known = rulebook.memo.get(MEMO)
    if not isinstance(known, Kept):
        known = rulebook.memo[MEMO] = Kept(rulebook)
    return known
