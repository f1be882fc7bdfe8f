"""From a route to the contract's answer: JSON-ready, key order fixed, new keys only beside those of the contract.

Reads: a `Route`. Writes: plain dictionaries. The same route gives the same bytes.
"""

from __future__ import annotations

from typing import Any

from routing.codec_option import option_to_document
from routing.routes import NeedRoute, Question, Route, Step, Warning
from routing.rulebook import Rulebook

FORMAT = 1
NO_LOWER_RUNG = (
    "Nobody can give this voluntarily, and no court or authority at home can: only the measure itself meets it"
)


def route_to_document(route: Route) -> dict[str, Any]:
    """The contract's answer to a case."""
    return {
        "format": FORMAT,
        "reference": route.case.reference,
        "on": route.on.isoformat(),
        "edition": {"label": route.rulebook.label, "sha256": route.rulebook.sha256},
        "status": str(route.status),
        "needs": [_need(route.rulebook, need) for need in route.needs],
        "questions": [_question(route.rulebook, question) for question in route.questions],
        "alternatives": [
            {
                "need": item.need,
                "provision": item.provision,
                "instrument": item.instrument,
                "measure": item.measure,
                "verdict": item.verdict,
                "why": item.why,
                "needs": list(item.needs),
            }
            for item in route.alternatives
        ],
        "warnings": [_warning(item) for item in route.warnings],
    }


def _warning(item: Warning) -> dict[str, Any]:
    answer: dict[str, Any] = {"code": item.code, "text": item.text}
    if item.need is not None:
        answer["need"] = item.need
    if item.facts:
        answer["facts"] = list(item.facts)
    return answer


def _question(rulebook: Rulebook, item: Question) -> dict[str, Any]:
    known = rulebook.facts.get(item.fact)
    answer: dict[str, Any] = {
        "fact": item.fact,
        "question": item.question,
        "decides": [{"need": need, "provision": provision} for need, provision in item.decides],
        "weight": item.weight,
    }
    if known:
        answer |= {"type": known.type, "source": known.source, "scope": known.scope}
        if known.values:
            answer["values"] = list(known.values)
        if known.unit:
            answer["unit"] = known.unit
    if item.about:
        answer["about"] = item.about.split(",")
    if item.later:
        answer["later"] = True
    if item.last:
        answer["last"] = True
    return answer


def _need(rulebook: Rulebook, item: NeedRoute) -> dict[str, Any]:
    need = item.need
    answer: dict[str, Any] = {
        "id": need.id,
        "measure": need.measure,
        "requested_state": need.requested_state,
        "status": str(item.status),
        "plan": [_step(step) for step in item.plan],
        "options": [option_to_document(rulebook, option) for option in item.options],
    }
    if need.variant:
        answer["variant"] = need.variant
    if need.subject:
        answer["subject"] = need.subject
    rungs = rulebook.rungs_of(need.measure)
    if need.measure in rulebook.ladder and not (rungs.voluntary or rungs.single_jurisdiction):
        answer["no_lower_rung"] = NO_LOWER_RUNG
    instead = rungs.instead
    if instead:
        answer["instead"] = list(instead)
    return answer


def _step(step: Step) -> dict[str, Any]:
    provision = step.option.outcome.provision
    answer: dict[str, Any] = {
        "order": step.order,
        "purpose": step.purpose,
        "tier": step.tier,
        "measure": step.measure,
        "provision": provision.id,
        "instrument": provision.instrument,
        "verdict": str(step.option.outcome.verdict),
        "fallbacks": list(step.fallbacks),
        "why": step.why,
        "acting_state": step.option.acting_state,
    }
    if step.after:
        answer["after"] = list(step.after)
    if step.rules:
        answer["rules"] = [
            {
                "id": rule.id,
                "article": rule.article,
                "text": rule.condition,
                "basis": rule.basis,
                "use": "explain" if rule.explain else "order",
            }
            for rule in step.rules
        ]
    if step.held_back:
        answer["held_back"] = True
    return answer
