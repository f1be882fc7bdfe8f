"""API tokens: the secret is shown once, kept nowhere, and ends when it should."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.management import CommandError, call_command
from django.utils import timezone

from advisor.accounts.models import ApiToken, User
from advisor.accounts.services import AccountFault, token_create, token_revoke, user_for_token
from advisor.audit.models import AuditEvent
from tests.conftest import NOW


def test_secret_opens_and_is_not_stored(investigator):
    token, secret = token_create(user=investigator, label="script", now=NOW)
    assert len(secret) >= 43
    row = ApiToken.objects.get()
    assert secret not in {str(getattr(row, field.attname)) for field in row._meta.concrete_fields}
    assert user_for_token(secret, NOW) == investigator
    assert ApiToken.objects.get(pk=token.pk).last_used_at == NOW


@pytest.mark.parametrize("wrong", ["", "rog_", "x", "\ud800", "rog_" + "A" * 43, "é" * 100])
def test_wrong_secret_opens_nothing(investigator, wrong):
    token_create(user=investigator, label="script", now=NOW)
    assert user_for_token(wrong, NOW) is None


def test_token_ends_by_day_by_revocation_and_with_its_user(investigator):
    token, secret = token_create(user=investigator, label="script", now=NOW, days=1)
    assert user_for_token(secret, NOW + timedelta(hours=23)) == investigator
    assert user_for_token(secret, NOW + timedelta(days=1)) is None
    User.objects.filter(pk=investigator.pk).update(is_active=False)
    assert user_for_token(secret, NOW) is None
    User.objects.filter(pk=investigator.pk).update(is_active=True)
    token_revoke(token_id=token.pk, user=investigator, now=NOW)
    assert user_for_token(secret, NOW) is None


def test_role_of_a_token_is_the_role_of_now(investigator):
    _, secret = token_create(user=investigator, label="script", now=NOW)
    User.objects.filter(pk=investigator.pk).update(role="prosecutor")
    assert user_for_token(secret, NOW).role == "prosecutor"


def test_use_is_noted_at_most_once_a_minute(investigator, django_assert_num_queries):
    _, secret = token_create(user=investigator, label="script", now=NOW)
    with django_assert_num_queries(2):
        user_for_token(secret, NOW)
    with django_assert_num_queries(1):
        user_for_token(secret, NOW + timedelta(seconds=59))


def test_nobody_revokes_another_ones_token(investigator, prosecutor, stranger):
    token, secret = token_create(user=investigator, label="script", now=NOW)
    for other in (prosecutor, stranger):
        with pytest.raises(ObjectDoesNotExist):
            token_revoke(token_id=token.pk, user=other, now=NOW)
    assert user_for_token(secret, NOW) == investigator


@pytest.mark.parametrize(("label", "days"), [("", 1), ("x" * 81, 1), ("a\nb", 1), ("ok", 0), ("ok", 366)])
def test_token_is_refused(investigator, label, days):
    with pytest.raises(AccountFault):
        token_create(user=investigator, label=label, now=NOW, days=days)


def test_inactive_person_gets_no_token(person):
    with pytest.raises(PermissionDenied):
        token_create(user=person(is_active=False), label="script", now=NOW)


def test_audit_hears_of_tokens_and_not_of_their_secrets(investigator):
    token, secret = token_create(user=investigator, label="script", now=NOW)
    token_revoke(token_id=token.pk, user=investigator, now=NOW)
    token_revoke(token_id=token.pk, user=investigator, now=NOW)
    events = list(AuditEvent.objects.values())
    assert [event["action"] for event in events] == ["token.created", "token.revoked"]
    assert {event["object_id"] for event in events} == {token.pk}
    assert secret not in str(events)


def test_operator_makes_a_token(investigator):
    out, err = io.StringIO(), io.StringIO()
    call_command("token_add", investigator.email.upper(), label="nightly", days=2, stdout=out, stderr=err)
    assert user_for_token(out.getvalue().strip(), timezone.now()) == investigator
    assert out.getvalue().strip() not in err.getvalue()


@pytest.mark.parametrize(
    ("email", "options", "words"),
    [("nobody@x.example", {}, "user_add"), ("", {"days": 0}, "1 to 365"), ("", {"label": " "}, "Name the token")],
)
def test_operator_is_told_what_is_wrong(investigator, email, options, words):
    with pytest.raises(CommandError, match=words):
        call_command("token_add", email or investigator.email, **{"label": "nightly", **options})


def test_no_token_for_who_has_left(person):
    with pytest.raises(CommandError, match="not active"):
        call_command("token_add", person(is_active=False).email, label="nightly")


def told(command, *arguments):
    out, err = io.StringIO(), io.StringIO()
    call_command(command, *arguments, stdout=out, stderr=err)
    return out.getvalue() + err.getvalue()


def test_operator_lists_tokens_and_no_secret(investigator, prosecutor):
    now = timezone.now()
    live, secret = token_create(user=investigator, label="nightly", now=now)
    used, opener = token_create(user=investigator, label="desk", now=now - timedelta(days=3), days=9)
    user_for_token(opener, now)
    gone, _ = token_create(user=investigator, label="old", now=now - timedelta(days=4), days=1)
    token_revoke(token_id=used.pk, user=investigator, now=now)
    lines = told("token_list", investigator.email.upper()).splitlines()
    assert [line.split()[0] for line in lines] == [str(token.pk) for token in (live, used, gone)]
    assert "until" in lines[0]
    assert "never used" in lines[0]
    text = "\n".join(lines)
    assert {"expired", "revoked"} <= set(text.split())
    assert f"last used {now:%Y-%m-%d}" in text
    assert secret not in text
    assert "has no API token" in told("token_list", prosecutor.email)
    User.objects.filter(pk=investigator.pk).update(is_active=False)
    assert "none of its tokens" in told("token_list", investigator.email)


def test_operator_revokes_one_token(investigator):
    token, secret = token_create(user=investigator, label="leaked", now=timezone.now())
    _, other = token_create(user=investigator, label="kept", now=timezone.now())
    assert "'leaked'" in told("token_revoke", str(token.pk))
    assert user_for_token(secret, timezone.now()) is None
    assert user_for_token(other, timezone.now()) == investigator
    event = AuditEvent.objects.get(action="token.revoked")
    assert (event.object_id, event.actor_id) == (token.pk, None)
    assert "revoked before" in told("token_revoke", str(token.pk))
    assert AuditEvent.objects.filter(action="token.revoked").count() == 1


def test_operator_revokes_all_of_a_person(investigator, prosecutor):
    mine = [token_create(user=investigator, label=label, now=timezone.now())[1] for label in "ab"]
    _, theirs = token_create(user=prosecutor, label="theirs", now=timezone.now())
    assert "2 tokens" in told("token_revoke", "--all", investigator.email)
    assert [user_for_token(secret, timezone.now()) for secret in mine] == [None, None]
    assert user_for_token(theirs, timezone.now()) == prosecutor
    assert "0 tokens" in told("token_revoke", "--all", investigator.email)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "--all EMAIL"),
        (["0" * 32, "--all", "a@x.example"], "--all EMAIL"),
        (["rog_secret"], "not the secret"),
        (["0" * 32], "no token"),
        (["--all", "nobody@x.example"], "no account"),
    ],
)
def test_operator_is_told_what_cannot_be_revoked(db, arguments, words):
    with pytest.raises(CommandError, match=words):
        call_command("token_revoke", *arguments)


def test_operator_lists_nobody(db):
    with pytest.raises(CommandError, match="no account"):
        call_command("token_list", "nobody@x.example")
