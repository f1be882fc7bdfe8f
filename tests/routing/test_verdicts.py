"""Verdicts come first, as masks; what is behind them must say the same, whatever was asked before."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routing.brief import brief_of
from routing.codec import case_from_document, rulebook_from_document
from routing.conditions import HOLDS
from routing.engine import looked_at, route
from routing.evaluation import CLOSED, evaluate
from routing.masks import masks_of
from routing.rights import BEST_FIRST
from routing.rules import BAR
from tests import strategies
from tests.bench.cases import cases
from tests.routing.conftest import answer, ask, edition_document, make_case, shipped_rulebook

BOOK = shipped_rulebook()
QUIET = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


@QUIET
@given(case=strategies.case_documents(BOOK), on=strategies.legal_days)
def test_the_masks_say_what_the_conditions_say(case: dict[str, Any], on: date) -> None:
    """Verdict and unknown binding of every option, worked out again condition by condition."""
    for option in ask(case, on).needs[0].options:
        outcome = option.outcome
        slowly = evaluate(outcome.scene, outcome.provision, outcome.treaty, outcome.right)

        assert slowly.verdict is outcome.verdict, outcome.provision.id
        assert slowly.results == outcome.results, outcome.provision.id
        if outcome.live:
            assert slowly.binding_unknown is outcome.binding_unknown, outcome.provision.id


@QUIET
@given(
    case=strategies.case_documents(BOOK),
    rights=st.lists(st.sampled_from(BOOK.facts["right.kind"].values), min_size=2, max_size=4, unique=True),
    stated=st.sampled_from([None, True, False]),
)
def test_several_rights_keep_the_best_verdict(case: dict[str, Any], rights: list[str], stated: bool | None) -> None:
    """Also for what asks whether another treaty applies."""
    for facts in (case["facts"], case["needs"][0].get("facts", {})):
        facts.pop("right.kind", None)
        facts.pop("pair.has_applicable_treaty", None)
    if stated is not None:
        case["facts"]["pair.has_applicable_treaty"] = stated
    for option in ask({**case, "facts": {**case["facts"], "right.kind": rights}}).needs[0].options:
        outcome = option.outcome
        assert evaluate(outcome.scene, outcome.provision, outcome.treaty, outcome.right).verdict is outcome.verdict
        if outcome.right is not None:
            each = [ask({**case, "facts": {**case["facts"], "right.kind": kind}}) for kind in rights]
            found = [
                o.outcome for one in each for o in one.needs[0].options if o.outcome.provision == outcome.provision
            ]
            if not outcome.provision.uses_treaty:
                assert outcome.verdict == min((o.verdict for o in found), key=BEST_FIRST.index)


@QUIET
@given(first=strategies.case_documents(BOOK), second=strategies.case_documents(BOOK), on=strategies.legal_days)
def test_what_was_asked_before_changes_nothing(first: dict[str, Any], second: dict[str, Any], on: date) -> None:
    """The masks remember; a rulebook that remembers nothing gives the same bytes."""
    ask(first, on)
    warm = json.dumps(answer(second, on))
    BOOK.memo.clear()

    assert json.dumps(answer(second, on)) == warm


@pytest.mark.parametrize(("one", "other"), [(36, 36.0), (0.0, -0.0), (36.0, 36)])
def test_equal_numbers_that_read_differently_are_told_apart(one: float, other: float) -> None:
    facts = "offence.max_penalty_months_requesting"
    found = []
    for value in (one, other):
        document = make_case("criminal.extradition", "ES")
        case = case_from_document(document, BOOK)
        stated = {facts: value, "surrender.purpose": "prosecution"}
        options = route(type(case)(**{**_fields(case), "facts": stated}), BOOK, on=date(2026, 11, 22)).needs[0].options
        found.append(
            {repr(r.finding.shown) for o in options for r in o.outcome.results if r.condition.test.fact == facts}
        )

    assert found == [{repr(one)}, {repr(other)}]


def _fields(case: Any) -> dict[str, Any]:
    return {name: getattr(case, name) for name in case.__slots__}


def test_the_masks_are_made_once_for_a_rulebook() -> None:
    assert masks_of(BOOK) is masks_of(BOOK)


def test_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("routing.masks.MOST_SCOPES", 3)
    monkeypatch.setattr("routing.masks.MOST_VALUES", 2)
    monkeypatch.setattr("routing.verdicts.MOST_COMPOSED", 3)
    book = rulebook_from_document(edition_document(), label="2026-11-22.1", sha256="0" * 64)
    documents = [
        make_case(measure, state, facts={"offence.max_penalty_months_requesting": months})
        for measure in ("criminal.extradition", "criminal.asset_freezing", "criminal.jit")
        for state in ("ES", "DE", "FR")
        for months in (3, 4, 12, 36)
    ]

    small = [answer(document, book=book) for document in documents]
    masks = masks_of(book)

    assert small == [answer(document) for document in documents]
    assert 1 <= len(masks.scopes) <= 3
    assert set(masks.plain) <= set(masks.scopes.values())
    assert set(masks.closers) <= set(masks.scopes.values())
    assert len(masks.composed) <= 3
    assert all(len(table) <= 2 for table in masks.said.values())


@QUIET
@given(case=strategies.case_documents(BOOK), on=strategies.legal_days)
def test_the_brief_answer_says_what_the_route_says(case: dict[str, Any], on: date) -> None:
    facts = case_from_document(case, BOOK)
    there, here = looked_at(facts, BOOK, facts.needs[0], on)
    brief = {}
    for entry in brief_of([item for item in (there, here) if item]):
        brief |= entry["options"]

    for option in route(facts, BOOK, on=on).needs[0].options:
        outcome = option.outcome
        verdict, *places = brief[outcome.provision.id].split(" ")
        assert verdict == outcome.verdict
        if outcome.verdict is CLOSED:
            closing = [result for unit in outcome.closing for result in unit if result.counts]
            named = [outcome.results[int(place)] for place in places]
            assert all(result in named for result in closing)
            assert all((r.verdict is HOLDS) is (r.condition.effect == BAR) for r in named)


def test_every_verdict_of_a_scope_is_listed_in_its_order() -> None:
    for looked in cases()[0].looked():
        found = looked.verdicts
        listed = found.listed()

        assert listed == [found.of(found.masks.bit(provision)) for provision in found.scope.provisions]
        assert found.explained() == [found.readings(provision) for provision in found.scope.provisions]
        assert len(set(listed)) == 4
