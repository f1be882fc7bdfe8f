"""The algebra of jobs: asked once, taken once, finished once, whatever comes twice, late or never."""

import hashlib
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from kombu.exceptions import OperationalError

from advisor.audit.models import AuditEvent
from advisor.dossiers import services
from advisor.dossiers.errors import LeaseLost
from advisor.dossiers.models import Dossier, DossierJob, JobState
from advisor.dossiers.services import dossier_request, job_fail, job_finish, job_keep, job_take, jobs_sweep
from tests.advisor.dossiers.rows import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "bells")]


def ask(step: Any, language: str = "en") -> DossierJob:
    return dossier_request(step=step, language=language, user=step.chosen_by, now=NOW)


def finish(lease: services.Lease, content: bytes = b"%PDF") -> Dossier:
    digest = hashlib.sha256(content).hexdigest()
    return job_finish(lease=lease, content=content, sha256=digest, pages=1, now=NOW)


def expire(job: DossierJob) -> None:
    DossierJob.objects.filter(pk=job.pk).update(
        leased_until=Now() - timedelta(seconds=1), announced_at=Now() - timedelta(minutes=5)
    )


def test_a_request_is_a_row_and_an_audit_event_in_one_transaction(step: Any) -> None:
    job = ask(step)
    assert (job.state, job.version, job.agency_id, job.case_id) == ("queued", 1, step.agency_id, step.case_id)
    event = AuditEvent.objects.get(action="dossier.request")
    assert event.object_id == job.pk
    assert event.detail["inputs"] == job.inputs_sha256


def test_the_bell_rings_on_commit_and_with_the_id_alone(
    step: Any, bells: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = ask(step)
        assert bells == []
    assert bells == [str(job.pk)]
    job.refresh_from_db()
    assert job.announced_at is not None


def test_a_silent_queue_does_not_fail_the_request(
    step: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def silent(*_: Any, **__: Any) -> None:
        raise OperationalError("no server")

    monkeypatch.setattr(services.app, "send_task", silent)
    with django_capture_on_commit_callbacks(execute=True):
        job = ask(step)
    job.refresh_from_db()
    assert job.announced_at is None


def test_asking_again_with_nothing_changed_returns_the_same_job(step: Any) -> None:
    first = ask(step)
    lease = job_take(job_id=first.pk)
    assert lease is not None
    finish(lease)
    again = ask(step)
    assert (again.pk, again.state) == (first.pk, JobState.DONE)


def test_a_change_adds_a_version_and_no_two_languages_of_a_step_share_one(step: Any, frozen: dict[str, Any]) -> None:
    assert ask(step).version == 1
    frozen["text"] = "second"
    assert ask(step).version == 2
    assert ask(step, "fr").version == 3  # "version 1" would be two documents: one in English, one in French
    frozen["text"] = "first"
    assert ask(step).version == 4  # back to the old text is still a new version: nothing is replaced
    assert ask(step, "fr").version == 5


def test_a_failed_job_is_put_back_when_it_is_asked_for_again(step: Any) -> None:
    job = ask(step)
    lease = job_take(job_id=job.pk)
    assert lease is not None
    job_fail(lease=lease, error="The field “subject” is too long.", final=True)
    again = ask(step)
    assert (again.pk, again.state, again.error, again.attempts) == (job.pk, JobState.QUEUED, "", 0)


def test_only_one_worker_takes_a_job(step: Any) -> None:
    job = ask(step)
    assert job_take(job_id=job.pk) is not None
    assert job_take(job_id=job.pk) is None
    assert job_take(job_id=uuid4()) is None


def test_a_lease_that_ran_out_is_taken_over_and_the_first_worker_can_write_nothing(step: Any) -> None:
    job = ask(step)
    first = job_take(job_id=job.pk)
    assert first is not None
    expire(job)
    second = job_take(job_id=job.pk)
    assert second is not None
    assert second.token > first.token
    for write in (
        lambda: job_keep(lease=first, progress="still here"),
        lambda: finish(first, b"stale"),
        lambda: job_fail(lease=first, error="stale", final=True),
    ):
        with pytest.raises(LeaseLost), transaction.atomic():
            write()
    assert bytes(finish(second, b"fresh").content) == b"fresh"
    assert Dossier.objects.count() == 1


def test_a_job_is_finished_once(step: Any) -> None:
    job = ask(step)
    lease = job_take(job_id=job.pk)
    assert lease is not None
    dossier = finish(lease)
    with pytest.raises(LeaseLost), transaction.atomic():
        finish(lease)
    job.refresh_from_db()
    assert (job.state, job.leased_until, Dossier.objects.get().pk) == (JobState.DONE, None, dossier.pk)


def test_a_second_dossier_of_one_job_is_refused_by_the_database(step: Any) -> None:
    job = ask(step)
    lease = job_take(job_id=job.pk)
    assert lease is not None
    finish(lease)
    with pytest.raises(IntegrityError), transaction.atomic():
        Dossier.objects.create(
            agency=job.agency, case=job.case, job=job, content=b"x", sha256="0", size=1, pages=1, created_at=NOW
        )


def test_a_dossier_cannot_be_changed(step: Any) -> None:
    lease = job_take(job_id=ask(step).pk)
    assert lease is not None
    finish(lease)
    with pytest.raises(IntegrityError), transaction.atomic():
        Dossier.objects.update(pages=2)


def test_keeping_a_lease_moves_its_end_and_shows_progress(step: Any) -> None:
    job = ask(step)
    lease = job_take(job_id=job.pk)
    assert lease is not None
    DossierJob.objects.filter(pk=job.pk).update(leased_until=Now() + timedelta(seconds=1))
    before = DossierJob.objects.get(pk=job.pk).leased_until
    job_keep(lease=lease, progress="Laying out the pages")
    job.refresh_from_db()
    assert job.progress == "Laying out the pages"
    assert job.leased_until > before


def test_a_failure_that_may_pass_is_tried_again_until_the_cap(step: Any, settings: Any) -> None:
    settings.DOSSIER_MAX_ATTEMPTS = 2
    job = ask(step)
    for state in (JobState.QUEUED, JobState.FAILED):
        lease = job_take(job_id=job.pk)
        assert lease is not None
        job_fail(lease=lease, error="It took longer than 60 s.", final=False)
        job.refresh_from_db()
        assert job.state == state
    assert job.error == "It took longer than 60 s."
    assert job.finished_at is not None


def test_a_job_that_kills_its_workers_is_set_aside(step: Any, settings: Any) -> None:
    settings.DOSSIER_MAX_ATTEMPTS = 2
    job = ask(step)
    for _ in range(2):
        assert job_take(job_id=job.pk) is not None
        expire(job)
    assert job_take(job_id=job.pk) is None
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "stopped 2 times" in job.error


class TestSweep:
    """The sweeper rings for what nobody works on, and for nothing else."""

    def test_never_announced(self, step: Any, bells: list[str]) -> None:
        job = ask(step)
        assert jobs_sweep() == 1
        assert bells == [str(job.pk)]
        assert jobs_sweep() == 0  # rung a moment ago

    def test_announced_but_forgotten(self, step: Any, bells: list[str]) -> None:
        job = ask(step)
        DossierJob.objects.update(announced_at=Now() - timedelta(seconds=services.SILENT_SECONDS + 1))
        assert jobs_sweep() == 1
        assert bells == [str(job.pk)]

    def test_lease_ran_out(self, step: Any, bells: list[str]) -> None:
        job = ask(step)
        job_take(job_id=job.pk)
        assert jobs_sweep() == 0
        expire(job)
        assert jobs_sweep() == 1
        assert bells == [str(job.pk)]

    def test_waits_its_turn_while_somebody_is_at_work(
        self, step: Any, frozen: dict[str, Any], bells: list[str]
    ) -> None:
        busy = ask(step)
        job_take(job_id=busy.pk)
        frozen["text"] = "second"
        waiting = ask(step)
        recently = Now() - timedelta(seconds=services.SILENT_SECONDS + 1)
        DossierJob.objects.filter(pk=waiting.pk).update(announced_at=recently)
        assert jobs_sweep() == 0
        DossierJob.objects.filter(pk=waiting.pk).update(
            announced_at=Now() - timedelta(seconds=services.BUSY_SECONDS + 1)
        )
        assert jobs_sweep() == 1

    def test_done_and_failed_stay_silent(self, step: Any, frozen: dict[str, Any]) -> None:
        lease = job_take(job_id=ask(step).pk)
        assert lease is not None
        finish(lease)
        frozen["text"] = "second"
        lease = job_take(job_id=ask(step).pk)
        assert lease is not None
        job_fail(lease=lease, error="no", final=True)
        assert jobs_sweep() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_take_one_job_once(step: Any) -> None:
    from concurrent.futures import ThreadPoolExecutor

    job = ask(step)

    def take(_: int) -> services.Lease | None:
        try:
            return job_take(job_id=job.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        leases = [lease for lease in pool.map(take, range(8)) if lease]
    assert len(leases) == 1


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_make_one_job(step: Any) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def request(_: int) -> Any:
        try:
            return ask(step).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(request, range(6)))) == 1
    assert DossierJob.objects.count() == 1
