"""Texts in the language that is spoken: the words of the vocabulary, names of States and languages, days, numbers.

Reads the active translation and Babel's tables. The vocabulary of an edition is English; `worded` looks its questions,
helps, names of measures and labels up like any other message (extract.py puts them into every language's file). A text
that a language does not have stays English.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError, dates, numbers
from django.utils.translation import get_language, gettext, gettext_lazy, gettext_noop, ngettext

__all__ = ["gettext", "gettext_lazy", "gettext_noop", "ngettext"]  # for rooms that know no framework

ENGLISH = "en"


def worded(text: str) -> str:
    """A text of the vocabulary in the language that is spoken."""
    return gettext(text) if text else ""


def spoken() -> str:
    """The code of the language that is spoken, as Babel spells it."""
    return (get_language() or ENGLISH).replace("-", "_")


@lru_cache(maxsize=64)
def locale_of(code: str) -> Locale:
    """Babel's tables for a language; English for one that Babel does not have."""
    try:
        return Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return Locale(ENGLISH)


def state_worded(code: str, english: str) -> str:
    """A State's name: the catalogue's own in English, Babel's in every other language."""
    language = spoken()
    if language.partition("_")[0] == ENGLISH:
        return english
    return str(locale_of(language).territories.get(code, english))


def language_worded(code: str) -> str:
    """A language's name: 'French', 'français'."""
    return str(locale_of(spoken()).languages.get(code, code))


def day_worded(day: date) -> str:
    """A day in words: '5 October 2026', '5 octobre 2026'."""
    return str(dates.format_date(day, "d MMMM y", locale=locale_of(spoken())))


def number_worded(number: int | float) -> str:
    """A number with the separators of the language."""
    return str(numbers.format_decimal(number, locale=locale_of(spoken())))


def list_worded(texts: Sequence[str]) -> str:
    """'a', 'a or b', 'a, b or c'."""
    if len(texts) < 2:
        return "".join(texts)
    return gettext("%(first)s or %(last)s") % {"first": ", ".join(texts[:-1]), "last": texts[-1]}
