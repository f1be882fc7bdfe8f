"""Addresses in what people and suggestions wrote are harmless on every page; data and files keep them exact."""

import pytest
from django.urls import reverse

from advisor.cases.services import case_route, case_to_document, needs_add
from advisor.cases.services.notes import note_add
from advisor.intake.entities.fang import defanged, text_defanged
from advisor.web.templatetags.rogatory import fanged
from tests.conftest import NOW, ROUTED_ANSWERS, TODAY

SUBJECT = "who is behind goldstream-tv.eu, 8.8.8.8 and https://a.example/x.html"
SHOWN = "who is behind goldstream-tv[.]eu, 8[.]8[.]8[.]8 and hxxps://a[.]example/x.html"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (SUBJECT, SHOWN),
        ("2001:db8::1 at 21:14:05 on 6.11.2026", "2001[:]db8::1 at 21:14:05 on 6.11.2026"),
        ("art. 5.a, e.g. S.p.A. of 3.5.2020", "art. 5.a, e.g. S.p.A. of 3.5.2020"),
        ("mail to ada@shop.example", "mail to ada@shop[.]example"),
        ("", ""),
    ],
)
def test_a_text_is_made_harmless(text, shown):
    assert text_defanged(text) == fanged(text) == shown


def test_long_texts_take_no_time():
    assert text_defanged("a." * 50_000 + "!") == "a." * 50_000 + "!"
    assert text_defanged("a:" * 50_000)


def test_a_payment_service_named_by_its_address():
    assert defanged("payment_service", "paypal.me/x") == "paypal[.]me/x"
    assert defanged("payment_service", "PayPal") == "PayPal"


def test_pages_show_subjects_harmless_and_data_keeps_them(desk, open_case, prosecutor):
    case = open_case(prosecutor, answers=ROUTED_ANSWERS)
    wanted = {"measure": "criminal.search_and_seizure", "requested_states": ["ES"], "subject": SUBJECT}
    needs_add(case=case, user=prosecutor, now=NOW, **wanted)
    route = case_route(case=case, user=prosecutor, on=TODAY, now=NOW)
    pages = [
        reverse("case-needs", args=[case.pk]),
        reverse("case-questions", args=[case.pk]),
        reverse("case-check", args=[case.pk]),
        reverse("case-route", args=[case.pk, route.number]),
        reverse("case-route-need", args=[case.pk, route.number, "n1"]),
        reverse("case-steps-choose", args=[case.pk, route.number]),
        reverse("case-need-questions", args=[case.pk, "n1"]),
    ]
    for address in pages:
        page = desk.get(address).content.decode()
        assert "goldstream-tv.eu" not in page, address
    assert "goldstream-tv[.]eu" in desk.get(pages[0]).content.decode()
    assert case_to_document(case=case, user=prosecutor)["needs"][0]["subject"] == SUBJECT


def test_the_addresses_of_colleagues_stay_as_they_are():
    known = ["ada.lovelace@milan.example", "lovelace@milan.example"]
    said = "@Ada.Lovelace@milan.example saw ada@milan.example.evil.example and lovelace@milan.example, see evil.example"
    shown = (
        "@Ada.Lovelace@milan.example saw ada@milan[.]example[.]evil[.]example and lovelace@milan.example, "
        "see evil[.]example"
    )
    assert text_defanged(said, known) == shown
    assert text_defanged("xlovelace@milan.example.org", known) == "xlovelace@milan[.]example[.]org"


def test_a_note_shows_a_colleague_by_address_and_others_harmless(desk, open_case, prosecutor, investigator):
    case = open_case(prosecutor)
    note_add(case=case, user=prosecutor, text=f"@{investigator.email} look at shop.evil.example", now=NOW)
    page = desk.get(reverse("case-notes", args=[case.pk])).content.decode()
    assert f"@{investigator.email} look at shop[.]evil[.]example" in page


def test_an_address_that_takes_a_form_says_so_and_leads_back(desk, open_case, prosecutor):
    case = open_case(prosecutor)
    answer = desk.get(reverse("case-restrict", args=[case.pk]))
    page = answer.content.decode()
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "There is nothing to read here" in page
    assert f'href="{reverse("case", args=[case.pk])}"' in page
