"""What holds of every plan: secure first, nobody warned too early, alternatives that fit, fallbacks by rank."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings

from routing.evaluation import CLOSED
from routing.ladder import WARNING_STEPS, protects
from routing.scenes import RETENTION
from tests import strategies
from tests.routing.conftest import ask, shipped_rulebook

BOOK = shipped_rulebook()
QUIET = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
RISK = "case.tipping_off_risk"


def stating(case: dict[str, Any], **facts: Any) -> dict[str, Any]:
    """The case with some facts stated for the whole of it."""
    need = case["needs"][0]
    kept = {name: value for name, value in need["facts"].items() if name not in facts}
    return {**case, "facts": {**case["facts"], **facts}, "needs": [{**need, "facts": kept}]}


@QUIET
@given(case=strategies.case_documents(BOOK), on=strategies.legal_days)
def test_an_alternative_fits_and_stands_beside_the_plan(case: dict[str, Any], on: date) -> None:
    found = ask(case, on)
    for item in found.alternatives:
        need = found.needs[0]
        (option,) = [o for o in need.options if o.outcome.provision.id == item.provision]
        assert option.outcome.verdict is not CLOSED
        assert option.outcome.provision.underused
        assert item.provision not in {step.option.outcome.provision.id for step in need.plan}


@QUIET
@given(case=strategies.case_documents(BOOK), on=strategies.legal_days)
def test_whoever_must_not_be_warned_is_not(case: dict[str, Any], on: date) -> None:
    plan = ask(stating(case, **{RISK: True}), on).needs[0].plan
    last = max((step.order for step in plan if protects(BOOK, step.measure)), default=0)

    assert not [s for s in plan if s.order < last and s.measure in WARNING_STEPS and s.tier != "formal"]
    assert {step.order for step in plan} == set(range(1, len(plan) + 1))


@QUIET
@given(case=strategies.case_documents(BOOK), on=strategies.legal_days)
def test_what_secures_comes_first_and_the_rest_refers_to_it(case: dict[str, Any], on: date) -> None:
    plan = ask(stating(case, **{RETENTION: "2026-12-24"}), on).needs[0].plan
    secured = [step.order for step in plan if step.purpose == "secure"]

    assert secured == list(range(1, len(secured) + 1))
    for step in plan:
        assert step.after == (() if step.purpose == "secure" else tuple(secured))
    estimates = [s.option.outcome.provision.typical_days for s in plan if s.purpose == "secure"]
    longest = [days[1] for days in estimates if days]
    assert longest == sorted(longest)
    assert estimates == [e for e in estimates if e] + [e for e in estimates if not e]


@QUIET
@given(case=strategies.case_documents(BOOK), on=strategies.legal_days)
def test_a_row_has_its_best_first_and_no_closed_option(case: dict[str, Any], on: date) -> None:
    need = ask(case, on).needs[0]
    ranks = {option.outcome.provision.id: option.rank for option in need.options}
    for step in need.plan:
        row = [ranks[step.option.outcome.provision.id], *(ranks[code] for code in step.fallbacks)]
        assert None not in row
        assert row == sorted(rank for rank in row if rank is not None)
        assert row[0] == 1
