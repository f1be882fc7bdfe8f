"""The child processes of `manage.py run`: start, watch, start again, end; none outlives its parent.

Writes: one log file per child, under the data folder. Each child leads a process group of its own, so that what it
started itself (Celery's pool and clock, gunicorn's workers) ends with it, even when the child was killed with -9.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

PAUSES = (1, 2, 4)  # seconds before the first, second and every later start after a death
DEATHS, WITHIN = 5, 60  # so many deaths in so many seconds, and we give up, or wait if the others can do without it
LONG_PAUSE = 30
GRACE_SECONDS = 10
LOG_TAIL = 12
LOG_LIMIT = 5_000_000
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One child: what to start, how to end it, and what has happened to it."""

    name: str
    command: list[str]
    log: Path
    environment: dict[str, str]
    orphan_signal: int = signal.SIGTERM  # what Linux sends it when we die without a word
    essential: bool = True  # without it the rest is of no use, so dying too often ends the run
    before: Callable[[], object] | None = None  # done before every start
    process: subprocess.Popen[bytes] | None = None
    deaths: deque[float] = field(default_factory=lambda: deque(maxlen=DEATHS))
    start_at: float | None = None

    def start(self) -> None:
        """Start it in a process group of its own, with its output appended to its log."""
        self.start_at = None
        if self.before is not None:
            self.before()
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.old"))
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=self.environment,
                start_new_session=True,
                preexec_fn=_ends_with_parent(self.orphan_signal),
            )

    def signal_group(self, number: int) -> None:
        """Send a signal to the child and all it started."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return  # all of them have ended already, which is what is wanted
            except PermissionError:
                return  # macOS says this of a group of which only zombies are left

    def tail(self) -> str:
        """The end of its log, indented, for the reader of a message."""
        lines = self.log.read_text(errors="replace").splitlines()[-LOG_TAIL:] if self.log.exists() else []
        return "\n".join("  | " + line[:300] for line in lines)


def _ends_with_parent(number: int) -> Callable[[], None] | None:
    """For `preexec_fn`: Linux sends the child a signal when this process dies, even by kill -9."""
    if not sys.platform.startswith("linux"):
        return None
    prctl, parent = ctypes.CDLL(None, use_errno=True).prctl, os.getpid()

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)  # the parent died between fork and prctl

    return ask


class GaveUpError(Exception):
    """A child died too often; the message names it and shows the end of its log."""


class Supervisor:
    """Keeps children running until told to stop."""

    def __init__(self, children: Iterable[Child], *, say: Callable[[str], None]) -> None:
        self.children = list(children)
        self.say = say
        self.stopping = False

    def watch_signals(self) -> None:
        """Ctrl-C, TERM and a closed terminal (HUP) all mean: stop in order. A second one means: at once."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number == signal.SIGHUP and signal.getsignal(number) is signal.SIG_IGN:
                continue  # started with nohup: a closed terminal is meant to change nothing
            signal.signal(number, self._asked_to_stop)

    def _asked_to_stop(self, _number: int, _frame: object) -> None:
        if self.stopping:
            for child in self.children:
                child.signal_group(signal.SIGKILL)
        self.stopping = True

    def start(self) -> None:
        """Start all children."""
        for child in self.children:
            child.start()

    def until(self, done: Callable[[], bool], *, seconds: float | None = None) -> bool:
        """Watch the children until `done()` or a stop; returns what `done()` said last. Raises GaveUpError."""
        limit = None if seconds is None else time.monotonic() + seconds
        while not self.stopping:
            if done():
                return True
            if limit is not None and time.monotonic() > limit:
                return False
            self._look_after_all()
            time.sleep(0.1)
        return False

    def _look_after_all(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.start_at is not None:
                if now >= child.start_at:
                    self.say(f"starting the {child.name} again")
                    child.start()
            elif child.process is not None and (code := child.process.poll()) is not None:
                self._died(child, code, now)

    def _died(self, child: Child, code: int, now: float) -> None:
        how = f"by signal {-code}" if code < 0 else f"with status {code}"
        child.signal_group(signal.SIGKILL)  # what it left behind would work beside its successor
        child.deaths.append(now)
        recent = sum(1 for death in child.deaths if now - death <= WITHIN)
        if recent >= DEATHS and child.essential:
            raise GaveUpError(
                f"the {child.name} ended {DEATHS} times within a minute, the last time {how}. The end of {child.log}:\n"
                f"{child.tail()}\nMend what it says and start again."
            )
        pause = LONG_PAUSE if recent >= DEATHS else PAUSES[min(recent, len(PAUSES)) - 1]
        child.start_at = now + pause
        self.say(f"the {child.name} ended {how}; it starts again in {pause} s ({child.log})")
        if recent >= DEATHS:
            self.say(f"  it ended {DEATHS} times within a minute; the rest goes on without it. The end of its log:")
            self.say(child.tail())

    def stop(self, *, grace: float = GRACE_SECONDS) -> None:
        """End all children in order: ask, wait `grace` seconds, insist."""
        self.stopping = True
        for child in self.children:
            if child.process is not None and child.process.poll() is None:
                child.process.send_signal(signal.SIGTERM)
        limit = time.monotonic() + grace
        for child in self.children:
            if child.process is not None:
                try:
                    child.process.wait(timeout=max(0.1, limit - time.monotonic()))
                except subprocess.TimeoutExpired:
                    if grace == GRACE_SECONDS:
                        self.say(f"the {child.name} does not end by itself; ending it")
                child.signal_group(signal.SIGKILL)
                child.process.wait()
