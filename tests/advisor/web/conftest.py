"""A signed-in client, and the mock case of the study as a case of its agency."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.conftest import NOW

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def signed_in() -> Callable[[Any], Client]:
    """Makes clients: signed_in(user)."""

    def make(user: Any) -> Client:
        client = Client()
        client.force_login(user, backend=BACKEND)
        return client

    return make


@pytest.fixture
def desk(signed_in: Callable[[Any], Client], prosecutor: Any, edition: Any) -> Client:
    """The prosecutor's browser: all of a case, steps and dossiers included."""
    return signed_in(prosecutor)


@pytest.fixture
def scenario_case(edition: Any) -> Callable[..., Any]:
    """A shipped scenario as a case: scenario_case(user, 'mock-iptv')."""
    from pathlib import Path

    from advisor.cases.services import case_from_file

    folder = Path(__file__).resolve().parents[3] / "fixtures" / "scenarios"

    def make(user: Any, name: str) -> Any:
        content = (folder / f"{name}.yaml").read_bytes()
        return case_from_file(user=user, content=content, name=f"{name}.yaml", now=NOW)

    return make
