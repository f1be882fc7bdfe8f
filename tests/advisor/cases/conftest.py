"""Clients of signed-in people."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def signed_in() -> Callable[[Any], Client]:
    """Makes clients: signed_in(user)."""

    def make(user: Any) -> Client:
        client = Client()
        client.force_login(user, backend=BACKEND)
        return client

    return make
