"""Python's packages: makes `.venv`, brings pip and uv into it, installs a hash-locked set. Each step can be repeated.

Reads: requirements/{uv,run,test,dev}.txt. Writes: .venv/.
"""

from __future__ import annotations

import os
import shutil
import sys
import zipfile
from pathlib import Path

from . import debian
from .place import Place
from .talk import call, fail, step, tail

HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"
LOADS = "import sys, django, celery, lxml.etree, cryptography.fernet"


def set_up(place: Place, name: str) -> None:
    """Bring `.venv` to the state of one lock; costs nothing when its stamp says so already."""
    if place.installed(name):
        return
    with place.only_one():
        if place.installed(name):  # by the start that we waited for
            return
        make_venv(place)
        install(place, name)
        worked, output = call([place.python, "-c", LOADS])
        if not worked:
            fail(
                "the installed packages do not load:",
                *tail(output),
                f"If {place.root} lies on a disk mounted `noexec`, move the checkout; else remove .venv and try again.",
            )
        place.mark_installed(name)


def make_venv(place: Place) -> None:
    """Make `.venv`, or take the one that is there and works; one left half-made by a crash is made again."""
    asked = "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))"
    if place.python.exists() and call([place.python, "-c", asked])[0]:
        return
    if not os.access(place.root, os.W_OK):
        fail(
            f"cannot write to {place.root}, where `.venv` has to be.",
            f"Copy the checkout to a folder of your own (`cp -r {place.root} ~/rogatory`) and start it there.",
        )
    if place.venv.is_symlink() or place.venv.is_file():
        fail(f"{place.venv} is not a folder.", "Remove it and give the same command again.")
    shutil.rmtree(place.venv, ignore_errors=True)
    with step(f"making .venv with Python {HERE}"):
        uv = shutil.which("uv")
        if uv and call([uv, "venv", "--quiet", "--python", sys.executable, place.venv])[0]:
            return
        worked, output = call([sys.executable, "-m", "venv", "--without-pip", place.venv])
    if not worked:
        fail(
            f"Python's venv module could not make {place.venv}:",
            *tail(output),
            "On Debian `apt-get install python3-venv` brings the module; a path with a colon does not work either.",
        )


def make_pip(place: Place) -> None:
    """Bring pip into `.venv`: Python's own copy, by root's apt, or the wheel of Debian's python3-pip-whl."""
    if call([place.python, "-m", "pip", "--version"])[0]:
        return
    package = f"python{HERE}-venv"
    bring = [place.python, "-m", "ensurepip", "--default-pip"]
    worked, output = call(bring)
    if not worked and debian.may_install():
        with step(f"installing Debian's {package}"):
            debian.install(package)
        worked, output = call(bring)
    if not worked:
        with step("fetching pip from Debian's python3-pip-whl, without root"):
            worked, output = _pip_from_debian(place)
    if not worked:
        fail(
            "this Python has no pip, and pip could not be fetched:",
            *tail(output),
            "Install it (Debian: `apt-get install python3-venv`) or check the network, then try again.",
        )


def _pip_from_debian(place: Place) -> tuple[bool, str]:
    """Unpack pip's wheel from Debian's own package into `.venv`; returns (worked, message)."""
    folder = place.venv / "debian"
    worked, output = debian.unpack(["python3-pip-whl"], folder, reinstall=True)
    wheels = sorted(folder.glob("usr/share/python-wheels/pip-*.whl"))
    if not worked or not wheels:
        return False, output
    site = next(place.venv.glob("lib/python3.*/site-packages"))
    with zipfile.ZipFile(wheels[-1]) as wheel:
        wheel.extractall(site)
    shutil.rmtree(folder, ignore_errors=True)
    return True, ""


def _environment(place: Place) -> dict[str, str]:
    environment = dict(os.environ, VIRTUAL_ENV=str(place.venv), PIP_DISABLE_PIP_VERSION_CHECK="1")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path("~").expanduser())
    if not os.access(cache, os.W_OK):  # a service account without a home
        environment["UV_CACHE_DIR"] = str(place.venv / "cache")
    return environment


def install(place: Place, name: str) -> None:
    """Install one hash-locked set: with uv, which is several times faster; else with pip."""
    lock, environment = place.lock(name), _environment(place)
    uv = _uv(place, environment)
    worked, output = False, ""
    if uv:
        with step(f"installing the packages of requirements/{name}.txt"):
            command = [uv, "pip", "install", "--python", str(place.python), "--require-hashes", "-r", str(lock)]
            worked, output = call(command, environment)
    if not worked:
        make_pip(place)
        with step(f"installing the packages of requirements/{name}.txt with pip (a minute or two)"):
            worked, output = call([place.python, "-m", "pip", "install", "--require-hashes", "-r", lock], environment)
    if not worked:
        fail(
            f"the packages of requirements/{name}.txt could not be installed:",
            *tail(output),
            "Check the network (pip's own settings, PIP_INDEX_URL for one, are honoured) and the disk's space,",
            "then give the same command again: it goes on where it stopped.",
        )


def _uv(place: Place, environment: dict[str, str]) -> str | None:
    """The path of uv: one on the PATH, the one in `.venv`, or one that pip fetches there now; else None."""
    own = place.venv / "bin" / "uv"
    for candidate in (shutil.which("uv"), str(own) if own.exists() else None):
        if candidate and call([candidate, "--version"])[0]:
            return candidate
    make_pip(place)
    with step("fetching uv, the installer"):
        command = [place.python, "-m", "pip", "install", "--require-hashes", "-r", place.lock("uv")]
        worked, _ = call(command, environment)
    return str(own) if worked and own.exists() else None
