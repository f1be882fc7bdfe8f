"""The published catalogue for people: search, one instrument, one State, each as of a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from advisor.web import route_view
from advisor.web.marks import TIERS
from advisor.web.states import plain, suggestions
from advisor.web.views.entry import today
from instruments.editions import CurrentEdition, edition_current
from instruments.selectors import catalogue_search, instrument_detail, instrument_list, state_overview

EARLIEST, LATEST = date(1950, 1, 1), date(2100, 12, 31)


def asked_day(request: HttpRequest) -> tuple[date, str]:
    """The day the page is asked for (`?on=2026-11-22`), and a message when it could not be read."""
    typed = request.GET.get("on", "").strip()
    if not typed:
        return today(), ""
    try:
        day = date.fromisoformat(typed)
        if not EARLIEST <= day <= LATEST:
            raise ValueError
    except ValueError:
        message = _("“%(read)s” is not a day between 1950 and 2100. Write it as 2026-11-22. Today is shown instead.")
        return today(), message % {"read": typed[:40]}
    return day, ""


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Search, the list of instruments by tier, the States."""
    edition = edition_current()
    book = edition.rulebook
    query = " ".join(request.GET.get("q", "").split())[:120]
    tier = request.GET.get("tier", "")
    records = instrument_list(edition, tier=tier if tier in TIERS else "")
    hits = [hit_row(hit) for hit in catalogue_search(edition, query, limit=40)] if query else []
    context = {
        "edition": edition,
        "query": query,
        "hits": hits,
        "records": records,
        "tier": tier,
        "tiers": [("", _("All")), *((code, TIERS[code]) for code in ("voluntary", "single_jurisdiction", "formal"))],
        "state_names": sorted(((s.name, s.iso2) for s in book.states.values()), key=lambda pair: plain(pair[0])),
        "states": suggestions(book.states),
        "counts": {
            "instruments": len(book.instruments),
            "provisions": len(book.provisions),
            "states": len(book.states),
        },
    }
    return render(request, "web/catalogue.html", context)


def hit_row(hit: Any) -> dict[str, Any]:
    """A search answer with the page it leads to."""
    instrument = hit.code.split("/")[0] if hit.kind in ("instrument", "provision", "network") else ""
    words = {
        "instrument": _("Instrument"),
        "provision": _("Provision"),
        "network": _("Network"),
        "state": _("State"),
        "measure": _("Measure"),
    }
    return {
        "kind": words.get(hit.kind, hit.kind),
        "title": hit.title,
        "detail": hit.detail,
        "instrument": instrument,
        "state": hit.code if hit.kind == "state" else "",
    }


@require_safe
def instrument(request: HttpRequest, code: str) -> HttpResponse:
    """One instrument as of a day."""
    edition = edition_current()
    day, fault = asked_day(request)
    detail = instrument_detail(edition, code, on=day)
    if detail is None:
        raise Http404
    if detail.record["code"] != code:
        return redirect("catalogue-instrument", detail.record["code"])
    context = {
        "edition": edition,
        "on": day,
        "fault": fault,
        "d": detail,
        "r": detail.record,
        "provisions": [provision_row(provision, edition) for provision in detail.record["provisions"]],
        "bound": [s for s in detail.participation if s.verdict == "bound"],
        "others": [s for s in detail.participation if s.verdict != "bound"],
    }
    return render(request, "web/instrument.html", context)


def provision_row(provision: dict[str, Any], edition: CurrentEdition) -> dict[str, Any]:
    """A provision with what a page shows of it."""
    book = edition.rulebook
    return {
        "p": provision,
        "measure": route_view.measure_name(book, provision["measure"]),
        "articles": route_view.articles_words(provision["articles"]),
        "limits": [words for limit in provision["time_limits"] if (words := route_view.limit_words(limit))],
        "authority": route_view.plain_words(provision.get("issuing_authority") or provision.get("who_may_ask")),
        "languages": route_view.plain_words(provision.get("languages")),
        "form": route_view.plain_words(provision.get("form")),
        "channel": route_view.plain_words(provision.get("channel")),
        "double": route_view.double_words(provision.get("dual_criminality")),
    }


@require_safe
def state(request: HttpRequest, code: str) -> HttpResponse:
    """One State as of a day."""
    edition = edition_current()
    day, fault = asked_day(request)
    overview = state_overview(edition, code, on=day)
    if overview is None:
        raise Http404
    names = edition.rulebook.instruments
    groups: dict[str, list[Any]] = {tier: [] for tier in TIERS}
    for standing in overview.bound:
        known = names[standing.instrument]
        groups[known.tier].append({"s": standing, "title": known.short_title, "long": known.title})
    for rows in groups.values():
        rows.sort(key=lambda row: row["title"].lower())
    context = {
        "edition": edition,
        "on": day,
        "fault": fault,
        "o": overview,
        "groups": [{"tier": tier, "rows": rows} for tier, rows in groups.items() if rows],
        "others": [{"s": s, "title": names[s.instrument].short_title} for s in overview.others],
        "titles": {code: known.short_title for code, known in names.items()},
        "authorities": [
            {"row": row, "title": names[row["instrument"]].short_title if row["instrument"] in names else ""}
            for row in overview.authorities
        ],
        "declarations": [
            {"row": row, "title": names[row["instrument"]].short_title if row["instrument"] in names else ""}
            for row in overview.declarations
        ],
    }
    return render(request, "web/state.html", context)
