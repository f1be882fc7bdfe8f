"""The rights of a case: the list with advice on the tracks, one added, changed or taken out; scale, intent, penalty."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from advisor.cases.errors import FieldFaults, StaleCase
from advisor.cases.models import Case, Right
from advisor.cases.selectors import answers_for, rights_for
from advisor.cases.services import right_add, right_remove, right_update
from advisor.cases.services.rights import right_seen
from advisor.intake.rights.kinds import RIGHT_KINDS, RightKind
from advisor.intake.rights.tracks import Advice, matter_of, track_advice
from advisor.web.forms.cases import show_faults
from advisor.web.forms.things import KindForm, RightForm
from advisor.web.states import suggestions
from advisor.web.thing_rows import right_row, state_named
from advisor.web.views.case import both_versions
from advisor.web.views.entry import case_or_404, now, rulebook, sent, today, version_sent
from advisor.web.views.keeping import saving, seen_again, seen_sent
from routing.rulebook import Rulebook

KIND, SCALE, WILFUL, PENALTY = (
    "right.kind",
    "infringement.commercial_scale",
    "infringement.wilful",
    "offence.max_penalty_months_requesting",
)
TRIPS = "trips"


def answers_of(request: HttpRequest, case: Case) -> dict[str, Any]:
    """What was answered for the whole case about right, scale, intent and penalty."""
    rows = answers_for(request.user).filter(case=case, need__isnull=True, fact__in=(KIND, SCALE, WILFUL, PENALTY))
    return dict(rows.values_list("fact", "value"))


@require_safe
def rights(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The rights of a case, and which tracks are usual for them."""
    case = case_or_404(request, case_id)
    book, answers = rulebook(), answers_of(request, case)
    rows = list(rights_for(request.user).filter(case=case))
    matter = matter_of(
        [(row.kind, row.conduct) for row in rows],
        kind=answers.get(KIND),
        scale=answers.get(SCALE),
        wilful=answers.get(WILFUL),
    )
    context = {
        "case": case,
        "rows": [right_row(row, book, on=today()) for row in rows],
        "advice": [_advice_row(item, book) for item in track_advice(matter, book)],
        "answers": {"scale": answers.get(SCALE), "wilful": answers.get(WILFUL), "penalty": answers.get(PENALTY)},
        "hiding": bool(rows) and answers.get(KIND) is not None and {answers[KIND]} != {row.kind for row in rows},
    }
    return render(request, "web/rights.html", context)


def _advice_row(item: Advice, book: Rulebook) -> dict[str, Any]:
    """One track as the page shows it; instruments by their short titles."""
    reasons = []
    for reason in item.reasons:
        title = book.instruments[reason.instrument].short_title if reason.instrument else ""
        said = "" if title.endswith(f" {reason.articles}") else reason.articles  # "TRIPS art. 61" has said it
        row = {"text": reason.text, "instrument": reason.instrument, "title": title, "articles": said}
        reasons.append(row | {"numbered": said[:1].isdigit()})
    return {"track": item.track, "standing": item.standing, "reasons": reasons}


@require_safe
def right_kind(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Choose the kind of right to add."""
    case = case_or_404(request, case_id)
    label = _("Which kind of right is infringed?")
    choices = [(kind.code, kind.label) for kind in RIGHT_KINDS.values()]
    form = KindForm(request.GET if "kind" in request.GET or "go" in request.GET else None, choices=choices, label=label)
    if form.is_bound and form.is_valid():
        return redirect("case-right-add", case.pk, form.cleaned_data["kind"])
    context = {"case": case, "form": form, "title": label, "up": "case-rights", "up_name": _("Rights")}
    return render(request, "web/thing_kind.html", context, status=422 if form.errors else 200)


def _kind_or_404(code: str) -> RightKind:
    if code not in RIGHT_KINDS:
        raise Http404
    return RIGHT_KINDS[code]


@require_http_methods(["GET", "HEAD", "POST"])
def right_new(request: HttpRequest, case_id: UUID, right_kind: str) -> HttpResponse:
    """Add a right of a kind."""
    case = case_or_404(request, case_id)
    kind, book = _kind_or_404(right_kind), rulebook()
    form = RightForm(sent(request), rulebook=book, kind=kind, initial={"territory": "EU" if kind.union_wide else ""})
    if request.method == "POST" and form.is_valid():
        try:
            right_add(case=case, user=request.user, values=form.values(), now=now())
        except FieldFaults as fault:
            show_faults(form, fault)
        else:
            messages.success(request, _("The right was added."))
            return redirect("case-rights", case.pk)
    return _form_page(request, case, form, kind, book, {"row": None})


@require_http_methods(["GET", "HEAD", "POST"])
def right(request: HttpRequest, case_id: UUID, right_key: str) -> HttpResponse:
    """Change a right. A stale page shows both versions and keeps what was typed."""
    case = case_or_404(request, case_id)
    row = _right_or_404(request, case, right_key)
    kind, book = _kind_or_404(row.kind), rulebook()
    form = RightForm(sent(request), rulebook=book, kind=kind, initial=_initial(row, case, book))
    stale: StaleCase | None = None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        saved, stale = saving(
            form,
            lambda: right_update(
                right=row, user=request.user, version=version, values=form.values(), now=now(), seen=seen_sent(request)
            ),
        )
        if saved:
            messages.success(request, _("Saved."))
            return redirect("case-rights", case.pk)
    if stale:
        row = _right_or_404(request, case, right_key)
    was = seen_again(request, form, lambda: right_seen(row))
    return _form_page(request, case, form, kind, book, {"row": row, "stale": both_versions(form, stale), "was": was})


def _right_or_404(request: HttpRequest, case: Case, key: str) -> Right:
    return get_object_or_404(rights_for(request.user), case=case, key=key)


def _initial(row: Right, case: Case, book: Rulebook) -> dict[str, Any]:
    names = ("name", "number", "holder", "registered_on", "expires_on", "conduct", "offence")
    territory = ", ".join("EU" if code == "EU" else f"{state_named(book, code)} ({code})" for code in row.territory)
    return {name: getattr(row, name) for name in names} | {"territory": territory, "version": case.version}


def _form_page(
    request: HttpRequest, case: Case, form: RightForm, kind: RightKind, book: Rulebook, more: dict[str, Any]
) -> HttpResponse:
    context = {"case": case, "form": form, "kind": kind, "states": suggestions(book.states), **more}
    return render(request, "web/right.html", context, status=409 if more.get("stale") else 422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def right_out(request: HttpRequest, case_id: UUID, right_key: str) -> HttpResponse:
    """Ask once, then take the right out."""
    case = case_or_404(request, case_id)
    row = _right_or_404(request, case, right_key)
    if request.method == "POST":
        try:
            right_remove(right=row, user=request.user, version=version_sent(request), now=now())
        except StaleCase as fault:
            messages.warning(request, str(fault))
        else:
            messages.success(request, _("The right was taken out. Stored routes keep it."))
        return redirect("case-rights", case.pk)
    return render(request, "web/right_out.html", {"case": case, "row": right_row(row, rulebook(), on=today())})
