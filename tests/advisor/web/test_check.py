"""The check page: what was said, what it leads to, in words; and what is left, with what it would settle."""

import re

import pytest
from django.urls import reverse

from advisor.cases.selectors import cases_for
from advisor.cases.services import answers_save
from tests.conftest import NOW, ROUTED_ANSWERS

HX = {"HX-Request": "true", "X-Rogatory-Poll": "1"}


def text_of(response):
    return response.content.decode()


@pytest.fixture
def case(open_case, investigator):
    needs = [("criminal.search_and_seizure", "ES"), ("criminal.search_and_seizure", "PT")]
    return open_case(investigator, needs=needs, answers=ROUTED_ANSWERS)


def test_the_verdict_stands_beside_the_answers_in_words(desk, case):
    page = text_of(desk.get(reverse("case-check", args=[case.pk])))
    verdict = page.split('id="verdict"')[1].split("</aside>")[0]
    assert "Search and seizure" in verdict
    assert "EIO Directive" in verdict
    found = re.findall(r"found:\s*<bdi[^>]*>([^<]*)</bdi>", verdict)
    assert found
    assert not [word for word in found if re.search(r"_|\bTrue\b|\bFalse\b|\b(ES|PT|FR)\b|\d{4}-\d\d", word)]


def test_the_verdict_is_asked_for_again_and_comes_only_when_it_changed(desk, case, investigator):
    address = reverse("case-check", args=[case.pk])
    assert desk.get(address, {"seen": case.version}, headers=HX).status_code == 204
    answers_save(case=case, user=investigator, version=case.version, values={"proceedings.type": "civil"}, now=NOW)
    response = desk.get(address, {"seen": case.version}, headers=HX)
    assert response.status_code == 200
    assert text_of(response).startswith('<div class="rg-card" id="verdict"')
    assert f"?seen={cases_for(investigator).get(pk=case.pk).version}" in text_of(response)
    assert "<html" not in text_of(response)


def test_asking_again_by_itself_does_not_keep_a_session_alive(desk, case, monkeypatch, settings):
    address = reverse("case-check", args=[case.pk])
    clock = [1_000_000]
    monkeypatch.setattr("advisor.accounts.middleware._clock", lambda: clock[0])
    session = desk.session
    session["seen_at"] = session["signed_in_at"] = clock[0]
    session.save()
    for _ in range(3):
        clock[0] += settings.SESSION_IDLE_SECONDS // 3
        desk.get(address, {"seen": case.version}, headers=HX)
    clock[0] += 60
    assert desk.get(address).status_code == 302, "signed out: nobody was at the page"


def test_without_needs_the_verdict_says_what_comes_first(desk, open_case, investigator):
    page = text_of(desk.get(reverse("case-check", args=[open_case(investigator).pk])))
    assert "Needs come first" in page


def test_the_case_page_tells_what_is_left_and_what_it_would_settle(desk, open_case, investigator):
    case = open_case(investigator, needs=[("criminal.search_and_seizure", "ES"), ("criminal.jit", "GR")])
    page = text_of(desk.get(reverse("case", args=[case.pk])))
    left = page.split("What is left to answer")[1].split("</ol>")[0]
    assert 1 <= left.count("Would settle:") <= 5
    assert "Spain" in left or "Greece" in left
    assert "needs wait" in left or "need waits" in left
    address = re.search(r'href="([^"]+/facts/[^"]+)"', left)[1].replace("&amp;", "&")
    assert desk.get(address).status_code == 200


def test_what_is_not_known_yet_is_not_asked_again_there(desk, open_case, investigator):
    case = open_case(investigator, needs=[("criminal.search_and_seizure", "ES")])
    fact = re.search(r"/facts/([^\"?]+)", text_of(desk.get(reverse("case", args=[case.pk]))))[1]
    answers_save(case=case, user=investigator, version=case.version, values={fact: None}, now=NOW)
    assert f"/facts/{fact}" not in text_of(desk.get(reverse("case", args=[case.pk])))


def test_the_list_of_pages_tells_what_each_would_settle(desk, open_case, investigator):
    case = open_case(investigator, needs=[("criminal.search_and_seizure", "ES")])
    assert "Would settle:" in text_of(desk.get(reverse("case-questions", args=[case.pk])))


def test_an_answer_that_no_longer_matters_is_kept_and_greyed(desk, open_case, investigator):
    case = open_case(
        investigator,
        needs=[("criminal.search_and_seizure", "ES")],
        answers={"requester.kind": "prosecutor", "goods.perishable": True},
    )
    page = text_of(desk.get(reverse("case-check", args=[case.pk])))
    row = page.split('id="fact-goods.perishable"')[0].rsplit("<div", 1)[1]
    assert "is-unused" in row
    assert "nothing asks about it any more" in page


def test_a_change_link_leads_to_the_level_of_its_answer(desk, case):
    """An answer for the whole case is changed for the whole case."""
    page = text_of(desk.get(reverse("case-check", args=[case.pk])))
    assert f'href="{reverse("case-question", args=[case.pk, "requester.kind"])}"' in page
    assert 'id="fact-requester.kind"' in page
