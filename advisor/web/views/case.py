"""A case's own page (its task list) and its header."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from advisor.cases.errors import FieldFaults, StaleCase
from advisor.cases.models import Case
from advisor.cases.selectors import answers_for, exhibits_for, needs_for, routes_for
from advisor.cases.services import case_update
from advisor.web.forms.cases import AboutForm, show_faults, state_shown
from advisor.web.states import suggestions
from advisor.web.views.desk import desk_rows
from advisor.web.views.entry import case_or_404, now, rulebook, sent, with_version
from routing.rulebook import Rulebook

HEADER = ("reference", "title", "summary", "requesting_state", "track", "stage", "opened_on")


@require_safe
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Where the case stands and what can be done next."""
    row: Any = get_object_or_404(desk_rows(request.user), pk=case_id)
    book = rulebook()
    counts = (
        answers_for(request.user)
        .filter(case=row)
        .aggregate(whole=Count("pk", filter=Q(need__isnull=True)), single=Count("pk", filter=Q(need__isnull=False)))
    )
    states = list(needs_for(request.user).filter(case=row).values_list("requested_state", flat=True))
    context = {
        "case": row,
        "counts": counts,
        "state_count": len(set(states)),
        "state": book.states.get(row.requesting_state),
        "routes": routes_for(request.user).filter(case=row).defer("document").select_related("created_by")[:5],
        "exhibit_count": exhibits_for(request.user).filter(case=row, withdrawn_at=None).count(),
        "stale_route": row.route_version is not None and row.route_version != row.version,
    }
    return render(request, "web/case.html", context)


def _initial(case: Case, book: Rulebook) -> dict[str, Any]:
    values = {field: getattr(case, field) for field in HEADER}
    return values | {"requesting_state": state_shown(book, case.requesting_state), "version": case.version}


@require_http_methods(["GET", "HEAD", "POST"])
def case_about(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Change the header. A stale page shows both versions and keeps what was typed."""
    case = case_or_404(request, case_id)
    book = rulebook()
    form = AboutForm(sent(request), rulebook=book, initial=_initial(case, book))
    stale: StaleCase | None = None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            case_update(case=case, user=request.user, version=version, changes=form.changes(), now=now())
        except FieldFaults as fault:
            show_faults(form, fault)
        except StaleCase as fault:
            stale = fault
        else:
            messages.success(request, _("Saved."))
            return redirect("case", case.pk)
    if stale:
        form.data = with_version(form.data, stale.version)
    context = {"case": case, "form": form, "states": suggestions(book.states), "stale": both_versions(form, stale)}
    return render(request, "web/case_about.html", context, status=409 if stale else 422 if form.errors else 200)


def both_versions(form: Any, stale: StaleCase | None) -> dict[str, Any] | None:
    """What the page shows of a collision: the words, and each differing field with both values."""
    if stale is None:
        return None
    rows = []
    for key in stale.differing:
        label = form.fields[key].label if key in form.fields else key
        rows.append({"label": label, "mine": stale.mine[key], "theirs": stale.theirs.get(key)})
    return {"message": str(stale), "rows": rows}
