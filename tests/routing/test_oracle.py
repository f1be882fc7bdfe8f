"""The engine against the oracle: verdict for verdict, condition for condition, rank for rank, on random cases."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routing.codec import case_from_document
from routing.conditions import FAILS, HOLDS
from routing.engine import route
from tests import strategies
from tests.routing.conftest import edition_document, read_scenario, scenario_paths, shipped_rulebook
from tests.routing.oracle import Oracle

ORACLE = Oracle(edition_document())
BOOK = shipped_rulebook()
TRUTH = {HOLDS: True, FAILS: False}


def engine_says(case: dict[str, Any], on: date) -> dict[str, Any]:
    """The engine's answer in the oracle's form."""
    found = route(case_from_document(case, BOOK), BOOK, on=on)
    return {
        need.need.id: {
            "status": str(need.status),
            "options": {
                option.outcome.provision.id: (
                    str(option.outcome.verdict),
                    option.rank,
                    option.outcome.provision.tier,
                    [TRUTH.get(result.verdict) for result in option.outcome.results],
                )
                for option in need.options
            },
        }
        for need in found.needs
    }


def oracle_says(case: dict[str, Any], on: date) -> dict[str, Any]:
    """The oracle's answer in the same form."""
    return {
        identity: {
            "status": need["status"],
            "options": {
                provision: (o["verdict"], o["rank"], o["tier"], o["conditions"])
                for provision, o in need["options"].items()
            },
        }
        for identity, need in ORACLE.answer(case, on.isoformat()).items()
    }


@pytest.mark.parametrize("path", scenario_paths(), ids=lambda path: path.stem)
def test_engine_and_oracle_agree_on_every_scenario(path: Any) -> None:
    """The scenarios of the repository, as they stand."""
    case, on = read_scenario(path)

    assert oracle_says(case, on) == engine_says(case, on)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=strategies.case_documents(BOOK), on=strategies.legal_days)
def test_engine_and_oracle_agree_on_random_cases(case: dict[str, Any], on: date) -> None:
    """Random States, measures, variants, days and facts, unknown ones included."""
    assert oracle_says(case, on) == engine_says(case, on)


@pytest.mark.slow
@settings(max_examples=5000, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=strategies.case_documents(BOOK), on=st.one_of(strategies.legal_days, strategies.days))
def test_engine_and_oracle_agree_on_many_random_cases(case: dict[str, Any], on: date) -> None:
    """The same, long enough to meet the rare pairs."""
    assert oracle_says(case, on) == engine_says(case, on)
