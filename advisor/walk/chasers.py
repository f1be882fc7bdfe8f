"""The polite reminder: a letter that quotes reference, day of sending, limit and article, as text and as DOCX.

Reads: a line of the ledger, its step's log, the stored route's option; the sentences are in chaser_words.yaml, in the
languages of the other letters. Writes: nothing (that one was sent is recorded by limit_records.chaser_record). It says
what the record holds and no more: where no end is known it names none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml
from babel.dates import format_date

from advisor.walk import states
from advisor.walk.ledger import LedgerLine, Status
from advisor.walk.ledger_reading import Chosen
from advisor.walk.models import Step

WORDS = Path(__file__).with_name("chaser_words.yaml")
Words = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Chaser:
    """A letter: its subject and its paragraphs, in `language`."""

    language: str
    subject: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """The whole letter as plain text."""
        return "\n\n".join([self.subject, *self.paragraphs]) + "\n"


@cache
def _books() -> dict[str, dict[str, Any]]:
    """The words of the letter by language."""
    found: dict[str, dict[str, Any]] = yaml.safe_load(WORDS.read_text("utf-8"))
    return found


def languages() -> list[str]:
    """The languages in which a letter can be written: those of the other letters."""
    return list(_books())


def day_of(step: Step, state: str) -> date | None:
    """The day of the last row of the log that brought a state; None without one."""
    found = [row for row in states.standing(step.events.all()) if row.kind == states.STATE and row.to_state == state]
    return found[-1].happened_on if found else None


def chasers_sent(step: Step, line: LedgerLine) -> list[Any]:
    """The rows of the log that tell of reminders about this limit, oldest first."""
    return [
        row
        for row in states.standing(step.events.all())
        if row.kind == states.CHASER and row.detail.get("limit") in (line.limit, line.event)
    ]


def chaser_letter(line: LedgerLine, step: Step, chosen: Chosen, *, writer: str, office: str, language: str) -> Chaser:
    """The letter about one limit. `writer` and `office` sign it; `language` is one of `languages()`."""
    if language not in languages():
        raise ValueError(f"no letter can be written in {language!r}")
    book, reference = _books()[language], step.case.reference
    paragraphs = [
        book["greeting"],
        _opening(book, step, chosen),
        _limit_said(book, line, chosen),
        *_earlier(book, step, line),
        book["request"],
        book["quote"].format(reference=reference),
        "\n".join(part for part in (book["closing"], writer, office) if part),
    ]
    return Chaser(language, book["subject"].format(reference=reference), tuple(paragraphs))


def _opening(book: Words, step: Step, chosen: Chosen) -> str:
    name = chosen.option.get("short_title") or step.instrument
    sent, received = day_of(step, states.SENT), day_of(step, states.RECEIVED)
    key = "opening" if sent is None else "opening_sent" if received is None else "opening_received"
    return str(book[key]).format(name=name, sent=_day(book, sent), received=_day(book, received))


def _limit_said(book: Words, line: LedgerLine, chosen: Chosen) -> str:
    """What the law asks for, and until when; only what is known is said. A limit that no sort fits speaks in the
    law's own words."""
    name = chosen.option.get("short_title") or chosen.option.get("instrument", "")
    law = str(book["law_article" if line.article else "law"]).format(article=line.article, name=name)
    what = book["what"].get(line.sort) or str(book["by_hand"]).format(event=line.event)
    key = "no_due" if line.due is None else "overdue" if line.status is Status.OVERDUE else "due"
    return str(book[key]).format(law=law, what=what, due=_day(book, line.due))


def _earlier(book: Words, step: Step, line: LedgerLine) -> list[str]:
    rows = chasers_sent(step, line)
    return [str(book["earlier"]).format(day=_day(book, rows[-1].happened_on))] if rows else []


def _day(book: Words, day: date | None) -> str:
    return str(format_date(day, format="long", locale=book["locale"])) if day else ""


def chaser_docx(letter: Chaser) -> bytes:
    """The letter as a DOCX file."""
    import docx

    document = docx.Document()
    document.core_properties.author = ""
    document.core_properties.title = letter.subject
    document.core_properties.language = letter.language
    document.add_heading(letter.subject, level=1)
    for paragraph in letter.paragraphs:
        document.add_paragraph(paragraph)
    file = BytesIO()
    document.save(file)
    return file.getvalue()
