"""Questions and answers: short pages, several needs at once, nothing lost, nothing overwritten."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from advisor.cases.selectors import answers_for, cases_for, needs_for
from advisor.cases.services import answers_save
from tests.conftest import NOW


def text_of(response):
    return response.content.decode()


@pytest.fixture
def case(open_case, investigator):
    needs = [("criminal.search_and_seizure", "ES"), ("criminal.search_and_seizure", "BG"), ("criminal.jit", "GR")]
    return open_case(investigator, needs=needs)


def address(case, slug, key=None):
    if key:
        return reverse("case-need-questions-page", args=[case.pk, key, slug])
    return reverse("case-questions-page", args=[case.pk, slug])


def stored(user, case, key=None):
    rows = answers_for(user).filter(case=case, need__key=key) if key else answers_for(user).filter(case=case, need=None)
    return dict(rows.values_list("fact", "value"))


def test_the_list_names_pages_needs_and_the_next_question(desk, case):
    shown = text_of(desk.get(reverse("case-questions", args=[case.pk])))
    assert "Next question" in shown
    assert "Joint investigation team, Greece" in shown


def test_without_needs_the_list_sends_to_them(desk, open_case, investigator):
    shown = text_of(desk.get(reverse("case-questions", args=[open_case(investigator).pk])))
    assert "Say first what you need" in shown


def test_a_page_explains_each_question_and_saves(desk, case, investigator):
    shown = text_of(desk.get(address(case, "requester")))
    assert "Who are you" in shown
    assert "Why we ask" in shown
    sent = {"version": case.version, "asked": ["requester.kind"], "requester.kind": "prosecutor"}
    response = desk.post(address(case, "requester"), sent)
    assert response.status_code == 302
    assert stored(investigator, case) == {"requester.kind": "prosecutor"}


def test_not_known_yet_is_kept_as_an_answer(desk, case, investigator):
    sent = {"version": case.version, "asked": ["requester.kind"], "requester.kind": "unknown", "action": "list"}
    response = desk.post(address(case, "requester"), sent)
    assert response.url == reverse("case-questions", args=[case.pk])
    assert stored(investigator, case) == {"requester.kind": None}


def test_pages_left_open_come_once_and_end_at_the_check_page(desk, case):
    """Whoever answers nothing sees each page once, from wherever the walk begins."""
    where, seen = address(case, "requester"), []
    while not where.endswith("/check"):
        shown = text_of(desk.get(where))
        asked = re.findall(r'name="asked" value="([^"]+)"', shown)
        assert asked
        assert (where, *asked) not in seen, seen
        seen.append((where, *asked))
        where = desk.post(where, {"version": case.version, "asked": asked}).url
    assert len(seen) > 3
    assert "Some questions are still open" in text_of(desk.get(where))
    again = desk.post(seen[0][0], {"version": case.version, "asked": seen[0][1:]})
    assert again.url == seen[1][0]


def test_the_rest_of_a_page_is_not_known_in_one_go(desk, case, investigator):
    """What was typed and what stands there already is kept; a typing error stops it all."""
    answers_save(case=case, user=investigator, version=case.version, values={"case.tipping_off_risk": True}, now=NOW)
    version = cases_for(investigator).get(pk=case.pk).version
    asked = ["requester.kind", "request.sent_on", "case.tipping_off_risk", "request.received_on"]
    sent = {"version": version, "asked": asked, "action": "rest", "requester.kind": "police", "request.sent_on-day": ""}
    wrong = {"request.received_on-day": "31", "request.received_on-month": "2", "request.received_on-year": "2026"}
    assert desk.post(address(case, "requester"), sent | wrong).status_code == 422
    assert "I don’t know the rest" in text_of(desk.get(address(case, "requester")))
    assert desk.post(address(case, "requester"), sent).status_code == 302
    known = {"requester.kind": "police", "case.tipping_off_risk": True}
    assert stored(investigator, case) == known | {"request.sent_on": None, "request.received_on": None}


def test_the_rest_of_a_need_leaves_what_the_case_says(desk, case, investigator):
    answers_save(case=case, user=investigator, version=case.version, values={"measure.coercive": True}, now=NOW)
    version = cases_for(investigator).get(pk=case.pk).version
    sent = {"version": version, "asked": ["measure.coercive", "measure.purpose"], "action": "rest"}
    assert desk.post(address(case, "measure", "n1"), sent).status_code == 302
    assert stored(investigator, case, "n1") == {"measure.purpose": None}


def test_an_answer_that_differs_leads_back_to_its_page(desk, case):
    where = reverse("case-question", args=[case.pk, "requester.kind"])
    assert f"{where}?page=requester" in text_of(desk.get(address(case, "requester")))
    assert 'name="page" value="requester"' in text_of(desk.get(where + "?page=requester"))
    sent = {"version": case.version, "requester.kind": "court", "level": ["n1"]}
    assert desk.post(where, sent | {"page": "requester"}).url == address(case, "requester")
    sent["version"] = cases_for(case.created_by).get(pk=case.pk).version
    assert desk.post(where, sent | {"page": "//evil.example/"}).url.startswith(reverse("case-check", args=[case.pk]))


def test_an_answer_left_empty_changes_nothing(desk, case, investigator):
    desk.post(address(case, "requester"), {"version": case.version, "asked": ["requester.kind"]})
    assert stored(investigator, case) == {}
    assert cases_for(investigator).get(pk=case.pk).version == case.version


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"request.sent_on-day": "31", "request.sent_on-month": "2", "request.sent_on-year": "2026"}, "no such day"),
        ({"request.sent_on-day": "1", "request.sent_on-month": "", "request.sent_on-year": "2026"}, "missing: month"),
        ({"requester.kind": "<script>alert(1)</script>"}, "Choose one of"),
    ],
)
def test_one_message_a_fault_with_what_was_typed(desk, case, investigator, fields, said):
    sent = {"version": case.version, "asked": ["request.sent_on", "requester.kind"]} | fields
    response = desk.post(address(case, "requester"), sent)
    shown = text_of(response)
    assert response.status_code == 422
    assert shown.count(said) == 2
    assert "<script>alert" not in shown
    assert stored(investigator, case) == {}
    if "request.sent_on-day" in fields:
        assert f'value="{fields["request.sent_on-day"]}"' in shown


def test_a_stale_page_shows_both_answers(desk, case, investigator):
    sent = {"version": case.version, "asked": ["requester.kind"], "requester.kind": "court"}
    answers_save(case=case, user=investigator, version=case.version, values={"requester.kind": "police"}, now=NOW)
    response = desk.post(address(case, "requester"), sent)
    shown = text_of(response)
    assert response.status_code == 409
    assert "<bdi>" in shown or "Court" in shown
    assert "Police" in shown
    assert stored(investigator, case) == {"requester.kind": "police"}
    fresh = cases_for(investigator).get(pk=case.pk).version
    assert desk.post(address(case, "requester"), sent | {"version": fresh}).status_code == 302
    assert stored(investigator, case) == {"requester.kind": "court"}


def test_the_same_answers_for_other_needs(desk, case, investigator):
    shown = text_of(desk.get(address(case, "measure", "n1")))
    assert "Give the same answers to other needs" in shown
    sent = {"version": case.version, "asked": ["measure.purpose"], "measure.purpose": "evidence", "also": ["n2", "n9"]}
    assert desk.post(address(case, "measure", "n1"), sent).status_code == 302
    assert stored(investigator, case, "n1") == stored(investigator, case, "n2") == {"measure.purpose": "evidence"}
    assert stored(investigator, case, "n3") == {}


def test_one_question_for_the_whole_case_and_single_needs(desk, case, investigator):
    where = reverse("case-question", args=[case.pk, "requester.kind"])
    assert "Where does this answer hold?" in text_of(desk.get(where))
    nothing = desk.post(where, {"version": case.version, "requester.kind": "court"})
    assert nothing.status_code == 422
    assert text_of(nothing).count("Say where this answer holds") == 2
    empty = desk.post(where, {"version": case.version, "level": ["whole"]})
    assert text_of(empty).count("Choose an answer first.") == 2
    done = desk.post(where, {"version": case.version, "requester.kind": "court", "level": ["n1", "n3"]})
    assert done.url.startswith(reverse("case-check", args=[case.pk]))
    assert stored(investigator, case) == {}
    assert stored(investigator, case, "n3") == {"requester.kind": "court"}
    version = cases_for(investigator).get(pk=case.pk).version
    desk.post(where, {"version": version, "action": "clear", "level": ["n3"]})
    assert stored(investigator, case, "n3") == {}
    assert desk.get(reverse("case-question", args=[case.pk, "no.such.fact"])).status_code == 404


def test_a_page_that_is_gone_leads_back_to_the_list(desk, case):
    response = desk.get(address(case, "nonsense"))
    assert response.url == reverse("case-questions", args=[case.pk])
    assert desk.get(address(case, "nonsense", "n77")).status_code == 404


def test_check_shows_everything_with_change_links(desk, scenario_case, investigator):
    case = scenario_case(investigator, "mock-iptv")
    shown = text_of(desk.get(reverse("case-check", args=[case.pk])))
    assert shown.count("Right holder") >= 10
    assert "28. Product-safety action against unsafe counterfeits, Italy" in shown
    assert f"{reverse('case-question', args=[case.pk, 'requester.kind'])}?need=n16" in shown
    assert "Route found" in shown


@pytest.mark.parametrize("name", ["case-questions", "case-check", "case-needs", "case"])
def test_queries_do_not_grow_with_needs(desk, open_case, investigator, name):
    def count(case):
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(reverse(name, args=[case.pk])).status_code == 200
        return len(queries)

    few = count(open_case(investigator, needs=[("criminal.jit", "GR")]))
    many = count(open_case(investigator, needs=[("criminal.jit", state) for state in ("GR", "BG", "ES", "PT", "DE")]))
    assert many == few


def test_a_need_lists_what_it_takes_from_the_case(desk, case, investigator):
    answers_save(case=case, user=investigator, version=case.version, values={"requester.kind": "police"}, now=NOW)
    shown = text_of(desk.get(reverse("case-need-questions", args=[case.pk, "n1"])))
    assert "Taken from the whole case" in shown
    assert "Differs here" in shown
    assert needs_for(investigator).filter(case=case).count() == 3
