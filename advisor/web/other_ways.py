"""What is left when every step of a need has ended without the result: rungs passed over, and open ways untried.

Reads: the ladder, the need of a route's brief (or of its answer), the rulebook's names. Writes: nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from advisor.cases.models import CaseRoute
from advisor.walk.ladders import answer_of
from advisor.walk.rungs import Ladder
from advisor.web.route_view import ORDER, instrument_name, measure_name
from routing.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class OtherWay:
    """A way that was not tried: by which instrument, as what, on which tier, how it stood when the route was made."""

    provision: str
    name: str
    measure: str
    tier: str
    verdict: str
    passed: bool


@dataclass(frozen=True, slots=True)
class OtherWays:
    """The ways named, the open ones first, and how many open options the need has beside those that were tried."""

    need: str
    number: int
    route: int
    ways: tuple[OtherWay, ...]
    open: int


def other_ways(ladder: Ladder, need: Mapping[str, Any], number: int, route: int, book: Rulebook) -> OtherWays | None:
    """What could be tried next; None while a rung is still open, or where the need is met. `number`: the need's."""
    if ladder.because != "exhausted":
        return None
    tried = {step.provision for rung in ladder.rungs for step in rung.steps}
    rows = [row for row in (*need["plan"], *need.get("ways", ())) if row["provision"] not in tried]
    passed = {rung.provision for rung in ladder.rungs if rung.standing == "passed"}
    found = {
        row["provision"]: OtherWay(
            row["provision"], instrument_name(book, row["instrument"]), measure_name(book, row["measure"]),
            row["tier"], row["verdict"], row["provision"] in passed,
        )
        for row in rows
        if row["purpose"] == "obtain" and row["verdict"] != "closed"
    }  # fmt: skip
    ways = tuple(sorted(found.values(), key=lambda way: (ORDER.get(way.verdict, 9), not way.passed)))
    return OtherWays(str(need["id"]), number, route, ways, _open(need, tried))


def ways_left(ladders: Mapping[str, Ladder], route: CaseRoute, book: Rulebook) -> dict[str, OtherWays]:
    """By need: what could be tried next, for those whose steps have all ended without the result."""
    needs = answer_of(route)["needs"] if any(one.because == "exhausted" for one in ladders.values()) else ()
    found = {
        need["id"]: other_ways(ladders[need["id"]], need, number, route.number, book)
        for number, need in enumerate(needs, start=1)
        if need["id"] in ladders
    }
    return {key: other for key, other in found.items() if other is not None}


def _open(need: Mapping[str, Any], tried: set[str]) -> int:
    """How many options were open, without those that were tried (each of which was open when it was chosen)."""
    if "options" in need:
        return sum(one["verdict"] == "open" and one["provision"] not in tried for one in need["options"])
    return max(0, int(need["counts"].get("open", 0)) - len(tried))
