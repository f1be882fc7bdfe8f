"""The words of documents: every language has every key and hole, every measure can be asked for."""

import re
from typing import Any

import pytest
import yaml

from advisor.dossiers.build.words import FOLDER, HOLE, humane, languages, wording
from advisor.dossiers.document import Run

ROOT_WORDS = wording("en")


def leaves(tree: Any, path: str = "") -> dict[str, Any]:
    if isinstance(tree, dict):
        return {k: v for key, inner in tree.items() for k, v in leaves(inner, f"{path}.{key}").items()}
    return {path: tree}


def read(language: str) -> dict[str, Any]:
    return leaves(yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8")))


@pytest.mark.parametrize("language", languages())
def test_a_language_has_the_keys_and_holes_of_english(language: str) -> None:
    english, other = read("en"), read(language)
    assert set(other) == set(english)
    for key, sentence in english.items():
        if isinstance(sentence, str):
            assert sorted(HOLE.findall(other[key])) == sorted(HOLE.findall(sentence)), key
        else:
            assert len(other[key]) == len(sentence) or key.startswith((".particulars", ".article")), key


@pytest.mark.django_db
def test_every_measure_has_a_sentence_that_asks_for_it(edition: Any) -> None:
    for code in edition.rulebook.measures:
        assert ROOT_WORDS.raw("ask").get(code), code


def test_typed_text_never_passes_through_a_pattern() -> None:
    typed = Run("{state} {0} %s", "quote")
    said = ROOT_WORDS.fill("a {x} b", x=typed)
    assert said == (Run("a "), typed, Run(" b"))


@pytest.mark.parametrize(
    ("duration", "unit", "said"),
    [
        (1, "weeks", "1 week"),
        (10, "calendar_days", "10 days"),
        (8, "hours", "8 hours"),
        (None, None, "see the article"),
    ],
)
def test_a_limit_in_words(duration: int | None, unit: str | None, said: str) -> None:
    assert ROOT_WORDS.limit(duration, unit) == said


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        (["22"], "art. 22"),
        (["6", "7"], "arts 6, 7"),
        (["18(3)(c)"], "art. 18(3)(c)"),
        (["1-7 (a, b)", "8"], "arts 1-7 (a, b); 8"),
        (["provider policy"], "provider policy"),
    ],
)
def test_articles_as_a_citation(listed: list[str], said: str) -> None:
    assert ROOT_WORDS.articles(listed) == said


def test_codes_become_words() -> None:
    assert humane("validated_other_authority") == "validated other authority"
    assert not re.search("[_]", humane("a_b_c"))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "22 November 2026, 17:52 UTC"),
        ("de", "22. November 2026, 17:52 UTC"),
        ("es", "22 de noviembre de 2026, 17:52 UTC"),
        ("fr", "22 novembre 2026, 17:52 UTC"),
        ("it", "22 novembre 2026, 17:52 UTC"),
    ],
)
def test_a_moment_is_said_as_days_are(language: str, said: str) -> None:
    words = wording(language)
    assert words.moment("2026-11-22 17:52 UTC") == said
    assert words.moment("") == ""
    assert words.moment("soon") == "soon"
