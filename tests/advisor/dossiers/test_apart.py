"""Rendering apart: limits hold, a bad dossier fails alone and says why, and the worker's process stays as it was."""

import hashlib
import os
import time
from typing import Any

import pytest

from advisor.dossiers import apart
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
    with pytest.raises(FieldTooLong, match=r"need: subject.*20,001 bytes.*20,000"):
        render_apart(inputs=inputs, version=1, seconds=60, beat=silent)


def test_a_render_that_stalls_is_killed_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with_child(monkeypatch, lambda *_: time.sleep(60))
    began = time.monotonic()
    with pytest.raises(RenderTimeout, match="longer than 1 s"):
        render_apart(inputs={}, version=1, seconds=1, beat=silent)
    assert time.monotonic() - began < 10


def test_the_lease_is_kept_while_it_renders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "BEAT_SECONDS", 0.1)
    with_child(monkeypatch, lambda *_: time.sleep(1) or Pages(b"%PDF", 1))
    beats: list[str | None] = []
    render_apart(inputs={}, version=1, seconds=30, beat=beats.append)
    assert beats.count(None) >= 3


def test_a_lost_lease_ends_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "BEAT_SECONDS", 0.1)
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
    with_child(monkeypatch, looks)
    told: list[str | None] = []
    render_apart(inputs={}, version=1, seconds=30, beat=told.append)
    names, files = [text for text in told if text]
    assert names == "FONTCONFIG_FILE"
    assert set(files.split(",")) <= {"0", "1", "2", "3", "4"}  # three silenced, the pipe, and the listing itself
