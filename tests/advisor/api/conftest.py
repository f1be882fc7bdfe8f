"""Callers of the API: by token, by session, by nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

Caller = Callable[[Any], Client]


@pytest.fixture(autouse=True)
def _fresh_throttles() -> None:
    """No test is refused for what another one asked."""
    cache.clear()


@pytest.fixture
def by_token(db: Any) -> Caller:
    """A client that sends a token of this person."""
    from advisor.accounts.services import token_create

    def make(user: Any) -> Client:
        _, secret = token_create(user=user, label="tests", now=timezone.now())
        return Client(headers={"authorization": f"Bearer {secret}"})

    return make


@pytest.fixture
def by_session(db: Any) -> Caller:
    """A client with a session of this person, which checks CSRF as a browser's would."""

    def make(user: Any) -> Client:
        client = Client(enforce_csrf_checks=True)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return make


@pytest.fixture
def api(edition: Any, investigator: Any, by_token: Caller) -> Client:
    """An investigator's program, with the shipped catalogue published."""
    return by_token(investigator)
