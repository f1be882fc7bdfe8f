"""Whether a provision can be used on the deciding day at all: its window and its status."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from routing.conditions import FAILS, HOLDS, Verdict
from routing.memberships import NEVER_USABLE, NOT_YET
from routing.rules import Instrument, Provision
from routing.scenes import Deciding, Scene, deciding

STATUS = "status"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WindowResult:
    """One limit of the window, or the status, against the deciding day.

    `op` is on_or_after or before with the day `limit`, or `status` without one.
    """

    verdict: Verdict
    day: Deciding
    limit: date | None
    op: str
    instrument: Instrument
    status: str
    rests_on: tuple[str, ...]

    @property
    def article(self) -> str:
        """Where the limit comes from."""
        if self.op == STATUS:
            return "status of the record"
        return self.day.article or "period of application"

    @property
    def text(self) -> str:
        """The limit in words."""
        title = self.instrument.short_title
        if self.limit is None:
            words = f"{title}: {self.status.replace('_', ' ')}"
            return f"{words} ({self.instrument.status_text})" if self.instrument.status_text else words
        if self.op == "before":
            return f"{title} applied until {self.limit - ONE_DAY}"
        return f"{title} applies from {self.limit}"


def windows_of(scene: Scene, provision: Provision) -> tuple[WindowResult, ...]:
    """The window and the status of a provision on the deciding day of its instrument.

    The days of the provision replace those of the instrument. not_in_force and under_negotiation close on every day,
    not_yet_applicable on days before the window opens.
    """
    instrument = scene.rulebook.instruments[provision.instrument]
    period, status = provision.period, provision.status or instrument.status or ""
    if period.start is None and period.end is None and not status:
        return ()
    when = deciding(scene, instrument)
    rests = scene.origin(when.fact)
    found = []
    if period.start is not None:
        verdict = HOLDS if when.day >= period.start else FAILS
        found.append(WindowResult(verdict, when, period.start, "on_or_after", instrument, status, rests))
    if period.end is not None:
        verdict = HOLDS if when.day < period.end else FAILS
        found.append(WindowResult(verdict, when, period.end, "before", instrument, status, rests))
    if status_closes(status, provision, when.day):
        found.append(WindowResult(FAILS, when, None, STATUS, instrument, status, rests))
    return tuple(found)


def status_closes(status: str, provision: Provision, day: date) -> bool:
    """Whether the status alone keeps the provision from being used on the day."""
    if status in NEVER_USABLE:
        return True
    return status == NOT_YET and (provision.period.start is None or day < provision.period.start)
