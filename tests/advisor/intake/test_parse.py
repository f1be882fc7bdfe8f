"""Submitted text becomes typed values, or one message that says what was read and what to do."""

from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from advisor.intake.parse import AnswerFault, day_of, parse_answer, read_answers, value_fault

BOOL, INT, DECIMAL = "offence.transnational", "offence.max_penalty_months_requesting", "claim.value_eur"
DATE, ENUM, STATE = "request.sent_on", "requester.kind", "forum.state"


@pytest.mark.parametrize(
    ("fact", "raw", "value"),
    [
        (BOOL, "yes", True),
        (BOOL, "no", False),
        (BOOL, "unknown", None),
        (INT, " 48 ", 48),
        (INT, "0", 0),
        (INT, "unknown", None),
        (DECIMAL, "4800", 4800),
        (DECIMAL, "4800.00", 4800),
        (DECIMAL, "4800.5", 4800.5),
        (DECIMAL, "4,800.50", 4800.5),
        (DECIMAL, "4.800,50", 4800.5),
        (DECIMAL, "4 800,5", 4800.5),
        (DECIMAL, "1\u00a0234\u202f567", 1234567),
        (DATE, "2026-10-05", "2026-10-05"),
        (DATE, "2026-2-9", "2026-02-09"),
        (DATE, ["5", "10", "2026"], "2026-10-05"),
        (DATE, [" 05 ", "Oct", "2026"], "2026-10-05"),
        (DATE, ["29", "february", "2028"], "2028-02-29"),
        (ENUM, "prosecutor", "prosecutor"),
        (STATE, "ES", "ES"),
        (STATE, "spain", "ES"),
        (STATE, "ESP", "ES"),
        (STATE, "unknown", None),
    ],
)
def test_reads(rulebook, fact, raw, value):
    read = parse_answer(rulebook, fact, raw)
    assert read == value
    assert type(read) is type(value)
    assert value_fault(rulebook, fact, read) is None


@pytest.mark.parametrize(
    ("fact", "raw", "words"),
    [
        ("no.such", "yes", "no question"),
        (BOOL, "true", "Choose yes, no"),
        (BOOL, ["yes", "no"], "More than one"),
        (INT, "-3", "whole number of months"),
        (INT, "3.5", "whole number"),
        (INT, "four years", "whole number"),
        (INT, "1201", "hundred years"),
        (INT, "٤٨", "whole number"),
        (INT, "1e3", "whole number"),
        (INT, "9" * 5000, "whole number"),
        (DECIMAL, "1.2345", "at most two decimals"),
        (DECIMAL, "NaN", "at most two decimals"),
        (DECIMAL, "1e9", "at most two decimals"),
        (DECIMAL, "€ 5", "at most two decimals"),
        (DECIMAL, "9999999999999", "larger than anything"),
        (DATE, "05/10/2026", "year-month-day"),
        (DATE, "2026-02-30", "no such day"),
        (DATE, ["30", "2", "2026"], "no such day"),
        (DATE, ["5", "", "2026"], "missing: month"),
        (DATE, ["5", "10", "26"], "four digits"),
        (DATE, ["5", "13", "2026"], "no such day|as numbers"),
        (DATE, ["9" * 5000, "1", "2026"], "no such day"),
        (DATE, ["5", "10", "2500"], "four digits"),
        (ENUM, "wizard", "Choose one of"),
        (ENUM, "Prosecutor", "Choose one of"),
        (STATE, "UK", "GB"),
        (STATE, "EL", "GR"),
        (STATE, "Atlantis", "Choose a State"),
        (STATE, "\u202eES", "Choose a State"),
    ],
)
def test_refuses_with_what_was_read(rulebook, fact, raw, words):
    with pytest.raises(AnswerFault, match=words) as refused:
        parse_answer(rulebook, fact, raw)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 1200


def read_or_refuse(read):
    """What `read` gives, or the fault it raises."""
    try:
        return read()
    except AnswerFault as fault:
        return fault


def test_page_is_read_at_once(rulebook):
    data = QueryDict(mutable=True)
    data.update(
        {
            BOOL: "no",
            INT: "many",
            f"{DATE}-day": "5",
            f"{DATE}-month": "10",
            f"{DATE}-year": "2026",
            f"{STATE}-unknown": "on",
            STATE: "ES",
            DECIMAL: " ",
            "csrfmiddlewaretoken": "x",
        }
    )
    parsed = read_answers(rulebook, [BOOL, INT, DATE, STATE, DECIMAL, ENUM, "no.such"], data)
    assert parsed.values == {BOOL: False, DATE: "2026-10-05", STATE: None}
    assert parsed.clear == (DECIMAL,)
    assert list(parsed.faults) == [INT]
    assert parsed.raw[INT] == "many"
    assert parsed.raw[DATE] == ["5", "10", "2026"]


def test_day_by_the_names_of_three_boxes(rulebook):
    data = QueryDict(f"{DATE}_0=5&{DATE}_1=10&{DATE}_2=2026")
    assert read_answers(rulebook, [DATE], data).values == {DATE: "2026-10-05"}
    empty = QueryDict(f"{DATE}_0=&{DATE}_1=&{DATE}_2=")
    assert read_answers(rulebook, [DATE], empty).clear == (DATE,)


def test_what_was_not_asked_is_not_read(rulebook):
    assert read_answers(rulebook, [BOOL], QueryDict(f"{INT}=4&{BOOL}=yes")).values == {BOOL: True}


@given(day=st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_every_day_of_the_calendar(day):
    assert day_of([str(day.day), str(day.month), str(day.year)]) == day


@given(parts=st.lists(st.text(max_size=12), min_size=3, max_size=3))
def test_no_text_breaks_the_reading_of_a_day(parts):
    read = read_or_refuse(lambda: day_of(parts))
    assert isinstance(read, date) or str(read).isprintable()


@given(data=st.data())
def test_no_text_breaks_an_answer(rulebook, data):
    fact = data.draw(st.sampled_from(sorted(rulebook.facts)))
    raw = data.draw(st.text(max_size=60) | st.lists(st.text(max_size=20), max_size=5))
    read = read_or_refuse(lambda: parse_answer(rulebook, fact, raw))
    assert str(read) if isinstance(read, AnswerFault) else value_fault(rulebook, fact, read) is None
