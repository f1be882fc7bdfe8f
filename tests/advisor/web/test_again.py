"""Drafts, a case begun from another one, and a draft from a dossier's own data."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from advisor.cases.selectors import answers_for, cases_for, exhibits_for, needs_for
from advisor.cases.services import answers_save, case_from_document, case_from_file, case_to_document, entities_add
from advisor.cases.services.copies import case_copy
from advisor.cases.services.entities import Given
from advisor.cases.services.rights import right_add
from advisor.dossiers.codec import canonical_sha256
from advisor.dossiers.inputs import dossier_inputs
from advisor.dossiers.models import DossierJob
from routing.errors import CaseFaults
from tests.advisor.universe import _step
from tests.conftest import NOW


def text_of(response):
    return response.content.decode()


def test_a_copy_has_everything_but_exhibits_and_routes(routed_case, prosecutor):
    case, _ = routed_case(prosecutor, reference="R-1", summary="What happened")
    fresh = case_copy(case=case, user=prosecutor, now=NOW)
    old, new = (case_to_document(case=row, user=prosecutor) for row in (case, fresh))
    assert new == old | {"reference": "R-1 (2)"}
    assert case_copy(case=case, user=prosecutor, now=NOW).reference == "R-1 (3)"
    assert not exhibits_for(prosecutor).filter(case=fresh).exists()
    assert not fresh.caseroutes.exists()


def test_a_case_without_needs_is_copied_with_its_answers(open_case, prosecutor):
    case = open_case(prosecutor, answers={"requester.kind": "court"})
    fresh = case_copy(case=case, user=prosecutor, now=NOW)
    assert dict(answers_for(prosecutor).filter(case=fresh).values_list("fact", "value")) == {"requester.kind": "court"}


def test_a_case_without_needs_is_copied_with_its_things_and_rights(open_case, prosecutor):
    case = open_case(prosecutor, reference="R-1", answers={"requester.kind": "court"})
    given = [Given("ip", {"value": "203.0.113.7", "note": "seen"}), Given("domain", {"value": "example.com"}, "FR")]
    entities_add(case=case, user=prosecutor, given=given, now=NOW)
    right_add(case=case, user=prosecutor, values={"kind": "copyright", "name": "The film"}, now=NOW)
    fresh = case_copy(case=case, user=prosecutor, now=NOW)
    old, new = (case_to_document(case=row, user=prosecutor) for row in (case, fresh))
    assert (len(new["entities"]), len(new["rights"]), new["needs"]) == (2, 1, [])
    assert new == old | {"reference": "R-1 (2)"}


def test_the_file_of_a_case_without_needs_is_read_as_a_draft(open_case, prosecutor):
    case = open_case(prosecutor, reference="R-1", answers={"requester.kind": "court"})
    entities_add(case=case, user=prosecutor, given=[Given("ip", {"value": "203.0.113.7"})], now=NOW)
    document = case_to_document(case=case, user=prosecutor) | {"reference": "R-2"}
    fresh = case_from_file(user=prosecutor, content=json.dumps(document).encode(), name="r.json", now=NOW)
    assert case_to_document(case=fresh, user=prosecutor) == document


def test_a_file_whose_reference_is_taken_is_read_under_a_free_one(desk, open_case, prosecutor):
    case = open_case(prosecutor, reference="R-1", title="The first")
    content = json.dumps(case_to_document(case=case, user=prosecutor)).encode()
    page = text_of(desk.post(reverse("case-upload"), {"file": SimpleUploadedFile("r.json", content)}))
    assert reverse("case", args=[case.pk]) in page
    assert "with the reference R-1 (2)" in page
    kept = re.search(r'name="content" value="([^"]+)"', page)[1]
    sent = {"action": "renamed", "content": kept, "name": "r.json"}
    assert desk.post(reverse("case-upload"), sent).status_code == 302
    fresh = cases_for(prosecutor).exclude(pk=case.pk).get()
    assert (fresh.reference, fresh.title) == ("R-1 (2)", "The first")
    assert desk.post(reverse("case-upload"), sent | {"content": "?"}).status_code == 422


def test_a_draft_with_faults_is_refused_with_all_of_them(edition, prosecutor):
    document = {"format": 1, "reference": "R", "track": "x", "needs": [], "entities": [{"id": "e1", "kind": "y"}]}
    with pytest.raises(CaseFaults) as refused:
        case_from_document(user=prosecutor, document=document, now=NOW)
    assert {"track", "title"} <= {fault.where for fault in refused.value.faults}
    assert not any(fault.where.startswith("needs") for fault in refused.value.faults)


def test_a_long_reference_stays_within_its_length(open_case, prosecutor):
    case = open_case(prosecutor, reference="R" * 80)
    assert case_copy(case=case, user=prosecutor, now=NOW).reference == "R" * 76 + " (2)"


def test_start_from_this_case(desk, routed_case, prosecutor):
    case, _ = routed_case(prosecutor, reference="R-1")
    assert "Start from this case" in text_of(desk.get(reverse("case", args=[case.pk])))
    response = desk.post(reverse("case-copy", args=[case.pk]))
    fresh = cases_for(prosecutor).exclude(pk=case.pk).get()
    assert response.url == reverse("case-about", args=[fresh.pk])


def test_drafts_are_the_cases_without_a_route(desk, routed_case, open_case, prosecutor):
    routed_case(prosecutor, title="Routed already")
    open_case(prosecutor, title="Still a draft")
    everything = text_of(desk.get(reverse("case-list")))
    assert "All cases (2)" in everything
    assert "Drafts, not routed yet (1)" in everything
    drafts = text_of(desk.get(reverse("case-list"), {"only": "drafts"}))
    assert "Still a draft" in drafts
    assert "Routed already" not in drafts


def test_turning_pages_keeps_the_search(desk, open_case, prosecutor):
    for number in range(26):
        open_case(prosecutor, title=f"Shoes & <b> {number}")
    page = text_of(desk.get(reverse("case-list"), {"q": "shoes & <b>", "only": "drafts"}))
    assert 'href="?q=shoes+%26+%3Cb%3E&amp;only=drafts&amp;page=2"' in page


@pytest.fixture
def dossier(routed_case, prosecutor):
    """The record inside a dossier of the prosecutor's agency, and what it was made of."""
    case, route = routed_case(prosecutor, reference="R-1", summary="What happened")
    step = _step(route, needs_for(prosecutor).get(case=case), prosecutor, "x")
    inputs = dossier_inputs(step=step, language="en")
    DossierJob.objects.create(
        case=case, agency_id=case.agency_id, step=step, version=1, language="en", inputs=inputs,
        requested_by=prosecutor, created_at=NOW,
    )  # fmt: skip
    record = {"step": inputs["step"], "version": 1, "inputs_sha256": canonical_sha256(inputs)}
    return {"format": 1, "document": {}, "record": record}, inputs


def upload(client, value):
    file = SimpleUploadedFile("dossier.json", json.dumps(value).encode())
    return client.post(reverse("case-upload"), {"file": file})


def test_a_dossiers_data_becomes_a_draft_with_the_printed_part(desk, dossier, prosecutor):
    value, inputs = dossier
    assert upload(desk, value).status_code == 302
    fresh = cases_for(prosecutor).get(reference="R-1 (2)")
    document = case_to_document(case=fresh, user=prosecutor)
    assert document["facts"] == inputs["facts"]
    assert [need["measure"] for need in document["needs"]] == [inputs["need"]["measure"]]
    assert document["summary"] == "What happened"


@pytest.mark.parametrize(
    "change",
    [
        {"step": {"id": "00000000-0000-0000-0000-000000000000"}},
        {"step": {"id": "x"}},
        {"step": {}},
        {"step": None},
        {"version": 2},
        {"version": True},
        {"inputs_sha256": "0" * 64},
    ],
)
def test_data_that_is_not_ours_is_refused_in_words(desk, dossier, prosecutor, change):
    value, _ = dossier
    response = upload(desk, value | {"record": value["record"] | change})
    assert response.status_code == 422
    assert "your agency has not made here" in text_of(response)
    assert cases_for(prosecutor).count() == 1


def test_another_agency_gets_nothing_from_it(dossier, stranger, signed_in):
    value, _ = dossier
    response = upload(signed_in(stranger), value)
    assert "your agency has not made here" in text_of(response)
    assert not cases_for(stranger).exists()


def test_a_copy_keeps_what_i_do_not_know_out(open_case, prosecutor):
    case = open_case(prosecutor)
    answers_save(case=case, user=prosecutor, version=case.version, values={"requester.kind": None}, now=NOW)
    fresh = case_copy(case=case, user=prosecutor, now=NOW)
    assert not answers_for(prosecutor).filter(case=fresh).exists()
