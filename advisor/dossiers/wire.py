"""How a worker and whatever renders for it talk: frames of one kind byte, four length bytes and the payload.

From the renderer: `p` progress, `e` error (JSON: class name, message, field), `d` done (pages, newline, bytes), `x` how
a process ended that said nothing else. To it: `q`, the request (JSON: inputs, version, seconds).
"""

import contextlib
import hashlib
import json
import os
import select
import struct
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import structlog

from advisor.dossiers import errors

HEADER = struct.Struct("!cI")
BEAT_SECONDS = 2.0
Beat = Callable[[str | None], None]

log = structlog.get_logger()


@dataclass(frozen=True)
class Rendered:
    """One finished file: its bytes, their SHA-256 and the number of pages."""

    content: bytes
    sha256: str
    pages: int


def send(writing: int, kind: bytes, payload: bytes) -> None:
    """Write one whole frame. Raises OSError when nobody reads."""
    whole = memoryview(HEADER.pack(kind, len(payload)) + payload)
    while whole:
        whole = whole[os.write(writing, whole) :]


def send_error(writing: int, kind: str, message: str, **more: Any) -> None:
    """Write an error, if anybody still listens."""
    with contextlib.suppress(OSError):
        send(writing, b"e", json.dumps({"kind": kind, "message": message, **more}).encode())


def frames(reading: int, seconds: float, beat: Beat) -> Iterator[tuple[bytes, bytes]]:
    """The frames as they come, until the other end is closed. `beat` is called every BEAT_SECONDS.

    Raises RenderTimeout after `seconds`, and whatever `beat` raises.
    """
    held = bytearray()
    deadline = time.monotonic() + seconds
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


def answer(reading: int, seconds: float, beat: Beat) -> Rendered | str:
    """Follow one render to its end: what was made, or how the other side ended without an answer.

    Raises the DossierError that the renderer met, and RenderTimeout.
    """
    how = ""
    for kind, payload in frames(reading, seconds, beat):
        if kind == b"d":
            pages, _, content = payload.partition(b"\n")
            return Rendered(content, hashlib.sha256(content).hexdigest(), int(pages))
        if kind == b"e":
            raise _error_of(payload)
        if kind == b"x":
            how = payload.decode()
        else:
            beat(payload.decode())
    return how


def _error_of(payload: bytes) -> errors.DossierError:
    said = json.loads(payload)
    kind: type[errors.DossierError] = getattr(errors, said["kind"])
    error = kind.__new__(kind)  # its message is made already, so its own __init__ is left out
    Exception.__init__(error, said["message"])
    error.field = said.get("field", "")
    if said.get("where"):
        log.error("dossier_render_error", cause=said["cause"], where=said["where"])
    return error
