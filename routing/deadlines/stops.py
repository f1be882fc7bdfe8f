"""Suspensions: when the clock of a limit stands still.

A day is used up when it expires while the clock runs. A day at whose expiry the clock stood still is not: so the day of
the stop is given back and the day of the resumption counts, and stopping and resuming on one day changes nothing.
Overlapping and nested suspensions are one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from routing.deadlines.calendars import ONE_DAY, Calendar

LAST_DAY = date.max


@dataclass(frozen=True, slots=True)
class Suspension:
    """The clock stands still from `since` until `until` (None: still). Both are aware moments.

    `waits_for` names who owes the next move meanwhile (an `Actor` value); `basis` the article.
    """

    since: datetime
    until: datetime | None
    basis: str = ""
    waits_for: str = ""

    def __post_init__(self) -> None:
        for moment in (self.since, self.until):
            if moment is not None and moment.tzinfo is None:
                raise ValueError("a suspension needs moments with a time zone")
        if self.until is not None and self.until < self.since:
            raise ValueError("a suspension cannot end before it begins")


Span = tuple[datetime, datetime | None]
Days = tuple[date, date]


def merged(suspensions: Iterable[Suspension]) -> tuple[Span, ...]:
    """The suspensions as disjoint spans in order; None at the end of the last one that is still open."""
    spans: list[Span] = []
    for one in sorted(suspensions, key=lambda item: item.since):
        if spans:
            since, until = spans[-1]
            if until is None:
                break
            if one.since <= until:
                spans[-1] = (since, None if one.until is None else max(until, one.until))
                continue
        spans.append((one.since, one.until))
    return tuple(spans)


class Clock:
    """A calendar whose clock stands still over some spans."""

    def __init__(self, calendar: Calendar, spans: Iterable[Span]) -> None:
        self.calendar = calendar
        self.spans = tuple(spans)
        self.still: tuple[Days, ...] = tuple(
            (calendar.day_of(since), LAST_DAY if until is None else calendar.day_of(until))
            for since, until in self.spans
        )

    def runs_out(self, day: date) -> date | None:
        """The first day from `day` on that expires while the clock runs; None when it never resumes."""
        for first, resumed in self.still:
            if first <= day < resumed:
                if resumed is LAST_DAY:
                    return None
                day = resumed
        return day

    def days_after(self, day: date, number: int) -> date | None:
        """The day with which `number` further days are used up; None when the clock never gets there."""
        last = day + number * ONE_DAY
        for first, resumed in self.still:
            begin = max(first, day + ONE_DAY)
            if begin >= resumed:
                continue
            if begin > last:
                break
            if resumed is LAST_DAY:
                return None
            last += resumed - begin
        return last

    def working_days_after(self, day: date, number: int) -> date | None:
        """The working day with which `number` further working days are used up."""
        while number:
            reached = self.runs_out(day + ONE_DAY)
            if reached is None:
                return None
            day = reached
            number -= self.calendar.is_working(day)
        return day

    def working_from(self, day: date) -> date | None:
        """The first working day from `day` on that expires while the clock runs."""
        reached = self.runs_out(day)
        while reached is not None and not self.calendar.is_working(reached):
            reached = self.runs_out(reached + ONE_DAY)
        return reached

    def time_after(self, moment: datetime, length: timedelta) -> datetime | None:
        """The moment at which a length of time is used up; None when the clock never gets there."""
        left = length
        for since, until in self.spans:
            if until is not None and until <= moment:
                continue
            if since >= moment + left:
                break
            if until is None:
                return None
            left -= max(since, moment) - moment
            moment = until
        return moment + left
