"""When an IP address was used: a moment with its time zone, because providers give one address to many people.

Kept as written (local time and zone), shown in UTC beside it. A day that can be read in two ways is refused with both
readings, and so is an hour that the clocks of that zone showed twice.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from advisor.intake.entities.faults import EntityFault, EntityFaults, quoted
from advisor.languages.words import gettext as _

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = r"[T ,:]{1,2}([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]{1,9})?)?"
_OFFSET = r"(?: ?(Z|UTC|GMT|CET|CEST|[+-][0-9]{2}:?[0-9]{2}))?"
ISO = re.compile(rf"([0-9]{{4}})-([0-9]{{1,2}})-([0-9]{{1,2}}){_TIME}{_OFFSET}")
NAMED = re.compile(rf"([0-9]{{1,2}})[/ .-]([A-Za-z]{{3,9}})[/ .-]([0-9]{{4}}){_TIME}{_OFFSET}")
SLASHED = re.compile(rf"([0-9]{{1,2}})[/.-]([0-9]{{1,2}})[/.-]([0-9]{{4}}){_TIME}{_OFFSET}")
_ZONE = re.compile(r"(?:UTC|GMT)?([+-])([0-9]{1,2}):?([0-9]{2})?")
_SHORT = {"Z": "UTC", "UTC": "UTC", "GMT": "UTC", "CET": "+01:00", "CEST": "+02:00"}
EARLIEST, LATEST = 1990, 2100


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


def zone_checked(text: str) -> str:
    """A zone as it is kept: 'UTC', '+01:00' or 'Europe/Rome'. Raises EntityFault."""
    plain = " ".join(text.split())
    if plain.upper() in _SHORT:
        return _SHORT[plain.upper()]
    if match := _ZONE.fullmatch(plain.upper()):
        hours, minutes = int(match[2]), int(match[3] or 0)
        if hours <= 14 and minutes < 60:
            return f"{match[1]}{hours:02d}:{minutes:02d}" if hours or minutes else "UTC"
    known = _zones().get(plain.replace(" ", "_").casefold())
    if known and "/" in known:
        return known
    raise EntityFault(
        _("Read %(read)s. Write the time zone as UTC, as +01:00, or as a place such as Europe/Rome.")
        % {"read": quoted(text)}
    )


def zone_of(zone: str) -> tzinfo:
    """The zone that `zone_checked` gave, as an object."""
    if zone == "UTC":
        return UTC
    if zone[0] in "+-":
        sign = -1 if zone[0] == "-" else 1
        return timezone(sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6])))
    return ZoneInfo(zone)


def utc_of(at: str, zone: str) -> datetime | None:
    """A kept moment in UTC; None when it cannot be read."""
    try:
        return datetime.fromisoformat(at).replace(tzinfo=zone_of(zone)).astimezone(UTC)
    except (ValueError, KeyError, OverflowError):
        return None


def _built(year: int, month: int, day: int, clock: tuple[str, ...], text: str) -> datetime:
    hour, minute, second = (int(part or 0) for part in clock)
    try:
        if not EARLIEST <= year <= LATEST:
            raise ValueError
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - local time, its zone stands beside it
    except ValueError:
        raise EntityFault(
            _("Read %(read)s. The calendar has no such moment: write it as 2026-11-03 21:14:05.")
            % {"read": quoted(text)}
        ) from None


def moment_read(text: str) -> tuple[datetime, str]:
    """(local time, zone or ''). Raises EntityFault: not a moment, or a day that can be read in two ways."""
    plain = " ".join(text.split())
    if match := ISO.fullmatch(plain):
        return _built(int(match[1]), int(match[2]), int(match[3]), match.groups()[3:6], text), match[7] or ""
    if match := NAMED.fullmatch(plain):
        month = _MONTHS.index(match[2][:3].lower()) + 1 if match[2][:3].lower() in _MONTHS else 0
        return _built(int(match[3]), month, int(match[1]), match.groups()[3:6], text), match[7] or ""
    if match := SLASHED.fullmatch(plain):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        if first <= 12 and second <= 12 and first != second:
            raise EntityFault(
                _("Read %(read)s. That can be %(one)s or %(two)s: write the day as year-month-day.")
                % {
                    "read": quoted(text),
                    "one": f"{year}-{second:02d}-{first:02d}",
                    "two": f"{year}-{first:02d}-{second:02d}",
                }
            )
        day, month = (first, second) if second <= 12 else (second, first)
        return _built(year, month, day, match.groups()[3:6], text), match[7] or ""
    raise EntityFault(_("Read %(read)s. Write day and time as 2026-11-03 21:14:05.") % {"read": quoted(text)})


def moment_checked(at: str, zone: str) -> tuple[str, str]:
    """(local time in ISO form, zone), or two empty texts. Raises EntityFaults with `at`, `zone` or both."""
    if not at.strip():
        if zone.strip():
            raise EntityFaults({"at": _("Say when: the time zone stands alone.")})
        return "", ""
    try:
        local, inside = moment_read(at)
    except EntityFault as fault:
        raise EntityFaults({"at": str(fault)}) from None
    wanted = zone.strip() or inside
    if not wanted:
        raise EntityFaults(
            {"zone": _("Say in which time zone: an hour earlier or later, the address was somebody else’s.")}
        )
    try:
        checked = zone_checked(wanted)
    except EntityFault as fault:
        raise EntityFaults({"zone": str(fault)}) from None
    _clocks(local, checked)
    return local.isoformat(), checked


def _clocks(local: datetime, zone: str) -> None:
    """Raises EntityFaults when the clocks of the zone showed this time twice, or never."""
    place = zone_of(zone)
    first, second = (local.replace(tzinfo=place, fold=fold).utcoffset() for fold in (0, 1))
    if first == second:
        return
    back = local.replace(tzinfo=place).astimezone(UTC).astimezone(place).replace(tzinfo=None)
    if back != local:
        said = _("The clocks of %(zone)s never showed this time: they were put forward that night. Check it.")
    else:
        said = _(
            "The clocks of %(zone)s showed this time twice that night. Write the zone as an offset, such as +01:00."
        )
    raise EntityFaults({"at": said % {"zone": zone}})
