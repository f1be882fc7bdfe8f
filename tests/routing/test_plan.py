"""A plan row says why its first option is first, which rules speak for it and what must be secured before it."""

from __future__ import annotations

from typing import Any

from tests.routing.conftest import answer, make_case


def rows(document: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """Plan rows of the only need by measure and tier."""
    return {(step["measure"], step["tier"]): step for step in document["needs"][0]["plan"]}


EVIDENCE = {
    "request.sent_on": "2026-11-22",
    "proceedings.type": "criminal",
    "order.issuing_authority": "judge",
    "measure.purpose": "evidence",
    "measure.necessary_and_proportionate": True,
    "measure.available_in_requesting_state": True,
    "offence.involves_electronic_evidence": True,
    "data.stored_in_requested_state": True,
}


def test_an_open_first_option_says_what_it_goes_before_and_by_which_rule() -> None:
    found = rows(answer(make_case("criminal.search_and_seizure", "BG", facts=EVIDENCE)))

    step = found["criminal.search_and_seizure", "formal"]
    assert step["why"].startswith("EIO Directive is open: every condition holds; it goes before ETS 185")
    assert step["why"].endswith(" by a rule of precedence")
    rule = next(rule for rule in step["rules"] if rule["id"] == "p41")
    assert (rule["article"], rule["basis"], rule["use"]) == ("EIO 34; 2023/1543 32", "memory", "order")
    assert step["fallbacks"][0] == "budapest-convention/search-and-seizure"


def test_a_waiting_first_option_names_its_open_points() -> None:
    found = rows(answer(make_case("criminal.search_and_seizure", "BG", facts={"request.sent_on": "2026-11-22"})))

    why = found["criminal.search_and_seizure", "formal"]["why"]
    assert why.startswith("EIO Directive is usable if the open points are settled (")
    assert "measure.purpose" in why


def test_a_tie_is_reported() -> None:
    found = rows(answer(make_case("voluntary.takedown", "FR")))

    assert any("no rule puts it before" in step["why"] for step in found.values())


def test_a_lonely_option_says_that_nothing_else_is_usable() -> None:
    case = make_case("criminal.transfer_of_proceedings", "FR", requesting="DE", facts={"request.sent_on": "2026-11-22"})

    step = rows(answer(case))["criminal.transfer_of_proceedings", "formal"]

    assert step["provision"].startswith("coe-mla-1959/")
    assert "rules" not in step or all(rule["use"] in ("order", "explain") for rule in step["rules"])


def test_later_steps_refer_to_those_that_secure() -> None:
    plan = answer(make_case("criminal.electronic_evidence", "FR", variant="subscriber"))["needs"][0]["plan"]

    secured = [step["order"] for step in plan if step["purpose"] == "secure"]
    assert secured == list(range(1, len(secured) + 1))
    assert all(step.get("after") == secured for step in plan if step["purpose"] != "secure")
    assert not any("after" in step for step in plan if step["purpose"] == "secure")


def test_a_need_without_lower_rungs_says_so() -> None:
    need = answer(make_case("civil.uncontested_claim", "FR"))["needs"][0]

    assert need["no_lower_rung"].startswith("Nobody can give this voluntarily")
    assert need["instead"] == ["civil.jurisdiction", "civil.recognition_enforcement"]
    assert "no_lower_rung" not in answer(make_case("criminal.jit", "FR"))["needs"][0]


def test_everything_provisional_says_so() -> None:
    options = answer(make_case("criminal.jit", "FR"))["needs"][0]["options"]

    for option in options:
        assert ("provisional" in option) == (option["confidence"] != "verified")
        if "typical_days" in option:
            assert option["typical_days"]["kind"] == "estimate, not a legal time limit"


def test_authorities_and_declarations_are_those_of_the_acting_state() -> None:
    options = answer(make_case("civil.service_of_documents", "DE", requesting="US"))["needs"][0]["options"]

    hague = next(option for option in options if option["instrument"] == "hague-service-1965")
    assert hague["acting_state"] == "DE"
    assert any(row["topic"] == "channel_objection" for row in hague["declarations"])
    assert all(row["name"] for row in hague.get("authorities", []))
