"""Progress of dossiers while a worker makes them, and the finished files."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from advisor.cases.models import Case
from advisor.dossiers.models import JobState
from advisor.dossiers.selectors import dossiers_for, jobs_for
from advisor.web.dossier_languages import languages
from advisor.web.views.entry import draft_case_or_404, rulebook
from advisor.web.views.steps import need_titles, step_row

STOP_POLLING = 286  # htmx stops asking when it is answered so


@require_safe
def dossiers(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The jobs of a case. htmx asks for the list alone every two seconds; a reload does the same without scripts."""
    case = draft_case_or_404(request, case_id)
    jobs = list(jobs_for(request.user).filter(case=case).defer("inputs").select_related("dossier", "step"))
    jobs.sort(key=lambda job: (job.state == JobState.DONE, -job.created_at.timestamp(), str(job.pk)))
    titles = need_titles(request, case, {job.step.route_id for job in jobs})
    book, names = rulebook(), dict(languages())
    rows = [
        {"job": job, "language": names.get(job.language, job.language)} | step_row(job.step, titles, [], book)
        for job in jobs
    ]
    done = sum(job.state == JobState.DONE for job in jobs)
    failed = sum(job.state == JobState.FAILED for job in jobs)
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
            "Content-Disposition": f'attachment; filename="{_name(case, found)}.pdf"',
            "Cache-Control": "no-store, private",
        },
    )


def _name(case: Case, found: object) -> str:
    job = found.job  # type: ignore[attr-defined]
    parts = [case.reference, job.step.need_key, job.step.instrument, f"v{job.version}", job.language]
    return slugify("-".join(parts)) or "dossier"
