"""advisor.web.findings: a value is said in the page's language, a sentence of the engine wholly in English."""

import pytest
from django.urls import reverse
from django.utils import translation

from advisor.cases.services import case_route
from advisor.web.findings import found_words
from tests.conftest import NOW, TODAY

SENTENCE = "IT is bound since 2017-07-28; BG is bound since 2018-02-23"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_sentence_is_english_as_a_whole(edition, language):
    with translation.override(language):
        found = found_words({"fact": "participation", "found": SENTENCE}, edition.rulebook)
    assert found == {
        "found_said": "Italy is bound since 28 July 2017; Bulgaria is bound since 23 February 2018",
        "found_lang": "en",
    }


@pytest.mark.parametrize(
    ("fact", "value", "said"),
    [
        ("participation", "2017-07-28", "28 juillet 2017"),
        ("request.sent_on", "2026-10-05", "5 octobre 2026"),
        ("request.sent_on", "an old text", "an old text"),
        ("case.tipping_off_risk", True, "Oui"),
        ("no.such_fact", None, ""),
        ("no.such_fact", "9999-99-99", "9999-99-99"),
    ],
)
def test_a_value_is_said_in_the_language_of_the_page(edition, fact, value, said):
    with translation.override("fr"):
        assert found_words({"fact": fact, "found": value}, edition.rulebook)["found_said"] == said


def test_an_answer_stays_as_it_is(edition):
    with translation.override("fr"):
        found = found_words({"fact": "request.sent_on", "found": "IT is bound since 2017-07-28"}, edition.rulebook)
    assert found == {"found_said": "IT is bound since 2017-07-28", "found_lang": ""}


@pytest.mark.django_db
def test_no_page_of_a_case_says_half_a_sentence(desk, prosecutor, scenario_case):
    case = scenario_case(prosecutor, "mock-iptv")
    route = case_route(case=case, user=prosecutor, on=TODAY, now=NOW)
    desk.cookies["rogatory_language"] = "fr"
    check = desk.get(reverse("case-check", args=[case.pk])).content.decode()
    need = desk.get(reverse("case-route-need", args=[case.pk, route.number, "n1"])).content.decode()
    parts = [part.partition("</bdi>")[0] for page in (check, need) for part in page.split("<bdi")[1:]]
    sentences = [text for text in parts if "is bound since" in text]
    assert sentences
    assert all(text.startswith(' lang="en">') for text in sentences)
    assert not any("Italie" in text or "juillet" in text for text in sentences)
