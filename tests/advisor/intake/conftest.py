"""A rulebook for tests of pure code: the shipped catalogue, compiled once."""

import json
from typing import Any

import pytest

from routing.codec import rulebook_from_document
from tests.conftest import edition_bytes


@pytest.fixture(scope="session")
def rulebook() -> Any:
    data, sha256 = edition_bytes()
    return rulebook_from_document(json.loads(data), label="tests", sha256=sha256)
