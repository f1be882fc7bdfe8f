"""How the permission test asks: people, requests whose traces are taken back, and what must hold for an answer."""

import hashlib
import logging
import re
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import Client, TestCase

from advisor.accounts.models import Role, User
from advisor.cases.policy import ANONYMOUS, roles_for
from tests.advisor import universe
from tests.advisor.routes import Route, all_routes
from tests.conftest import PASSWORD, publish_shipped

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
METHODS = ("get", "head", "options", "post", "put", "patch", "delete")
READING = ("get", "head", "options")
DENIED_METHODS = ("get", "post", "delete")  # pages are refused before their view runs, whatever the method
CANARY = "canary7391"
SIGN_IN = "/account/login/"
ROUTES, NAMELESS = all_routes()
OURS = [route for route in ROUTES if roles_for(route.name) is not None]
# What every answer carries, whoever asks and whatever it says.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
GUARDED_TABLES = (
    "cases_case",
    "cases_need",
    "cases_answer",
    "cases_caseroute",
    "cases_exhibit",
    "cases_custodyentry",
    "cases_casemember",
    "cases_casenote",
    "cases_casemention",
    "cases_casedecision",
    "walk_contact",
    "walk_step",
    "dossiers_dossierjob",
    "dossiers_dossier",
)
VARYING = (
    (re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"'), b"TOKEN"),
    (re.compile(rb'name="sender" value="[^"]+"'), b"SENDER"),
    (re.compile(rb'name="once" value="[^"]+"'), b"ONCE"),
    (re.compile(rb"\b[0-2]\d:[0-5]\d:[0-5]\d\b"), b"CLOCK"),
    (re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), b"ID"),
)


def masked(body: bytes) -> bytes:
    """An answer's body without what differs by chance: ids, form tokens and the time of day."""
    for pattern, word in VARYING:
        body = pattern.sub(word, body)
    return body


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def session_of(client: Client) -> str:
    """The session that a client holds; empty when it holds none."""
    cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
    return cookie.value if cookie else ""


class MatrixCase(TestCase):
    """Two agencies, and one client for each person."""

    @classmethod
    def setUpClass(cls) -> None:
        logging.disable(logging.CRITICAL)  # thousands of refusals are meant here
        super().setUpClass()

    @classmethod
    def tearDownClass(cls) -> None:
        super().tearDownClass()
        logging.disable(logging.NOTSET)

    @classmethod
    def setUpTestData(cls) -> None:
        publish_shipped()
        cls.home = universe.office("lyon", "FR", "own5512")
        cls.away = universe.office("porto", "PT", CANARY)
        cls.closed = universe.restricted(universe.office("closed", "FR", CANARY, agency=cls.home.agency))
        cls.curator = User.objects.create_user(
            email="curator@rogatory.example", password=PASSWORD, role=Role.ADMIN, agency=None
        )
        cls.left = User.objects.create_user(
            email="left@lyon.example", password=PASSWORD, role=Role.INVESTIGATOR, agency=cls.home.agency
        )
        cls.clients = {
            "anonymous": Client(),
            "investigator": cls.signed_in(cls.home.investigator),
            "prosecutor": cls.signed_in(cls.home.prosecutor),
            "admin": cls.signed_in(cls.curator),
            "deactivated": cls.signed_in(cls.left),
            "stranger": cls.signed_in(cls.away.investigator),
            "token": Client(headers={"authorization": f"Bearer {cls.home.secret}"}, raise_request_exception=False),
        }
        User.objects.filter(pk=cls.left.pk).update(is_active=False)
        cls.sessions = {name: session_of(client) for name, client in cls.clients.items()}

    @classmethod
    def signed_in(cls, user: User) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(user, backend=BACKEND)
        return client

    def roles(self, route: Route) -> dict[str, str]:
        """The role that each person has for the policy table. A token counts for the API alone."""
        return {
            "token": Role.INVESTIGATOR.value if route.api else ANONYMOUS,
            "anonymous": ANONYMOUS,
            "deactivated": ANONYMOUS,
            "investigator": Role.INVESTIGATOR.value,
            "stranger": Role.INVESTIGATOR.value,
            "prosecutor": Role.PROSECUTOR.value,
            "admin": Role.ADMIN.value,
        }

    def ask(self, who: str, method: str, url: str) -> Any:
        """One request, whose every trace is taken back."""
        client = self.clients[who]
        with transaction.atomic():
            response = getattr(client, method)(url)
            response.body = body_of(response)
            transaction.set_rollback(True)
        wrong = {name: response.get(name) for name, value in HEADERS.items() if value not in response.get(name, "")}
        assert wrong == {}, f"{who} {method} {url}: {wrong}"
        if session_of(client) != self.sessions[who]:  # a sign-out in between: sign in again
            self.clients[who] = self.renewed(who)
        return response

    def renewed(self, who: str) -> Client:
        users = {
            "investigator": self.home.investigator,
            "prosecutor": self.home.prosecutor,
            "admin": self.curator,
            "stranger": self.away.investigator,
        }
        client = self.signed_in(users[who]) if who in users else Client()
        type(self).sessions[who] = session_of(client)
        return client

    def values(self, office: universe.Office | None) -> dict[str, Any]:
        return universe.PLAIN | (universe.of(office) if office else universe.missing())

    def state_of(self, office: universe.Office) -> str:
        """A fingerprint of every row of an agency."""
        digest = hashlib.sha256()
        with connection.cursor() as cursor:
            for table in GUARDED_TABLES:
                rows = f"SELECT t.*::text FROM {table} t WHERE agency_id = %s ORDER BY id"  # noqa: S608
                cursor.execute(rows, [office.agency.pk])
                digest.update(repr(cursor.fetchall()).encode())
        return digest.hexdigest()

    def check_denied(self, route: Route, who: str) -> None:
        """A person whom the table does not name gets nothing, by any method."""
        url = route.url(self.values(self.home))
        for method in METHODS if route.api else DENIED_METHODS:
            response = self.ask(who, method, url)
            said = f"{who} {method} {url}: {response.status_code}"
            if route.api and response.status_code != 302:
                assert response.status_code in (401, 403), said
            elif self.roles(route)[who] == ANONYMOUS:
                assert response.status_code == 302, said
                assert response["Location"].startswith(SIGN_IN), said
            else:
                assert response.status_code in (403, 404), said
            assert b"own5512" not in response.body, said

    def check_allowed(self, route: Route, who: str) -> None:
        """A person whom the table names reaches their own, and sees nothing of the other agency."""
        office = self.away if who == "stranger" else self.home
        mark = "own5512" if who == "stranger" else CANARY
        url = route.url(self.values(office))
        for method in READING:
            response = self.ask(who, method, url)
            said = f"{who} {method} {url}: {response.status_code}"
            assert response.status_code < 500, said
            assert mark.encode() not in response.body, said
            if method == "get" and route.parts & set(universe.OBJECTS):
                assert response.status_code not in (401, 403, 404), said

    def check_foreign(self, route: Route, who: str, away: universe.Office | None = None) -> None:
        """Somebody else's object answers as one that does not exist, and stays as it is.

        `away`: whose; the other agency's unless given. A restricted case of one's own agency is as foreign.
        """
        owned = sorted(route.parts & set(universe.OBJECTS))
        first = "investigator" if Role.INVESTIGATOR in (roles_for(route.name) or ()) else "prosecutor"
        nowhere = self.values(None)
        variants = {"foreign": self.values(away or self.away)}
        if len(owned) > 1:  # one's own case in the address, the other agency's object behind it
            variants["mixed"] = self.values(away or self.away) | {"case_id": self.home.case.pk}
        for kind, values in variants.items():
            empty = nowhere | ({"case_id": self.home.case.pk} if kind == "mixed" else {})
            for method in METHODS if who == first else ("get", "post"):
                theirs = self.ask(who, method, route.url(values))
                none = self.ask(who, method, route.url(empty))
                said = f"{who} {method} {route.name} {kind}: {theirs.status_code}"
                assert theirs.status_code == none.status_code, f"{said}, missing {none.status_code}"
                assert theirs.status_code in (404, 405), said
                assert theirs.get("Content-Type") == none.get("Content-Type"), said
                assert masked(theirs.body) == masked(none.body), said
                assert CANARY.encode() not in theirs.body, said

    def check(self, route: Route) -> None:
        roles = roles_for(route.name) or frozenset()
        before = self.state_of(self.away)
        for who, role in self.roles(route).items():
            if role not in roles:
                self.check_denied(route, who)
                continue
            self.check_allowed(route, who)
            if role != ANONYMOUS and who != "stranger" and route.parts & set(universe.OBJECTS):
                self.check_foreign(route, who)
                if "case_id" in route.parts:
                    self.check_foreign(route, who, self.closed)
        assert self.state_of(self.away) == before, f"{route.name} changed another agency's rows"
