"""Facts that are worked out, on the shipped catalogue: each with the value, the reason and what a statement may add."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.routing.conftest import answer, ask, edition_document, line, make_case

HEARING = "hague-evidence-1970/taking-of-evidence"
SERVICE = "hague-service-1965/service-of-documents"
JUDGMENT = "hague-judgments-2019/recognition-enforcement"
CHOICE = "hague-choice-of-court-2005/recognition-enforcement"
ACCOUNT = "eapo-655-2014/account-preservation"
TRAFFIC = "e-evidence-regulation/electronic-evidence-traffic"
TCA = "eu-uk-tca/extradition"


def found(measure: str, requested: str | None, provision: str, fact: str, **more: Any) -> tuple[Any, str]:
    """What was read for a fact of a provision, and the verdict of its test."""
    on = more.pop("on", date(2026, 11, 22))
    read = line(answer(make_case(measure, requested, **more), on), provision, fact)
    return read["found"], read["verdict"]


@pytest.mark.parametrize(
    ("requesting", "requested", "on", "value"),
    [
        ("IT", "FR", date(2026, 11, 22), True),
        ("IT", "GB", date(2020, 12, 31), True),
        ("IT", "GB", date(2021, 1, 1), False),
        ("IT", "HR", date(2013, 6, 30), False),
        ("IT", "HR", date(2013, 7, 1), True),
        ("IT", "CH", date(2026, 11, 22), False),
    ],
)
def test_membership_on_the_deciding_day(requesting: str, requested: str, on: date, value: bool) -> None:
    provision, fact = "coe-foreign-law-1968/civil-foreign-law-information", "pair.both_eu_members"

    read, _ = found("civil.foreign_law_information", requested, provision, fact, requesting=requesting, on=on)

    assert read is value


@pytest.mark.parametrize(
    ("months", "stated", "value"),
    [
        (36, None, True),
        (35, None, False),
        (35, True, True),
        (36, False, True),
        (None, None, None),
        (None, True, True),
        (None, False, False),
    ],
)
def test_threshold_of_the_production_order(months: int | None, stated: bool | None, value: bool | None) -> None:
    facts = {"offence.max_penalty_months_requesting": months, "offence.epo_threshold_met": stated}
    known = {name: item for name, item in facts.items() if item is not None}

    read, _ = found(
        "criminal.electronic_evidence", "IE", TRAFFIC, "offence.epo_threshold_met", variant="traffic", facts=known
    )

    assert read is value


@pytest.mark.parametrize(
    ("requested", "national", "stated", "value"),
    [
        ("FR", False, None, False),
        ("FR", True, None, True),
        ("FR", None, None, None),
        ("ES", True, None, False),
        ("AT", True, None, None),
        ("AT", True, True, True),
    ],
)
def test_own_nationals_and_the_united_kingdom(
    requested: str, national: bool | None, stated: bool | None, value: bool | None
) -> None:
    facts = {"person.national_of_requested_state": national, "person.protected_national": stated}
    known = {name: item for name, item in facts.items() if item is not None}

    read, _ = found("criminal.extradition", requested, TCA, "person.protected_national", requesting="GB", facts=known)

    assert read is value


@pytest.mark.parametrize(("requested", "value"), [("GB", True), ("BA", False), ("FI", True), ("MA", None)])
def test_declarations_on_pretrial_discovery(requested: str, value: bool | None) -> None:
    fact = "requested_state.limits_pretrial_discovery"

    assert found("civil.taking_of_evidence", requested, HEARING, fact, requesting="US")[0] is value


def objections(requested: str) -> list[str]:
    """The verdicts on post, officers and consuls."""
    document = answer(make_case("civil.service_of_documents", requested, requesting="US"))
    option = next(o for o in document["needs"][0]["options"] if o["provision"] == SERVICE)
    return [b["verdict"] for b in option["because"] if b["fact"] == "requested_state.channel_objections"]


def test_objections_to_ways_of_service() -> None:
    assert objections("DE") == ["holds", "holds", "holds"]
    assert objections("AU") == ["fails", "unknown", "unknown"]
    assert objections("CL") == ["unknown", "unknown", "unknown"]


@pytest.mark.parametrize(("requested", "value"), [("JP", True), ("FR", None)])
def test_reservations_are_read_for_their_article(requested: str, value: bool | None) -> None:
    provision = "budapest-second-protocol/electronic-evidence-subscriber"

    read, _ = found(
        "criminal.electronic_evidence", requested, provision, "requested_state.reserved_provision", requesting="US"
    )

    assert read is value


def test_a_protocol_that_is_not_in_force_says_so() -> None:
    provision = "budapest-second-protocol/electronic-evidence-subscriber"

    assert found("criminal.electronic_evidence", "JP", provision, "instrument.in_force", requesting="US")[0] is False


@pytest.mark.parametrize(("start", "value"), [("2025-06-30", False), ("2025-07-01", True)])
def test_hague_judgments_looks_at_the_start_of_the_proceedings(start: str, value: bool) -> None:
    facts = {"proceedings.instituted_on": start}

    assert found("civil.recognition_enforcement", "GB", JUDGMENT, "pair.in_effect_at_start", facts=facts)[0] is value


@pytest.mark.parametrize(
    ("start", "stated", "value"),
    [
        ("2015-09-30", True, False),
        ("2026-01-01", None, None),
        ("2026-01-01", True, True),
    ],
)
def test_choice_of_court_can_only_be_denied_by_the_start(start: str, stated: bool | None, value: bool | None) -> None:
    facts: dict[str, Any] = {"proceedings.instituted_on": start}
    if stated is not None:
        facts["pair.in_effect_at_start"] = stated

    assert found("civil.recognition_enforcement", "GB", CHOICE, "pair.in_effect_at_start", facts=facts)[0] is value


@pytest.mark.parametrize(
    ("requesting", "requested", "instrument", "value"),
    [
        ("ES", "MX", "iberred", True),
        ("ES", "US", "iberred", False),
        ("FR", "DE", "eurojust", True),
        ("FR", "US", "eurojust", None),
        ("FR", None, "eurojust", None),
        ("US", None, "iberred", False),
        ("FR", "DE", "europol", None),
    ],
)
def test_networks_by_their_lists(requesting: str, requested: str | None, instrument: str, value: bool | None) -> None:
    provision = f"{instrument}/authority-exchange"

    read, _ = found("voluntary.authority_exchange", requested, provision, "pair.both_in_network", requesting=requesting)

    assert read is value


@pytest.mark.parametrize(
    ("court", "cross_border", "bound"),
    [
        (None, True, None),
        ("LT", None, None),
        ("DK", True, False),
    ],
)
def test_the_court_of_an_account_preservation_order(court: str | None, cross_border: Any, bound: Any) -> None:
    facts = {"forum.state": court} if court else {}
    document = answer(make_case("civil.account_preservation", "LT", requesting="ES", facts=facts))

    assert line(document, ACCOUNT, "account.cross_border")["found"] is cross_border
    assert line(document, ACCOUNT, "forum.in_bound_state")["found"] is bound


@pytest.mark.parametrize(("requesting", "value"), [("US", True), ("IT", False)])
def test_the_registrar_s_own_authorities(requesting: str, value: bool) -> None:
    read, _ = found(
        "voluntary.domain_suspension",
        "US",
        "icann-raa/domain-suspension",
        "requester.in_registrar_state",
        requesting=requesting,
    )

    assert read is value


def test_a_basis_for_a_joint_team_is_asked_where_no_treaty_gives_one() -> None:
    fact = "pair.jit_basis_exists"

    assert found("criminal.jit", "DE", "jit-fd-2002-465/jit", fact)[0] is True
    assert found("criminal.jit", "TV", "jit-fd-2002-465/jit", fact)[0] is None


def test_an_assistance_treaty_binds_or_is_stated() -> None:
    provision, fact = "budapest-second-protocol/jit", "pair.has_mla_treaty"
    stated = {"pair.has_bilateral_mla_treaty": True}

    assert found("criminal.jit", "DE", provision, fact)[0] is True
    assert found("criminal.jit", "TV", provision, fact)[0] is None
    assert found("criminal.jit", "TV", provision, fact, facts=stated)[0] is True
    denied = line(answer(make_case("criminal.jit", "TV")), provision, fact)
    assert denied["note"] == "no assistance treaty of the book binds both States"


def test_a_statement_that_the_computation_overrules_is_reported() -> None:
    facts = {"offence.max_penalty_months_requesting": 48, "offence.epo_threshold_met": False}

    document = answer(make_case("criminal.electronic_evidence", "IE", variant="traffic", facts=facts))

    said = [warning["text"] for warning in document["warnings"] if warning["code"] == "contradiction"]
    (question,) = [
        fact["question"] for fact in edition_document()["facts"] if fact["name"] == "offence.epo_threshold_met"
    ]
    assert said == [f"“{question}” is stated as no; computed for the need: yes. What was computed was used"]


def test_a_state_that_contradicts_the_need_is_reported() -> None:
    document = answer(
        make_case(
            "civil.account_preservation", "GB", facts={"requested_state.code": "US", "request.sent_on": "2026-01-01"}
        )
    )

    assert "contradiction" in {warning["code"] for warning in document["warnings"]}


def rests(measure: str, requested: str | None, provision: str, fact: str, **more: Any) -> tuple[Any, tuple[str, ...]]:
    """What was read for a fact of a provision, known or not, and the stated facts that it rests on."""
    options = ask(make_case(measure, requested, **more)).needs[0].options
    outcome = next(option.outcome for option in options if option.outcome.provision.id == provision)
    finding = next(result.finding for result in outcome.results if result.condition.test.fact == fact)
    return finding.value, finding.rests_on


def test_what_is_not_worked_out_rests_on_what_was_looked_at() -> None:
    """Forgetting one of these could change what is read, so that they are cited although the computation is silent."""
    threshold = ("criminal.electronic_evidence", "IE", TRAFFIC, "offence.epo_threshold_met")
    national = ("criminal.extradition", "AT", TCA, "person.protected_national")
    treaty = ("criminal.jit", "TV", "budapest-second-protocol/jit", "pair.has_mla_treaty")
    account = ("civil.account_preservation", "LT", ACCOUNT, "account.cross_border")
    sent = {"request.sent_on": "2026-01-02"}

    assert rests(*threshold, facts={"offence.epo_threshold_met": True}) == (True, ("offence.epo_threshold_met",))
    assert rests(*threshold) == (None, ())
    nationals = {"person.national_of_requested_state": True}
    assert rests(*national, requesting="GB", facts=nationals) == (None, tuple(nationals))
    stated = nationals | {"person.protected_national": False}
    assert rests(*national, requesting="GB", facts=stated) == (False, tuple(stated))
    assert rests(*treaty, facts=sent | {"pair.has_bilateral_mla_treaty": False}) == (
        None,
        ("request.sent_on", "pair.has_bilateral_mla_treaty"),
    )
    assert rests(*account, requesting="ES", facts={"forum.state": "LT"}) == (None, ("forum.state",))
