"""A form that comes too late is kept for its person, sent again after the sign-in, and given to nobody else."""

import html
import re

import pytest
from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from advisor.cases import parked
from advisor.cases.selectors import answers_for, cases_for
from tests.conftest import PASSWORD

LONG = "Ünïcode 😀 שלום <script>alert(1)</script> " * 400


def text_of(response):
    return response.content.decode()


@pytest.fixture
def case(open_case, investigator):
    return open_case(investigator, needs=[("criminal.search_and_seizure", "ES")])


@pytest.fixture
def strict():
    """A browser whose forms need their token."""
    return Client(enforce_csrf_checks=True)


def sign_in(client, user, then="/"):
    page = text_of(client.get(reverse("account_login"), {"next": then}))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    sent = {"login": user.email, "password": PASSWORD, "csrfmiddlewaretoken": token, "next": then}
    return client.post(reverse("account_login"), sent)


def hidden(page):
    """The hidden fields of a page's form, as a browser would send them."""
    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    fields = {}
    for name, value in pairs:
        if name != "next":
            fields.setdefault(name, []).append(html.unescape(value))
    return {name: values[-1] if name == "csrfmiddlewaretoken" else values for name, values in fields.items()}


def opened(client, user, case):
    """The requester's page as a signed-in person has it open."""
    sign_in(client, user)
    address = reverse("case-questions-page", args=[case.pk, "requester"])
    return address, hidden(text_of(client.get(address))) | {"requester.kind": "court", "action": "list"}


def stored(user, case):
    return dict(answers_for(user).filter(case=case, need=None).values_list("fact", "value"))


def loses(client, *cookies):
    for name in cookies:
        del client.cookies[name]


@pytest.mark.parametrize("gone", ["session", "token", "both"])
def test_sign_in_and_go_on_with_what_was_typed(strict, case, investigator, gone):
    address, typed = opened(strict, investigator, case)
    lost = {"session": [settings.SESSION_COOKIE_NAME], "token": [settings.CSRF_COOKIE_NAME]}
    loses(strict, *lost.get(gone, [name for names in lost.values() for name in names]))
    refused = strict.post(address, typed)
    if gone == "token":  # still signed in: nothing to sign in to
        assert refused.url == reverse("case-resume")
    else:
        assert refused.status_code == 403
        assert "Sign in, and it is sent again by itself" in text_of(refused)
        assert sign_in(strict, investigator, reverse("case-resume")).url == reverse("case-resume")
    assert stored(investigator, case) == {}
    page = text_of(strict.get(reverse("case-resume")))
    assert "data-resume" in page
    again = hidden(page)
    assert f'action="{address}"' in page
    response = strict.post(address, again)
    assert response.url == reverse("case-questions", args=[case.pk])
    assert stored(investigator, case) == {"requester.kind": "court"}
    assert strict.get(reverse("case-resume")).url == reverse("case-list"), "it is kept no longer"


def test_an_idle_session_keeps_what_was_typed(strict, case, investigator, monkeypatch):
    address, typed = opened(strict, investigator, case)
    monkeypatch.setattr("advisor.accounts.middleware._clock", lambda: 4_000_000_000)
    refused = strict.post(address, typed)
    assert refused.status_code == 403
    monkeypatch.undo()
    sign_in(strict, investigator, reverse("case-resume"))
    assert 'value="court"' in text_of(strict.get(reverse("case-resume")))


def test_long_and_hostile_text_comes_back_literally(strict, case, investigator):
    sign_in(strict, investigator)
    address = reverse("case-about", args=[case.pk])
    typed = hidden(text_of(strict.get(address))) | {"title": "x", "summary": LONG}
    loses(strict, settings.SESSION_COOKIE_NAME)
    assert "<script>alert" not in text_of(strict.post(address, typed))
    sign_in(strict, investigator)
    page = text_of(strict.get(reverse("case-resume")))
    assert "<script>alert" not in page
    assert hidden(page)["summary"] == [LONG]


def test_nobody_else_gets_it(strict, case, investigator, prosecutor, stranger):
    for other in (prosecutor, stranger):
        address, typed = opened(strict, investigator, case)
        loses(strict, settings.SESSION_COOKIE_NAME)
        assert strict.post(address, typed).status_code == 403
        sign_in(strict, other)
        response = strict.get(reverse("case-resume"))
        assert response.url == reverse("case-list")
        assert parked.KEY not in strict.session
        strict.logout()
        sign_in(strict, investigator)
        assert strict.get(reverse("case-resume")).url == reverse("case-list"), "it was thrown away, not kept"
        strict.logout()


def test_a_person_who_moved_to_another_agency_does_not_get_it(strict, case, investigator, agency):
    address, typed = opened(strict, investigator, case)
    loses(strict, settings.SESSION_COOKIE_NAME)
    strict.post(address, typed)
    investigator.agency = agency("porto", "PT")
    investigator.save()
    sign_in(strict, investigator)
    assert strict.get(reverse("case-resume")).url == reverse("case-list")


def test_a_forged_form_gains_nothing(strict, case, investigator, stranger):
    """Another site cannot make the mark; another agency's person can make only their own."""
    address, typed = opened(strict, investigator, case)
    forged = {"requester.kind": "court", "asked": ["requester.kind"], "version": str(case.version)}
    marks = [
        "",
        "nonsense",
        parked.sender_mark(stranger),
        signing.dumps(["x"], salt=parked.SALT),
        typed["sender"][0] + "x",
    ]
    for mark in marks:
        response = strict.post(address, forged | {"sender": mark})
        assert response.status_code == 403
        assert parked.KEY not in strict.session
    assert "no longer valid" in text_of(response)
    assert stored(investigator, case) == {}


def test_passwords_too_much_and_old_forms_are_not_kept(strict, case, investigator, monkeypatch):
    address, typed = opened(strict, investigator, case)
    loses(strict, settings.CSRF_COOKIE_NAME)
    assert strict.post(address, typed | {"new_password": "geheim"}).status_code == 403
    assert strict.post(address, typed | {"requester.kind": "x" * (parked.MOST + 1)}).status_code == 403
    assert parked.KEY not in strict.session
    assert strict.post(address, typed).status_code == 302
    monkeypatch.setattr(parked, "SECONDS", -1)
    assert strict.get(reverse("case-resume")).url == reverse("case-list")
    login = reverse("account_login")
    assert strict.post(login, {"login": "a", "password": "b", "sender": typed["sender"]}).status_code == 403


def test_several_pages_wait_with_a_button_each(strict, case, investigator):
    address, typed = opened(strict, investigator, case)
    loses(strict, settings.SESSION_COOKIE_NAME)
    strict.post(address, typed)
    about = reverse("case-about", args=[case.pk])
    strict.post(
        about, {"title": "Mine", "sender": typed["sender"], "csrfmiddlewaretoken": typed["csrfmiddlewaretoken"]}
    )
    sign_in(strict, investigator)
    page = text_of(strict.get(reverse("case-resume")))
    assert "data-resume" not in page
    assert page.count("Send it now") == 2


def test_a_file_is_not_kept_and_that_is_said(strict, case, investigator):
    sign_in(strict, investigator)
    address = reverse("case-exhibit-new", args=[case.pk])
    typed = hidden(text_of(strict.get(address))) | {"title": "Screenshot"}
    loses(strict, settings.SESSION_COOKIE_NAME)
    refused = strict.post(address, typed | {"file": SimpleUploadedFile("a.txt", b"abc")})
    assert "choose it again" in text_of(refused)
    sign_in(strict, investigator)
    page = text_of(strict.get(reverse("case-resume")))
    assert "data-resume" not in page
    assert "Files are not kept" in page


def test_a_page_that_saves_by_itself_is_not_kept_but_told(strict, case, investigator):
    address, typed = opened(strict, investigator, case)
    loses(strict, settings.SESSION_COOKIE_NAME)
    response = strict.post(address, typed | {"action": "autosave"}, headers={"HX-Request": "true"})
    assert response.status_code == 403
    assert parked.KEY not in strict.session


def test_what_changed_meanwhile_is_shown_when_it_is_sent_again(strict, case, investigator):
    from advisor.cases.services import answers_save
    from tests.conftest import NOW

    address, typed = opened(strict, investigator, case)
    loses(strict, settings.SESSION_COOKIE_NAME)
    strict.post(address, typed)
    fresh = cases_for(investigator).get(pk=case.pk)
    answers_save(case=fresh, user=investigator, version=fresh.version, values={"requester.kind": "police"}, now=NOW)
    sign_in(strict, investigator)
    response = strict.post(address, hidden(text_of(strict.get(reverse("case-resume")))))
    assert response.status_code == 409
    assert stored(investigator, case) == {"requester.kind": "police"}
