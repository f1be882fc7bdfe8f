"""Every file of good/, whole/ and bad/ says in its `rule` what it shows.

Those of good/ hold what the rule is about, those of whole/ the answer to the last word, and bad ones the exact refusal.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from routing.codec import case_from_document, route_to_document, rulebook_from_document
from routing.engine import route
from routing.errors import CaseFaults, RulebookFaults
from routing.linting import lint
from routing.rulebook import Rulebook
from tests.conformance import invented

GOOD = invented.documents("good")
WHOLE = invented.documents("whole")
BAD = invented.documents("bad")


def book(item: dict[str, Any]) -> Rulebook:
    """The rulebook a conformance case is about."""
    return rulebook_from_document(invented.edition(item.get("law")), label="invented", sha256="1" * 64)


def subset(wanted: Any, found: Any, where: str) -> list[str]:
    """Where the answer differs from what is wanted; mappings may hold more than is wanted."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return [
            fault
            for key, value in wanted.items()
            for fault in subset(value, found.get(key, "nothing"), f"{where}.{key}")
        ]
    return [] if wanted == found else [f"{where}: wanted {wanted!r}, got {found!r}"]


def summary(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer in the short form that conformance files use."""
    needs = {
        need["id"]: {
            "status": need["status"],
            "plan": [step["provision"] for step in need["plan"]],
            "rules": [[rule["id"] for rule in step.get("rules", [])] for step in need["plan"]],
            "purposes": [step["purpose"] for step in need["plan"]],
            "options": {
                option["provision"]: {
                    **{
                        key: option.get(key)
                        for key in ("verdict", "rank", "missing", "right", "acting_state", "hangs_on")
                    },
                    "because": {line["fact"]: line for line in option["because"]},
                    "would_open_if": option["would_open_if"],
                    "opens_with": option.get("opens_with"),
                }
                for option in need["options"]
            },
            "order": [option["provision"] for option in need["options"]],
            "ranks": [[option["provision"], option["rank"]] for option in need["options"]],
            "steps": need["plan"],
            "instead": need.get("instead"),
        }
        for need in answer["needs"]
    }
    return {
        **needs,
        "status": answer["status"],
        "questions": [question["fact"] for question in answer["questions"]],
        "asks": answer["questions"],
        "asked": [question["question"] for question in answer["questions"]],
        "warnings": [warning["code"] for warning in answer["warnings"]],
        "said": [warning["text"] for warning in answer["warnings"]],
        "warned": answer["warnings"],
        "alternatives": [item["provision"] for item in answer["alternatives"]],
    }


def answered(item: dict[str, Any]) -> dict[str, Any]:
    """The answer to a conformance case."""
    rulebook = book(item)
    case = case_from_document(invented.case(item.get("case") or {}), rulebook)
    return route_to_document(route(case, rulebook, on=date.fromisoformat(item.get("on", "2026-11-22"))))


@pytest.mark.parametrize("item", [item for _, item in GOOD], ids=[name for name, _ in GOOD])
def test_good(item: dict[str, Any]) -> None:
    assert subset(item["expect"], summary(answered(item)), "answer") == []


@pytest.mark.parametrize("item", [item for _, item in WHOLE], ids=[name for name, _ in WHOLE])
def test_whole(item: dict[str, Any]) -> None:
    """Every key and every word, and the order of the keys. Where the engine changed: `python -m tests.conformance`."""
    answer = answered(item)

    assert answer == item["answer"]
    assert json.dumps(answer) == json.dumps(item["answer"])


def refusal(item: dict[str, Any]) -> list[str]:
    """What is said about a bad case, a bad law or a bad edition."""
    if "edition" in item or "broken" in item:
        document = item["edition"] if "edition" in item else invented.broken(item["broken"])
        with pytest.raises(RulebookFaults) as edition_faults:
            rulebook_from_document(document, label="invented", sha256="1" * 64)
        return [str(fault) for fault in edition_faults.value.faults]
    rulebook = book(item)
    if "case" not in item and "document" not in item:
        return [
            str(finding) for finding in lint(rulebook) if (finding.code == "LostReference") == item.get("lost", False)
        ]
    with pytest.raises(CaseFaults) as case_faults:
        case_from_document(case_document(item), rulebook)
    return [str(fault) for fault in case_faults.value.faults]


def case_document(item: dict[str, Any]) -> Any:
    """The case of a bad file: `document` as it stands, `case` with the header and the needs filled in."""
    if "document" in item and not isinstance(item["document"], dict):
        return item["document"]
    body = invented.swollen(item["document"] if "document" in item else item["case"], item.get("swell", {}))
    return body if "document" in item else invented.case(body)


@pytest.mark.parametrize("item", [item for _, item in BAD], ids=[name for name, _ in BAD])
def test_bad(item: dict[str, Any]) -> None:
    assert refusal(item) == item["refusal"]


def test_the_invented_law_has_no_findings_of_its_own() -> None:
    findings = [finding for finding in lint(book({})) if finding.code not in ("LostReference", "BrokenLadder")]

    assert findings == []
