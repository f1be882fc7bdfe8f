"""What the operator changes about an account, and that it counts at the person's next request."""

import io

import pytest
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from advisor.accounts import changes
from advisor.accounts.models import User
from advisor.accounts.services import AccountFault, token_create, user_for_token
from advisor.audit import services
from advisor.audit.models import AuditEvent
from tests.conftest import NOW, PASSWORD

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BETTER = "a-quite-other-secret-7"


def browser(user):
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def status(client, page="/cases/"):
    return client.get(page).status_code


@pytest.fixture
def change(monkeypatch):
    def run(user, *arguments, typed=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed + "\n"))
        out = io.StringIO()
        call_command("user_change", user.email.upper(), *arguments, stdout=out)
        user.refresh_from_db()
        return out.getvalue()

    return run


@pytest.fixture
def secret(investigator):
    return token_create(user=investigator, label="script", now=timezone.now())[1]


def actions():
    return [action for action in AuditEvent.objects.values_list("action", flat=True) if action.startswith("user.")]


def test_who_left_is_out_at_the_next_request_and_stays_out(change, investigator, prosecutor, secret, edition):
    mine, other = browser(investigator), browser(prosecutor)
    said = change(investigator, "--deactivate")
    assert "Active: no." in said
    assert "sessions ended 1, API tokens revoked 1" in said
    assert (status(mine), status(other)) == (302, 200)
    assert actions() == ["user.changed", "user.sessions_ended"]
    assert "Active: yes." in change(investigator, "--activate")
    assert status(mine) == 302
    assert user_for_token(secret, timezone.now()) is None
    assert browser(investigator).get("/cases/").status_code == 200


def test_who_moves_sees_the_new_agency_alone(change, investigator, secret, agency, open_case):
    case = open_case(investigator)
    agency("porto")
    mine = browser(investigator)
    assert "Agency: Porto." in change(investigator, "--agency", "porto")
    assert status(mine) == 302
    assert status(browser(investigator), f"/cases/{case.pk}/") == 404
    assert user_for_token(secret, timezone.now()) is None


def test_a_new_role_holds_and_keeps_the_tokens(change, investigator, secret, edition):
    mine = browser(investigator)
    assert "Role: Prosecutor." in change(investigator, "--role", "prosecutor")
    assert status(mine) == 302
    assert user_for_token(secret, timezone.now()).role == "prosecutor"


def test_a_name_changes_and_nobody_is_signed_out(change, investigator, secret, edition):
    mine = browser(investigator)
    assert "Name: Ana Faro." in change(investigator, "--name", " Ana Faro ")
    assert status(mine) == 200
    assert "Ana Faro" in mine.get("/cases/").content.decode()
    assert user_for_token(secret, timezone.now())
    assert "Nothing changed" in change(investigator, "--name", "Ana Faro")
    assert actions() == ["user.changed"]
    assert "Ana" not in str(list(AuditEvent.objects.values()))


def test_sessions_end_also_those_that_wait_for_the_second_factor(change, investigator, prosecutor, edition):
    mine, half, other = browser(investigator), Client(), browser(prosecutor)
    session = half.session
    session[LOGIN_SESSION_KEY] = {"user_pk": investigator.pk.hex}
    session.save()
    assert changes.HALF_SIGNED_IN == LOGIN_SESSION_KEY
    assert "sessions ended 2" in change(investigator, "--end-sessions")
    assert (status(mine), status(other)) == (302, 200)
    assert Session.objects.count() == 1
    assert "sessions ended 0" in change(investigator, "--end-sessions")


def test_a_lost_second_factor_is_forgotten(change, investigator, edition):
    TOTP.activate(investigator, generate_totp_secret())
    mine = browser(investigator)
    assert "second factor is forgotten" in change(investigator, "--reset-second-factor")
    assert not Authenticator.objects.exists()
    assert status(mine) == 302
    assert actions() == ["user.second_factor_reset", "user.sessions_ended"]
    with pytest.raises(CommandError, match="has no second factor"):
        change(investigator, "--reset-second-factor")


def test_a_new_password_ends_what_the_old_one_opened(change, investigator, edition):
    mine = browser(investigator)
    said = change(investigator, "--password-stdin", typed=BETTER)
    assert investigator.check_password(BETTER)
    assert BETTER not in said
    assert status(mine) == 302
    assert actions() == ["user.password_set", "user.sessions_ended"]
    with pytest.raises(CommandError, match="too short"):
        change(investigator, "--password-stdin", typed="short")
    assert investigator.check_password(BETTER)


def test_a_password_is_typed_twice(change, investigator, monkeypatch):
    typed = iter([BETTER, "something-else-entirely"])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(typed))
    with pytest.raises(CommandError, match="differ"):
        change(investigator, "--password")
    assert investigator.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Say what to change"),
        (["--agency", "nowhere"], "known: lyon"),
        (["--name", "a\nb"], "printable"),
        (["--name", "x" * 201], "at most 200"),
        (["--role", "king"], "invalid choice"),
        (["--activate", "--deactivate"], "not allowed with"),
    ],
)
def test_refuses_with_what_to_do(change, investigator, arguments, words):
    with pytest.raises(CommandError, match=words):
        change(investigator, *arguments)
    assert actions() == []


def test_a_case_worker_needs_an_agency(change, curator):
    with pytest.raises(CommandError, match="--agency"):
        change(curator, "--role", "investigator")
    assert curator.role == "admin"
    assert not AuditEvent.objects.exists()


def test_an_unknown_address_is_said(db):
    with pytest.raises(CommandError, match=r"no account for nobody@x\.example"):
        call_command("user_change", "nobody@x.example", "--deactivate")


def test_one_refusal_takes_back_the_rest(change, investigator):
    with pytest.raises(CommandError, match="no second factor"):
        change(investigator, "--deactivate", "--reset-second-factor")
    assert investigator.is_active
    assert actions() == []


def test_no_event_no_change(investigator, monkeypatch):
    class Down(Exception):
        """The audit cannot write."""

    def down(**kwargs):
        raise Down

    TOTP.activate(investigator, generate_totp_secret())
    browser(investigator)
    before = list(User.objects.values()), Session.objects.count()
    monkeypatch.setattr(services.AuditEvent.objects, "create", down)
    for attempt in (
        lambda: changes.user_change(user=investigator, active=False, now=NOW),
        lambda: changes.user_second_factor_reset(user=investigator, now=NOW),
        lambda: changes.user_password_set(user=investigator, password=BETTER, now=NOW),
        lambda: changes.user_sessions_end(user=investigator, now=timezone.now()),
    ):
        with pytest.raises(Down):
            attempt()
    assert (list(User.objects.values()), Session.objects.count()) == before
    assert Authenticator.objects.count() == 1


def test_an_unknown_role_is_refused_below_the_command(investigator):
    with pytest.raises(AccountFault, match="roles are"):
        changes.user_change(user=investigator, role="king", now=NOW)
