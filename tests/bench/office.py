"""An office to measure: real PostgreSQL and Redis, a database with all migrations, the mock case with its route.

Reads: fixtures/. Writes: a scratch folder and a database of its own; both go when the process ends. Made once a
process, when the first bar asks for it, because Django can be set up once.
"""

from __future__ import annotations

import atexit
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Office:
    """A prosecutor's signed-in client; the IPTV case with 28 needs and a case with three, both routed, with steps."""

    client: Any
    user: Any
    case: Any
    small: Any

    def address(self, name: str, *arguments: object, case: Any = None) -> str:
        """The address of a page of a case."""
        from django.urls import reverse

        return reverse(name, args=[(case or self.case).pk, *arguments])

    def get(self, address: str) -> Any:
        """A page; anything but 200 is a mistake of the bench."""
        answer = self.client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
        return answer

    def queries(self, address: str) -> int:
        """How many queries a page asks."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            self.get(address)
        return len(asked)


@cache
def office() -> Office:
    """Start the servers, set Django up, and fill the database."""
    from tests.services import Services

    services = Services()
    services.__enter__()
    atexit.register(services.stop)
    os.environ |= {
        "DATABASE_URL": services.database_url,
        "REDIS_URL": services.redis_url,
        "DJANGO_SETTINGS_MODULE": "advisor.settings.test",
        "ADVISOR_SETUP": "off",
    }
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    return _filled()


def _filled() -> Office:
    from django.test import Client

    from advisor.accounts.models import Agency, User
    from tests.conftest import PASSWORD, publish_shipped

    publish_shipped()
    home = Agency.objects.create(code="bench", name="Bench", country="IT")
    user = User.objects.create_user(email="p@bench.example", password=PASSWORD, role="prosecutor", agency=home)
    client = Client()
    client.force_login(user, backend=BACKEND)
    text = (ROOT / "fixtures" / "demo" / "cases" / "mock-iptv.yaml").read_text(encoding="utf-8")
    whole = _routed(user, text, needs=None)
    small = _routed(user, text.replace("IPTV-2026-014", "IPTV-SMALL"), needs=3)
    return Office(client, user, whole, small)


def _routed(user: Any, text: str, *, needs: int | None) -> Any:
    """A case of a file, or of its first needs, routed, with a step chosen for each need that has a way."""
    import yaml

    from advisor.cases.services import case_from_file, case_route
    from advisor.walk.services import Choice, steps_choose
    from tests.conftest import NOW, TODAY

    document = yaml.safe_load(text)
    if needs is not None:
        document["needs"] = document["needs"][:needs]
        document.pop("entities", None)
    content = yaml.safe_dump(document, allow_unicode=True, sort_keys=False).encode()
    case = case_from_file(user=user, content=content, name="case.yaml", now=NOW)
    route = case_route(case=case, user=user, on=TODAY, now=NOW)
    chosen = [
        Choice(need["id"], need["plan"][0]["provision"], "measured")
        for need in route.document["answer"]["needs"]
        if need["plan"]
    ]
    steps_choose(route=route, user=user, choices=chosen, now=NOW)
    return case
