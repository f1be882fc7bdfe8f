"""Builds an edition document from the invented law, with what a file adds or replaces.

Reads: tests/conformance/law.yaml. A file of a conformance case may give, under `law`, lists that are added and
mappings that are merged; an instrument with a code that is there already replaces it.
"""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
INSTRUMENT = {
    "kind": "convention",
    "track": ["criminal"],
    "tier": "formal",
    "url": "",
    "adopted": None,
    "in_force": None,
    "applies_from": None,
    "applies_until": None,
    "transition": {"mode": "by_request"},
    "adjunct": False,
    "last_resort": False,
    "placeholder": False,
    "underused": False,
    "provisions": [],
}
PROVISION = {
    "role": "main",
    "articles": ["1"],
    "form": "a letter",
    "channel": "",
    "issuing_authority": "any",
    "conditions": [],
    "dual_criminality": {"rule": "not_applicable", "article": None, "text": ""},
    "time_limits": [],
    "languages": "any",
    "refusal_grounds": [],
    "costs": "none",
    "confidence": "verified",
    "sources": ["invented"],
}
CONDITION = {"effect": "required", "article": "1", "text": "It is so.", "basis": "verified"}
FACT = {"source": "asked", "scope": "case", "help": "", "values": []}
STATE = {"official_languages": "xx", "eu_member_since": "", "eu_member_until": ""}
ROW = {"since": "", "until": "", "partial": "", "note": "", "source": "", "confidence": "memory"}
RULE = {"kind": "instrument", "between": "any", "condition": "always", "article": "1", "basis": "verified"}
DECLARATION = {"source": "", "confidence": "memory", "article": "1"}


def plain(data: Any) -> Any:
    """YAML's days as ISO text, as in an edition document."""
    return json.loads(json.dumps(data, default=str))


@cache
def base() -> dict[str, Any]:
    """The invented law as written."""
    law: dict[str, Any] = plain(yaml.safe_load((HERE / "law.yaml").read_text(encoding="utf-8")))
    return law


def documents(folder: str) -> list[Any]:
    """Every case of a folder with the name of its file and its place there; `law: as before` repeats the one before."""
    found = []
    for path in sorted((HERE / folder).glob("*.yaml")):
        law = None
        for number, item in enumerate(yaml.safe_load_all(path.read_text(encoding="utf-8"))):
            law = law if item.get("law") == "as before" else item.get("law")
            found.append((f"{path.stem}-{number}", plain_case(item | ({"law": law} if law else {}))))
    return found


def plain_case(item: Any) -> Any:
    """Days as text outside the case; inside the case they stay what YAML makes of them."""
    return {key: value if key in ("case", "document") else plain(value) for key, value in item.items()}


def edition(more: dict[str, Any] | None = None) -> dict[str, Any]:
    """The edition document of the invented law with additions."""
    law = copy.deepcopy(base())
    for key, value in (more or {}).items():
        if isinstance(value, dict):
            law[key] = {**law.get(key, {}), **value}
        elif key == "instruments":
            codes = {record["code"] for record in value}
            law[key] = [record for record in law[key] if record["code"] not in codes] + value
        else:
            law[key] = law.get(key, []) + value
    return {
        "format": 1,
        "instruments": [_record(record) for record in sorted(law["instruments"], key=lambda r: r["code"])],
        "facts": [FACT | fact for fact in law["facts"]],
        "refusal_grounds": [],
        "offence_lists": law.get("offence_lists", {}),
        "networks": law.get("networks", []),
        "measures": law["measures"],
        "ladder": law["ladder"],
        "jurisdictions": [STATE | row for row in law["jurisdictions"]],
        "participation": [ROW | row for row in law["participation"]],
        "declarations": [DECLARATION | row for row in law.get("declarations", [])],
        "authorities": law.get("authorities", []),
        "precedence": [RULE | row for row in law.get("precedence", [])],
    }


def broken(parts: dict[str, Any]) -> dict[str, Any]:
    """The edition document of the invented law with whole parts put in its place, facts before the others'."""
    document = edition()
    parts = copy.deepcopy(parts)
    for record in parts.get("instruments", []):
        record["provisions"] = [_broken_provision(item) for item in record.get("provisions", [])]
    facts = parts.pop("facts", [])
    records = [INSTRUMENT | record for record in parts.pop("instruments", [])]
    rest = {
        "facts": [FACT | f if isinstance(f, dict) else f for f in facts] + document["facts"],
        "instruments": records,
    }
    return document | rest | parts


def _broken_provision(item: Any) -> Any:
    if not isinstance(item, dict):
        return item
    return item | {"conditions": [CONDITION | condition for condition in item.get("conditions", [])]}


def _record(record: dict[str, Any]) -> dict[str, Any]:
    named = {"title": record["code"].title(), "short_title": record["code"].title()}
    provisions = [
        PROVISION | p | {"conditions": [CONDITION | c for c in p.get("conditions", [])]}
        for p in record.get("provisions", [])
    ]
    return INSTRUMENT | named | record | {"provisions": provisions}


def swollen(body: dict[str, Any], sizes: dict[str, int]) -> dict[str, Any]:
    """The body with some of its parts made as large as `sizes` says, for what is limited in number or length.

    A list repeats its last item, a mapping gets more keys of the value of its first, a text repeats its first sign. A
    part is a key, or a key and the fact under it (`facts.pair.states`).
    """
    body = copy.deepcopy(body)
    for path, size in sizes.items():
        key, _, fact = path.partition(".")
        holder, name = (body[key], fact) if fact else (body, key)
        part = holder[name]
        if isinstance(part, list):
            holder[name] = part + [copy.deepcopy(part[-1]) for _ in range(size - len(part))]
        elif isinstance(part, dict):
            value = next(iter(part.values()))
            holder[name] = part | {f"more.{number}": value for number in range(size - len(part))}
        else:
            holder[name] = part[0] * size
    return body


def case(item: dict[str, Any]) -> dict[str, Any]:
    """The case document of a conformance case: one need `n1` for criminal.lamp from AA unless it says otherwise."""
    header = {
        "format": 1,
        "reference": "C-1",
        "title": "An invented case",
        "requesting_state": "AA",
        "track": "criminal",
        "stage": "investigation",
        "opened_on": "2026-01-01",
    }
    body: dict[str, Any] = {**header, **item}
    needs = body.get("needs") or [{}]
    body["needs"] = [
        {"id": f"n{place}", "measure": "criminal.lamp", "requested_state": "BB"} | need
        for place, need in enumerate(needs, 1)
    ]
    return body
