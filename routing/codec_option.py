"""One option of the contract's answer, with the extensions that stand beside the contract's keys."""

from __future__ import annotations

from typing import Any

from routing.changes import hangs_on, openers
from routing.citations import provisional_note
from routing.conditions import UNKNOWN
from routing.evaluation import Outcome
from routing.findings import shown
from routing.openers import would_open_if
from routing.routes import Option
from routing.rulebook import Rulebook
from routing.trace import because

FLAGS = ("adjunct", "last_resort", "placeholder", "underused")
SHOWN_AS_IS = ("variant", "notes", "next_step_on_failure", "reliability")
AUTHORITY = ("role", "name", "city", "public_url", "source", "confidence")


def option_to_document(rulebook: Rulebook, option: Option) -> dict[str, Any]:
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
    return answer | _flags(rulebook, option) | _reasons(option) | _of_the_state(rulebook, option)


def _flags(rulebook: Rulebook, option: Option) -> dict[str, Any]:
    """What the record says of itself."""
    provision = option.outcome.provision
    record = provision.document
    instrument = rulebook.instruments[provision.instrument]
    answer: dict[str, Any] = {"short_title": instrument.short_title, "role": provision.role}
    answer |= {key: record[key] for key in SHOWN_AS_IS if record.get(key)}
    if record.get("options"):
        answer["extra_options"] = record["options"]
    if record.get("typical_days"):
        answer["typical_days"] = {"range": list(record["typical_days"]), "kind": "estimate, not a legal time limit"}
    answer |= {flag: True for flag in FLAGS if getattr(provision, flag)}
    note = provisional_note(str(record.get("confidence")), [str(item) for item in record.get("articles") or ()])
    if note:
        answer["provisional"] = note
    if instrument.document.get("url"):
        answer["url"] = instrument.document["url"]
    return answer


def _reasons(option: Option) -> dict[str, Any]:
    """What the verdict hangs on, and what would flip it."""
    answer: dict[str, Any] = {}
    if option.outcome.right:
        answer["right"] = option.outcome.right
    hangs = hangs_on(option.outcome)
    if hangs:
        answer["hangs_on"] = list(hangs)
    ways = openers(option.outcome)
    if ways:
        answer["opens_with"] = [
            {"verdict": str(way.verdict), "set": [{"fact": name, "value": shown(value)} for name, value in way.changes]}
            for way in ways
        ]
    return answer


def _of_the_state(rulebook: Rulebook, option: Option) -> dict[str, Any]:
    """Authorities and declarations of the acting State for the instrument."""
    place = (option.outcome.provision.instrument, option.acting_state or "")
    answer: dict[str, Any] = {}
    if place in rulebook.authorities:
        answer["authorities"] = [{name: row.get(name) for name in AUTHORITY} for row in rulebook.authorities[place]]
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
    names = dict.fromkeys(result.condition.test.fact for result in outcome.open_points)
    for result in outcome.results:
        if result.verdict is UNKNOWN and result.counts and not result.condition.decides:
            names.setdefault(result.condition.test.fact)
    return list(names)
