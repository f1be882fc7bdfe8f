"""Working days of one State, and its clock. The days come from outside: the engine has no list of holidays.

Reg. (EEC, Euratom) 1182/71 art. 2(1): public holidays are those of the Member State or institution in which the action
is to be taken; art. 2(2): working days are all days but these, Saturdays and Sundays.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

ONE_DAY = timedelta(days=1)
WEEKEND = frozenset({5, 6})


class CalendarTooShort(ValueError):
    """A day was asked for that the list of holidays does not reach. `state`, `day`: whose, and which."""

    def __init__(self, state: str, day: date, first: date, last: date) -> None:
        self.state, self.day = state, day
        super().__init__(
            f"The holidays of {state} are given from {first} to {last}; {day} was needed. Pass a longer calendar."
        )


@dataclass(frozen=True, slots=True)
class Calendar:
    """`zone` is the clock by which days begin and end; `holidays` are complete from `first` to `last`, both included.

    `weekend` are the weekdays (0 Monday) without work: Saturday and Sunday under art. 2(2), others elsewhere.
    """

    state: str
    zone: tzinfo
    holidays: frozenset[date]
    first: date
    last: date
    weekend: frozenset[int] = WEEKEND

    def is_working(self, day: date) -> bool:
        """Whether the day is a working day. Raises CalendarTooShort for a day that the list does not reach."""
        if not self.first <= day <= self.last:
            raise CalendarTooShort(self.state, day, self.first, self.last)
        return day.weekday() not in self.weekend and day not in self.holidays

    def day_of(self, moment: datetime) -> date:
        """The day that a moment falls on by this State's clock."""
        return moment.astimezone(self.zone).date()

    def expiry_of(self, day: date) -> datetime:
        """The moment (in UTC) at which the last hour of a day expires: the first that is not in it any more."""
        return datetime.combine(day + ONE_DAY, time(), self.zone).astimezone(UTC)


def joint(one: Calendar, other: Calendar) -> Calendar:
    """Days on which both States work, by the clock of the first."""
    return Calendar(
        state=f"{one.state}+{other.state}",
        zone=one.zone,
        holidays=one.holidays | other.holidays,
        first=max(one.first, other.first),
        last=min(one.last, other.last),
        weekend=one.weekend | other.weekend,
    )
