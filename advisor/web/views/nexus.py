"""The nexus matrix of a case: which fact or exhibit needs which measure, and why. Shown whole, filled step by step."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from advisor.cases.errors import StaleCase
from advisor.cases.models import Case, Exhibit
from advisor.cases.selectors import exhibits_for
from advisor.dossiers.drafting import DraftTooLong, draft_of, nexus_save, nexus_seen
from advisor.dossiers.models import DraftText
from advisor.dossiers.selectors import drafts_for
from advisor.walk.models import Step
from advisor.walk.selectors import steps_for
from advisor.walk.states import WITHDRAWN
from advisor.web.forms.drafts import MARK, NexusForm
from advisor.web.nexus_rows import Candidate, candidates
from advisor.web.views.drafts import step_or_404, step_shown
from advisor.web.views.entry import case_or_404, now, rulebook, sent, version_sent
from advisor.web.views.keeping import autosaved, autosaving, saving, seen_sent, seen_words
from advisor.web.views.steps import need_titles, step_row


@require_safe
def case_nexus(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The whole matrix: empty columns and facts that nothing needs are named."""
    case = case_or_404(request, case_id)
    book = rulebook()
    steps = list(steps_for(request.user).filter(case=case).exclude(state=WITHDRAWN).select_related("route"))
    exhibits = _exhibits(request, case)
    held = {row.step_id: nexus_seen(row) for row in drafts_for(request.user).filter(case=case)}
    titles = need_titles(request, case, {step.route_id for step in steps})
    columns = [step_row(step, titles, [], book) | {"said": held.get(step.pk, {})} for step in steps]
    rows: dict[str, Candidate] = {}
    for step in steps:
        for candidate in candidates(step, exhibits, book):
            rows.setdefault(candidate.code, candidate)
    marked = [code for code in rows if any(code in column["said"] for column in columns)]
    context = {
        "case": case,
        "columns": columns,
        "rows": [
            {"label": rows[code].label, "cells": [code in column["said"] for column in columns]} for code in marked
        ],
        "empty": [column for column in columns if not any(text.strip() for text in column["said"].values())],
        "orphans": [row.label for code, row in rows.items() if code not in marked],
    }
    return render(request, "web/nexus.html", context)


def _exhibits(request: HttpRequest, case: Case) -> list[Exhibit]:
    return list(exhibits_for(request.user).filter(case=case, withdrawn_at=None))


@require_http_methods(["GET", "HEAD", "POST"])
def case_nexus_step(request: HttpRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    """Fill the column of one step. What its conditions look at stands first and is marked by nobody but the reader."""
    case = case_or_404(request, case_id)
    step = step_or_404(request, case, step_id)
    book = rulebook()
    found = candidates(step, _exhibits(request, case), book)
    row = draft_of(step=step, user=request.user)
    held = nexus_seen(row)
    known = {candidate.code for candidate in found}
    lost = [(code, text) for code, text in held.items() if code not in known]
    form = NexusForm(sent(request), rows=[(one.code, one.label) for one in found], held=held)
    stale: StaleCase | None = None
    if request.method == "POST" and (form.is_valid() or autosaving(request)):
        saved, stale = saving(form, lambda: _save(request, form, step, lost))
        row = draft_of(step=step, user=request.user)
        if saved and not form.errors and not autosaving(request):
            messages.success(request, _("Saved."))
            return redirect("case-nexus", case.pk)
    was = {"nexus": nexus_seen(row)}
    if autosaving(request):
        return autosaved(request, row or DraftText(version=0), was, faults=len(form.errors), collided=stale is not None)
    context = {
        "case": case,
        "step": step,
        "row": step_shown(request, case, step),
        "form": form,
        "first": [_fields(form, one) for one in found if one.looked_at],
        "others": [_fields(form, one) for one in found if not one.looked_at],
        "stale": _both(stale, {one.code: one.label for one in found}),
        "version": stale.version if stale else version_sent(request) if request.method == "POST" else _version(row),
        "was": request.POST["was"] if form.errors and "was" in request.POST else seen_words(was),
    }
    return render(request, "web/nexus_step.html", context, status=409 if stale else 422 if form.errors else 200)


def _version(row: DraftText | None) -> int:
    return row.version if row else 0


def _save(request: HttpRequest, form: NexusForm, step: Step, lost: list[tuple[str, str]]) -> None:
    """Save the column; rows whose fact the case does not state any more stay in it."""
    links = form.links() + [{"fact": code, "sentence": text} for code, text in lost]
    try:
        nexus_save(
            step=step,
            user=request.user,
            version=version_sent(request),
            links=links,
            now=now(),
            seen=seen_sent(request),
        )
    except DraftTooLong as fault:
        form.add_error(None, str(fault))


def _fields(form: NexusForm, one: Candidate) -> dict[str, Any]:
    return {"mark": form[MARK + one.code], "sentence": form[one.code]}


def _both(stale: StaleCase | None, labels: dict[str, str]) -> dict[str, Any] | None:
    """A collision shown row by row: only what differs, to read; the whole column is saved again by choice."""
    if stale is None:
        return None
    mine, theirs = stale.mine["nexus"], stale.theirs["nexus"]
    rows = [
        {"label": labels.get(code, code), "mine": mine.get(code), "theirs": theirs.get(code)}
        for code in dict.fromkeys([*mine, *theirs])
        if mine.get(code) != theirs.get(code)
    ]
    return {"message": str(stale), "rows": rows}
