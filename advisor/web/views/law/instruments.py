"""One instrument as of a day: what it does, for whom, how, before and after what, and where that was read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from advisor.languages.words import state_worded
from advisor.web import route_view
from advisor.web.views.law.asked import Asked, asked
from advisor.web.views.law.maps import map_pictures
from advisor.web.views.law.tables import Table, download
from advisor.web.views.law.timeline import Bar, timeline
from advisor.web.views.law.words import KINDS, POSITIONS
from instruments.selectors import InstrumentDetail, Standing, instrument_applies, instrument_detail
from instruments.source_kinds import sources_cited
from instruments.sources import sources_checked
from routing.rulebook import Rulebook

COLUMNS: Sequence[tuple[str, str]] = (
    ("instrument", "Instrument"),
    ("iso2", "Code"),
    ("name", "State"),
    ("position", "Position"),
    ("since", "Since"),
    ("until", "Until"),
    ("why", "Why"),
    ("partial", "Part"),
    ("note", "Note"),
    ("source", "Source"),
    ("provisional", "Provisional"),
)


def standing_row(standing: Standing) -> dict[str, str]:
    """One State's position as text."""
    return {
        "instrument": standing.instrument,
        "iso2": standing.iso2,
        "name": standing.name,
        "position": str(POSITIONS[standing.verdict]),
        "since": standing.since.isoformat() if standing.since else "",
        "until": standing.until.isoformat() if standing.until else "",
        "why": standing.reason,
        "partial": standing.partial,
        "note": standing.note,
        "source": standing.source,
        "provisional": "yes" if standing.provisional else "no",
    }


def provision_row(provision: dict[str, Any], book: Rulebook) -> dict[str, Any]:
    """A provision with what a page shows of it."""
    return {
        "p": provision,
        "measure": route_view.measure_name(book, provision["measure"]),
        "code": provision["measure"],
        "articles": route_view.articles_words(provision["articles"]),
        "limits": route_view.limits_words(provision["time_limits"]),
        "authority": route_view.plain_words(provision.get("issuing_authority") or provision.get("who_may_ask")),
        "languages": route_view.plain_words(provision.get("languages")),
        "form": route_view.plain_words(provision.get("form")),
        "channel": route_view.plain_words(provision.get("channel")),
        "costs": route_view.plain_words(provision.get("costs")),
        "double": route_view.double_words(provision.get("dual_criminality")),
        "provisional": provision.get("confidence") == "memory",
    }


def succession(detail: InstrumentDetail, on: date, book: Rulebook) -> list[dict[str, Any]]:
    """The line of succession with this instrument in its place, by the first day of application."""
    records = [(record, "before") for record in detail.predecessors]
    records += [(detail.record, "this")]
    records += [(record, "after") for record in detail.successors]
    found: dict[str, dict[str, Any]] = {}
    for record, place in records:
        code = record["code"]
        found.setdefault(
            code,
            {
                "r": record,
                "place": "this" if code == detail.record["code"] else place,
                "from": _day(record["applies_from"]),
                "until": _day(record["applies_until"]),
                "applies": instrument_applies(book, code, on=on),
            },
        )
    return sorted(found.values(), key=lambda item: (item["r"]["applies_from"] or "9999", item["r"]["code"]))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def cited(detail: InstrumentDetail) -> list[dict[str, Any]]:
    """Every citation of the record and its provisions, the official ones first, with the day on which it was read."""
    record = detail.record
    citations = dict.fromkeys(
        (*record["sources"], *(source for provision in record["provisions"] for source in provision["sources"]))
    )
    known = sources_checked(citations)
    return [{"s": s, "checked_on": known.get(s.text, {}).get("checked_on")} for s in sources_cited(citations)]


@require_safe
def instrument(request: HttpRequest, code: str) -> HttpResponse:
    """One instrument as of a day."""
    a = asked(request)
    detail = instrument_detail(a.edition, code, on=a.on)
    if detail is None:
        raise Http404
    if detail.record["code"] != code:
        return redirect(reverse("catalogue-instrument", args=[detail.record["code"]]) + a.keep)
    if a.form:
        rows = [standing_row(standing) for standing in detail.participation]
        return download(Table(f"{code}-participation", COLUMNS, rows), a)
    line = succession(detail, a.on, a.book)
    context = {
        "a": a,
        "d": detail,
        "r": detail.record,
        "kind": KINDS.get(detail.record["kind"], detail.record["kind"]),
        "provisions": [provision_row(provision, a.book) for provision in detail.record["provisions"]],
        "rows": [{"s": s, "position": POSITIONS[s.verdict]} for s in detail.participation],
        "counts": _counts(detail.participation),
        "declarations": named(detail.declarations, a),
        "authorities": named(detail.authorities, a),
        "maps": map_pictures(*_on_the_map(detail.participation)),
        "line": line,
        "timeline": timeline([_bar(item) for item in line], a.on) if len(line) > 1 else "",
        "replacement": coded_words(detail.record.get("replacement_note") or "", a),
        "sources": cited(detail),
    }
    return render(request, "web/instrument.html", context)


def _bar(item: dict[str, Any]) -> Bar:
    start, end = item["from"], item["until"]
    return Bar(item["r"]["short_title"], start, end, item["place"])


def _on_the_map(standings: Iterable[Standing]) -> tuple[list[str], list[str]]:
    """(wholly bound, bound by a part or not known)."""
    held = [standing for standing in standings if standing.verdict != "not_bound"]
    whole = [standing.iso2 for standing in held if standing.verdict == "bound" and not standing.partial]
    return whole, [standing.iso2 for standing in held if standing.iso2 not in whole]


CODE = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)")


def coded_words(text: str, a: Asked) -> SafeString:
    """A text in which codes of instruments stand, with their short titles as links in their place."""
    parts: list[SafeString | str] = []
    for part in CODE.split(text):
        known = a.book.instruments.get(part)
        if known is None:
            parts.append(part)
            continue
        address = reverse("catalogue-instrument", args=[part]) + a.keep
        parts.append(format_html('<a class="govuk-link" href="{}">{}</a>', address, known.short_title))
    return format_html_join("", "{}", ((part,) for part in parts))


def _counts(standings: Iterable[Standing]) -> dict[str, int]:
    found = dict.fromkeys(POSITIONS, 0)
    for standing in standings:
        found[standing.verdict] += 1
    return found


def named(rows: Iterable[dict[str, str]], a: Asked) -> list[dict[str, Any]]:
    """Rows of an instrument with the name of their State, by name."""
    states = a.book.states
    found = [
        {
            "row": row,
            "state": state_worded(row["iso2"], states[row["iso2"]].name) if row["iso2"] in states else row["iso2"],
            "topic": (row.get("topic") or row.get("role") or "").replace("_", " "),
        }
        for row in rows
    ]
    return sorted(found, key=lambda item: str(item["state"]))
