"""The bundle of a case: choose dossiers, wait for the worker, download one PDF."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from advisor.cases.models import Case
from advisor.dossiers.bundles import bundle_request, bundles_for
from advisor.dossiers.errors import DossierError
from advisor.dossiers.models import DossierJob, JobState
from advisor.dossiers.selectors import jobs_for
from advisor.web.views.entry import case_or_404, now, rulebook
from advisor.web.views.steps import need_titles, step_row

OPEN = (JobState.QUEUED, JobState.RUNNING)


@require_http_methods(["GET", "HEAD", "POST"])
def bundle(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The dossiers to choose from and the bundles that were made; a POST asks for one."""
    case = case_or_404(request, case_id)
    fault = ""
    if request.method == "POST":
        language = str(get_language() or "en").partition("-")[0]
        try:
            bundle_request(case=case, user=request.user, dossiers=_chosen(request), language=language, now=now())
        except DossierError as error:
            fault = str(error)
        else:
            return redirect("case-bundle", case.pk)
    jobs = list(
        jobs_for(request.user)
        .filter(case=case, state=JobState.DONE)
        .defer("inputs")
        .select_related("dossier", "step")
        .order_by("-final_of", "created_at")
    )
    bundles = list(bundles_for(request.user).filter(case=case).defer("inputs", "content"))
    context = {
        "case": case,
        "rows": _rows(request, case, jobs),
        "bundles": bundles,
        "busy": any(row.state in OPEN for row in bundles),
        "fault": fault,
        "ticked": request.POST.getlist("dossier"),
    }
    return render(request, "web/bundle.html", context, status=422 if fault else 200)


def _chosen(request: HttpRequest) -> list[UUID]:
    """The ticked dossiers; what is no id is nobody's."""
    found = []
    for value in request.POST.getlist("dossier"):
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found


def _rows(request: HttpRequest, case: Case, jobs: list[DossierJob]) -> list[dict[str, object]]:
    titles = need_titles(request, case, {job.step.route_id for job in jobs})
    book = rulebook()
    superseded = {job.final_of_id for job in jobs}
    newest = {(job.step_id, job.language): job.version for job in sorted(jobs, key=lambda job: job.version)}
    return [
        {
            "job": job,
            "ticked": job.is_final or (job.pk not in superseded and newest[job.step_id, job.language] == job.version),
        }
        | step_row(job.step, titles, [], book)
        for job in jobs
    ]


@require_safe
def bundle_file(request: HttpRequest, case_id: UUID, bundle_id: UUID) -> HttpResponse:
    """The PDF of a bundle, to keep."""
    case = case_or_404(request, case_id)
    found = get_object_or_404(bundles_for(request.user), case=case, pk=bundle_id, state=JobState.DONE)
    name = slugify(f"{case.reference}-bundle-{found.number}") or "bundle"
    return HttpResponse(
        bytes(found.content or b""),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}.pdf"', "Cache-Control": "no-store, private"},
    )
