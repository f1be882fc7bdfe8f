"""The language is chosen by account, cookie or browser; what was typed before the switch stands in the form again."""

import pytest
from django.test import Client
from django.urls import reverse

from advisor.web.refill import page_refilled

pytestmark = pytest.mark.django_db


def test_the_browser_decides_where_nobody_chose(client, edition):
    assert (
        "Se connecter"
        in client.get(reverse("account_login"), headers={"accept-language": "fr-BE,en;q=0.5"}).content.decode()
    )
    assert "Sign in" in client.get(reverse("account_login"), headers={"accept-language": "de"}).content.decode()


def test_a_stranger_chooses_by_cookie(client, edition):
    answer = client.post(reverse("language"), {"switch-language": "fr", "next": reverse("account_login")})
    assert answer.url == reverse("account_login")
    assert client.cookies["rogatory_language"].value == "fr"
    assert '<html lang="fr"' in client.get(reverse("account_login")).content.decode()


def test_every_language_is_named_in_its_own_words(client, edition):
    page = {code: client.get(reverse("account_login"), headers={"accept-language": code}) for code in ("en", "fr")}
    assert 'lang="fr" formnovalidate>Français</button>' in page["en"].content.decode()
    assert 'lang="en" formnovalidate>English</button>' in page["fr"].content.decode()


def test_the_sign_in_page_keeps_the_address_and_never_the_password(client, prosecutor, edition):
    sent = {"login": prosecutor.email, "password": "rogatory-demo", "next": "/cases/", "switch-language": "fr"}
    answer = client.post(reverse("account_login"), sent)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert '<html lang="fr"' in page
    assert f'value="{prosecutor.email}"' in page
    assert "rogatory-demo" not in page
    assert 'value="/cases/"' in page
    assert "_auth_user_id" not in client.session
    assert client.cookies["rogatory_language"].value == "fr"
    hostile = client.post(reverse("account_login"), {"login": '"><script>1</script>', "switch-language": "en"})
    assert "<script>1" not in hostile.content.decode()


def test_the_address_opened_as_a_page_leads_to_the_start(client):
    assert client.get(reverse("language")).url == reverse("home")


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_the_way_back_stays_here(client, back):
    assert client.post(reverse("language"), {"switch-language": "fr", "next": back}).url == reverse("home")


@pytest.mark.parametrize("code", ["xx", "", "fr'--", "../fr"])
def test_a_language_that_is_not_there_changes_nothing(client, code):
    client.post(reverse("language"), {"switch-language": code})
    assert "rogatory_language" not in client.cookies


def test_the_account_remembers(desk, prosecutor, signed_in):
    desk.post(reverse("language"), {"switch-language": "fr", "next": reverse("case-list")})
    prosecutor.refresh_from_db()
    assert prosecutor.language == "fr"
    other = signed_in(prosecutor)
    assert "Affaires" in other.get(reverse("case-list"), headers={"accept-language": "en"}).content.decode()


TYPED = {
    "title": "Étals <b>& “Co”</b>",
    "reference": "",
    "requesting_state": "Ital",
    "track": "civil",
    "stage": "trial",
    "opened_on_0": "31",
    "opened_on_1": "2",
    "opened_on_2": "x",
    "summary": "Line one\nLine two </textarea><script>1</script>",
}


def test_nothing_typed_is_lost(desk, prosecutor):
    address = reverse("case-new")
    answer = desk.post(address, {**TYPED, "switch-language": "fr"})
    assert answer.status_code == 302
    assert answer.url == address
    page = desk.get(address).content.decode()
    assert "Ouvrir une nouvelle affaire" in page
    assert 'value="Étals &lt;b&gt;&amp; “Co”&lt;/b&gt;"' in page
    assert "Line two &lt;/textarea&gt;&lt;script&gt;" in page
    assert 'value="Ital"' in page
    assert 'value="31"' in page
    checked = [part.split(">")[0] for part in page.split("<input")[1:] if " checked" in part.split(">")[0]]
    assert sorted(part.split('value="')[1].split('"')[0] for part in checked) == ["civil", "trial"]
    assert "Étals" not in desk.get(address).content.decode(), "given back once"


def test_nothing_is_saved_by_a_switch(desk, prosecutor, scenario_case):
    case = scenario_case(prosecutor, "mock-iptv")
    address = reverse("case-about", args=[case.pk])
    desk.post(address, {**TYPED, "title": "Another", "version": "1", "switch-language": "fr"})
    case.refresh_from_db()
    assert case.title != "Another"
    assert 'value="Another"' in desk.get(address).content.decode()


def test_lines_of_needs_are_kept(desk, prosecutor, scenario_case):
    case = scenario_case(prosecutor, "mock-iptv")
    lines = {f"line-{n}-measure": f"measure {n}" for n in range(7)}
    sent = {"line-TOTAL_FORMS": "7", "line-INITIAL_FORMS": "0", **lines, "switch-language": "fr"}
    page = desk.post(reverse("case-needs-add", args=[case.pk]), sent).content.decode()
    assert all(f'value="measure {n}"' in page for n in range(7))
    assert "Ajouter des besoins" in page or "Enregistrer les besoins" in page


def test_what_is_too_long_is_said(desk, prosecutor):
    desk.post(reverse("case-new"), {"summary": "x" * 500_000, "switch-language": "fr"})
    assert "enregistrez d’abord" in desk.get(reverse("case-new")).content.decode()


def test_a_stranger_is_not_served_by_a_switch(edition, prosecutor, scenario_case):
    case = scenario_case(prosecutor, "mock-iptv")
    answer = Client().post(reverse("case-about", args=[case.pk]), {"switch-language": "fr"})
    assert answer.status_code == 302
    assert "login" in answer.url


def test_refill_touches_its_form_alone():
    page = (
        '<form id="other"><input name="a" value="1"></form>'
        '<form id="page-form"><input type="hidden" name="csrfmiddlewaretoken" value="t"><input name="a" value="1">'
        '<input name="a" value="2"/><input type="checkbox" name="c" value="x" checked><input type="file" name="f">'
        '<select name="s"><option value="1" selected>1</option><option value="2">2</option></select>'
        '<textarea name="t">\nold</textarea></form>'
    )
    typed = [
        ["a", '"><b>'],
        ["a", "é"],
        ["s", "2"],
        ["t", "\nnew & <i>"],
        ["gone", "text"],
        ["csrfmiddlewaretoken", "z"],
    ]
    text, left = page_refilled(page, typed)
    assert '<form id="other"><input name="a" value="1"></form>' in text
    assert '<input name="a" value="&quot;&gt;&lt;b&gt;">' in text
    assert '<input name="a" value="é"/>' in text
    assert 'value="x">' in text
    assert '<option value="1">1</option><option value="2" selected>' in text
    assert '<textarea name="t">\n\nnew &amp; &lt;i&gt;</textarea>' in text
    assert 'value="t"' in text
    assert left == ["text", "z"]


def test_pages_that_guard_their_text_take_it_along():
    from advisor.languages.extract import template_paths

    for path in template_paths():
        text = path.read_text(encoding="utf-8")
        if "data-guard" in text and "<form" in text:
            assert 'id="page-form"' in text, path
            assert 'with form_id="page-form"' in text, path
