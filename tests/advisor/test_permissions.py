"""Who gets what, over every address of the application: generated from the URLconf and the policy table.

Route x person x whose object x method. A route without a row in the table is red, and so is one whose address has a
part that tests/advisor/universe.py does not know. For a permitted person, somebody else's object must answer exactly
as one that does not exist; nothing of another agency may stand in any answer, and no request may change it.
"""

import re
from typing import Any
from unittest import mock

from django.test import Client

from advisor.accounts.models import Role
from advisor.cases.policy import roles_for
from instruments.study_tables import Coverage
from tests.advisor import universe
from tests.advisor.matrix import BACKEND, CANARY, NAMELESS, OURS, ROUTES, MatrixCase, masked, session_of
from tests.advisor.routes import Route


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
    assert {part for route in ROUTES for part in route.uuids} <= set(universe.OBJECTS) | universe.OF_NOBODY


def unmade(requesting: str) -> Coverage:
    """A table of the study of which nothing is computed yet."""
    return Coverage(requesting, (), 208, {})


class Matrix(MatrixCase):
    """Every route; the tests of single routes are generated below."""

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
        # While the study's table is computed its page says how far it is, which moves between two requests.
        table = "advisor.web.views.law.coverage.coverage_of"
        self.enterContext(mock.patch(table, lambda edition, requesting, **_: unmade(requesting)))
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

    def test_no_list_shows_a_restricted_case_to_who_is_no_member(self) -> None:
        """What has no object in its address says nothing of a case that is shown to others alone. What is searched for
        is tried above: the restricted case has the other agency's words."""
        for route in OURS:
            if route.parts or Role.PROSECUTOR.value not in (roles_for(route.name) or ()):
                continue
            answer = self.ask("prosecutor", "get", route.url(self.values(self.home)))
            assert CANARY.encode() not in answer.body, route.name

    def test_the_matrix_can_see(self) -> None:
        """With the gate taken away, every route with an object of a case turns red."""
        blind = [
            mock.patch(f"advisor.{room}.selectors.owned_by", lambda user, rows, **_: rows)
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
