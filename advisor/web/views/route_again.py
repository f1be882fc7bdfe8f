"""Law or facts have changed since a route was stored: what would differ, and a person's decision. The route stays."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from advisor.cases.errors import CaseBusy, FieldFaults
from advisor.cases.models import CaseRoute, RouteVerdict
from advisor.cases.route_brief import brief_of
from advisor.cases.selectors import route_decisions_for
from advisor.cases.services import ComparedElse, route_compare, route_decide
from advisor.walk.history import days_taken
from advisor.web.compared import compared
from advisor.web.moved import moved_words
from advisor.web.pictures.page import provisions_of
from advisor.web.views.entry import now
from advisor.web.views.routes import stored_or_404
from routing.errors import CaseFaults


@require_http_methods(["GET", "HEAD", "POST"])
def route_again(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """The comparison of a stored route with now, and the two decisions."""
    stored = stored_or_404(request, case_id, number)
    fault = ""
    if request.method == "POST":
        kind = str(RouteVerdict.KEPT if request.POST.get("decision") == "keep" else RouteVerdict.RENEWED)
        try:
            return _decided(request, stored, kind)
        except (FieldFaults, ComparedElse, CaseBusy) as error:
            fault = error.faults["reason"] if isinstance(error, FieldFaults) else str(error)
        except CaseFaults as faults:
            fault = _("The case cannot be routed: %(fault)s") % {"fault": str(faults.faults[0])[:400]}
    return _again_page(request, stored, fault)


def _decided(request: HttpRequest, stored: CaseRoute, kind: str) -> HttpResponse:
    """Record the decision and go on to the route that holds. Raises what `route_decide` raises."""
    at = now()
    decision = route_decide(
        route=stored,
        user=request.user,
        kind=kind,
        reason=request.POST.get("reason", ""),
        mark=request.POST.get("mark", ""),
        on=at.date(),
        now=at,
    )
    if decision is None:
        messages.info(request, _("Nothing has changed since this route was made: case, law and day are the same."))
    elif decision.successor is None:
        messages.success(request, _("The route stays as it is. Your reason is on record."))
    else:
        messages.success(request, _("A new route was made. The old one stays as it was, and so does this decision."))
        return redirect("case-route", stored.case_id, decision.successor.number)
    return redirect("case-route", stored.case_id, stored.number)


def _again_page(request: HttpRequest, stored: CaseRoute, fault: str) -> HttpResponse:
    found = route_compare(route=stored, user=request.user, on=now().date())
    document, answer, book = found.route.document, found.preview.answer, found.preview.edition.rulebook
    comparison = None
    if answer is not None:
        seen = days_taken(request.user, provisions_of(brief_of(document)))
        today = {"case": document["case"], "on": answer["on"], "answer": answer}
        comparison = compared(document, today, book, seen)
    decisions = route_decisions_for(request.user)
    context = {
        "case": stored.case,
        "route": stored,
        "edition": found.preview.edition,
        "today": now().date(),
        "moved": moved_words(stored, found.preview.edition, decisions),
        "comparison": comparison,
        "case_faults": [str(item)[:400] for item in found.preview.faults[:5]],
        "mark": found.mark,
        "decisions": decisions.filter(route=stored).select_related("by", "successor").defer("successor__document"),
        "fault": fault,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "web/route_again.html", context, status=422 if fault else 200)
