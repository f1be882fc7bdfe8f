"""Where things lie: nothing overlaps, arcs end at their States, bars lie in their rows."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from defusedxml import ElementTree

from advisor.web.pictures.arcs import EUROPE, LABEL_H, LABEL_W, WORLD, arcs_drawn, arcs_laid
from advisor.web.pictures.due import Due
from advisor.web.pictures.gantt import LABEL, WIDTH, chart_drawn, chart_laid, rows_of
from advisor.web.pictures.ladder import CHIP, TALL, ladder_drawn, ladder_laid
from advisor.web.pictures.places import EUROPE_PLACES, WORLD_PLACES
from advisor.web.views.law.maps import IN_EUROPE
from tests.advisor.web.pictures.conftest import MOCKS, sheet_made
from tests.conftest import TODAY

STATIC = Path(__file__).parents[4] / "advisor" / "web" / "static"


def apart(boxes, width, height):
    """No two boxes of one size share a point."""
    for n, (x, y) in enumerate(boxes):
        for a, b in boxes[n + 1 :]:
            assert abs(x - a) >= width or abs(y - b) >= height, ((x, y), (a, b))


def no_due(way):
    return None


@pytest.fixture(params=[*MOCKS, "crowded"])
def any_sheet(request):
    return request.getfixturevalue("crowded") if request.param == "crowded" else sheet_made(request.param)


def test_chips_lie_apart_each_in_its_rung_and_column(any_sheet):
    laid = ladder_laid(any_sheet)
    apart([(chip.x, chip.y) for chip in laid.chips], CHIP, TALL)
    columns = {column.state: column for column in laid.columns}
    rungs = {rung.lane: rung for rung in laid.rungs}
    for chip in laid.chips:
        column, rung = columns[chip.way.state], rungs[chip.way.lane]
        assert column.x <= chip.x
        assert chip.x + CHIP <= column.x + column.width + 0.1
        assert rung.y <= chip.y
        assert chip.y + TALL <= rung.y + rung.height
    for one, other in zip(laid.rungs, laid.rungs[1:], strict=False):
        assert one.y + one.height <= other.y
    for one, other in zip(laid.columns, laid.columns[1:], strict=False):
        assert one.x + one.width <= other.x + 0.2


def test_every_way_is_a_chip_and_every_open_need_has_one_least(any_sheet):
    laid = ladder_laid(any_sheet)
    assert {id(chip.way) for chip in laid.chips} == {id(way) for way in any_sheet.ways}
    least = [chip.way.need for chip in laid.chips if chip.least]
    assert sorted(least) == sorted(need.id for need in any_sheet.needs if need.suffices)


def test_arcs_end_at_their_states_and_labels_lie_apart(sheet):
    laid = arcs_laid(sheet)
    assert laid.drawn is EUROPE
    assert laid.home == EUROPE_PLACES[sheet.home]
    assert {arc.state for arc in laid.arcs} == {need.state for need in sheet.needs} - {sheet.home, ""}
    left, top, width, height = laid.drawn.box
    for arc in laid.arcs:
        assert arc.start == laid.home
        assert arc.outside == (arc.state not in EUROPE_PLACES)
        if not arc.outside:
            assert arc.end == EUROPE_PLACES[arc.state]
        assert left <= arc.end[0] <= left + width
        assert top <= arc.end[1] <= top + height
    inside = [arc.label for arc in laid.arcs if not arc.outside]
    apart([*inside, laid.home_label], LABEL_W, LABEL_H)


def test_a_case_that_leads_out_of_europe_has_the_world(brief):
    from advisor.web.pictures.sheet import sheet_of
    from tests.routing.conftest import shipped_rulebook

    document = brief("mock-iptv")
    for need, code in zip(document["needs"], ("US", "BR", "JP", "ZA", "IN", "AU", "KR", "MX"), strict=False):
        need["requested_state"] = code
    document["needs"] = document["needs"][:8]
    laid = arcs_laid(sheet_of(document, shipped_rulebook(), TODAY, {}))
    assert laid.drawn is WORLD
    assert all(arc.end == WORLD_PLACES[arc.state] for arc in laid.arcs)


@pytest.mark.parametrize(("file", "places"), [("world", WORLD_PLACES), ("europe", EUROPE_PLACES)])
def test_every_place_lies_in_the_shape_of_its_state(file, places):
    text = (STATIC / "web" / "img" / f"{file}.svg").read_text()
    for code, (x, y) in places.items():
        shape = re.search(rf'id="{code}" (?:d="([^"]+)"|cx="([\d.]+)" cy="([\d.]+)")', text)
        if shape[2]:
            assert (x, y) == (float(shape[2]), float(shape[3]))
            continue
        points = [tuple(map(float, pair.split(","))) for pair in re.findall(r"-?[\d.]+,-?[\d.]+", shape[1])]
        assert min(p[0] for p in points) <= x <= max(p[0] for p in points), code
        assert min(p[1] for p in points) <= y <= max(p[1] for p in points), code


def test_the_places_of_europe_are_those_of_its_map():
    assert set(EUROPE_PLACES) == set(IN_EUROPE)


def test_bars_lie_in_their_rows_and_on_the_scale(any_sheet):
    rows = rows_of(any_sheet, no_due)
    chart = chart_laid(rows, TODAY)
    assert len(rows) == len(any_sheet.needs)
    places = [float(x) for x in re.findall(r'<rect class="rg-gantt__bar[^"]*" x="([\d.]+)"', chart_drawn(chart))]
    widths = [float(w) for w in re.findall(r'<rect class="rg-gantt__bar[^>]* width="([-\d.]+)"', chart_drawn(chart))]
    assert set(places) == {float(LABEL)}
    assert all(0 < width <= WIDTH - LABEL for width in widths)


def test_days_are_where_the_scale_says(sheet):
    rows = rows_of(sheet, lambda way: Due(TODAY + timedelta(10), "1(1)", "answer"))
    chart = chart_laid(rows, TODAY)
    assert chart.x(0) == LABEL
    assert chart.x(10) < chart.x(20)
    assert chart.x(10**6) == chart.x(chart.days)
    drawn = chart_drawn(chart)
    assert drawn.count("rg-gantt__due") == sum(need.least is not None for need in sheet.needs)
    assert f"M{chart.x(10)}," in drawn


def test_what_is_kept_too_short_is_marked(brief):
    from advisor.web.pictures.page import pictures
    from tests.routing.conftest import shipped_rulebook

    document = brief("mock-iptv")
    document["needs"][2]["kept_until"] = (TODAY + timedelta(9)).isoformat()
    found = pictures(document, shipped_rulebook(), TODAY, {})
    assert found["gantt"].count("rg-gantt__loss") == 1
    assert found["kept"]
    assert [row["late"] for row in found["gantt_rows"]].count(True) == 1


@pytest.mark.parametrize("draw", [ladder_drawn, arcs_drawn])
def test_a_picture_is_well_formed_and_has_no_inline_style(any_sheet, draw):
    drawn = draw(any_sheet)
    ElementTree.fromstring(drawn)
    assert "style=" not in drawn
    assert 'role="img"' in drawn
    assert "<title" in drawn
    assert "<desc" in drawn
