"""Where a statement comes from: article, instrument, source and how sure it is.

"Provisional" is everything that nobody read again in the text: it travels with each answer and is said in words.
"""

from __future__ import annotations

from collections.abc import Iterable

VERIFIED, MEMORY = "verified", "memory"


def article_reference(article: str) -> str:
    """`31-34` as `art. 31-34`; wording such as `practice` or `scope` stays as it is."""
    text = article.strip()
    if not text:
        return "article not recorded"
    return f"art. {text}" if text[0].isdigit() else text


def is_provisional(confidence: str) -> bool:
    """Whether the user must be told to check before relying on it."""
    return confidence != VERIFIED


def provisional_note(confidence: str, articles: Iterable[str]) -> str | None:
    """The words shown beside what is not verified; None where it is."""
    if not is_provisional(confidence):
        return None
    named = ", ".join(articles) or "the text"
    return f"provisional: check {named} before you rely on it"
