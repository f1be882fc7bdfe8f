"""The evidence list of a case: exhibits with their files and chains of custody. Files go out as attachments alone."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from advisor.cases.errors import FieldFaults
from advisor.cases.exhibit_kinds import KINDS
from advisor.cases.exhibit_store import FileGone
from advisor.cases.models import Case, Exhibit
from advisor.cases.selectors import custody_for, exhibits_for
from advisor.cases.services import custody_add, exhibit_add, exhibit_file, exhibit_receive, exhibit_withdraw
from advisor.cases.services.exhibits import Received, download_name, exhibits_named, no_object, too_large
from advisor.web.forms.cases import show_faults
from advisor.web.forms.exhibits import CustodyForm, ExhibitForm, WithdrawForm
from advisor.web.views.entry import case_or_404, now, sent

SALT = "exhibit-received"
RECEIVED_SECONDS = 12 * 3600
MOST_NAMED = 200


def exhibit_or_404(request: HttpRequest, case: Case, exhibit_id: UUID) -> Exhibit:
    """An exhibit of the case, through the gate."""
    rows = exhibits_for(request.user).select_related("added_by", "withdrawn_by")
    return get_object_or_404(rows, case=case, pk=exhibit_id)


def kind_words(exhibit: Exhibit) -> str:
    """What a file is, in words; empty where there is none."""
    kind = KINDS.get(exhibit.kind)
    return str(kind.label) if kind else exhibit.kind


@require_safe
def exhibits(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The list, the withdrawn ones too, and what a case file named without its file."""
    case = case_or_404(request, case_id)
    rows: list[Any] = list(exhibits_for(request.user).filter(case=case).select_related("added_by"))
    for row in rows:
        row.kind_words = kind_words(row)
    named = [row for row in exhibits_named(case)[:MOST_NAMED] if isinstance(row, dict)]
    return render(request, "web/exhibits.html", {"case": case, "exhibits": rows, "named": named})


@require_http_methods(["GET", "HEAD", "POST"])
def exhibit_new(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Add an exhibit. A file that was received stays received while a text is mended."""
    case = case_or_404(request, case_id)
    user: Any = request.user
    initial = {"captured_by": user.get_full_name()}
    form = ExhibitForm(sent(request), request.FILES or None, today=now().date(), initial=initial)
    received: Received | None = None
    if request.method == "POST":
        received = _received(request, case, form)
        if form.is_valid():
            try:
                added = exhibit_add(case=case, user=request.user, values=form.values(), now=now(), file=received)
            except FieldFaults as fault:
                show_faults(form, fault)
            except FileGone:
                received = None
                form.add_error("file", _("The file is not there any more. Choose it again."))
            else:
                _told(request, added)
                return redirect("case-exhibit", case.pk, added.pk)
    context = {
        "case": case,
        "form": form,
        "received": received,
        "received_kind": KINDS[received.kind].label if received else "",
        "receipt": _receipt(request, case, received) if received else "",
    }
    return render(request, "web/exhibit_new.html", context, status=422 if form.errors else 200)


def _received(request: HttpRequest, case: Case, form: ExhibitForm) -> Received | None:
    """The file of this request, else the one that an earlier try brought. A refusal goes to the field."""
    form.is_valid()
    if "file" in getattr(request, "upload_too_large", ()):
        form.add_error("file", too_large())
        return None
    upload = request.FILES.get("file")
    if upload is None:
        received = _from_receipt(request, case)
        if received is None and not request.POST.get("kept_at", "").strip():
            form.add_error("kept_at", no_object())
        return received
    try:
        return exhibit_receive(case=case, user=request.user, file=upload)
    except FieldFaults as fault:
        show_faults(form, fault)
        return None


def _receipt(request: HttpRequest, case: Case, received: Received) -> str:
    """What the page sends back in place of the file: signed, for this person and this case alone."""
    return signing.dumps([str(request.user.pk), str(case.pk), asdict(received)], salt=SALT, compress=True)


def _from_receipt(request: HttpRequest, case: Case) -> Received | None:
    try:
        who, which, described = signing.loads(request.POST.get("receipt", ""), salt=SALT, max_age=RECEIVED_SECONDS)
    except signing.BadSignature:
        return None
    return Received(**described) if (who, which) == (str(request.user.pk), str(case.pk)) else None


def _told(request: HttpRequest, added: Exhibit) -> None:
    messages.success(request, _("Exhibit %(number)s was added.") % {"number": added.number})
    first = added.custody.first()
    if first is not None and first.text:
        messages.warning(request, first.text)


@require_http_methods(["GET", "HEAD", "POST"])
def exhibit(request: HttpRequest, case_id: UUID, exhibit_id: UUID) -> HttpResponse:
    """One exhibit with its chain of custody; a POST adds a line to the chain."""
    case = case_or_404(request, case_id)
    row = exhibit_or_404(request, case, exhibit_id)
    form = CustodyForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            custody_add(exhibit=row, user=request.user, now=now(), **form.cleaned_data)
        except FieldFaults as fault:
            show_faults(form, fault)
        else:
            messages.success(request, _("The line was added to the chain of custody."))
            return redirect("case-exhibit", case.pk, row.pk)
    chain = custody_for(request.user).filter(exhibit=row).select_related("by")
    context = {"case": case, "exhibit": row, "kind": kind_words(row), "chain": chain, "form": form}
    return render(request, "web/exhibit.html", context, status=422 if form.errors else 200)


@require_POST
def exhibit_download(request: HttpRequest, case_id: UUID, exhibit_id: UUID) -> Any:
    """The file, to keep: never shown by the browser, named for what it is. Each download is a line of the chain.

    A POST, because it writes that line: nothing that only looks (a link preview, a crawler) gets a file.
    """
    case = case_or_404(request, case_id)
    row = exhibit_or_404(request, case, exhibit_id)
    if not row.sha256:
        raise Http404
    try:
        handle = exhibit_file(exhibit=row, user=request.user, now=now())
    except FileGone:
        messages.error(
            request,
            _("The file in the store is gone or is not the one that was added. Tell whoever runs this installation."),
        )
        return redirect("case-exhibit", case.pk, row.pk)
    return FileResponse(
        handle,
        as_attachment=True,
        filename=download_name(row),
        content_type="application/octet-stream",
        headers={
            "Content-Length": str(row.size),
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def exhibit_out(request: HttpRequest, case_id: UUID, exhibit_id: UUID) -> HttpResponse:
    """Ask why, then withdraw the exhibit. It stays on the list."""
    case = case_or_404(request, case_id)
    row = exhibit_or_404(request, case, exhibit_id)
    form = WithdrawForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            exhibit_withdraw(exhibit=row, user=request.user, why=form.cleaned_data["why"], now=now())
        except FieldFaults as fault:
            show_faults(form, fault)
        else:
            messages.success(request, _("The exhibit is withdrawn. It stays on the list, with its reason."))
            return redirect("case-exhibit", case.pk, row.pk)
    context = {"case": case, "exhibit": row, "form": form}
    return render(request, "web/exhibit_out.html", context, status=422 if form.errors else 200)
