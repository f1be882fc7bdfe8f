"""Whether a provision can be used on the deciding day at all: its window and its status."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from routing.conditions import FAILS, HOLDS, Verdict
from routing.memberships import NEVER_USABLE, NOT_YET
from routing.rules import Instrument, Provision
from routing.scenes import Deciding, Scene, deciding

STATUS = "status"


@dataclass(frozen=True, slots=True)
class WindowResult:
    """One limit of the window, or the status, against the deciding day.

    `op` is on_or_after or before with the day `limit`, or `status` without one.
    """

    verdict: Verdict
    day: Deciding
    limit: date | None
    op: str
    text: str
    article: str
    rests_on: tuple[str, ...]


def windows_of(scene: Scene, provision: Provision) -> tuple[WindowResult, ...]:
    """The window and the status of a provision on the deciding day of its instrument.

    The days of the provision replace those of the instrument. not_in_force and under_negotiation close on every day,
    not_yet_applicable on days before the window opens.
    """
    instrument = scene.rulebook.instruments[provision.instrument]
    when, period = deciding(scene, instrument), provision.period
    rests = scene.origin(when.fact)
    found = []
    if period.start is not None:
        verdict = HOLDS if when.day >= period.start else FAILS
        text = f"{instrument.short_title} applies from {period.start}"
        article = when.article or "period of application"
        found.append(WindowResult(verdict, when, period.start, "on_or_after", text, article, rests))
    if period.end is not None:
        verdict = HOLDS if when.day < period.end else FAILS
        text = f"{instrument.short_title} applied until {period.last}"
        article = when.article or "period of application"
        found.append(WindowResult(verdict, when, period.end, "before", text, article, rests))
    status = provision.status or instrument.status
    if status_closes(status, provision, when.day):
        text = _status_text(instrument, status or "")
        found.append(WindowResult(FAILS, when, None, STATUS, text, "status of the record", rests))
    return tuple(found)


def status_closes(status: str | None, provision: Provision, day: date) -> bool:
    """Whether the status alone keeps the provision from being used on the day."""
    if status in NEVER_USABLE:
        return True
    return status == NOT_YET and (provision.period.start is None or day < provision.period.start)


def _status_text(instrument: Instrument, status: str) -> str:
    """The status in words, with the book's own note."""
    words = f"{instrument.short_title}: {status.replace('_', ' ')}"
    return f"{words} ({instrument.status_text})" if instrument.status_text else words
