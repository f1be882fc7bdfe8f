"""What people do with dossier jobs: approve a draft, cancel one that is being made, try again one that failed.

Writes: DossierJob, audit events. Every door starts from the query gate.
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from advisor.accounts.models import Role
from advisor.audit.services import audit_record
from advisor.cases.roles import may_approve
from advisor.cases.services.held import acting, own_case, writing
from advisor.dossiers.beside import inputs_beside
from advisor.dossiers.codec import canonical_sha256
from advisor.dossiers.errors import NotReady, TooLate
from advisor.dossiers.freshness import KEY as FRESHNESS
from advisor.dossiers.inputs import dossier_inputs
from advisor.dossiers.lint import blockers, findings_of, link_wanted
from advisor.dossiers.models import DossierJob, JobState
from advisor.dossiers.places import places_open
from advisor.dossiers.selectors import jobs_for
from advisor.dossiers.services import job_requeue, ring_on_commit, version_next
from advisor.dossiers.showing import job_document
from advisor.walk.models import Step

MOST_TRIES = 12  # a job is taken that often in all, whoever asks: what did not work then does not work


def approval_findings(job: DossierJob) -> tuple[str, ...]:
    """What stands in the way of a final: the lint's blockers as sentences, each with its fix; empty when nothing does.

    Raises FieldTooLong or DossierTooLong.
    """
    document = job_document(job=job)
    found = list(blockers(findings_of(job.inputs, document)))
    unlinked = link_wanted(job.inputs, document)
    if unlinked is not None and unlinked.code not in {finding.code for finding in found}:
        found.append(unlinked)  # a column of the matrix of facts and measures is empty
    return tuple(f"{_(finding.sentence)} {_(finding.fix)}".strip() for finding in found)


def approval_open(job: DossierJob) -> tuple[str, ...]:
    """The places that a final would print still to be completed, as 'part: what belongs there'."""
    return tuple(f"{place.part}: {place.wants}" for place in places_open(job_document(job=job)))


@transaction.atomic
def dossier_approve(*, job: DossierJob, user: Any, now: datetime, leave_open: bool = False) -> DossierJob:
    """Approve a finished draft: a new version of the same inputs, rendered without the watermark, with name and day.

    A prosecutor's alone, and only the newest draft in its language, made from what the case still says. Places that
    are not completed hinder it, unless `leave_open` says that they are left for the hand that signs. Approved again,
    the same final is returned. Raises PermissionDenied, DossierJob.DoesNotExist, TooLate, NotReady (with the lint's
    blockers).
    """
    acting(user)
    if user.role != Role.PROSECUTOR:
        raise PermissionDenied(_("Only a prosecutor approves a dossier."))
    draft = jobs_for(user).select_for_update(of=("self",)).select_related("step").get(pk=job.pk)
    case = own_case(draft.case, user)
    writing(user, case)
    if not may_approve(user, case):
        raise PermissionDenied(_("Your part in this case is not to approve its dossiers. Ask its lead."))
    if draft.is_final:
        return draft
    standing = jobs_for(user).filter(final_of=draft).first()
    if standing is not None:
        if standing.state in (JobState.FAILED, JobState.CANCELLED):
            job_requeue(standing)
        return standing
    same = jobs_for(user).filter(step=draft.step, language=draft.language)
    _approvable(draft, same.filter(final_of=None).order_by("-version").first())
    unfinished = _complete(draft, leave_open=leave_open)
    final = _final_of(draft, user, now)
    detail = {"draft": draft.version, "version": final.version, "left_open": unfinished}
    _told(user, "dossier.approved", final, now, detail)
    ring_on_commit(final.pk)
    return final


def _complete(draft: DossierJob, *, leave_open: bool) -> int:
    """How many places are left open on purpose. Raises NotReady for what hinders a final."""
    blocking = approval_findings(draft)
    if blocking:
        raise NotReady(_("The draft cannot become final yet. Mend what is listed, and make a new draft."), blocking)
    unfinished = approval_open(draft)
    if unfinished and not leave_open:
        raise NotReady(
            _("The draft has places that are not completed. Complete them, or say that they are left open on purpose.")
        )
    return len(unfinished)


def _final_of(draft: DossierJob, user: Any, now: datetime) -> DossierJob:
    """The job for the final of a draft: the same inputs, with who approved them and when."""
    Step.objects.select_for_update().get(pk=draft.step_id)  # its versions are counted one after the other
    approved = {"final": True, "approved_by": user.get_full_name(), "approved_on": f"{now:%Y-%m-%d %H:%M} UTC"}
    inputs = {**draft.inputs, **approved, "approved_version": draft.version}
    return DossierJob.objects.create(
        agency_id=draft.agency_id,
        case_id=draft.case_id,
        step=draft.step,
        version=version_next(draft.step),
        language=draft.language,
        beside=draft.beside,
        inputs=inputs,
        inputs_sha256=canonical_sha256(inputs),
        progress="Waiting for a worker",
        requested_by=user,
        created_at=now,
        final_of=draft,
        approved_by=user,
        approved_at=now,
        mail_wanted=draft.mail_wanted,
    )


def _approvable(draft: DossierJob, newest: DossierJob | None) -> None:
    if draft.state != JobState.DONE:
        raise TooLate(_("Only a draft that is ready can be approved. Wait until it is made, and read it first."))
    if newest is not None and newest.pk != draft.pk:
        raise TooLate(
            _("Version %(newest)s is newer than the version %(this)s that you read. Read and approve that one.")
            % {"newest": newest.version, "this": draft.version}
        )
    if canonical_sha256(fresh_inputs(draft)) != draft.inputs_sha256:
        raise TooLate(
            _("The case or its texts were changed after this draft was made. Make a new draft, read it, approve it.")
        )


def fresh_inputs(draft: DossierJob) -> dict[str, Any]:
    """What the same request would freeze today; rows that have become due since do not make a draft another one."""
    inputs = dossier_inputs(step=draft.step, language=draft.language)
    if draft.beside:
        inputs = inputs_beside(inputs=inputs, step=draft.step, beside=draft.beside)
    return inputs | {name: draft.inputs[name] for name in (FRESHNESS,) if name in draft.inputs}


@transaction.atomic
def job_cancel(*, job: DossierJob, user: Any, now: datetime) -> DossierJob:
    """Cancel a job that waits or is being made. Whoever is at work on it can finish nothing from here on.

    Raises PermissionDenied, DossierJob.DoesNotExist, TooLate when it has ended already.
    """
    acting(user)
    own = jobs_for(user).get(pk=job.pk)
    writing(user, own_case(own.case, user))
    open_states = (JobState.QUEUED, JobState.RUNNING)
    stopped = DossierJob.objects.filter(pk=own.pk, state__in=open_states).update(
        state=JobState.CANCELLED,
        lease_token=F("lease_token") + 1,
        leased_until=None,
        progress="",
        finished_at=now,
        cancelled_by=user,
    )
    own.refresh_from_db()
    if not stopped:
        if own.state == JobState.CANCELLED:
            return own
        raise TooLate(_("The dossier was ready, or had failed, before it could be cancelled. Nothing was changed."))
    _told(user, "dossier.cancelled", own, now, {"version": own.version})
    return own


@transaction.atomic
def job_retry(*, job: DossierJob, user: Any, now: datetime) -> DossierJob:
    """Put a job that failed or was cancelled back into the queue. Raises as `job_cancel` does."""
    acting(user)
    own = jobs_for(user).select_for_update(of=("self",)).get(pk=job.pk)
    writing(user, own_case(own.case, user))
    if own.state not in (JobState.FAILED, JobState.CANCELLED):
        raise TooLate(
            _("Only a dossier that failed or was cancelled can be tried again. This one is in work or ready.")
        )
    if own.error_field:
        raise TooLate(_("Trying again cannot help: first mend the text that is named, then ask for the dossier again."))
    if own.lease_token >= MOST_TRIES:
        raise TooLate(
            _("This dossier was tried %(n)s times. Change the case's longest texts and ask for a new one.")
            % {"n": own.lease_token}
        )
    job_requeue(own)
    _told(user, "dossier.retried", own, now, {"version": own.version})
    return own


def _told(user: Any, action: str, job: DossierJob, now: datetime, detail: dict[str, Any]) -> None:
    audit_record(
        actor=user,
        action=action,
        now=now,
        object_type="dossierjob",
        object_id=job.pk,
        case_id=job.case_id,
        detail=detail,
    )
