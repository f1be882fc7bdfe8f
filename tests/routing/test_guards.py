"""Guards: where tracks collide, the route says so, and stays silent where nothing gives it a reason."""

from __future__ import annotations

from typing import Any

import pytest

from tests.routing.conftest import answer, make_case

SENT = {"request.sent_on": "2026-11-22"}


def case(*measures: tuple[str, str], facts: dict[str, Any] | None = None) -> dict[str, Any]:
    """A case with one need per (measure, State)."""
    document = make_case("voluntary.takedown", "FR", facts={**SENT, **(facts or {})})
    document["needs"] = [
        {"id": f"n{place}", "measure": measure, "requested_state": state}
        for place, (measure, state) in enumerate(measures, 1)
    ]
    return document


def warnings(document: dict[str, Any]) -> dict[str, str]:
    """Texts by code."""
    return {item["code"]: item["text"] for item in answer(document)["warnings"]}


TAKEDOWN, SEARCH = ("voluntary.takedown", "FR"), ("criminal.search_and_seizure", "BG")


def test_a_notice_beside_a_search_can_tip_off() -> None:
    said = warnings(case(TAKEDOWN, SEARCH))["tipping-off"]

    assert said.startswith("n1 can warn the operator: not before n2 are carried out")
    assert "was taken as possible" in said


def test_a_stated_risk_is_not_called_possible() -> None:
    assert (
        "taken as possible"
        not in warnings(case(TAKEDOWN, SEARCH, facts={"case.tipping_off_risk": True}))["tipping-off"]
    )


@pytest.mark.parametrize(
    "document",
    [
        case(TAKEDOWN),
        case(SEARCH),
        case(TAKEDOWN, SEARCH, facts={"case.tipping_off_risk": False, "case.surprise_needed": False}),
    ],
)
def test_no_warning_where_nobody_can_be_warned(document: dict[str, Any]) -> None:
    assert "tipping-off" not in warnings(document)


def test_freeze_before_the_payment_stop() -> None:
    stop, freeze = ("voluntary.payment_termination", "LT"), ("criminal.asset_freezing", "LT")

    assert "(n2)" in warnings(case(stop, freeze))["payment-stop-before-freeze"]
    assert "payment-stop-before-freeze" not in warnings(case(stop))


def test_voluntary_data_is_intelligence_unless_it_is_not_meant_as_evidence() -> None:
    need = ("criminal.electronic_evidence", "FR")

    assert "n1" in warnings(case(need))["voluntary-evidence"]
    assert "voluntary-evidence" not in warnings(case(need, facts={"data.use_as_evidence": False}))


def test_assistance_material_in_a_civil_case() -> None:
    civil = ("civil.taking_of_evidence", "FR")

    assert "consent before using it in n2" in warnings(case(SEARCH, civil))["use-limits"]
    assert "use-limits" not in warnings(case(SEARCH))


def test_double_proceedings() -> None:
    assert (
        "ne bis in idem"
        in warnings(case(SEARCH, facts={"proceedings.parallel_same_facts": True}))["double-proceedings"]
    )
    both = case(("civil.injunction", "FR"), facts={"proceedings.criminal_file_open_or_planned": True})
    assert "who acts first" in warnings(both)["criminal-and-civil"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"right.kind": "trade_mark", "infringement.commercial_scale": True}, "dual-criminality-likely"),
        ({"right.kind": ["patent", "copyright"], "infringement.commercial_scale": True}, "dual-criminality-likely"),
        ({"right.kind": "patent", "infringement.commercial_scale": True}, "dual-criminality-open"),
        ({}, "dual-criminality-open"),
    ],
)
def test_dual_criminality_is_never_promised(facts: dict[str, Any], code: str) -> None:
    found = {name for name in warnings(case(SEARCH, facts=facts)) if name.startswith("dual-criminality")}

    assert found == {code}


@pytest.mark.parametrize(
    ("until", "words"),
    [
        ("2026-11-01", "were kept until 2026-11-01 only"),
        ("2026-11-21", "were kept until 2026-11-21 only"),
        ("2026-11-22", "0 day(s) from the day of the advice"),
        ("2026-12-01", "Secure them first (step 1)"),
    ],
)
def test_data_that_may_vanish(until: str, words: str) -> None:
    document = make_case("criminal.electronic_evidence", "FR", facts={**SENT, "data.retention_until": until})

    assert words in warnings(document)["data-may-vanish"]


def test_data_that_nothing_secures_and_data_that_wait() -> None:
    nothing = make_case("criminal.financial_information", "FR", facts={**SENT, "data.retention_until": "2026-12-01"})
    far = make_case("criminal.jit", "FR", facts={**SENT, "data.retention_until": "2030-01-01"})

    assert "No step of the plan secures them" in warnings(nothing)["data-may-vanish"]
    assert "data-may-vanish" not in warnings(far)


def test_a_need_without_a_route_never_hears_of_no_legal_basis() -> None:
    text = warnings(case(("criminal.extradition", "TV")))

    assert all("no legal basis" not in said for said in text.values())
