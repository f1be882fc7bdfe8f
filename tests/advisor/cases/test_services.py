"""Services of a case: what they keep, what they refuse, and what they say."""

from datetime import date

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied

from advisor.audit.models import AuditEvent
from advisor.cases.errors import FieldFaults, StaleCase
from advisor.cases.models import Answer, Case, CaseRoute, Need
from advisor.cases.services import (
    answers_save,
    case_open,
    case_preview,
    case_route,
    case_to_document,
    case_update,
    need_remove,
    need_update,
    needs_add,
)
from advisor.cases.services.answers import answers_of
from instruments.editions import edition_current
from tests.conftest import NOW, TODAY

HEADER = {
    "reference": "IPTV-1",
    "title": "Pirate television",
    "requesting_state": "IT",
    "track": "criminal",
    "stage": "investigation",
    "opened_on": date(2026, 10, 5),
}


def actions() -> list[str]:
    return list(AuditEvent.objects.values_list("action", flat=True))


def test_case_open_keeps_header_and_tells_the_audit(edition, investigator):
    case = case_open(user=investigator, now=NOW, summary="Two\r\nlines", **HEADER)
    assert (case.agency_id, case.version, case.summary) == (investigator.agency_id, 1, "Two\nlines")
    event = AuditEvent.objects.get()
    assert (event.action, event.actor_id, event.case_id, event.at) == ("case.opened", investigator.pk, case.pk, NOW)
    assert event.agency_id == investigator.agency_id
    assert "Pirate" not in str(event.detail)


def test_case_open_names_every_fault_at_once(edition, investigator):
    wrong = HEADER | {"reference": " ", "title": "x" * 201, "requesting_state": "UK", "track": "penal"}
    with pytest.raises(FieldFaults) as refused:
        case_open(user=investigator, now=NOW, **wrong)
    assert set(refused.value.faults) == {"reference", "title", "requesting_state", "track"}
    assert "UK" in refused.value.faults["requesting_state"]
    assert not Case.objects.exists()


@pytest.mark.parametrize("text", ["a\u202eb", "a\x00b", "a\x1bb", "line\u2028line", "two\nlines"])
def test_case_open_refuses_text_that_hides_something(edition, investigator, text):
    with pytest.raises(FieldFaults) as refused:
        case_open(user=investigator, now=NOW, **HEADER | {"title": text})
    assert "Character" in refused.value.faults["title"]


def test_case_open_takes_any_script(edition, investigator):
    title = "قضية سلع مقلدة <script>alert(1)</script> 😀"
    assert case_open(user=investigator, now=NOW, **HEADER | {"title": title}).title == title


def test_reference_is_taken_within_one_agency_only(edition, investigator, stranger):
    case_open(user=investigator, now=NOW, **HEADER)
    with pytest.raises(FieldFaults, match="already has a case"):
        case_open(user=investigator, now=NOW, **HEADER)
    assert case_open(user=stranger, now=NOW, **HEADER).agency_id == stranger.agency_id


def test_curator_opens_no_case(edition, curator):
    with pytest.raises(PermissionDenied):
        case_open(user=curator, now=NOW, **HEADER)


def test_case_update_is_compare_and_set(open_case, investigator, prosecutor):
    case = open_case(investigator)
    fresh = case_update(case=case, user=investigator, version=1, changes={"title": "Second"}, now=NOW)
    assert (fresh.title, fresh.version) == ("Second", 2)
    with pytest.raises(StaleCase) as stale:
        case_update(case=case, user=prosecutor, version=1, changes={"title": "Third", "stage": "trial"}, now=NOW)
    assert stale.value.mine == {"title": "Third", "stage": "trial"}
    assert stale.value.theirs == {"title": "Second", "stage": "investigation"}
    assert (stale.value.version, stale.value.differing) == (2, ["title", "stage"])
    assert Case.objects.get(pk=case.pk).title == "Second"
    assert case_update(case=case, user=prosecutor, version=stale.value.version, changes={"title": "Third"}, now=NOW)


def test_case_update_takes_no_other_column(open_case, investigator):
    case = open_case(investigator)
    for column in ("agency", "agency_id", "id", "version", "created_by", "extra"):
        with pytest.raises(FieldFaults):
            case_update(case=case, user=investigator, version=1, changes={column: "x"}, now=NOW)


def test_needs_add_takes_several_states_at_once(open_case, investigator):
    case = open_case(investigator)
    added = needs_add(
        case=case,
        user=investigator,
        measure="criminal.search_and_seizure",
        requested_states=["ES", "BG", "ES", ""],
        subject="warehouse",
        now=NOW,
    )
    assert [(need.key, need.requested_state) for need in added] == [("n1", "ES"), ("n2", "BG"), ("n3", "")]
    assert [need.position for need in Need.objects.all()] == [1, 2, 3]
    assert Case.objects.get(pk=case.pk).version == 2
    need_remove(need=added[1], user=investigator, version=2, now=NOW)
    more = needs_add(case=case, user=investigator, measure="voluntary.takedown", requested_states=["FR"], now=NOW)
    assert more[0].key not in {"n1", "n3"}
    assert actions().count("need.added") == 4


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"measure": "criminal.nothing", "requested_states": ["ES"]}, "measure"),
        ({"measure": "criminal.search_and_seizure", "requested_states": ["UK"]}, "requested_state"),
        ({"measure": "criminal.search_and_seizure", "requested_states": ["FR"]}, "requested_state"),
        ({"measure": "criminal.search_and_seizure", "requested_states": ["ES"], "variant": "any"}, "variant"),
        ({"measure": "criminal.search_and_seizure", "requested_states": ["ES"], "subject": "\u202ex"}, "subject"),
    ],
)
def test_needs_add_refuses(open_case, investigator, values, field):
    case = open_case(investigator)
    with pytest.raises(FieldFaults) as refused:
        needs_add(case=case, user=investigator, now=NOW, **values)
    assert list(refused.value.faults) == [field]
    assert not Need.objects.exists()
    assert Case.objects.get(pk=case.pk).version == 1


def test_needs_that_ask_for_too_much_at_once_are_refused(open_case, investigator):
    case = open_case(investigator, needs=[("voluntary.takedown", "NL")])
    states = [state for state in edition_current().rulebook.states if state != "FR"][:30]
    with pytest.raises(FieldFaults, match="Open a second case") as refused:
        needs_add(
            case=case, user=investigator, now=NOW, measure="criminal.electronic_evidence", requested_states=states
        )
    assert list(refused.value.faults) == ["measure"]
    assert Need.objects.count() == 1


def test_a_case_over_the_limit_can_be_made_smaller_only(open_case, investigator):
    """An edition may grow under a case: every need can still be changed to what asks for no more."""
    case = open_case(investigator, needs=[("criminal.jit", "NL")])
    [need] = Need.objects.all()
    heavy = {"case": case, "agency_id": case.agency_id, "measure": "criminal.electronic_evidence"}
    Need.objects.bulk_create(Need(key=f"n{i}", position=i, requested_state="IE", **heavy) for i in range(2, 32))
    change = {"user": investigator, "version": case.version, "now": NOW}
    with pytest.raises(FieldFaults, match="Too much for one case"):
        need_update(need=need, changes={"measure": "criminal.electronic_evidence"}, **change)
    assert need_update(need=need, changes={"requested_state": "BE"}, **change).requested_state == "BE"


def test_need_update_and_remove_compare_and_set(open_case, investigator):
    case = open_case(investigator, needs=[("criminal.search_and_seizure", "ES")])
    need = Need.objects.get()
    changed = need_update(
        need=need, user=investigator, version=case.version, changes={"requested_state": "BG"}, now=NOW
    )
    assert changed.requested_state == "BG"
    with pytest.raises(StaleCase) as stale:
        need_update(need=need, user=investigator, version=case.version, changes={"requested_state": "NL"}, now=NOW)
    assert stale.value.theirs == {"requested_state": "BG"}
    with pytest.raises(StaleCase):
        need_remove(need=need, user=investigator, version=case.version, now=NOW)
    need_remove(need=need, user=investigator, version=case.version + 1, now=NOW)
    assert not Need.objects.exists()


def test_answers_save_for_case_and_need(open_case, investigator):
    case = open_case(investigator, needs=[("criminal.search_and_seizure", "ES")])
    need = Need.objects.get()
    case = answers_save(
        case=case,
        user=investigator,
        version=case.version,
        values={"offence.max_penalty_months_requesting": 60, "offence.transnational": None},
        now=NOW,
    )
    case = answers_save(
        case=case, user=investigator, version=case.version, need=need, values={"measure.purpose": "evidence"}, now=NOW
    )
    assert answers_of(case, investigator) == {
        "offence.max_penalty_months_requesting": 60,
        "offence.transnational": None,
    }
    assert answers_of(case, investigator, need) == {"measure.purpose": "evidence"}
    case = answers_save(
        case=case,
        user=investigator,
        version=case.version,
        values={"offence.transnational": True},
        clear=["offence.max_penalty_months_requesting"],
        now=NOW,
    )
    assert answers_of(case, investigator) == {"offence.transnational": True}
    document = case_to_document(case=case, user=investigator)
    assert document["facts"] == {"offence.transnational": True}
    assert document["needs"][0]["facts"] == {"measure.purpose": "evidence"}


def test_answers_save_shows_both_versions(open_case, investigator, prosecutor):
    case = open_case(investigator)
    answers_save(case=case, user=prosecutor, version=1, values={"requester.kind": "prosecutor"}, now=NOW)
    with pytest.raises(StaleCase) as stale:
        answers_save(
            case=case, user=investigator, version=1, values={"requester.kind": "police"}, clear=["right.kind"], now=NOW
        )
    assert stale.value.mine == {"requester.kind": "police", "right.kind": None}
    assert stale.value.theirs == {"requester.kind": "prosecutor", "right.kind": None}
    assert answers_of(case, investigator) == {"requester.kind": "prosecutor"}


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("no.such", True),
        ("requester.kind", "wizard"),
        ("offence.transnational", "yes"),
        ("offence.max_penalty_months_requesting", True),
        ("offence.max_penalty_months_requesting", -1),
        ("request.sent_on", "2026-02-30"),
        ("claim.value_eur", "4800"),
        ("forum.state", "UK"),
    ],
)
def test_answers_save_refuses_untyped_values(open_case, investigator, fact, value):
    case = open_case(investigator)
    with pytest.raises(FieldFaults) as refused:
        answers_save(case=case, user=investigator, version=1, values={fact: value}, now=NOW)
    assert fact in refused.value.faults
    assert not Answer.objects.exists()


def test_foreign_case_looks_missing_to_every_service(routed_case, investigator, stranger):
    case, _ = routed_case(investigator)
    need = Need.objects.get()
    attempts = [
        lambda: case_update(case=case, user=stranger, version=case.version, changes={"title": "x"}, now=NOW),
        lambda: needs_add(case=case, user=stranger, measure="criminal.jit", requested_states=["ES"], now=NOW),
        lambda: need_update(need=need, user=stranger, version=case.version, changes={"subject": "x"}, now=NOW),
        lambda: need_remove(need=need, user=stranger, version=case.version, now=NOW),
        lambda: answers_save(case=case, user=stranger, version=case.version, values={"right.kind": "patent"}, now=NOW),
        lambda: case_to_document(case=case, user=stranger),
        lambda: case_preview(case=case, user=stranger, on=TODAY),
        lambda: case_route(case=case, user=stranger, on=TODAY, now=NOW),
    ]
    before = list(AuditEvent.objects.values_list("pk", flat=True))
    for attempt in attempts:
        with pytest.raises(ObjectDoesNotExist):
            attempt()
    assert list(AuditEvent.objects.values_list("pk", flat=True)) == before
    assert (Case.objects.get(pk=case.pk).version, CaseRoute.objects.count()) == (case.version, 1)


def test_need_of_another_case_is_missing(open_case, investigator):
    one = open_case(investigator, needs=[("criminal.jit", "ES")])
    other = open_case(investigator)
    need = Need.objects.get(case=one)
    with pytest.raises(ObjectDoesNotExist):
        answers_save(
            case=other, user=investigator, version=1, need=need, values={"measure.purpose": "evidence"}, now=NOW
        )
