"""Frozen inputs without a database: a case is routed with the shipped edition, its open conditions are answered so that
the chosen option is open, and what a job would freeze comes out."""

import functools
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from advisor.dossiers.build import document_from
from advisor.dossiers.cleaning import cleaned
from advisor.dossiers.document import Document
from advisor.dossiers.inputs import CASE_KEYS, FORMAT, NEED_KEYS, TEMPLATE, _facts_of, option_of, words_of
from advisor.dossiers.places import places_of
from routing import ENGINE_VERSION
from routing.codec import case_from_document, route_to_document, rulebook_from_document
from routing.engine import route
from routing.rulebook import Rulebook
from tests.conftest import edition_bytes

ON = "2026-11-22"
ROUNDS = 8
FACT = "measure.necessary_and_proportionate"
PENALTY = "offence.max_penalty_months_requesting"
LEARNT: dict[str, dict[str, Any]] = {}  # answers that opened a provision before: the next pair begins with them


@functools.cache
def rulebook() -> Rulebook:
    """The shipped catalogue."""
    data, sha256 = edition_bytes()
    return rulebook_from_document(json.loads(data), label="2026-11-22.1", sha256=sha256)


def answered(case: dict[str, Any], provision: str, on: str, held: frozenset[str]) -> dict[str, Any]:
    """The case's answer, once its facts are completed as far as the option's own conditions ask; `held` stay open."""
    need = case["needs"][0]
    stated = dict(case["facts"])
    learnt = {name: value for name, value in LEARNT.get(provision, {}).items() if name not in held}
    case["facts"] = {**learnt, **stated}
    for _ in range(ROUNDS):
        answer = route_to_document(route(case_from_document(case, rulebook()), rulebook(), on=date.fromisoformat(on)))
        option = option_of(answer, need["id"], provision, need["measure"])
        if option is None:
            raise LookupError(f"{provision} is no option of {need['measure']} in {need['requested_state']}")
        changes = {} if _out_of_reach(option) else _changes(option, held | set(case["facts"]))
        if not changes:
            if option["verdict"] == "open":
                LEARNT[provision] = {name: value for name, value in case["facts"].items() if name not in stated}
            return answer
        case["facts"] |= changes
    return answer


def _out_of_reach(option: Mapping[str, Any]) -> bool:
    """Whether a condition on the two States fails, which no answer changes."""
    closing = {("required", "fails"), ("bar", "holds")}
    return any(
        row["fact"].startswith("pair.") and (row["effect"], row["verdict"]) in closing for row in option["because"]
    )


def _changes(option: Mapping[str, Any], known: frozenset[str] | set[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in option["because"]:
        fact = row["fact"]
        if fact in known or fact in found or row["verdict"] != "unknown" or fact == "pair.bound_instruments":
            continue
        if fact not in rulebook().facts:
            continue
        value = _value(fact, row["op"], row["value"], holds=row["effect"] == "required")
        if value is not None:
            found[fact] = value
    return found


def _value(fact: str, op: str, value: Any, *, holds: bool) -> Any:
    """A value of the fact for which the condition holds, or does not."""
    known = rulebook().facts[fact]
    if op in ("eq", "is") or (op == "ne" and not holds):
        good = value if (op != "ne") == holds or op == "ne" else None
        if good is None and isinstance(value, bool):
            return not value
        if good is None and known.values:
            return next((one for one in known.values if one != value), None)
        return good
    if op == "any_in" and not holds:
        return [one for one in known.values or () if str(one).startswith("none")] or None
    if op in ("in", "any_in", "contains_any", "any_of", "intersects") and isinstance(value, list):
        if holds:
            return [value[0]] if known.type in ("list", "set", "codes") else value[0]
        rest = [one for one in known.values or () if one not in value]
        return (
            (rest[0] if rest else None) if known.type not in ("list", "set", "codes") else ([rest[0]] if rest else None)
        )
    if op in ("gte", "at_least", "gt", ">="):
        return (
            value + 12 if holds and isinstance(value, int | float) else (value - 1 if isinstance(value, int) else value)
        )
    if op in ("lte", "at_most", "lt", "<="):
        return value if holds else (value + 1 if isinstance(value, int) else None)
    if op in ("on_or_after", "after"):
        return ON if holds else None
    if op in ("before", "on_or_before"):
        return value if holds else ON
    return None


def frozen(
    *,
    states: str,
    provision: str,
    title: str,
    reference: str = "T-2026-1",
    summary: str = "",
    subject: str = "",
    variant: str = "",
    track: str = "",
    stage: str = "investigation",
    opened_on: str = "2026-10-05",
    on: str = ON,
    facts: Mapping[str, Any] | None = None,
    maximum: int | None = None,
    held: frozenset[str] = frozenset(),
    language: str = "en",
) -> dict[str, Any]:
    """The inputs of one draft, before anything is typed."""
    home, acting = states.split(">")
    measure = rulebook().provisions[provision].measure
    known = {"request.sent_on": on, "proceedings.instituted_on": opened_on, **(facts or {})}
    if maximum is not None:
        known[PENALTY] = maximum
    elif measure.startswith("criminal."):
        held = held | {PENALTY}
    need: dict[str, Any] = {"id": "n1", "measure": measure, "requested_state": acting}
    need |= {key: value for key, value in (("subject", subject), ("variant", variant)) if value}
    case = {
        "format": 1,
        "reference": reference,
        "title": title,
        "requesting_state": home,
        "track": track or ("criminal" if measure.startswith("criminal.") else "civil"),
        "stage": stage,
        "opened_on": opened_on,
        "facts": known,
        "needs": [need],
    }
    if summary:
        case["summary"] = summary
    answer = answered(case, provision, on, held)
    option = option_of(answer, "n1", provision, measure)
    assert option is not None
    label = {"label": rulebook().label, "sha256": rulebook().sha256}
    return dict(
        cleaned(
            {
                "format": FORMAT,
                "template": TEMPLATE,
                "language": language,
                "agency": {"name": "Office of the case", "country": home},
                "case": {key: case[key] for key in CASE_KEYS if case.get(key)},
                "need": {key: need[key] for key in NEED_KEYS if need.get(key)},
                "facts": _facts_of(case, need, option, {FACT}),
                "option": option,
                "route": {
                    "number": 1,
                    "on": on,
                    "sha256": "0" * 64,
                    "engine_version": ENGINE_VERSION,
                    "edition": label,
                },
                "reason": "",
                "step": {"id": "00000000-0000-4000-8000-000000000000", "need": "n1", "provision": provision},
                "words": words_of(rulebook(), case, need, option, facts={FACT}, places=()),
                "typed": {},
                "nexus": [],
                "things": [],
                "exhibits": [],
            }
        )
    )


def blanks_of(document: Document) -> dict[str, list[str]]:
    """The places of a document by the last part of their names: {'account_blank': [places]}."""
    found: dict[str, list[str]] = {}
    for place in places_of(document):
        if place.kind == "blank":
            found.setdefault(place.place.rpartition(".")[2], []).append(place.place)
    return found


def made(inputs: Mapping[str, Any]) -> Document:
    """The document of frozen inputs."""
    return document_from(inputs, 1)
