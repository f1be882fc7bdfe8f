"""What people do with jobs: approve, cancel, try again; and who is told by mail."""

import hashlib
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from advisor.accounts.models import Role, User
from advisor.audit.models import AuditEvent
from advisor.dossiers import services_people
from advisor.dossiers.errors import FieldTooLong, LeaseLost, NotReady, TooLate
from advisor.dossiers.mailing import dossier_mail
from advisor.dossiers.making import dossier_make
from advisor.dossiers.models import Dossier, DossierJob, JobState
from advisor.dossiers.services import dossier_request, job_fail, job_finish, job_keep, job_take
from advisor.dossiers.services_people import MOST_TRIES, dossier_approve, job_cancel, job_retry
from advisor.dossiers.wire import Rendered
from tests.advisor.dossiers.rows import NOW, prosecutor
from tests.advisor.dossiers.samples import sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bells")]
CONTENT = b"%PDF-1.7 x %%EOF"
SHA = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def unlinted(monkeypatch: pytest.MonkeyPatch, frozen: dict[str, Any]) -> list[str]:
    """The lint's blockers of every draft: none, unless a test adds some. The case says what it said."""
    found: list[str] = []
    monkeypatch.setattr(services_people, "approval_findings", lambda job: tuple(found))
    monkeypatch.setattr(services_people, "approval_open", lambda job: ())
    monkeypatch.setattr(services_people, "dossier_inputs", lambda *, step, language: {**frozen, "language": language})
    return found


def ready(step: Any, **changes: Any) -> DossierJob:
    """A draft that is made."""
    job = dossier_request(step=step, language="en", user=step.chosen_by, now=NOW, **changes)
    lease = job_take(job_id=job.pk)
    assert lease is not None
    job_finish(lease=lease, content=CONTENT, sha256=SHA, pages=1, now=NOW)
    job.refresh_from_db()
    return job


def investigator(step: Any) -> User:
    return User.objects.create_user(
        email="i@lyon.example", password="x" * 12, role=Role.INVESTIGATOR, agency=step.agency
    )


class TestApproval:
    """A final is a new version of the same inputs, with name and time."""

    def test_makes_a_final_of_the_same_inputs(self, step: Any, unlinted: list[str]) -> None:
        draft = ready(step)
        final = dossier_approve(job=draft, user=step.chosen_by, now=NOW, leave_open=True)
        assert (final.version, final.final_of_id, final.state) == (2, draft.pk, JobState.QUEUED)
        said = {key: final.inputs.pop(key) for key in ("final", "approved_by", "approved_on", "approved_version")}
        assert said == {
            "final": True,
            "approved_by": step.chosen_by.get_full_name(),
            "approved_on": "2026-11-22 10:00 UTC",
            "approved_version": 1,
        }
        assert final.inputs == draft.inputs
        assert AuditEvent.objects.filter(action="dossier.approved", object_id=final.pk).count() == 1

    def test_approved_twice_is_one_final(self, step: Any, unlinted: list[str]) -> None:
        draft = ready(step)
        first = dossier_approve(job=draft, user=step.chosen_by, now=NOW, leave_open=True)
        assert dossier_approve(job=draft, user=step.chosen_by, now=NOW, leave_open=True) == first
        assert dossier_approve(job=first, user=step.chosen_by, now=NOW, leave_open=True) == first

    def test_open_places_stop_the_final_unless_they_are_left_on_purpose(
        self, step: Any, unlinted: list[str], monkeypatch: Any
    ) -> None:
        monkeypatch.setattr(services_people, "approval_open", lambda job: ("Receiver: name and address",))
        draft = ready(step)
        with pytest.raises(NotReady, match="not completed"):
            dossier_approve(job=draft, user=step.chosen_by, now=NOW)
        assert dossier_approve(job=draft, user=step.chosen_by, now=NOW, leave_open=True).final_of_id == draft.pk

    def test_a_blocker_of_the_lint_stops_the_final_and_is_told(self, step: Any, unlinted: list[str]) -> None:
        draft = ready(step)
        unlinted.append("The search request names no place.")
        with pytest.raises(NotReady) as caught:
            dossier_approve(job=draft, user=step.chosen_by, now=NOW, leave_open=True)
        assert caught.value.findings == ("The search request names no place.",)
        assert DossierJob.objects.count() == 1

    def test_the_gate_is_the_lint_itself(self, step: Any, frozen: dict[str, Any]) -> None:
        inputs = sample("request-eio")
        inputs["need"]["subject"] = ""
        job = DossierJob(inputs=inputs, version=1)
        assert services_people.approval_findings(job)

    def test_only_a_prosecutor_approves(self, step: Any, unlinted: list[str]) -> None:
        with pytest.raises(PermissionDenied):
            dossier_approve(job=ready(step), user=investigator(step), now=NOW)

    def test_a_foreign_draft_is_not_there(self, step: Any, unlinted: list[str]) -> None:
        with pytest.raises(DossierJob.DoesNotExist):
            dossier_approve(job=ready(step), user=prosecutor("paris"), now=NOW)

    def test_an_older_draft_is_refused(self, step: Any, unlinted: list[str], frozen: dict[str, Any]) -> None:
        old = ready(step)
        frozen["text"] = "second"
        ready(step)
        with pytest.raises(TooLate, match="Version 2 is newer than the version 1"):
            dossier_approve(job=old, user=step.chosen_by, now=NOW, leave_open=True)

    def test_a_draft_of_a_case_that_changed_is_refused(
        self, step: Any, unlinted: list[str], frozen: dict[str, Any]
    ) -> None:
        draft = ready(step)
        frozen["text"] = "changed since"
        with pytest.raises(TooLate, match="changed after this draft"):
            dossier_approve(job=draft, user=step.chosen_by, now=NOW, leave_open=True)

    def test_a_draft_that_is_not_made_yet_is_refused(self, step: Any, unlinted: list[str]) -> None:
        job = dossier_request(step=step, language="en", user=step.chosen_by, now=NOW)
        with pytest.raises(TooLate, match="ready"):
            dossier_approve(job=job, user=step.chosen_by, now=NOW, leave_open=True)

    def test_a_draft_asked_for_after_a_final_is_the_draft_that_stands(self, step: Any, unlinted: list[str]) -> None:
        draft = ready(step)
        dossier_approve(job=draft, user=step.chosen_by, now=NOW, leave_open=True)
        assert dossier_request(step=step, language="en", user=step.chosen_by, now=NOW) == draft


class TestCancelling:
    """A cancelled job can never finish, whoever is at work on it."""

    def test_a_waiting_job_is_taken_by_nobody(self, step: Any, frozen: dict[str, Any]) -> None:
        job = dossier_request(step=step, language="en", user=step.chosen_by, now=NOW)
        assert job_cancel(job=job, user=step.chosen_by, now=NOW).state == JobState.CANCELLED
        assert job_take(job_id=job.pk) is None

    def test_a_running_job_is_fenced_off(self, step: Any, frozen: dict[str, Any]) -> None:
        job = dossier_request(step=step, language="en", user=step.chosen_by, now=NOW)
        lease = job_take(job_id=job.pk)
        assert lease is not None
        job_cancel(job=job, user=step.chosen_by, now=NOW)
        for act in (
            lambda: job_keep(lease=lease, progress="Laying out the pages"),
            lambda: job_finish(lease=lease, content=CONTENT, sha256=SHA, pages=1, now=NOW),
            lambda: job_fail(lease=lease, error="x", final=True),
        ):
            with pytest.raises(LeaseLost):
                act()
        assert not Dossier.objects.exists()
        assert DossierJob.objects.get().state == JobState.CANCELLED

    def test_cancelled_and_asked_for_again_the_old_worker_still_finishes_nothing(
        self, step: Any, frozen: dict[str, Any]
    ) -> None:
        job = dossier_request(step=step, language="en", user=step.chosen_by, now=NOW)
        old = job_take(job_id=job.pk)
        assert old is not None
        job_cancel(job=job, user=step.chosen_by, now=NOW)
        assert dossier_request(step=step, language="en", user=step.chosen_by, now=NOW).state == JobState.QUEUED
        new = job_take(job_id=job.pk)
        assert new is not None
        with pytest.raises(LeaseLost):
            job_finish(lease=old, content=CONTENT, sha256=SHA, pages=1, now=NOW)
        job_finish(lease=new, content=CONTENT, sha256=SHA, pages=1, now=NOW)

    def test_cancelled_in_the_middle_of_a_render(self, step: Any, frozen: dict[str, Any]) -> None:
        job = dossier_request(step=step, language="en", user=step.chosen_by, now=NOW)

        def render(*, inputs: Any, version: int, seconds: float, beat: Any) -> Rendered:
            job_cancel(job=job, user=step.chosen_by, now=NOW)
            return Rendered(CONTENT, SHA, 1)

        assert dossier_make(job_id=job.pk, now=lambda: NOW, render=render) is None
        assert not Dossier.objects.exists()

    def test_what_is_ready_stays_ready(self, step: Any, frozen: dict[str, Any]) -> None:
        job = ready(step)
        with pytest.raises(TooLate):
            job_cancel(job=job, user=step.chosen_by, now=NOW)
        assert DossierJob.objects.get().state == JobState.DONE


class TestTryingAgain:
    """A retry has a cap, and cannot help where a text is at fault."""

    def failed(self, step: Any, **changes: Any) -> DossierJob:
        job = dossier_request(step=step, language="en", user=step.chosen_by, now=NOW)
        DossierJob.objects.filter(pk=job.pk).update(state=JobState.FAILED, error="x", **changes)
        return job

    def test_puts_a_failed_job_back(self, step: Any, frozen: dict[str, Any], bells: list[str]) -> None:
        job = job_retry(job=self.failed(step), user=step.chosen_by, now=NOW)
        assert (job.state, job.error, job.attempts) == (JobState.QUEUED, "", 0)

    def test_not_for_ever(self, step: Any, frozen: dict[str, Any]) -> None:
        with pytest.raises(TooLate, match=f"tried {MOST_TRIES} times"):
            job_retry(job=self.failed(step, lease_token=MOST_TRIES), user=step.chosen_by, now=NOW)

    def test_not_where_a_field_is_at_fault(self, step: Any, frozen: dict[str, Any]) -> None:
        with pytest.raises(TooLate, match="first mend the text"):
            job_retry(job=self.failed(step, error_field="need: subject"), user=step.chosen_by, now=NOW)

    def test_a_fault_of_a_field_is_kept_with_its_name(self, step: Any, frozen: dict[str, Any]) -> None:
        job = dossier_request(step=step, language="en", user=step.chosen_by, now=NOW)

        def render(**_: Any) -> Rendered:
            raise FieldTooLong("need: subject", 20_001, 20_000)

        dossier_make(job_id=job.pk, now=lambda: NOW, render=render)
        job.refresh_from_db()
        assert (job.state, job.error_field) == (JobState.FAILED, "need: subject")
        assert "need: subject" in job.error


class TestMail:
    """Whoever asked for it is told once, without a word of the case."""

    def test_ready(self, step: Any, frozen: dict[str, Any], settings: Any) -> None:
        settings.PUBLIC_URL = "https://rogatory.example"
        frozen["text"] = "secret words of the case"
        job = ready(step, mail=True)
        assert dossier_mail(job_id=job.pk, now=NOW)
        assert not dossier_mail(job_id=job.pk, now=NOW)
        [sent] = mail.outbox
        assert sent.to == [step.chosen_by.email]
        assert f"https://rogatory.example/cases/{job.case_id}/dossiers/" in sent.body
        for word in ("secret", step.case.title, step.case.reference, step.provision, step.instrument):
            assert word not in sent.body + sent.subject

    def test_nobody_who_did_not_ask(self, step: Any, frozen: dict[str, Any]) -> None:
        assert not dossier_mail(job_id=ready(step).pk, now=NOW)
        assert mail.outbox == []

    def test_nobody_who_may_not_see_the_case_any_more(self, step: Any, frozen: dict[str, Any]) -> None:
        job = ready(step, mail=True)
        User.objects.filter(pk=step.chosen_by.pk).update(is_active=False)
        assert not dossier_mail(job_id=job.pk, now=NOW)
        assert mail.outbox == []

    def test_a_mail_server_that_is_down_fails_nothing(
        self, step: Any, frozen: dict[str, Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def down(*_: Any, **__: Any) -> None:
            raise OSError("no route")

        job = ready(step, mail=True)
        monkeypatch.setattr("advisor.dossiers.mailing.send_mail", down)
        assert not dossier_mail(job_id=job.pk, now=NOW)

    def test_the_worker_sends_it(self, step: Any, frozen: dict[str, Any]) -> None:
        job = dossier_request(step=step, language="en", user=step.chosen_by, now=NOW, mail=True)
        dossier_make(job_id=job.pk, now=lambda: NOW, render=lambda **_: Rendered(CONTENT, SHA, 1))
        assert len(mail.outbox) == 1
