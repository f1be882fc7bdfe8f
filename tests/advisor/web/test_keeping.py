"""Nothing gets lost: two people, two tabs, autosave, a session that ends."""

import html
import json
import re

import pytest
from django.urls import reverse

from advisor.cases.selectors import answers_for, cases_for, needs_for
from advisor.cases.services import answers_save, case_update, need_update
from tests.conftest import NOW

HX = {"HX-Request": "true"}


def text_of(response):
    return response.content.decode()


@pytest.fixture
def case(open_case, investigator):
    return open_case(investigator, needs=[("criminal.search_and_seizure", "ES"), ("criminal.jit", "GR")])


def fields_of(page):
    """The hidden fields that a page tells what it showed with, and everything it asks."""
    found = {"asked": re.findall(r'name="asked" value="([^"]+)"', page)}
    for name in ("version", "was"):
        found[name] = html.unescape(re.search(rf'name="{name}" value="([^"]*)"', page)[1])
    return found


def stored(user, case, key=None):
    rows = answers_for(user).filter(case=case, need__key=key) if key else answers_for(user).filter(case=case, need=None)
    return dict(rows.values_list("fact", "value"))


def whole(case, slug="requester"):
    return reverse("case-questions-page", args=[case.pk, slug])


def colleague(case, user, **values):
    fresh = cases_for(user).get(pk=case.pk)
    return answers_save(
        case=fresh,
        user=user,
        version=fresh.version,
        values={k.replace("__", "."): v for k, v in values.items()},
        now=NOW,
    )


def test_a_change_elsewhere_is_no_collision(desk, case, investigator):
    sent = fields_of(text_of(desk.get(whole(case))))
    colleague(case, investigator, request__sent_on="2026-11-20")
    response = desk.post(whole(case), sent | {"requester.kind": "court"})
    assert response.status_code == 302
    assert stored(investigator, case) == {"requester.kind": "court", "request.sent_on": "2026-11-20"}


def test_what_one_did_not_touch_is_not_written_over(desk, case, investigator):
    """The page showed 'police'; a colleague makes it 'court'; sending the page as it was leaves theirs."""
    colleague(case, investigator, requester__kind="police")
    sent = fields_of(text_of(desk.get(whole(case))))
    colleague(case, investigator, requester__kind="court")
    assert desk.post(whole(case), sent | {"requester.kind": "police"}).status_code == 302
    assert stored(investigator, case) == {"requester.kind": "court"}


def test_the_same_answer_differently_shows_both_and_one_chooses(desk, case, investigator):
    sent = fields_of(text_of(desk.get(whole(case))))
    colleague(case, investigator, requester__kind="police")
    response = desk.post(whole(case), sent | {"requester.kind": "court"})
    page = text_of(response)
    assert response.status_code == 409
    assert 'name="keep-requester.kind" value="theirs"' in page
    assert stored(investigator, case) == {"requester.kind": "police"}
    again = fields_of(page) | {"requester.kind": "court"}
    assert desk.post(whole(case), again | {"keep-requester.kind": "theirs"}).status_code == 302
    assert stored(investigator, case) == {"requester.kind": "police"}
    assert desk.post(whole(case), again | {"keep-requester.kind": "mine"}).status_code == 302
    assert stored(investigator, case) == {"requester.kind": "court"}


def test_the_same_answer_twice_is_no_collision(desk, case, investigator):
    sent = fields_of(text_of(desk.get(whole(case))))
    colleague(case, investigator, requester__kind="court")
    assert desk.post(whole(case), sent | {"requester.kind": "court"}).status_code == 302


def test_an_answer_taken_back_meanwhile_is_a_collision(desk, case, investigator):
    colleague(case, investigator, requester__kind="police")
    sent = fields_of(text_of(desk.get(whole(case))))
    fresh = cases_for(investigator).get(pk=case.pk)
    answers_save(case=fresh, user=investigator, version=fresh.version, values={}, clear=["requester.kind"], now=NOW)
    assert desk.post(whole(case), sent | {"requester.kind": "court"}).status_code == 409
    assert stored(investigator, case) == {}


def test_several_needs_at_once_are_held_to_the_version(desk, case, investigator):
    """The page shows the answers of one need alone: the others must stand as they stood."""
    address = reverse("case-need-questions-page", args=[case.pk, "n1", "measure"])
    sent = fields_of(text_of(desk.get(address)))
    need = needs_for(investigator).get(case=case, key="n2")
    answers_save(
        case=case, user=investigator, version=case.version, values={"measure.purpose": "evidence"}, need=need, now=NOW
    )
    response = desk.post(address, sent | {"measure.purpose": "within_jit", "also": ["n2"]})
    assert response.status_code == 409
    assert stored(investigator, case, "n2") == {"measure.purpose": "evidence"}


@pytest.mark.parametrize("was", ["", "{", "[]", "7", "null", '{"a": ' * 50, "x" * 300_000])
def test_a_page_that_does_not_tell_what_it_showed_is_held_to_the_version(desk, case, investigator, was):
    sent = {"version": case.version, "asked": ["requester.kind"], "requester.kind": "court", "was": was}
    colleague(case, investigator, request__sent_on="2026-11-20")
    assert desk.post(whole(case), sent).status_code == 409


def autosave(desk, address, sent, **fields):
    return desk.post(address, sent | {"action": "autosave"} | fields, headers=HX)


def test_autosave_says_when_and_brings_the_new_version(desk, case, investigator):
    sent = fields_of(text_of(desk.get(whole(case))))
    response = autosave(desk, whole(case), sent, **{"requester.kind": "court"})
    page = text_of(response)
    assert response.status_code == 200
    assert re.search(r"Saved at \d\d:\d\d:\d\d UTC\.", page)
    assert response["HX-Trigger"] == "rogatory:saved"
    assert stored(investigator, case) == {"requester.kind": "court"}
    fresh = fields_of(page)
    assert int(fresh["version"]) == cases_for(investigator).get(pk=case.pk).version
    assert json.loads(fresh["was"]) == {"requester.kind": "court"}
    assert desk.post(whole(case), fresh | {"asked": sent["asked"], "requester.kind": "police"}).status_code == 302


def test_autosave_leaves_out_what_is_not_complete(desk, case, investigator):
    sent = fields_of(text_of(desk.get(whole(case)))) | {"asked": ["requester.kind", "request.sent_on"]}
    response = autosave(desk, whole(case), sent, **{"requester.kind": "court", "request.sent_on-day": "3"})
    assert "but for 1 answer that is not complete yet" in text_of(response)
    assert "HX-Trigger" not in response
    assert stored(investigator, case) == {"requester.kind": "court"}


def test_autosave_overwrites_nothing(desk, case, investigator):
    sent = fields_of(text_of(desk.get(whole(case))))
    colleague(case, investigator, requester__kind="police")
    response = autosave(desk, whole(case), sent, **{"requester.kind": "court"})
    page = text_of(response)
    assert "Somebody changed the same answer meanwhile" in page
    assert "page-version" not in page, "the page still knows what it showed, so Save shows both"
    assert stored(investigator, case) == {"requester.kind": "police"}
    assert desk.post(whole(case), sent | {"requester.kind": "court"}).status_code == 409


def test_pressing_save_after_an_autosave_that_was_not_heard_of(desk, case, investigator):
    """The answer of the autosave is still under way when Save is pressed: the old version, the same answer."""
    sent = fields_of(text_of(desk.get(whole(case))))
    autosave(desk, whole(case), sent, **{"requester.kind": "court"})
    assert desk.post(whole(case), sent | {"requester.kind": "court"}).status_code == 302
    autosave(desk, whole(case), sent, **{"requester.kind": "court"})


def header_of(case):
    day = case.opened_on
    return {
        "title": case.title, "reference": case.reference, "requesting_state": "France (FR)", "track": case.track,
        "stage": case.stage, "opened_on_0": day.day, "opened_on_1": day.month, "opened_on_2": day.year,
        "summary": case.summary,
    }  # fmt: skip


def test_the_header_is_merged_field_by_field(desk, case, investigator):
    address = reverse("case-about", args=[case.pk])
    sent = {k: v for k, v in fields_of(text_of(desk.get(address))).items() if k != "asked"} | header_of(case)
    case_update(case=case, user=investigator, version=case.version, changes={"title": "Theirs"}, now=NOW)
    assert desk.post(address, sent | {"summary": "Mine"}).status_code == 302
    fresh = cases_for(investigator).get(pk=case.pk)
    assert (fresh.title, fresh.summary) == ("Theirs", "Mine")
    collision = desk.post(address, sent | {"title": "Mine"})
    assert collision.status_code == 409
    again = {k: v for k, v in fields_of(text_of(collision)).items() if k != "asked"} | header_of(case)
    again |= {"title": "Mine", "summary": "Mine", "keep-title": "theirs", "stage": "trial"}
    assert desk.post(address, again).status_code == 302
    fresh = cases_for(investigator).get(pk=case.pk)
    assert (fresh.title, fresh.stage) == ("Theirs", "trial")


def test_the_header_saves_by_itself(desk, case, investigator):
    address = reverse("case-about", args=[case.pk])
    sent = {k: v for k, v in fields_of(text_of(desk.get(address))).items() if k != "asked"} | header_of(case)
    response = autosave(desk, address, sent, title="", summary="Typed")
    assert "but for 1 answer" in text_of(response)
    fresh = cases_for(investigator).get(pk=case.pk)
    assert (fresh.title, fresh.summary) == (case.title, "Typed")


def test_a_need_is_merged_and_saves_by_itself(desk, case, investigator):
    address = reverse("case-need", args=[case.pk, "n1"])
    need = needs_for(investigator).get(case=case, key="n1")
    sent = {k: v for k, v in fields_of(text_of(desk.get(address))).items() if k != "asked"}
    sent |= {"measure": need.measure, "variant": "", "requested_state": "Spain (ES)", "subject": "Mine"}
    need_update(need=need, user=investigator, version=case.version, changes={"requested_state": "PT"}, now=NOW)
    assert "Saved at" in text_of(autosave(desk, address, sent))
    fresh = needs_for(investigator).get(pk=need.pk)
    assert (fresh.requested_state, fresh.subject) == ("PT", "Mine")
    assert desk.post(address, sent | {"requested_state": "Italy (IT)"}).status_code == 409
