"""The polite reminder: a letter that quotes reference, day of sending, limit and article, as text and as DOCX.

Reads: a line of the ledger, its step's log, the stored route's option. Writes: nothing (that one was sent is recorded
by limit_records.chaser_record). It says what the record holds and no more: where no end is known it names none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from advisor.walk import states
from advisor.walk.ledger import LedgerLine, Status
from advisor.walk.ledger_reading import Chosen
from advisor.walk.ledger_words import SORTS
from advisor.walk.models import Step


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


def languages() -> list[str]:
    """The languages in which a letter can be written: those of the pages."""
    return [code for code, _name in settings.LANGUAGES]


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
    with translation.override(language):
        subject = _("Our reference %(reference)s: state of our request") % {"reference": step.case.reference}
        paragraphs = [
            _("Dear colleague,"),
            _opening(step, chosen),
            _limit_said(line, chosen),
            *_earlier(step, line),
            _(
                "We would be grateful if you could tell us how the request stands, when we may expect your answer, and "
                "whether anything is missing on our side. If it has been answered in the meantime, please regard this "
                "letter as settled."
            ),
            _("Please quote our reference %(reference)s in your answer.") % {"reference": step.case.reference},
            "\n".join(part for part in (_("Yours sincerely,"), writer, office) if part),
        ]
    return Chaser(language, subject, tuple(paragraph for paragraph in paragraphs if paragraph))


def _opening(step: Step, chosen: Chosen) -> str:
    name = chosen.option.get("short_title") or step.instrument
    sent, received = day_of(step, states.SENT), day_of(step, states.RECEIVED)
    words = {"name": name, "sent": _day(sent), "received": _day(received)}
    if sent is not None and received is not None:
        return (
            _("We refer to our request under %(name)s, sent on %(sent)s and received by you on %(received)s.") % words
        )
    if sent is not None:
        return _("We refer to our request under %(name)s, sent on %(sent)s.") % words
    return _("We refer to our request under %(name)s.") % words


def _limit_said(line: LedgerLine, chosen: Chosen) -> str:
    """What the law asks for, and until when; only what is known is said."""
    what = line.event if line.sort == "by_hand" else str(SORTS.get(line.sort, line.event))
    words = {
        "what": what,
        "article": line.article,
        "name": chosen.option.get("short_title") or "",
        "due": _day(line.due),
    }
    if line.due is None:
        return _("Article %(article)s of %(name)s provides for the %(what)s. We have no record of it yet.") % words
    if line.status is Status.OVERDUE:
        return (
            _("Under article %(article)s of %(name)s the %(what)s was due by %(due)s. We have no record of it yet.")
            % words
        )
    return _("Under article %(article)s of %(name)s the %(what)s is due by %(due)s.") % words


def _earlier(step: Step, line: LedgerLine) -> list[str]:
    rows = chasers_sent(step, line)
    if not rows:
        return []
    return [_("We wrote to you about this on %(day)s.") % {"day": _day(rows[-1].happened_on)}]


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""


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
