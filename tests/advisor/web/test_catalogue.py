"""The catalogue's pages and the error pages."""

import json

import pytest
from django.test import Client
from django.urls import reverse


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("655/2014", "eapo-655-2014"),
        ("Budapest 29", "budapest-convention"),
        ("règlement 2018/1805", "eu-2018-1805"),
        ("Cyprus", "/catalogue/states/CY/"),
        ("eaw", "/catalogue/instruments/eaw/"),
    ],
)
def test_search_forgives(desk, query, found):
    shown = text_of(desk.get(reverse("catalogue"), {"q": query.replace("règlement ", "")}))
    assert found in shown.partition('<h2 class="govuk-heading-l">Instruments')[0]


def test_a_search_without_answer_says_so(desk):
    shown = text_of(desk.get(reverse("catalogue"), {"q": "<script>alert(1)</script>"}))
    assert "Nothing in this edition holds all these words" in shown
    assert "<script>alert" not in shown


def test_another_reading_is_said_and_measures_are_offered(desk):
    shown = text_of(desk.get(reverse("catalogue"), {"q": "budapset"}))
    assert "Nothing holds “budapset” as written. Read as “budapest”." in shown
    shown = text_of(desk.get(reverse("catalogue"), {"q": "wiretap phone"}))
    assert "Measures that may be meant:" in shown
    assert "/catalogue/measures/criminal.interception/" in shown


def test_the_door_is_of_a_day_and_an_edition_too(desk, edition):
    address = reverse("catalogue")
    shown = text_of(desk.get(address, {"on": "2016-01-01", "tier": "formal", "q": "eio"}))
    assert 'value="2016-01-01"' in shown
    assert '<input type="hidden" name="tier" value="formal">' in shown
    assert "/catalogue/?on=2016-01-01&amp;tier=voluntary#instruments" in shown
    entry = shown.partition('id="instruments"')[2].partition("/catalogue/instruments/eio/")[2]
    assert "not on this day" in entry.partition("</li>")[0]
    assert f"edition={edition.sha256[:12]}&amp;from=FR&amp;q=eio&amp;tier=formal&amp;as=csv" in shown
    wrong = text_of(desk.get(address, {"on": "yesterday", "edition": "zzzzzz"}))
    assert "“yesterday” is not a day" in wrong
    assert "No one edition begins with" in wrong
    rows = json.loads(desk.get(address, {"as": "json", "on": "2016-01-01"}).content)["rows"]
    assert len(rows) == len(edition.rulebook.instruments)
    assert next(row for row in rows if row["code"] == "eio")["applies"] == "no"
    hits = json.loads(desk.get(address, {"as": "json", "q": "655/2014"}).content)["rows"]
    assert hits[0]["url"] == "/catalogue/instruments/eapo-655-2014/"


def test_the_list_by_tier(desk):
    shown = text_of(desk.get(reverse("catalogue"), {"tier": "voluntary"}))
    assert "platform-notice-programmes" in shown
    assert "/catalogue/instruments/eio/" not in shown


def test_every_instrument_and_state_has_a_page(desk, edition):
    for code in edition.rulebook.instruments:
        assert desk.get(reverse("catalogue-instrument", args=[code])).status_code == 200, code
    for code in list(edition.rulebook.states)[::20]:
        assert desk.get(reverse("catalogue-state", args=[code])).status_code == 200, code


def test_an_instrument_on_a_day(desk):
    address = reverse("catalogue-instrument", args=["e-evidence-regulation"])
    assert "Applies on this day" in text_of(desk.get(address, {"on": "2026-11-22"}))
    assert "Does not apply on this day" in text_of(desk.get(address, {"on": "2026-08-17"}))
    wrong = text_of(desk.get(address, {"on": "yesterday"}))
    assert "“yesterday” is not a day" in wrong


def test_a_state_on_a_day(desk):
    address = reverse("catalogue-state", args=["GB"])
    bound_2020 = text_of(desk.get(address, {"on": "2020-06-01"})).partition("other instrument")[0]
    bound_2022 = text_of(desk.get(address, {"on": "2022-06-01"})).partition("other instrument")[0]
    assert "/catalogue/instruments/eu-uk-tca/" not in bound_2020
    assert "/catalogue/instruments/eu-uk-tca/" in bound_2022


def test_an_alias_leads_to_its_instrument(desk):
    response = desk.get(reverse("catalogue-instrument", args=["budapest-art-32"]))
    assert response.url == reverse("catalogue-instrument", args=["budapest-convention"])


@pytest.mark.parametrize("address", ["/catalogue/instruments/nothing/", "/catalogue/states/QQ/", "/nowhere"])
def test_what_is_not_there_is_said_calmly(desk, address):
    response = desk.get(address)
    assert response.status_code == 404
    assert "There is nothing here for you" in text_of(response)
    assert "Traceback" not in text_of(response)


def test_a_curator_sees_the_catalogue_and_no_cases(signed_in, curator, edition):
    client = signed_in(curator)
    assert client.get(reverse("catalogue")).status_code == 200
    refused = client.get(reverse("case-list"))
    assert refused.status_code == 403
    assert "You cannot use this page" in text_of(refused)


def test_a_fault_of_ours_shows_no_traceback(signed_in, investigator, edition, monkeypatch):
    client = signed_in(investigator)
    client.raise_request_exception = False
    monkeypatch.setattr("advisor.web.views.catalogue.Found", None)
    response = client.get(reverse("catalogue"))
    assert response.status_code == 500
    assert "Something went wrong on our side" in text_of(response)
    assert "NoneType" not in text_of(response)


def test_strangers_are_sent_to_sign_in_and_come_back(db):
    response = Client().get(reverse("catalogue"))
    assert response.url == "/account/login/?next=/catalogue/"
    assert Client().get("/").url == "/account/login/"
    shown = text_of(Client().get("/account/login/"))
    assert "Which door to knock on first" in shown


def test_a_form_sent_without_its_token_is_refused_kindly(investigator, edition):
    client = Client(enforce_csrf_checks=True)
    client.force_login(investigator, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.post(reverse("case-new"), {})
    assert response.status_code == 403
    assert "That form is no longer valid" in text_of(response)


def test_every_page_has_the_strict_policy(desk):
    for address in ("/catalogue/", "/cases/", "/nowhere", "/account/login/"):
        policy = desk.get(address).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "data:" not in policy
