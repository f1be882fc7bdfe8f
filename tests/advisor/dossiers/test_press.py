"""The press: the same bytes as anywhere else, no network, no files but its own, and who hangs up is obeyed."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor.dossiers import press as presses
from advisor.dossiers.errors import FieldTooLong, LeaseLost, RenderCrashed, RenderTimeout
from advisor.dossiers.fences import ROOT
from advisor.dossiers.press import Press, render_shut_in, sandbox
from advisor.dossiers.to_pdf import render_pdf
from tests.advisor.dossiers.samples import sample

pytestmark = pytest.mark.skipif(shutil.which("bwrap") is None, reason="no bubblewrap on this machine")


def silent(_: str | None) -> None:
    """A beat that nobody listens to."""


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    started = Press.start()
    assert started is not None
    yield started
    started.stop()


def forks_of(press: Press) -> int:
    """How many processes the press has forked that still live: bwrap, its init, the press itself are not counted."""
    tree = subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, text=True, check=True).stdout
    kids: dict[int, list[int]] = {}
    for line in tree.splitlines()[1:]:
        pid, parent = map(int, line.split())
        kids.setdefault(parent, []).append(pid)
    waiting, found = [press.process.pid], []
    while waiting:
        found.append(waiting.pop())
        waiting += kids.get(found[-1], [])
    return len(found) - 3


def test_it_makes_the_same_bytes_as_a_render_in_this_process(press: Press) -> None:
    told: list[str | None] = []
    made = press.render(inputs=sample("note-blocking"), version=1, seconds=60, beat=told.append)
    assert made.content == render_pdf(sample("note-blocking"), 1, silent).content
    assert next(text for text in told if text) == "Writing the document"


def test_a_fault_of_the_text_comes_back_with_its_field(press: Press) -> None:
    inputs = sample("note-blocking")
    inputs["need"]["subject"] = "x" * 20_001
    with pytest.raises(FieldTooLong) as caught:
        press.render(inputs=inputs, version=1, seconds=60, beat=silent)
    assert caught.value.field == "need: subject"


def test_a_render_over_its_time_ends_and_the_press_goes_on(press: Press) -> None:
    with pytest.raises(RenderTimeout):
        press.render(inputs=sample(), version=1, seconds=0.2, beat=silent)
    ends = time.monotonic() + 10
    while forks_of(press) and time.monotonic() < ends:
        time.sleep(0.05)
    assert forks_of(press) == 0
    assert press.render(inputs=sample("note-blocking"), version=1, seconds=60, beat=silent).pages


def test_a_worker_that_hangs_up_ends_the_fork(press: Press) -> None:
    def cancelled(progress: str | None) -> None:
        if progress == "Laying out the pages":
            raise LeaseLost("cancelled")

    with pytest.raises(LeaseLost):
        press.render(inputs=sample(), version=1, seconds=60, beat=cancelled)
    ends = time.monotonic() + 10
    while forks_of(press) and time.monotonic() < ends:
        time.sleep(0.05)
    assert forks_of(press) == 0


def test_a_fork_that_is_killed_is_reported(press: Press) -> None:
    def killed(progress: str | None) -> None:
        if progress == "Laying out the pages":
            os.kill(_youngest(press), 9)

    with pytest.raises(RenderCrashed, match="SIGKILL"):
        press.render(inputs=sample(), version=1, seconds=60, beat=killed)


def _youngest(press: Press) -> int:
    tree = subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, text=True, check=True).stdout
    parents = {int(pid): int(parent) for pid, parent in (line.split() for line in tree.splitlines()[1:])}

    def depth(pid: int) -> int:
        steps = 0
        while pid != press.process.pid:
            pid, steps = parents.get(pid, 0), steps + 1
            if pid == 0:
                return -1
        return steps

    return max(parents, key=depth)


def test_a_press_that_was_killed_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presses, "_own", {})
    assert presses.press_start()
    first = presses._own["press"]
    assert first is not None
    first.stop()
    made = render_shut_in(inputs=sample("note-blocking"), version=1, seconds=60, beat=silent)
    assert made.content.startswith(b"%PDF-")
    second = presses._own["press"]
    assert second is not None
    assert second is not first
    second.stop()


def test_without_bubblewrap_the_worker_forks_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presses, "_own", {})
    monkeypatch.setattr(presses.shutil, "which", lambda _: None)
    made = render_shut_in(inputs=sample("note-blocking"), version=1, seconds=60, beat=silent)
    assert presses._own == {"press": None}
    assert made.content == render_pdf(sample("note-blocking"), 1, silent).content


def test_inside_there_is_no_host_no_foreign_file_and_no_other_process(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("canary")
    var = ROOT / "var" / "press-test"
    var.parent.mkdir(exist_ok=True)
    var.write_text("canary")
    with socket.create_server(("127.0.0.1", 0)) as listening, contextlib.ExitStack() as after:
        after.callback(var.unlink)
        script = f"""
import os, socket, pathlib
seen = []
for name in {[str(secret), str(var), "/etc/passwd", str(Path.home() / ".cache"), str(ROOT / "manage.py")]!r}:
    seen.append(os.path.exists(name))
try:
    socket.create_connection(('127.0.0.1', {listening.getsockname()[1]}), 1)
    seen.append(True)
except OSError:
    seen.append(False)
for name in ({str(ROOT / "advisor" / "dossiers" / "planted")!r}, '/usr/planted'):
    try:
        pathlib.Path(name).write_text('x')
        seen.append(True)
    except OSError:
        seen.append(False)
print(any(seen), len([n for n in os.listdir('/proc') if n.isdigit()]), sorted(os.environ))
"""
        done = subprocess.run(sandbox([sys.executable, "-c", script]), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    reached, processes, names = done.stdout.strip().split(" ", 2)
    assert reached == "False"
    assert int(processes) <= 2
    assert not {"SECRET_KEY", "DATABASE_URL", "REDIS_URL"} & set(eval(names))  # noqa: S307 - our own list
