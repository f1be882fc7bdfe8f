"""A case's own page (its task list) and its header."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from advisor.cases.errors import FieldFaults, StaleCase
from advisor.cases.models import Case
from advisor.cases.selectors import answers_for, entities_for, exhibits_for, part_of, rights_for, routes_for
from advisor.cases.services import case_update
from advisor.web.forms.cases import AboutForm, show_faults, state_shown
from advisor.web.left import questions_left
from advisor.web.states import suggestions
from advisor.web.views.desk import counted, desk_rows
from advisor.web.views.entry import case_or_404, now, rulebook, sent, version_sent, with_version
from advisor.web.views.held import held
from advisor.web.views.keeping import autosaved, autosaving, left_to_them, seen_sent, seen_words
from advisor.web.views.reading import case_seen
from advisor.web.views.steps import ladder_lines
from routing.rulebook import Rulebook

MOST_LEFT = 5
HEADER = ("reference", "title", "summary", "requesting_state", "track", "stage", "opened_on")


@require_safe
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Where the case stands and what can be done next."""
    user: Any = request.user
    row: Any = get_object_or_404(_counted(user), pk=case_id)
    case_seen(request, row, row.part)
    user.agency = row.agency  # the gate has just said that it is the same: the header asks no query for it
    book = rulebook()
    state = held(request, case_id, case=row, book=book) if row.need_count else None
    states = [need.requested_state for need in state.needs.values()] if state else []
    left: list[dict[str, str]] = []
    more = 0
    if state and state.answer:
        where = {key: need.requested_state for key, need in state.needs.items()}
        left, more = questions_left(
            row, state.answer, whole=state.whole, single=state.single, states=where, book=book, most=MOST_LEFT
        )
    context = {
        "left": left,
        "left_more": more,
        "case": row,
        "counts": {"whole": row.whole_count, "single": row.single_count},
        "right_count": row.right_count,
        "entity_count": row.entity_count,
        "state_count": len(set(states)),
        "state": book.states.get(row.requesting_state),
        "routes": routes_for(request.user).filter(case=row).defer("document").select_related("created_by")[:5],
        "exhibit_count": row.exhibit_count,
        "ladders": ladder_lines(request, row, book=book) if row.step_count else [],
        "stale_route": row.route_version is not None and row.route_version != row.version,
    }
    return render(request, "web/case.html", context)


def _counted(user: Any) -> Any:
    """Cases with everything that their own page counts, in one query with the case itself."""
    return (
        desk_rows(user)
        .select_related("agency")
        .annotate(
            part=part_of(user),
            whole_count=counted(answers_for(user).filter(need__isnull=True)),
            single_count=counted(answers_for(user).filter(need__isnull=False)),
            right_count=counted(rights_for(user)),
            entity_count=counted(entities_for(user)),
            exhibit_count=counted(exhibits_for(user).filter(withdrawn_at=None)),
        )
    )


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
    if request.method == "POST" and (form.is_valid() or autosaving(request)):
        version = form.cleaned_data.get("version") or 0
        theirs = left_to_them(request, HEADER)
        changes = {name: value for name, value in form.changes().items() if name not in theirs}
        try:
            case_update(
                case=case, user=request.user, version=version, changes=changes, now=now(), seen=seen_sent(request)
            )
        except FieldFaults as fault:
            show_faults(form, fault)
        except StaleCase as fault:
            stale = fault
        else:
            if not autosaving(request):
                messages.success(request, _("Saved."))
                return redirect("case", case.pk)
    fresh = case_or_404(request, case_id) if request.method == "POST" else case
    was = {field: str(getattr(fresh, field)) for field in HEADER}
    if autosaving(request):
        return autosaved(request, fresh, was, faults=len(form.errors), collided=stale is not None)
    if stale:
        form.data = with_version(form.data, stale.version)
    context = {
        "case": case,
        "form": form,
        "states": suggestions(book.states),
        "stale": both_versions(form, stale),
        "version": stale.version if stale else version_sent(request) or case.version,
        "was": request.POST["was"] if form.errors and "was" in request.POST else seen_words(was),
    }
    return render(request, "web/case_about.html", context, status=409 if stale else 422 if form.errors else 200)


def both_versions(form: Any, stale: StaleCase | None) -> dict[str, Any] | None:
    """What the page shows of a collision: the words, and each differing field with both values."""
    if stale is None:
        return None
    rows = []
    for key in stale.differing:
        label = form.fields[key].label if key in form.fields else key
        rows.append({"key": key, "label": label, "mine": stale.mine[key], "theirs": stale.theirs.get(key)})
    return {"message": str(stale), "rows": rows}
