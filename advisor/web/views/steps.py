"""Choosing steps of a stored route, taking one back, and asking for dossiers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from advisor.cases.errors import FieldFaults
from advisor.cases.models import Case, CaseRoute
from advisor.cases.route_brief import brief_of
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
from advisor.walk.services import Choice, MoveRefused, ReasonMissing, skipped_options, step_withdraw, steps_choose
from advisor.web import route_view
from advisor.web.dossier_languages import languages
from advisor.web.marks import TIERS
from advisor.web.other_ways import ways_left
from advisor.web.pictures.sheet import NeedSheet, need_sheet
from advisor.web.route_view import measure_name
from advisor.web.step_marks import steps_marked
from advisor.web.step_words import ladder_words
from advisor.web.views.entry import case_and_route, case_or_404, now, rulebook
from advisor.web.views.routes import route_or_404
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
def steps_new(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """Choose from a stored route. What was ticked and typed stays when a reason is missing."""
    stored = route_or_404(request, case_id, number)
    case = stored.case
    missing: dict[str, list[Any]] = {}
    fault = ""
    if request.method == "POST":
        choices = _choices(request)
        lost = _reasons_alone(request, stored, choices)
        if lost:
            return _choose_page(request, case, stored, missing, fault, lost)
        try:
            taken = steps_choose(route=stored, user=request.user, choices=choices, now=now())
        except ReasonMissing as error:
            missing = error.skipped
        except FieldFaults as error:
            fault = " ".join(error.faults.values())
        else:
            words = ngettext("%(n)s step is planned.", "%(n)s steps are planned.", len(taken))
            messages.success(request, words % {"n": len(taken)})
            return redirect("case-steps", case.pk)
    return _choose_page(request, case, stored, missing, fault)


def _choices(request: HttpRequest) -> list[Choice]:
    """The ticked options, each with its need's reason."""
    choices = []
    for value in request.POST.getlist("option"):
        need, _bar, provision = value.partition("|")
        choices.append(Choice(need, provision, request.POST.get(f"reason-{need}", "")))
    return choices


def _reasons_alone(request: HttpRequest, stored: CaseRoute, choices: list[Choice]) -> set[str]:
    """The needs for which a reason was typed and nothing was ticked: a reason is kept with a step, or nowhere."""
    needs = {need["id"] for need in stored.document["answer"]["needs"]}
    return {need for need in needs if request.POST.get(f"reason-{need}", "").strip()} - {c.need for c in choices}


def _choose_page(
    request: HttpRequest,
    case: Case,
    stored: CaseRoute,
    missing: dict[str, list[Any]],
    fault: str,
    lost: Collection[str] = (),
) -> HttpResponse:
    book = rulebook()
    standing = steps_for(request.user).filter(route=stored).exclude(state=StepState.WITHDRAWN)
    planned = {f"{key}|{provision}" for key, provision in standing.values_list("need_key", "provision")}
    posted = request.method == "POST"
    ticked = set(request.POST.getlist("option"))
    needs = []
    briefs = brief_of(stored.document)["needs"]
    for number, need in enumerate(stored.document["answer"]["needs"], start=1):
        rows = choosable(need, book, need_sheet(number, briefs[number - 1], book, {}))
        for row in rows:
            row["planned"] = row["value"] in planned
            row["ticked"] = row["value"] in ticked if posted else row["default"]
        needs.append(
            {
                "number": number,
                "id": need["id"],
                "measure": route_view.measure_name(book, need["measure"]),
                "state": route_view.state_name(book, need["requested_state"]),
                "subject": need.get("subject", ""),
                "status": need["status"],
                "first": [row for row in rows if row["first"]],
                "others": [row for row in rows if not row["first"]],
                "reason": request.POST.get(f"reason-{need['id']}", ""),
                "lost": need["id"] in lost,
                "missing": [option.get("short_title", option["provision"]) for option in missing.get(need["id"], [])],
            }
        )
    context = {"case": case, "route": stored, "needs": needs, "missing": missing, "lost": lost, "fault": fault}
    return render(request, "web/steps_new.html", context, status=422 if missing or lost or fault else 200)


def defaults_of(need: Any, sheet: NeedSheet, ordered: Sequence[str]) -> set[str]:
    """The provisions ticked at first: the least way that suffices and what secures it, as the route's pictures say.

    Where a simpler open way of a lower tier only helps, `steps_choose` would ask why it is skipped: the first such one
    is ticked with them. A way that waits, or an open one behind it, is nobody's default. `ordered`: as the page lists.
    """
    ticked = {sheet.secure.provision} if sheet.secure and sheet.secure.verdict == "open" else set()
    if sheet.least and sheet.suffices:
        ticked.add(sheet.least.provision)
    while skipped := {option["provision"] for option in skipped_options(need, ticked)}:
        ticked.add(next(provision for provision in ordered if provision in skipped))
    return ticked


def choosable(need: Any, book: Any, sheet: NeedSheet) -> list[dict[str, Any]]:
    """What may be chosen for a need: every option that is not closed, the plan's and the ticked ones in front."""
    plan = {step["provision"]: step for step in reversed(need["plan"])}
    order = list(TIERS)
    rows = []
    for option in need["options"]:
        if option["verdict"] == "closed":
            continue
        step = plan.get(option["provision"])
        tier = route_view.lane(step) if step else option["tier"]
        rows.append(
            {
                "value": f"{need['id']}|{option['provision']}",
                "name": option["short_title"],
                "measure": route_view.measure_name(book, option["measure"]),
                "state": route_view.state_name(book, option.get("acting_state")),
                "tier": tier,
                "verdict": option["verdict"],
                "first": step is not None,
                "provision": option["provision"],
                "place": (step is None, step["order"] if step else 0, order.index(tier), option["rank"] or 99),
            }
        )
    rows.sort(key=lambda row: row["place"])
    ticked = defaults_of(need, sheet, [row["provision"] for row in rows])
    for row in rows:
        row["default"] = row["provision"] in ticked
        row["first"] = row["first"] or row["default"]
    return rows


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
