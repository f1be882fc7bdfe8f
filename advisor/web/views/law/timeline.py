"""A line of succession as a picture: one bar an instrument, years below, the day asked as a line across. Pure.

The table beside it says the same. Units are those of the viewBox; a page scales it and never clips it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

LEFT, WIDTH, ROW, TOP, RIGHT = 190, 780, 30, 26, 14
LONGEST, MOST_TICKS = 26, 8
STEPS = (1, 2, 5, 10, 20, 50)
PLACES = ("before", "this", "after")


@dataclass(frozen=True)
class Bar:
    """One instrument: when it applies (None: no day recorded, or no end), and where it stands to the page's own."""

    title: str
    start: date | None
    end: date | None
    place: str


def timeline(bars: Sequence[Bar], on: date, label: str = "") -> SafeString:
    """The picture of some bars in their order. An instrument without a day of application has words for a bar."""
    days = [day for bar in bars for day in (bar.start, bar.end) if day] + [on]
    first, last = min(days).year, max(days).year + 1
    height = TOP + ROW * len(bars) + 24
    floor = height - 24

    def x(day: date) -> float:
        whole = date(last, 1, 1).toordinal() - date(first, 1, 1).toordinal()
        share = (day.toordinal() - date(first, 1, 1).toordinal()) / whole
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    step = next((step for step in STEPS if (last - first) / step <= MOST_TICKS), STEPS[-1])
    years = [year for year in range(first, last + 1) if year % step == 0]
    ticks = format_html_join(
        "",
        '<line class="rg-time__tick" x1="{0}" y1="{1}" x2="{0}" y2="{2}"/>'
        '<text class="rg-time__year" x="{0}" y="{3}" text-anchor="middle">{4}</text>',
        ((x(date(year, 1, 1)), TOP - 4, floor, height - 6, year) for year in years),
    )
    rows = format_html_join("", "{}", ((_row(bar, TOP + ROW * place, x, last),) for place, bar in enumerate(bars)))
    day = format_html(
        '<line class="rg-time__day" x1="{0}" y1="{1}" x2="{0}" y2="{2}"/>'
        '<text class="rg-time__on" x="{3}" y="14" text-anchor="{4}">{5}</text>',
        x(on), TOP - 8, floor, x(on), _anchor(x(on)), date_format(on, "j M Y"),
    )  # fmt: skip
    return format_html(
        '<svg class="rg-time" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}</svg>',
        WIDTH, height, label or _("Timeline of what came before and after; the table below says the same"), ticks, rows,
        day,
    )  # fmt: skip


def _anchor(place: float) -> str:
    return "end" if place > WIDTH - 60 else "start" if place < LEFT + 40 else "middle"


def _row(bar: Bar, y: int, x: Callable[[date], float], last: int) -> SafeString:
    """A label and a bar; an open end runs to the edge and ends in a point."""
    name = bar.title if len(bar.title) <= LONGEST else f"{bar.title[: LONGEST - 1].rstrip()}…"
    css = bar.place if bar.place in PLACES else "before"
    label = format_html('<text class="rg-time__name rg-time__name--{}" x="0" y="{}">{}</text>', css, y + 15, name)
    if bar.start is None:
        words = format_html('<text class="rg-time__none" x="{}" y="{}">{}</text>', LEFT, y + 15, _("no day recorded"))
        return format_html("{}{}", label, words)
    begin = x(bar.start)
    end = max(x(bar.end) if bar.end else x(date(last, 1, 1)) - 7, begin + 3)
    point = "" if bar.end else f" L{end + 7:.1f},{y + 10}"
    shape = f"M{begin},{y + 3} L{end},{y + 3}{point} L{end},{y + 17} L{begin},{y + 17} Z"
    return format_html('{}<path class="rg-time__bar rg-time__bar--{}" d="{}"/>', label, css, shape)
