"""An independent literal walk of the counting rules: day after day, quarter of an hour after quarter of an hour.

Shares no code with routing.deadlines. Slow and plain on purpose: each day is asked whether its last hour expired while
the clock ran, each quarter of an hour whether it lay in a stop. Inputs are whole quarters of an hour.
"""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache

QUARTER = timedelta(minutes=15)


@cache
def over(day: date, zone: tzinfo) -> datetime:
    """The first quarter of an hour whose date by the clock of the zone is a later one."""
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) - 16 * 4 * QUARTER
    while moment.astimezone(zone).date() <= day:
        moment += QUARTER
    return moment


class Walk:
    """One period. `stops` are (since, until or None) in any order, overlapping or not; `eu` is Reg. 1182/71."""

    def __init__(
        self,
        start: datetime,
        zone: tzinfo,
        holidays: frozenset[date],
        stops: list[tuple[datetime, datetime | None]],
        *,
        eu: bool,
    ) -> None:
        self.start, self.zone, self.holidays, self.stops, self.eu = start, zone, holidays, stops, eu
        local = start.astimezone(zone)
        self.event = date(local.year, local.month, local.day)
        self.never = max((since for since, until in stops if until is None), default=None)

    def midnight_after(self, day: date) -> datetime:
        """The moment at which a day is over."""
        return over(day, self.zone)

    def stopped_at_end_of(self, day: date) -> bool:
        """Whether a stop covers the very last moment of the day."""
        end = self.midnight_after(day)
        return any(since < end and (until is None or until >= end) for since, until in self.stops)

    def hopeless(self, day: date) -> bool:
        """Whether a stop that never ends covers the day's end: no later day can expire with the clock running."""
        end = self.midnight_after(day)
        return any(since < end and until is None for since, until in self.stops)

    def works(self, day: date) -> bool:
        return calendar.weekday(day.year, day.month, day.day) < 5 and day not in self.holidays

    def next(self, day: date) -> date:
        return date.fromordinal(day.toordinal() + 1)

    def last_of_unit(self, number: int, unit: str) -> date:
        """Where weeks, months and years end in the calendar, walked date by date."""
        day = self.event
        if unit == "calendar_days":
            for _ in range(number):
                day = self.next(day)
            return day
        if unit == "weeks":
            passed = 0
            while passed < number:
                day = self.next(day)
                passed += day.isoweekday() == self.event.isoweekday()
            return day
        months = number * (12 if unit == "years" else 1)
        year, month = self.event.year, self.event.month
        for _ in range(months):
            month += 1
            if month == 13:
                year, month = year + 1, 1
        number_of_day = self.event.day
        while True:
            try:
                return date(year, month, number_of_day)
            except ValueError:
                number_of_day -= 1

    def days(self, number: int, unit: str) -> date | None:
        """The last day of a period of days, weeks, months, years or working days; None when a stop never ends."""
        if unit == "working_days":
            wanted = number
        else:
            wanted = 0
            day, target = self.event, self.last_of_unit(number, unit)
            while day < target:
                day = self.next(day)
                wanted += 1
        day, used, worked = self.event, 0, 0
        while used < wanted:
            day = self.next(day)
            if self.hopeless(day):
                return None
            if self.stopped_at_end_of(day):
                continue
            if unit != "working_days" or self.works(day):
                used += 1
            worked += self.works(day)
        if not self.eu:
            return day
        while not (self.works(day) and (wanted < 2 or worked >= 2)):
            day = self.next(day)
            if self.hopeless(day):
                return None
            while self.stopped_at_end_of(day):
                day = self.next(day)
                if self.hopeless(day):
                    return None
            worked += self.works(day)
        return day

    def hours(self, number: int) -> datetime | None:
        """The end of a period of hours; None when a stop never ends."""
        moment = self.start.astimezone(UTC)
        if self.eu:
            moment += QUARTER
            while moment.astimezone(self.zone).minute != 0:
                moment += QUARTER
        left = number * 4
        while left:
            if any(since <= moment and until is None for since, until in self.stops):
                return None
            if not any(since <= moment < until for since, until in self.stops if until is not None):
                left -= 1
            moment += QUARTER
        return moment
