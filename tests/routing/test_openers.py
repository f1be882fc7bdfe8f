"""What would open an option, in words that a prosecutor reads."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from routing.codec import case_from_document, route_to_document, rulebook_from_document
from routing.engine import route
from tests.conformance import invented
from tests.routing.conftest import answer, make_case, option

SETS = [
    ("pair.bound_instruments", "both_bound_by", ["orion"], "required", "Orion is in force between AA and FF"),
    ("pair.bound_instruments", "both_bound_by", ["orion", "lyra"], "bar", "none of Lyra, Orion is in force between"),
    ("pair.bound_instruments", "not_both_bound_by", ["orion"], "required", "Orion is not in force between AA and BB"),
    ("pair.bound_instruments", "not_both_bound_by", ["orion"], "bar", "Orion is in force between AA and FF"),
    ("forum.bound_instruments", "any_in", ["orion"], "required", "Orion is in force for FF"),
    ("requested_state.bound_instruments", "any_in", ["orion"], "required", "Orion is in force for FF"),
    ("requesting_state.bound_instruments", "any_in", ["orion"], "bar", "Orion is not in force for AA"),
]
PLAIN: list[tuple[str, str, Any, str, Any, str]] = [
    ("moon.is_full", "eq", True, "required", False, "“Is the moon full?” is yes (art. 1); now it is no"),
    ("moon.is_full", "eq", True, "bar", True, "is no (art. 1); now it is yes"),
    ("moon.is_full", "ne", True, "required", True, "is no (art. 1)"),
    ("moon.is_full", "ne", True, "bar", False, "is yes (art. 1)"),
    ("right.kind", "in", ["song", "sign"], "required", "seed", "is one of sign, song (art. 1); now it is seed"),
    ("right.kind", "in", ["song"], "bar", "song", "is none of song"),
    ("right.kind", "not_in", ["song"], "required", "song", "is none of song"),
    ("right.kind", "ne", "song", "required", "song", "is not song"),
    ("data.category", "eq", "traffic", "required", "user_identification", "now it is user identification"),
    ("weight.kilos", "gte", 5, "required", 4, "is at least 5"),
    ("weight.kilos", "gte", 5, "bar", 5, "is below 5"),
    ("weight.kilos", "lt", 5, "required", 5, "is below 5"),
    ("weight.kilos", "lt", 5, "bar", 4, "is at least 5"),
    ("weight.kilos", "lte", 5, "bar", 5, "is above 5"),
    ("request.sent_on", "before", "2020-01-01", "required", "2020-01-01", "is before 2020-01-01"),
    ("request.sent_on", "on_or_after", "2020-01-01", "bar", "2020-01-01", "is before 2020-01-01"),
]


def closed_line(condition: dict[str, Any], requested: str, facts: dict[str, Any]) -> str:
    """The one text of a closed option with one condition of an invented instrument."""

    record = {"code": "one", "provisions": [{"id": "one/rope", "measure": "criminal.rope", "conditions": [condition]}]}
    book = rulebook_from_document(invented.edition({"instruments": [record]}), label="x", sha256="0" * 64)
    case = invented.case({"facts": facts, "needs": [{"measure": "criminal.rope", "requested_state": requested}]})
    found = option(route_to_document(route(case_from_document(case, book), book, on=date(2026, 11, 22))), "one/rope")
    assert found["verdict"] == "closed"
    (text,) = found["would_open_if"]
    return str(text)


@pytest.mark.parametrize(("fact", "op", "value", "effect", "text"), SETS)
def test_who_would_have_to_be_bound(fact: str, op: str, value: list[str], effect: str, text: str) -> None:
    condition = {"fact": fact, "op": op, "value": value, "effect": effect}
    requested = "FF" if " FF" in text else "BB"

    assert text in closed_line(condition, requested, {"moon.is_full": True})


@pytest.mark.parametrize(("fact", "op", "value", "effect", "stated", "text"), PLAIN)
def test_what_would_have_to_be_true(fact: str, op: str, value: Any, effect: str, stated: Any, text: str) -> None:
    condition = {"fact": fact, "op": op, "value": value, "effect": effect}

    assert text in closed_line(condition, "BB", {fact: stated})


def test_an_open_point_says_what_is_not_known() -> None:
    found = option(answer(make_case("criminal.search_and_seizure", "BG")), "eio/search-and-seizure")

    assert found["verdict"] == "needs_facts"
    assert all(text.endswith("now it is not known") for text in found["would_open_if"])
