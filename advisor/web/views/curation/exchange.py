"""Editions: taken back, sent to another installation as a signed file, received from one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from advisor.cases.errors import FieldFaults, OfficeError
from advisor.curation.draft import base_records
from advisor.curation.services import edition_receive, edition_undo
from advisor.web.forms.curation import ExchangeForm, TextForm
from advisor.web.views.curation.parts import beside
from advisor.web.views.entry import now, sent
from instruments import records
from instruments.edition_words import edition_diff
from instruments.errors import CatalogueError
from instruments.exchange_file import MOST_BYTES, Received, edition_packed, edition_unpacked, own_key, trusted_keys
from instruments.models import Edition
from instruments.to_fixtures import book_sorted

SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, label: str) -> HttpResponse:
    """Take the law back to an older edition: a change set that says the same as it did, for review."""
    edition = get_object_or_404(Edition.objects.headers(), label=label)
    form = TextForm(sent(request), label=_("Why is the law taken back?"), must=True)
    if request.method == "POST" and form.is_valid():
        try:
            opened = edition_undo(edition=edition, why=form.cleaned_data["text"], user=request.user, now=now())
        except FieldFaults as fault:
            for message in fault.faults.values():
                form.add_error("text", message)
        except (OfficeError, CatalogueError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("A change set brings the older law back. It goes through review like any other.")
            )
            return redirect("curation-set", opened.number)
    return render(
        request, "web/curation/undo.html", {"edition": edition, "form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def exchange(request: HttpRequest) -> HttpResponse:
    """A signed edition of another installation: who signed it, what it changes, then a change set."""
    form = ExchangeForm(request.POST or None, request.FILES or None)
    received: Received | None = None
    lines: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            received = _received(form.cleaned_data["file"])
            lines = _lines(received)
            if request.POST.get("action") == "put":
                opened = edition_receive(received=received, user=request.user, now=now())
                return redirect("curation-set", opened.number)
        except FieldFaults as fault:
            beside(form, fault)
        except (OfficeError, CatalogueError) as error:
            form.add_error("file", str(error)[:2_000])
    context = {
        "form": form,
        "received": received,
        "lines": lines[:SHOWN],
        "more": max(0, len(lines) - SHOWN),
        "editions": Edition.objects.headers().order_by("-id")[:20] if own_key(settings.EXCHANGE_KEY_FILE) else [],
        "trusted": sorted(trusted_keys(Path(settings.EXCHANGE_TRUSTED_DIR))),
    }
    return render(request, "web/curation/exchange.html", context, status=422 if form.errors else 200)


def _received(file: Any) -> Received:
    if file.size > MOST_BYTES:
        raise FieldFaults({"file": _("This file is larger than a catalogue can be.")})
    return edition_unpacked(file.read(), trusted=trusted_keys(Path(settings.EXCHANGE_TRUSTED_DIR)))


def _lines(received: Received) -> list[str]:
    here = book_sorted(records.book_of(base_records()))
    return edition_diff(records.edition_document(here), records.edition_document(received.book))


@require_safe
def exchange_file(request: HttpRequest, label: str) -> HttpResponse:
    """An edition as a signed file."""
    key = own_key(settings.EXCHANGE_KEY_FILE)
    if key is None:
        raise Http404
    edition = get_object_or_404(Edition, label=label)
    try:
        data = edition_packed(edition, private_pem=key, installation=settings.INSTALLATION_NAME)
    except (OSError, CatalogueError) as error:
        messages.error(request, _("The file could not be signed: %(error)s") % {"error": error})
        return redirect("curation-exchange")
    name = f"rogatory-edition-{edition.label}.zip"
    return HttpResponse(
        data,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store, private"},
    )
