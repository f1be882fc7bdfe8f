"""`manage.py run`, really: two processes on the embedded default, a killed worker, a clean stop, clear refusals."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.boot.processes import below, command_of, runs

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120


def environment(data: Path) -> dict[str, str]:
    """As a person's shell has it: nothing of the test run's services."""
    ours = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "CI")
    return {**{key: value for key, value in os.environ.items() if key not in ours}, "ADVISOR_DATA": str(data)}


def manage_run(*words: str) -> list[str]:
    return [sys.executable, "manage.py", "run", *words]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """One `manage.py run` on a data folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.port = free_port()
        self.log = folder / "run.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                manage_run("--port", str(self.port)),
                cwd=ROOT,
                env=environment(self.data),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def text(self) -> str:
        return self.log.read_text(errors="replace")

    def wait_for(self, words: str, *, seconds: float = START_SECONDS) -> None:
        limit = time.monotonic() + seconds
        while words not in self.text():
            assert self.process.poll() is None, self.text()
            assert time.monotonic() < limit, self.text()
            time.sleep(0.1)

    def status(self, path: str) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return int(answer.status)

    def worker(self) -> int:
        """The worker that the supervisor started itself, not the processes below it."""
        return next((pid for pid in below(self.process.pid) if "celery" in command_of(pid)), 0)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = Running(tmp_path_factory.mktemp("run"))
    try:
        running.wait_for("Ctrl-C stops")
        yield running
    finally:
        if running.process.poll() is None:
            running.process.terminate()
            running.process.wait(timeout=30)


def test_it_says_where_to_look_and_how_to_sign_in(running: Running) -> None:
    said = running.text()
    assert f"http://127.0.0.1:{running.port}/" in said
    assert "investigator@milan.example" in said
    assert "prosecutor@madrid.example" in said
    assert "rogatory-demo" in said
    assert running.status("/health/ready") == 200
    assert running.status("/account/login/") == 200


def test_the_key_of_this_installation_is_made_once_and_private(running: Running) -> None:
    key = running.data / "secret_key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(key.read_text()) >= 50


def test_a_second_start_on_the_same_data_is_told_so(running: Running) -> None:
    done = subprocess.run(manage_run(), cwd=ROOT, env=environment(running.data), capture_output=True, text=True)
    assert done.returncode == 1
    assert "another `manage.py run` already works on" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_in_use_is_named_with_what_to_do(running: Running, tmp_path: Path) -> None:
    words = manage_run("--port", str(running.port))
    done = subprocess.run(words, cwd=ROOT, env=environment(tmp_path / "data"), capture_output=True, text=True)
    assert done.returncode == 1
    assert f"cannot listen on 127.0.0.1:{running.port}" in done.stderr
    assert f"--port {running.port + 1}" in done.stderr


def test_a_data_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    words = manage_run()
    done = subprocess.run(words, cwd=ROOT, env=environment(tmp_path / "file" / "data"), capture_output=True, text=True)
    assert done.returncode == 1
    assert "ADVISOR_DATA" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_killed_worker_comes_back_and_the_pages_stay(running: Running) -> None:
    first = running.worker()
    os.kill(first, signal.SIGKILL)
    assert running.status("/health/ready") == 200
    running.wait_for("starting the worker again", seconds=30)
    limit = time.monotonic() + 30
    while running.worker() in (0, first):
        assert time.monotonic() < limit
        time.sleep(0.1)
    assert not runs(first)
    assert running.status("/account/login/") == 200


def test_it_stops_cleanly_and_leaves_no_process(running: Running) -> None:
    limit = time.monotonic() + 60
    while len(started := below(running.process.pid)) < 5:  # gunicorn, its worker, celery, its pool and its clock
        assert time.monotonic() < limit, [command_of(pid) for pid in started]
        time.sleep(0.2)
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(timeout=40) == 0, running.text()
    assert not [command_of(pid) for pid in started if runs(pid)]
    assert running.text().strip().endswith("stopped")


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_no_process_remains_however_it_ends(tmp_path: Path, number: signal.Signals) -> None:
    running = Running(tmp_path)
    running.wait_for("Ctrl-C stops")
    started = below(running.process.pid)
    running.process.send_signal(number)
    running.process.wait(timeout=40)
    limit = time.monotonic() + 30
    while left := [command_of(pid) for pid in started if runs(pid)]:
        assert time.monotonic() < limit, left
        time.sleep(0.2)
