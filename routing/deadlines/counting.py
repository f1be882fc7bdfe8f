"""One leg of a reckoning: from a place in time, over an amount, to the place where it is used up.

Reg. (EEC, Euratom) 1182/71 art. 3. Days are used up when they expire; hours and minutes are elapsed time, so a change
of the clocks gives or takes none.
"""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from routing.deadlines.calendars import ONE_DAY, Calendar
from routing.deadlines.entries import Code, Entry
from routing.deadlines.limits import SHORT, Amount, Unit
from routing.deadlines.rules import CountingRule
from routing.deadlines.stops import Clock

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
MONTH_OF_PARTS = 30
LENGTHS = {Unit.HOURS: HOUR, Unit.MINUTES: MINUTE}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reckoning stands: `moment` in UTC, and the `day` after which days go on.

    `in_days` tells whether it was reached by days, so that it may roll over; `length` counts the days used up so far.
    """

    moment: datetime
    day: date
    in_days: bool = False
    length: int = 0


def same_date(day: date, number: int) -> tuple[date, bool]:
    """The same date a number of months later (or earlier), and whether it had to give way to the end of the month."""
    index = day.year * 12 + day.month - 1 + number
    year, month = divmod(index, 12)
    last = months.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last)), day.day > last


def whole_hour(moment: datetime, calendar: Calendar) -> datetime:
    """The beginning of the hour that a moment falls in, by the State's clock, in UTC."""
    local = moment.astimezone(calendar.zone)
    past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return moment.astimezone(UTC) - past


def nominal(rule: CountingRule, amount: Amount, day: date, sign: int = 1) -> tuple[int, list[Entry]]:
    """The number of calendar days that an amount of days, weeks, months or years is, counted from the day of the event.

    `sign` -1 counts back. Months and years are those of the calendar at the start: a suspension adds days to them.
    """
    number, unit, code = amount.number, amount.unit, Code(amount.unit.value)
    if unit in (Unit.CALENDAR_DAYS, Unit.WEEKS):
        days = int(number) * (7 if unit is Unit.WEEKS else 1)
        return days, [Entry(code, rule.basis(code), day + sign * days * ONE_DAY, number=int(number))]
    in_months = number * 12 if unit is Unit.YEARS else number
    whole = int(in_months)
    parts = int((in_months - whole) * MONTH_OF_PARTS)
    reached, gave_way = same_date(day, sign * whole)
    entries = [Entry(code, rule.basis(code), reached, number=int(number))]
    if gave_way:
        entries.append(Entry(Code.MISSING_DATE, rule.basis(Code.MISSING_DATE), reached, number=day.day))
    if parts:
        reached += sign * parts * ONE_DAY
        entries.append(Entry(Code.PART_OF_MONTH, rule.basis(Code.PART_OF_MONTH), reached, number=parts))
    return abs((reached - day).days), entries


def forwards(rule: CountingRule, amount: Amount, at: Place, clock: Clock) -> tuple[Place | None, list[Entry]]:
    """One amount onwards from a place; None where the clock stands still for good before it is used up."""
    if amount.unit in SHORT:
        moment = clock.time_after(at.moment, int(amount.number) * LENGTHS[amount.unit])
        code = Code(amount.unit.value)
        entries = [Entry(code, rule.basis(code), moment=moment, number=int(amount.number))]
        if moment is None:
            return None, entries
        return Place(moment, clock.calendar.day_of(moment - timedelta.resolution), False, at.length), entries
    if amount.unit is Unit.WORKING_DAYS:
        number = int(amount.number)
        day = clock.working_days_after(at.day, number)
        entries = [Entry(Code.WORKING_DAYS, rule.basis(Code.WORKING_DAYS), day, number=number)]
    else:
        number, entries = nominal(rule, amount, at.day)
        day = clock.days_after(at.day, number)
    if day is None:
        return None, entries
    return Place(clock.calendar.expiry_of(day), day, True, at.length + number), entries


def settled(rule: CountingRule, at: Place, start: date, clock: Clock) -> tuple[Place | None, list[Entry]]:
    """The end of a period of days after roll-over (art. 3(4)) and the two working days (art. 3(5)).

    The number of working days is that of the days used up since the day of the event, those on which the clock stood
    still left out.
    """
    entries: list[Entry] = []
    day = at.day
    if rule.roll_over:
        working = clock.working_from(day)
        if working is None:
            return None, entries
        if working != day:
            day = working
            entries.append(Entry(Code.ROLLED, rule.basis(Code.ROLLED), day))
    if rule.two_working_days and at.length >= 2:
        second = clock.working_days_after(start, 2)
        if second is None:
            return None, entries
        if second > day:
            day = second
            entries.append(Entry(Code.TWO_WORKING_DAYS, rule.basis(Code.TWO_WORKING_DAYS), day, number=2))
    return Place(clock.calendar.expiry_of(day), day), entries


def backwards(rule: CountingRule, amount: Amount, event: datetime, calendar: Calendar) -> tuple[Place, list[Entry]]:
    """The last place at which one may act a full period before an event.

    The period lies wholly between the act and the event, whose day (or hour) does not count; one acts at the latest
    with the expiry of the day before its first day. It is not rolled over (art. 3(4), second subparagraph), but holds
    two working days where the rule asks for them (art. 3(5)).
    """
    if amount.unit in SHORT:
        code = Code(amount.unit.value)
        upto = whole_hour(event, calendar) if rule.whole_hours and amount.unit is Unit.HOURS else event.astimezone(UTC)
        moment = upto - int(amount.number) * LENGTHS[amount.unit]
        entry = Entry(code, rule.basis(code), moment=moment, number=int(amount.number))
        return Place(moment, calendar.day_of(moment)), [entry]
    day = calendar.day_of(event)
    if amount.unit is Unit.WORKING_DAYS:
        length = int(amount.number)
        first = _working_days_before(calendar, day, length)
        entries = [Entry(Code.WORKING_DAYS, rule.basis(Code.WORKING_DAYS), first, number=length)]
    else:
        length, entries = nominal(rule, amount, day, -1)
        first = day - length * ONE_DAY
    if rule.two_working_days and length >= 2 and (second := _working_days_before(calendar, day, 2)) < first:
        first = second
        entries.append(Entry(Code.TWO_WORKING_DAYS, rule.basis(Code.TWO_WORKING_DAYS), first, number=2))
    entries.append(Entry(Code.NOT_ROLLED, rule.basis(Code.NOT_ROLLED), first))
    last = first - ONE_DAY
    return Place(calendar.expiry_of(last), last), entries


def _working_days_before(calendar: Calendar, day: date, number: int) -> date:
    """The working day with which `number` working days before the day are full."""
    while number:
        day -= ONE_DAY
        number -= calendar.is_working(day)
    return day
