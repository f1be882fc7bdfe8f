"""The things of a case: the list, one added, changed or taken out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from advisor.cases.errors import FieldFaults, StaleCase
from advisor.cases.models import Case, Entity
from advisor.cases.selectors import entities_for, entity_needs_for, needs_for, rights_for
from advisor.cases.services import entities_add, entity_remove, entity_update
from advisor.cases.services.entities import entity_seen
from advisor.intake.entities.fang import text_defanged
from advisor.intake.entities.kinds import KINDS, Kind
from advisor.web.forms.cases import show_faults, state_shown
from advisor.web.forms.things import EntityForm, KindForm, kind_choices
from advisor.web.need_lines import measure_shown
from advisor.web.states import suggestions
from advisor.web.thing_rows import entity_row, right_row
from advisor.web.views.case import both_versions
from advisor.web.views.entry import case_or_404, now, rulebook, sent, today, version_sent
from advisor.web.views.keeping import saving, seen_again, seen_sent
from routing.rulebook import Rulebook


@require_safe
def entities(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The things of a case."""
    case = case_or_404(request, case_id)
    book = rulebook()
    links: dict[Any, list[str]] = {}
    for pk, key in entity_needs_for(request.user).filter(case=case).values_list("entity_id", "need__key"):
        links.setdefault(pk, []).append(key)
    rows = [entity_row(row, links.get(row.pk, ()), book) for row in entities_for(request.user).filter(case=case)]
    return render(request, "web/entities.html", {"case": case, "rows": rows})


def things_checked(request: HttpRequest, case: Case, book: Rulebook) -> dict[str, Any]:
    """Rights and things of a case as the page that shows everything has them."""
    return {
        "rights": [right_row(row, book, on=today()) for row in rights_for(request.user).filter(case=case)],
        "things": [entity_row(row, (), book) for row in entities_for(request.user).filter(case=case)],
    }


@require_safe
def entity_kind(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Choose what kind of thing to add."""
    case = case_or_404(request, case_id)
    label = _("What kind of thing is it?")
    form = KindForm(
        request.GET if "kind" in request.GET or "go" in request.GET else None, choices=kind_choices(), label=label
    )
    if form.is_bound and form.is_valid():
        return redirect("case-entity-add", case.pk, form.cleaned_data["kind"])
    context = {"case": case, "form": form, "title": label, "up": "case-entities", "up_name": _("Things in the case")}
    return render(request, "web/thing_kind.html", context, status=422 if form.errors else 200)


def _needs(request: HttpRequest, case: Case, book: Rulebook) -> list[tuple[str, str]]:
    """The needs of a case to tick: key and words."""
    rows = needs_for(request.user).filter(case=case)
    return [
        (
            row.key,
            ", ".join(
                filter(None, (measure_shown(book, row.measure), row.requested_state, text_defanged(row.subject)[:80]))
            ),
        )
        for row in rows
    ]


def _kind_or_404(code: str) -> Kind:
    if code not in KINDS:
        raise Http404
    return KINDS[code]


@require_http_methods(["GET", "HEAD", "POST"])
def entity_new(request: HttpRequest, case_id: UUID, entity_kind: str) -> HttpResponse:
    """Add one thing of a kind."""
    case = case_or_404(request, case_id)
    kind, book = _kind_or_404(entity_kind), rulebook()
    form = EntityForm(
        sent(request),
        rulebook=book,
        kind=kind,
        needs=_needs(request, case, book),
        initial={"needs": request.GET.getlist("need")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            added = entities_add(case=case, user=request.user, given=[form.given()], now=now())
        except FieldFaults as fault:
            show_faults(form, fault)
        else:
            if added:
                messages.success(request, _("Added as %(key)s.") % {"key": added[0].key})
                return redirect("case-entities", case.pk)
            form.add_error("value", _("The case has this already. Change it there, or enter another one."))
    return _form_page(request, case, form, kind, book, {"row": None})


@require_http_methods(["GET", "HEAD", "POST"])
def entity(request: HttpRequest, case_id: UUID, entity_key: str) -> HttpResponse:
    """Change one thing. A stale page shows both versions and keeps what was typed."""
    case = case_or_404(request, case_id)
    row = _entity_or_404(request, case, entity_key)
    kind, book = _kind_or_404(row.kind), rulebook()
    form = EntityForm(
        sent(request), rulebook=book, kind=kind, needs=_needs(request, case, book), initial=_initial(request, row, book)
    )
    stale: StaleCase | None = None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        saved, stale = saving(
            form,
            lambda: entity_update(
                entity=row, user=request.user, version=version, given=form.given(), now=now(), seen=seen_sent(request)
            ),
        )
        if saved:
            messages.success(request, _("Saved."))
            return redirect("case-entities", case.pk)
    if stale:
        row = _entity_or_404(request, case, entity_key)
    was = seen_again(request, form, lambda: entity_seen(row, request.user))
    return _form_page(request, case, form, kind, book, {"row": row, "stale": both_versions(form, stale), "was": was})


def _entity_or_404(request: HttpRequest, case: Case, key: str) -> Entity:
    return get_object_or_404(entities_for(request.user), case=case, key=key)


def _initial(request: HttpRequest, row: Entity, book: Rulebook) -> dict[str, Any]:
    linked = entity_needs_for(request.user).filter(entity=row).values_list("need__key", flat=True)
    return {
        **row.details,
        "value": row.value,
        "note": row.note,
        "state": state_shown(book, row.state) if row.state else "",
        "certainty": row.certainty,
        "needs": list(linked),
        "version": row.case.version,
    }


def _form_page(
    request: HttpRequest, case: Case, form: EntityForm, kind: Kind, book: Rulebook, more: dict[str, Any]
) -> HttpResponse:
    row = more["row"]
    context = {
        "case": case,
        "form": form,
        "kind": kind,
        "states": suggestions(book.states),
        "shown": entity_row(row, (), book) if row else None,
        **more,
    }
    status = 409 if more.get("stale") else 422 if form.errors else 200
    return render(request, "web/entity.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def entity_out(request: HttpRequest, case_id: UUID, entity_key: str) -> HttpResponse:
    """Ask once, then take the thing out."""
    case = case_or_404(request, case_id)
    row = _entity_or_404(request, case, entity_key)
    if request.method == "POST":
        try:
            entity_remove(entity=row, user=request.user, version=version_sent(request), now=now())
        except StaleCase as fault:
            messages.warning(request, str(fault))
        else:
            messages.success(request, _("It was taken out. Stored routes keep it."))
        return redirect("case-entities", case.pk)
    return render(request, "web/entity_out.html", {"case": case, "row": entity_row(row, (), rulebook())})
