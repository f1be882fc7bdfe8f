"""The operator's command that makes accounts."""

import io

import pytest
from django.core.management import CommandError, call_command

from advisor.accounts.models import Agency, User
from advisor.audit.models import AuditEvent

NEW_AGENCY = ["--agency", "lyon", "--agency-name", "Lyon", "--country", "FR"]


@pytest.fixture
def add(monkeypatch, db):
    def run(*arguments, typed="a-long-enough-secret-9"):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed + "\n"))
        out = io.StringIO()
        call_command("user_add", *arguments, "--password-stdin", stdout=out)
        return out.getvalue()

    return run


def test_makes_agency_and_person(add):
    said = add("Ana@Lyon.example", "--role", "investigator", "--name", "Ana", *NEW_AGENCY)
    user = User.objects.get()
    assert (user.email, user.role, user.agency.code) == ("ana@lyon.example", "investigator", "lyon")
    assert user.check_password("a-long-enough-secret-9")
    assert "ana@lyon.example" in said
    assert "secret" not in said
    assert list(AuditEvent.objects.values_list("action", flat=True)) == ["agency.created", "user.created"]


def test_curator_needs_no_agency(add):
    add("c@rogatory.example", "--role", "admin")
    assert User.objects.get().agency is None


@pytest.mark.parametrize(
    ("arguments", "password", "words"),
    [
        (["a@x.example", "--role", "investigator"], "a-long-enough-secret-9", "belongs to an agency"),
        (["a@x.example", "--role", "investigator", "--agency", "nowhere"], "a-long-enough-secret-9", "no agency"),
        (["a@x.example", "--role", "admin"], "short", "too short"),
        (["a@x.example", "--role", "admin"], "password1234", "too common"),
        (
            ["a@x.example", "--role", "admin", "--agency", "x", "--agency-name", "X", "--country", "France"],
            "a-long-enough-secret-9",
            "two capital letters",
        ),
    ],
)
def test_refuses_with_what_to_do_and_makes_nothing(add, arguments, password, words):
    with pytest.raises(CommandError, match=words):
        add(*arguments, typed=password)
    assert not User.objects.exists()
    assert not Agency.objects.exists()


def test_refuses_a_second_account_for_one_address(add):
    add("a@x.example", "--role", "admin")
    with pytest.raises(CommandError, match="already"):
        add("A@x.example", "--role", "admin")
