"""What a route warns of, as a lawyer reads it: no code of a fact, a need, a measure, an instrument or a day.

Reads: the warnings of a stored answer, its needs, and the names in the rulebook. The stored text keeps its codes (they
are data that a machine compares); a code that the edition of today does not know stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advisor.languages.words import ENGLISH, spoken, worded
from advisor.web.route_view import instrument_name, measure_name, state_name
from advisor.web.warning_sentences import translated
from routing.rulebook import Rulebook

DOTTED = re.compile(r"\b[a-z_]+\.[a-z0-9_]+\b")
CODE = re.compile(r"(?<![\w./-])[a-z0-9]+(?:-[a-z0-9]+)*(?![\w/-]|\.\w)")
DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
ONE = re.compile(r"\b1 (day|week|month|year|hour)s\b|\b(\d+) (day|week|month|year|hour)\(s\)")
NEEDS_NAMED = 4

Answer = Mapping[str, Any]


def warnings_said(answer: Answer, book: Rulebook, *, need: str | None = None) -> list[dict[str, Any]]:
    """Each warning once: `code`, `text` in words, `needs` by name; those of one need only where `need` is given.

    `lang` is "en" where the text stays English. What was merely assumed comes last.
    """
    names = need_names(answer, book)
    found: dict[str, dict[str, Any]] = {}
    for item in answer["warnings"]:
        if need is not None and item.get("need") != need:
            continue
        words = spoken_text(item["text"], names, book)
        row = found.setdefault(item["text"], {"code": item["code"], **words, "ids": []})
        if item.get("need"):
            row["ids"].append(item["need"])
    rows = sorted(found.values(), key=lambda row: row["code"] == "assumed-date")
    return [
        {
            "code": row["code"],
            "text": row["text"],
            "lang": row["lang"],
            "needs": _named(row["ids"], names) if row["ids"] else "",
        }
        for row in rows
    ]


def need_names(answer: Answer, book: Rulebook) -> dict[str, str]:
    """Needs by their key: the measure's name and the requested State."""
    return {
        need["id"]: ", ".join(
            part
            for part in (measure_name(book, need["measure"]), state_name(book, need.get("requested_state")))
            if part
        )
        for need in answer["needs"]
    }


def spoken_text(text: str, names: Mapping[str, str], book: Rulebook) -> dict[str, str]:
    """A text of the engine in the language that is spoken, where that language has its sentences; else in English."""
    if spoken().partition("_")[0] != ENGLISH:
        words = translated(text, lambda part: said(part, names, book))
        if words is not None:
            return {"text": words, "lang": ""}
    return {"text": said(text, names, book), "lang": ENGLISH}


def said(text: str, names: Mapping[str, str], book: Rulebook) -> str:
    """One text of the engine in words."""
    if names:
        one = "(?:" + "|".join(re.escape(key) for key in sorted(names, key=len, reverse=True)) + ")"
        keys = re.compile(rf"(?<![\w.-]){one}(?:, {one})*(?![\w-])")
        text = keys.sub(lambda match: _named(match[0].split(", "), names), text)
    text = DOTTED.sub(lambda match: _term(match[0], book), text)
    text = CODE.sub(lambda match: instrument_name(book, match[0]), text)
    text = ONE.sub(_counted, text)
    return DAY.sub(_day, text)


def _named(keys: Iterable[str], names: Mapping[str, str]) -> str:
    """Needs by name; of many, the first and how many more."""
    listed = [names.get(key, key) for key in dict.fromkeys(keys)]
    if len(listed) <= NEEDS_NAMED:
        return "; ".join(listed)
    more = len(listed) - NEEDS_NAMED + 1
    rest = ngettext("%(n)d more need", "%(n)d more needs", more) % {"n": more}
    return _("%(first)s; and %(rest)s") % {"first": "; ".join(listed[: NEEDS_NAMED - 1]), "rest": rest}


def _term(code: str, book: Rulebook) -> str:
    """A fact by its question, a measure by its name."""
    if code in book.facts:
        return f"“{worded(book.facts[code].question)}”"
    return measure_name(book, code)


def _counted(match: re.Match[str]) -> str:
    """'1 week', '3 days'."""
    number, unit = match[2] or "1", match[1] or match[3]
    return f"{number} {unit}" if number == "1" else f"{number} {unit}s"


def _day(match: re.Match[str]) -> str:
    """A day in words; digits that are no day stay."""
    try:
        return date_format(date.fromisoformat(match[0]), "j F Y")
    except ValueError:
        return match[0]
