"""The door of the catalogue: search, the list of instruments, measures, networks and States, as of a day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from advisor.languages.words import state_worded
from advisor.web.marks import TIERS
from advisor.web.measure_words import measures_near
from advisor.web.states import plain
from advisor.web.views.law.asked import Asked, asked
from advisor.web.views.law.lines import Kept
from advisor.web.views.law.tables import Table, download
from advisor.web.views.law.words import TRACKS
from instruments.search_index import Found, catalogue_find
from instruments.selectors import instrument_applies, instrument_list

KINDS = {
    "instrument": _("Instrument"),
    "provision": _("Provision"),
    "network": _("Network"),
    "state": _("State"),
    "measure": _("Measure"),
}
PAGES = {
    "instrument": "catalogue-instrument",
    "provision": "catalogue-instrument",
    "network": "catalogue-network",
    "state": "catalogue-state",
    "measure": "catalogue-measure",
}


SHOWN_HITS = 40
COLUMNS: Sequence[tuple[str, str]] = (
    ("code", "Code"),
    ("short_title", "Short title"),
    ("title", "Title"),
    ("kind", "Kind"),
    ("tier", "Tier"),
    ("applies", "Applies on the day"),
    ("applies_from", "Applies from"),
    ("applies_until", "Applies until"),
)
HIT_COLUMNS: Sequence[tuple[str, str]] = (
    ("kind", "Kind"),
    ("title", "Title"),
    ("detail", "Detail"),
    ("url", "Page"),
)
# The lists change with edition, day and language only; a page of four hundred links is made once.
KEPT_LISTS = 24
_lists: Kept[SafeString] = Kept(KEPT_LISTS)


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Search, the list of instruments by tier, the measures, the States; as of a day."""
    a = asked(request)
    query = " ".join(request.GET.get("q", "").split())[:120]
    tier = request.GET.get("tier", "")
    tier = tier if tier in TIERS else ""
    found = catalogue_find(a.edition, query, limit=SHOWN_HITS) if query else Found([])
    hits = [hit_row(hit) for hit in found.hits]
    if a.form:
        return download(Table("catalogue-search", HIT_COLUMNS, hits) if query else _table(a, tier), a)
    keeping = {name: value for name, value in (("q", query), ("tier", tier)) if value}
    context = {
        "a": a,
        "edition": a.edition,
        "query": query,
        "hits": hits,
        "read_as": found.read_as,
        "near": [(code, a.book.measures[code].name) for code in measures_near(query, a.book)] if query else [],
        "tier": tier,
        "keeping": keeping,
        "more": f"&{urlencode(keeping)}" if keeping else "",
        "lists": _lists.get((a.edition.sha256, a.on, tier, a.keep, get_language()), lambda: _made(a, tier)),
        "states": a.states,
        "counts": {
            "instruments": len(a.book.instruments),
            "provisions": len(a.book.provisions),
            "states": len(a.book.states),
        },
    }
    return render(request, "web/catalogue.html", context)


def _records(a: Asked, tier: str) -> list[dict[str, Any]]:
    """The instruments of a tier (all for ''), each with whether it applies on the day."""
    return [
        {"r": record, "applies": instrument_applies(a.book, record["code"], on=a.on)}
        for record in instrument_list(a.edition, tier=tier)
    ]


def _made(a: Asked, tier: str) -> SafeString:
    book = a.book
    names = [(state_worded(s.iso2, s.name), s.iso2) for s in book.states.values()]
    context = {
        "a": a,
        "records": _records(a, tier),
        "tier": tier,
        "keep": f"{a.keep}&" if a.keep else "?",
        "tiers": [("", _("All")), *((code, TIERS[code]) for code in ("voluntary", "single_jurisdiction", "formal"))],
        "state_names": sorted(names, key=lambda pair: plain(pair[0])),
        "measures": [
            (words, [measure for measure in book.measures.values() if measure.track == track])
            for track, words in TRACKS.items()
        ],
    }
    return render_to_string("web/law/lists.html", context)


def _table(a: Asked, tier: str) -> Table:
    rows = [
        {**row["r"], "tier": str(TIERS[row["r"]["tier"]]), "applies": "yes" if row["applies"] else "no"}
        for row in _records(a, tier)
    ]
    kept = [{key: row[key] or "" for key, _ in COLUMNS} for row in rows]
    return Table(f"catalogue-{tier}" if tier else "catalogue", COLUMNS, kept)


def hit_row(hit: Any) -> dict[str, Any]:
    """A search answer with the page it leads to."""
    return {
        "kind": str(KINDS.get(hit.kind, hit.kind)),
        "title": hit.title,
        "detail": hit.detail,
        "url": reverse(PAGES[hit.kind], args=[hit.code.split("/")[0]]),
    }
