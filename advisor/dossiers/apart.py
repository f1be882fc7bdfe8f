"""Renders one dossier in a child process with hard limits, so that no text can stall or fill a worker.

The child is forked from a process that holds WeasyPrint already (a cold start would cost twice the render). Before it
looks at any text it closes every file but its pipe (the database's socket included), empties its environment and
lowers its own limits: memory, processor time, file size, core files. It answers through the pipe and ends; it never
returns into the worker's code.

Two ways lead here. Where bubblewrap works, the fork happens inside the press (press.py), which has no network and sees
no file but its own. Elsewhere `render_apart` forks from the worker itself, and the child fences itself in as far as the
kernel lets it (fences.py).
"""

import contextlib
import os
import resource
import signal
import sys
import traceback
from typing import Any, NoReturn

from advisor.dossiers import errors, fences
from advisor.dossiers.to_pdf import render_pdf, warm_up
from advisor.dossiers.wire import Beat, Rendered, answer, send, send_error

MEMORY_BYTES = 1 << 30
LARGEST_FILE = 64 << 20
PIPE = 3  # the number of the child's only open file beside the three silenced ones
KEPT = {"FONTCONFIG_FILE", "XDG_CACHE_HOME"}


def render_apart(*, inputs: dict[str, Any], version: int, seconds: float, beat: Beat) -> Rendered:
    """Render in a child of this process and return its bytes.

    `beat` is called every two seconds, with a progress text when the child sent one; what it raises ends the child.
    Raises the DossierError that the child met, RenderTimeout after `seconds`, RenderCrashed when it died.
    """
    warm_up()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        render_and_end(writing, inputs, version, seconds, fenced=True)
    os.close(writing)
    try:
        made = answer(reading, seconds, beat)
    finally:
        os.close(reading)
        how = _end(pid)
    if isinstance(made, Rendered):
        return made
    raise errors.RenderCrashed(how)


def _end(pid: int) -> str:
    """Make sure that the child is gone; says how it ended."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return ended(status)


def ended(status: int) -> str:
    """How a process ended, from what waitpid says."""
    if os.WIFSIGNALED(status):
        return signal.Signals(os.WTERMSIG(status)).name
    return f"exit status {os.waitstatus_to_exitcode(status)}"


# --- in the child -----------------------------------------------------------------------------------------------------
def render_and_end(writing: int, inputs: dict[str, Any], version: int, seconds: float, *, fenced: bool) -> NoReturn:
    """Shut this process in, render, answer through `writing` and end. `fenced`: nobody else has fenced it in yet."""
    code = 1
    try:
        writing = _shut_in(writing, seconds)
        if fenced:
            fences.close_off()
        made = render_pdf(inputs, version, lambda text: send(writing, b"p", text.encode()))
        send(writing, b"d", b"%d\n%s" % (made.pages, made.content))
        code = 0
    except errors.DossierError as error:
        send_error(writing, type(error).__name__, str(error), field=error.field)
    except BaseException as error:  # noqa: BLE001 - whatever hostile text can raise must fail this dossier alone
        failed = errors.RenderFailed(type(error).__name__)
        calls = traceback.extract_tb(error.__traceback__)[-6:]
        where = [f"{os.path.basename(call.filename)}:{call.lineno}" for call in calls]
        send_error(writing, "RenderFailed", str(failed), cause=type(error).__name__, where=where)
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
    for name in set(os.environ) - KEPT:
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
