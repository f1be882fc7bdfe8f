"""What really happened, in time: a row for each step that was sent, from its sending to its end or to today. Pure.

A whole bar is what has passed, a pale one with a broken edge what a limit still allows. A tick is a change of state, a
white stretch a clock that stood still, a triangle an extension; the diamond is the end of a limit, the cross the day
until which data are kept. The table beside it has the same days (`Happened`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from advisor.walk import states
from advisor.walk.ledger import LedgerLine, Status
from advisor.walk.ledger_words import SORTS, STATUSES
from advisor.walk.models import StepEvent, StepState
from advisor.walk.walked import Walked
from advisor.web.pictures.gantt import FOOT, LABEL, MOST_TICKS, NAME, STEPS, TOP, WIDTH
from advisor.web.pictures.sheet import NeedSheet, Sheet
from advisor.web.route_view import instrument_name, measure_name
from routing.rulebook import Rulebook

ROW, SHORTEST, MARGIN, EDGE = 30, 30, 0.04, 170
SHOWN = frozenset({Status.RUNNING, Status.DUE_SOON, Status.OVERDUE, Status.SUSPENDED, Status.MET, Status.LATE})
LATE = frozenset({Status.OVERDUE, Status.LATE})


@dataclass(frozen=True, slots=True)
class Still:
    """A time in which a clock stood still; `until` is None while it does."""

    since: date
    until: date | None
    limit: str


@dataclass(frozen=True, slots=True)
class Happened:
    """A step that walks or has walked. `until` is the day of its end, else today; `ended` says which."""

    step_id: Any
    number: int | None
    need: str
    state: str
    name: str
    lane: str
    since: date
    until: date
    ended: bool
    stands: str
    points: tuple[tuple[date, str], ...]
    stills: tuple[Still, ...]
    grown: tuple[tuple[date, str], ...]
    limits: tuple[LedgerLine, ...]
    kept_until: date | None

    @property
    def next_due(self) -> LedgerLine | None:
        """The open limit that ends first, or ended first."""
        return min(self._open, key=lambda line: line.due or date.max, default=None)

    @property
    def allowed_until(self) -> date | None:
        """The last day that an open limit still allows; None where there is none ahead."""
        return max((line.due for line in self._open if line.due and line.due > self.until), default=None)

    @property
    def _open(self) -> list[LedgerLine]:
        return [line for line in self.limits if line.open and line.due]


@dataclass(frozen=True, slots=True)
class Time:
    """The scale: the first day that is drawn, how many follow, and which one is today."""

    first: date
    days: int
    today: date
    height: float

    def x(self, day: date) -> float:
        """Where a day lies; what is later than the scale lies at its end."""
        past = min(max((day - self.first).days, 0), self.days)
        return round(LABEL + past / self.days * (WIDTH - LABEL - EDGE), 1)


def happened_of(found: Sequence[Walked], sheet: Sheet, book: Rulebook, today: date) -> tuple[Happened, ...]:
    """The rows, in the order of the needs on the page; steps of needs that the route no longer has come last."""
    needs = {need.id: need for need in sheet.needs}
    rows = [_happened(one, needs.get(one.step.need_key), book, today) for one in found]
    return tuple(sorted(rows, key=lambda row: (row.number is None, row.number or 0, row.since)))


def _happened(one: Walked, need: NeedSheet | None, book: Rulebook, today: date) -> Happened:
    step, moves = one.step, one.moves
    points = tuple((row.happened_on, str(StepState(row.to_state).label)) for row in moves)
    return Happened(
        step_id=step.pk,
        number=need.number if need else None,
        need=need.measure if need else measure_name(book, step.measure),
        state=one.chosen.acting,
        name=instrument_name(book, step.instrument),
        lane="secure" if step.measure in book.securing else step.tier,
        since=one.sent_on,
        until=max(one.ended_on or today, one.sent_on),
        ended=one.ended_on is not None,
        stands=str(StepState(step.state).label),
        points=points,
        stills=_stills(one),
        grown=tuple((row.happened_on, _limit_of(row, one)) for row in one.log if row.kind == states.EXTENSION),
        limits=tuple(line for line in one.lines if line.due and line.status in SHOWN),
        kept_until=one.kept_until,
    )


def _stills(one: Walked) -> tuple[Still, ...]:
    """Each suspension with the resumption of the same limit that ends it."""
    rows = [row for row in one.log if row.kind in (states.SUSPENSION, states.RESUMPTION)]
    found = []
    for place, row in enumerate(rows):
        if row.kind == states.SUSPENSION:
            ends = next((e for e in rows[place + 1 :] if e.kind == states.RESUMPTION and _same(row, e)), None)
            found.append(Still(row.happened_on, ends.happened_on if ends else None, _limit_of(row, one)))
    return tuple(found)


def _same(row: StepEvent, other: StepEvent) -> bool:
    """Whether two rows speak of one limit; a row that names none speaks of all."""
    one, two = row.detail.get("limit"), other.detail.get("limit")
    return not one or not two or one == two


def _limit_of(row: StepEvent, one: Walked) -> str:
    """The limit of a row in words; '' where it names none."""
    named = row.detail.get("limit")
    line = next((line for line in one.lines if named and named in (line.limit, line.event)), None)
    return limit_name(line) if line else ""


def limit_name(line: LedgerLine) -> str:
    """A limit's sort in words; one that only a person begins goes by the law's own words."""
    return line.event if line.sort == "by_hand" else str(SORTS.get(line.sort, line.event))


def time_laid(rows: Sequence[Happened], today: date) -> Time:
    """The scale: from the first sending to the last day that matters, today in any case."""
    first = min([row.since for row in rows] + [today])
    last = [today, *(row.until for row in rows), *(row.kept_until for row in rows if row.kept_until)]
    last += [line.due for row in rows for line in row.limits if line.due]
    days = max(SHORTEST, (max(last) - first).days)
    return Time(first, round(days * (1 + MARGIN)) + 1, today, TOP + ROW * len(rows) + FOOT)


def walked_drawn(rows: Sequence[Happened], today: date) -> SafeString:
    """The picture."""
    time = time_laid(rows, today)
    floor, now = time.height - FOOT, time.x(today)
    step = next((step for step in STEPS if time.days / step <= MOST_TICKS), max(STEPS[-1], time.days // MOST_TICKS))
    days = [time.first + timedelta(day) for day in range(0, time.days + 1, step)]
    ticks = format_html_join(
        "",
        '<line class="rg-gantt__tick" x1="{0}" y1="{1}" x2="{0}" y2="{2}"/><text class="rg-gantt__day" x="{0}" y="14" '
        'text-anchor="{4}">{3}</text>',
        ((time.x(day), TOP - 8, floor, date_format(day, "j M y"), "middle" if n else "start")
         for n, day in enumerate(days)),
    )  # fmt: skip
    drawn = format_html_join("", "{}", ((_row(row, time, TOP + ROW * n),) for n, row in enumerate(rows)))
    return format_html(
        '<svg class="rg-pic rg-pic--gantt" viewBox="0 0 {} {}" role="img" aria-labelledby="pic-walk-t pic-walk-d">'
        '<title id="pic-walk-t">{}</title><desc id="pic-walk-d">{}</desc>{}<line class="rg-gantt__today" x1="{}" '
        'y1="{}" x2="{}" y2="{}"><title>{}</title></line>{}</svg>',
        WIDTH, time.height, _("What happened so far"),
        _("A bar for each step that was sent, from its sending to its end or to today. The table below says the same."),
        ticks, now, TOP - 8, now, floor, _("Today: %(day)s") % {"day": _day(today)}, drawn,
    )  # fmt: skip


def _row(row: Happened, time: Time, y: int) -> SafeString:
    name = row.need if len(row.need) <= NAME else f"{row.need[: NAME - 1].rstrip()}…"
    return format_html(
        '<g class="rg-gantt__row"><rect class="rg-gantt__stripe" x="0" y="{}" width="{}" height="{}"/>'
        '<text class="rg-gantt__n" x="22" y="{}" text-anchor="end">{}</text>'
        '<text class="rg-gantt__name" x="32" y="{}">{}</text><text class="rg-gantt__state" x="{}" y="{}" '
        'text-anchor="end">{}</text><text class="rg-gantt__days" x="32" y="{}" lang="en">{}</text>{}{}</g>',
        y, WIDTH, ROW, y + 13, row.number or "–", y + 13, name, LABEL - 8, y + 13, row.state, y + 26,
        row.name if len(row.name) <= NAME + 6 else f"{row.name[: NAME + 5].rstrip()}…",
        _bars(row, time, y), _marks(row, time, y),
    )  # fmt: skip


def _bars(row: Happened, time: Time, y: int) -> SafeString:
    """What has passed, what a limit still allows, and where a clock stood still."""
    css, left, right = f"rg-gantt__bar rg-gantt__bar--{row.lane}", time.x(row.since), time.x(row.until)
    allowed = time.x(row.allowed_until) if row.allowed_until and not row.ended else right
    parts = [format_html('<rect class="{}" x="{}" y="{}" width="{}" height="10"/>', css, left, y + 9,
                         round(max(right - left, 3), 1))]  # fmt: skip
    if allowed > right:
        parts.insert(0, format_html('<rect class="{} is-waiting" x="{}" y="{}" width="{}" height="10"/>', css, right,
                                    y + 9, round(allowed - right, 1)))  # fmt: skip
    for still in row.stills:
        start, end = time.x(still.since), time.x(still.until or time.today)
        said = still_words(still)
        parts.append(
            format_html('<rect class="rg-gantt__still" x="{}" y="{}" width="{}" height="6"><title>{}</title></rect>',
                        start, y + 11, round(max(end - start, 3), 1), said)
        )  # fmt: skip
    return format_html_join("", "{}", ((part,) for part in parts))


def _marks(row: Happened, time: Time, y: int) -> SafeString:
    parts = [
        format_html('<line class="rg-gantt__point" x1="{0}" y1="{1}" x2="{0}" y2="{2}"><title>{3}</title></line>',
                    time.x(day), y + 5, y + 23, f"{word}: {_day(day)}")
        for day, word in row.points
    ]  # fmt: skip
    parts += [
        format_html('<path class="rg-gantt__grown" d="M{},{} l5,-7 -10,0z"><title>{}</title></path>',
                    time.x(day), y + 9, grown_words(day, limit))
        for day, limit in row.grown
    ]  # fmt: skip
    for line in row.limits:
        if line.due is not None:
            css = "rg-gantt__due is-late" if line.status in LATE else "rg-gantt__due"
            parts.append(format_html('<path class="{}" d="M{},{} l5,6 -5,6 -5,-6z"><title>{}</title></path>', css,
                                     time.x(line.due), y + 8, line_words(line)))  # fmt: skip
    if row.kept_until is not None:
        said = _("The data are kept until %(day)s") % {"day": _day(row.kept_until)}
        parts.append(format_html('<path class="rg-gantt__loss" d="M{},{} m-5,-5 l10,10 m0,-10 l-10,10"><title>{}'
                                 "</title></path>", time.x(row.kept_until), y + 14, said))  # fmt: skip
    marks = [row.until, *(line.due for line in row.limits if line.due), *([row.kept_until] if row.kept_until else [])]
    words = f"{row.stands}, {date_format(row.points[-1][0], 'j M')}" if row.points else row.stands
    end = round(time.x(max(marks)) + 8, 1)
    parts.append(format_html('<text class="rg-gantt__days" x="{}" y="{}">{}</text>', end, y + 18, words))
    return format_html_join("", "{}", ((part,) for part in parts))


def line_words(line: LedgerLine) -> str:
    """'decision on the request (art. 12(3)): until 3 Jul 2026, due soon'."""
    named = f"{limit_name(line)} (art. {line.article})" if line.article else limit_name(line)
    status = str(STATUSES[line.status])
    return _("%(limit)s: until %(day)s, %(status)s") % {
        "limit": named, "day": _day(line.due) if line.due else "", "status": status[:1].lower() + status[1:],
    }  # fmt: skip


def still_words(still: Still) -> str:
    """When a clock stood still, and whose."""
    said = {"day": _day(still.since), "until": _day(still.until) if still.until else ""}
    words = (
        _("The clock stood still from %(day)s to %(until)s")
        if still.until
        else _("The clock stands still since %(day)s")
    )
    return words % said + (f" ({still.limit})" if still.limit else "")


def grown_words(day: date, limit: str) -> str:
    """When a limit grew, and which."""
    return _("Extended on %(day)s") % {"day": _day(day)} + (f" ({limit})" if limit else "")


def walked_rows(rows: Sequence[Happened]) -> list[dict[str, Any]]:
    """The same in words, for the table."""
    return [
        {
            "row": row,
            "points": [f"{word}: {_day(day)}" for day, word in row.points],
            "clock": [*(still_words(still) for still in row.stills), *(grown_words(*one) for one in row.grown)],
            "limits": [line_words(line) for line in row.limits],
            "kept": _day(row.kept_until) if row.kept_until else "",
        }
        for row in rows
    ]


def standing_now(rows: Sequence[Happened]) -> Mapping[int, str]:
    """By the number of a need: how its newest step stands, and until when somebody must move."""
    found: dict[int, str] = {}
    for row in sorted(rows, key=lambda one: one.since):
        if row.number is not None:
            day, due = row.points[-1][0] if row.points else row.since, row.next_due
            if due is None or due.due is None:
                found[row.number] = f"{row.stands}, {date_format(day, 'j M y')}"
            else:
                words = _("overdue since %(day)s") if due.status in LATE else _("until %(day)s")
                found[row.number] = f"{row.stands} · {words % {'day': date_format(due.due, 'j M y')}}"
    return found


def _day(day: date) -> str:
    return date_format(day, "j M Y")
