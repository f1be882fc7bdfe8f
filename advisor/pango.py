"""Pango and its companions, which WeasyPrint needs and no Python package brings. Standard library only.

Used twice: by advisor/bootstrap.py (by path) to see what is missing and to unpack it without root, and by whoever
imports WeasyPrint, which calls `load()` first. WeasyPrint opens its libraries by name; a library that the process has
loaded already is found by that name, so no LD_LIBRARY_PATH is needed.

Reads: Debian's package lists. Writes: .venv/pango/ (libraries) and .venv/apt/ (lists, while it works).
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGES = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
# What WeasyPrint opens, by the names it tries on Linux and macOS.
LIBRARIES = {
    "linux": [
        "libgobject-2.0.so.0",
        "libpango-1.0.so.0",
        "libharfbuzz.so.0",
        "libharfbuzz-subset.so.0",
        "libfontconfig.so.1",
        "libpangoft2-1.0.so.0",
    ],
    "darwin": ["libpango-1.0.dylib", "libharfbuzz-subset.0.dylib", "libpangoft2-1.0.dylib"],
}


def load(venv: Path | None = None) -> list[str]:
    """Load the unpacked libraries, if there are any, into this process; returns the names that still do not load.

    `venv` is the environment that holds `pango/`; without it, the one this interpreter runs in.
    """
    folder = Path(venv or sys.prefix) / "pango"
    waiting = [path for path in sorted(folder.glob("usr/lib/*/lib*.so.*")) if not path.is_symlink()]
    while waiting:
        # They depend on one another in no order we know: go round until a whole round loads nothing more.
        left = [path for path in waiting if not _opens(str(path))]
        if len(left) == len(waiting):
            break
        waiting = left
    names = LIBRARIES.get(sys.platform, LIBRARIES["linux"])
    return [name for name in names if not _opens(name)]


def missing(venv: Path | None = None) -> list[str]:
    """The libraries that WeasyPrint would not find, by name; an empty list is good."""
    return load(venv)


def _opens(name: str) -> bool:
    try:
        ctypes.CDLL(name, mode=ctypes.RTLD_GLOBAL)
    except OSError:
        return False
    return True


def _run(command: list[str]) -> tuple[bool, str]:
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=dict(os.environ, DEBIAN_FRONTEND="noninteractive"),
    )
    return done.returncode == 0, done.stdout


def unpack(packages: list[str], folder: Path, reinstall: bool = False) -> tuple[bool, str]:
    """Download Debian packages, and those they need that are not installed, and unpack them into a folder, as any user.

    Returns (worked, the failed command's output). apt gets its own state and cache folders, so it needs no right
    outside of ours; `reinstall` fetches a package even if the system has it.
    """
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        return False, "this system has no apt-get and dpkg-deb to fetch them with"
    state = folder.parent / "apt"
    for sub in ("state/lists/partial", "cache/archives/partial"):
        (state / sub).mkdir(parents=True, exist_ok=True)
    base = ["apt-get", "-y", "-q"]
    for option in (
        f"Dir::State={state}/state",
        "Dir::State::status=/var/lib/dpkg/status",
        f"Dir::Cache={state}/cache",
        "Debug::NoLocking=1",
        "APT::Sandbox::User=",
        "Acquire::Retries=1",
        "Acquire::Languages=none",
    ):
        base += ["-o", option]
    install = [
        "install",
        "--download-only",
        "--no-install-recommends",
        *(["--reinstall"] if reinstall else []),
    ]
    try:
        for command in ([*base, "update"], [*base, *install, *packages]):
            worked, output = _run(command)
            if not worked:
                return False, output
        for archive in sorted((state / "cache" / "archives").glob("*.deb")):
            worked, output = _run(["dpkg-deb", "-x", str(archive), str(folder)])
            if not worked:
                return False, output
    finally:
        shutil.rmtree(state, ignore_errors=True)
    return True, ""
