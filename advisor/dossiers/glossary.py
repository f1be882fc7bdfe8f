"""The pinned terms: one word of the field in each language, and how single instruments say it in their own way.

Reads: glossary.yaml beside this file. Used by the tests of the wording, by the translation packet and by its check.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("glossary.yaml")
SHORTEST_STEM = 4
STEM = 0.62  # so much of a word stays when it is inflected


@dataclass(frozen=True, eq=False)
class Term:
    """One term: its code, and by language how it is said."""

    code: str
    said: Mapping[str, str]


@cache
def _read() -> Mapping[str, Any]:
    read: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return read


@cache
def terms(instrument: str = "") -> tuple[Term, ...]:
    """The terms as the instrument says them (code of the catalogue), by their code."""
    own = _read()["instruments"].get(instrument, {})
    return tuple(Term(code, {**said, **own.get(code, {})}) for code, said in sorted(_read()["terms"].items()))


@cache
def places() -> tuple[tuple[str, ...], ...]:
    """Places that languages call by different names: a row each."""
    return tuple(tuple(row) for row in _read()["places"])


def occurs(term: str, text: str) -> bool:
    """Whether a term stands in a text, inflected or not."""
    return _pattern(term).search(text) is not None


def terms_in(text: str, language: str, known: tuple[Term, ...]) -> tuple[Term, ...]:
    """The terms that stand in a text. A term that stands there letter by letter is not taken for one that looks like
    it when inflected ('autorità richiedente', 'autorità richiesta')."""
    exact = {term: spans for term in known if (spans := _spans(re.escape(term.said[language]), text))}
    taken = [span for spans in exact.values() for span in spans]
    found = []
    for term in known:
        spans = [match.span() for match in _pattern(term.said[language]).finditer(text)]
        if term in exact or any(all(end <= start or begin >= stop for start, stop in taken) for begin, end in spans):
            found.append(term)
    return tuple(found)


def _spans(pattern: str, text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE)]


@cache
def _pattern(term: str) -> re.Pattern[str]:
    words = []
    for word in term.split(" "):
        stem = word if len(word) <= SHORTEST_STEM else word[: max(SHORTEST_STEM, round(len(word) * STEM))]
        words.append(rf"{re.escape(stem)}\w*")
    return re.compile(r"(?<!\w)" + r"[\s\w'’]{0,8}?\s*".join(words), re.IGNORECASE)
