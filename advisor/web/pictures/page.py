"""What the overview and the sheet for the wall show: three pictures, the tables that say the same, a card a need. Pure.

Reads: a brief, the rulebook, the agency's own durations. Templates get plain values, no rows of the database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from advisor.languages.words import worded
from advisor.walk.walked import Walked
from advisor.web.marks import TIERS
from advisor.web.pictures.arcs import arcs_drawn, counted, needs_words
from advisor.web.pictures.due import Due, due_of, outer_of
from advisor.web.pictures.effort import effort
from advisor.web.pictures.gantt import Row, by_law, chart_drawn, chart_laid, rows_of
from advisor.web.pictures.ladder import ladder_drawn
from advisor.web.pictures.receiving import receiver_named, receiver_of, receiver_said
from advisor.web.pictures.sheet import (
    NeedSheet,
    Seen,
    Sheet,
    Way,
    days_words,
    expected_of,
    hours_words,
    sheet_of,
    short_days,
)
from advisor.web.pictures.walked import happened_of, standing_now, walked_drawn, walked_rows
from advisor.web.route_view import lanes
from routing.rulebook import Rulebook

LONG = 170


def provisions_of(brief: Mapping[str, Any]) -> set[str]:
    """The provisions whose own history the pictures ask for."""
    return {str(row["provision"]) for need in brief["needs"] for row in (*need["plan"], *need["ways"])}


def pictures(brief: Mapping[str, Any], book: Rulebook, on: date, seen: Seen) -> dict[str, Any]:
    """Everything that is drawn, told and listed about a route."""
    sheet = sheet_of(brief, book, on, seen)
    rows = rows_of(sheet, partial(_due, book, on, sheet.home), partial(_outer, book, on, sheet.home))
    return {
        "sheet": sheet,
        "ladder": ladder_drawn(sheet),
        "arcs": arcs_drawn(sheet),
        "gantt": chart_drawn(chart_laid(rows, on)),
        "lanes": list(TIERS),
        "ladder_rows": [(need, [(name, need.in_lane(name)) for name in TIERS]) for need in sheet.needs],
        "arc_rows": arc_rows(sheet),
        "gantt_rows": [gantt_row(row) for row in rows],
        "cards": [card(need, row, book, sheet.home) for need, row in zip(sheet.needs, rows, strict=True)],
        "kept": any(row.kept_until for row in rows),
        "receivers": receivers(sheet),
    }


def walked(found: Sequence[Walked], drawn: Mapping[str, Any], book: Rulebook, today: date) -> dict[str, Any]:
    """What happened to the steps that were sent, and how each need of the plan stands; None before the first one.

    `drawn` is what `pictures` gave; its rows of the plan get a `now`, in words.
    """
    if not found:
        return {"walked": None}
    rows = happened_of(found, drawn["sheet"], book, today)
    now = standing_now(rows)
    for row in drawn["gantt_rows"]:
        row["now"] = now.get(row["need"].number, "")
    return {"walked": {"picture": walked_drawn(rows, today), "rows": walked_rows(rows), "today": today}}


def _due(book: Rulebook, on: date, home: str, way: Way) -> Due | None:
    return due_of(way, book, on, home)


def _outer(book: Rulebook, on: date, home: str, way: Way) -> Due | None:
    return outer_of(way, book, on, home)


def arc_rows(sheet: Sheet) -> list[dict[str, Any]]:
    """The map in words: each State with what is asked of it."""
    needs: dict[str, list[NeedSheet]] = {}
    for need in sheet.needs:
        needs.setdefault(need.state, []).append(need)
    return [
        {
            "state": sheet.names.get(code, code),
            "home": code == sheet.home,
            "said": needs_words(total, opened),
            "numbers": ", ".join(str(need.number) for need in needs.get(code, ())),
        }
        for code, (total, opened) in counted(sheet).items()
    ]


def gantt_row(row: Row) -> dict[str, Any]:
    """A need in time, in words."""
    answered = row.answered
    return {
        "need": row.need,
        "way": row.way,
        "secured": row.need.secure.name if row.secured and row.need.secure else "",
        "secured_days": days_words(row.secured) if row.secured else "",
        "days": days_words(row.expected) if row.way else _("no way yet"),
        "short": _("≤ %(n)s d by law") % {"n": (row.outer.day - row.begins).days}
        if row.outer
        else short_days(row.expected),
        "rung": list(TIERS).index(row.way.lane) + 1 if row.way else "",
        "answered": f"{_day(answered[0])} – {_day(answered[1])}"
        if answered
        else by_law(row.outer)
        if row.outer
        else "",
        "bound": f"{row.outer.article}: {row.outer.event}" if row.outer else "",
        "due": _day(row.due.day) if row.due else "",
        "article": f"{row.due.article}: {row.due.event}" if row.due else "",
        "kept": _day(row.kept_until) if row.kept_until else "",
        "late": row.too_late,
    }


def card(need: NeedSheet, row: Row, book: Rulebook, home: str) -> dict[str, Any]:
    """A need's card: its least way with everything one asks first, what secures it, what comes after."""
    way, counts = need.least, need.counts
    missing = (way.row.get("missing") or ()) if way and need.waits else ()
    return {
        "need": need,
        "way": way,
        "facts": way_facts(way, book, home) if way else [],
        "due": _day(row.due.day) if row.due else "",
        "kept": _day(row.kept_until) if row.kept_until else "",
        "late": row.too_late,
        "secure": need.secure if need.secure is not need.least else None,
        "then": need.then,
        "helping": need.helping,
        "waits_for": [worded(book.facts[fact].question) for fact in missing if fact in book.facts],
        "total": sum(counts.values()),
        "closed": counts.get("closed", 0),
    }


def receivers(sheet: Sheet) -> list[dict[str, str]]:
    """The receiving authorities that the catalogue names, each with the numbers of the needs that go to it."""
    found: dict[str, list[str]] = {}
    for need in sheet.needs:
        if need.least and receiver_named(need.least.row, need.least.state, sheet.home):
            found.setdefault(need.least.addressees, []).append(str(need.number))
    return [{"name": name, "numbers": ", ".join(numbers)} for name, numbers in found.items()]


def need_lanes(
    need: Mapping[str, Any], book: Rulebook, sheet: NeedSheet, seen: Seen, home: str
) -> list[dict[str, Any]]:
    """A need's options by lane as its page shows them, each with the days and hours it takes, the least one marked.

    One that goes to nobody whom the catalogue names says where to ask. `home`: the requesting State.
    """
    found = lanes(need, book)
    least = sheet.least.provision if sheet.least and sheet.suffices else None
    for place in found:
        for one in (*place["first"], *place["more"]):
            option = one["o"]
            own = seen.get((option["provision"], str(option.get("acting_state") or "")), ())
            one["days"] = days_words(expected_of(option, own))
            one["hours"] = hours_words(effort().hours(option["measure"], option["tier"]))
            one["least"] = option["provision"] == least
            state = str(option.get("acting_state") or "")
            if not receiver_named(option, state, home):
                one["receives"] = receiver_said(option, state, book, home)
    return found


def way_facts(way: Way, book: Rulebook, home: str) -> list[tuple[str, str, bool]]:
    """(heading, text, whether the text is the catalogue's English) of a way's card."""
    receives = receiver_of(way, book, home)
    return [
        (_("Who issues it"), _short(way.authority), True),
        (_("Who receives it"), _short(receives[0]), receives[1]),
        (_("Language"), _short(way.language) or _("not stated"), bool(way.language)),
        (_("Time limit"), _short(way.limit) or _("none in the law"), bool(way.limit)),
        (_("Expected"), days_words(way.expected), False),
        (_("Effort"), hours_words(way.hours), False),
    ]


def _short(text: str) -> str:
    return text if len(text) <= LONG else f"{text[: LONG - 1].rstrip()}…"


def _day(day: date) -> str:
    return date_format(day, "j M Y")
