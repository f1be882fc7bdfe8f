"""Two States on a day: the State page (what can be asked of it, and how) and the pair page (all at a glance)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from advisor.web.marks import TIERS, VERDICTS
from advisor.web.states import index_of, state_of
from advisor.web.views.law.asked import Asked, asked
from advisor.web.views.law.lines import Kept, Line, pair_lines
from advisor.web.views.law.tables import Table, download
from advisor.web.views.law.words import ANSWERS, TRACKS
from instruments.selectors import pair_instruments, state_overview


def state_code(typed: str, a: Asked) -> str:
    """The code of a State of the edition, however it is written. Raises Http404 for what is none."""
    if typed in a.book.states:
        return typed
    code = state_of(typed, index_of(a.book.states, a.edition.sha256))
    if code is None:
        raise Http404
    return code


def by_track(lines: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    """(words, lines) of every track that has a line."""
    found: dict[str, list[Line]] = {track: [] for track in TRACKS}
    for line in lines:
        found.setdefault(line.track, []).append(line)
    return [(str(TRACKS.get(track, track)), held) for track, held in found.items() if held]


COLUMNS: Sequence[tuple[str, str]] = (
    ("measure", "Measure"),
    ("name", "Name"),
    ("answer", "Answer"),
    ("verdict", "Verdict"),
    ("tier", "Tier"),
    ("instrument", "Instrument"),
    ("articles", "Articles"),
    ("acts_through", "Measure of the option"),
    ("conditions", "Open conditions"),
    ("limits", "Time limits"),
    ("languages", "Languages"),
    ("authority", "Authority"),
    ("not_there", "Not there, and why"),
    ("instead", "Look at instead"),
)


def row_of(line: Line) -> dict[str, str]:
    """A line as text."""
    shown: dict[str, Any] = line.shown or {}
    return {
        "measure": line.measure,
        "name": line.name,
        "answer": str(ANSWERS[line.answer]),
        "verdict": str(VERDICTS.get(shown.get("verdict", ""), "")),
        "tier": str(TIERS.get(shown.get("tier", ""), "")),
        "instrument": shown.get("title", ""),
        "articles": shown.get("articles", ""),
        "acts_through": shown.get("measure", ""),
        "conditions": "; ".join(shown.get("conditions", ())),
        "limits": "; ".join(shown.get("limits", ())),
        "languages": shown.get("languages", ""),
        "authority": "; ".join(shown.get("authorities", ())),
        "not_there": "; ".join(f"{item['title']}: {item['kind']}: {item['text']}" for item in line.absent),
        "instead": "; ".join(name for _code, name in line.instead),
    }


# A State page folds a quarter of a megabyte of measures; the same question is asked again and again.
KEPT_FOLDS = 24
_folds: Kept[SafeString] = Kept(KEPT_FOLDS)


def folds(lines: Iterable[Line], a: Asked, requested: str) -> SafeString:
    """The folded measures of a State page, ready."""
    key = (a.edition.sha256, a.on, a.requesting, requested, a.keep, get_language())
    return _folds.get(key, lambda: render_to_string("web/law/folds.html", {"tracks": by_track(lines), "a": a}))


@require_safe
def pair(request: HttpRequest, requesting: str, requested: str) -> HttpResponse:
    """All measures between two States at a glance."""
    a = asked(request)
    one, other = state_code(requesting, a), state_code(requested, a)
    if (one, other) != (requesting, requested):
        return redirect(reverse("catalogue-pair", args=[one, other]) + a.keep_day)
    if a.typed.get("from", one) != one:
        return redirect(reverse("catalogue-pair", args=[a.typed["from"], other]) + a.keep_day)
    a = replace(a, requesting=one)
    lines = pair_lines(a.edition, requesting=one, requested=other, on=a.on)
    if a.form:
        return download(Table(f"{one}-{other}", COLUMNS, [row_of(line) for line in lines]), a)
    states = a.book.states
    context = {
        "a": a,
        "one": states[one],
        "other": states[other],
        "groups": by_track(lines),
        "counts": {answer: sum(line.answer == answer for line in lines) for answer in ANSWERS},
        "bound": [
            {"code": code, "title": a.book.instruments[code].short_title, "verdict": verdict, "reason": reason}
            for code, verdict, reason in pair_instruments(a.edition, one, other, on=a.on)
        ],
    }
    return render(request, "web/law/pair.html", context)


@require_safe
def state(request: HttpRequest, code: str) -> HttpResponse:
    """One State on a day: what can be asked of it by the requesting State, what binds it, whom to ask."""
    a = asked(request)
    iso2 = state_code(code, a)
    if iso2 != code:
        return redirect(reverse("catalogue-state", args=[iso2]) + a.keep)
    lines = pair_lines(a.edition, requesting=a.requesting, requested=iso2, on=a.on)
    if a.form:
        return download(Table(f"{iso2}-from-{a.requesting}", COLUMNS, [row_of(line) for line in lines]), a)
    overview = state_overview(a.edition, iso2, on=a.on)
    if overview is None:
        raise Http404
    names = a.book.instruments
    groups: dict[str, list[Any]] = {tier: [] for tier in TIERS}
    for standing in overview.bound:
        known = names[standing.instrument]
        groups[known.tier].append({"s": standing, "title": known.short_title, "long": known.title})
    for rows in groups.values():
        rows.sort(key=lambda row: row["title"].lower())
    context = {
        "a": a,
        "o": overview,
        "folds": folds(lines, a, iso2),
        "counts": {answer: sum(line.answer == answer for line in lines) for answer in ANSWERS},
        "groups": [{"tier": tier, "rows": rows} for tier, rows in groups.items() if rows],
        "others": [{"s": s, "title": names[s.instrument].short_title} for s in overview.others],
        "authorities": titled(overview.authorities, a),
        "declarations": titled(overview.declarations, a),
    }
    return render(request, "web/state.html", context)


def titled(rows: Iterable[dict[str, str]], a: Asked) -> list[dict[str, Any]]:
    """Rows of a State with the short title of their instrument."""
    names = a.book.instruments
    return [
        {
            "row": row,
            "title": names[row["instrument"]].short_title if row["instrument"] in names else _("General"),
            "topic": (row.get("topic") or row.get("role") or "").replace("_", " "),
        }
        for row in rows
    ]
