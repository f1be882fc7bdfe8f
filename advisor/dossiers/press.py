"""The press: a warm process under bubblewrap that renders for a worker, without network, with no files but its own.

A worker starts it once, before its pool forks, and hands it a listening socket. Every render is a connection: the press
forks (so every render starts warm), the fork shuts itself in further (apart.py), reads the request, answers in frames
(wire.py) and ends. A worker that goes away, or hangs up because the time is over or the job was cancelled, ends the
fork. bubblewrap gives the press user, process, network, mount and IPC namespaces of its own, an empty environment, and
read-only sight of Python, the system's libraries, our code, words and fonts; no settings, no data folder, no database.

Where bubblewrap is not installed or not allowed, `Press.start` says so and the worker forks by itself.
"""

import contextlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import structlog

from advisor.dossiers import errors, fences
from advisor.dossiers.wire import HEADER, Beat, Rendered, answer, send

START_SECONDS = 60
WAITING = 64
READY = b"ready"
QUICK = 0.05
SETTINGS = "advisor.settings.press"

log = structlog.get_logger()


def sandbox(command: list[str]) -> list[str]:
    """The command under bubblewrap, which sees what a render needs and nothing else."""
    told: list[str] = []
    for place in fences.own_places():
        if str(place).startswith("/dev/"):
            continue
        told += (
            ["--symlink", os.readlink(place), str(place)] if place.is_symlink() else ["--ro-bind", *[str(place)] * 2]
        )
    bare = ["--unshare-all", "--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL"]
    made = ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--chdir", str(fences.ROOT)]  # noqa: S108 - its own
    named = {"DJANGO_SETTINGS_MODULE": SETTINGS, "XDG_CACHE_HOME": "/tmp", "LANG": "C.UTF-8"}  # noqa: S108
    words = [word for name, value in named.items() for word in ("--setenv", name, value)]
    # Its own folders first: what lies below them is bound after.
    return ["bwrap", *bare, *made, *told, *words, "--", *command]


class Press:
    """The worker's handle on a press. `path` is where its socket is bound, in a folder of this process's own."""

    def __init__(self, folder: Path, process: "subprocess.Popen[bytes]") -> None:
        self.folder, self.process, self.path = folder, process, folder / "press"

    @classmethod
    def start(cls) -> "Press | None":
        """Start one and wait until it is warm; None, with a line in the log, where bubblewrap does not work."""
        if shutil.which("bwrap") is None:
            log.info("dossier_no_bubblewrap", reason="not installed")
            return None
        folder = Path(tempfile.mkdtemp(prefix="rogatory-press-"))
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(str(folder / "press"))
        listening.listen(WAITING)
        command = sandbox([sys.executable, "-m", "advisor.dossiers.press", str(listening.fileno())])
        process = subprocess.Popen(  # noqa: S603 - our own command
            command,
            cwd=fences.ROOT,
            pass_fds=[listening.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        listening.close()
        press = cls(folder, process)
        said = press._first_words()
        if said == READY:
            return press
        log.warning("dossier_no_bubblewrap", reason=said.decode(errors="replace")[-300:])
        press.stop()
        return None

    def _first_words(self) -> bytes:
        """`READY`, or what it said instead."""
        output, complaints = self.process.stdout, self.process.stderr
        if output is None or complaints is None:
            raise ValueError("a press is started with pipes")
        ready, _, _ = select.select([output], [], [], START_SECONDS)
        line = output.readline().strip() if ready else b"no answer"
        if line != READY and self.process.poll() is not None:
            line = complaints.read() or line
        return line

    def render(self, *, inputs: dict[str, Any], version: int, seconds: float, beat: Beat) -> Rendered:
        """Have one dossier rendered. Raises as `apart.render_apart` does, and OSError when the press is gone."""
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(self.path))
            asked = json.dumps({"inputs": inputs, "version": version, "seconds": seconds}).encode()
            send(line.fileno(), b"q", asked)
            made = answer(line.fileno(), seconds, beat)
        if isinstance(made, Rendered):
            return made
        raise errors.RenderCrashed(made or "no answer")

    def stop(self) -> None:
        """End it and everything that it forked."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()
        for stream in (self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()
        shutil.rmtree(self.folder, ignore_errors=True)


# --- inside -----------------------------------------------------------------------------------------------------------
def serve(listening: socket.socket) -> None:
    """Fork for every connection; end the forks of connections that were hung up."""
    at_work: dict[int, tuple[int, socket.socket]] = {}  # pid -> (descriptor, connection)
    while True:
        watched = select.poll()
        watched.register(listening, select.POLLIN)
        for descriptor, _ in at_work.values():
            watched.register(descriptor, select.POLLRDHUP)
        happened = dict(watched.poll(QUICK * 1000 if at_work else None))
        for pid, (descriptor, _) in list(at_work.items()):
            if happened.get(descriptor, 0) & (select.POLLRDHUP | select.POLLHUP | select.POLLERR):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        _gather(at_work)
        if listening.fileno() in happened:
            connection, _ = listening.accept()
            pid = os.fork()
            if pid == 0:
                _one(connection)
            at_work[pid] = (connection.fileno(), connection)


def _gather(at_work: dict[int, tuple[int, socket.socket]]) -> None:
    """Forks that ended: whoever waits is told how, and the line is closed."""
    from advisor.dossiers.apart import ended

    while at_work:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        descriptor, connection = at_work.pop(pid)
        if status:
            with contextlib.suppress(OSError):
                send(descriptor, b"x", ended(status).encode())
        connection.close()


def _one(connection: socket.socket) -> None:
    """In the fork: read the request, render, answer, end."""
    from advisor.dossiers.apart import render_and_end

    try:
        kind, length = HEADER.unpack(_exactly(connection, HEADER.size))
        asked = json.loads(_exactly(connection, length))
    except (OSError, ValueError):
        os._exit(1)
    render_and_end(connection.fileno(), asked["inputs"], asked["version"], asked["seconds"], fenced=kind != b"q")


def _exactly(connection: socket.socket, length: int) -> bytes:
    held = bytearray()
    while len(held) < length:
        block = connection.recv(min(1 << 16, length - len(held)))
        if not block:
            raise OSError("hung up")
        held += block
    return bytes(held)


def main() -> None:
    """The press's own process: get warm, say so, serve."""
    import django

    django.setup()
    from advisor.dossiers.to_pdf import warm_up

    warm_up()
    listening = socket.socket(fileno=int(sys.argv[1]))
    sys.stdout.write(READY.decode() + "\n")
    sys.stdout.flush()
    serve(listening)


# --- which way a worker renders ---------------------------------------------------------------------------------------
_own: dict[str, "Press | None"] = {}


def press_start() -> bool:
    """Start this process's press, once; its forks share it. False where bubblewrap does not work."""
    if "press" not in _own:
        _own["press"] = Press.start()
    return _own["press"] is not None


def render_shut_in(*, inputs: dict[str, Any], version: int, seconds: float, beat: Beat) -> Rendered:
    """Render in the press, else in a fork of this process. Raises as `apart.render_apart` does."""
    from advisor.dossiers.apart import render_apart

    began = time.monotonic()
    press_start()
    for again in (False, True):
        press = _own["press"]
        if press is None:
            break
        try:
            return press.render(inputs=inputs, version=version, seconds=seconds, beat=beat)
        except (ConnectionError, FileNotFoundError) as error:
            if again or time.monotonic() - began > seconds:
                raise errors.RenderCrashed(type(error).__name__) from error
            log.warning("dossier_press_gone", error=type(error).__name__)
            _own["press"] = Press.start()  # it was killed: this process starts one of its own
    return render_apart(inputs=inputs, version=version, seconds=seconds, beat=beat)


if __name__ == "__main__":
    main()
