"""Citations: an article is named as one, and what nobody read again is provisional."""

from __future__ import annotations

import pytest

from routing.citations import article_reference, is_provisional, provisional_note


@pytest.mark.parametrize(
    ("article", "words"),
    [("31-34", "art. 31-34"), ("practice", "practice"), (" 5(2) ", "art. 5(2)"), ("", "article not recorded")],
)
def test_articles(article: str, words: str) -> None:
    assert article_reference(article) == words


def test_only_what_was_verified_is_not_provisional() -> None:
    assert not is_provisional("verified")
    assert all(is_provisional(mark) for mark in ("partly-verified", "memory", "None"))


def test_the_note_names_what_to_check() -> None:
    assert provisional_note("memory", ["3", "4"]) == "provisional: check 3, 4 before you rely on it"
    assert provisional_note("memory", []) == "provisional: check the text before you rely on it"
    assert provisional_note("verified", ["3"]) is None
