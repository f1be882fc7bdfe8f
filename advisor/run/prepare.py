"""Brings the data up to date before anything serves: schema, cache table, catalogue with an edition, demo.

Reads: fixtures/. Writes: the database and the data folder (ADVISOR_DATA, default var/).
"""

import contextlib
import fcntl
import io
import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

Say = Callable[[str], None]


class RunError(Exception):
    """Something stands in the way of the start; the message says what it is and what to do."""


@contextlib.contextmanager
def timed(say: Say, text: str) -> Iterator[None]:
    """Say what a step does, and how long it took if that was over a second."""
    say(text + " ...")
    started = time.monotonic()
    yield
    seconds = time.monotonic() - started
    if seconds > 1:
        say(f"  done in {seconds:.0f} s")


def data_claim(*, folder: Path) -> int | None:
    """Claim the data folder for this start; returns the claim to keep, or None if another `run` holds it.

    Raises RunError when the folder cannot be written. The claim ends with the process, however it ends.
    """
    os.umask(0o077)  # cases, sessions and logs are for the owner of the data folder alone; the children inherit it
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in (folder / "log", *folder.glob("*.sqlite3*")):
            if path.exists():
                path.chmod(path.stat().st_mode & 0o700)
        handle = os.open(folder / "run.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise RunError(
            f"cannot write to the data folder {folder} ({error.strerror}).\n"
            "Set ADVISOR_DATA to a folder of your own and start again."
        ) from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def data_prepare(*, say: Say, demo: bool) -> None:
    """Migrate, load what is missing, and close the connections, so that the children open their own."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        with timed(say, "bringing the database up to date"):
            call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)  # nothing to do where the cache is Redis
    _catalogue_prepare(say=say)
    if demo:
        _demo_prepare(say=say)
    connections.close_all()


def _catalogue_prepare(*, say: Say) -> None:
    from instruments.editions import edition_publish
    from instruments.errors import PublishRefused
    from instruments.models import Edition

    if Edition.objects.exists():
        return
    with timed(say, "loading the catalogue of instruments"):
        call_command("load_catalogue", verbosity=0, stdout=io.StringIO())
    with timed(say, "publishing its first edition"):
        try:
            edition_publish(by="first start", note="The catalogue as shipped.", now=datetime.now(UTC))
        except PublishRefused as refused:
            raise RunError(f"the shipped catalogue does not hold together:\n{refused}") from None


def _demo_prepare(*, say: Say) -> None:
    from advisor.accounts.models import User

    if User.objects.exists():
        return
    with timed(say, "adding the demo's agencies, users and two cases"):
        call_command("seed_demo", verbosity=0, stdout=io.StringIO())
