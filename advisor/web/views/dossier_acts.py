"""What people do with one dossier job: approve, cancel, try again, take it as a Word file, compare two versions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from advisor.cases.models import Case
from advisor.dossiers.errors import DossierError, NotReady
from advisor.dossiers.models import DossierJob
from advisor.dossiers.redline import RedLine, redline
from advisor.dossiers.selectors import jobs_for
from advisor.dossiers.services_people import approval_findings, approval_open, dossier_approve, job_cancel, job_retry
from advisor.dossiers.showing import job_document, job_docx
from advisor.web.views.dossiers import file_name
from advisor.web.views.entry import case_or_404, draft_case_or_404, now, rulebook
from advisor.web.views.steps import need_titles, step_row

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CONTEXT = 1  # unchanged lines shown around a change


def job_or_404(request: HttpRequest, case: Case, job_id: UUID) -> DossierJob:
    """A job of the case, through the gate."""
    rows = jobs_for(request.user).select_related("step__route", "dossier")
    return get_object_or_404(rows, case=case, pk=job_id)


def _shown(request: HttpRequest, case: Case, job: DossierJob) -> dict[str, Any]:
    return step_row(job.step, need_titles(request, case, {job.step.route_id}), [], rulebook())


@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: HttpRequest, case_id: UUID, job_id: UUID) -> HttpResponse:
    """Say what approving does and what stands in its way; a POST approves."""
    case = case_or_404(request, case_id)
    job = job_or_404(request, case, job_id)
    fault, findings = "", () if job.is_final else approval_findings(job)
    if request.method == "POST":
        try:
            left = request.POST.get("left-open") == "yes"
            final = dossier_approve(job=job, user=request.user, now=now(), leave_open=left)
        except NotReady as error:
            fault, findings = str(error), error.findings
        except DossierError as error:
            fault = str(error)
        else:
            said = _("Approved. Version %(v)s is being made, without the draft mark.") % {"v": final.version}
            messages.success(request, said)
            return redirect("case-dossiers", case.pk)
    context = {
        "case": case,
        "job": job,
        "row": _shown(request, case, job),
        "fault": fault,
        "findings": findings,
        "unfinished": () if job.is_final else approval_open(job),
    }
    return render(request, "web/dossier_approve.html", context, status=422 if fault else 200)


def _does(request: HttpRequest, case_id: UUID, job_id: UUID, act: Callable[..., object], said: str) -> HttpResponse:
    case = case_or_404(request, case_id)
    job = job_or_404(request, case, job_id)
    try:
        act(job=job, user=request.user, now=now())
    except DossierError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, said)
    return redirect("case-dossiers", case.pk)


@require_POST
def cancel(request: HttpRequest, case_id: UUID, job_id: UUID) -> HttpResponse:
    """Cancel a job that waits or is being made."""
    return _does(request, case_id, job_id, job_cancel, _("The dossier was cancelled. Nothing of it is stored."))


@require_POST
def retry(request: HttpRequest, case_id: UUID, job_id: UUID) -> HttpResponse:
    """Try a job again that failed or was cancelled."""
    return _does(request, case_id, job_id, job_retry, _("The dossier is in the queue again."))


@require_safe
def word_file(request: HttpRequest, case_id: UUID, job_id: UUID) -> HttpResponse:
    """The Word file of a job, to edit; it needs no worker. `?copy=own`: of a document to a private party the sender's
    own copy, with the parts that the addressee does not get."""
    case = draft_case_or_404(request, case_id)
    job = job_or_404(request, case, job_id)
    try:
        own = request.GET.get("copy") == "own"
        content = job_docx(job=job, own=own)
    except DossierError as error:
        messages.warning(request, str(error))
        return redirect("case-dossiers", case.pk)
    headers = {
        "Content-Disposition": f'attachment; filename="{file_name(case, job)}{"-own-copy" if own else ""}.docx"',
        "Cache-Control": "no-store, private",
    }
    return HttpResponse(content, content_type=WORD, headers=headers)


@require_safe
def redline_page(request: HttpRequest, case_id: UUID, job_id: UUID) -> HttpResponse:
    """Two versions of one dossier compared word by word; by default with the version before."""
    case = draft_case_or_404(request, case_id)
    job = job_or_404(request, case, job_id)
    same = jobs_for(request.user).filter(case=case, step=job.step, language=job.language)
    others = list(same.exclude(pk=job.pk).order_by("-version"))
    asked = request.GET.get("with", "")
    before = [other for other in others if other.version < job.version]
    other = next((other for other in others if str(other.pk) == asked), None) or next(iter(before or others), None)
    context: dict[str, Any] = {"case": case, "job": job, "others": others, "other": other}
    if other is not None:
        older, newer = sorted((other, job), key=lambda found: found.version)
        try:
            lines = redline(job_document(job=older), job_document(job=newer))
        except DossierError as error:
            messages.warning(request, str(error))
            return redirect("case-dossiers", case.pk)
        changes = sum(line.changed for line in lines)
        context |= {"older": older, "newer": newer, "changes": changes, "shown": folded(lines)}
    context["row"] = _shown(request, case, job)
    return render(request, "web/dossier_redline.html", context)


def folded(lines: list[RedLine]) -> list[Any]:
    """The lines with what did not change folded away: a number stands for lines left out."""
    near = {at + offset for at, line in enumerate(lines) if line.changed for offset in range(-CONTEXT, CONTEXT + 1)}
    shown: list[Any] = []
    for at, line in enumerate(lines):
        if at in near or line.heading:
            shown.append(line)
        elif shown and isinstance(shown[-1], int):
            shown[-1] += 1
        else:
            shown.append(1)
    return shown
