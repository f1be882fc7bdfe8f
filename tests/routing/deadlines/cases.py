"""Random deadlines, their answers by the engine and by the literal walk."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from routing.deadlines import CALENDAR, REG_1182_71, Amount, Calendar, Deadline, Effect, Limit, Suspension, Unit
from tests.routing.deadlines.walk import Walk

# Clocks with and without summer time, half hours, midnight changes, a day that never was (Apia, 30 December 2011).
ZONES = [
    ZoneInfo(name)
    for name in (
        "Europe/Rome",
        "Europe/Lisbon",
        "Atlantic/Azores",
        "Europe/Helsinki",
        "America/New_York",
        "America/Sao_Paulo",
        "America/Havana",
        "Asia/Kolkata",
        "Asia/Beirut",
        "Africa/Casablanca",
        "Pacific/Apia",
        "UTC",
    )
]
UNITS = {
    "hours": 100,
    "calendar_days": 45,
    "working_days": 30,
    "weeks": 6,
    "months": 3,
    "years": 1,
}
FIRST, LAST = date(1999, 1, 1), date(2045, 12, 31)
QUARTERS_OF_A_YEAR = 4 * 24 * 365


def limit(number: int, unit: str, *, eu: bool = True) -> Limit:
    """A limit for the tests."""
    rule = REG_1182_71 if eu else CALENDAR
    return Limit("event", (Amount(Fraction(number), Unit(unit)),), "1", "verified", rule, "test", effect=Effect.DUE)


def random_case(rng: random.Random) -> tuple[Deadline, int, str, Walk]:
    """A deadline, its amount, and the walk that says the same."""
    zone = rng.choice(ZONES)
    eu = rng.random() < 0.7
    base = datetime(rng.randint(2004, 2034), 1, 1, tzinfo=UTC)
    start = base + timedelta(minutes=15 * rng.randrange(QUARTERS_OF_A_YEAR))
    unit = rng.choice(list(UNITS))
    number = rng.randint(1, rng.choice((2, 5, UNITS[unit])) if UNITS[unit] > 1 else 1)
    around = start.date()
    density = rng.choice((0, 3, 20))
    holidays = frozenset(around + timedelta(days=rng.randint(-3, 60)) for _ in range(density))
    reach = 4 * 24 * rng.choice((1, 3, 30))
    stops: list[tuple[datetime, datetime | None]] = []
    for _ in range(rng.choice((0, 0, 1, 1, 2, 4))):
        since = start + timedelta(minutes=15 * rng.randint(-reach // 8, reach))
        until = since + timedelta(minutes=15 * rng.choice((0, rng.randrange(40), rng.randrange(reach))))
        if rng.random() < 0.2:  # stops that touch midnight exactly
            since = datetime.combine(since.astimezone(zone).date(), datetime.min.time(), zone).astimezone(UTC)
            until = max(since, until)
        stops.append((since, None if rng.random() < 0.05 else until))
    rng.shuffle(stops)
    calendar = Calendar("XX", zone, holidays, FIRST, LAST)
    deadline = Deadline(limit(number, unit, eu=eu), start, calendar, tuple(Suspension(*stop) for stop in stops))
    return deadline, number, unit, Walk(start, zone, holidays, stops, eu=eu)


def disagreement(rng: random.Random) -> str | None:
    """One random case: None where engine and walk agree, else the case in words."""
    deadline, number, unit, walk = random_case(rng)
    found = deadline.reckoning()
    if unit == "hours":
        ends = walk.hours(number)
        same = found.ends == ends
        wanted: object = ends
    else:
        last = walk.days(number, unit)
        wanted = last
        same = found.last_day == last and found.ends == (None if last is None else walk.midnight_after(last))
    return None if same else f"{number} {unit} {deadline}: engine {found.last_day} {found.ends}, walk {wanted}"
