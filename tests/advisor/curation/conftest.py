"""A small catalogue with one edition, an author, a reviewer, and what they usually do."""

from collections.abc import Callable
from typing import Any

import pytest

from advisor.curation.models import ChangeSet
from advisor.curation.services import change_put, changeset_open
from advisor.curation.services.changes import Wanted
from instruments.editions import compiled, edition_publish
from instruments.from_fixtures import book_read
from instruments.from_rows import book_from_rows
from instruments.loading import catalogue_load
from instruments.records import records_of
from tests.conftest import NOW
from tests.instruments.factories import small_folder

SOURCE = {
    "citation": "Official Journal 2026/1",
    "kind": "table",
    "url": "https://example.org/oj",
    "title": "Notice of accession",
    "read_on": "2026-11-20",
    "quotation": "enters into force for Czechia on 1 January 2027",
}


@pytest.fixture
def small(db: Any, tmp_path: Any) -> Any:
    """The small catalogue in the rows, published."""
    compiled.clear()
    catalogue_load(book_read(small_folder(tmp_path / "catalogue")), now=NOW)
    return edition_publish(by="tests", note="First.", now=NOW)


@pytest.fixture
def author(person: Callable[..., Any]) -> Any:
    return person("admin", None, name="Author")


@pytest.fixture
def reviewer(person: Callable[..., Any]) -> Any:
    return person("admin", None, name="Reviewer")


@pytest.fixture
def opened(small: Any, author: Any) -> ChangeSet:
    """A set without changes."""
    return changeset_open(title="Czechia accedes", why="Notice of accession.", user=author, now=NOW)


def rows() -> dict[str, dict[str, Any]]:
    """The working rows."""
    return records_of(book_from_rows())


def accession(**more: Any) -> Wanted:
    """Czechia is bound by the old treaty from 2027."""
    values = {
        "instrument": "old-treaty",
        "iso2": "CZ",
        "status": "bound",
        "since": "2027-01-01",
        "until": "",
        "partial": "",
        "note": "",
        "source": SOURCE["citation"],
        "confidence": "verified",
    }
    values |= more
    return Wanted("participation", values, why="Notice read.", sources=[SOURCE])


@pytest.fixture
def filled(opened: ChangeSet, author: Any) -> ChangeSet:
    """A set with the accession."""
    change_put(changeset=opened, wanted=accession(), user=author, now=NOW)
    opened.refresh_from_db()
    return opened
