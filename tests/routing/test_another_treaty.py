"""`pair.has_applicable_treaty`: worked out from the other formal provisions; where they are silent, the case counts.

The law is the shipped one, save that nobody knows whether Tuvalu is bound by the Hague Evidence Convention.
"""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

import pytest

from routing.codec import rulebook_from_document
from routing.rulebook import Rulebook
from tests.routing.conftest import answer, ask, edition_document, line, make_case, option

MEASURE, LETTER, FACT = "civil.taking_of_evidence", "letters-rogatory/taking-of-evidence", "pair.has_applicable_treaty"
TREATY = "hague-evidence-1970"
CIVIL = {"matter.civil_or_commercial": True}


@cache
def silent_book() -> Rulebook:
    """The shipped law with one row in doubt."""
    document = copy.deepcopy(edition_document())
    record = next(record for record in document["instruments"] if record["code"] == TREATY)
    record["pairing"]["unknown_for"] = ["TV"]
    document["participation"] = [
        row for row in document["participation"] if (row["instrument"], row["iso2"]) != (TREATY, "TV")
    ]
    return rulebook_from_document(document, label="silent", sha256="0" * 64)


def asked(stated: bool | None, requested: str = "TV", **facts: Any) -> dict[str, Any]:
    """The answer for a hearing asked by France, with or without a statement."""
    known = {} if stated is None else {FACT: stated}
    case = make_case(MEASURE, requested, requesting="FR", facts={**CIVIL, **facts, **known})
    return answer(case, book=silent_book())


@pytest.mark.parametrize(("stated", "verdict"), [(None, "unknown"), (False, "fails"), (True, "holds")])
def test_where_the_book_is_silent_the_statement_counts(stated: bool | None, verdict: str) -> None:
    read = line(asked(stated), LETTER, FACT)

    assert (read["verdict"], read["found"]) == (verdict, stated)
    assert "not known whether hague-evidence-1970" in read["note"]
    assert "computed" not in read


def test_a_stated_no_opens_the_letter_and_is_what_it_hangs_on() -> None:
    found = option(asked(False), LETTER)

    assert found["verdict"] == "open"
    assert FACT in found["hangs_on"]
    assert option(asked(None), LETTER)["verdict"] == "needs_facts"
    assert option(asked(None), LETTER)["missing"] == [FACT]


def test_a_stated_yes_closes_the_letter_and_a_no_would_open_it() -> None:
    found = option(asked(True), LETTER)

    assert found["verdict"] == "closed"
    assert [way["set"] for way in found["opens_with"]] == [[{"fact": FACT, "value": False}]]


def test_what_is_worked_out_wins_and_the_contradiction_is_told() -> None:
    found = asked(False, "ES")

    assert line(found, LETTER, FACT)["found"] is True
    assert option(found, LETTER)["verdict"] == "closed"
    told = [warning for warning in found["warnings"] if warning["code"] == "contradiction"]
    assert [warning["facts"] for warning in told] == [[FACT]]
    assert "is stated as no; computed for Taking of evidence: yes" in told[0]["text"]


@pytest.mark.parametrize(("stated", "requested"), [(True, "ES"), (None, "ES"), (False, "TV"), (True, "TV")])
def test_without_two_opinions_there_is_no_contradiction(stated: bool | None, requested: str) -> None:
    assert not [w for w in asked(stated, requested)["warnings"] if w["code"] == "contradiction"]


def test_what_the_treaties_rest_on_the_letter_hangs_on_too() -> None:
    """Before the treaty applied no other route was left, so the day of sending opens the letter."""
    case = make_case(
        MEASURE,
        "ES",
        requesting="FR",
        facts={**CIVIL, "request.sent_on": "1960-01-01", "request.received_on": "1960-01-01"},
    )
    found = {o.outcome.provision.id: o.outcome for o in ask(case).needs[0].options}
    letter = found[LETTER]

    assert letter.verdict == "open"
    assert letter.treaty is not None
    assert letter.treaty() is letter.treaty()
    assert letter.treaty().value is False
    later = letter.treaty.under({"request.sent_on": None, "request.received_on": None})
    assert later().value is True
    assert later().computed


def test_a_day_that_opens_the_letter_is_named_as_what_it_hangs_on() -> None:
    facts = {**CIVIL, "request.sent_on": "1960-01-01"}
    found = option(answer(make_case(MEASURE, "ES", requesting="FR", facts=facts)), LETTER)

    assert found["verdict"] == "open"
    assert found["hangs_on"] == ["matter.civil_or_commercial", "request.sent_on"]
