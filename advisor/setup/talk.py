"""What a start says to the person in front of it, and how it runs other programs. Writes: stderr."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import NoReturn

TAIL_LINES = 15


def say(text: str) -> None:
    """One line of progress; on stderr, so that a command's own output stays clean."""
    print(f"rogatory: {text}", file=sys.stderr, flush=True)


def fail(first: str, *more: str) -> NoReturn:
    """Say what is wrong and what to do, and end with status 1."""
    say("\n          ".join((first, *more)))
    raise SystemExit(1)


def tail(output: str) -> list[str]:
    """The last lines of a failed command, for the reader of the message."""
    return ["  | " + line for line in output.strip().splitlines()[-TAIL_LINES:]]


@contextlib.contextmanager
def step(text: str) -> Iterator[None]:
    """Announce a step; say how long it took if that was over a second."""
    say(text + " ...")
    started = time.monotonic()
    yield
    seconds = time.monotonic() - started
    if seconds > 1:
        say(f"  done in {seconds:.0f} s")


def call(command: Sequence[object], environment: Mapping[str, str] | None = None) -> tuple[bool, str]:
    """Run one program without input; returns (worked, its output). A program that is not there has not worked."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=environment,
        )
    except OSError as error:
        return False, str(error)
    return done.returncode == 0, done.stdout
