"""Hostile and hasty text on every form of a case: a message at the field, nothing lost, nothing executed."""

import html

import pytest
from django.urls import reverse

from advisor.cases.selectors import answers_for, cases_for, needs_for

EMOJI = "👨‍👩‍👧‍👦🏴‍☠️ naïve Ωμέγα שלום مرحبا 日本"
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}{% now 'Y' %}'\";--"
LONG = (SCRIPT + EMOJI) * 180


def text_of(response):
    return response.content.decode()


def literally(page, text):
    """The text stands on the page as text, and nothing of it as markup."""
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "49" not in page.split("7*7")[0][-3:]
    assert html.escape(text.strip())[:200] in page


@pytest.fixture
def case(open_case, investigator):
    return open_case(investigator, needs=[("criminal.search_and_seizure", "ES")])


def header(**fields):
    return {
        "title": "Shoes", "reference": "R-9", "requesting_state": "FR", "track": "criminal", "stage": "trial",
        "opened_on_0": "5", "opened_on_1": "10", "opened_on_2": "2026", "summary": "", "version": "3",
    } | fields  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("summary", "x" * 20_001, "20,001 characters; 20,000 is the most"),
        ("title", "y" * 201, "200 is the most"),
        ("summary", "a\u202eb", "U+202E, right-to-left override"),
        ("summary", "a\x1bb", "U+001B"),
        ("title", "a\u2066b", "U+2066"),
        ("title", "two\nlines", "a line break"),
        ("reference", "", "Enter your reference"),
        ("requesting_state", "<b>Narnia</b>", "is not a State in the catalogue"),
        ("opened_on_1", "13", "is not a day"),
        ("opened_on_2", "٢٠٢٦x", "is not a day"),
        ("track", "voodoo", "Select a valid choice"),
    ],
)
def test_a_header_at_fault_says_so_at_its_field_and_keeps_the_rest(desk, case, investigator, field, value, said):
    sent = header(version=case.version, summary="Kept " + EMOJI) | {field: value}
    response = desk.post(reverse("case-about", args=[case.pk]), sent)
    page = html.unescape(text_of(response))
    assert response.status_code == 422
    assert page.count(said) >= 2, "on top and at the field"
    if field != "summary":
        assert "Kept " + EMOJI in page
    assert value[:50] in page or field == "track"
    assert cases_for(investigator).get(pk=case.pk).version == case.version


def test_twenty_thousand_characters_of_anything_are_kept_and_shown_literally(desk, case, investigator):
    text = LONG[:19_990]
    sent = header(version=case.version, summary=text, title=SCRIPT[:150], reference=SCRIPT[:70])
    assert desk.post(reverse("case-about", args=[case.pk]), sent).status_code == 302
    stored = cases_for(investigator).get(pk=case.pk)
    assert stored.summary == text.strip()
    for name in ("case", "case-about", "case-check", "case-questions", "case-needs", "case-exhibits"):
        page = text_of(desk.get(reverse(name, args=[case.pk])))
        literally(page, SCRIPT[:60])
    literally(text_of(desk.get(reverse("case-list"))), SCRIPT[:60])
    literally(text_of(desk.get(reverse("case-check", args=[case.pk]))), text)


def test_a_need_with_hostile_text(desk, case, investigator):
    address = reverse("case-need", args=[case.pk, "n1"])
    sent = {"measure": "criminal.search_and_seizure", "requested_state": "ES", "version": case.version}
    wrong = desk.post(address, sent | {"subject": "a\u202eb" + EMOJI})
    assert wrong.status_code == 422
    assert "U+202E" in text_of(wrong)
    assert EMOJI in html.unescape(text_of(wrong))
    assert desk.post(address, sent | {"subject": SCRIPT + EMOJI}).status_code == 302
    assert needs_for(investigator).get(case=case).subject == SCRIPT + EMOJI
    for name in ("case-needs", "case-check", "case-questions"):
        literally(text_of(desk.get(reverse(name, args=[case.pk]))), (SCRIPT + EMOJI)[:80])


@pytest.mark.parametrize("typed", ["=1+1", "１２", "12e3", "-5", "4\u202e8", "😀", "9" * 400, "1" * 20_000])
def test_an_amount_at_fault_is_said_and_kept(desk, case, investigator, typed):
    fact = "offence.max_penalty_months_requesting"
    address = reverse("case-question", args=[case.pk, fact])
    response = desk.post(address, {"version": case.version, "level": ["whole"], fact: typed})
    page = html.unescape(text_of(response))
    assert response.status_code == 422
    assert "Enter a whole number" in page
    assert typed in page
    assert not answers_for(investigator).exists()


def test_a_null_character_is_refused_in_words(desk, case):
    response = desk.post(reverse("case-about", args=[case.pk]), header(version=case.version, title="a\x00b"))
    assert response.status_code == 422
    assert "ull characters are not allowed" in text_of(response)


def test_half_a_character_is_refused_in_words(desk, case):
    """A lone surrogate cannot be stored; a browser never sends one, a program may."""
    body = b"title=%ED%A0%80x&reference=r&version=1"
    response = desk.post(reverse("case-about", args=[case.pk]), body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 422


def test_too_many_fields_are_no_accident_of_the_server(desk, case):
    sent = {f"f{n}": "x" for n in range(4_100)}
    assert desk.post(reverse("case-about", args=[case.pk]), sent).status_code == 400
