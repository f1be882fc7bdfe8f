"""One measure on a day: which instruments offer it, for which States, and which rungs of the ladder can stand in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from advisor.languages.words import state_worded, worded
from advisor.web.route_view import articles_words
from advisor.web.views.law.asked import Asked, asked
from advisor.web.views.law.maps import map_pictures
from advisor.web.views.law.tables import Table, download
from advisor.web.views.law.words import TRACKS
from instruments.selectors import instrument_applies
from routing.conditions import FAILS, HOLDS
from routing.participation import pair_binding, state_binding
from routing.rules import FORMAL, TIERS, Provision

COLUMNS: Sequence[tuple[str, str]] = (
    ("requested", "Code"),
    ("name", "Requested State"),
    ("certain", "Bound with it by"),
    ("unsure", "Perhaps bound by"),
)


def bound_count(code: str, a: Asked) -> int:
    """How many States one instrument binds on the day, each for itself."""
    held = (iso2 for instrument, iso2 in a.book.participation if instrument == code)
    return sum(state_binding(a.book, code, iso2, a.on).verdict is HOLDS for iso2 in held if iso2 in a.book.states)


def offers(code: str, a: Asked) -> list[dict[str, Any]]:
    """The provisions of a measure, formal first, with whether they apply on the day and how many States are bound."""
    bound: dict[str, int | None] = {}
    found = []
    for provision in a.book.provisions_of(code):
        known = a.book.instruments[provision.instrument]
        if known.code not in bound:
            bound[known.code] = bound_count(known.code, a) if known.pairing else None
        found.append(
            {
                "provision": provision,
                "title": known.short_title,
                "long": known.title,
                "variant": (provision.variant or "").replace("_", " "),
                "articles": articles_words(provision.document.get("articles") or ()),
                "applies": provision.period.contains(a.on) and instrument_applies(a.book, known.code, on=a.on),
                "bound": bound[known.code],
                "status": (provision.status or known.status or "").replace("_", " "),
            }
        )
    return sorted(found, key=lambda row: (-TIERS.index(row["provision"].tier), row["title"].lower(), row["variant"]))


def partners(code: str, a: Asked) -> list[dict[str, Any]]:
    """Every other State with the formal instruments of the measure that bind it and the requesting State on the day."""
    usable = {
        provision.instrument: a.book.instruments[provision.instrument]
        for provision in a.book.provisions_of(code)
        if _binds_pairs(provision, a)
    }
    found = []
    for state in a.book.states.values():
        if state.iso2 == a.requesting:
            continue
        row: dict[str, Any] = {"state": state, "certain": [], "unsure": []}
        for instrument in usable.values():
            verdict = pair_binding(a.book, instrument.code, a.requesting, state.iso2, a.on).verdict
            if verdict is not FAILS:
                row["certain" if verdict is HOLDS else "unsure"].append((instrument.code, instrument.short_title))
        found.append(row)
    return sorted(found, key=lambda row: row["state"].name)


def _binds_pairs(provision: Provision, a: Asked) -> bool:
    """A formal provision, usable on the day, of an instrument that may bind the requesting State with another."""
    instrument = a.book.instruments[provision.instrument]
    return (
        provision.tier == FORMAL
        and provision.stands_alone
        and provision.period.contains(a.on)
        and instrument.pairing is not None
        and not provision.placeholder
        and state_binding(a.book, instrument.code, a.requesting, a.on).verdict is not FAILS
    )


@require_safe
def measure(request: HttpRequest, code: str) -> HttpResponse:
    """One measure as of a day, asked from a requesting State."""
    a = asked(request)
    known = a.book.measures.get(code)
    if known is None and code.lower() in a.book.measures:
        return redirect(reverse("catalogue-measure", args=[code.lower()]) + a.keep)
    if known is None:
        raise Http404
    rows = partners(code, a)
    if a.form:
        return download(Table(f"{code}-from-{a.requesting}", COLUMNS, [_row(row) for row in rows]), a)
    rungs = a.book.rungs_of(code)
    names = a.book.measures
    ladder = [
        (tier, [(rung, worded(names[rung].name)) for rung in held if rung in names])
        for tier, held in (
            ("secure", rungs.secure),
            ("voluntary", rungs.voluntary),
            ("single_jurisdiction", rungs.single_jurisdiction),
        )
    ]
    context = {
        "a": a,
        "m": known,
        "track": TRACKS.get(known.track, known.track),
        "offers": offers(code, a),
        "rows": rows,
        "maps": map_pictures(
            [row["state"].iso2 for row in rows if row["certain"]],
            [row["state"].iso2 for row in rows if row["unsure"] and not row["certain"]],
        ),
        "with_row": sum(bool(row["certain"]) for row in rows),
        "ladder": [(tier, held) for tier, held in ladder if held],
        "instead": [(other, worded(names[other].name)) for other in rungs.instead if other in names],
    }
    return render(request, "web/law/measure.html", context)


def _row(row: dict[str, Any]) -> dict[str, str]:
    return {
        "requested": row["state"].iso2,
        "name": state_worded(row["state"].iso2, row["state"].name),
        "certain": "; ".join(title for _code, title in row["certain"]),
        "unsure": "; ".join(title for _code, title in row["unsure"]),
    }
