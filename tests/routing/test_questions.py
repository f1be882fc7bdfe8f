"""What is asked next: only what can still change something, and soon enough."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routing.codec import case_from_document, route_to_document, rulebook_from_document
from routing.engine import route
from tests import strategies
from tests.conformance import invented
from tests.routing.asking import answers_needed, by_vocabulary, by_weight, pressing, state_of
from tests.routing.conftest import SCENARIOS, answer, make_case, read_scenario, shipped_rulebook

BOOK = shipped_rulebook()
QUICK = ("crim-01-ie-platform-subscriber", "crim-13-transfer-at-ro-2026", "hidden-service", "civ-14a-photo-4800")


def totals(names: tuple[str, ...]) -> tuple[int, int]:
    """Answers needed over some scenarios, by the engine's order and in vocabulary order."""
    ranked = plain = 0
    for name in names:
        document, on = read_scenario(SCENARIOS / f"{name}.yaml")
        case = case_from_document(document, BOOK)
        ranked += answers_needed(case, BOOK, on, by_weight)
        plain += answers_needed(case, BOOK, on, by_vocabulary)
    return ranked, plain


def test_half_the_answers_are_enough() -> None:
    ranked, plain = totals(QUICK)

    assert ranked <= plain / 2


@pytest.mark.slow
def test_about_half_the_answers_are_enough_on_every_acceptance_case() -> None:
    ranked, plain = totals(tuple(path.stem for path in sorted(SCENARIOS.glob("*.yaml"))))

    print(f"answers needed: {ranked} by weight, {plain} in vocabulary order")
    assert ranked <= plain * 0.53


def test_an_unknown_state_is_asked_first() -> None:
    asked = answer(make_case("criminal.jit", None))["questions"]

    assert asked[0]["fact"] == "requested_state.code"
    assert asked[0]["decides"] == [{"need": "n1", "provision": "criminal.jit"}]


def test_nothing_is_asked_of_a_settled_need() -> None:
    case = make_case("criminal.transfer_of_proceedings", "RO", requesting="AT")
    asked = [q for q in answer(case)["questions"] if not q.get("last")]

    assert asked
    assert all(q["decides"] for q in asked)


def test_declined_facts_are_not_asked_again() -> None:
    case = make_case("criminal.electronic_evidence", "IE", variant="traffic")
    first = answer(case)["questions"][0]["fact"]

    again = answer({**case, "declined": [first]})["questions"]

    assert first not in {question["fact"] for question in again}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=strategies.case_documents(BOOK), on=strategies.legal_days, data=st.data())
def test_what_is_no_longer_asked_cannot_change_anything(case: dict[str, Any], on: date, data: st.DataObject) -> None:
    """Decline all that is pressing until nothing is; then no other fact of a waiting option moves the plan."""
    declined: list[str] = []
    while True:
        document = {**copy.deepcopy(case), "declined": declined}
        found = route(case_from_document(document, BOOK), BOOK, on=on)
        more = pressing(found)
        if not more:
            break
        declined += more
    stated = {*case["facts"], *case["needs"][0]["facts"]}
    waiting = {
        point.condition.test.fact
        for option in found.needs[0].options
        if option.rank is not None
        for point in option.outcome.open_points
    }
    free = sorted(waiting - set(declined) - stated - set(MOVES_MORE))
    if not free:
        return
    fact = data.draw(st.sampled_from(free))
    document["facts"][fact] = data.draw(strategies.fact_values(BOOK.facts[fact], BOOK))

    assert state_of(route(case_from_document(document, BOOK), BOOK, on=on)) == state_of(found), fact


# Facts that reach beyond the conditions that ask for them: they choose provisions, days or courts.
MOVES_MORE = (
    "data.category",
    "forum.state",
    "right.kind",
    "request.sent_on",
    "request.received_on",
    "person.arrested_on",
    "proceedings.instituted_on",
    "case.tipping_off_risk",
    "surrender.purpose",
    "pair.bound_instruments",
    "forum.bound_instruments",
)


def test_a_state_is_asked_for_even_where_the_vocabulary_does_not_name_it() -> None:
    document = invented.edition()
    document["facts"] = [fact for fact in document["facts"] if fact["name"] != "requested_state.code"]
    book = rulebook_from_document(document, label="invented", sha256="1" * 64)
    case = case_from_document(invented.case({"needs": [{"requested_state": None}]}), book)

    asked = route_to_document(route(case, book, on=date(2026, 11, 22)))["questions"]

    assert asked == [
        {
            "fact": "requested_state.code",
            "question": "Which State are you asking for help?",
            "decides": [{"need": "n1", "provision": "criminal.lamp"}],
            "weight": 1.0,
        }
    ]
