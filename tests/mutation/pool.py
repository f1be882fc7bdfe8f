"""Forked children that try mutants, a few at a time, each with a limit of time and of memory."""

from __future__ import annotations

import os
import resource
import select
import signal
import sys
import time
from collections.abc import Callable

from tests.mutation.mutants import Mutant

ADDRESS_SPACE = 4 * 2**30
CAUGHT, SURVIVED, COLD, SLOW = "caught", "survived", "cold", "timed out"
CODES = {1: CAUGHT, 0: SURVIVED, 9: COLD, -signal.SIGXCPU: SLOW, -signal.SIGKILL: SLOW}
PATIENCE = 20
"""Times the limit on the processor: how long a child may take by the clock on a busy machine."""


class Pool:
    """Forked children, a few at a time, each with a limit of time; what each one wrote comes back with its exit."""

    def __init__(self, jobs: int, done: Callable[[Mutant, str, str], None]) -> None:
        self.jobs, self.done = jobs, done
        self.running: dict[int, tuple[int, float, Mutant]] = {}

    def start(self, mutant: Mutant, limit: float, work: Callable[[int], int]) -> None:
        """Fork; the child's exit code is what `work` gives, who may write words to the pipe it gets.

        `limit` are seconds of the processor.
        """
        while len(self.running) >= self.jobs:
            self.wait()
        reader, writer = os.pipe()
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            os.close(reader)
            _child(work, writer, int(limit))
        os.close(writer)
        self.running[reader] = (child, time.monotonic() + PATIENCE * limit, mutant)

    def finish(self) -> None:
        """Wait for all."""
        while self.running:
            self.wait()

    def wait(self) -> None:
        """Wait until one child has ended, or its time is over."""
        nearest = min(deadline for _, deadline, _ in self.running.values())
        ready, _, _ = select.select(list(self.running), [], [], max(0.0, nearest - time.monotonic()))
        now = time.monotonic()
        for reader in list(self.running):
            child, deadline, mutant = self.running[reader]
            late = now >= deadline and reader not in ready
            if late:
                os.kill(child, 9)
            if late or reader in ready:
                said = b"" if late else os.read(reader, 4096)
                _, status = os.waitpid(child, 0)
                os.close(reader)
                del self.running[reader]
                code = os.waitstatus_to_exitcode(status)
                self.done(mutant, SLOW if late else CODES.get(code, CAUGHT), said.decode())


def _child(work: Callable[[int], int], writer: int, limit: int) -> None:
    """The life of a child: silent, limited, gone by `_exit` whatever happens."""
    code = 1
    try:
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 2))
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        code = work(writer)
    finally:
        os._exit(code)
