"""The trace of an option in sentences: fact, found, condition, article, source, checked on, provisional or not. Pure.

Reads: the stored `because` lines of an option, the rulebook's questions and the day on which its record was checked.
The words of a condition are the catalogue's, in English; everything around them is in the language of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from advisor.languages.words import day_worded, worded
from advisor.web.findings import found_words
from advisor.web.route_view import articles_words, line_look
from routing.rulebook import Rulebook

SURE = frozenset({"verified"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """One tested line. `text` is the condition in the catalogue's English; the other fields are said around it."""

    look: str
    word: str
    text: str
    fact: str
    found: str
    found_lang: str
    article: str
    role: str
    source: str
    checked: str
    provisional: bool
    again: bool
    notes: tuple[str, ...]


def citations_of(option: Mapping[str, Any]) -> list[str]:
    """Every source that the trace of an option names."""
    found = [one for line in option["because"] for one in _sources(line, option)]
    return list(dict.fromkeys(found))


def trace_said(
    option: Mapping[str, Any],
    book: Rulebook,
    checked: Mapping[str, date],
    again: Callable[[Mapping[str, Any]], date | None] = lambda _line: None,
) -> list[Sentence]:
    """Every line of the trace, in its order. `checked`: source -> the day on which somebody read it last.

    `again`: the day on which the records behind a line were read again since, as they stand; the newer day is told.
    """
    return [_sentence(line, option, book, checked, again(line)) for line in option["because"]]


def _sources(line: Mapping[str, Any], option: Mapping[str, Any]) -> list[str]:
    """The sources of a line, else the first one of its record."""
    own = [str(one) for one in (line.get("source"), *(line.get("sources") or ())) if one]
    return list(dict.fromkeys(own)) or [str(one) for one in (option.get("sources") or ())[:1]]


def _sentence(
    line: Mapping[str, Any],
    option: Mapping[str, Any],
    book: Rulebook,
    checked: Mapping[str, date],
    again: date | None,
) -> Sentence:
    look, found = line_look(line), found_words(line, book)
    known = book.facts.get(line["fact"])
    sources = _sources(line, option)
    days = [checked[one] for one in sources if one in checked]
    read = max([*([min(days)] if days else []), *([again] if again else [])], default=None)
    article = str(line.get("article") or "")
    return Sentence(
        look=look["look"],
        word=look["word"],
        text=str(line.get("text") or "").rstrip(". "),
        fact=worded(known.question) if known else _("What the catalogue holds"),
        found=found["found_said"] or _("not known"),
        found_lang=found["found_lang"],
        article=articles_words([article]) if article else "",
        role=_role(str(line.get("effect") or "")),
        source="; ".join(sources),
        checked=day_worded(read) if read else "",
        provisional=not line.get("window") and str(line.get("basis") or "") not in SURE,
        again=again is not None,
        notes=tuple(_notes(line)),
    )


def _role(effect: str) -> str:
    """What a condition does to the verdict."""
    return {
        "required": _("Without it this way is closed."),
        "bar": _("If it is so, this way is closed."),
        "discretionary_refusal": _("It closes nothing, but the requested State may refuse for it."),
        "warning": _("It closes nothing; it is to be minded."),
    }.get(effect, _("It closes nothing."))


def _notes(line: Mapping[str, Any]) -> list[str]:
    """What else must be said of how a value was read."""
    notes = []
    if line.get("closes"):
        notes.append(_("This is what closes it."))
    if line.get("assumed"):
        notes.append(_("The day was assumed, because none is stated."))
    if line.get("computed"):
        notes.append(_("Computed from the catalogue, not answered by a person."))
    if line.get("or_group"):
        notes.append(_("One of several conditions of which one is enough."))
    return notes
