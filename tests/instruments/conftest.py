"""The shipped book, read once; a small one as files; and the database with either of them in it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections, transaction

from instruments.from_fixtures import Book, book_read
from instruments.loading import catalogue_load
from instruments.places import CATALOGUE
from tests.conftest import NOW
from tests.instruments.factories import small_folder

SQLITE = "catalogue_on_sqlite"


@pytest.fixture(scope="session")
def shipped() -> Book:
    """The catalogue as shipped."""
    return book_read(CATALOGUE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small catalogue as files."""
    return small_folder(tmp_path / "catalogue")


@pytest.fixture
def small(folder: Path, db: Any) -> Path:
    """A small catalogue in the database; returns its files."""
    catalogue_load(book_read(folder), now=NOW)
    return folder


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[str]:
    """A second connection: SQLite with the catalogue's migrations, as `manage.py run` has it."""
    connections.databases[SQLITE] = {
        **connections.databases["default"],
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(tmp_path_factory.mktemp("sqlite") / "catalogue.sqlite3"),
        "OPTIONS": {},
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": False,
    }
    with django_db_blocker.unblock():
        call_command("migrate", "instruments", database=SQLITE, verbosity=0)
        yield SQLITE
        connections[SQLITE].close()
    del connections.databases[SQLITE]


@pytest.fixture(params=[pytest.param("default", marks=pytest.mark.django_db), "sqlite"])
def alias(request: pytest.FixtureRequest) -> Iterator[str]:
    """The connection under test: the suite's own database, then SQLite. What a test writes is rolled back."""
    if request.param == "default":
        request.getfixturevalue("db")
        yield "default"
        return
    name = request.getfixturevalue("sqlite_file")
    with request.getfixturevalue("django_db_blocker").unblock(), transaction.atomic(using=name):
        yield name
        transaction.set_rollback(True, using=name)
