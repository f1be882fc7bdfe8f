"""Kill -9 of a real worker in the middle of renders: nothing lost, nothing doubled, on both brokers.

Each run prints one line of JSON: what was asked for, lost, duplicated, and the longest recovery.
"""

import hashlib
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from advisor.dossiers import services
from advisor.dossiers.models import Dossier, DossierJob, JobState
from advisor.dossiers.services import dossier_request
from tests.advisor.dossiers.conftest import SMALL
from tests.advisor.dossiers.rows import NOW, prosecutor, step_of, stored_route
from tests.advisor.dossiers.samples import sample
from tests.drills.harness import ROOT, running, wait_until, worker_environment

pytestmark = pytest.mark.django_db(transaction=True)


def ask_for(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests of different dossiers for one case; each is a row and a message."""

    def frozen(*, step: Any, language: str) -> dict[str, Any]:
        return sample("note-blocking") | {"number": number_of.pop()}

    number_of = list(range(number))
    monkeypatch.setattr(services, "dossier_inputs", frozen)
    monkeypatch.setattr(services, "inputs_dated", lambda inputs, *, on: inputs)
    user = prosecutor()
    route = stored_route(user, SMALL)
    need = SMALL["answer"]["needs"][0]
    step = step_of(route, need, need["options"][0])
    for _ in range(number):
        dossier_request(step=step, language="en", user=user, now=NOW)


def done() -> int:
    return DossierJob.objects.filter(state=JobState.DONE).count()


def check_all(number: int) -> None:
    """Every job done, exactly one dossier each, every byte as hashed, and none of them cut short."""
    assert list(DossierJob.objects.values_list("state", flat=True)) == [JobState.DONE] * number
    assert Dossier.objects.count() == number == Dossier.objects.values("job").distinct().count()
    for dossier in Dossier.objects.all():
        content = bytes(dossier.content)
        assert hashlib.sha256(content).hexdigest() == dossier.sha256
        assert content.startswith(b"%PDF-")
        assert content.rstrip().endswith(b"%%EOF")
        assert len(content) == dossier.size


@pytest.mark.parametrize("broker", ["redis", pytest.param("filesystem", marks=pytest.mark.slow)])
def test_a_worker_killed_in_the_middle_of_ten_renders(
    broker: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if broker == "filesystem":  # this process would ring in Redis; the worker's own sweep finds the jobs instead
        monkeypatch.setattr(services.app, "send_task", lambda *_, **__: None)
    with running(tmp_path, broker) as worker:
        ask_for(10, monkeypatch)
        if broker == "filesystem":
            DossierJob.objects.update(announced_at=None)
        wait_until(lambda: done() >= 2, 90, "the first two dossiers", worker)
        worker.kill()
        before = done()
        assert before < 10, "the worker was too quick to be killed in the middle"
        worker.start()
        recovery = wait_until(lambda: done() == 10, 90, "all ten dossiers", worker)
    check_all(10)
    print(json.dumps({"drill": "worker killed", "broker": broker, "asked": 10, "done_before": before,
                      "lost": 0, "doubled": 0, "recovery_s": round(recovery, 1)}))  # fmt: skip


def test_a_worker_killed_on_the_embedded_default(tmp_path: Path) -> None:
    told = worker_environment(tmp_path, "embedded")
    command = [sys.executable, "-m", "tests.drills.on_embedded"]
    finished = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True)
    assert finished.returncode == 0, finished.stderr[-4000:]
    line = finished.stdout.strip().splitlines()[-1]
    outcome = json.loads(line)
    assert (outcome["lost"], outcome["doubled"], outcome["dossiers"], outcome["sound"]) == (0, 0, 10, True)
    print(line)


@pytest.mark.slow
@pytest.mark.parametrize("broker", ["redis", "filesystem"])
def test_a_worker_killed_again_and_again(broker: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dice, number, kills = random.Random(20261122), 60, 15
    if broker == "filesystem":
        monkeypatch.setattr(services.app, "send_task", lambda *_, **__: None)
    monkeypatch.setattr("django.conf.settings.DOSSIER_MAX_ATTEMPTS", 50)
    longest = 0.0
    with running(tmp_path, broker) as worker:
        ask_for(number, monkeypatch)
        if broker == "filesystem":
            DossierJob.objects.update(announced_at=None)
        for _ in range(kills):
            aim = min(done() + dice.randint(1, 3), number)
            longest = max(longest, wait_until(lambda aim=aim: done() >= aim, 60, f"{aim} dossiers", worker))
            worker.kill()
            worker.start()
        wait_until(lambda: done() == number, 240, "all dossiers", worker)
    check_all(number)
    print(json.dumps({"drill": "worker killed again and again", "broker": broker, "asked": number, "kills": kills,
                      "lost": 0, "doubled": 0, "longest_recovery_s": round(longest, 1)}))  # fmt: skip
