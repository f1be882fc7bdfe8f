"""What was found for a condition of a stored route, and in which language that is said. Pure.

A value of the case is said in the language of the page. A sentence of the engine is English, and so are the days and
States in it: half a sentence in each language is read by nobody, and said by no screen reader.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import translation

from advisor.intake.labels import label_of
from advisor.intake.saying import say_value
from advisor.languages.words import day_worded
from routing.rulebook import Rulebook

DAY = re.compile(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]")
STATE = re.compile(r"\b([A-Z]{2})(?= (?:is|was|has|may|and|not)\b)")
CODE = re.compile(r"[a-z]+(?:_[a-z]+)+")
ENGLISH = "en"


def found_words(line: Mapping[str, Any], book: Rulebook) -> dict[str, str]:
    """`found_said`: 'Ireland', '60 months', '5 October 2026', 'Yes'; `found_lang`: 'en' for a sentence, else ''."""
    value, known = line.get("found"), book.facts.get(line["fact"])
    if known is None and isinstance(value, str) and CODE.fullmatch(value):
        return _in(label_of(value))
    if known is None and isinstance(value, str) and DAY.fullmatch(value):
        return _in(_day(value))
    said = "" if value is None else _said(value, line["fact"], book)
    if isinstance(value, str) and said == value and " " in value and (known is None or known.source != "asked"):
        return _in(_spelled(value, book), ENGLISH)
    return _in(said)


def _in(text: str, language: str = "") -> dict[str, str]:
    return {"found_said": text, "found_lang": language}


def _said(value: Any, fact: str, book: Rulebook) -> str:
    """A value in the words of its fact; one that does not fit its type as it stands."""
    known = book.facts.get(fact)
    fits = {"date": isinstance(value, str) and DAY.fullmatch(value), "decimal": isinstance(value, int | float)}
    if known is not None and not fits.get(known.type, True):
        return str(value)
    return say_value(book, fact, value)


def _day(text: str) -> str:
    """A day in words; what is no day of the calendar stays as it is."""
    try:
        return day_worded(date.fromisoformat(text))
    except ValueError:
        return text


def _spelled(text: str, book: Rulebook) -> str:
    """A sentence of the engine with its days and States in English words: 'France is bound since 22 May 2017'."""
    with translation.override(ENGLISH):
        days = DAY.sub(lambda found: _day(found[0]), text)
    return STATE.sub(lambda found: book.states[found[1]].name if found[1] in book.states else found[1], days)
