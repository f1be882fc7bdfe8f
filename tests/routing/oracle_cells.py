"""Why nothing is left in a cell, read from the engine's own outcomes one by one: the reference for the atlas."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from routing.atlas import Reason
from routing.binding import BOUND_SETS
from routing.conditions import FactValue
from routing.engine import route
from routing.evaluation import Outcome
from routing.facts import CaseFacts, Need
from routing.rulebook import Rulebook
from routing.rules import BAR, REQUIRED


def of_outcome(outcome: Outcome) -> Reason:
    """The reason of one closed provision."""
    failing = {window.op for window in outcome.windows if window.verdict == "fails"}
    if failing:
        return Reason.ENDED if "before" in failing else Reason.NOT_YET if "on_or_after" in failing else Reason.NO_STATUS
    conditions = [[result.condition for result in unit] for unit in outcome.closing]
    if any(c.effect == REQUIRED and c.test.fact in BOUND_SETS for unit in conditions for c in unit):
        return Reason.NOT_BOUND
    return Reason.BARRED if any(c.effect == BAR for unit in conditions for c in unit) else Reason.UNMET


def closest(
    rulebook: Rulebook,
    facts: Mapping[str, FactValue],
    requesting: str,
    requested: str,
    measure: str,
    tier: str,
    on: date,
) -> Reason:
    """The reason of the provision that came closest in one tier of one cell."""
    need = Need("n1", measure, None, requested, "")
    case = CaseFacts("", "", requesting, "criminal", "investigation", on, facts, (need,))
    [found] = route(case, rulebook, on=on).needs
    reasons = {
        of_outcome(option.outcome) for option in found.options if option.own and option.outcome.provision.tier == tier
    }
    if requesting == requested and any(item.tier == tier for item in rulebook.provisions_of(measure)):
        reasons.add(Reason.AT_HOME if tier == "formal" else Reason.NOTHING)
    return min(reasons, key=list(Reason).index) if reasons else Reason.NOTHING
