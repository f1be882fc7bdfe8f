"""The ladder across the States: four rungs down, a column a State, a chip for each need that has a way there. Pure.

`ladder_laid` says where everything lies (units of the viewBox), `ladder_drawn` makes the SVG. A chip's shape is its
verdict, its number the need's; the least way that suffices is filled and underlined, so no colour speaks alone. The
table beside the picture has a row for every chip (`Placed.way`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from advisor.web.marks import SHAPES, TIERS
from advisor.web.pictures.sheet import Sheet, Way, verdict_words

LABEL, HEAD, CHIP, TALL, GAP, PAD, WIDTH = 150, 46, 48, 24, 6, 9, 1120
LEAST_ROWS = 2
LETTER, MOST_NAME = 6.4, 100
SHAPED: Mapping[str, SafeString] = {name: mark_safe(drawn) for name, drawn in SHAPES.items()}  # noqa: S308


@dataclass(frozen=True, slots=True)
class Placed:
    """A chip: which way it stands for, where it lies."""

    way: Way
    least: bool
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Column:
    """A State's column, chips `across` each other in a row."""

    state: str
    name: str
    x: float
    width: float
    across: int


@dataclass(frozen=True, slots=True)
class Rung:
    """A lane's band."""

    lane: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Ladder:
    """Everything with its place."""

    width: float
    height: float
    columns: tuple[Column, ...]
    rungs: tuple[Rung, ...]
    chips: tuple[Placed, ...]


def ladder_laid(sheet: Sheet) -> Ladder:
    """Where rungs, columns and chips lie. Nothing overlaps, whatever the number of needs and States."""
    cells: dict[tuple[str, str], list[Way]] = {}
    for way in sheet.ways:
        cells.setdefault((way.lane, way.state), []).append(way)
    columns = _columns(sheet, cells)
    across = {column.state: column for column in columns}
    least = {id(need.least) for need in sheet.needs if need.suffices}
    rungs, chips, y = [], [], float(HEAD)
    for lane in TIERS:
        rows = max([LEAST_ROWS, *(ceil(len(cells.get((lane, c.state), ())) / c.across) for c in columns)])
        rungs.append(Rung(lane, y, 2 * PAD + rows * (TALL + GAP) - GAP))
        for column in columns:
            for place, way in enumerate(cells.get((lane, column.state), ())):
                row, position = divmod(place, across[column.state].across)
                x = column.x + PAD + position * (CHIP + GAP)
                chips.append(Placed(way, id(way) in least, x, y + PAD + row * (TALL + GAP)))
        y += rungs[-1].height + 4
    width = columns[-1].x + columns[-1].width
    return Ladder(width, y, columns, tuple(rungs), tuple(chips))


def _columns(sheet: Sheet, cells: Mapping[tuple[str, str], Sequence[Way]]) -> tuple[Column, ...]:
    """Columns side by side: room goes to the State whose cells would be the highest, the rest is shared out."""
    most = {state: max([1, *(len(cells.get((lane, state), ())) for lane in TIERS)]) for state in sheet.states}
    across = dict.fromkeys(sheet.states, 1)

    def least(state: str) -> float:
        """The width of a column: its chips, or its name where that is not long."""
        name = min(MOST_NAME, LETTER * len(sheet.names[state]) + 6)
        return max(name, 2 * PAD + across[state] * (CHIP + GAP) - GAP)

    def needed() -> float:
        return LABEL + sum(least(state) for state in sheet.states)

    while needed() + CHIP + GAP <= WIDTH:
        state = max(sheet.states, key=lambda code: ceil(most[code] / across[code]))
        if across[state] >= most[state]:
            break
        across[state] += 1
    spare = max(0.0, WIDTH - needed()) / len(sheet.states)
    columns, x = [], float(LABEL)
    for state in sheet.states:
        width = least(state) + spare
        columns.append(Column(state, sheet.names[state], round(x, 1), round(width, 1), across[state]))
        x += width
    return tuple(columns)


def ladder_drawn(sheet: Sheet, laid: Ladder | None = None) -> SafeString:
    """The picture."""
    laid = laid or ladder_laid(sheet)
    floor = laid.height - 4
    bands = format_html_join("", "{}", ((_band(rung, laid, n),) for n, rung in enumerate(laid.rungs, start=1)))
    heads = format_html_join("", "{}", ((_head(column, floor, sheet.home),) for column in laid.columns))
    chips = format_html_join("", "{}", ((_chip(placed),) for placed in laid.chips))
    return format_html(
        '<svg class="rg-pic rg-pic--ladder" viewBox="0 0 {} {}" role="img" aria-labelledby="pic-ladder-t pic-ladder-d">'
        '<title id="pic-ladder-t">{}</title><desc id="pic-ladder-d">{}</desc>{}{}{}</svg>',
        round(laid.width, 1), round(floor, 1), _("The ladder across the States concerned"),
        _("Each chip is a need, on the rung and in the State of a way to meet it. The table below says the same."),
        bands, heads, chips,
    )  # fmt: skip


def _band(rung: Rung, laid: Ladder, number: int) -> SafeString:
    name = str(TIERS[rung.lane])
    return format_html(
        '<g class="rg-band rg-band--{}"><rect class="rg-band__ground" x="0" y="{}" width="{}" height="{}"/>'
        '<rect class="rg-band__edge" x="0" y="{}" width="6" height="{}"/>'
        '<text class="rg-band__n" x="18" y="{}">{}</text><text class="rg-band__name" x="38" y="{}">{}</text></g>',
        rung.lane, rung.y, round(laid.width, 1), rung.height, rung.y, rung.height,
        rung.y + 25, number, rung.y + 25, _lines(name, 38, rung.y + 25),
    )  # fmt: skip


def _lines(text: str, x: float, y: float, longest: int = 14) -> SafeString:
    """A name over as many lines as it needs."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + len(word) < longest:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return format_html_join(
        "", '<tspan x="{}" y="{}">{}</tspan>', ((x, y + 16 * place, line) for place, line in enumerate(lines[:3]))
    )


def _head(column: Column, floor: float, home: str) -> SafeString:
    """A State's code and, where there is room, its name; the requesting State says so."""
    middle = round(column.x + column.width / 2, 1)
    room = int(column.width / LETTER)
    name = column.name if len(column.name) <= room else f"{column.name[: max(1, room - 1)].rstrip()}…"
    return format_html(
        '<g class="rg-col{}"><line x1="{}" y1="4" x2="{}" y2="{}"/>'
        '<text class="rg-col__code" x="{}" y="18" text-anchor="middle">{}</text>'
        '<text class="rg-col__name" x="{}" y="36" text-anchor="middle">{}<title>{}</title></text></g>',
        " is-home" if column.state == home else "", column.x, column.x, round(floor, 1),
        middle, column.state or "?", middle, name, column.name,
    )  # fmt: skip


def _chip(placed: Placed) -> SafeString:
    way = placed.way
    said = f"{way.number}. {way.measure}, {way.state_name or _('State not known yet')}: {way.name}. "
    said += verdict_words(way.verdict)
    if placed.least:
        said += ". " + _("The least route that suffices")
    return format_html(
        '<g class="rg-chip is-{}{}" transform="translate({} {})"><title>{}</title>'
        '<rect width="{}" height="{}" rx="4"/><g transform="translate(7 6) scale(.86)">{}</g>'
        '<text x="{}" y="17" text-anchor="middle">{}</text>{}</g>',
        way.verdict, " is-least" if placed.least else "", round(placed.x, 1), round(placed.y, 1), said,
        CHIP, TALL, SHAPED.get(way.verdict, ""), 32, way.number,
        mark_safe('<path class="rg-chip__line" d="M24 20.5h16"/>') if placed.least else "",
    )  # fmt: skip
