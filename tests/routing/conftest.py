"""The shipped catalogue as an edition document and as a rulebook, read once a session with PyYAML alone.

Reads: fixtures/catalogue. The engine's tests need neither Django nor a database.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from routing.codec import case_from_document, route_to_document, rulebook_from_document
from routing.engine import route
from routing.routes import Route
from routing.rulebook import Rulebook

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "fixtures" / "catalogue"
SCENARIOS = ROOT / "fixtures" / "scenarios"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
IGNORED = ("on", "expect", "note")


def read_yaml(path: Path) -> Any:
    """One YAML file, days as ISO text."""
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506  # a safe loader
    return json.loads(json.dumps(data, default=str))


def _rows(name: str) -> list[dict[str, str]]:
    with (CATALOGUE / f"{name}.csv").open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


@cache
def edition_document() -> dict[str, Any]:
    """The edition document of the shipped catalogue."""
    vocabulary = {
        name: read_yaml(CATALOGUE / "vocabulary" / f"{name}.yaml")
        for name in ("facts", "refusal_grounds", "offence_lists", "networks", "measures", "ladder")
    }
    records = [read_yaml(path) for path in sorted((CATALOGUE / "instruments").glob("*.yaml"))]
    return {
        "format": 1,
        "instruments": sorted(records, key=lambda record: record["code"]),
        "precedence": read_yaml(CATALOGUE / "precedence.yaml"),
        **vocabulary,
        **{name: _rows(name) for name in ("jurisdictions", "participation", "declarations", "authorities")},
    }


@cache
def shipped_rulebook() -> Rulebook:
    """The rulebook of the shipped catalogue."""
    return rulebook_from_document(edition_document(), label="2026-11-22.1", sha256="0" * 64)


@pytest.fixture(scope="session")
def document() -> dict[str, Any]:
    """The edition document; tests must not change it."""
    return edition_document()


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """The shipped rulebook."""
    return shipped_rulebook()


def scenario_paths() -> list[Path]:
    """Every scenario of the repository."""
    return sorted(SCENARIOS.rglob("*.yaml"))


def read_scenario(path: Path) -> tuple[dict[str, Any], date]:
    """A scenario's case document without its expectations, and its day."""
    case = read_yaml(path)
    on = date.fromisoformat(case["on"])
    return {key: value for key, value in case.items() if key not in IGNORED}, on


def make_case(measure: str, requested: str | None, **more: Any) -> dict[str, Any]:
    """A case document with one need n1. Facts by `facts=`, the rest by the contract's keys."""
    need: dict[str, Any] = {"id": "n1", "measure": measure, "requested_state": requested}
    for key in ("variant", "subject"):
        if key in more:
            need[key] = more.pop(key)
    return {
        "format": 1,
        "reference": "T-1",
        "title": "A case of the tests",
        "requesting_state": more.pop("requesting", "IT"),
        "track": "criminal",
        "stage": "investigation",
        "opened_on": "2026-10-05",
        "facts": more.pop("facts", {}),
        "needs": [need],
        **more,
    }


def ask(case: Mapping[str, Any], on: date = date(2026, 11, 22), book: Rulebook | None = None) -> Route:
    """Route a case document."""
    rulebook = book or shipped_rulebook()
    return route(case_from_document(case, rulebook), rulebook, on=on)


def answer(case: Mapping[str, Any], on: date = date(2026, 11, 22), book: Rulebook | None = None) -> dict[str, Any]:
    """The contract's answer to a case document."""
    return route_to_document(ask(case, on, book))


def option(document: Mapping[str, Any], provision: str, need: int = 0) -> dict[str, Any]:
    """One option of an answer by its provision."""
    found: dict[str, Any] = next(o for o in document["needs"][need]["options"] if o["provision"] == provision)
    return found


def line(document: Mapping[str, Any], provision: str, fact: str) -> dict[str, Any]:
    """One tested line of an option."""
    found: dict[str, Any] = next(b for b in option(document, provision)["because"] if b["fact"] == fact)
    return found
