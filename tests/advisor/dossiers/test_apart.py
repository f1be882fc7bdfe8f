"""Rendering apart: limits hold, a bad dossier fails alone and says why, and the worker's process stays as it was."""

import hashlib
import os
import socket
import time
from pathlib import Path
from typing import Any

import pytest

from advisor.dossiers import apart, fences, wire
from advisor.dossiers.apart import render_apart
from advisor.dossiers.errors import FieldTooLong, LeaseLost, RenderCrashed, RenderFailed, RenderTimeout
from advisor.dossiers.to_pdf import Pages, render_pdf
from tests.advisor.dossiers.samples import sample


def silent(_: str | None) -> None:
    """A beat that nobody listens to."""


def with_child(monkeypatch: pytest.MonkeyPatch, does: Any) -> None:
    monkeypatch.setattr(apart, "render_pdf", does)


def test_the_child_makes_the_same_bytes_and_tells_its_progress() -> None:
    told: list[str | None] = []
    made = render_apart(inputs=sample("note-blocking"), version=1, seconds=60, beat=told.append)
    assert made.content == render_pdf(sample("note-blocking"), 1, silent).content
    assert made.sha256 == hashlib.sha256(made.content).hexdigest()
    assert [text for text in told if text] == [
        "Writing the document",
        "Laying out the pages",
        "Checking tags and metadata",
    ]


def test_too_long_a_field_fails_with_its_name() -> None:
    inputs = sample()
    inputs["need"]["subject"] = "x" * 20_001
    with pytest.raises(FieldTooLong, match=r"need: subject.*20,001 bytes.*20,000") as caught:
        render_apart(inputs=inputs, version=1, seconds=60, beat=silent)
    assert caught.value.field == "need: subject"


def test_a_render_that_stalls_is_killed_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with_child(monkeypatch, lambda *_: time.sleep(60))
    began = time.monotonic()
    with pytest.raises(RenderTimeout, match="longer than 1 s"):
        render_apart(inputs={}, version=1, seconds=1, beat=silent)
    assert time.monotonic() - began < 10


def test_the_lease_is_kept_while_it_renders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "BEAT_SECONDS", 0.1)
    with_child(monkeypatch, lambda *_: time.sleep(1) or Pages(b"%PDF", 1))
    beats: list[str | None] = []
    render_apart(inputs={}, version=1, seconds=30, beat=beats.append)
    assert beats.count(None) >= 3


def test_a_lost_lease_ends_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "BEAT_SECONDS", 0.1)
    with_child(monkeypatch, lambda *_: time.sleep(60))

    def lost(_: str | None) -> None:
        raise LeaseLost("x")

    began = time.monotonic()
    with pytest.raises(LeaseLost):
        render_apart(inputs={}, version=1, seconds=60, beat=lost)
    assert time.monotonic() - began < 10


def test_memory_is_limited_and_the_message_is_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    with_child(monkeypatch, lambda *_: bytearray(3 << 30))
    with pytest.raises(RenderFailed, match="MemoryError"):
        render_apart(inputs={}, version=1, seconds=30, beat=silent)


def test_a_child_that_dies_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    with_child(monkeypatch, lambda *_: os.kill(os.getpid(), 9))
    with pytest.raises(RenderCrashed, match="SIGKILL"):
        render_apart(inputs={}, version=1, seconds=30, beat=silent)


@pytest.mark.parametrize("stops", [RecursionError, ZeroDivisionError, SystemExit, KeyboardInterrupt])
def test_whatever_is_raised_in_there_fails_this_dossier_alone(
    stops: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: Any) -> None:
        raise stops("secret words of the case")

    with_child(monkeypatch, breaks)
    with pytest.raises(RenderFailed, match=stops.__name__) as caught:
        render_apart(inputs={}, version=1, seconds=30, beat=silent)
    assert "secret" not in str(caught.value)


def test_the_child_has_no_secrets_and_no_open_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def looks(_: Any, __: int, progress: Any) -> Pages:
        progress(",".join(sorted(os.environ)))
        progress(",".join(sorted(os.listdir("/proc/self/fd"))))
        return Pages(b"%PDF", 1)

    monkeypatch.setenv("SECRET_KEY", "a")
    monkeypatch.setattr(fences, "close_off", set)  # behind them nothing can be listed
    with_child(monkeypatch, looks)
    told: list[str | None] = []
    render_apart(inputs={}, version=1, seconds=30, beat=told.append)
    names, files = [text for text in told if text]
    assert set(names.split(",")) <= {"FONTCONFIG_FILE", "XDG_CACHE_HOME"}
    assert set(files.split(",")) <= {"0", "1", "2", "3", "4"}  # three silenced, the pipe, and the listing itself


def test_a_fork_of_the_worker_reaches_no_host_and_no_foreign_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without bubblewrap: the kernel's own fences, of which this machine has both."""
    secret = tmp_path / "secret"
    secret.write_text("canary")
    listening = socket.create_server(("127.0.0.1", 0))

    def tries(_: Any, __: int, progress: Any) -> Pages:
        for does in (
            lambda: secret.read_text(),
            lambda: secret.with_name("new").write_text("x"),
            lambda: Path("/etc/passwd").read_text(),
            lambda: socket.create_connection(listening.getsockname(), 1),
        ):
            try:
                does()
                progress("reached")
            except OSError as error:
                progress(type(error).__name__)
        return Pages(b"%PDF", 1)

    with_child(monkeypatch, tries)
    told: list[str | None] = []
    render_apart(inputs={}, version=1, seconds=30, beat=told.append)
    assert told[:3] == ["PermissionError"] * 3
    assert told[3] in ("PermissionError", "OSError", "ConnectionRefusedError")
    listening.close()
