"""The plan in time: a row for each need, the day of the route on the left. Pure.

A thin bar secures, the thick bar is the least way: dark up to the shortest usual time, pale up to the longest; without
a figure it is an outline that says so. A diamond is the last day by law, a cross the day after which data may be gone.
The table beside it has the same days (`Row`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from advisor.web.pictures.due import Due
from advisor.web.pictures.sheet import Expected, NeedSheet, Sheet, Way, short_days

LABEL, WIDTH, ROW, TOP, FOOT, EDGE = 300, 1120, 20, 30, 4, 70
SHORTEST, LONGEST, UNKNOWN = 30, 1100, 14
STEPS = (7, 14, 30, 61, 91, 182, 365)
MOST_TICKS = 9
NAME = 38
BEYOND = 0.85  # the share of ends that a scale must hold; what is longer runs off its edge with an arrow


@dataclass(frozen=True, slots=True)
class Row:
    """A need in time. Days are counted from the day of the route; None: not known."""

    need: NeedSheet
    begins: date
    secured: Expected | None
    expected: Expected | None
    due: Due | None
    outer: Due | None = None

    @property
    def way(self) -> Way | None:
        return self.need.least

    @property
    def kept_until(self) -> date | None:
        return self.need.kept_until

    @property
    def answered(self) -> tuple[date, date] | None:
        """Between which days an answer may be expected."""
        if self.expected is None:
            return None
        return self.begins + timedelta(self.expected.low), self.begins + timedelta(self.expected.high)

    @property
    def too_late(self) -> bool:
        """Whether the data may be gone before the answer: then they must be secured."""
        answered = self.answered
        return self.kept_until is not None and answered is not None and answered[1] > self.kept_until


@dataclass(frozen=True, slots=True)
class Chart:
    """Rows with their places, and the scale."""

    rows: tuple[Row, ...]
    days: int
    height: float
    on: date

    def x(self, day: float) -> float:
        """Where a number of days from the start lies; what is later than the scale lies at its end."""
        return round(LABEL + min(max(day, 0), self.days) / self.days * (WIDTH - LABEL - EDGE), 1)


def rows_of(
    sheet: Sheet, due: Callable[[Way], Due | None], outer: Callable[[Way], Due | None] | None = None
) -> tuple[Row, ...]:
    """The rows of a route, all begun on its own day. `due` gives the last day of a way's first limit by law.

    `outer`: the day on which it must be done; it is shown where nobody knows how long an answer takes.
    """
    return tuple(
        Row(
            need=need,
            begins=sheet.on,
            secured=need.secure.expected if need.secure and need.secure is not need.least else None,
            expected=need.least.expected if need.least else None,
            due=due(need.least) if need.least else None,
            outer=outer(need.least) if outer and need.least and need.least.expected is None else None,
        )
        for need in sheet.needs
    )


def chart_laid(rows: Sequence[Row], on: date) -> Chart:
    """The scale: every bar and mark fits, unless few are far longer than the others: these run off with an arrow."""
    ends = [SHORTEST]
    for row in rows:
        ends += [one.high for one in (row.expected, row.secured) if one is not None]
        marks = (row.due.day if row.due else None, row.outer.day if row.outer else None, row.kept_until)
        ends += [(day - on).days for day in marks if day is not None]
    usual = sorted(ends)[int((len(ends) - 1) * BEYOND)]
    days = max(ends) if max(ends) <= 1.7 * usual else round(usual * 1.25)
    return Chart(tuple(rows), min(LONGEST, round(days * 1.04) + 1), TOP + ROW * len(rows) + FOOT, on)


def chart_drawn(chart: Chart) -> SafeString:
    """The picture."""
    floor = chart.height - FOOT
    step = next((step for step in STEPS if chart.days / step <= MOST_TICKS), STEPS[-1])
    ticks = format_html_join(
        "",
        '<line class="rg-gantt__tick" x1="{0}" y1="{1}" x2="{0}" y2="{2}"/><text class="rg-gantt__day" x="{0}" y="14" '
        'text-anchor="{4}">{3}</text>',
        (
            (
                chart.x(day),
                TOP - 8,
                floor,
                date_format(chart.on + timedelta(day), "j M y"),
                "middle" if day else "start",
            )
            for day in range(0, chart.days + 1, step)
        ),
    )
    rows = format_html_join("", "{}", ((_row(row, chart, TOP + ROW * n),) for n, row in enumerate(chart.rows)))
    return format_html(
        '<svg class="rg-pic rg-pic--gantt" viewBox="0 0 {} {}" role="img" aria-labelledby="pic-gantt-t pic-gantt-d">'
        '<title id="pic-gantt-t">{}</title><desc id="pic-gantt-d">{}</desc>{}{}</svg>',
        WIDTH, chart.height, _("The plan in time"),
        _("A bar for each need, from the day of the route to the usual answer. The table below says the same."),
        ticks, rows,
    )  # fmt: skip


def _row(row: Row, chart: Chart, y: int) -> SafeString:
    name = row.need.measure if len(row.need.measure) <= NAME else f"{row.need.measure[: NAME - 1].rstrip()}…"
    middle = y + 14
    return format_html(
        '<g class="rg-gantt__row"><rect class="rg-gantt__stripe" x="0" y="{}" width="{}" height="{}"/>'
        '<text class="rg-gantt__n" x="22" y="{}" text-anchor="end">{}</text>'
        '<text class="rg-gantt__name" x="32" y="{}">{}</text><text class="rg-gantt__state" x="{}" y="{}" '
        'text-anchor="end">{}</text>{}{}{}</g>',
        y, WIDTH, ROW, middle, row.need.number, middle, name, LABEL - 8, middle, row.need.state,
        _secured(row, chart, y), _bar(row, chart, y), _marks(row, chart, y),
    )  # fmt: skip


def _secured(row: Row, chart: Chart, y: int) -> SafeString | str:
    if row.secured is None:
        return ""
    width = max(3.0, round(chart.x(row.secured.high) - LABEL, 1))
    return format_html('<rect class="rg-gantt__secure" x="{}" y="{}" width="{}" height="4"/>', LABEL, y + 1, width)


def _bar(row: Row, chart: Chart, y: int) -> SafeString | str:
    """The least way's bar, with its days in words behind it."""
    way = row.way
    if way is None:
        return format_html('<text class="rg-gantt__none" x="{}" y="{}">{}</text>', LABEL + 4, y + 14, _("no way yet"))
    css = f"rg-gantt__bar rg-gantt__bar--{way.lane}{'' if row.need.suffices else ' is-waiting'}"
    if row.expected is None:
        far = (row.outer.day - chart.on).days if row.outer else UNKNOWN
        width, words = chart.x(far) - LABEL, by_law(row.outer) if row.outer else _("not known")
        words += " →" if far > chart.days else ""
        return format_html(
            '<rect class="{} is-unknown" x="{}" y="{}" width="{}" height="10"/>'
            '<text class="rg-gantt__days" x="{}" y="{}">{}</text>',
            css, LABEL, y + 6, round(width, 1), round(max(LABEL + width, _last_mark(row, chart)) + 5, 1), y + 14, words,
        )  # fmt: skip
    low, high = chart.x(row.expected.low), chart.x(row.expected.high)
    low, high = max(low, LABEL + 2), max(high, LABEL + 3)
    days = short_days(row.expected) + (" →" if row.expected.high > chart.days else "")
    end = max(high, _last_mark(row, chart))
    return format_html(
        '<rect class="{} is-longest" x="{}" y="{}" width="{}" height="10"/><rect class="{}" x="{}" y="{}" width="{}" '
        'height="10"/><text class="rg-gantt__days" x="{}" y="{}">{}</text>',
        css, LABEL, y + 6, round(high - LABEL, 1), css, LABEL, y + 6, round(low - LABEL, 1), round(end + 7, 1), y + 14,
        days,
    )  # fmt: skip


def by_law(outer: Due) -> str:
    """By when the law wants it done, where nobody knows how long it takes."""
    return _("by law until %(day)s") % {"day": date_format(outer.day, "j M Y")}


def _last_mark(row: Row, chart: Chart) -> float:
    """Where the last diamond or cross of a row stands, so that words keep clear of it."""
    days = [(day - chart.on).days for day in (row.due.day if row.due else None, row.kept_until) if day]
    return max([0.0, *(chart.x(day) + 5 for day in days)])


def _marks(row: Row, chart: Chart, y: int) -> SafeString:
    """A diamond at the last day by law, a cross where data may be gone."""
    marks: list[SafeString] = []
    if row.due is not None:
        x = chart.x((row.due.day - chart.on).days)
        said = _("First limit by law: %(day)s (art. %(article)s: %(event)s)") % {
            "day": date_format(row.due.day, "j M Y"), "article": row.due.article, "event": row.due.event,
        }  # fmt: skip
        marks.append(
            format_html(
                '<path class="rg-gantt__due" d="M{},{} l5,6 -5,6 -5,-6z"><title>{}</title></path>', x, y + 5, said
            )
        )
    if row.kept_until is not None:
        x = chart.x((row.kept_until - chart.on).days)
        said = _("The data are kept until %(day)s") % {"day": date_format(row.kept_until, "j M Y")}
        marks.append(
            format_html(
                '<path class="rg-gantt__loss" d="M{},{} m-5,-5 l10,10 m0,-10 l-10,10"><title>{}</title></path>',
                x,
                y + 11,
                said,
            )
        )
    return format_html_join("", "{}", ((mark,) for mark in marks))
