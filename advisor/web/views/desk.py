"""What a list tells of each case; a new case, from a form or from a file."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any
from uuid import UUID

import yaml
from django.contrib import messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from advisor.cases.errors import FieldFaults
from advisor.cases.selectors import cases_for, needs_for, routes_for
from advisor.cases.services import case_from_file, case_open, case_to_document
from advisor.cases.services.copies import case_copy, draft_from_file, reference_next
from advisor.dossiers.redrafting import dossier_data, draft_from_dossier
from advisor.dossiers.selectors import dossiers_for, jobs_for
from advisor.intake.from_file import case_file_read
from advisor.intake.reading import MAX_BYTES
from advisor.walk.models import StepState
from advisor.walk.selectors import steps_for
from advisor.web.forms.cases import AboutForm, UploadForm, show_faults, state_shown
from advisor.web.states import suggestions
from advisor.web.views.entry import case_or_404, now, rulebook, sent, today
from routing.errors import CaseFaults

NEXT_STEPS = {
    "needs": gettext_lazy("Say what you need"),
    "route": gettext_lazy("Ask for the route"),
    "steps": gettext_lazy("Choose steps"),
    "dossiers": gettext_lazy("Request dossiers"),
    "download": gettext_lazy("Download dossiers"),
}


def counted(rows: QuerySet[Any]) -> Coalesce:
    """How many of `rows` belong to the outer case, as one subquery (joins would multiply each other)."""
    number = rows.filter(case=OuterRef("pk")).order_by().values("case").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(number), 0)


def desk_rows(user: Any) -> QuerySet[Any]:
    """Cases with counts and the last route's number and status: one query however many there are."""
    last = routes_for(user).filter(case=OuterRef("pk")).order_by("-number")
    return (
        cases_for(user)
        .annotate(
            need_count=counted(needs_for(user)),
            step_count=counted(steps_for(user).exclude(state=StepState.WITHDRAWN)),
            job_count=counted(jobs_for(user)),
            ready_count=counted(dossiers_for(user)),
            route_number=Subquery(last.values("number")[:1]),
            route_status=Subquery(last.values("status")[:1]),
            route_on=Subquery(last.values("on")[:1]),
            route_version=Subquery(last.values("case_version")[:1]),
        )
        .order_by("-updated_at", "reference")
    )


def next_step(case: Any) -> str:
    """Key of NEXT_STEPS for an annotated case."""
    if not case.need_count:
        return "needs"
    if not case.route_number:
        return "route"
    if not case.step_count:
        return "steps"
    return "download" if case.ready_count else "dossiers"


@require_http_methods(["GET", "HEAD", "POST"])
def case_new(request: HttpRequest) -> HttpResponse:
    """Open a case."""
    book = rulebook()
    country = getattr(getattr(request.user, "agency", None), "country", "")
    initial = {
        "requesting_state": state_shown(book, country),
        "opened_on": today(),
        "track": "criminal",
        "stage": "investigation",
    }
    form = AboutForm(sent(request), rulebook=book, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            case = case_open(user=request.user, now=now(), **form.changes())
        except FieldFaults as fault:
            show_faults(form, fault)
        else:
            return redirect("case-needs-add", case.pk)
    context = {"form": form, "states": suggestions(book.states)}
    return render(request, "web/case_about.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def case_upload(request: HttpRequest) -> HttpResponse:
    """A case file becomes a new case; every fault of the file is shown at once."""
    rulebook()
    form = UploadForm(sent(request), request.FILES or None)
    if "file" in getattr(request, "upload_too_large", ()):  # it was dropped while it came in
        form.fields["file"].error_messages["required"] = _("The file is too large: a case file has 1 MB at most.")
    faults: list[dict[str, str]] = []
    taken: dict[str, Any] = {}
    again = _sent_again(request)
    if again is not None:
        form = UploadForm()
    if request.method == "POST" and (again is not None or form.is_valid()):
        content = form.cleaned_data["file"].read(MAX_BYTES + 1) if again is None else again
        name = (form.cleaned_data["file"].name or "") if again is None else request.POST.get("name", "")[:200]
        try:
            case = _read(request.user, content, name, renamed=again is not None)
        except CaseFaults as error:
            faults = [{"where": f.where, "read": f.read, "allowed": f.allowed} for f in error.faults]
        except FieldFaults as error:
            faults = [{"where": where, "read": "", "allowed": text} for where, text in error.faults.items()]
            taken = _in_the_way(request.user, content, name) if set(error.faults) == {"reference"} else {}
        else:
            messages.success(request, _("The case file was read. Check what it says before you ask for the route."))
            return redirect("case", case.pk)
    status = 422 if faults or form.errors else 200
    return render(request, "web/case_upload.html", {"form": form, "faults": faults, "taken": taken}, status=status)


def _sent_again(request: HttpRequest) -> bytes | None:
    """The file that an earlier try brought, sent back by the page to be read under a free reference; else None."""
    if request.POST.get("action") != "renamed":
        return None
    try:
        return base64.b64decode(request.POST.get("content", ""), validate=True)
    except binascii.Error:
        return None


def _in_the_way(user: Any, content: bytes, name: str) -> dict[str, Any]:
    """The case that has the file's reference already, the next free one, and the file to be sent back."""
    reference = str(case_file_read(content, name=name).document.get("reference", ""))
    there = cases_for(user).filter(reference=reference).first()
    if there is None:
        return {}
    free = reference_next(user, reference)
    return {"case": there, "free": free, "content": base64.b64encode(content).decode(), "name": name}


def _read(user: Any, content: bytes, name: str, *, renamed: bool) -> Any:
    """A new case from a case file (`renamed`: under a free reference), or from the JSON inside a dossier."""
    read = case_file_read(content, name=name)
    record = dossier_data(read.document)
    if record is not None:
        return draft_from_dossier(user=user, record=record, now=now())
    read_as = draft_from_file if renamed else case_from_file
    return read_as(user=user, content=content, name=name, now=now())


@require_POST
def case_again(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Start a new case from this one."""
    case = case_or_404(request, case_id)
    try:
        fresh = case_copy(case=case, user=request.user, now=now())
    except (CaseFaults, FieldFaults) as error:
        messages.error(request, _("The case cannot be copied as it stands: %(fault)s") % {"fault": str(error)[:400]})
        return redirect("case", case.pk)
    messages.success(request, _("This is the new case. Give it a title and a reference of its own."))
    return redirect("case-about", fresh.pk)


@require_safe
def case_file(request: HttpRequest, case_id: UUID, suffix: str) -> HttpResponse:
    """The case in the case format, to keep, to edit, to upload again."""
    case = case_or_404(request, case_id)
    document = case_to_document(case=case, user=request.user)
    if suffix == "json":
        body, kind = json.dumps(document, ensure_ascii=False, indent=2), "application/json"
    else:
        body = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=110)
        kind = "application/yaml"
    name = slugify(case.reference) or "case"
    return HttpResponse(
        body,
        content_type=f"{kind}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.{suffix}"'},
    )
