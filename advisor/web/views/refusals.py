"""Refusals as knowledge: grounds tied to sentences, the letter of resubmission, who refused and granted what."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from advisor.cases.errors import FieldFaults
from advisor.cases.models import Case
from advisor.dossiers.errors import DossierError
from advisor.dossiers.models import JobState
from advisor.dossiers.resubmission import letter_from, letter_languages, resubmission_inputs
from advisor.dossiers.selectors import jobs_for
from advisor.dossiers.sentences import Sentence, sentences_of
from advisor.dossiers.showing import job_document
from advisor.dossiers.to_docx import docx_of
from advisor.walk import states
from advisor.walk.knowledge import consistency, granted_steps, habits
from advisor.walk.models import Step
from advisor.walk.refusals import grounds_of, refusal_point_add
from advisor.walk.selectors import events_for, points_for
from advisor.walk.statistics import FEWEST
from advisor.web.dossier_languages import languages
from advisor.web.forms.cases import show_faults
from advisor.web.forms.steps import PointForm
from advisor.web.route_view import instrument_name, measure_name, state_name
from advisor.web.views.drafts import shown_language
from advisor.web.views.entry import case_or_404, now, rulebook, sent, today
from advisor.web.views.step import step_or_404
from advisor.web.views.steps import need_titles, step_row

SHOWN = 160
A_PAGE = 50
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ASKED = ("ground", "instrument", "state", "authority")


@require_http_methods(["GET", "HEAD", "POST"])
def case_step_grounds(request: HttpRequest, case_id: UUID, step_id: UUID, event_number: int) -> HttpResponse:
    """Tie a ground that was given to a sentence of the draft, or write their words down."""
    case = case_or_404(request, case_id)
    step = step_or_404(request, case, step_id)
    events = events_for(request.user).filter(step=step, to_state__in=states.WITH_GROUNDS)
    event = get_object_or_404(events, number=event_number)
    given = set(event.detail.get("grounds") or ())
    known = grounds_of(step)
    choices = [row for row in known if row.code in given] + [row for row in known if row.code not in given]
    sentences, source = _sentences(request, step)
    places = [(row.where, f"{row.label}: {_cut(row.text)}") for row in sentences]
    form = PointForm(sent(request), grounds=choices, places=places)
    if request.method == "POST" and form.is_valid():
        chosen = next((row for row in sentences if row.where == form.cleaned_data.get("place")), None)
        place = {**source, "where": chosen.where, "label": chosen.label} if chosen else {}
        try:
            refusal_point_add(
                event=event, user=request.user, ground=form.cleaned_data["ground"], place=place,
                sentence=chosen.text if chosen else "", note=form.cleaned_data["note"], now=now(),
            )  # fmt: skip
        except FieldFaults as fault:
            show_faults(form, fault)
        else:
            messages.success(request, _("The ground was tied to what you chose. Add the next one, or go back."))
            return redirect("case-step-grounds", case.pk, step.pk, event.number)
    context = {
        "case": case,
        "step": step,
        "row": step_row(step, need_titles(request, case, {step.route_id}), [], rulebook()),
        "event": event,
        "form": form,
        "source": source,
        "points": points_for(request.user).filter(event=event).order_by("number"),
    }
    return render(request, "web/step_grounds.html", context, status=422 if form.errors else 200)


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rsplit(' ', 1)[0]} …"


def _sentences(request: HttpRequest, step: Step) -> tuple[list[Sentence], dict[str, Any]]:
    """The sentences of the step's newest finished document, and which document that is."""
    job = jobs_for(request.user).filter(step=step, state=JobState.DONE).order_by("-created_at").first()
    if job is None:
        return [], {}
    try:
        found = sentences_of(job_document(job=job))
    except (DossierError, KeyError):
        return [], {}
    return found, {"version": str(job.version), "language": job.language}


def _letter(request: HttpRequest, case: Case, step: Step) -> Any:
    """The letter's document. Raises Http404 when the step did not end so that it can be sent again."""
    titles = need_titles(request, case, {step.route_id})
    inputs = resubmission_inputs(
        step=step,
        log=events_for(request.user).filter(step=step).order_by("number"),
        points=points_for(request.user).filter(event__step=step).order_by("number"),
        need=titles.get((step.route_id, step.need_key), {}),
    )
    if inputs is None:
        raise Http404
    wanted = request.GET.get("language", "")
    shown = wanted if wanted in letter_languages() else shown_language()
    language = shown if shown in letter_languages() else "en"
    return letter_from(inputs, language=language, dated=today().isoformat())


@require_safe
def case_step_letter(request: HttpRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    """The letter of resubmission as a page to read and to print."""
    case = case_or_404(request, case_id)
    step = step_or_404(request, case, step_id)
    names = dict(languages())
    context = {
        "case": case,
        "step": step,
        "document": _letter(request, case, step),
        "languages": [(code, names.get(code, code)) for code in letter_languages()],
    }
    return render(request, "web/step_letter.html", context)


@require_safe
def case_step_letter_file(request: HttpRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    """The letter of resubmission as a Word file to complete."""
    case = case_or_404(request, case_id)
    step = step_or_404(request, case, step_id)
    document = _letter(request, case, step)
    name = slugify(f"{case.reference}-{step.need_key}-resubmission-{document.language}") or "letter"
    headers = {"Content-Disposition": f'attachment; filename="{name}.docx"', "Cache-Control": "no-store, private"}
    return HttpResponse(docx_of(document), content_type=WORD, headers=headers)


@require_safe
def refusals(request: HttpRequest) -> HttpResponse:
    """Same authority, same ground: what was refused across the agency's cases, and what the same one carried out."""
    book = rulebook()
    asked = {name: request.GET[name][:300] for name in ASKED if request.GET.get(name)}
    found = habits(request.user, **asked)
    rows = [
        {
            "habit": one,
            "instrument": instrument_name(book, one.instrument),
            "state": state_name(book, one.state),
            "ground": book.grounds.get(one.ground, one.text),
        }
        for one in found
    ]
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    one = found[0] if len(found) == 1 or (found and {"ground", "authority"} <= set(asked)) else None
    granted = []
    if one is not None:
        steps = granted_steps(request.user, instrument=one.instrument, state=one.state, authority=one.authority)
        granted = [{"step": step, "measure": measure_name(book, step.measure)} for step in steps[:A_PAGE]]
    context = {"page": page, "asked": asked, "one": one, "granted": granted, "first": rows[0] if one else None}
    return render(request, "web/refusals.html", context)


@require_safe
def refusal_statistics(request: HttpRequest) -> HttpResponse:
    """How requests ended per instrument, State and measure; numbers under five are hidden and cannot be worked out."""
    book = rulebook()
    rows = [
        {
            "instrument": instrument_name(book, one.instrument),
            "state": state_name(book, one.state),
            "measure": measure_name(book, one.measure),
            "total": one.total,
            "counts": [one.counts[name] for name in ("executed", "partly", "returned", "refused", "expired")],
        }
        for one in consistency(request.user)
    ]
    return render(request, "web/refusal_statistics.html", {"rows": rows, "fewest": FEWEST})
