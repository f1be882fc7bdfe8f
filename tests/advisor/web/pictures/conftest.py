"""Briefs of the mock cases, made by the engine without a database, and crowded ones."""

import copy
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from advisor.cases.route_brief import brief_of
from advisor.web.pictures.sheet import Sheet, sheet_of
from routing.codec import case_from_document, route_to_document
from routing.engine import route
from tests.conftest import TODAY
from tests.routing.conftest import SCENARIOS, read_scenario, shipped_rulebook

MOCKS = ("mock-iptv", "mock-medicines")


@cache
def answer_made(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A mock case and its answer, for reading only."""
    document, _ = read_scenario(SCENARIOS / f"{name}.yaml")
    book = shipped_rulebook()
    return document, route_to_document(route(case_from_document(document, book), book, on=TODAY))


@cache
def brief_made(name: str) -> dict[str, Any]:
    document, answer = answer_made(name)
    return brief_of({"case": document, "on": TODAY.isoformat(), "answer": answer})


@pytest.fixture
def brief() -> Callable[[str], dict[str, Any]]:
    """Makes briefs that a test may change: brief('mock-iptv')."""
    return lambda name: copy.deepcopy(brief_made(name))


def sheet_made(name: str) -> Sheet:
    return sheet_of(brief_made(name), shipped_rulebook(), TODAY, {})


@pytest.fixture(params=MOCKS)
def sheet(request: pytest.FixtureRequest) -> Sheet:
    """The rows of each mock case."""
    return sheet_made(request.param)


@pytest.fixture
def crowded(brief: Callable[[str], dict[str, Any]]) -> Sheet:
    """Five times the needs, and a need whose State nobody knows."""
    document = brief("mock-iptv")
    document["needs"] = [
        copy.deepcopy(need) | {"id": f"x{n}-{need['id']}"} for n in range(5) for need in document["needs"]
    ]
    document["needs"][0]["requested_state"] = None
    for row in document["needs"][0]["plan"]:
        row["acting_state"] = None
    return sheet_of(document, shipped_rulebook(), TODAY, {})
