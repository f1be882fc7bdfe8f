"""Reports from the field: flag a row, read the answer; at the desk, answer it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from advisor.cases.errors import FieldFaults, OfficeError
from advisor.curation.models import ReportState
from advisor.curation.selectors import changesets_for, is_curator, reports_for
from advisor.curation.services import report_add, report_close, report_seen
from advisor.curation.services.reports import CONTEXT
from advisor.web.forms.curation import AnswerForm, ReportForm
from advisor.web.record_names import key_said
from advisor.web.record_rows import fields_of
from advisor.web.views.curation.parts import beside
from advisor.web.views.entry import now, sent
from instruments.editions import edition_current
from instruments.records import records_of

SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
def report_row(request: HttpRequest) -> HttpResponse:
    """Say what a row of the catalogue got wrong; its context comes along, nothing of a case."""
    key = request.GET.get("key", "")[:400]
    held = records_of(edition_current().document)
    context_sent = {name: request.GET.get(name, "") for name in CONTEXT if request.GET.get(name)}
    form = ReportForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            report_add(key=key, context=context_sent, user=request.user, now=now(), **form.cleaned_data)
        except FieldFaults as fault:
            beside(form, fault)
        except OfficeError as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("Thank you. A curator reads it, and you find the answer under “My reports”."))
            return redirect("reports")
    context = {
        "key": key, "said": key_said(key), "fields": fields_of(held.get(key)), "known": key in held, "form": form,
    }  # fmt: skip
    return render(request, "web/curation/report_row.html", context, status=422 if form.errors else 200)


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """One's own reports with their answers; for a curator every report."""
    rows = list(reports_for(request.user)[:SHOWN])
    for row in rows:
        if row.reporter_id == request.user.pk and row.closed_at and not row.seen_at:
            report_seen(report=row, user=request.user, now=now())
    context = {
        "rows": [{"report": row, "said": key_said(row.key)} for row in rows],
        "curator": is_curator(request.user),
    }
    return render(request, "web/curation/reports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """One report at the desk, with its row; the answer."""
    own = get_object_or_404(reports_for(request.user), pk=report_id)
    form = AnswerForm(sent(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        changeset = None
        if data["changeset"]:
            changeset = changesets_for(request.user).filter(number=data["changeset"]).first()
            if changeset is None:
                form.add_error("changeset", _("There is no change set of that number."))
        if not form.errors:
            try:
                report_close(
                    report=own, state=data["state"], answer=data["answer"], changeset=changeset, user=request.user,
                    now=now(),
                )  # fmt: skip
            except FieldFaults as fault:
                beside(form, fault)
            except OfficeError as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(request, _("Answered. The reporter finds it under “My reports”."))
                return redirect("reports")
    held = records_of(edition_current().document)
    context = {
        "report": own,
        "said": key_said(own.key),
        "fields": fields_of(held.get(own.key)),
        "open": own.state == ReportState.OPEN,
        "form": form,
    }
    return render(request, "web/curation/report.html", context, status=422 if form.errors else 200)
