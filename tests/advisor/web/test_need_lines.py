"""advisor.web.need_lines: typed, ticked and pasted lines."""

import pytest
from django.urls import reverse

from advisor.web.need_lines import (
    MOST_LINES,
    USUAL,
    filled,
    lines_from_text,
    lines_from_ticks,
    measure_index,
    nearest_measure,
)


@pytest.fixture
def book(edition):
    return edition.rulebook


def test_a_pasted_list_becomes_lines(book):
    lines = lines_from_text(
        "search and seizure; BG, RO; premises with the encoders\n\nnotice and takedown\tFR\thost", book
    )
    assert lines == [
        {"measure": "Search and seizure (criminal)", "states": "BG, RO", "subject": "premises with the encoders"},
        {"measure": "Notice and takedown (voluntary)", "states": "FR", "subject": "host"},
    ]


def test_what_is_no_measure_stays_to_be_corrected(book):
    assert lines_from_text("witchcraft; FR", book)[0]["measure"] == "witchcraft"


def test_a_long_paste_is_cut_at_the_most_lines(book):
    assert len(lines_from_text("search and seizure; BG\n" * 500, book)) == MOST_LINES


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Search and seizure", "criminal.search_and_seizure"),
        ("criminal.jit", "criminal.jit"),
        ("test purchas", "domestic.test_purchase"),
        ("takedown", "voluntary.takedown"),
        ("zzz", None),
        ("", None),
    ],
)
def test_a_hasty_measure_is_understood(book, typed, code):
    assert nearest_measure(typed, measure_index(book)) == code


def test_every_usual_measure_exists(book):
    assert {code for codes in USUAL.values() for code in codes} <= set(book.measures)


def test_ticks_and_empty_lines(book):
    assert [line["measure"] for line in lines_from_ticks(["criminal.jit", "nonsense"], book)] == [
        "Joint investigation team (criminal)"
    ]
    assert filled([{"measure": "", "states": " ", "subject": ""}, {"measure": "x", "states": "", "subject": ""}]) == [
        {"measure": "x", "states": "", "subject": ""}
    ]


@pytest.mark.parametrize(
    ("line", "measure", "said"),
    [
        ("bank information; IE", "Information from a financial institution (criminal)", "was read as"),
        ("bank information; IT", "Bank information at home (domestic)", "was read as"),
        ("seizure; IE", "seizure", "can mean"),
        ("Bank information at home; IE", "Bank information at home (domestic)", "is done at home"),
        ("test purchas; IE", "Test purchase (domestic)", "is done at home"),
    ],
)
def test_a_guess_is_shown_and_looks_at_the_state(book, line, measure, said):
    [read] = lines_from_text(line, book, home="IT")
    assert read["measure"] == measure
    assert said in read["guess"]


def test_names_of_the_catalogue_are_no_guess(book):
    assert "guess" not in lines_from_text("search and seizure; IE", book, home="IT")[0]


def test_the_page_shows_what_was_guessed(desk, open_case, prosecutor):
    address = reverse("case-needs-add", args=[open_case(prosecutor).pk])
    page = desk.post(address, {"line-TOTAL_FORMS": "0", "action": "lines", "pasted": "bank information; IE; x"})
    assert "“bank information” was read as: Information from a financial institution" in page.content.decode()
    assert 'href="#id_line-0-measure"' in page.content.decode()
