"""One checkout's `.venv`: its paths, its stamps, and the lock that keeps two starts apart.

Writes: `.venv/.installed-<lock>`, one stamp for each set of packages, with the SHA-256 of the lock that was installed.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from .talk import call, fail, say

LOCKS = ("run", "test", "dev")  # each is a superset of the one before it


class Place:
    """The paths of one checkout and what is installed there."""

    def __init__(self, root: Path) -> None:
        """`root` is the folder that holds manage.py."""
        self.root = root
        self.venv = root / ".venv"
        self.python = self.venv / "bin" / "python"

    def lock(self, name: str) -> Path:
        """The file with the pinned, hashed packages of a set (`uv` is the installer itself)."""
        return self.root / "requirements" / f"{name}.txt"

    def _stamp(self, name: str) -> tuple[Path, str]:
        return self.venv / f".installed-{name}", hashlib.sha256(self.lock(name).read_bytes()).hexdigest()

    def installed(self, name: str) -> bool:
        """True if exactly this set, as its lock is now, was installed and the interpreter is still there."""
        path, wanted = self._stamp(name)
        return path.is_file() and path.read_text() == wanted and os.access(self.python, os.X_OK)

    def usable(self) -> bool:
        """True if some set was installed once (perhaps from an older lock), or somebody filled `.venv` by hand."""
        if any(self._stamp(name)[0].is_file() for name in LOCKS):
            return os.access(self.python, os.X_OK)
        return call([self.python, "-c", "import django"])[0]

    def mark_installed(self, name: str) -> None:
        """Note that this set is installed, and with it the sets that it contains."""
        for smaller in LOCKS[: LOCKS.index(name) + 1]:
            path, content = self._stamp(smaller)
            path.write_text(content)

    def inside(self) -> bool:
        """True if this process already runs in `.venv`."""
        return os.path.realpath(sys.prefix) == os.path.realpath(self.venv)

    @contextlib.contextmanager
    def only_one(self) -> Iterator[None]:
        """Hold the checkout's set-up lock: on the folder itself, so it leaves no file and ends with the process."""
        handle = os.open(self.root, os.O_RDONLY)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("another start is setting up this checkout; waiting for it ...")
                fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        except OSError as error:
            fail(f"the set-up in {self.root} failed: {error}", "Check the disk's space and the folder's rights.")
        finally:
            os.close(handle)
