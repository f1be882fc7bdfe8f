"""What the engine warns of is said in the language of the page: every sentence of the mock cases is known."""

import pytest
from django.utils import translation

from advisor.web.warning_sentences import SENTENCES, sentences_in, translated
from advisor.web.warning_words import warnings_said
from tests.advisor.web.pictures.conftest import MOCKS, answer_made
from tests.routing.conftest import shipped_rulebook


@pytest.mark.parametrize("name", MOCKS)
def test_every_warning_of_a_mock_case_is_made_of_known_sentences(name):
    for item in answer_made(name)[1]["warnings"]:
        found = sentences_in(item["text"])
        assert found, item["text"]
        assert " ".join(sentence % parts for sentence, parts in found) == item["text"]


@pytest.mark.parametrize("name", MOCKS)
def test_a_french_page_has_no_english_warning(name):
    answer, book = answer_made(name)[1], shipped_rulebook()
    with translation.override("fr"):
        rows = warnings_said(answer, book)
    assert all(row["lang"] == "" for row in rows), [row["text"] for row in rows if row["lang"]]
    text = " ".join(row["text"] for row in rows)
    for english in ("check the", "is not stated", "was assumed", "may as a rule", "Dual criminality", "computed"):
        assert english not in text
    assert "vérifiez les objections" in text


def test_several_sentences_and_a_question_are_put_together():
    text = (
        "The data are kept until 2026-12-01, 9 day(s) from the day of the advice. By the estimates from practice these "
        "steps may come too late: EIO Directive (30 to 120 days). Secure them first (step 1)."
    )
    assert [parts for _sentence, parts in sentences_in(text)] == [
        {"day": "2026-12-01", "left": "9"},
        {"steps": "EIO Directive (30 to 120 days)"},
        {"step": "1"},
    ]
    assert translated(text, lambda part: part.upper()) == text.replace(
        "EIO Directive (30 to 120 days)", "EIO DIRECTIVE (30 TO 120 DAYS)"
    )


def test_another_text_stays_as_it_is():
    assert sentences_in("Something that nobody wrote down.") is None
    assert translated("Secure them first (step 1). And more.", str) is None
    with translation.override("fr"):
        answer = {"needs": [], "warnings": [{"code": "x", "text": "Something that nobody wrote down."}]}
        assert warnings_said(answer, shipped_rulebook())[0]["lang"] == "en"


def test_each_sentence_has_its_values_once():
    assert len(set(SENTENCES)) == len(SENTENCES)
