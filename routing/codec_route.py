"""From a route to the contract's answer: JSON-ready, key order fixed, new keys only beside those of the contract.

Reads: a `Route`. Writes: plain dictionaries. The same route gives the same bytes.
"""

from __future__ import annotations

from typing import Any

from routing.citations import provisional_note
from routing.conditions import UNKNOWN
from routing.evaluation import Outcome
from routing.openers import would_open_if
from routing.routes import NeedRoute, Option, Question, Route, Step, Warning
from routing.rulebook import Rulebook
from routing.trace import because

FORMAT = 1


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
        "options": [_option(rulebook, option) for option in item.options],
    }
    if need.variant:
        answer["variant"] = need.variant
    if need.subject:
        answer["subject"] = need.subject
    instead = rulebook.rungs_of(need.measure).instead
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
    if step.held_back:
        answer["held_back"] = True
    return answer


def _option(rulebook: Rulebook, option: Option) -> dict[str, Any]:
    outcome = option.outcome
    provision = outcome.provision
    record = provision.document
    answer: dict[str, Any] = {
        "provision": provision.id,
        "instrument": provision.instrument,
        "measure": provision.measure,
        "tier": provision.tier,
        "rank": option.rank,
        "verdict": str(outcome.verdict),
        "acting_state": option.acting_state,
        "articles": list(record.get("articles") or ()),
        "form": record.get("form"),
        "channel": record.get("channel"),
        "issuing_authority": record.get("issuing_authority") or record.get("who_may_ask"),
        "time_limits": list(record.get("time_limits") or ()),
        "languages": record.get("languages"),
        "dual_criminality": record.get("dual_criminality"),
        "refusal_grounds": list(record.get("refusal_grounds") or ()),
        "costs": record.get("costs"),
        "confidence": record.get("confidence"),
        "sources": list(record.get("sources") or ()),
        "because": because(outcome),
        "missing": missing(outcome),
        "would_open_if": would_open_if(outcome),
    }
    return answer | _extensions(rulebook, option)


def _extensions(rulebook: Rulebook, option: Option) -> dict[str, Any]:
    """What the answer carries beside the contract's keys."""
    provision = option.outcome.provision
    record = provision.document
    instrument = rulebook.instruments[provision.instrument]
    answer: dict[str, Any] = {"short_title": instrument.short_title, "role": provision.role}
    for key in ("variant", "notes", "next_step_on_failure", "options", "reliability"):
        if record.get(key):
            answer["extra_options" if key == "options" else key] = record[key]
    if record.get("typical_days"):
        answer["typical_days"] = {"range": list(record["typical_days"]), "kind": "estimate, not a legal time limit"}
    for flag in ("adjunct", "last_resort", "placeholder", "underused"):
        if getattr(provision, flag):
            answer[flag] = True
    note = provisional_note(str(record.get("confidence")), [str(a) for a in record.get("articles") or ()])
    if note:
        answer["provisional"] = note
    if instrument.document.get("url"):
        answer["url"] = instrument.document["url"]
    state = option.acting_state or ""
    place = (provision.instrument, state)
    if place in rulebook.authorities:
        answer["authorities"] = [
            {name: row.get(name) for name in ("role", "name", "city", "public_url", "source", "confidence")}
            for row in rulebook.authorities[place]
        ]
    if place in rulebook.declarations:
        answer["declarations"] = [
            {
                "topic": row.topic,
                "value": row.value,
                "article": row.article,
                "source": row.source,
                "confidence": row.confidence,
            }
            for row in rulebook.declarations[place]
        ]
    return answer


def missing(outcome: Outcome) -> list[str]:
    """The unknown facts of a live option: those that decide first, then those asked last."""
    if not outcome.live:
        return []
    names = dict.fromkeys(result.condition.test.fact for result in outcome.waiting)
    for result in outcome.results:
        if result.verdict is UNKNOWN and result.counts and not result.condition.decides:
            names.setdefault(result.condition.test.fact)
    return list(names)
