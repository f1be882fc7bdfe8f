"""The atlas itself: for every pair of States and every measure the first option of each tier, or why there is none.

Equal to `engine.route` for a case of one need without a variant that states the profile's facts. Reads: a rulebook, a
profile of facts, a day. Writes: nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from routing.atlas.firsts import First, firsts_of
from routing.atlas.ground import Ground
from routing.atlas.prepared import Prepared
from routing.atlas.reasons import Reason, reasons_of
from routing.atlas.regions import Plane
from routing.atlas.verdicts import Answered, answered
from routing.conditions import FactValue
from routing.judging import CLOSED, NEEDS_COUNSEL, NEEDS_FACTS, OPEN, OptionVerdict
from routing.routes import Status
from routing.rulebook import Rulebook
from routing.rules import TIERS, Provision
from routing.scenes import RIGHT


class ProfileFault(ValueError):
    """A profile that one survey cannot answer; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One tier of a cell: its first option and what it is worth, or the reason why there is none."""

    tier: str
    provision: Provision | None
    verdict: OptionVerdict
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One pair and measure. `status` is that of a need; `choices` the tiers from the lowest to the highest."""

    requesting: str
    requested: str
    measure: str
    status: Status
    choices: tuple[Choice, ...]

    @property
    def best(self) -> Choice | None:
        """The option that a plan begins with: the first of the lowest tier that has one."""
        return next((choice for choice in self.choices if choice.provision is not None), None)


@dataclass(frozen=True, slots=True)
class Tier:
    """One measure and tier over all pairs: the first provisions with their pairs, and the reasons of the rest."""

    firsts: tuple[First, ...]
    reasons: Mapping[Reason, Plane]


@dataclass(frozen=True, slots=True)
class Row:
    """One measure over all pairs: its tiers, and the pairs by the status of a need, the best first."""

    tiers: Mapping[str, Tier]
    statuses: tuple[tuple[Status, Plane], ...]


@dataclass(frozen=True, slots=True)
class Atlas:
    """All cells of a survey. Planes are bits of ints; a cell is read by its bit."""

    prepared: Prepared
    rows: Mapping[str, Row]

    def cell(self, requesting: str, requested: str, measure: str) -> Cell:
        """One cell. Raises KeyError for a State or measure that the rulebook does not know."""
        place = self.prepared.ground.place
        bit = 1 << self.prepared.grid.bit(place[requesting], place[requested])
        row = self.rows[measure]
        status = next((status for status, plane in row.statuses if plane & bit), Status.NO_ROUTE)
        choices = tuple(_choice(tier, found, bit) for tier, found in row.tiers.items())
        return Cell(requesting, requested, measure, status, choices)

    def pairs(self, measure: str) -> dict[Status, int]:
        """How many ordered pairs of States, those of a State with itself left out, have which status."""
        grid, left = self.prepared.grid, self.prepared.grid.apart
        answer: dict[Status, int] = {}
        for status, plane in self.rows[measure].statuses:
            answer[status] = grid.count(plane & left)
            left &= ~plane
        answer[Status.NO_ROUTE] = grid.count(left)
        return answer


def _choice(tier: str, found: Tier, bit: Plane) -> Choice:
    """One tier of one cell."""
    for first in found.firsts:
        if first.cells & bit:
            worth = first.worth
            verdict = OPEN if worth.open & bit else NEEDS_FACTS if worth.facts & bit else NEEDS_COUNSEL
            return Choice(tier, worth.provision, verdict, None)
    reason = next((reason for reason, plane in found.reasons.items() if plane & bit), None)
    return Choice(tier, None, CLOSED, reason)


def _statuses(found: Answered) -> tuple[tuple[Status, Plane], ...]:
    """The pairs by the status of a need: from the provisions that stand alone."""
    opened = facts = counsel = 0
    for worth in found.worths:
        if worth.provision.stands_alone:
            opened |= worth.open
            facts |= worth.facts
            counsel |= worth.counsel
    return (Status.ROUTED, opened), (Status.NEEDS_FACTS, facts), (Status.NEEDS_COUNSEL, counsel)


def _row(prepared: Prepared, measure: str, *, reasons: bool) -> Row:
    """One measure over all pairs."""
    found = answered(prepared, measure)
    tiers: dict[str, Tier] = {}
    for tier in TIERS:
        worths = [worth for worth in found.worths if worth.provision.tier == tier]
        firsts, taken = firsts_of(worths, prepared.orders[measure, tier])
        why: Mapping[Reason, Plane] = {}
        empty = prepared.grid.all ^ taken
        if reasons and empty:
            asked = [item for item in prepared.measures[measure].asked if item.provision.tier == tier]
            why = reasons_of(prepared, asked, found, empty)
        tiers[tier] = Tier(tuple(firsts), why)
    return Row(tiers, _statuses(found))


def prepare(rulebook: Rulebook, facts: Mapping[str, FactValue], *, on: date, classes: bool = True) -> Prepared:
    """A profile made ready: the planes of every test. Raises ProfileFault for a profile with several rights.

    `facts` are typed values, as in `CaseFacts.facts`. `classes` False gives each State a row and column of its own.
    """
    right = facts.get(RIGHT)
    if isinstance(right, frozenset):
        if len(right) > 1:
            raise ProfileFault(f"{RIGHT}: one right at a time; survey once for each of {', '.join(sorted(right))}")
        facts = {**facts, RIGHT: next(iter(right))} if right else {k: v for k, v in facts.items() if k != RIGHT}
    return Prepared(Ground(rulebook, facts, on), classes=classes)


def answer(prepared: Prepared, *, reasons: bool = True) -> Atlas:
    """Every measure of a prepared profile."""
    return Atlas(prepared, {measure: _row(prepared, measure, reasons=reasons) for measure in prepared.measures})


def survey(
    rulebook: Rulebook, facts: Mapping[str, FactValue], *, on: date, reasons: bool = True, classes: bool = True
) -> Atlas:
    """All pairs of States and all measures on a day, for one profile of facts.

    `facts` are the stated ones, all else is unknown. `reasons` False leaves the cells without an option unexplained.
    Raises ProfileFault for a profile with several rights.
    """
    return answer(prepare(rulebook, facts, on=on, classes=classes), reasons=reasons)
