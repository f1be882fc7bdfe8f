"""The desk: what waits for a curator; finding a record; a record with its history, freshness and reports."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from advisor.curation.draft import base_records
from advisor.curation.errors import CurationError, FieldFaults
from advisor.curation.freshness import desk_counts
from advisor.curation.models import ReportState, SetState
from advisor.curation.selectors import changes_for, changesets_for, published_changes, reports_for
from advisor.curation.services import changeset_open, row_still_true
from advisor.curation.watch import looks
from advisor.languages.words import number_worded
from advisor.web.forms.curation import SetForm, StillTrueForm
from advisor.web.record_names import KINDS, book_of_names, key_said
from advisor.web.record_rows import differences, fields_of
from advisor.web.views.curation.participation import pictures_of
from advisor.web.views.curation.parts import beside, done, open_sets
from advisor.web.views.entry import now, sent, today
from instruments.freshness import freshness_of
from instruments.models import Edition
from instruments.records import kind_of
from instruments.searching import query_words
from routing.rulebook import Rulebook

SHOWN = 100
CLOSED_SHOWN = 10


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits: drafts, reviews, reports, rows to be read again, the watch list; and the last publications."""
    day = today()
    sets = open_sets(request)
    closed = changesets_for(request.user).filter(state=SetState.PUBLISHED)[:CLOSED_SHOWN]
    waiting = reports_for(request.user).filter(state=ReportState.OPEN)
    context = {
        "drafts": [row for row in sets if row.state == SetState.DRAFT],
        "reviews": [row for row in sets if row.state == SetState.REVIEW],
        "published": closed,
        "reports": waiting.count(),
        "waiting": [
            {"report": row, "said": key_said(row.key)} for row in waiting.order_by("created_at")[:CLOSED_SHOWN]
        ],
        "due": {name: number_worded(count) for name, count in desk_counts(day).items()},
        "watch": sum(look.is_due(day) for look in looks()),
        "edition": Edition.objects.headers().order_by("-id").first(),
    }
    return render(request, "web/curation/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def set_new(request: HttpRequest) -> HttpResponse:
    """Open a change set."""
    form = SetForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            opened = changeset_open(user=request.user, now=now(), **form.cleaned_data)
        except FieldFaults as fault:
            beside(form, fault)
        else:
            return redirect("curation-set", opened.number)
    return render(request, "web/curation/set_new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Records by what they say, by kind, instrument and State."""
    asked = {name: request.GET.get(name, "").strip()[:100] for name in ("q", "kind", "instrument", "state")}
    found: list[dict[str, Any]] = []
    every = 0
    if any(asked.values()):
        book = book_of_names()
        hits = _hits(asked, book)
        every = len(hits)
        found = [
            {
                "key": key,
                "said": key_said(key, record, book=book),
                "kind": KINDS[kind_of(key)],
                "text": _words(fields_of(record)),
            }
            for key, record in hits[:SHOWN]
        ]
    context = {
        "asked": asked,
        "rows": found,
        "every": every,
        "kinds": sorted(KINDS.items(), key=lambda item: str(item[1])),
        "number": request.GET.get("set", ""),
    }
    return render(request, "web/curation/search.html", context)


def _hits(asked: dict[str, str], book: Rulebook | None) -> list[tuple[str, dict[str, Any]]]:
    """(key, record) of the records that fit all that was asked."""
    words = query_words(asked["q"])
    state = asked["state"].upper()
    found = []
    for key, record in base_records().items():
        if asked["kind"] and kind_of(key) != asked["kind"]:
            continue
        owner = str(record.get("_instrument") or record.get("instrument") or record.get("code") or "")
        if asked["instrument"] and asked["instrument"] != owner:
            continue
        if state and record.get("iso2") != state:
            continue
        if words:
            said = key_said(key, record, book=book)
            text = f"{key} {said} {' '.join(fields_of(record).values())}".casefold()
            if not all(word.casefold() in text for word in words):
                continue
        found.append((key, record))
    return found


def _words(texts: dict[str, str]) -> str:
    shown = [texts[name] for name in ("title", "name", "status", "since", "value", "text", "notes") if texts.get(name)]
    return " · ".join(shown)[:160]


def key_or_404(request: HttpRequest) -> str:
    """The key in the address, of a record that stands."""
    return request.GET.get("key", "")[:400]


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """One record: what it says, when it was read, who changed it why, what the field reports; 'still true'."""
    key = key_or_404(request)
    held = base_records()
    if key not in held and not published_changes(key).exists():
        raise Http404
    standing = held.get(key)
    form = StillTrueForm(sent(request), initial={"checked_on": today(), "source": _source(standing)})
    if request.method == "POST" and form.is_valid():
        try:
            row_still_true(keys=[key], user=request.user, now=now(), **form.cleaned_data)
        except FieldFaults as fault:
            beside(form, fault)
        except CurationError as fault:
            form.add_error(None, str(fault))
        else:
            done(request, lambda: None, _("Kept: it was read again and is still true."))
            return redirect(request.get_full_path())
    context = {
        "key": key,
        "said": key_said(key, standing),
        "kind": KINDS.get(kind_of(key), kind_of(key)),
        "standing": standing,
        "droppable": kind_of(key) not in ("measure", "ladder"),
        "fields": fields_of(standing),
        "fresh": freshness_of({key: standing}).get(key) if standing else None,
        "day": today(),
        "history": [
            {"change": row, "rows": differences(row.before, row.after)} for row in published_changes(key)[:SHOWN]
        ],
        "pending": changes_for(request.user).filter(
            key=key, changeset__state__in=(SetState.DRAFT, SetState.REVIEW)
        ).select_related("changeset"),
        "reports": reports_for(request.user).filter(key=key)[:SHOWN],
        "sets": open_sets(request),
        "form": form,
        "drawn": pictures_of(key, held, on=today()),
    }  # fmt: skip
    return render(request, "web/curation/record.html", context, status=422 if form.errors else 200)


def _source(standing: dict[str, Any] | None) -> str:
    if not standing:
        return ""
    return str(standing.get("source") or next(iter(standing.get("sources") or []), ""))
