"""The map with arcs: from the requesting State to every State concerned. Pure but for the maps' addresses.

Europe is drawn large when the requesting State and at least half of the others lie in it, and States further away stand
as boxes at its edges; else the world is drawn. An arc's line says how far its needs have come (whole: a way is open for
each, dashed: for some, dotted: for none), its width how many needs there are, and a label says both in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advisor.web.pictures.places import EUROPE_PLACES, WORLD_PLACES
from advisor.web.pictures.sheet import NeedSheet, Sheet

Point = tuple[float, float]
WIDEST, BOX_W, BOX_H = 7, 92, 34
LABEL_W, LABEL_H, STEP = 62, 20, 11


@dataclass(frozen=True, slots=True)
class Drawn:
    """A map: its file, its viewBox, where States lie in it."""

    file: str
    box: tuple[int, int, int, int]
    places: Mapping[str, Point]


WORLD = Drawn("web/img/world.svg", (0, 6, 1000, 424), WORLD_PLACES)
EUROPE = Drawn("web/img/europe.svg", (0, 0, 800, 620), EUROPE_PLACES)


@dataclass(frozen=True, slots=True)
class Arc:
    """A State with what is asked of it: `total` needs, `opened` with an open way. `outside`: a box at the edge."""

    state: str
    name: str
    total: int
    opened: int
    start: Point
    end: Point
    bend: Point
    label: Point
    outside: bool

    @property
    def look(self) -> str:
        return "all" if self.opened == self.total else "some" if self.opened else "none"


@dataclass(frozen=True, slots=True)
class Arcs:
    """A map with its arcs; `at_home` are the needs that the requesting State meets itself."""

    drawn: Drawn
    home: Point
    home_label: Point
    at_home: int
    arcs: tuple[Arc, ...]
    nowhere: tuple[str, ...]


def counted(sheet: Sheet) -> dict[str, tuple[int, int]]:
    """State -> (needs asked of it, those with an open way); '' where nobody knows it yet."""
    found: dict[str, list[NeedSheet]] = {code: [] for code in sheet.states}
    for need in sheet.needs:
        found.setdefault(need.state, []).append(need)
    return {
        code: (len(needs), sum(need.opened for need in needs))
        for code, needs in found.items()
        if needs or code == sheet.home
    }


def arcs_laid(sheet: Sheet) -> Arcs:
    """Which map, and where each arc begins, bends and ends. Labels keep clear of each other."""
    numbers = counted(sheet)
    others = [code for code in sheet.states if code and code != sheet.home and code in numbers]
    inside = [code for code in others if code in EUROPE_PLACES]
    near = sheet.home in EUROPE_PLACES and 2 * len(inside) >= len(others)
    drawn = EUROPE if near else WORLD
    home = drawn.places.get(sheet.home, (drawn.box[0] + drawn.box[2] / 2, drawn.box[1] + drawn.box[3] / 2))
    taken: list[Point] = []
    home_label = _free((home[0], home[1] + 18), taken, drawn)
    ends = {code: drawn.places[code] for code in others if code in drawn.places}
    boxes = _boxes([code for code in others if code not in ends], drawn)
    found = []
    for code in others:
        outside = code in boxes
        end = ends.get(code) or boxes[code]
        label = end if outside else _free((end[0], end[1] - 16), taken, drawn)
        total, opened = numbers[code]
        bend = _bend(home, end)
        found.append(Arc(code, sheet.names[code], total, opened, home, end, bend, label, outside))
    nowhere = tuple(code for code in ("",) if code in numbers)
    return Arcs(drawn, home, home_label, numbers.get(sheet.home, (0, 0))[0], tuple(found), nowhere)


def _boxes(codes: list[str], drawn: Drawn) -> dict[str, Point]:
    """Places at the edge for States that the map does not reach: west of Greenwich on the left, the others right."""
    left, top, width, height = drawn.box
    sides: dict[bool, list[str]] = {True: [], False: []}
    for code in codes:
        sides[WORLD_PLACES.get(code, (0.0, 0.0))[0] < 480].append(code)
    found = {}
    for west, side in sides.items():
        x = left + BOX_W / 2 + 6 if west else left + width - BOX_W / 2 - 6
        room = min(60.0, (height - 80) / max(1, len(side)))
        for place, code in enumerate(side):
            found[code] = (x, round(top + 60 + room * place, 1))
    return found


def _bend(start: Point, end: Point) -> Point:
    """The point that an arc leans to: beside the middle, always on the upper side."""
    (x0, y0), (x1, y1) = start, end
    length = hypot(x1 - x0, y1 - y0) or 1.0
    lift = min(90.0, 14 + length * 0.22)
    nx, ny = (y1 - y0) / length, -(x1 - x0) / length
    if ny > 0:
        nx, ny = -nx, -ny
    return round((x0 + x1) / 2 + nx * lift, 1), round((y0 + y1) / 2 + ny * lift, 1)


def _free(wanted: Point, taken: list[Point], drawn: Drawn) -> Point:
    """The nearest place for a label that no other label has, inside the map."""
    left, top, width, height = drawn.box

    def clear(x: float, y: float) -> bool:
        inside = left + LABEL_W / 2 <= x <= left + width - LABEL_W / 2 and top + LABEL_H <= y <= top + height - 6
        return inside and all(abs(x - a) >= LABEL_W + 3 or abs(y - b) >= LABEL_H + 2 for a, b in taken)

    for ring in range(40):
        for dx, dy in ((0, -ring), (0, ring), (ring, 0), (-ring, 0), (ring, -ring), (-ring, -ring), (ring, ring)):
            x, y = wanted[0] + dx * STEP, wanted[1] + dy * STEP
            if clear(x, y):
                taken.append((x, y))
                return round(x, 1), round(y, 1)
    taken.append(wanted)
    return wanted


def needs_words(total: int, opened: int) -> str:
    """'3 needs, 2 with an open way'."""
    said = ngettext("%(n)s need", "%(n)s needs", total) % {"n": total}
    return said + ", " + _("%(n)s with an open way") % {"n": opened}


def arcs_drawn(sheet: Sheet, laid: Arcs | None = None) -> SafeString:
    """The picture."""
    laid = laid or arcs_laid(sheet)
    left, top, width, height = laid.drawn.box
    address = static(laid.drawn.file)
    marks = [(sheet.home, "is-home")] * (sheet.home in laid.drawn.places)
    marks += [(arc.state, f"is-{arc.look}") for arc in laid.arcs if not arc.outside]
    uses = format_html_join("", '<use class="{}" href="{}#{}"/>', ((css, address, code) for code, css in marks))
    lines = format_html_join("", "{}", ((_line(arc),) for arc in laid.arcs))
    ends = format_html_join("", "{}", ((_end(arc),) for arc in laid.arcs))
    return format_html(
        '<svg class="rg-pic rg-pic--arcs" viewBox="{} {} {} {}" role="img" aria-labelledby="pic-arcs-t pic-arcs-d">'
        '<title id="pic-arcs-t">{}</title><desc id="pic-arcs-d">{}</desc>'
        '<image href="{}" x="{}" y="{}" width="{}" height="{}"/>{}{}{}{}</svg>',
        left, top, width, height, _("Map: from the requesting State to the States concerned"),
        _("An arc leads to each State that is asked for something. The table below says the same."),
        address, left, top, width, height, uses, lines, ends, _home(sheet, laid),
    )  # fmt: skip


def _line(arc: Arc) -> SafeString:
    return format_html(
        '<path class="rg-arc rg-arc--{}" d="M{},{} Q{},{} {},{}" stroke-width="{}"><title>{}: {}</title></path>',
        arc.look, *arc.start, *arc.bend, *arc.end, round(min(WIDEST, 1.6 + 0.7 * arc.total), 1),
        arc.name, needs_words(arc.total, arc.opened),
    )  # fmt: skip


def _end(arc: Arc) -> SafeString:
    """A dot and a label with code and figures; outside of the map a box with the State's name."""
    figures = f"{arc.opened}/{arc.total}"
    x, y = arc.label
    said = f"{arc.name}: {needs_words(arc.total, arc.opened)}"
    if arc.outside:
        name = arc.name if len(arc.name) <= 14 else f"{arc.name[:13].rstrip()}…"
        return format_html(
            '<g class="rg-far"><title>{}</title><rect x="{}" y="{}" width="{}" height="{}" rx="4"/>'
            '<text x="{}" y="{}" text-anchor="middle">{}</text>'
            '<text class="rg-far__n" x="{}" y="{}" text-anchor="middle">{} {}</text></g>',
            said, round(x - BOX_W / 2, 1), round(y - BOX_H / 2, 1), BOX_W, BOX_H, x, y - 3, name, x, y + 12, arc.state,
            figures,
        )  # fmt: skip
    return format_html(
        '<g class="rg-place"><title>{}</title><circle cx="{}" cy="{}" r="4"/>'
        '<rect x="{}" y="{}" width="{}" height="{}" rx="3"/><text x="{}" y="{}" text-anchor="middle">{} {}</text></g>',
        said, *arc.end, round(x - LABEL_W / 2, 1), round(y - 15, 1), LABEL_W, LABEL_H, x, y, arc.state, figures,
    )  # fmt: skip


def _home(sheet: Sheet, laid: Arcs) -> SafeString:
    x, y = laid.home_label
    return format_html(
        '<g class="rg-place is-home"><title>{}: {}</title><circle cx="{}" cy="{}" r="6"/>'
        '<rect x="{}" y="{}" width="{}" height="{}" rx="3"/><text x="{}" y="{}" text-anchor="middle">{}</text></g>',
        sheet.home_name, _("requesting State"), *laid.home, round(x - LABEL_W / 2, 1), round(y - 15, 1), LABEL_W,
        LABEL_H, x, y, sheet.home,
    )  # fmt: skip
