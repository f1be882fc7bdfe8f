"""Progress of dossiers while a worker makes them, and the finished files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models.fields.json import KT
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from advisor.cases.models import Case
from advisor.dossiers.build.matter import is_private
from advisor.dossiers.models import DossierJob, JobState
from advisor.dossiers.progress import step_of
from advisor.dossiers.selectors import dossiers_for, jobs_for
from advisor.web.dossier_languages import languages
from advisor.web.lint_rows import lint_words
from advisor.web.views.entry import draft_case_or_404, rulebook
from advisor.web.views.steps import need_titles, step_row

STOP_POLLING = 286  # htmx stops asking when it is answered so


@require_safe
def dossiers(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The jobs of a case. htmx asks for the list alone every two seconds; a reload does the same without scripts."""
    case = draft_case_or_404(request, case_id)
    found = jobs_for(request.user).filter(case=case).defer("inputs").select_related("dossier", "step", "approved_by")
    jobs = list(found.annotate(channel=KT("inputs__option__channel"), kind=KT("inputs__words__instrument__kind")))
    jobs.sort(key=lambda job: (job.state == JobState.DONE, -job.created_at.timestamp(), str(job.pk)))
    titles = need_titles(request, case, {job.step.route_id for job in jobs})
    book, names, approvable = rulebook(), dict(languages()), _approvable(jobs)
    rows = [
        {
            "job": job,
            "language": names.get(job.language, job.language),
            "beside": names.get(job.beside or "", job.beside),
            "progress": step_of(job.progress),
            "mend": _mend(job),
            "older": any(other.step_id == job.step_id and other.pk != job.pk for other in jobs),
            "approvable": job.pk in approvable,
            "lint": lint_words(job.lint),
            "private": is_private(
                tier=job.step.tier, channel=job.channel or "", measure=job.step.measure, instrument_kind=job.kind or ""
            ),
        }
        | step_row(job.step, titles, [], book)
        for job in jobs
    ]
    done = sum(job.state == JobState.DONE for job in jobs)
    failed = sum(job.state in (JobState.FAILED, JobState.CANCELLED) for job in jobs)
    context = {
        "case": case,
        "rows": rows,
        "done": done,
        "failed": failed,
        "total": len(jobs),
        "busy": done + failed < len(jobs),
    }
    if request.headers.get("HX-Request") and not request.headers.get("HX-Boosted"):
        status = 200 if context["busy"] else STOP_POLLING
        return render(request, "web/dossiers_list.html", context | {"fragment": True}, status=status)
    return render(request, "web/dossiers.html", context)


@require_safe
def dossier(request: HttpRequest, case_id: UUID, dossier_id: UUID) -> HttpResponse:
    """The PDF, to keep; never shown inside a page."""
    case = draft_case_or_404(request, case_id)
    found = get_object_or_404(dossiers_for(request.user).select_related("job__step"), case=case, pk=dossier_id)
    return HttpResponse(
        bytes(found.content),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{file_name(case, found.job)}.pdf"',
            "Cache-Control": "no-store, private",
        },
    )


def file_name(case: Case, job: DossierJob) -> str:
    """What a file of a job is called, without its ending."""
    state = "final" if job.is_final else "draft"
    languages = f"{job.language}-{job.beside}" if job.beside else job.language
    parts = [case.reference, job.step.need_key, job.step.instrument, f"v{job.version}", languages, state]
    return slugify("-".join(parts)) or "dossier"


def _approvable(jobs: Sequence[DossierJob]) -> set[UUID]:
    """The newest draft of each step and language, where it is ready and was not approved yet."""
    newest: dict[tuple[Any, str], DossierJob] = {}
    for job in jobs:
        key = (job.step_id, job.language)
        if not job.is_final and (key not in newest or newest[key].version < job.version):
            newest[key] = job
    approved = {job.final_of_id for job in jobs}
    return {job.pk for job in newest.values() if job.state == JobState.DONE and job.pk not in approved}


def _mend(job: DossierJob) -> tuple[str, str] | None:
    """Where the text of a failed job can be mended: (address, words); None where no page holds it."""
    first, _, rest = (job.error_field or "").partition(": ")
    case = job.case_id
    if first == "case":
        return reverse("case-about", args=[case]), gettext("Mend the text of the case")
    if first == "need":
        return reverse("case-need-about", args=[case, job.step.need_key]), gettext("Mend the text of the request")
    if first == "facts" and rest:
        return reverse("case-question", args=[case, rest.partition(": ")[0]]), gettext("Mend the answer")
    if first in ("typed", "nexus"):
        return reverse("case-draft", args=[case, job.step_id]), gettext("Mend the text of the draft")
    return None
