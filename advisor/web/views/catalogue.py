"""The door of the catalogue: search, the list of instruments, measures, networks and States, as of a day."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from advisor.languages.words import state_worded
from advisor.web.marks import TIERS
from advisor.web.states import plain, suggestions
from advisor.web.views.law.asked import asked
from advisor.web.views.law.words import TRACKS
from instruments.selectors import catalogue_search, instrument_list

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


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Search, the list of instruments by tier, the States."""
    a = asked(request)
    edition, book = a.edition, a.book
    query = " ".join(request.GET.get("q", "").split())[:120]
    tier = request.GET.get("tier", "")
    records = instrument_list(edition, tier=tier if tier in TIERS else "")
    hits = [hit_row(hit) for hit in catalogue_search(edition, query, limit=40)] if query else []
    context = {
        "a": a,
        "edition": edition,
        "query": query,
        "hits": hits,
        "records": records,
        "tier": tier,
        "tiers": [("", _("All")), *((code, TIERS[code]) for code in ("voluntary", "single_jurisdiction", "formal"))],
        "state_names": sorted(
            ((state_worded(s.iso2, s.name), s.iso2) for s in book.states.values()), key=lambda pair: plain(pair[0])
        ),
        "states": suggestions(book.states),
        "measures": [
            (words, [measure for measure in book.measures.values() if measure.track == track])
            for track, words in TRACKS.items()
        ],
        "counts": {
            "instruments": len(book.instruments),
            "provisions": len(book.provisions),
            "states": len(book.states),
        },
    }
    return render(request, "web/catalogue.html", context)


def hit_row(hit: Any) -> dict[str, Any]:
    """A search answer with the page it leads to."""
    return {
        "kind": KINDS.get(hit.kind, hit.kind),
        "title": hit.title,
        "detail": hit.detail,
        "url": reverse(PAGES[hit.kind], args=[hit.code.split("/")[0]]),
    }
