"""A time limit on the wall of a case: when it ends, how that was reckoned, how it stands at a moment, who moves next.

Reads: a limit, its start, a calendar, what happened since. Writes: nothing. The moment at which one looks is passed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from routing.deadlines.calendars import Calendar
from routing.deadlines.counting import HOUR, Place, backwards, forwards, settled, whole_hour
from routing.deadlines.entries import Code, Entry
from routing.deadlines.limits import SHORT, Actor, Amount, Limit, Unit
from routing.deadlines.stops import Clock, Suspension, merged


class State(StrEnum):
    """How a deadline stands at a moment."""

    RUNNING = "running"
    DUE_SOON = "due_soon"
    SUSPENDED = "suspended"
    MET = "met"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Extension:
    """More time: an amount, or until the last hour of a named day, which is not rolled over (Reg. 1182/71 art. 5).

    `granted_at` None: from the start. One that was granted after the end does not revive the limit.
    """

    amount: Amount | None = None
    until: date | None = None
    granted_at: datetime | None = None
    basis: str = ""

    def __post_init__(self) -> None:
        if (self.amount is None) == (self.until is None):
            raise ValueError("an extension is either an amount of time or a day")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When a deadline is due soon: so much time before its end, for limits of days and for limits of hours."""

    days: timedelta
    hours: timedelta


@dataclass(frozen=True, slots=True)
class Reckoning:
    """When it ends. `ends` is the first moment that is too late, in UTC; `last_day` the last day on which one may act.

    Both are None while the clock stands still with the end behind it, and for a limit in words alone. `trace` is how.
    """

    ends: datetime | None
    last_day: date | None
    trace: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """A deadline at a moment: its state, when it ends, how much time is left (negative: over), who owes the next move.

    `met_late`: what was owed was done, but after the end.
    """

    state: State
    ends: datetime | None
    last_day: date | None
    left: timedelta | None
    next_move: str
    met_late: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """A limit that has started. `start` is the moment of the event (for one that counts back, the event ahead)."""

    limit: Limit
    start: datetime
    calendar: Calendar
    suspensions: tuple[Suspension, ...] = ()
    extensions: tuple[Extension, ...] = ()
    met_at: datetime | None = None

    def __post_init__(self) -> None:
        for moment in (self.start, self.met_at, *(extension.granted_at for extension in self.extensions)):
            if moment is not None and moment.tzinfo is None:
                raise ValueError("a deadline needs moments with a time zone")
        if self.limit.backwards and (self.suspensions or self.extensions):
            raise ValueError("a limit that counts back from an event can be neither suspended nor extended")

    def reckoning(self) -> Reckoning:
        """When it ends and how that was found. Raises CalendarTooShort where the calendar does not reach."""
        rule = self.limit.rule
        head = [Entry(Code.RULE, rule.basis(""), note=f"{rule.name}: {self.limit.rule_why}")]
        if not self.limit.amounts:
            note = "; ".join(words for words in (self.limit.event, self.limit.note) if words)
            return Reckoning(None, None, (*head, Entry(Code.IN_WORDS, f"art. {self.limit.article}", note=note)))
        found = [self._one(amount) for amount in self.limit.amounts]
        pick = min if self.limit.backwards else max
        best = pick(found, key=lambda item: item.ends or datetime.max.replace(tzinfo=UTC))
        if len(found) > 1:
            head.append(Entry(Code.LONGER, f"art. {self.limit.article}", best.last_day, best.ends, len(found)))
        return replace(best, trace=(*head, *best.trace))

    def _one(self, amount: Amount) -> Reckoning:
        """The end by one of the amounts."""
        rule, calendar = self.limit.rule, self.calendar
        day = calendar.day_of(self.start)
        trace = [Entry(Code.START, rule.basis(Code.START), day, self.start, note=self.limit.event)]
        if self.limit.backwards:
            place, more = backwards(rule, amount, self.start, calendar)
            return _ended(place, [*trace, *more], rule.basis(Code.END))
        clock = Clock(calendar, merged(self.suspensions))
        begin = self.start.astimezone(UTC)
        if amount.unit is Unit.HOURS and rule.whole_hours:
            begin = whole_hour(self.start, calendar) + HOUR
        trace += [Entry(Code.STOPPED, one.basis, moment=one.since, note=one.waits_for) for one in self.suspensions]
        reached, more = forwards(rule, amount, Place(begin, day), clock)
        trace += more
        end = self._settle(reached, day, clock)
        for extension in self.extensions:
            if self._is_late(extension, end):
                trace.append(Entry(Code.EXTENSION_LATE, extension.basis, moment=extension.granted_at))
                continue
            reached, more = self._extended(extension, reached, clock)
            trace += more
            end = self._settle(reached, day, clock)
        return _ended(end[0], [*trace, *end[1]], rule.basis(Code.END))

    def _settle(self, reached: Place | None, day: date, clock: Clock) -> tuple[Place | None, list[Entry]]:
        """The end of what is reached: days are settled by the rule, hours end where they are used up."""
        if reached is None or not reached.in_days:
            return reached, []
        return settled(self.limit.rule, reached, day, clock)

    @staticmethod
    def _is_late(extension: Extension, end: tuple[Place | None, list[Entry]]) -> bool:
        """Whether the limit had ended when the extension was granted."""
        return extension.granted_at is not None and end[0] is not None and extension.granted_at >= end[0].moment

    def _extended(self, extension: Extension, at: Place | None, clock: Clock) -> tuple[Place | None, list[Entry]]:
        """One extension from where the limit has come. More than the law allows is counted, and said."""
        rule, amount, most = self.limit.rule, extension.amount, self.limit.extendable
        entries = [Entry(Code.EXTENDED, extension.basis, moment=extension.granted_at)]
        if extension.until is not None:
            end = clock.calendar.expiry_of(extension.until)
            entries.append(Entry(Code.FIXED_DATE, rule.basis(Code.FIXED_DATE), extension.until, end))
            return Place(end, extension.until), entries
        if amount is None:  # pragma: no cover  # one of the two is always given
            return at, entries
        if most is not None and most.unit is amount.unit and amount.number > most.number:
            basis = f"art. {self.limit.extension_article}"
            entries.append(Entry(Code.EXTENSION_BEYOND, basis, number=int(most.number)))
        if at is None:
            return None, entries
        reached, more = forwards(rule, amount, at, clock)
        return reached, [*entries, *more]

    def as_of(self, now: datetime) -> Deadline:
        """The deadline as it was known at a moment: nothing that happened later."""
        return replace(
            self,
            suspensions=tuple(
                one if one.until is None or one.until <= now else replace(one, until=None)
                for one in self.suspensions
                if one.since <= now
            ),
            extensions=tuple(one for one in self.extensions if one.granted_at is None or one.granted_at <= now),
            met_at=self.met_at if self.met_at is not None and self.met_at <= now else None,
        )

    def status(self, now: datetime, soon: Thresholds) -> Status:
        """How it stands at a moment, by what was known then."""
        known = self.as_of(now)
        found = known.reckoning()
        ends = found.ends
        if known.met_at is not None:
            late = ends is not None and known.met_at >= ends
            state = State.MISSED if late else State.MET
            return Status(state, ends, found.last_day, None, Actor.NOBODY.value, met_late=late)
        stopped = known.stopped()
        if ends is None or (stopped is not None and now < ends):
            state = State.RUNNING if stopped is None else State.SUSPENDED
            owes = self.limit.owes.value if stopped is None else stopped.waits_for or self.limit.owes.value
            return Status(state, ends, found.last_day, None, owes)
        left = ends - now
        if left <= timedelta(0):
            state = State.MISSED
        else:
            short = all(amount.unit in SHORT for amount in self.limit.amounts)
            state = State.DUE_SOON if left <= (soon.hours if short else soon.days) else State.RUNNING
        return Status(state, ends, found.last_day, left, self.limit.owes.value)

    def stopped(self) -> Suspension | None:
        """The suspension that is still open, the first of several."""
        return next((one for one in self.suspensions if one.until is None), None)


def _ended(place: Place | None, trace: list[Entry], basis: str) -> Reckoning:
    """A reckoning that arrived, or one whose clock stands still."""
    if place is None:
        return Reckoning(None, None, (*trace, Entry(Code.NOT_RESUMED, basis)))
    return Reckoning(place.moment, place.day, (*trace, Entry(Code.END, basis, place.day, place.moment)))


def deadline_for(
    limit: Limit,
    start: datetime,
    calendars: Mapping[Actor, Calendar],
    *,
    default: Actor = Actor.REQUESTED,
) -> Deadline:
    """The deadline of a limit from its start, by the calendar of whoever is to act (Reg. 1182/71 art. 2(1)).

    `calendars` gives the calendar of each actor; one that is missing (a party, nobody) takes that of `default`. Raises
    KeyError where that is missing too.
    """
    return Deadline(limit, start, calendars.get(limit.owes, calendars[default]))
