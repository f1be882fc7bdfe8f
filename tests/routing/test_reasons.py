"""What a verdict cites, hangs on and would be opened by: each claim is tried out on random cases."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routing.changes import hangs_on, openers
from routing.conditions import UNKNOWN
from routing.evaluation import CLOSED, OPEN, Outcome
from routing.findings import shown
from routing.trace import because, tree
from tests import strategies
from tests.routing.conftest import answer, ask, make_case, option, shipped_rulebook

BOOK = shipped_rulebook()
QUIET = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))

# Facts after whose arrival a settled verdict may turn over, each with its reason.
MAY_OVERTURN = {
    "request.sent_on": "its absence is filled with the day of the advice",
    "request.received_on": "its absence is filled with the day of sending",
    "person.arrested_on": "its absence is filled with the day of sending",
    "proceedings.instituted_on": "its absence is filled with the day of sending",
    "forum.state": "its absence means the requested State",
    "offence.epo_threshold_met": "a statement wins over the computation",
    "offence.max_penalty_months_requesting": "a computation then speaks over a stated threshold",
    "person.national_of_requested_state": "a computation then speaks over a stated protection",
    "pair.has_bilateral_mla_treaty": "a computation then speaks over a stated answer",
    "surrender.purpose": "it leaves one side of the threshold out",
    "data.category": "it chooses the variants that are looked at",
    "right.kind": "none stated means that the case's rights are looked at one by one",
    "pair.bound_instruments": "a stated set is taken for the whole set",
    "forum.bound_instruments": "a stated set is taken for the whole set",
    "requested_state.bound_instruments": "a stated set is taken for the whole set",
    "requesting_state.bound_instruments": "a stated set is taken for the whole set",
}
# Facts whose own tests may turn over when another fact is learned, each with its reason.
MAY_BE_OVERTURNED = {
    "pair.has_applicable_treaty": "what is learned may open the other treaty that it asks about, or close it",
}


def outcomes(case: dict[str, Any], on: date) -> dict[str, Outcome]:
    """The outcomes of the case's only need by provision."""
    return {o.outcome.provision.id: o.outcome for o in ask(case, on).needs[0].options}


def without(case: dict[str, Any], *facts: str) -> dict[str, Any]:
    """The case with some facts forgotten."""
    changed = copy.deepcopy(case)
    for name in facts:
        changed["facts"].pop(name, None)
        changed["needs"][0]["facts"].pop(name, None)
    return changed


def stated(case: dict[str, Any]) -> list[str]:
    """All facts of the case."""
    return sorted({*case["facts"], *case["needs"][0]["facts"]})


@QUIET
@given(case=strategies.case_documents(BOOK), on=strategies.legal_days, data=st.data())
def test_forgetting_a_fact_changes_no_verdict_that_does_not_cite_it(
    case: dict[str, Any], on: date, data: st.DataObject
) -> None:
    if not stated(case):
        return
    fact = data.draw(st.sampled_from(stated(case)))
    before, after = outcomes(case, on), outcomes(without(case, fact), on)

    for provision, outcome in before.items():
        if provision in after and fact not in outcome.cites():
            assert after[provision].verdict is outcome.verdict, (provision, fact)


@QUIET
@given(case=strategies.case_documents(BOOK), on=strategies.legal_days)
def test_what_an_open_verdict_hangs_on_does_change_it(case: dict[str, Any], on: date) -> None:
    for provision, outcome in outcomes(case, on).items():
        for fact in hangs_on(outcome):
            again = outcomes(without(case, fact), on).get(provision)
            assert again is None or again.verdict is not OPEN, (provision, fact)


@QUIET
@given(case=strategies.case_documents(BOOK), on=strategies.legal_days)
def test_what_would_open_a_closed_option_opens_it(case: dict[str, Any], on: date) -> None:
    found = [(p, way) for p, o in outcomes(case, on).items() for way in openers(o)]
    for provision, way in found[:5]:
        changed = copy.deepcopy(case)
        for fact, value in way.changes:
            written = shown(value)
            changed["facts"].pop(fact, None)
            changed["needs"][0]["facts"][fact] = written
        again = outcomes(changed, on).get(provision)
        assert again is None or again.verdict is way.verdict, (provision, way)
        assert again is None or again.verdict is not CLOSED


@QUIET
@given(case=strategies.case_documents(BOOK), on=strategies.legal_days, data=st.data())
def test_learning_a_fact_never_overturns_a_settled_condition(
    case: dict[str, Any], on: date, data: st.DataObject
) -> None:
    names = [name for name in stated(case) if name not in MAY_OVERTURN]
    if not names:
        return
    fact = data.draw(st.sampled_from(names))
    knowing, guessing = outcomes(case, on), outcomes(without(case, fact), on)

    for provision in knowing.keys() & guessing.keys():
        for before, after in zip(guessing[provision].results, knowing[provision].results, strict=True):
            name = before.condition.test.fact
            if name not in MAY_BE_OVERTURNED and before.verdict is not UNKNOWN:
                assert after.verdict is before.verdict, (provision, name, fact)


@QUIET
@given(case=strategies.case_documents(BOOK), on=strategies.legal_days)
def test_no_verdict_without_a_citation(case: dict[str, Any], on: date) -> None:
    for provision, outcome in outcomes(case, on).items():
        lines = because(outcome)
        assert lines, provision
        assert all(line["article"] and line["text"] for line in lines), provision
        closing = [line for line in lines if line.get("closes")]
        assert bool(closing) == (outcome.verdict is CLOSED), provision


@QUIET
@given(case=strategies.case_documents(BOOK), on=strategies.legal_days)
def test_the_tree_says_the_same_as_the_verdict(case: dict[str, Any], on: date) -> None:
    for outcome in outcomes(case, on).values():
        expected = {"open": "holds", "closed": "fails"}.get(str(outcome.verdict), "unknown")
        assert str(tree(outcome).verdict) == expected
        assert tree(outcome).document()["kind"] == "provision"


def test_a_date_is_a_way_out() -> None:
    case = make_case("criminal.transfer_of_proceedings", "RO", requesting="AT", facts={"request.sent_on": "2026-11-22"})

    found = option(answer(case), "eu-transfer-2024-3011/transfer-of-proceedings")

    assert found["verdict"] == "closed"
    assert any("2027-02-01" in text for text in found["would_open_if"])


def test_the_threshold_is_opened_through_the_maximum_penalty() -> None:
    facts = {
        "provider.kind": "hosting",
        "provider.offers_services_in_eu": True,
        "provider.addressee_in_other_bound_state": True,
        "data.stored_at_receipt": True,
        "offence.max_penalty_months_requesting": 24,
    }
    case = make_case("criminal.electronic_evidence", "IE", variant="traffic", facts=facts)

    found = option(answer(case), "e-evidence-regulation/electronic-evidence-traffic")

    assert found["opens_with"][0]["set"] == [{"fact": "offence.max_penalty_months_requesting", "value": 36}]


@pytest.mark.parametrize("fact", [*MAY_OVERTURN, *MAY_BE_OVERTURNED])
def test_what_may_overturn_is_a_fact_and_has_a_reason(fact: str) -> None:
    assert fact in BOOK.facts
    assert (MAY_OVERTURN | MAY_BE_OVERTURNED)[fact]


OVERTURNED: list[tuple[str, Any, str, str, dict[str, Any]]] = [
    ("request.sent_on", "2019-01-01", "criminal.search_and_seizure", "GB", {}),
    ("person.arrested_on", "2019-01-01", "criminal.extradition", "GB", {}),
    ("proceedings.instituted_on", "2015-01-01", "civil.recognition_enforcement", "GB", {}),
    ("forum.state", "LT", "civil.account_preservation", "LT", {}),
    (
        "offence.epo_threshold_met",
        True,
        "criminal.electronic_evidence",
        "IE",
        {"offence.max_penalty_months_requesting": 12},
    ),
    (
        "offence.max_penalty_months_requesting",
        48,
        "criminal.electronic_evidence",
        "IE",
        {"offence.epo_threshold_met": False},
    ),
    (
        "person.national_of_requested_state",
        False,
        "criminal.extradition",
        "SE",
        {"person.protected_national": True},
    ),
    ("pair.has_bilateral_mla_treaty", True, "criminal.jit", "TV", {"pair.has_mla_treaty": False}),
]


@pytest.mark.parametrize(("fact", "value", "measure", "state", "facts"), OVERTURNED, ids=[row[0] for row in OVERTURNED])
def test_what_is_on_the_list_does_overturn(
    fact: str, value: Any, measure: str, state: str, facts: dict[str, Any]
) -> None:
    """Nothing stands there for nothing: a settled condition turns over when the fact is learned."""
    on = date(2026, 11, 22)
    guessing = outcomes(make_case(measure, state, facts=facts), on)
    knowing = outcomes(make_case(measure, state, facts=facts | {fact: value}), on)

    assert any(
        before.verdict is not UNKNOWN and after.verdict is not before.verdict
        for provision in guessing.keys() & knowing.keys()
        for before, after in zip(guessing[provision].results, knowing[provision].results, strict=True)
    )
