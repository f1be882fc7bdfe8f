"""When an address was used: forms of a moment, zones, and what is refused because it can be read in two ways."""

import pytest

from advisor.intake.entities.faults import EntityFault, EntityFaults
from advisor.intake.entities.moments import moment_checked, utc_of, zone_checked


@pytest.mark.parametrize(
    ("at", "zone", "kept"),
    [
        ("2026-11-03 21:14:05", "Europe/Rome", ("2026-11-03T21:14:05", "Europe/Rome")),
        ("2026-11-03T21:14", "utc", ("2026-11-03T21:14:00", "UTC")),
        ("2026-11-03T21:14:05.123Z", "", ("2026-11-03T21:14:05", "UTC")),
        ("2026-11-03 21:14:05 +0530", "", ("2026-11-03T21:14:05", "+05:30")),
        ("2026-11-03 21:14:05 CET", "", ("2026-11-03T21:14:05", "+01:00")),
        ("22/Nov/2026:10:00:00 +0000", "", ("2026-11-22T10:00:00", "UTC")),
        ("3 November 2026 10:00", "GMT+2", ("2026-11-03T10:00:00", "+02:00")),
        ("31/10/2026 10:00", "UTC", ("2026-10-31T10:00:00", "UTC")),
        ("10/31/2026 10:00", "UTC", ("2026-10-31T10:00:00", "UTC")),
        ("11.11.2026 10:00", "UTC", ("2026-11-11T10:00:00", "UTC")),
        ("", "", ("", "")),
    ],
)
def test_taken(at, zone, kept):
    assert moment_checked(at, zone) == kept


@pytest.mark.parametrize(
    ("at", "zone", "field", "said"),
    [
        ("3/11/2026 10:00", "UTC", "at", "2026-11-03 or 2026-03-11"),
        ("2026-11-03", "UTC", "at", "Write day and time"),
        ("2026-02-30 10:00", "UTC", "at", "no such moment"),
        ("2026-11-03 25:00", "UTC", "at", "no such moment"),
        ("1066-11-03 10:00", "UTC", "at", "no such moment"),
        ("3 Foo 2026 10:00", "UTC", "at", "no such moment"),
        ("2026-11-03 10:00", "", "zone", "Say in which time zone"),
        ("2026-11-03 10:00", "Rome", "zone", "Europe/Rome"),
        ("2026-11-03 10:00", "+15:00", "zone", "Europe/Rome"),
        ("2026-11-03 10:00", "EST", "zone", "Europe/Rome"),
        ("", "UTC", "at", "stands alone"),
        ("2026-10-25 02:30", "Europe/Rome", "at", "twice"),
        ("2026-03-29 02:30", "Europe/Rome", "at", "never"),
    ],
)
def test_refused(at, zone, field, said):
    with pytest.raises(EntityFaults) as refused:
        moment_checked(at, zone)
    assert list(refused.value.faults) == [field]
    assert said in refused.value.faults[field]


def test_the_moment_in_utc():
    assert f"{utc_of('2026-11-03T21:14:05', 'Europe/Rome'):%H:%M}" == "20:14"
    assert f"{utc_of('2026-11-03T21:14:05', '-03:30'):%H:%M}" == "00:44"
    assert utc_of("junk", "UTC") is None
    assert utc_of("2026-11-03T21:14:05", "No/Where") is None


def test_an_offset_of_nothing_is_utc():
    assert zone_checked("+00:00") == "UTC"
    with pytest.raises(EntityFault):
        zone_checked("Etc")
