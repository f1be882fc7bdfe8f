"""The worker's way through one job, with renderers that succeed, fail or lose their lease."""

import hashlib
from datetime import datetime
from typing import Any

import pytest

from advisor.dossiers.apart import Rendered
from advisor.dossiers.build import document_from
from advisor.dossiers.errors import FieldTooLong, RenderTimeout
from advisor.dossiers.lint import blockers, findings_of
from advisor.dossiers.making import dossier_make, findings_counted
from advisor.dossiers.models import Dossier, DossierJob, JobState
from advisor.dossiers.services import dossier_request, job_take
from advisor.dossiers.tasks import dossier_render
from tests.advisor.dossiers.rows import NOW
from tests.advisor.dossiers.samples import sample
from tests.advisor.dossiers.test_jobs import expire

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "bells")]
CONTENT = b"%PDF-1.7 made"


@pytest.fixture
def job(step: Any) -> DossierJob:
    return dossier_request(step=step, language="en", user=step.chosen_by, now=NOW)


def later() -> datetime:
    return NOW


def renders(**_: Any) -> Rendered:
    return Rendered(CONTENT, hashlib.sha256(CONTENT).hexdigest(), 1)


def test_a_render_is_stored(job: DossierJob) -> None:
    dossier = dossier_make(job_id=job.pk, now=later, render=renders)
    assert dossier is not None
    assert (bytes(dossier.content), dossier.size, dossier.created_at) == (CONTENT, len(CONTENT), NOW)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 1)


def test_a_second_message_for_the_same_job_does_nothing(job: DossierJob) -> None:
    dossier_make(job_id=job.pk, now=later, render=renders)
    assert dossier_make(job_id=job.pk, now=later, render=renders) is None
    assert Dossier.objects.count() == 1


def test_progress_is_shown_while_it_renders(job: DossierJob) -> None:
    seen = []

    def render(*, beat: Any, **_: Any) -> Rendered:
        beat("Laying out the pages")
        seen.append(DossierJob.objects.get(pk=job.pk).progress)
        return renders()

    dossier_make(job_id=job.pk, now=later, render=render)
    assert seen == ["Laying out the pages"]


def test_a_dossier_that_cannot_be_made_fails_at_once_and_says_why(job: DossierJob) -> None:
    def render(**_: Any) -> Rendered:
        raise FieldTooLong("need: subject", 30_000, 20_000)

    assert dossier_make(job_id=job.pk, now=later, render=render) is None
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.FAILED, 1)
    assert "need: subject" in job.error


def test_a_time_out_is_tried_again(job: DossierJob) -> None:
    def render(**_: Any) -> Rendered:
        raise RenderTimeout(60)

    dossier_make(job_id=job.pk, now=later, render=render)
    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_a_worker_that_was_overtaken_stores_nothing(job: DossierJob) -> None:
    def render(**_: Any) -> Rendered:
        expire(job)
        assert job_take(job_id=job.pk) is not None
        return renders()

    assert dossier_make(job_id=job.pk, now=later, render=render) is None
    assert Dossier.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_the_task_makes_a_real_dossier(step: Any, frozen: dict[str, Any]) -> None:
    frozen.clear()
    frozen.update(sample("note-blocking"))
    job = dossier_request(step=step, language="en", user=step.chosen_by, now=NOW)
    dossier_render(str(job.pk))
    dossier = Dossier.objects.get()
    assert bytes(dossier.content).startswith(b"%PDF-1.7")
    assert dossier.pages > 3


def test_findings_are_counted_once_when_a_draft_is_made() -> None:
    inputs = sample("request-eio")
    counted = findings_counted(inputs, 1)
    found = findings_of(inputs, document_from(inputs, 1))
    assert counted is not None
    assert sum(counted.values()) == len(found)
    assert counted["blocker"] == len(blockers(found))
    assert findings_counted(inputs | {"final": True}, 2) is None
    assert findings_counted({"text": "no request"}, 1) is None


def test_a_rule_that_fails_stops_no_dossier(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> Any:
        raise KeyError("a mistake of ours")

    monkeypatch.setattr("advisor.dossiers.making.findings_of", broken)
    assert findings_counted(sample("request-eio"), 1) is None
