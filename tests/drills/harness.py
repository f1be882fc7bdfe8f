"""A real Celery worker in a process of its own, on the test run's database, to be killed and started again."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
LEASE_SECONDS = 5


def database_url() -> str:
    """The URL of the database that this test writes to."""
    given = connection.settings_dict
    host = given["HOST"] or given["OPTIONS"].get("host", "")
    return f"postgres://{given['USER']}:{given['PASSWORD']}@/{given['NAME']}?host={host}"


def worker_environment(folder: Path, broker: str) -> dict[str, str]:
    """What a worker is told: `broker` is 'redis' (the test run's) or 'filesystem' (a folder of the test), both on the
    test run's PostgreSQL; 'embedded' is SQLite and the filesystem broker, both in the folder."""
    told = {name: value for name, value in os.environ.items() if name not in ("REDIS_URL", "DATABASE_URL")}
    told |= {
        "DJANGO_SETTINGS_MODULE": "advisor.settings.local",
        "ADVISOR_DATA": str(folder),
        "DOSSIER_LEASE_SECONDS": str(LEASE_SECONDS),
        "C_FORCE_ROOT": "1",
        "PYTHONUNBUFFERED": "1",
    }
    if broker != "embedded":
        told["DATABASE_URL"] = database_url()
    if broker == "redis":
        told["REDIS_URL"] = os.environ["REDIS_URL"]
    return told


class Worker:
    """One worker with beat inside it. `kill` is SIGKILL to the parent alone: its children find out by themselves."""

    def __init__(self, folder: Path, broker: str) -> None:
        self.folder, self.environment = folder, worker_environment(folder, broker)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; returns at once."""
        command = [sys.executable, "-m", "celery", "-A", "advisor", "worker", "-B", "-c", "2", "--loglevel", "INFO"]
        command += ["--without-gossip", "--without-mingle", "-n", f"drill{time.monotonic_ns()}@%h"]
        with (self.folder / "worker.log").open("ab") as output:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=output, stderr=output, start_new_session=True
            )

    def kill(self) -> None:
        """kill -9 of the worker's parent process."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """End it and whatever its children left behind."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def log(self) -> str:
        """What it said."""
        return (self.folder / "worker.log").read_text(errors="replace")[-4000:]


@contextlib.contextmanager
def running(folder: Path, broker: str) -> Iterator[Worker]:
    """A worker that is gone when the test is over."""
    worker = Worker(folder, broker)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()


def wait_until(holds: Callable[[], Any], seconds: float, what: str, worker: Worker) -> float:
    """Wait for something; returns how long it took, fails with the worker's log."""
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > seconds:
            raise AssertionError(f"{what}: not after {seconds:.0f} s\n{worker.log()}")
        time.sleep(0.1)
    return time.monotonic() - began
