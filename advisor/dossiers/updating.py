"""One central change, many requests: which drafts say less than the case now does, and all of them made anew.

Reads the newest draft and the final of each step that stands, through the gate, and what would be frozen now. Writes,
on being told to, one route, and a new version of each draft whose inputs differ. Finals stay as they are and are named.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from advisor.accounts.models import Role
from advisor.audit.services import audit_record
from advisor.cases.models import Case, CaseRoute
from advisor.cases.services import case_preview, case_route, case_to_document
from advisor.cases.services.held import acting
from advisor.dossiers.consistency import Divergence, Voice, changed_parts, divergences
from advisor.dossiers.errors import DossierError
from advisor.dossiers.inputs import dossier_inputs, option_of
from advisor.dossiers.models import DossierJob
from advisor.dossiers.selectors import jobs_for
from advisor.dossiers.services import dossier_request
from advisor.walk import states
from advisor.walk.models import Step
from advisor.walk.selectors import steps_for
from routing import ENGINE_VERSION


@dataclass(frozen=True)
class Behind:
    """A step whose dossier says other things than the case does now. `parts`: what differs (changed_parts); `gone`:
    the case, as it is now, has this option no more; `final`: it is approved, so it stays."""

    step: Step
    job: DossierJob
    parts: tuple[str, ...]
    final: bool
    gone: bool


@dataclass(frozen=True)
class Updated:
    """What an update did: new versions, finals and gone options that were left alone."""

    jobs: tuple[DossierJob, ...]
    left: tuple[Behind, ...]


def newest_jobs(user: Any, case: Case) -> list[DossierJob]:
    """The dossier that counts of each standing step: its final, else its newest draft."""
    found: dict[Any, DossierJob] = {}
    rows = (
        jobs_for(user)
        .filter(case=case)
        .exclude(step__state=states.WITHDRAWN)
        .select_related("step", "step__route", "step__agency")
    )
    for job in rows.order_by("step_id", "version"):
        held = found.get(job.step_id)
        if held is None or job.is_final or not held.is_final:
            found[job.step_id] = job
    return sorted(found.values(), key=lambda job: (job.step.chosen_at, job.step.need_key))


def case_divergences(jobs: list[DossierJob], labels: dict[Any, str]) -> tuple[Divergence, ...]:
    """What differs between these dossiers; `labels` by step."""
    return divergences([Voice(labels[job.step_id], job.inputs, job.is_final, str(job.step_id)) for job in jobs])


def behind_of(*, case: Case, user: Any, jobs: list[DossierJob], on: date) -> tuple[Behind, ...]:
    """The dossiers whose inputs would differ if they were asked for now. Stores nothing.

    A case that cannot be routed as it stands is compared in what people typed alone.
    """
    now_route = _route_of_now(case, user, on)
    return tuple(one for job in jobs if (one := _behind(job, now_route)) is not None)


def _route_of_now(case: Case, user: Any, on: date) -> CaseRoute | None:
    """The route that the case would get now, not stored; None when it cannot be routed."""
    preview = case_preview(case=case, user=user, on=on)
    if preview.answer is None:
        return None
    document = {
        "case": case_to_document(case=case, user=user),
        "on": on.isoformat(),
        "engine_version": ENGINE_VERSION,
        "edition": {"label": preview.edition.label, "sha256": preview.edition.sha256},
        "answer": preview.answer,
    }
    return CaseRoute(document=document, number=0, sha256="", edition_sha256=preview.edition.sha256, case_id=case.pk)


def _behind(job: DossierJob, now_route: CaseRoute | None) -> Behind | None:
    step = job.step
    gone = now_route is not None and not _offered(now_route, step)
    # Nothing is written: a copy in memory points at the route of now.
    copy = Step(pk=step.pk, need_key=step.need_key, provision=step.provision, measure=step.measure, reason=step.reason)
    copy.case_id, copy.agency = step.case_id, step.agency
    copy.route = step.route if gone or now_route is None else now_route
    try:
        inputs = dossier_inputs(step=copy, language=job.language)
    except DossierError:
        return Behind(step, job, (), job.is_final, True)
    parts = changed_parts(job.inputs, inputs)
    return Behind(step, job, parts, job.is_final, gone) if parts or gone else None


def _offered(route: CaseRoute, step: Step) -> bool:
    option = option_of(route.document["answer"], step.need_key, step.provision, step.measure)
    return option is not None and option["verdict"] != "closed"


def drafts_update(*, case: Case, user: Any, on: date, now: datetime) -> Updated:
    """Route the case once and ask for a new version of every draft whose inputs differ; the finals stay.

    A step that was not sent yet follows the case to the new route, where its option still stands. A prosecutor's alone.
    Raises CaseFaults, CaseBusy, PermissionDenied, NoEdition.
    """
    acting(user)
    if user.role != Role.PROSECUTOR:
        raise PermissionDenied(_("Only a prosecutor asks for dossiers."))
    behind = behind_of(case=case, user=user, jobs=newest_jobs(user, case), on=on)
    to_make = [one for one in behind if not one.final and not one.gone and one.step.state in states.BEFORE_SENDING]
    if not to_make:
        return Updated((), behind)
    route = case_route(case=case, user=user, on=on, now=now)
    made = [job for one in to_make for job in _made_anew(one, route, user, now)]
    return Updated(tuple(made), tuple(one for one in behind if one not in to_make))


@transaction.atomic
def _made_anew(one: Behind, route: CaseRoute, user: Any, now: datetime) -> list[DossierJob]:
    """The step on the new route, and its draft in each language that it had."""
    step = steps_for(user).select_for_update().get(pk=one.step.pk)
    taken = steps_for(user).filter(route=route, need_key=step.need_key, provision=step.provision).exclude(pk=step.pk)
    if step.route_id != route.pk and not taken.exists():
        before, step.route = step.route_id, route
        step.save(update_fields=["route"])
        audit_record(
            actor=user,
            action="step.follows",
            now=now,
            object_type="step",
            object_id=step.pk,
            case_id=step.case_id,
            detail={"from": str(before), "to": str(route.pk)},
        )
    drafts = jobs_for(user).filter(step=step, final_of=None)
    newest: dict[str, DossierJob] = {}
    for job in drafts.order_by("version"):
        newest[job.language] = job
    return [
        dossier_request(step=step, language=language, user=user, now=now, beside=job.beside or "")
        for language, job in newest.items()
    ]
