"""Why an option stands where it stands: its trace in sentences, and as it is stored."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from advisor.cases.models import CaseRoute
from advisor.cases.route_reading import brief_read, need_read
from advisor.web import route_view
from advisor.web.trace_words import Sentence, citations_of, trace_said
from advisor.web.traced_records import hashes_behind, read_again
from advisor.web.views.entry import rulebook
from advisor.web.views.routes import stored_or_404
from instruments.sources import readings_known
from routing.rulebook import Rulebook


def _option(
    request: HttpRequest, case_id: UUID, number: int, key: str, provision: str
) -> tuple[CaseRoute, Mapping[str, Any], Mapping[str, Any]]:
    """(route, need, option) of an address. Raises Http404."""
    stored = stored_or_404(request, case_id, number)
    places = [need["id"] for need in brief_read(stored)["needs"]]
    if key not in places:
        raise Http404
    need = need_read(request.user, stored, places.index(key))
    found = next((option for option in need["options"] if option["provision"] == provision), None)
    if found is None:
        raise Http404
    return stored, need, found


def _sentences(option: Mapping[str, Any], book: Rulebook, states: Collection[str]) -> list[Sentence]:
    """The trace in sentences, with the newest day on which each line's source or record was read, in one query."""
    hashes = hashes_behind(option, book, states)
    read, checks = readings_known(citations_of(option), hashes)
    return trace_said(option, book, read, lambda line: read_again(line, option, hashes, checks))


def _report_address(stored: CaseRoute, need: Mapping[str, Any], option: Mapping[str, Any]) -> str:
    """Where a curator is told that the row is wrong: the law that was applied comes along, nothing of the case."""
    context = {
        "key": f"provision:{option['provision']}",
        "requesting_state": brief_read(stored)["requesting_state"],
        "requested_state": option.get("acting_state") or need.get("requested_state") or "",
        "measure": option["measure"],
        "provision": option["provision"],
        "on": stored.on.isoformat(),
    }
    return f"{reverse('report-row')}?{urlencode(context)}"


@require_safe
def route_option(request: HttpRequest, case_id: UUID, number: int, key: str, provision: str) -> HttpResponse:
    """One option of one need with every condition as a sentence."""
    stored, need, option = _option(request, case_id, number, key, provision)
    book = rulebook()
    states = {brief_read(stored)["requesting_state"], option.get("acting_state") or need.get("requested_state") or ""}
    first = any(step["provision"] == provision for step in need["plan"])
    context = {
        "case": stored.case,
        "route": stored,
        "report": _report_address(stored, need, option),
        "need": need,
        "measure": route_view.measure_name(book, need["measure"]),
        "state": route_view.state_name(book, need.get("requested_state")),
        "card": route_view.option_card(option, need, book, first=first),
        "lane": {"tier": route_view.option_lane(option, need)},
        "sentences": _sentences(option, book, states),
        "why": next((step["why"] for step in need["plan"] if step["provision"] == provision), ""),
        "rules": [rule for step in need["plan"] if step["provision"] == provision for rule in step.get("rules", ())],
    }
    return render(request, "web/route_option.html", context)


@require_safe
def route_trace(request: HttpRequest, case_id: UUID, number: int, key: str, provision: str) -> HttpResponse:
    """The stored trace of one option, as JSON, with what it was made from."""
    stored, need, option = _option(request, case_id, number, key, provision)
    document = {
        "format": 1,
        "reference": stored.case.reference,
        "route": stored.number,
        "route_sha256": stored.sha256,
        "on": stored.on.isoformat(),
        "edition": {"label": stored.edition_label, "sha256": stored.edition_sha256},
        "engine_version": stored.engine_version,
        "need": {name: need.get(name) for name in ("id", "measure", "requested_state", "variant")},
        "option": option,
    }
    name = f"{slugify(stored.case.reference) or 'case'}-route-{number}-{slugify(key)}-{slugify(provision)}.json"
    return HttpResponse(
        json.dumps(document, ensure_ascii=False, indent=1),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
