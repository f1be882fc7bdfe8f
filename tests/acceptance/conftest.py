"""A checkout as a stranger has it after `manage.py run --once`: the embedded database with a published edition."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
Advise = Callable[..., "subprocess.CompletedProcess[str]"]


def environment(data: Path) -> dict[str, str]:
    """The environment of a stranger's shell: no database, no queue, no settings named."""
    ours = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "COLUMNS", "FORCE_COLOR", "NO_COLOR")
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return {**kept, "ADVISOR_SETUP": "off", "ADVISOR_DATA": str(data), "PYTHONWARNINGS": "error::ResourceWarning"}


def manage(data: Path, *arguments: str, stdin: bytes = b"", **more: str) -> subprocess.CompletedProcess[str]:
    """`manage.py` in a process of its own."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**environment(data), **more},
        input=stdin,
        capture_output=True,
        timeout=300,
        check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a migrated database and the catalogue published."""
    data = tmp_path_factory.mktemp("embedded")
    for command in (("migrate", "-v0"), ("load_catalogue", "--publish")):
        done = manage(data, *command)
        assert done.returncode == 0, done.stderr
    return data


@pytest.fixture(scope="session")
def advise(embedded: Path) -> Advise:
    """`manage.py advise` with these arguments; `stdin` is what it reads there, other keywords are its environment."""

    def run(*arguments: str | Path, stdin: bytes = b"", **more: str) -> subprocess.CompletedProcess[str]:
        return manage(embedded, "advise", *map(str, arguments), stdin=stdin, **more)

    return run
