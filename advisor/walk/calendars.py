"""Calendars of States for the reckoning of time limits: national public holidays and the clock of the capital.

Reads: the `holidays` package and the time zone data. Writes: nothing. A public holiday of one region is in the calendar
only when the region is named (Reg. 1182/71 art. 2(1) asks for the holidays of the State in which the action is taken).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from babel.core import get_global

from routing.deadlines import Calendar

# Where a State has several clocks: that of its capital. Kosovo keeps the clock of Belgrade.
CAPITALS: Mapping[str, str] = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "FM": "Pacific/Pohnpei",
    "ID": "Asia/Jakarta",
    "KI": "Pacific/Tarawa",
    "KZ": "Asia/Almaty",
    "MH": "Pacific/Majuro",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PG": "Pacific/Port_Moresby",
    "PS": "Asia/Hebron",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
    "XK": "Europe/Belgrade",
}


class NoCalendar(LookupError):
    """There is no calendar for a State or region; the message says what to do."""


def zone_of(iso2: str) -> ZoneInfo:
    """The clock of a State's capital. Raises NoCalendar for a code without one."""
    name = CAPITALS.get(iso2) or next(iter(get_global("territory_zones").get(iso2, ())), None)
    if name is None:
        raise NoCalendar(f"No clock is known for {iso2!r}: give the ISO 3166-1 code of a State.")
    return ZoneInfo(name)


@lru_cache(maxsize=512)
def calendar_of(iso2: str, first_year: int, last_year: int, region: str | None = None) -> Calendar:
    """The working days and the clock of a State from the first day of one year to the last day of another.

    `region` is a subdivision as `holidays` names it ("BY" for Bavaria). Raises NoCalendar for a State or region that it
    does not know, and ValueError for years in the wrong order.
    """
    if last_year < first_year:
        raise ValueError(f"the calendar would end ({last_year}) before it begins ({first_year})")
    zone = zone_of(iso2)
    try:
        found = holidays.country_holidays(iso2, subdiv=region, years=range(first_year, last_year + 1))
    except NotImplementedError as reason:
        where = f"{iso2}-{region}" if region else iso2
        raise NoCalendar(
            f"No public holidays are known for {where}: reckon by hand, or leave the region out."
        ) from reason
    return Calendar(
        state=f"{iso2}-{region}" if region else iso2,
        zone=zone,
        holidays=frozenset(found),
        first=date(first_year, 1, 1),
        last=date(last_year, 12, 31),
        weekend=frozenset(found.weekend),
    )
