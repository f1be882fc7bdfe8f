"""The translation of a dossier's free text: the packet that goes out, and the return that is checked and kept."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from advisor.cases.models import Case
from advisor.dossiers.errors import DossierError
from advisor.dossiers.models import DossierJob
from advisor.dossiers.packet.reading import LARGEST, Unreadable
from advisor.dossiers.packet.writing import xliff_of
from advisor.dossiers.selectors import jobs_for
from advisor.dossiers.translations import job_packet, translation_return
from advisor.web.dossier_languages import languages
from advisor.web.views.entry import draft_case_or_404, now

MOST_SHOWN = 200


def _job_or_404(request: HttpRequest, case: Case, job_id: UUID) -> DossierJob:
    return get_object_or_404(jobs_for(request.user).select_related("step"), case=case, pk=job_id)


@require_safe
def packet(request: HttpRequest, case_id: UUID, job_id: UUID, target: str) -> HttpResponse:
    """The packet for a translator, to keep."""
    case = draft_case_or_404(request, case_id)
    job = _job_or_404(request, case, job_id)
    try:
        content = xliff_of(job_packet(job=job, target=target))
    except DossierError as error:
        raise Http404(str(error)) from error
    name = slugify(f"{case.reference}-{job.step.need_key}-v{job.version}-{job.language}-{target}") or "packet"
    return HttpResponse(
        content,
        content_type="application/xliff+xml",
        headers={"Content-Disposition": f'attachment; filename="{name}.xlf"', "Cache-Control": "no-store, private"},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def returned(request: HttpRequest, case_id: UUID, job_id: UUID) -> HttpResponse:
    """The page of a translation: packets to take out, and the upload of what came back, with its faults."""
    case = draft_case_or_404(request, case_id)
    job = _job_or_404(request, case, job_id)
    others = [(code, name) for code, name in languages() if code != job.language]
    target = request.POST.get("target") or job.beside or others[0][0]
    context: dict[str, object] = {"case": case, "job": job, "others": others, "target": target}
    context["sentences"] = len(job_packet(job=job, target=others[0][0]).sentences)
    if request.method == "POST":
        fault, faults = _take(request, job, target)
        if not fault and not faults:
            return redirect("case-dossiers", case.pk)
        context |= {"fault": fault, "faults": faults[:MOST_SHOWN], "total": len(faults)}
    return render(request, "web/translation.html", context, status=422 if request.method == "POST" else 200)


def _take(request: HttpRequest, job: DossierJob, target: str) -> tuple[str, tuple[object, ...]]:
    """(what is wrong with the file as a whole, the faults of its sentences); both empty when it was kept."""
    upload = request.FILES.get("file")
    if upload is None:
        return _("Choose the file that the translator sent back."), ()
    if (upload.size or 0) > LARGEST:
        return _("The file has more than 2 MB. A return has only the sentences of its packet."), ()
    try:
        done = translation_return(job=job, target=target, content=upload.read(), user=request.user, now=now())
    except (Unreadable, DossierError) as error:
        return str(error), ()
    if done.faults:
        return "", done.faults
    words = ngettext(
        "The translation is complete: %(n)s sentence. A dossier in both languages is being made.",
        "The translation is complete: %(n)s sentences. A dossier in both languages is being made.",
        done.sentences,
    )
    messages.success(request, words % {"n": done.sentences})
    return "", ()
