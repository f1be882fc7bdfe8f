"""Dossier jobs: asked for by people, taken, kept and finished by workers, found again by the sweeper.

Writes: DossierJob, Dossier, audit events. The row is the record and the queue a doorbell: a message carries an id, may
be lost, doubled or late, and nothing goes wrong. Times of leases are the database's, so that clocks of machines do not
matter.

A job moves queued -> running -> done, failed or cancelled. Whoever takes it gets a lease with a token that is one
higher than any before; every later write names that token, so a worker that was overtaken, or whose job was
cancelled, can write nothing. What people do with a job (approve, cancel, try again) is services_people.py's.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from kombu.exceptions import OperationalError

from advisor.audit.services import audit_record
from advisor.celery import app
from advisor.dossiers.beside import AS_ACCEPTED, inputs_beside, language_accepted
from advisor.dossiers.codec import canonical_sha256
from advisor.dossiers.errors import LeaseLost
from advisor.dossiers.freshness import inputs_dated
from advisor.dossiers.inputs import dossier_inputs
from advisor.dossiers.models import Dossier, DossierJob, JobState
from advisor.walk.models import Step
from advisor.walk.services import step_drafted

RENDER_TASK = "advisor.dossiers.tasks.dossier_render"
SWEEP_BATCH = 20
SILENT_SECONDS = 10  # announced that long ago and nobody is at work: the message is lost
BUSY_SECONDS = 120  # somebody is at work, so the message probably still waits its turn
TRIED_TOO_OFTEN = (
    "The worker stopped {attempts} times while it made this dossier, so it was set aside. "
    "Request it again; if it fails again, shorten very long fields of the case."
)

log = structlog.get_logger()


@dataclass(frozen=True)
class Lease:
    """The right to make one dossier. `token` fences it; `document` is all that the worker may read."""

    job_id: UUID
    token: int
    version: int
    inputs: dict[str, Any]


@transaction.atomic
def dossier_request(
    *, step: Step, language: str, user: Any, now: datetime, mail: bool = False, beside: str = ""
) -> DossierJob:
    """Write the job for one dossier and ring the bell when the caller's transaction commits.

    The inputs are frozen here. If they are those of the newest draft in this language, that job is returned as it is
    (one that failed or was cancelled is put back in the queue), so that asking twice costs no render; else a version
    is added. `now` is shown as the time of the request; with `mail`, whoever asks is told when it is ready; `beside` is
    the code of a second language, AS_ACCEPTED for the one that the catalogue knows of the State that acts, or empty.
    Raises StepNotInRoute.
    """
    Step.objects.select_for_update().get(pk=step.pk)  # two requests for one step take turns
    inputs, beside = _asked(step, language, beside, now)
    digest = canonical_sha256(inputs)
    same = DossierJob.objects.filter(step=step, language=language).order_by("-version")
    draft = same.filter(final_of=None).first()
    if draft is not None and draft.inputs_sha256 == digest:
        if draft.state in (JobState.FAILED, JobState.CANCELLED):
            job_requeue(draft)
        return draft
    job = DossierJob.objects.create(
        agency_id=step.agency_id,
        case_id=step.case_id,
        step=step,
        version=version_next(step),
        language=language,
        beside=beside or None,
        inputs=inputs,
        inputs_sha256=digest,
        progress="Waiting for a worker",
        requested_by=user,
        created_at=now,
        mail_wanted=mail or None,
    )
    audit_record(
        actor=user,
        action="dossier.request",
        now=now,
        object_type="dossierjob",
        object_id=job.pk,
        case_id=job.case_id,
        detail={"step": str(step.pk), "version": job.version, "language": language, "beside": beside, "inputs": digest},
    )
    ring_on_commit(job.pk)
    return job


def _asked(step: Step, language: str, beside: str, now: datetime) -> tuple[dict[str, Any], str]:
    """The inputs of a request, frozen, and its second language."""
    inputs = dossier_inputs(step=step, language=language)
    if beside == AS_ACCEPTED:
        beside = language_accepted(inputs["words"], language)
    if beside:
        inputs = inputs_beside(inputs=inputs, step=step, beside=beside)
    return inputs_dated(inputs, on=now.date()), beside


def version_next(step: Step) -> int:
    """The number of the next version of a step's dossier. The languages of a step are counted together, so that
    "version 2" is one document wherever it is said: on the page, on paper, in a file's name, in a slip's code. The
    caller has locked the step."""
    newest = DossierJob.objects.filter(step=step).order_by("-version").first()
    return newest.version + 1 if newest else 1


def job_requeue(job: DossierJob) -> None:
    """Put a job that failed or was cancelled back into the queue, as often as it likes to be tried again."""
    job.state, job.attempts, job.error, job.progress = JobState.QUEUED, 0, "", "Waiting for a worker"
    job.announced_at = job.finished_at = job.cancelled_by = job.error_field = None
    job.save(
        update_fields=[
            "state", "attempts", "error", "error_field", "progress", "announced_at", "finished_at", "cancelled_by",
        ]
    )  # fmt: skip
    ring_on_commit(job.pk)


def ring_on_commit(job_id: UUID) -> None:
    """Ring the bell when the transaction commits."""
    transaction.on_commit(lambda: job_announce(job_id=job_id))


def job_announce(*, job_id: UUID) -> bool:
    """Ring the bell for one job; False when the queue does not answer, then the sweeper rings later."""
    try:
        app.send_task(RENDER_TASK, args=[str(job_id)], retry=False)
    except (OperationalError, OSError) as error:
        log.warning("dossier_bell_silent", job=str(job_id), error=type(error).__name__)
        return False
    DossierJob.objects.filter(pk=job_id).update(announced_at=Now())
    return True


# --- the worker's side ------------------------------------------------------------------------------------------------
def _lease_end() -> Any:
    return Now() + timedelta(seconds=settings.DOSSIER_LEASE_SECONDS)


@transaction.atomic
def job_take(*, job_id: UUID) -> Lease | None:
    """Take a job that waits, or one whose worker let its lease run out; None when there is nothing to do.

    A job that was taken DOSSIER_MAX_ATTEMPTS times without an end is failed here instead of taken again.
    """
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, leased_until__lt=Now())
    rows = DossierJob.objects.filter(free, pk=job_id)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    job = rows.first()
    if job is None:
        return None
    mine = DossierJob.objects.filter(free, pk=job_id, lease_token=job.lease_token)
    if job.attempts >= settings.DOSSIER_MAX_ATTEMPTS:
        mine.update(
            state=JobState.FAILED,
            lease_token=F("lease_token") + 1,
            leased_until=None,
            finished_at=Now(),
            progress="",
            error=TRIED_TOO_OFTEN.format(attempts=job.attempts),
        )
        return None
    taken = mine.update(
        state=JobState.RUNNING,
        attempts=F("attempts") + 1,
        lease_token=F("lease_token") + 1,
        leased_until=_lease_end(),
        progress="Taken by a worker",
    )
    return Lease(job.pk, job.lease_token + 1, job.version, job.inputs) if taken else None


def _held(lease: Lease) -> Any:
    return DossierJob.objects.filter(pk=lease.job_id, state=JobState.RUNNING, lease_token=lease.token)


def job_keep(*, lease: Lease, progress: str | None = None) -> None:
    """Say 'still at it' and, if given, how far; raises LeaseLost when somebody else has the job by now."""
    changes: dict[str, Any] = {"leased_until": _lease_end()}
    if progress is not None:
        changes["progress"] = progress[:80]
    if not _held(lease).update(**changes):
        raise LeaseLost(str(lease.job_id))


@transaction.atomic
def job_finish(
    *,
    lease: Lease,
    content: bytes,
    sha256: str,
    pages: int,
    now: datetime,
    signature: str | None = None,
    unsigned_sha256: str | None = None,
    lint: dict[str, int] | None = None,
) -> Dossier:
    """Store the bytes and mark the job done, together or not at all; raises LeaseLost if it was overtaken.

    `signature` is the level of a signed file, `unsigned_sha256` the hash of its bytes before, `lint` how many findings
    of each severity it has: lists show these and look at no dossier again.
    """
    job = DossierJob.objects.select_related("step", "requested_by").get(pk=lease.job_id)
    step_drafted(step=job.step, user=job.requested_by, now=now)  # first, as whoever asks for a dossier locks the step
    ended = _held(lease).update(
        state=JobState.DONE, leased_until=None, progress="", error="", finished_at=Now(), lint=lint
    )
    if not ended:
        raise LeaseLost(str(lease.job_id))
    return Dossier.objects.create(
        agency_id=job.agency_id,
        case_id=job.case_id,
        job=job,
        content=content,
        sha256=sha256,
        size=len(content),
        pages=pages,
        created_at=now,
        signature=signature,
        unsigned_sha256=unsigned_sha256,
    )


@transaction.atomic
def job_fail(*, lease: Lease, error: str, final: bool, field: str = "") -> None:
    """Record why it did not work: for good, or back into the queue while attempts are left. Raises LeaseLost.

    `field` names the input that is at fault, by its path, where one is.
    """
    job = DossierJob.objects.get(pk=lease.job_id)
    if final or job.attempts >= settings.DOSSIER_MAX_ATTEMPTS:
        changes = {"state": JobState.FAILED, "finished_at": Now(), "progress": ""}
    else:
        changes = {"state": JobState.QUEUED, "announced_at": None, "progress": "Waiting for another try"}
    if not _held(lease).update(error=error, error_field=field[:200] or None, leased_until=None, **changes):
        raise LeaseLost(str(lease.job_id))
    if changes["state"] == JobState.QUEUED:
        ring_on_commit(lease.job_id)


def jobs_sweep() -> int:
    """Ring again for jobs that nobody works on: lease run out, never announced, or announced and forgotten.

    Returns how many bells were rung. A message too many does no harm; a round rings for SWEEP_BATCH jobs at most, the
    oldest first.
    """
    at_work = DossierJob.objects.filter(state=JobState.RUNNING, leased_until__gte=Now()).exists()
    silence = timedelta(seconds=BUSY_SECONDS if at_work else SILENT_SECONDS)
    forgotten = Q(state=JobState.QUEUED) & (Q(announced_at__isnull=True) | Q(announced_at__lt=Now() - silence))
    orphaned = Q(state=JobState.RUNNING, leased_until__lt=Now()) & (
        Q(announced_at__isnull=True) | Q(announced_at__lt=Now() - timedelta(seconds=SILENT_SECONDS))
    )
    waiting = DossierJob.objects.filter(forgotten | orphaned).order_by("created_at").values_list("pk", flat=True)
    rung = 0
    for job_id in waiting[:SWEEP_BATCH]:
        if not job_announce(job_id=job_id):
            break  # the queue is down: the next round tries again
        rung += 1
    return rung
