"""Calendars of States: holidays, clocks, regions, and what is not known."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from advisor.walk.calendars import NoCalendar, calendar_of, zone_of

ROOT = Path(__file__).resolve().parents[3]
MEMBERS = [
    "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE",
    "IT", "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE",
]  # fmt: skip


def states() -> list[str]:
    with (ROOT / "fixtures" / "catalogue" / "jurisdictions.csv").open(encoding="utf-8") as rows:
        return [row["iso2"] for row in csv.DictReader(rows)]


@pytest.mark.parametrize("state", MEMBERS)
def test_every_member_state_keeps_christmas_and_new_year(state):
    calendar = calendar_of(state, 2025, 2027)
    assert not calendar.is_working(date(2025, 12, 25))
    assert not calendar.is_working(date(2027, 1, 1))
    assert calendar.weekend == frozenset({5, 6})
    assert (calendar.first, calendar.last) == (date(2025, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("state", "day", "works"),
    [
        ("IT", date(2026, 6, 2), False),
        ("FR", date(2026, 6, 2), True),
        ("FR", date(2026, 7, 14), False),
        ("ES", date(2026, 10, 12), False),
        ("DE", date(2026, 10, 12), True),
        ("GR", date(2026, 4, 13), False),
        ("DE", date(2026, 4, 13), True),
        ("US", date(2026, 11, 26), False),
    ],
)
def test_a_day_is_a_holiday_where_it_is_kept(state, day, works):
    assert calendar_of(state, 2026, 2026).is_working(day) is works


def test_a_region_adds_its_own_days():
    epiphany = date(2026, 1, 6)
    assert calendar_of("DE", 2026, 2026).is_working(epiphany)
    bavaria = calendar_of("DE", 2026, 2026, "BY")
    assert not bavaria.is_working(epiphany)
    assert bavaria.state == "DE-BY"


def test_every_state_of_the_catalogue_has_a_calendar_and_a_clock():
    for state in states():
        calendar = calendar_of(state, 2026, 2026)
        assert calendar.state == state
        assert any(calendar.is_working(date(2026, 3, 2) + timedelta(days=number)) for number in range(7)), state


@pytest.mark.parametrize(
    ("state", "zone"),
    [("IT", "Europe/Rome"), ("DE", "Europe/Berlin"), ("US", "America/New_York"), ("XK", "Europe/Belgrade")],
)
def test_the_clock_is_that_of_the_capital(state, zone):
    assert zone_of(state).key == zone
    assert calendar_of(state, 2026, 2026).zone == zone_of(state)


def test_what_is_not_known_is_said():
    with pytest.raises(NoCalendar, match=r"^No clock is known for 'QQ': give the ISO 3166-1 code of a State\.$"):
        calendar_of("QQ", 2026, 2026)
    with pytest.raises(NoCalendar, match=r"^No public holidays are known for DE-QQ: reckon by hand, or leave"):
        calendar_of("DE", 2026, 2026, "QQ")
    with pytest.raises(ValueError, match=r"^the calendar would end \(2025\) before it begins \(2026\)$"):
        calendar_of("DE", 2026, 2025)


def test_no_holidays_for_a_state_is_said(monkeypatch):
    monkeypatch.setattr("advisor.walk.calendars.CAPITALS", {"AQ": "Antarctica/Troll"})
    monkeypatch.setattr(
        "advisor.walk.calendars.holidays.country_holidays", lambda *_, **__: (_ for _ in ()).throw(NotImplementedError)
    )
    with pytest.raises(NoCalendar, match=r"^No public holidays are known for AQ:"):
        calendar_of("AQ", 2026, 2026)
