"""Pure helpers of the pages: dates in three boxes, records as words, verdicts as marks."""

import datetime

import pytest
from django import forms

from advisor.web import marks, route_view
from advisor.web.dossier_languages import languages
from advisor.web.forms.dates import DateField


class DayForm(forms.Form):
    day = DateField(required=False)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        (("5", "10", "2026"), datetime.date(2026, 10, 5)),
        ((" 05 ", "010", "2026"), datetime.date(2026, 10, 5)),
        (("", "", ""), None),
        (("29", "2", "2024"), datetime.date(2024, 2, 29)),
    ],
)
def test_a_day_is_read(typed, day):
    form = DayForm({f"day_{n}": part for n, part in enumerate(typed)})
    assert form.is_valid()
    assert form.cleaned_data["day"] == day


@pytest.mark.parametrize(
    "typed", [("29", "2", "2026"), ("5", "", "2026"), ("x", "y", "z"), ("1", "1", "26"), ("9" * 18, "1", "2026")]
)
def test_what_is_no_day_is_named(typed):
    form = DayForm({f"day_{n}": part for n, part in enumerate(typed)})
    assert not form.is_valid()
    [message] = form.errors["day"]
    assert "is not a day" in message
    assert (typed[1] or "–") in message


def test_the_three_boxes_show_a_day():
    shown = str(DayForm(initial={"day": "2026-10-05"})["day"])
    assert 'value="5"' in shown
    assert 'value="10"' in shown


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (
            {"duration": 10, "unit": "calendar_days", "event": "produce data", "article": "10(3)"},
            "10 calendar days: produce data (art. 10(3))",
        ),
        ({"duration": None, "event": "availability", "article": "35(1)"}, "availability (art. 35(1))"),
        ("at once", "at once"),
        ({}, ""),
    ],
)
def test_a_limit_in_words(limit, words):
    assert route_view.limit_words(limit) == words


def test_two_rows_of_which_the_longer_decides_are_one_limit():
    first = {"duration": 20, "unit": "working_days", "event": "merits, the longer of", "article": "9(5)"}
    other = {"duration": 31, "unit": "calendar_days", "event": "... and", "article": "9(5)"}
    lone = {"duration": 1, "unit": "weeks", "event": "acknowledge receipt", "article": "7"}
    end = {"duration": 3, "unit": "months", "event": "... and not after", "article": "7"}
    joined = "20 working days or 31 calendar days, whichever is longer: merits (art. 9(5))"
    assert route_view.limits_words([first, other, lone]) == [joined, "1 week: acknowledge receipt (art. 7)"]
    assert route_view.limits_words([lone, end])[1] == "3 months: acknowledge receipt: not after (art. 7)"
    assert route_view.limits_words(None) == []


def test_articles_and_values_in_words():
    assert route_view.articles_words(["7"]) == "art. 7"
    assert route_view.articles_words(["7", "9(1)"]) == "arts 7, 9(1)"
    assert route_view.articles_words(["7, 9(2)"]) == "arts 7, 9(2)"
    assert route_view.articles_words(["network terms"]) == "network terms"
    assert route_view.articles_words([]) == ""
    assert route_view.plain_words("rights_holder") == "Right holder"
    assert route_view.plain_words(["police", {"who": "court"}]) == "police; who: court"
    assert route_view.plain_words(None) == ""


def test_a_verdict_is_a_word_and_a_shape():
    for code in ("open", "needs_facts", "needs_counsel", "closed", "routed", "no_route"):
        tag = marks.verdict_tag(code)
        assert "<svg" in tag
        assert str(marks.VERDICTS[code]) in tag
    assert "&lt;b&gt;" in marks.verdict_tag("<b>")
    assert len({marks.SHAPES[code] for code in ("open", "needs_facts", "needs_counsel", "closed")}) == 4
    for number, tier in enumerate(marks.TIERS, start=1):
        assert f">{number}<" in marks.tier_badge(tier)


def test_dossiers_can_be_had_in_english():
    assert languages()[0] == ("en", "English")
