"""Checks before a dossier is sent: what the lint finds in one draft, and whether all dossiers of a case agree."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from advisor.cases.errors import CaseBusy
from advisor.dossiers.build import document_from
from advisor.dossiers.errors import DossierError
from advisor.dossiers.inputs import dossier_inputs
from advisor.dossiers.lint import Finding, findings_of
from advisor.dossiers.models import DossierJob
from advisor.dossiers.places import places_of
from advisor.dossiers.updating import Behind, behind_of, case_divergences, drafts_update, newest_jobs
from advisor.web.lint_rows import counted, divergence_rows, finding_groups, parts_said
from advisor.web.views.drafts import FIRST_VERSION, shown_language, step_or_404, step_shown
from advisor.web.views.entry import case_or_404, now, rulebook, today
from advisor.web.views.steps import need_titles, step_row
from routing.errors import CaseFaults


@require_safe
def case_lint(request: HttpRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    """What would make the receiver return this draft, by severity, each finding with a link to its place."""
    case = case_or_404(request, case_id)
    step = step_or_404(request, case, step_id)
    try:
        inputs = dossier_inputs(step=step, language="en")
    except DossierError as error:
        messages.warning(request, str(error))
        return redirect("case-steps", case.pk)
    found = findings_of(inputs, document_from(inputs, FIRST_VERSION))
    named = document_from({**inputs, "language": shown_language(), "typed": {}}, FIRST_VERSION)
    context = {
        "case": case,
        "step": step,
        "row": step_shown(request, case, step),
        "groups": finding_groups(found, step=step, inputs=inputs, places=places_of(named)),
        "counted": counted(found),
    }
    return render(request, "web/lint.html", context)


@require_safe
def case_consistency(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Every dossier of the case: findings counted, what differs between them, which say less than the case does now."""
    case = case_or_404(request, case_id)
    book = rulebook()
    questions = {name: fact.question for name, fact in book.facts.items()}
    jobs = newest_jobs(request.user, case)
    titles = need_titles(request, case, {job.step.route_id for job in jobs})
    shown = {job.step_id: step_row(job.step, titles, [job], book) for job in jobs}
    labels = {key: _label(number, row) for number, (key, row) in enumerate(shown.items(), 1)}
    behind = {one.step.pk: one for one in behind_of(case=case, user=request.user, jobs=jobs, on=today())}
    rows = [_row(job, shown[job.step_id], labels[job.step_id], behind.get(job.step_id), questions) for job in jobs]
    context = {
        "case": case,
        "rows": rows,
        "divergences": divergence_rows(case_divergences(jobs, labels), questions),
        "to_update": sum(row["updatable"] for row in rows),
    }
    return render(request, "web/consistency.html", context)


def _label(number: int, row: dict[str, Any]) -> str:
    """A dossier as the page names it: its number in the table, instrument, State."""
    return " ".join(part for part in (f"{number}.", row["instrument"], row["state"]) if part)


def _row(
    job: DossierJob, row: dict[str, Any], label: str, behind: Behind | None, questions: dict[str, str]
) -> dict[str, Any]:
    found: tuple[Finding, ...] = findings_of(job.inputs, document_from(job.inputs, job.version))
    return row | {
        "label": label,
        "job": job,
        "counted": counted(found),
        "behind": behind,
        "parts": parts_said(behind.parts, questions) if behind else [],
        "updatable": bool(behind and not behind.final and not behind.gone),
    }


@require_POST
def case_consistency_update(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """New versions of all drafts that say less than the case does now; finals stay."""
    case = case_or_404(request, case_id)
    try:
        done = drafts_update(case=case, user=request.user, on=today(), now=now())
    except CaseFaults as faults:
        messages.warning(request, _("The case cannot be routed: %(fault)s") % {"fault": str(faults.faults[0])[:400]})
        return redirect("case-consistency", case.pk)
    except (CaseBusy, DossierError) as error:
        messages.warning(request, str(error))
        return redirect("case-consistency", case.pk)
    number = len(done.jobs)
    if number:
        said = ngettext("%(n)s new version is being made.", "%(n)s new versions are being made.", number)
        messages.success(request, said % {"n": number})
    else:
        messages.info(request, _("Every draft says what the case says. Nothing was made."))
    finals = sum(one.final for one in done.left)
    if finals:
        said = ngettext("%(n)s final stays as it is.", "%(n)s finals stay as they are.", finals)
        messages.info(request, said % {"n": finals})
    return redirect("case-consistency", case.pk)
