"""Who gets what, over every address of the application: generated from the URLconf and the policy table.

Route x person x whose object x method. A route without a row in the table is red, and so is one whose address has a
part that tests/advisor/universe.py does not know. For a permitted person, somebody else's object must answer exactly
as one that does not exist; nothing of another agency may stand in any answer, and no request may change it.
"""

import hashlib
import logging
import re
from typing import Any
from unittest import mock

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
    "walk_step",
    "dossiers_dossierjob",
    "dossiers_dossier",
)
VARYING = (
    (re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"'), b"TOKEN"),
    (re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), b"ID"),
)


def masked(body: bytes) -> bytes:
    """An answer's body without what differs by chance: ids and form tokens."""
    for pattern, word in VARYING:
        body = pattern.sub(word, body)
    return body


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def session_of(client: Client) -> str:
    """The session that a client holds; empty when it holds none."""
    cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
    return cookie.value if cookie else ""


def test_every_route_has_a_name():
    """A route without a name cannot stand in the policy table; Django's own admin has one, which shows a 404."""
    assert [entry for entry in NAMELESS if not entry.startswith("admin")] == []


def test_every_route_has_a_row_in_the_policy_table():
    assert [route.name for route in ROUTES if roles_for(route.name) is None] == []


def test_every_part_of_an_address_is_known():
    unknown = {
        part: route.name
        for route in ROUTES
        for part in route.parts
        if part not in universe.OBJECTS and part not in universe.PLAIN
    }
    assert unknown == {}


def test_every_uuid_is_an_object_with_an_owner():
    assert {part for route in ROUTES for part in route.uuids} <= set(universe.OBJECTS)


class Matrix(TestCase):
    """Two agencies, one signed-in client a person; the methods below are generated, one for each route."""

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

    def check_foreign(self, route: Route, who: str) -> None:
        """Somebody else's object answers as one that does not exist, and stays as it is."""
        owned = sorted(route.parts & set(universe.OBJECTS))
        nowhere = self.values(None)
        variants = {"foreign": self.values(self.away)}
        if len(owned) > 1:  # one's own case in the address, the other agency's object behind it
            variants["mixed"] = self.values(self.away) | {"case_id": self.home.case.pk}
        for kind, values in variants.items():
            empty = nowhere | ({"case_id": self.home.case.pk} if kind == "mixed" else {})
            for method in METHODS if who == "investigator" else ("get", "post"):
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
        assert self.state_of(self.away) == before, f"{route.name} changed another agency's rows"

    def test_every_changing_request_asks_for_the_form_token(self) -> None:
        """No page changes anything for a form that another site sent, signing out included."""
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        client.force_login(self.home.prosecutor, backend=BACKEND)
        before = self.state_of(self.home)
        for route in OURS:
            if Role.PROSECUTOR.value not in (roles_for(route.name) or ()):
                continue
            for method in ("post", "put", "patch", "delete"):
                send = getattr(client, method)
                url = route.url(self.values(self.home))
                answer = send(url, "{}", content_type="application/json") if route.api else send(url)
                status = answer.status_code
                assert status in (403, 404, 405), f"{method} {route.name}: {status}"
        assert self.state_of(self.home) == before
        assert session_of(client)

    def test_no_search_filter_or_order_finds_the_other_agency(self) -> None:
        """What is asked for by the other agency's words answers as nonsense of the same length does."""
        words = [f"{CANARY}-title", f"{CANARY}-reference", str(self.away.case.pk)]
        names = ("q", "search", "case", "reference", "title", "agency", "ordering", "expand", "page")
        for route in OURS:
            if Role.PROSECUTOR.value not in (roles_for(route.name) or ()):
                continue
            url = route.url(self.values(self.home))
            for word in words[:1] if route.parts else words:
                nonsense = "".join("q" if c.isalpha() else "7" if c.isdigit() else c for c in word)
                theirs = self.ask("prosecutor", "get", f"{url}?{'&'.join(f'{n}={word}' for n in names)}")
                none = self.ask("prosecutor", "get", f"{url}?{'&'.join(f'{n}={nonsense}' for n in names)}")
                said = f"{route.name} {word}: {theirs.status_code}, nonsense {none.status_code}"
                assert theirs.status_code == none.status_code < 500, said
                echoed = theirs.body.replace(word.encode(), nonsense.encode())
                assert masked(echoed) == masked(none.body), said

    def test_the_matrix_can_see(self) -> None:
        """With the gate taken away, every route with an object of a case turns red."""
        blind = [
            mock.patch(f"advisor.{room}.selectors.owned_by", lambda user, rows: rows)
            for room in ("cases", "walk", "dossiers")
        ]
        seen, passed = 0, []
        for patch in blind:
            patch.start()
        try:
            for route in OURS:
                if "case_id" not in route.parts or not roles_for(route.name):
                    continue
                seen += 1
                try:
                    self.check_foreign(route, "prosecutor")
                except AssertionError:
                    continue
                passed.append(route.name)
        finally:
            for patch in blind:
                patch.stop()
        assert passed == []
        assert seen or not any("case_id" in route.parts for route in ROUTES)


def _generated(route: Route) -> Any:
    def test(self: Matrix) -> None:
        self.check(route)

    test.__doc__ = f"{route.name}: {sorted(roles_for(route.name) or [])}"
    return test


for _route in OURS:
    if not _route.name.startswith("admin:"):
        setattr(Matrix, "test_" + re.sub(r"\W", "_", _route.name), _generated(_route))


class AdminSite(TestCase):
    """Django's admin: the curator alone enters it, and it knows no case."""

    def test_it_registers_nothing_of_a_case(self) -> None:
        from django.contrib import admin

        rooms = {model._meta.app_label for model in admin.site._registry}
        assert rooms.isdisjoint({"cases", "walk", "dossiers", "audit", "accounts", "sessions", "auth"})

    def test_only_the_curator_enters(self) -> None:
        """Others are refused at every address of it; the curator is refused only where the catalogue itself says so."""
        for user, allowed in universe_people():
            client = Matrix.signed_in(user)
            for route in OURS:
                if route.name.startswith("admin:") and route.name not in ("admin:login", "admin:logout"):
                    status = client.get(route.url(universe.PLAIN)).status_code
                    said = f"{user.role} {route.name}: {status}"
                    assert status < 500 if allowed else status == 403, said
                    assert not allowed or not route.name.endswith(("index", "changelist")) or status == 200, said


def universe_people() -> list[tuple[User, bool]]:
    """One person of each role, and whether the admin is theirs."""
    from advisor.accounts.models import Agency

    agency = Agency.objects.create(code="lyon", name="Lyon", country="FR")
    return [
        (
            User.objects.create_user(
                email=f"{role}@x.example",
                password=PASSWORD,
                role=role,
                agency=None if role == Role.ADMIN else agency,
            ),
            role == Role.ADMIN,
        )
        for role in Role.values
    ]
