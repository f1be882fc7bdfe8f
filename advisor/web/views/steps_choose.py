"""Choosing steps of a stored route: what is offered, what is ticked from the start, what needs a reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from advisor.cases.errors import FieldFaults
from advisor.cases.models import Case, CaseRoute
from advisor.cases.route_brief import brief_of
from advisor.walk.models import StepState
from advisor.walk.selectors import steps_for
from advisor.walk.services import Choice, ReasonMissing, skipped_options, steps_choose
from advisor.web import route_view
from advisor.web.marks import TIERS
from advisor.web.pictures.sheet import NeedSheet, need_sheet
from advisor.web.views.entry import now, rulebook
from advisor.web.views.routes import route_or_404


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
