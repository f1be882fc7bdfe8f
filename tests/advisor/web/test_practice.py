"""The pages of the exercises: the story, the start, the comparison; nobody sees another agency's practice."""

import pytest
from django.urls import reverse

from advisor.cases.exercises import exercises, practice_cases_for
from advisor.cases.services import case_from_document
from advisor.dossiers.build import marked
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
IPTV = exercises()[0]


def test_an_exercise_is_read_started_and_compared(desk, prosecutor):
    page = desk.get(reverse("practice")).content.decode()
    assert "Italian broadcaster holds the rights" in page
    answer = desk.post(reverse("practice"), {"exercise": "iptv"})
    case = practice_cases_for(prosecutor).get()
    assert answer.url == reverse("case-needs-add", args=[case.pk])
    for name in ("case", "case-needs", "case-questions", "case-check", "practice-compare"):
        assert "counts in no statistics" in desk.get(reverse(name, args=[case.pk])).content.decode(), name
    assert "Practice case</strong>" in desk.get(reverse("case-list")).content.decode()
    assert "0 of 28" in desk.get(reverse("practice-compare", args=[case.pk])).content.decode()


def test_the_comparison_says_it_in_words(desk, prosecutor):
    facts = {**IPTV.key["facts"], "measure.available_in_requesting_state": False, "right.prima_facie_proved": False}
    document = {**IPTV.key, "facts": facts, "reference": "PRACTICE-IPTV-1", "requesting_state": "ES"}
    case = case_from_document(user=prosecutor, document=document, now=NOW)
    page = desk.get(reverse("practice-compare", args=[case.pk])).content.decode()
    assert "28 of 28" in page
    assert "Could your own authorities order the same measure" in page
    assert "Open → Closed" in page
    assert "Orders made without hearing the other side do not travel" in page
    assert "Spain" in page


def test_there_is_nothing_to_compare_for_a_real_case(desk, prosecutor, scenario_case):
    case = scenario_case(prosecutor, "mock-iptv")
    answer = desk.get(reverse("practice-compare", args=[case.pk]))
    assert answer.status_code == 200
    assert "nothing to compare" in answer.content.decode()
    assert desk.post(reverse("practice"), {"exercise": "none"}).status_code == 404


def test_another_agency_sees_none_of_it(desk, person, signed_in, prosecutor):
    desk.post(reverse("practice"), {"exercise": "iptv"})
    case = practice_cases_for(prosecutor).get()
    other = signed_in(person("prosecutor", "madrid"))
    assert other.get(reverse("practice-compare", args=[case.pk])).status_code == 404
    assert str(case.pk) not in other.get(reverse("practice")).content.decode()


def test_dossiers_carry_the_mark():
    assert marked("DRAFT", "PRACTICE-IPTV-1") == "PRACTICE · DRAFT"
    assert marked("DRAFT", "IPTV-1") == "DRAFT"
