"""Debian's packages: installed by root, or fetched and unpacked by anybody into a folder of the checkout.

Reads: apt's sources and the list of installed packages. Writes: the given folder, and beside it `apt/` while it works.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from .talk import call

QUIET = dict(os.environ, DEBIAN_FRONTEND="noninteractive")


def may_install() -> bool:
    """True for root on a system with apt."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(*packages: str) -> tuple[bool, str]:
    """Install as root, without questions; the package lists are fetched if the first try fails without them."""
    command = ["apt-get", "-y", "-q", "-o", "Acquire::Retries=1", "install", "--no-install-recommends", *packages]
    worked, output = call(command, QUIET)
    if not worked:
        call(["apt-get", "-q", "update"], QUIET)
        worked, output = call(command, QUIET)
    return worked, output


def unpack(packages: list[str], folder: Path, *, reinstall: bool = False) -> tuple[bool, str]:
    """Download packages, and those they need that are not installed, and unpack them into a folder, as any user.

    Returns (worked, the failed command's output). apt gets state and cache folders of its own, so it needs no right
    outside of ours; `reinstall` fetches a package even if the system has it.
    """
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        return False, "this system has no apt-get and dpkg-deb to fetch them with"
    own = folder.parent / "apt"
    for sub in ("state/lists/partial", "cache/archives/partial"):
        (own / sub).mkdir(parents=True, exist_ok=True)
    base = ["apt-get", "-y", "-q"]
    for option in (
        f"Dir::State={own}/state",
        "Dir::State::status=/var/lib/dpkg/status",
        f"Dir::Cache={own}/cache",
        "Debug::NoLocking=1",
        "APT::Sandbox::User=",
        "Acquire::Retries=1",
        "Acquire::Languages=none",
    ):
        base += ["-o", option]
    again = ["--reinstall"] if reinstall else []
    try:
        _, updated = call([*base, "update"], QUIET)  # without a network this only warns; the next step fails then
        words = ["install", "--download-only", "--no-install-recommends", *again, *packages]
        worked, output = call([*base, *words], QUIET)
        if not worked:
            return False, f"{updated}\n{output}"
        for archive in sorted((own / "cache" / "archives").glob("*.deb")):
            worked, output = call(["dpkg-deb", "-x", archive, folder])
            if not worked:
                return False, output
    finally:
        shutil.rmtree(own, ignore_errors=True)
    return True, ""
