"""The supervisor of `manage.py run`: starts again what died, gives up in time, leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from advisor.run import children
from advisor.run.children import Child, GaveUpError, Supervisor
from tests.boot.processes import runs

ROOT = Path(__file__).resolve().parents[2]
FOREVER = "import time; time.sleep(600)"
WITH_A_CHILD = (
    "import subprocess, sys, time;"
    "print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']).pid, flush=True);"
    "time.sleep(600)"
)


def child(folder: Path, code: str, name: str = "worker") -> Child:
    return Child(name, [sys.executable, "-S", "-c", code], folder / f"{name}.log", dict(os.environ))


def number_in(path: Path) -> int:
    """The process number that a child wrote into its log as its first line."""
    limit = time.monotonic() + 10
    while not (path.exists() and path.read_text().strip()):
        assert time.monotonic() < limit
        time.sleep(0.02)
    return int(path.read_text().split()[0])


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(children, "PAUSES", (0, 0.05, 0.1))
    return []


def test_a_killed_child_is_started_again_and_the_other_is_left_alone(tmp_path: Path, said: list[str]) -> None:
    worker, web = child(tmp_path, FOREVER), child(tmp_path, FOREVER, "web server")
    supervisor = Supervisor([web, worker], say=said.append)
    supervisor.start()
    try:
        assert worker.process
        assert web.process
        first, other = worker.process.pid, web.process.pid
        os.kill(first, signal.SIGKILL)
        assert supervisor.until(
            lambda: worker.process is not None and worker.process.pid != first and worker.process.poll() is None,
            seconds=10,
        )
        assert web.process.pid == other
        assert "the worker ended by signal 9; it starts again in 0 s" in said[0]
    finally:
        supervisor.stop()


def test_what_a_killed_child_had_started_ends_too(tmp_path: Path, said: list[str]) -> None:
    worker = child(tmp_path, WITH_A_CHILD)
    supervisor = Supervisor([worker], say=said.append)
    supervisor.start()
    try:
        grandchild = number_in(worker.log)
        assert worker.process
        os.kill(worker.process.pid, signal.SIGKILL)
        assert supervisor.until(lambda: not runs(grandchild), seconds=10)
    finally:
        supervisor.stop()


def test_five_deaths_in_a_minute_are_enough(tmp_path: Path, said: list[str]) -> None:
    broken = child(tmp_path, "print('the reason'); raise SystemExit(3)")
    supervisor = Supervisor([broken], say=said.append)
    supervisor.start()
    with pytest.raises(GaveUpError) as gave_up:
        supervisor.until(lambda: False, seconds=30)
    supervisor.stop()
    assert "ended 5 times within a minute, the last time with status 3" in str(gave_up.value)
    assert "the reason" in str(gave_up.value)
    assert len([line for line in said if "starts again" in line]) == 4


def test_what_the_rest_can_do_without_does_not_take_it_down(
    tmp_path: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "PAUSES", (0.1,))
    broken = child(tmp_path, "print('the reason'); raise SystemExit(3)")
    broken.essential = False
    starts: list[int] = []
    broken.before = lambda: starts.append(1)
    supervisor = Supervisor([broken], say=said.append)
    supervisor.start()
    try:
        assert supervisor.until(lambda: any("starts again in 30 s" in line for line in said), seconds=30)
        assert not supervisor.until(lambda: False, seconds=0.5)
    finally:
        supervisor.stop()
    assert len(starts) == 5
    assert any("the reason" in line for line in said)


def test_nohup_is_respected() -> None:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        Supervisor([], say=print).watch_signals()
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        assert signal.getsignal(signal.SIGTERM) is not before[signal.SIGTERM]
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_the_pauses_grow() -> None:
    assert children.PAUSES == (1, 2, 4)
    assert (children.DEATHS, children.WITHIN) == (5, 60)


def test_a_child_that_ignores_a_polite_end_is_ended(tmp_path: Path, said: list[str]) -> None:
    code = "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); time.sleep(600)"
    stubborn = child(tmp_path, code)
    supervisor = Supervisor([stubborn], say=said.append)
    supervisor.start()
    number_in(stubborn.log)
    supervisor.stop(grace=0.3)
    assert stubborn.process
    assert stubborn.process.returncode == -signal.SIGKILL


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells children of a parent's death")
def test_children_end_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    code = f"""
import sys, time
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
from advisor.run.children import Child, Supervisor
child = Child("worker", [sys.executable, "-S", "-c", {FOREVER!r}], Path({str(tmp_path)!r}) / "w.log", {{}})
supervisor = Supervisor([child], say=print)
supervisor.start()
print(child.process.pid, flush=True)
supervisor.until(lambda: False)
"""
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    limit = time.monotonic() + 5
    while runs(pid):
        assert time.monotonic() < limit, "an orphan"
        time.sleep(0.05)
