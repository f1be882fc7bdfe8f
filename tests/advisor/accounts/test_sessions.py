"""Sessions: how they end, what counts at the next request, and that no cache keeps an answer."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from advisor.accounts.models import User
from advisor.audit.models import AuditEvent
from tests.conftest import NOW, PASSWORD

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PAGE = "/cases/"


@pytest.fixture
def signed_in(investigator, edition):
    with time_machine.travel(NOW, tick=False):
        client = Client()
        client.force_login(investigator, backend=BACKEND)
    return client


def status_at(client, minutes):
    with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
        return client.get(PAGE).status_code


def test_session_ends_after_thirty_idle_minutes(signed_in):
    assert status_at(signed_in, 29) == 200
    assert status_at(signed_in, 58) == 200
    assert status_at(signed_in, 89) == 302
    assert status_at(signed_in, 90) == 302


def test_session_ends_after_twelve_hours_however_busy(signed_in):
    for minutes in range(0, 12 * 60 + 1, 20):
        assert status_at(signed_in, minutes) == 200
    assert status_at(signed_in, 12 * 60 + 5) == 302


def test_a_new_sign_in_starts_the_clocks_again(signed_in, investigator):
    with time_machine.travel(NOW + timedelta(hours=11, minutes=55), tick=False):
        signed_in.force_login(investigator, backend=BACKEND)
    assert status_at(signed_in, 12 * 60 + 10) == 200


def test_session_is_written_at_most_once_a_minute(signed_in):
    def writes(seconds):
        before = Session.objects.get().session_data
        with time_machine.travel(NOW + timedelta(seconds=seconds), tick=False):
            signed_in.get("/health/live")
        return Session.objects.get().session_data != before

    assert [writes(seconds) for seconds in (5, 30, 59, 61, 70, 119, 122)] == [
        False,
        False,
        False,
        True,
        False,
        False,
        True,
    ]


def test_deactivation_counts_at_the_next_request(signed_in, investigator):
    assert status_at(signed_in, 1) == 200
    User.objects.filter(pk=investigator.pk).update(is_active=False)
    assert status_at(signed_in, 1) == 302


def test_role_counts_at_the_next_request(signed_in, investigator):
    User.objects.filter(pk=investigator.pk).update(role="admin")
    assert status_at(signed_in, 1) == 403


def test_agency_counts_at_the_next_request(signed_in, investigator, open_case, agency):
    case = open_case(investigator, title="Only for Lyon")
    with time_machine.travel(NOW, tick=False):
        assert signed_in.get(f"/cases/{case.pk}/").status_code == 200
        User.objects.filter(pk=investigator.pk).update(agency=agency("porto", "PT"))
        assert signed_in.get(f"/cases/{case.pk}/").status_code == 404


def test_changed_password_ends_other_sessions(signed_in, investigator):
    investigator.set_password("another-long-secret-1")
    investigator.save()
    assert status_at(signed_in, 1) == 302


def test_session_id_changes_at_sign_in(investigator):
    client = Client()
    client.get("/account/login/")
    client.session["planted"] = 1
    before = client.session.session_key
    client.post("/account/login/", {"login": investigator.email, "password": PASSWORD})
    assert client.session.session_key
    assert client.session.session_key != before
    assert AuditEvent.objects.filter(action="session.started", actor_id=investigator.pk).exists()


def test_refused_sign_in_is_audited_without_what_was_typed(investigator):
    Client().post("/account/login/", {"login": investigator.email, "password": "my-real-password"})
    event = AuditEvent.objects.get(action="session.refused")
    assert (event.actor_id, event.outcome, event.detail) == (None, "refused", {})


@pytest.mark.parametrize("path", ["/", "/account/login/", "/cases/", "/account/password/change/", "/nowhere"])
def test_no_cache_keeps_an_answer(signed_in, path):
    for client in (signed_in, Client()):
        with time_machine.travel(NOW, tick=False):
            assert "no-store" in client.get(path)["Cache-Control"]


def test_person_changes_their_password(investigator):
    client = Client()
    client.force_login(investigator, backend=BACKEND)
    fresh = "a-new-and-long-secret-77"
    answer = client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh})
    assert answer.status_code == 302
    investigator.refresh_from_db()
    assert investigator.check_password(fresh)


@pytest.mark.parametrize("path", ["/account/signup/", "/account/email/"])
def test_what_the_operator_does_is_nobody_elses(signed_in, path):
    with time_machine.travel(NOW, tick=False):
        assert signed_in.get(path).status_code == 403
    assert Client().post(path, {"email": "x@x.example"}).status_code == 302
    assert not User.objects.filter(email="x@x.example").exists()
