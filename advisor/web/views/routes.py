"""The route: ask for it, see it in ten seconds, read one need to the last condition."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from advisor.cases.errors import CaseBusy
from advisor.cases.models import CaseRoute
from advisor.cases.route_reading import brief_read, need_read, route_read
from advisor.cases.selectors import part_of, route_decisions_for, routes_for
from advisor.cases.services import case_route
from advisor.walk.history import days_and_chosen, days_taken
from advisor.walk.walked import walked_for
from advisor.web import route_view
from advisor.web.moved import moved_words
from advisor.web.pictures.page import need_lanes, pictures, provisions_of, walked
from advisor.web.pictures.sheet import need_sheet
from advisor.web.views.entry import case_or_404, now, rulebook
from advisor.web.views.reading import case_seen
from advisor.web.warning_words import warnings_said
from instruments.editions import edition_current
from routing.errors import CaseFaults


def route_or_404(request: HttpRequest, case_id: UUID, number: int) -> CaseRoute:
    """A stored route with its case, in one query."""
    rows = routes_for(request.user).select_related("case", "created_by")
    found = get_object_or_404(rows.annotate(part=part_of(request.user, "case_id")), case_id=case_id, number=number)
    case_seen(request, found.case, found.part)  # type: ignore[attr-defined]
    return found


@require_POST
def route_new(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Route the case with today's law and store the answer, or show the newest route if that would say the same."""
    case, asked_at = case_or_404(request, case_id), now()
    try:
        stored = case_route(case=case, user=request.user, on=asked_at.date(), now=asked_at)
    except CaseFaults as error:
        for fault in error.faults[:5]:
            messages.error(request, _("The case cannot be routed: %(fault)s") % {"fault": str(fault)[:400]})
        return redirect("case-check", case.pk)
    except CaseBusy as busy:
        messages.error(request, str(busy))
        return redirect("case-check", case.pk)
    if stored.created_at != asked_at:
        messages.info(request, _("Nothing has changed since this route was made: case, law and day are the same."))
    return redirect("case-route", case.pk, stored.number)


def stored_or_404(request: HttpRequest, case_id: UUID, number: int) -> CaseRoute:
    """A stored route without its document, in one query with case, brief and agency."""
    try:
        stored = route_read(request.user, case_id, number)
    except CaseRoute.DoesNotExist:
        raise Http404 from None
    user: Any = request.user
    user.agency = stored.agency  # the gate has just said that it is the same: the header asks no query for it
    case_seen(request, stored.case, stored.part)  # type: ignore[attr-defined]
    return stored


def overview(request: HttpRequest, stored: CaseRoute) -> dict[str, Any]:
    """What the overview and the sheet for the wall show of a route."""
    edition, brief, at = edition_current(), brief_read(stored), now()
    book, needs = edition.rulebook, brief["needs"]
    drawn = pictures(brief, book, stored.on, days_taken(request.user, provisions_of(brief)))
    found = walked_for(request.user, stored.case, today=at.date(), now=at, instruments=book.instruments)
    return {
        "case": stored.case,
        "route": stored,
        "counts": route_view.counts(brief),
        "total": len(needs),
        "states": len({need["requested_state"] for need in needs if need.get("requested_state")}),
        "moved": moved_words(stored, edition, route_decisions_for(request.user)),
        **drawn,
        **walked(found, drawn, book, at.date()),
        "warnings": warnings_said(brief, book),
        "alternatives": [
            {**item, "name": route_view.instrument_name(book, item["instrument"])} for item in brief["alternatives"]
        ],
        "questions": brief["questions"],
    }


@require_safe
def route(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """The overview of a stored route: pictures, tables, a card a need."""
    return render(request, "web/route.html", overview(request, stored_or_404(request, case_id, number)))


@require_safe
def route_print(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """The route on one sheet of A3, for the wall."""
    return render(request, "web/route_print.html", overview(request, stored_or_404(request, case_id, number)))


@require_safe
def route_need(request: HttpRequest, case_id: UUID, number: int, key: str) -> HttpResponse:
    """Every option of one need, open and closed, with its reasons."""
    stored = stored_or_404(request, case_id, number)
    brief = brief_read(stored)
    needs = brief["needs"]
    place = next((n for n, need in enumerate(needs) if need["id"] == key), None)
    if place is None:
        raise Http404
    need, book = need_read(request.user, stored, place), rulebook()
    provisions = {option["provision"] for option in need["options"]}
    seen, chosen = days_and_chosen(request.user, provisions, stored, key)
    sheet = need_sheet(place + 1, needs[place], book, seen)
    context = {
        "case": stored.case,
        "route": stored,
        "need": need,
        "number": place + 1,
        "measure": route_view.measure_name(book, need["measure"]),
        "state": route_view.state_name(book, need["requested_state"]),
        "lanes": need_lanes(need, book, sheet, seen, brief["requesting_state"]),
        "least": sheet.least,
        "suffices": sheet.suffices,
        "instead": [route_view.measure_name(book, code) for code in need.get("instead", ())],
        "warnings": warnings_said(brief, book, need=key),
        "chosen": chosen,
        "before": needs[place - 1]["id"] if place else None,
        "after": needs[place + 1]["id"] if place + 1 < len(needs) else None,
    }
    return render(request, "web/route_need.html", context)


@require_safe
def route_file(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """The stored route as it is: case, day, edition, engine version, answer and trace."""
    stored = route_or_404(request, case_id, number)
    name = f"{slugify(stored.case.reference) or 'case'}-route-{number}.json"
    return HttpResponse(
        json.dumps(stored.document, ensure_ascii=False, indent=1),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
