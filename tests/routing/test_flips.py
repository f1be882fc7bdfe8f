"""What would open an option: the sets of changes flip it, nothing can be left out, and what it hangs on is complete."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routing.changes import _verdict_under, again, hangs_on, openers
from routing.evaluation import CLOSED, OPEN, Outcome
from tests import strategies
from tests.routing.conftest import answer, ask, make_case, option, shipped_rulebook

BOOK = shipped_rulebook()
QUIET = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


def outcomes(case: dict[str, Any], on: date) -> list[Outcome]:
    """The outcomes of the case's only need."""
    return [option.outcome for option in ask(case, on).needs[0].options]


def flipped(before: Outcome, after: Outcome) -> bool:
    """A closed option is no longer closed, a waiting one is open."""
    return after.verdict is OPEN if before.live else after.verdict is not CLOSED


@QUIET
@given(case=strategies.case_documents(BOOK), on=strategies.legal_days)
def test_every_set_flips_and_no_part_of_it_does(case: dict[str, Any], on: date) -> None:
    for outcome in outcomes(case, on):
        for way in openers(outcome):
            assert again(outcome, dict(way.changes)).verdict is way.verdict
            assert flipped(outcome, again(outcome, dict(way.changes))), outcome.provision.id
            for size in range(1, len(way.changes)):
                for part in combinations(way.changes, size):
                    assert not flipped(outcome, again(outcome, dict(part))), (outcome.provision.id, part)


@QUIET
@given(case=strategies.case_documents(BOOK), on=strategies.legal_days)
def test_no_set_contains_another_and_the_smallest_comes_first(case: dict[str, Any], on: date) -> None:
    for outcome in outcomes(case, on):
        ways = [set(way.changes) for way in openers(outcome)]
        assert not any(one <= other for one, other in combinations(ways, 2))
        if outcome.verdict is OPEN:
            assert not ways


@QUIET
@given(case=strategies.case_documents(BOOK), on=strategies.legal_days, data=st.data())
def test_the_short_way_to_a_verdict_is_the_long_one(case: dict[str, Any], on: date, data: st.DataObject) -> None:
    """Testing a plain fact again gives what evaluating everything again gives."""
    found = outcomes(case, on)
    outcome = data.draw(st.sampled_from(found)) if found else None
    if outcome is None or not outcome.results:
        return
    fact = data.draw(st.sampled_from(sorted({result.condition.test.fact for result in outcome.results})))
    raw = data.draw(st.none() | strategies.fact_values(BOOK.facts[fact], BOOK))
    value = frozenset(raw) if isinstance(raw, list) else raw
    if BOOK.facts[fact].type == "date" and isinstance(value, str):
        value = date.fromisoformat(value)

    assert _verdict_under(outcome, {fact: value}) is again(outcome, {fact: value}).verdict, (outcome.provision.id, fact)


@QUIET
@given(case=strategies.case_documents(BOOK), on=strategies.legal_days)
def test_an_open_verdict_hangs_on_every_fact_without_which_it_is_not_open(case: dict[str, Any], on: date) -> None:
    for outcome in outcomes(case, on):
        if outcome.verdict is OPEN:
            lost = {fact for fact in outcome.scene.stated if again(outcome, {fact: None}).verdict is not OPEN}
            assert set(hangs_on(outcome)) == lost, outcome.provision.id
        else:
            assert hangs_on(outcome) == ()


def test_one_value_that_meets_two_limits_is_found() -> None:
    """The surrender of the EU-UK agreement and the production order ask different lengths of the same maximum."""
    facts = {"offence.max_penalty_months_requesting": 24, "order.issuing_authority": "prosecutor"}
    case = make_case("criminal.electronic_evidence", "FR", variant="traffic", facts=facts)

    found = option(answer(case), "e-evidence-regulation/electronic-evidence-traffic")

    assert found["verdict"] == "closed"
    assert {"fact": "offence.max_penalty_months_requesting", "value": 36} in found["opens_with"][0]["set"]


def test_a_waiting_option_says_what_would_open_it() -> None:
    found = option(answer(make_case("criminal.search_and_seizure", "BG")), "eio/search-and-seizure")

    assert found["verdict"] == "needs_facts"
    (way,) = found["opens_with"]
    assert way["verdict"] == "open"
    assert {item["fact"] for item in way["set"]} <= set(found["missing"])


@pytest.mark.parametrize(("sent", "opens"), [("2026-11-22", "2027-02-01"), ("2027-02-01", None)])
def test_a_law_that_is_not_yet_says_from_which_day(sent: str, opens: str | None) -> None:
    facts = {"request.sent_on": sent}
    case = make_case("criminal.transfer_of_proceedings", "RO", requesting="AT", facts=facts)
    (found,) = [
        o.outcome
        for o in ask(case).needs[0].options
        if o.outcome.provision.instrument == "eu-transfer-2024-3011" and o.own
    ]

    ways = [dict(way.changes).get("request.sent_on") for way in openers(found)]
    assert found.live is (opens is None)
    if opens:
        assert ways == [date.fromisoformat(opens)]
