"""Small things said and read exactly: errors, articles, values, the order of a display."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from routing.conditions import Test
from routing.declared import article_numbers
from routing.errors import CaseFaults, Fault, FaultyDocumentError, RulebookFaults
from routing.findings import shown
from routing.precedence import directness
from routing.reading import LONGEST_NAME, Faults, nearest, said
from routing.rules import spoken

FAULTS = [Fault("needs[0]", "3", "a mapping is allowed"), Fault("title", "nothing", "this key is required")]
LINES = "\n  needs[0]: read 3; a mapping is allowed\n  title: read nothing; this key is required"


@pytest.mark.parametrize(
    ("error", "what"),
    [(FaultyDocumentError, "the document"), (CaseFaults, "the case"), (RulebookFaults, "the edition")],
)
def test_an_error_tells_all_its_faults(error: type[FaultyDocumentError], what: str) -> None:
    found = error(iter(FAULTS))

    assert found.faults == tuple(FAULTS)
    assert str(found) == f"2 fault(s) in {what}:{LINES}"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("7(9)(a)", {"7"}),
        ("8,10", {"8", "10"}),
        ("8; 10(2), 12bis", {"8", "10", "12bis"}),
        ("15-18", {"15", "16", "17", "18"}),
        ("15-15", {"15"}),
        ("18-15", {"18-15"}),
        ("1-200", {str(number) for number in range(1, 201)}),
        ("1-201", {"1-201"}),
        ("1-200(3)", {str(number) for number in range(1, 201)}),
        ("scope", set()),
        ("", set()),
        ("scope, 3", {"3"}),
    ],
)
def test_numbers_of_articles(text: str, numbers: set[str]) -> None:
    assert article_numbers(text) == numbers


@pytest.mark.parametrize(
    ("channel", "level"),
    [
        ("direct", 0),
        ("provider-direct portal", 0),
        ("court -> court", 0),
        ("24/7 point", 0),
        ("indirect", 1),
        ("central authorities", 1),
        ("a liaison office", 1),
        ("Coordinating Unit", 1),
        ("the agency", 1),
        ("Ministries of Justice", 2),
        ("a consul", 2),
        ("diplomatic way", 3),
        ("the embassy", 3),
        ("", 1),
        ("diplomatic, later direct", 3),
        ("direct, else the ministry", 0),
    ],
)
def test_how_direct_a_channel_is(channel: str, level: int) -> None:
    assert directness(channel) == level


class Odd:
    """Something that no document holds."""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (12, "12"),
        (10**30 - 1, str(10**30 - 1)),
        (10**30, "a very large number"),
        (-(10**30), "a very large number"),
        (1.5, "1.5"),
        (date(2020, 1, 2), "2020-01-02"),
        (datetime(2020, 1, 2, 3, 4), "2020-01-02T03:04:00"),  # noqa: DTZ001  # as YAML gives it
        ("word", '"word"'),
        ("a" * 60, f'"{"a" * 60}"'),
        ("a" * 61, f'"{"a" * 57}..."'),
        ("a\tb", '"a\N{REPLACEMENT CHARACTER}b"'),
        ({"a": 1, "b": 2}, "a mapping with 2 key(s)"),
        ([1, 2, 3], "a list of 3"),
        ((1,), "a list of 1"),
        ({1, 2}, "a list of 2"),
        (frozenset(), "a list of 0"),
        (Odd(), "a value of type Odd"),
    ],
)
def test_a_value_as_a_message_quotes_it(value: Any, text: str) -> None:
    assert said(value) == text


def test_the_nearest_name() -> None:
    assert nearest("trail", ["track", "trial"]) == " (did you mean trial?)"
    assert nearest("zzz", ["track", "trial"]) == ""
    assert nearest("a" * LONGEST_NAME, ["a" * (LONGEST_NAME - 1)]) == f" (did you mean {'a' * (LONGEST_NAME - 1)}?)"
    assert nearest("a" * (LONGEST_NAME + 1), ["a" * LONGEST_NAME]) == ""


def test_faults_past_the_limit_are_counted() -> None:
    faults = Faults()
    for number in range(99):
        faults.note(f"f{number}", number, "nothing")
    assert faults.hint("trail", ["trial"]) == " (did you mean trial?)"
    faults.note("f99", 99, "nothing")

    assert faults.hint("trail", ["trial"]) == ""
    assert faults.hint(3, ["trial"]) == ""
    assert (len(faults.all()), faults.more) == (100, 0)
    faults.note("more", 1, "nothing")
    faults.note("more", 1, "nothing")
    assert (len(faults.found), faults.more) == (100, 2)
    assert faults.all()[100] == Fault("case", "2 more fault(s)", "mend the ones above and try again")


@pytest.mark.parametrize(
    ("value", "words", "document"),
    [
        (True, "yes", True),
        (False, "no", False),
        (12, "12", 12),
        (1.5, "1.5", 1.5),
        ("a_word", "a_word", "a_word"),
        (date(2020, 1, 2), "2020-01-02", "2020-01-02"),
        (frozenset({"b", "a"}), "a, b", ["a", "b"]),
    ],
)
def test_a_fact_s_value_in_words_and_in_an_answer(value: Any, words: str, document: Any) -> None:
    assert spoken(value) == words
    assert shown(value) == document
    assert shown(None) is None


@pytest.mark.parametrize(
    ("op", "wanted", "found", "text"),
    [
        ("gte", 1, "many", "'many' is not a number"),
        ("gt", 1, True, "True is not a number"),
        ("lte", "few", 1, "'few' is not a number"),
        ("before", date(2020, 1, 1), 3, "3 is not a day"),
        ("on_or_after", "soon", date(2020, 1, 1), "'soon' is not a day"),
    ],
)
def test_a_test_of_the_wrong_type_says_what_it_read(op: str, wanted: Any, found: Any, text: str) -> None:
    with pytest.raises(TypeError) as error:
        Test(0, "fact", op, wanted).of(found)

    assert str(error.value) == text
