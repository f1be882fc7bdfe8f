"""Writing a draft: every place of a step's document with a field of its own, and the document as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from advisor.cases.errors import StaleCase
from advisor.cases.models import Case
from advisor.dossiers.build import document_from
from advisor.dossiers.build.words import languages
from advisor.dossiers.drafting import DraftTooLong, draft_of, texts_save
from advisor.dossiers.errors import DossierError
from advisor.dossiers.inputs import dossier_inputs
from advisor.dossiers.models import DraftText
from advisor.dossiers.places import Place, places_of
from advisor.dossiers.to_pdf import STYLE
from advisor.walk.models import Step
from advisor.walk.selectors import steps_for
from advisor.web.forms.drafts import DraftForm
from advisor.web.views.case import both_versions
from advisor.web.views.entry import case_or_404, now, rulebook, sent, version_sent
from advisor.web.views.keeping import autosaved, autosaving, left_to_them, saving, seen_sent, seen_words
from advisor.web.views.steps import need_titles, step_row

FIRST_VERSION = 1


def step_or_404(request: HttpRequest, case: Case, step_id: UUID) -> Step:
    """A step of the case with its route, through the gate."""
    rows = steps_for(request.user).select_related("route", "agency")
    return get_object_or_404(rows, case=case, pk=step_id)


def shown_language() -> str:
    """The language in which the page names the places: the reader's, where dossiers have its words."""
    spoken = str(get_language() or "en").partition("-")[0]
    return spoken if spoken in languages() else "en"


def step_shown(request: HttpRequest, case: Case, step: Step) -> dict[str, Any]:
    """The step as pages name it."""
    return step_row(step, need_titles(request, case, {step.route_id}), [], rulebook())


@require_http_methods(["GET", "HEAD", "POST"])
def case_draft(request: HttpRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    """Write the draft of one step. A stale page shows both versions; nothing typed is lost."""
    case = case_or_404(request, case_id)
    step = step_or_404(request, case, step_id)
    try:
        inputs = dossier_inputs(step=step, language=shown_language())
    except DossierError as error:
        messages.warning(request, str(error))
        return redirect("case-steps", case.pk)
    places = places_of(document_from({**inputs, "typed": {}}, FIRST_VERSION))
    row = draft_of(step=step, user=request.user)
    form = DraftForm(sent(request), places=places, held=row.texts if row else {})
    stale: StaleCase | None = None
    if request.method == "POST" and (form.is_valid() or autosaving(request)):
        saved, stale = saving(form, lambda: _save(request, form, step))
        row = draft_of(step=step, user=request.user)
        if saved and not form.errors and not autosaving(request):
            messages.success(request, _("Saved."))
            return redirect("case-draft", case.pk, step.pk)
    was = _was(row, places)
    if autosaving(request):
        return autosaved(request, row or DraftText(version=0), was, faults=len(form.errors), collided=stale is not None)
    held = row.texts if row else {}
    open_places = [place for place in places if place.kind == "blank"]
    context = {
        "case": case,
        "step": step,
        "row": step_shown(request, case, step),
        "form": form,
        "groups": grouped(form, places),
        "unplaced": _unplaced(held, places),
        "filled": sum(bool(held.get(place.place)) for place in open_places),
        "total": len(open_places),
        "stale": both_versions(form, stale),
        "version": stale.version if stale else _version(request, row),
        "was": request.POST["was"] if form.errors and "was" in request.POST else seen_words(was),
    }
    return render(request, "web/draft.html", context, status=409 if stale else 422 if form.errors else 200)


def _version(request: HttpRequest, row: DraftText | None) -> int:
    """The row's version as the page knows it: what was sent with faults, else that of now."""
    held = row.version if row else 0
    return version_sent(request) if request.method == "POST" else held


def _save(request: HttpRequest, form: DraftForm, step: Step) -> None:
    """Save what was changed on the page; too much text is one message above the form."""
    seen = seen_sent(request)
    given = form.texts()
    left = left_to_them(request, given)
    changed = {
        place: text
        for place, text in given.items()
        if place not in left and (seen is None or text != seen.get(place, ""))
    }
    if not changed:
        return
    try:
        texts_save(step=step, user=request.user, version=version_sent(request), texts=changed, now=now(), seen=seen)
    except DraftTooLong as fault:
        form.add_error(None, str(fault))


def _was(row: DraftText | None, places: Iterable[Place]) -> dict[str, str]:
    """What the page shows, by place."""
    held = row.texts if row else {}
    return {place.place: held.get(place.place, "") for place in places}


def _unplaced(held: Mapping[str, str], places: Iterable[Place]) -> list[str]:
    """Texts that were typed for places which the document has no more."""
    known = {place.place for place in places}
    return [text for place, text in held.items() if place not in known and text not in ("yes", "no")]


def grouped(form: DraftForm, places: Iterable[Place]) -> list[dict[str, Any]]:
    """The fields by part of the document; ticks of one box stand together."""
    groups: list[dict[str, Any]] = []
    for place in places:
        if not groups or groups[-1]["part"] != place.part:
            groups.append({"part": place.part, "rows": []})
        rows = groups[-1]["rows"]
        if place.kind != "tick":
            rows.append({"kind": place.kind, "field": form[place.place], "wants": place.wants})
        elif rows and rows[-1]["kind"] == "ticks" and rows[-1]["label"] == place.label:
            rows[-1]["fields"].append(form[place.place])
        else:
            rows.append({"kind": "ticks", "label": place.label, "fields": [form[place.place]]})
    return groups


@require_safe
def case_draft_preview(request: HttpRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    """The document as it stands, with what is typed so far: a page to read and to print."""
    case = case_or_404(request, case_id)
    step = step_or_404(request, case, step_id)
    wanted = request.GET.get("language", "")
    try:
        inputs = dossier_inputs(step=step, language=wanted if wanted in languages() else shown_language())
    except DossierError as error:
        messages.warning(request, str(error))
        return redirect("case-steps", case.pk)
    document = document_from(inputs, FIRST_VERSION)
    context = {"case": case, "step": step, "document": document}
    return render(request, "web/draft_preview.html", context)


@require_safe
def dossier_style(request: HttpRequest) -> HttpResponse:
    """The style sheet of dossiers, for the page that shows one."""
    return HttpResponse(
        STYLE.read_bytes(), content_type="text/css; charset=utf-8", headers={"Cache-Control": "private, max-age=300"}
    )
