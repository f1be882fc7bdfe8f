"""Pango and its companions, which WeasyPrint needs and no Python package brings.

Used twice: at the start, to see what is missing and bring it, and by whoever imports WeasyPrint, which calls `load()`
first. WeasyPrint opens its libraries by name; a library that the process has loaded already is found by that name, so
no LD_LIBRARY_PATH is needed.

Writes: .venv/pango/, on Debian without root.
"""

from __future__ import annotations

import ctypes
import shutil
import sys
from pathlib import Path

from . import debian
from .place import Place
from .talk import say, step, tail

PACKAGES = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
# What WeasyPrint opens, by the names it tries on each system.
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

    `venv` is the environment that holds `pango/`; without it, the one this interpreter runs in. An empty list is good.
    """
    folder = (venv or Path(sys.prefix)) / "pango"
    waiting = [path for path in sorted(folder.glob("usr/lib/*/lib*.so.*")) if not path.is_symlink()]
    while waiting:
        # They depend on one another in no order we know: go round until a whole round loads nothing more.
        left = [path for path in waiting if not _opens(str(path))]
        if len(left) == len(waiting):
            break
        waiting = left
    return [name for name in LIBRARIES.get(sys.platform, LIBRARIES["linux"]) if not _opens(name)]


def _opens(name: str) -> bool:
    try:
        ctypes.CDLL(name, mode=ctypes.RTLD_GLOBAL)
    except OSError:
        return False
    return True


def bring(place: Place) -> None:
    """See that the libraries load; without them everything but PDFs works, so this never ends a start."""
    if not load(place.venv):
        return
    output = ""
    with place.only_one():
        if debian.may_install():
            with step("installing Pango, which lays out the PDFs, with apt-get"):
                _, output = debian.install(*PACKAGES)
        if load(place.venv) and shutil.which("apt-get"):
            with step("fetching Pango, which lays out the PDFs, from Debian's packages without root"):
                _, output = debian.unpack(PACKAGES, place.venv / "pango")
    missing = load(place.venv)
    if missing:
        say(f"PDFs cannot be made here: {', '.join(missing)} could not be loaded. All other pages work.")
        for line in tail(output):
            say(line)
        say(f"Install Pango and start again (Debian: apt-get install {' '.join(PACKAGES)}; macOS: brew install pango).")
