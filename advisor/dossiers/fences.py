"""What a render forked from the worker may still reach, where no bubblewrap shuts it in: no network, no foreign file.

Landlock (Linux 5.13) leaves it the reading of fonts, templates, styles and the libraries of Python and the system, and
no writing at all; a network namespace of its own (where user namespaces are allowed) and, from Landlock's
fourth edition on, the refusal of TCP leave it no host. Neither needs root or a package; where the kernel has neither,
escaping and the closed door of to_pdf.py are the fences that stay, and `close_off` says which of its own are up.
"""

import ctypes
import os
import struct
import sys
from pathlib import Path

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PR_SET_NO_NEW_PRIVS = 38
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same numbers on every architecture
VERSION_ASKED = 1
PATH_BENEATH = 1
READ_FILE = 1 << 2
READ = READ_FILE | (1 << 3)  # ... and list a folder
ALL_V1 = (1 << 13) - 1
NET_ALL = 0b11  # bind and connect over TCP
NET_SINCE = 4
ROOT = Path(__file__).resolve().parents[2]
FONT_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "rogatory-fontconfig"


def own_places() -> list[Path]:
    """What a render reads: our code and words, Python, the system's libraries; nothing of data or settings."""
    system = [Path(name) for name in ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/dev/null", "/dev/urandom")]
    ours = [ROOT / name for name in ("advisor", "instruments", "routing")] + [ROOT / "templates" / "dossiers"]
    return [place for place in (*system, *ours, Path(sys.prefix), Path(sys.base_prefix)) if place.exists()]


def close_off() -> set[str]:
    """Fence this process in, for good; returns the names of the fences that are up: `network`, `files`, `tcp`."""
    up = set()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0:
        up.add("network")
    edition = libc.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), VERSION_ASKED)
    if edition > 0 and _landlock(libc, edition):
        up |= {"files", "tcp"} if edition >= NET_SINCE else {"files"}
    return up


def _landlock(libc: ctypes.CDLL, edition: int) -> bool:
    handled = struct.pack("QQ", ALL_V1, NET_ALL) if edition >= NET_SINCE else struct.pack("Q", ALL_V1)
    ruleset = libc.syscall(CREATE_RULESET, handled, ctypes.c_size_t(len(handled)), 0)
    if ruleset < 0:
        return False
    for place in (*own_places(), FONT_CACHE):
        _allow(libc, ruleset, place)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    held = bool(libc.syscall(RESTRICT_SELF, ruleset, 0) == 0)
    os.close(ruleset)
    return held


def _allow(libc: ctypes.CDLL, ruleset: int, place: Path) -> None:
    try:
        beneath = os.open(place, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    rights = READ if place.is_dir() else READ_FILE  # a file has no folder's rights
    libc.syscall(ADD_RULE, ruleset, PATH_BENEATH, struct.pack("=Qi", rights, beneath), 0)
    os.close(beneath)
