"""Renders one dossier in a child process with hard limits, so that no text can stall or fill a worker.

The child is forked from the worker that holds WeasyPrint already (a cold start would cost twice the render). Before it
looks at any text it closes every file but its pipe (the database's socket included), empties its environment and
lowers its own limits: memory, processor time, file size, core files. It answers through the pipe and ends; it never
returns into the worker's code.

Wire format: frames of one kind byte, four length bytes and the payload. `p` progress, `e` error (class name, then
message), `d` done (pages, newline, bytes).
"""

import contextlib
import hashlib
import json
import os
import resource
import select
import signal
import struct
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

import structlog

from advisor.dossiers import errors
from advisor.dossiers.to_pdf import render_pdf, warm_up

MEMORY_BYTES = 1 << 30
LARGEST_FILE = 64 << 20
BEAT_SECONDS = 2.0
PIPE = 3  # the number of the child's only open file beside the three silenced ones
HEADER = struct.Struct("!cI")

log = structlog.get_logger()


@dataclass(frozen=True)
class Rendered:
    """One finished file: its bytes, their SHA-256 and the number of pages."""

    content: bytes
    sha256: str
    pages: int


def render_apart(
    *, inputs: dict[str, Any], version: int, seconds: float, beat: Callable[[str | None], None]
) -> Rendered:
    """Render in a child process and return its bytes.

    `beat` is called every BEAT_SECONDS, with a progress text when the child sent one; what it raises ends the child.
    Raises the DossierError that the child met, RenderTimeout after `seconds`, RenderCrashed when it died.
    """
    warm_up()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        _child(reading, writing, inputs, version, seconds)
    os.close(writing)
    try:
        for kind, payload in _frames(reading, time.monotonic() + seconds, seconds, beat):
            if kind == b"d":
                pages, _, content = payload.partition(b"\n")
                return Rendered(content, hashlib.sha256(content).hexdigest(), int(pages))
            if kind == b"e":
                raise _error_of(payload)
            beat(payload.decode())
    finally:
        os.close(reading)
        how = _end(pid)
    raise errors.RenderCrashed(how)


def _frames(
    reading: int, deadline: float, seconds: float, beat: Callable[[str | None], None]
) -> Iterator[tuple[bytes, bytes]]:
    """The child's frames as they come, until it closes its end; raises RenderTimeout at the deadline."""
    held = bytearray()
    next_beat = time.monotonic() + BEAT_SECONDS
    while True:
        now = time.monotonic()
        if now >= deadline:
            raise errors.RenderTimeout(seconds)
        if now >= next_beat:
            beat(None)
            next_beat = now + BEAT_SECONDS
        ready, _, _ = select.select([reading], [], [], max(0.0, min(next_beat, deadline) - now))
        if not ready:
            continue
        block = os.read(reading, 1 << 16)
        if not block:
            return
        held += block
        while len(held) >= HEADER.size:
            kind, length = HEADER.unpack_from(held)
            if len(held) < HEADER.size + length:
                break
            yield kind, bytes(held[HEADER.size : HEADER.size + length])
            del held[: HEADER.size + length]


def _end(pid: int) -> str:
    """Make sure that the child is gone; says how it ended."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return signal.Signals(os.WTERMSIG(status)).name
    return f"exit status {os.waitstatus_to_exitcode(status)}"


def _error_of(payload: bytes) -> errors.DossierError:
    said = json.loads(payload)
    kind: type[errors.DossierError] = getattr(errors, said["kind"])
    error = kind.__new__(kind)  # its message is made already, so its own __init__ is left out
    Exception.__init__(error, said["message"])
    if said.get("where"):
        log.error("dossier_render_error", cause=said["cause"], where=said["where"])
    return error


# --- in the child -----------------------------------------------------------------------------------------------------
def _child(reading: int, writing: int, inputs: dict[str, Any], version: int, seconds: float) -> NoReturn:
    code = 1
    try:
        os.close(reading)
        writing = _shut_in(writing, seconds)
        made = render_pdf(inputs, version, lambda text: _send(writing, b"p", text.encode()))
        _send(writing, b"d", b"%d\n%s" % (made.pages, made.content))
        code = 0
    except errors.DossierError as error:
        _send_error(writing, type(error).__name__, str(error))
    except BaseException as error:  # noqa: BLE001 - whatever hostile text can raise must fail this dossier alone
        failed = errors.RenderFailed(type(error).__name__)
        frames = traceback.extract_tb(error.__traceback__)[-6:]
        where = [f"{os.path.basename(frame.filename)}:{frame.lineno}" for frame in frames]
        _send_error(writing, "RenderFailed", str(failed), cause=type(error).__name__, where=where)
    finally:
        os._exit(code)


def _shut_in(writing: int, seconds: float) -> int:
    """Leave the child nothing but its pipe and its limits; returns the pipe's new number."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    silent = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(silent, standard)
    if writing != PIPE:
        os.dup2(writing, PIPE, inheritable=False)
    os.closerange(PIPE + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    for name in set(os.environ) - {"FONTCONFIG_FILE"}:
        del os.environ[name]
    resource.setrlimit(resource.RLIMIT_AS, (_address_space() + MEMORY_BYTES,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1,) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    sys.setrecursionlimit(2000)
    return PIPE


def _address_space() -> int:
    """What the child holds at birth; the limit counts from there."""
    try:
        with open("/proc/self/statm", encoding="ascii") as handle:
            return int(handle.read().split()[0]) * resource.getpagesize()
    except OSError:
        return MEMORY_BYTES


def _send(writing: int, kind: bytes, payload: bytes) -> None:
    whole = memoryview(HEADER.pack(kind, len(payload)) + payload)
    while whole:
        whole = whole[os.write(writing, whole) :]


def _send_error(writing: int, kind: str, message: str, **more: Any) -> None:
    with contextlib.suppress(OSError):
        _send(writing, b"e", json.dumps({"kind": kind, "message": message, **more}).encode())
