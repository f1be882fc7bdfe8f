"""Fifty dossiers of one case at once, one of them hostile, one cancelled: the rest are made, each once."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from advisor.dossiers import services
from advisor.dossiers.models import Dossier, DossierJob, JobState
from advisor.dossiers.services import dossier_request
from advisor.dossiers.services_people import job_cancel
from tests.advisor.dossiers.conftest import SMALL
from tests.advisor.dossiers.rows import NOW, prosecutor, step_of, stored_route
from tests.advisor.dossiers.samples import sample
from tests.drills.harness import running, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
NUMBER, OVERSIZED, CANCELLED = 50, 7, 49


def test_fifty_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = list(range(NUMBER))

    def frozen(*, step: Any, language: str) -> dict[str, Any]:
        number = waiting.pop(0)
        inputs = sample("note-blocking") | {"number": number}
        if number == OVERSIZED:
            inputs["need"] = inputs["need"] | {"subject": "x" * 30_000}
        return inputs

    monkeypatch.setattr(services, "dossier_inputs", frozen)
    monkeypatch.setattr(services, "inputs_dated", lambda inputs, *, on: inputs)
    user = prosecutor()
    need = SMALL["answer"]["needs"][0]
    step = step_of(stored_route(user, SMALL), need, need["options"][0])
    jobs = [dossier_request(step=step, language="en", user=user, now=NOW) for _ in range(NUMBER)]
    job_cancel(job=jobs[CANCELLED], user=user, now=NOW)
    began = time.monotonic()
    with running(tmp_path, "redis") as worker:
        open_states = (JobState.QUEUED, JobState.RUNNING)
        wait_until(
            lambda: not DossierJob.objects.filter(state__in=open_states).exists(), 400, "all fifty dossiers", worker
        )
    seconds = time.monotonic() - began
    assert Dossier.objects.count() == NUMBER - 2
    failed = DossierJob.objects.get(state=JobState.FAILED)
    assert (failed.pk, failed.error_field, failed.attempts) == (jobs[OVERSIZED].pk, "need: subject", 1)
    assert DossierJob.objects.get(state=JobState.CANCELLED).pk == jobs[CANCELLED].pk
    print(json.dumps({"drill": "fifty at once", "made": NUMBER - 2, "failed": 1, "cancelled": 1,
                      "seconds": round(seconds, 1)}))  # fmt: skip
