"""The one evaluation path: `route(facts, rulebook, on=...)`.

Reads: a case, a published rulebook, the day of the advice. Writes: nothing. The same input gives the same route.
"""

from __future__ import annotations

from datetime import date

from routing.alternatives import alternatives_of
from routing.facts import CaseFacts, Need
from routing.guards import warnings_of
from routing.judging import NEEDS_COUNSEL, NEEDS_FACTS, OPEN
from routing.ladder import is_home_rung, measures_of, plan_of
from routing.precedence import rank, rules_for
from routing.questions import questions_of
from routing.rights import Looked, look, view_of
from routing.routes import WORST_FIRST, NeedRoute, Option, Route, Status
from routing.rulebook import Rulebook
from routing.rules import TIERS
from routing.scenes import RETENTION, SENT, Scene


def options_of(looked: Looked, rulebook: Rulebook, need: Need, measure: str) -> list[Option]:
    """The options of one measure, by tier (formal first) and rank."""
    scene = looked.view.scene
    found = looked.outcomes_of(measure)
    sent = scene.date_of(SENT) or scene.on
    rules = rules_for(rulebook, measure, sent)
    options: list[Option] = []
    for tier in reversed(TIERS):
        members = [outcome for outcome in found if outcome.provision.tier == tier]
        options += [
            Option(item.outcome, item.rank, item.after, scene.requested, measure == need.measure)
            for item in rank(members, rules)
        ]
    return options


def status_of(need: Need, options: list[Option]) -> Status:
    """Status of a need: from its own measure, without adjunct, supporting and applicable_law records."""
    if need.requested_state is None:
        return Status.NEEDS_FACTS
    verdicts = {option.outcome.verdict for option in options if option.own and option.outcome.provision.stands_alone}
    if OPEN in verdicts:
        return Status.ROUTED
    if NEEDS_FACTS in verdicts:
        return Status.NEEDS_FACTS
    return Status.NEEDS_COUNSEL if NEEDS_COUNSEL in verdicts else Status.NO_ROUTE


def looked_at(case: CaseFacts, rulebook: Rulebook, need: Need, on: date) -> tuple[Looked, Looked | None]:
    """The verdicts of everything that is looked at for a need: abroad, and at home where it has rungs there."""
    measures = measures_of(rulebook, need)
    at_home = tuple(measure for measure in measures if is_home_rung(need, measure))
    abroad = tuple(measure for measure in measures if measure not in at_home)
    there = look(view_of(rulebook, case, need, on, at_home=False), need, abroad)
    return there, look(view_of(rulebook, case, need, on, at_home=True), need, at_home) if at_home else None


def _need_route(case: CaseFacts, rulebook: Rulebook, need: Need, on: date) -> tuple[NeedRoute, list[Scene]]:
    """One need with the scenes it was looked at in."""
    there, here = looked_at(case, rulebook, need, on)
    abroad, home = there.view, here.view if here else None
    measures = measures_of(rulebook, need)
    options: list[Option] = []
    for measure in measures:
        looked = here if here and is_home_rung(need, measure) else there
        options += options_of(looked, rulebook, need, measure)
    tipping_off = abroad.scene.facts.get("case.tipping_off_risk") is True
    sent = abroad.scene.date_of(SENT) or on
    plan = plan_of(
        rulebook,
        measures,
        options,
        sent,
        tipping_off=tipping_off,
        may_vanish=abroad.scene.date_of(RETENTION) is not None,
    )
    answer = NeedRoute(need, status_of(need, options), plan, tuple(options))
    views = [abroad, home] if home else [abroad]
    return answer, [scene for view in views for scene in (view.scene, *(item for _, item in view.per_right))]


def _case_status(needs: tuple[NeedRoute, ...]) -> Status:
    """routed if every need is, else the worst in the order of the contract."""
    found = {need.status for need in needs}
    return next((status for status in WORST_FIRST if status in found), Status.ROUTED)


def route(facts: CaseFacts, rulebook: Rulebook, *, on: date) -> Route:
    """Route a case on a day under an edition.

    `on` is the day of the advice; it stands in for the day of sending where the case names none. Raises nothing for a
    case that `codec.case_from_document` let through.
    """
    pairs = [_need_route(facts, rulebook, need, on) for need in facts.needs]
    needs = tuple(need for need, _ in pairs)
    scenes = [scenes for _, scenes in pairs]
    return Route(
        case=facts,
        rulebook=rulebook,
        on=on,
        status=_case_status(needs),
        needs=needs,
        questions=questions_of(facts, rulebook, needs),
        alternatives=alternatives_of(rulebook, needs),
        warnings=warnings_of(facts, rulebook, needs, scenes),
    )
