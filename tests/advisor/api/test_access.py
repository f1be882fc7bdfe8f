"""Who may call the API and what a refusal gives away."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from rest_framework.throttling import SimpleRateThrottle

from advisor.accounts.services import token_create, token_revoke
from advisor.api import throttling
from advisor.cases import policy

Caller = Callable[[Any], Client]
ADDRESSES = {
    "advise": "/api/v1/advise",
    "edition-list": "/api/v1/editions",
    "edition": "/api/v1/editions/current",
    "instrument-list": "/api/v1/instruments",
    "instrument": "/api/v1/instruments/eio",
    "provision-list": "/api/v1/provisions",
    "provision": "/api/v1/provisions/eio/search-and-seizure",
    "measure-list": "/api/v1/measures",
    "measure": "/api/v1/measures/criminal.search_and_seizure",
    "fact-list": "/api/v1/facts",
    "fact": "/api/v1/facts/request.sent_on",
    "network-list": "/api/v1/networks",
    "network": "/api/v1/networks/ejn",
    "precedence-list": "/api/v1/precedence",
    "state-list": "/api/v1/states",
    "state": "/api/v1/states/FR",
    "participation-list": "/api/v1/participation",
    "declaration-list": "/api/v1/declarations",
    "authority-list": "/api/v1/authorities",
    "schema": "/api/v1/schema",
    "docs": "/api/v1/docs",
    "unknown": "/api/v1/none",
}
READ = {name: address for name, address in ADDRESSES.items() if name not in ("advise", "unknown", "docs")}


def test_every_address_is_looked_at_here_and_has_a_row_in_the_policy_table() -> None:
    names = {pattern.name for pattern in get_resolver("advisor.api.v1.urls").url_patterns}
    assert names == set(ADDRESSES)
    assert all(policy.roles_for(f"api:{name}") is not None for name in names)


@pytest.mark.parametrize("address", READ.values(), ids=READ)
def test_a_stranger_is_refused_and_learns_nothing(edition: Any, client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == 'Bearer realm="rogatory"'
    assert set(response.json()) == {"type", "title", "status", "detail"}


@pytest.mark.parametrize("role", ["investigator", "prosecutor", "admin"])
def test_every_role_reads_by_token_and_by_session(
    edition: Any, person: Any, by_token: Caller, by_session: Caller, role: str
) -> None:
    user = person(role, None if role == "admin" else "lyon")
    for client in (by_token(user), by_session(user)):
        assert {name: client.get(address).status_code for name, address in READ.items()} == dict.fromkeys(READ, 200)


def test_a_route_without_a_row_is_refused_to_everyone(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(policy.POLICY, "api:instrument-list")
    response = api.get(ADDRESSES["instrument-list"])
    assert (response.status_code, response["Content-Type"]) == (403, "application/problem+json")


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
@pytest.mark.parametrize("method", ["options", "put", "patch", "delete", "trace"])
def test_other_methods_do_nothing_and_tell_nothing(api: Client, address: str, method: str) -> None:
    response = getattr(api, method)(address)
    assert response.status_code == (404 if address == ADDRESSES["unknown"] else 405)
    assert b"choices" not in response.content
    assert b"eio" not in response.content


def test_only_json_comes_out(api: Client) -> None:
    assert api.get(READ["instrument"], headers={"accept": "text/html"}).status_code == 406
    assert api.get(f"{READ['instrument']}?format=api").status_code == 400


class TestTokens:
    """A token is good while it is known, unexpired, not revoked, and its person is active."""

    @pytest.mark.parametrize(
        "header",
        ["Bearer", "Bearer ", "Bearer a b", "Bearer rog_unknown", "Bearer \u00e9", "bearer x" * 500],
    )
    def test_what_is_no_token(self, edition: Any, header: str) -> None:
        response = Client().get(READ["state"], HTTP_AUTHORIZATION=header.encode().decode("latin-1"))
        assert response.status_code == 401

    @pytest.mark.parametrize("scheme", ["Basic YTpi", "Token x"])
    def test_another_scheme_is_nobody(self, edition: Any, scheme: str) -> None:
        assert Client().get(READ["state"], headers={"authorization": scheme}).status_code == 401

    def test_a_bad_token_is_not_saved_by_a_good_session(
        self, edition: Any, investigator: Any, by_session: Caller
    ) -> None:
        client = by_session(investigator)
        assert client.get(READ["state"], headers={"authorization": "Bearer rog_x"}).status_code == 401

    def test_rights_end_with_the_next_request(self, edition: Any, investigator: Any) -> None:
        now = timezone.now()
        token, secret = token_create(user=investigator, label="t", now=now)
        client = Client(headers={"authorization": f"Bearer {secret}"})
        assert client.get(READ["state"]).status_code == 200
        token_revoke(token_id=token.pk, user=investigator, now=now)
        assert client.get(READ["state"]).status_code == 401

        _, old = token_create(user=investigator, label="t", now=now - timedelta(days=91))
        assert Client(headers={"authorization": f"Bearer {old}"}).get(READ["state"]).status_code == 401

        _, secret = token_create(user=investigator, label="t", now=now)
        client = Client(headers={"authorization": f"Bearer {secret}"})
        assert client.get(READ["state"]).status_code == 200
        investigator.is_active = False
        investigator.save()
        assert client.get(READ["state"]).status_code == 401

    def test_a_deactivated_person_loses_the_session_too(
        self, edition: Any, investigator: Any, by_session: Caller
    ) -> None:
        client = by_session(investigator)
        investigator.is_active = False
        investigator.save()
        assert client.get(READ["state"]).status_code == 401


def test_a_session_must_show_its_csrf_token(edition: Any, investigator: Any, by_session: Caller) -> None:
    client = by_session(investigator)
    bad = client.post(ADDRESSES["advise"], b"{}", content_type="application/json")
    assert (bad.status_code, bad["Content-Type"]) == (403, "application/problem+json")
    client.get("/account/login/")
    token = "a" * 32
    client.cookies["rogatory_csrf"] = token
    good = client.post(ADDRESSES["advise"], b"{}", content_type="application/json", headers={"x-csrftoken": token})
    assert good.status_code == 400
    assert good.json()["faults"]


def test_a_caller_who_asks_too_often_is_told_when_to_come_back(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"user": "3/min", "advice": "1/min"})
    assert [api.get(READ["state"]).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = api.get(READ["state"])
    assert 0 < int(refused["Retry-After"]) <= 61
    assert refused["Content-Type"] == "application/problem+json"
    send = {"data": json.dumps({}), "content_type": "application/json"}
    assert [api.post(ADDRESSES["advise"], **send).status_code for _ in range(2)] == [400, 429]


def test_a_caller_who_was_answered_much_waits_for_the_next_minute(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    case: dict[str, Any] = {
        "format": 1,
        "reference": "T-1",
        "title": "Counterfeit shoes",
        "requesting_state": "FR",
        "track": "criminal",
        "stage": "investigation",
        "opened_on": "2026-10-05",
        "needs": [{"id": "n1", "measure": "criminal.search_and_seizure", "requested_state": "ES"}],
    }
    monkeypatch.setattr(throttling, "MOST_OPTIONS", 60)  # one answer has some 50
    send = {"data": json.dumps(case), "content_type": "application/json"}
    with time_machine.travel("2026-11-22T10:00:20Z", tick=False) as clock:
        answers = [api.post(ADDRESSES["advise"], **send) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert answers[2]["Retry-After"] == "41"
        clock.shift(41)
        assert api.post(ADDRESSES["advise"], **send).status_code == 200


def test_a_fault_of_the_program_has_an_id_and_no_traceback(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from advisor.api import errors
    from advisor.api.v1.views import base

    written: list[dict[str, Any]] = []
    monkeypatch.setattr(errors.log, "error", lambda event, **more: written.append({"event": event, **more}))
    monkeypatch.setattr(base, "catalogue_named", lambda name: 1 / 0)
    response = api.get(READ["state-list"])
    assert response.status_code == 500
    assert "ZeroDivision" not in response.content.decode()
    assert [entry["error_id"] for entry in written] == [response.json()["error_id"]]
    assert isinstance(written[0]["exc_info"], ZeroDivisionError)


def test_the_page_for_people(edition: Any, client: Client, api: Client) -> None:
    assert client.get(ADDRESSES["docs"]).headers["Location"] == "/account/login/?next=/api/v1/docs"
    page = api.get(ADDRESSES["docs"])
    assert page.status_code == 200
    assert page["Content-Type"].startswith("text/html")
    text = page.content.decode()
    assert "http://" not in text.replace("http://testserver", "")
    assert "https://" not in text
    assert "<script>" not in text
    assert api.get(f"{ADDRESSES['docs']}?script=").status_code == 200
