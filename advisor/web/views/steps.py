"""The steps of a case: the page of all of them, one taken back, dossiers asked for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from advisor.cases.errors import FieldFaults
from advisor.cases.models import Case, CaseRoute
from advisor.cases.selectors import routes_for
from advisor.dossiers.beside import AS_ACCEPTED
from advisor.dossiers.errors import DossierError
from advisor.dossiers.selectors import jobs_for
from advisor.dossiers.services import dossier_request
from advisor.walk import states
from advisor.walk.ladders import Moved, answer_of, ladders_for, newest_route, steps_moved
from advisor.walk.models import Step, StepState
from advisor.walk.rungs import Rung
from advisor.walk.selectors import steps_for
from advisor.walk.services import MoveRefused, step_withdraw
from advisor.web import route_view
from advisor.web.dossier_languages import languages
from advisor.web.marks import TIERS
from advisor.web.other_ways import ways_left
from advisor.web.route_view import measure_name
from advisor.web.step_marks import steps_marked
from advisor.web.step_words import ladder_words
from advisor.web.views.entry import case_and_route, case_or_404, now, rulebook
from advisor.web.warning_words import need_names
from instruments.editions import edition_current
from routing.rulebook import Rulebook

MOST_AT_ONCE = 60


@require_safe
def steps(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The steps that were chosen, with their dossiers; the form that asks for more."""
    return _steps_page(request, case_id)


def _steps_page(request: HttpRequest, case_id: UUID, fault: str = "", ticked: list[str] | None = None) -> HttpResponse:
    case, last = case_and_route(request, case_id)
    edition, moved = edition_current(), steps_moved(request.user, case)
    book, found = edition.rulebook, moved[0]
    jobs: dict[Any, list[Any]] = {}
    for job in (
        jobs_for(request.user).filter(case=case).defer("inputs").select_related("dossier").order_by("created_at")
    ):
        jobs.setdefault(job.step_id, []).append(job)
    titles = need_titles(request, case, {step.route_id for step in found}, last)
    rows = [step_row(step, titles, jobs.get(step.pk, []), book) for step in found]
    order = list(TIERS)
    rows.sort(key=lambda row: (row["withdrawn"], order.index(row["tier"]) if row["tier"] in order else 9))
    context: dict[str, Any] = {
        "case": case,
        "rows": [row for row in rows if not row["withdrawn"]],
        "withdrawn": [row for row in rows if row["withdrawn"]],
        "route": last,
        "languages": languages(),
        "fault": fault,
        "ticked": ticked or [],
        "ladders": {line["need"]: line for line in _lines(request, case, last, book, moved)} if last else {},
        **(marked := steps_marked(request.user, case, last, found, edition, now().date())),
        "movable": {start for start, end in states.TABLE if end == states.WITHDRAWN},
    }
    for row in rows:
        row["ladder"] = context["ladders"].get(row["step"].need_key)
        row["differs"] = marked["differs"].get(row["step"].pk, "")
    return render(request, "web/steps.html", context, status=422 if fault else 200)


def ladder_lines(
    request: HttpRequest, case: Case, route: CaseRoute | None = None, book: Rulebook | None = None
) -> list[dict[str, Any]]:
    """One line a need: where it stands, why, and what is next; for the pages of a case and its steps."""
    route = route or newest_route(request.user, case)
    return [] if route is None else _lines(request, case, route, book or rulebook())


def _lines(
    request: HttpRequest, case: Case, route: CaseRoute, book: Rulebook, moved: Moved | None = None
) -> list[dict[str, Any]]:
    ladders = ladders_for(request.user, case, route, moved)
    names = need_names(answer_of(route), book)
    others = ways_left(ladders, route, book)
    return [
        {
            "need": key,
            "name": names.get(key, key),
            "ladder": ladder,
            "why": ladder_words(ladder),
            "other": others.get(key),
            "taken": any(rung.steps for rung in ladder.rungs),
            "now": rung_name(ladder.current, book) if ladder.current else "",
            "next": rung_name(ladder.next, book) if ladder.next else "",
        }
        for key, ladder in ladders.items()
    ]


def rung_name(rung: Rung, book: Any) -> str:
    """A rung as a page names it: the measure, and what kind of way it is."""
    return f"{measure_name(book, rung.measure)} ({TIERS[rung.tier]})"


def need_titles(
    request: HttpRequest, case: Case, routes: set[Any], known: CaseRoute | None = None
) -> dict[tuple[Any, str], dict[str, Any]]:
    """The needs of the routes that steps point at, by (route, need): one query, none where `known` is the only one."""
    found: dict[tuple[Any, str], dict[str, Any]] = {}
    if known is not None and known.pk in routes:
        found = {(known.pk, need["id"]): need for need in answer_of(known)["needs"]}
        routes = routes - {known.pk}
    if not routes:
        return found
    rows = routes_for(request.user).filter(case=case, pk__in=routes).values_list("pk", "document__case__needs")
    for pk, needs in rows:
        for need in needs or []:
            found[pk, need["id"]] = need
    return found


def step_row(step: Step, titles: dict[tuple[Any, str], dict[str, Any]], jobs: list[Any], book: Any) -> dict[str, Any]:
    """A step as pages show it."""
    need = titles.get((step.route_id, step.need_key), {})
    return {
        "step": step,
        "tier": "secure" if step.measure in book.securing else step.tier,
        "withdrawn": step.state == StepState.WITHDRAWN,
        "measure": route_view.measure_name(book, step.measure),
        "instrument": route_view.instrument_name(book, step.instrument),
        "state": route_view.state_name(book, need.get("requested_state")),
        "subject": need.get("subject", ""),
        "jobs": jobs,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def step_back(request: HttpRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    """Take a step back, with a reason."""
    case = case_or_404(request, case_id)
    step = get_object_or_404(steps_for(request.user).select_related("route"), case=case, pk=step_id)
    fault = ""
    if request.method == "POST":
        try:
            step_withdraw(step=step, user=request.user, reason=request.POST.get("reason", ""), now=now())
        except FieldFaults as error:
            fault = " ".join(error.faults.values())
        except MoveRefused as error:
            fault = str(error)
        else:
            messages.success(request, _("The step was taken back. Its dossiers stay."))
            return redirect("case-steps", case.pk)
    titles = need_titles(request, case, {step.route_id})
    context = {
        "case": case,
        "row": step_row(step, titles, [], rulebook()),
        "fault": fault,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "web/step_back.html", context, status=422 if fault else 200)


@require_POST
def dossiers_new(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask for dossiers of the ticked steps, in the chosen language, all or none."""
    case = case_or_404(request, case_id)
    ticked = request.POST.getlist("step")
    language = request.POST.get("language", "")
    open_steps = steps_for(request.user).filter(case=case).exclude(state__in=(states.WITHDRAWN, states.EXECUTED))
    found = [step for step in open_steps if str(step.pk) in ticked]
    if not found:
        return _steps_page(request, case.pk, _("Choose at least one step for which a dossier shall be made."))
    if language not in dict(languages()):
        return _steps_page(request, case.pk, _("Choose the language of the dossiers."), ticked)
    beside = request.POST.get("beside", "")
    if beside not in {"", AS_ACCEPTED, *dict(languages())} - {language}:
        return _steps_page(request, case.pk, _("The second language must be another one than the first."), ticked)
    if len(found) > MOST_AT_ONCE:
        return _steps_page(request, case.pk, _("Ask for 60 dossiers at most at a time."), ticked)
    asked: dict[str, Any] = {"language": language, "beside": beside, "mail": bool(request.POST.get("mail"))}
    try:
        with transaction.atomic():
            for step in found:
                dossier_request(step=step, user=request.user, now=now(), **asked)
    except DossierError as error:
        return _steps_page(request, case.pk, str(error), ticked)
    return redirect(reverse("case-dossiers", args=[case.pk]))
