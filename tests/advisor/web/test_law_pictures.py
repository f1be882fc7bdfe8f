"""Maps and timelines: nobody of the catalogue is missing, and a picture says what its table says."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from advisor.web.views.law.maps import IN_EUROPE, map_pictures
from advisor.web.views.law.timeline import Bar, timeline

IMAGES = Path(settings.BASE_DIR) / "advisor" / "web" / "static" / "web" / "img"


def shapes(name):
    text = (IMAGES / name).read_text(encoding="utf-8")
    assert "NaN" not in text
    assert "<script" not in text
    assert "style=" not in text
    found = re.findall(r'id="([A-Z]{2})"', text)
    assert len(found) == len(set(found))
    return set(found)


def test_every_state_of_the_catalogue_is_on_the_map(edition):
    """Gibraltar too, which the data of the map do not know."""
    assert set(edition.rulebook.states) <= shapes("world.svg")


def test_the_second_crop_holds_europe(edition):
    assert shapes("europe.svg") == IN_EUROPE
    members = {row["iso2"] for row in edition.document["jurisdictions"] if row["council_of_europe"] == "yes"}
    assert members <= IN_EUROPE
    assert {"AD", "GI", "LI", "MC", "MT", "SM", "VA", "XK"} <= IN_EUROPE


def test_a_state_is_coloured_on_both_pictures_where_it_is_drawn():
    shown = map_pictures(["MT", "TV"], ["FR"])
    assert shown.count("#MT") == 2
    assert shown.count("#TV") == 1
    assert 'class="is-partly" href="/static/web/img/europe.svg#FR"' in shown
    assert "style=" not in shown


BARS = [
    Bar("Old <treaty>", date(1962, 6, 12), date(1999, 12, 31), "before"),
    Bar("A treaty with a name that is far too long for its place", date(1999, 1, 1), None, "this"),
    Bar("Signed only", None, None, "after"),
]


@pytest.mark.parametrize("on", [date(1950, 1, 1), date(2026, 11, 22), date(2100, 12, 31)])
def test_a_timeline_keeps_inside_its_box_on_any_day(on):
    shown = timeline(BARS, on)
    assert "&lt;treaty&gt;" in shown
    assert "far too lo…" in shown or "…" in shown
    assert "no day recorded" in shown
    assert shown.count("<path") == 2
    places = [float(number) for number in re.findall(r'x[12]?="([0-9.-]+)"', shown)]
    places += [float(number) for number in re.findall(r"[ML]([0-9.]+),", shown)]
    assert all(0 <= place <= 780 for place in places)


def test_a_later_end_is_a_longer_bar():
    ends = []
    for end in (date(1990, 1, 1), date(1998, 1, 1), None):
        shown = timeline([Bar("A", date(1980, 1, 1), end, "this")], date(2000, 1, 1))
        ends.append(max(float(x) for x in re.findall(r"L([0-9.]+),", shown)))
    assert ends == sorted(set(ends))


def test_the_page_shows_picture_and_table(desk, edition):
    shown = desk.get(reverse("catalogue-instrument", args=["eu-2020-1783"])).content.decode()
    part = shown.partition('id="succession"')[2]
    assert 'class="rg-time"' in part
    assert "Evidence Reg. 2001" in part
    assert "1 Jan 2004" in part
    assert "30 Jun 2022" in part
    assert "europe.svg#GR" in shown


def test_codes_in_words_become_links(desk, edition):
    shown = desk.get(reverse("catalogue-instrument", args=["eio"]), {"on": "2020-01-01"}).content.decode()
    assert 'href="/catalogue/instruments/coe-mla-1959/?on=2020-01-01">ETS 30</a>' in shown
    assert "replaces: coe-mla-1959" not in shown
