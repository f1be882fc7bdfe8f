"""The time of a limit as a budget: what there is, what is used, what is left at a moment. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from routing.deadlines import Deadline, Limit
from routing.deadlines.limits import SHORT
from routing.deadlines.stops import Clock, merged

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Budget:
    """The time of a limit: `used` and `left` make up `total`; `left` is negative when it is over.

    In whole days by the calendar of whoever must act, those on which the clock stood still left out; in minutes of
    elapsed time for a limit in hours (`unit` "minutes").
    """

    total: int
    used: int
    left: int
    unit: str = "days"


def is_short(limit: Limit) -> bool:
    """Whether a limit runs in hours or minutes."""
    return bool(limit.amounts) and all(amount.unit in SHORT for amount in limit.amounts)


def last_day(deadline: Deadline, ends: datetime) -> date:
    """The last day on which one may act, where `ends` is the first moment that is too late."""
    return deadline.calendar.day_of(ends - timedelta.resolution)


def budget_of(deadline: Deadline, moment: datetime) -> Budget | None:
    """What is used and what is left at a moment; None where the law gives no number.

    While the clock stands still: as if it ran again as soon as that day is over (for hours: at that moment), so that
    what is left does not change from day to day.
    """
    resumed = _resumed(deadline, moment)
    ends = resumed.reckoning().ends
    if ends is None:
        return None
    spans = merged(resumed.suspensions)
    if is_short(deadline.limit):
        left = _minutes(ends - moment)
        stopped = sum(_minutes(_overlap(span, deadline.start, moment)) for span in spans)
        used = _minutes(moment - deadline.start) - stopped
        return Budget(used + left, used, left, "minutes")
    calendar, clock = deadline.calendar, Clock(deadline.calendar, spans)
    begins, last, day = calendar.day_of(deadline.start), last_day(deadline, ends), calendar.day_of(moment)
    return Budget(_running(clock, begins, last), _running(clock, begins, day), _running(clock, day, last))


def _resumed(deadline: Deadline, moment: datetime) -> Deadline:
    """The same deadline with a clock that runs again, if it stands still at the moment."""
    if deadline.stopped() is None:
        return deadline
    calendar = deadline.calendar
    again = moment if is_short(deadline.limit) else calendar.expiry_of(calendar.day_of(moment))
    return replace(
        deadline,
        suspensions=tuple(
            one if one.until is not None else replace(one, until=max(again, one.since)) for one in deadline.suspensions
        ),
    )


def _running(clock: Clock, after: date, upto: date) -> int:
    """The days after one day and up to another that expire while the clock runs; negative backwards."""
    if upto < after:
        return -_running(clock, upto, after)
    found = (upto - after).days
    for first, resumed in clock.still:
        begin, end = max(first, after + ONE_DAY), min(resumed, upto + ONE_DAY)
        found -= max((end - begin).days, 0)
    return found


def _overlap(span: tuple[datetime, datetime | None], start: datetime, end: datetime) -> timedelta:
    return max(min(span[1] or end, end) - max(span[0], start), timedelta(0))


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)
