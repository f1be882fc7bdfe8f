"""What a route warns of is said in words: no code of a fact, need, measure or instrument, no ISO day."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from advisor.web.route_view import limit_words
from advisor.web.warning_words import need_names, said, warnings_said
from routing.codec import case_from_document, route_to_document
from routing.engine import route

SCENARIOS = Path(__file__).resolve().parents[3] / "fixtures" / "scenarios"
pytestmark = pytest.mark.django_db

ANSWER: dict[str, Any] = {
    "needs": [
        {"id": f"n{number}", "measure": "criminal.search_and_seizure", "requested_state": state}
        for number, state in enumerate(("GR", "BG", "FR", "CY", "IE", "GB"), 1)
    ],
    "warnings": [],
}
CODED = re.compile(r"\bn\d+\b|[a-z]_[a-z]|[a-z]\.[a-z]|\d{4}-\d\d-\d\d|\beio\b")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("request.received_on is not stated: 2026-11-22, the day of sending, was assumed (n1, n2)", "22 November 2026"),
        ("Dual criminality is open for n1 (eio), n2 (eu-freezing-fd-2003-577): nothing", "(EIO Directive)"),
        ("The catalogue holds no usable record for civil.recognition_enforcement between", "ecognition"),
        ("The data are kept until 2026-11-23, 1 day(s) from the day of the advice.", "23 November 2026, 1 day from"),
        ("due in 1 weeks", "due in 1 week"),
        ("n1, n2, n3, n4, n5, n6 can warn", "; and 3 more needs can warn"),
    ],
)
def test_a_text_is_said_without_codes(edition: Any, text: str, part: str) -> None:
    words = said(text, need_names(ANSWER, edition.rulebook), edition.rulebook)
    assert part in words
    assert not CODED.search(words), words


@pytest.mark.parametrize("name", ["mock-iptv", "mock-medicines"])
def test_no_warning_of_a_mock_case_shows_a_code(edition: Any, name: str) -> None:
    document = yaml.safe_load((SCENARIOS / f"{name}.yaml").read_text(encoding="utf-8"))
    document = json.loads(json.dumps({k: v for k, v in document.items() if k != "expect"}, default=str))
    facts = case_from_document(document, edition.rulebook)
    answer = route_to_document(route(facts, edition.rulebook, on=date(2026, 11, 22)))
    rows = warnings_said(answer, edition.rulebook)
    assert rows
    for row in rows:
        assert not CODED.search(f"{row['needs']} {row['text']}"), row


def test_one_week_is_one_week() -> None:
    limit = {"duration": 1, "unit": "weeks", "event": "acknowledge receipt", "article": "16(1)"}
    assert limit_words(limit).startswith("1 week: ")
    assert limit_words({**limit, "duration": 2}).startswith("2 weeks: ")


def test_a_fact_is_named_by_its_question_and_a_need_by_measure_and_state(edition: Any) -> None:
    book = edition.rulebook
    words = said("request.sent_on is not stated (n2)", need_names(ANSWER, book), book)
    assert book.facts["request.sent_on"].question in words
    assert f"({book.measures['criminal.search_and_seizure'].name}, Bulgaria)" in words


def test_a_code_that_the_edition_does_not_know_stays(edition: Any) -> None:
    assert said("some.thing happened", {}, edition.rulebook) == "some.thing happened"


def test_equal_warnings_are_one_row_with_their_needs_and_assumptions_come_last(edition: Any) -> None:
    warnings = [
        {"code": "assumed-date", "text": "a day was assumed"},
        {"code": "no-route", "text": "nothing", "need": "n1"},
        {"code": "no-route", "text": "nothing", "need": "n2"},
    ]
    rows = warnings_said({**ANSWER, "warnings": warnings}, edition.rulebook)
    assert [row["code"] for row in rows] == ["no-route", "assumed-date"]
    assert "Greece" in rows[0]["needs"]
    assert "Bulgaria" in rows[0]["needs"]
    (one,) = warnings_said({**ANSWER, "warnings": warnings}, edition.rulebook, need="n2")
    assert "Greece" not in one["needs"]
