"""Answers become facts: what an office keeps of a case, as the contract's case document and as the engine's CaseFacts.

Reads and writes nothing. An answer whose value is null is 'I don't know yet': the fact is left out, and a fact that is
absent is unknown, never false.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from routing.codec import case_from_document
from routing.facts import CaseFacts
from routing.rulebook import Rulebook

FORMAT = 1
HEADER = ("reference", "title", "summary", "requesting_state", "track", "stage", "opened_on")
EXTRA = ("entities", "rights", "exhibits")


def known(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The facts among answers: those with a value, sorted by name, so that the document's bytes do not wander."""
    return {name: answers[name] for name in sorted(answers) if answers[name] is not None}


def need_document(need: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """One need in the contract's form. `need`: id, measure, variant, requested_state ('' = not known yet), subject."""
    document: dict[str, Any] = {"id": need["id"], "measure": need["measure"]}
    if need.get("variant"):
        document["variant"] = need["variant"]
    document["requested_state"] = need.get("requested_state") or None
    if need.get("subject"):
        document["subject"] = need["subject"]
    facts = known(answers)
    if facts:
        document["facts"] = facts
    return document


def case_document(
    header: Mapping[str, Any],
    answers: Mapping[str, Any],
    needs: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]],
    extra: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The contract's case document: JSON-ready, key order fixed.

    `header` holds HEADER's keys (`opened_on` a date or an ISO string), `answers` what was answered for the whole case,
    `needs` pairs of a need and what was answered for it alone, `extra` the keys of EXTRA.
    """
    document: dict[str, Any] = {"format": FORMAT}
    for key in HEADER:
        value = header.get(key)
        if isinstance(value, date):
            value = value.isoformat()
        if value not in (None, ""):
            document[key] = value
    document["facts"] = known(answers)
    document["needs"] = [need_document(need, own) for need, own in needs]
    for key in EXTRA:
        if extra and extra.get(key):
            document[key] = extra[key]
    return document


def case_facts(document: Mapping[str, Any], rulebook: Rulebook) -> CaseFacts:
    """The document as the engine takes it. Raises routing.errors.CaseFaults with every fault at once."""
    return case_from_document(dict(document), rulebook)
