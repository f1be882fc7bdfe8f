"""Word lists of the rules. Reads: lists/*.yaml beside this file."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from advisor.dossiers.lint.months import months

FOLDER = Path(__file__).with_name("lists")


@dataclass(frozen=True)
class Cited:
    """An instrument as texts name it: codes of the catalogue, and the last day of its life where it has ended."""

    name: str
    pattern: re.Pattern[str]
    codes: frozenset[str]
    until: date | None


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def _any_of(listed: list[str]) -> re.Pattern[str]:
    inner = "|".join(piece.replace(" ", r"\s+") for piece in sorted(listed, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{inner})(?!\w)", re.I)


@cache
def cited_instruments() -> tuple[Cited, ...]:
    """Instruments by the names and numbers under which texts cite them."""
    return tuple(
        Cited(row["name"], _any_of(row["said"]), frozenset(row.get("codes", ())), row.get("until"))
        for row in _read("instruments")
    )


@cache
def word_set(name: str) -> frozenset[str]:
    """A set of words of lists/words.yaml."""
    return frozenset(_read("words")[name])


@cache
def stop_words() -> dict[str, frozenset[str]]:
    """The small words by which a language is known, by its code."""
    return {code: frozenset(listed) for code, listed in _read("words")["stops"].items()}


@cache
def known_acronyms() -> frozenset[str]:
    """Abbreviations that every authority knows."""
    return frozenset(str(word) for row in _read("acronyms").values() for word in row)


@cache
def national_terms() -> re.Pattern[str]:
    """Terms and offices of one legal system."""
    listed = sorted((term for row in _read("national_terms").values() for term in row), key=len, reverse=True)
    inner = "|".join(term.replace(" ", r"\s+") for term in listed)
    return re.compile(rf"(?<![\w@])(?<!\w[.-])(?:{inner})(?![\w@]|[.-]\w)", re.I)


@cache
def months_pattern() -> re.Pattern[str]:
    """A month's full name, with a capital: 'May' the month, not 'may'."""
    named = [
        name for name in months() if len(name) >= 3 and name not in ("mar", "sep", "dec", "set", "ago", "mag", "out")
    ]
    return re.compile(rf"\b(?:{'|'.join(re.escape(name.capitalize()) for name in named)}|(?:19|20)\d\d)\b")
