"""The letter of resubmission in every language, and that each document says why a simpler way was skipped."""

import re
from typing import Any

import pytest
import yaml
from django.conf import settings

from advisor.dossiers.build import document_from
from advisor.dossiers.build.words import HOLE
from advisor.dossiers.document import Paragraph, texts
from advisor.dossiers.gallery import specimens
from advisor.dossiers.resubmission import FOLDER, letter_from, letter_languages
from advisor.dossiers.sentences import sentences_of
from advisor.dossiers.to_docx import docx_of
from tests.conftest import TODAY

SCENARIOS = settings.BASE_DIR / "fixtures" / "scenarios"
REASON = "The host told its customer the last time."
INPUTS: dict[str, Any] = {
    "kind": "refused",
    "ended_on": "2026-05-04",
    "said": "Denied. {day} %s",
    "sent_on": "2026-04-01",
    "authority": "Juzgado 3",
    "agency": "Lyon",
    "country": {"code": "FR", "name": "France"},
    "reference": "L-1",
    "title": "Shoes",
    "measure": {"code": "criminal.search_and_seizure", "name": "Search and seizure"},
    "instrument": "EIO Directive",
    "state": {"code": "ES", "name": "Spain"},
    "need": "n1",
    "points": [
        {"text": "Immunity.", "article": "11(1)(a)", "notes": ["No newspaper."],
         "sentences": [{"label": "12", "text": "The server stands in Bilbao."}]},
        {"text": "Other.", "article": "", "notes": [], "sentences": []},
    ],
}  # fmt: skip


def leaves(tree: Any, path: str = "") -> dict[str, str]:
    if isinstance(tree, dict):
        return {key: text for name, inner in tree.items() for key, text in leaves(inner, f"{path}.{name}").items()}
    return {path: str(tree)}


@pytest.mark.parametrize("language", letter_languages())
def test_a_language_has_the_keys_and_holes_of_english(language: str) -> None:
    english, other = (
        leaves(yaml.safe_load((FOLDER / f"{code}.yaml").read_text(encoding="utf-8"))) for code in ("en", language)
    )
    assert set(other) == set(english)
    for key, sentence in english.items():
        assert sorted(HOLE.findall(other[key])) == sorted(HOLE.findall(sentence)), key


@pytest.mark.parametrize("language", letter_languages())
@pytest.mark.parametrize("kind", ["refused", "returned", "partly"])
def test_it_quotes_the_grounds_the_sentences_and_the_answers(language: str, kind: str) -> None:
    letter = letter_from(INPUTS | {"kind": kind}, language=language, dated="2026-06-01")
    said = list(texts(letter))
    for typed in ("Denied. {day} %s", "The server stands in Bilbao.", "No newspaper.", "Juzgado 3", "L-1"):
        assert typed in said
    assert any("11(1)(a)" in text for text in said)
    assert not [text for text in said if HOLE.search(text) and text != "Denied. {day} %s" and "{page}" not in text]
    numbers = [block.number for part in letter.sections for block in part.blocks if isinstance(block, Paragraph)]
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    assert docx_of(letter) == docx_of(letter)


def test_without_a_ground_or_a_day_it_asks_and_leaves_blanks() -> None:
    letter = letter_from(INPUTS | {"points": [], "said": "", "sent_on": "", "authority": ""}, language="en", dated="x")
    said = " ".join(texts(letter))
    assert "No ground was named" in said
    assert "day on which the request was sent" in said
    assert "name and address of the executing authority" in said


@pytest.mark.django_db
def test_every_type_of_document_says_why_a_simpler_way_was_skipped(edition: Any) -> None:
    for one in specimens(edition.rulebook, on=TODAY, scenarios=SCENARIOS):
        document = document_from({**one.inputs, "reason": REASON}, 1)
        private = not any(part.anchor == "trace" for part in document.annexes)
        sent = list(texts((document.sections, document.working if private else document.annexes)))
        assert REASON in sent, one.code
        assert "Why this way was chosen" in sent, one.code


@pytest.mark.django_db
def test_every_type_of_document_has_sentences_to_point_at(edition: Any) -> None:
    for one in specimens(edition.rulebook, on=TODAY, scenarios=SCENARIOS):
        found = sentences_of(document_from(one.inputs, 1))
        assert len(found) > 5, one.code
        assert len({row.where for row in found}) == len(found), one.code
        assert all(row.text and row.label and not re.search(r"\s{2}", row.text) for row in found), one.code
