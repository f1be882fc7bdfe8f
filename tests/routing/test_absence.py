"""Why an option is not there: kind, words, article and day, on an invented law."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from routing.absence import ORDER, Absence, absences_of
from routing.codec import case_from_document, rulebook_from_document
from routing.engine import route
from tests.conformance import invented

BOUND = {"fact": "pair.bound_instruments", "op": "both_bound_by", "value": ["cetus"], "article": "1"}
ROWS = [
    {"instrument": "cetus", "iso2": "AA", "status": "bound", "since": "2000-01-01"},
    {"instrument": "cetus", "iso2": "BB", "status": "bound", "since": "2030-01-01"},
    {"instrument": "cetus", "iso2": "BB", "status": "bound", "since": "2028-01-01", "until": "2029-01-01"},
    {"instrument": "cetus", "iso2": "CC", "status": "bound", "since": "2001-01-01", "until": "2019-12-31"},
    {"instrument": "cetus", "iso2": "CC", "status": "bound", "until": "2009-12-31"},
    {"instrument": "cetus", "iso2": "CC", "status": "bound", "since": "2040-01-01"},
    {"instrument": "cetus", "iso2": "DD", "status": "signatory", "since": "2000-01-01"},
    {"instrument": "cetus", "iso2": "EE", "status": "bound", "since": "2005-01-01"},
    {"instrument": "corvus", "iso2": "AA", "status": "bound", "since": "2000-01-01"},
    {"instrument": "corvus", "iso2": "EE", "status": "bound", "since": "2000-01-01"},
]
NOT_BOUND = {"rule": "multilateral", "missing_row_means": "not_bound"}


def found(
    requested: str | None,
    conditions: list[dict[str, Any]],
    sent: str = "2020-01-01",
    facts: dict[str, Any] | None = None,
    rows: list[dict[str, Any]] | None = None,
    **record: Any,
) -> tuple[Absence, ...]:
    """The absences of one provision of `cetus` with some conditions."""
    provision = {"id": "cetus/exchange", "measure": "voluntary.authority_exchange", "conditions": conditions}
    law = {
        "participation": ROWS + (rows or []),
        "instruments": [
            {"code": "cetus", "tier": "voluntary", "pairing": NOT_BOUND, "provisions": [provision], **record},
            {"code": "corvus", "pairing": {"rule": "hub", "hub": "BB"}},
        ],
    }
    book = rulebook_from_document(invented.edition(law), label="invented", sha256="1" * 64)
    need = {"measure": "voluntary.authority_exchange", "requested_state": requested}
    case = case_from_document(
        invented.case({"needs": [need], "facts": {"request.sent_on": sent, **(facts or {})}}), book
    )
    (option,) = route(case, book, on=date(2026, 11, 22)).needs[0].options
    return absences_of(option.outcome)


def words(said: str) -> str:
    """The condition's own sentence with what was read."""
    return f"It is so. ({said})"


@pytest.mark.parametrize(
    ("requested", "sent", "kind", "day", "said"),
    [
        ("BB", "2020-01-01", "not_yet", date(2028, 1, 1), "BB is bound only from 2028-01-01"),
        ("BB", "2027-12-31", "not_yet", date(2028, 1, 1), "BB is bound only from 2028-01-01"),
        ("BB", "2029-01-02", "ended", date(2029, 1, 1), "BB was bound until 2029-01-01"),
        ("CC", "2020-01-01", "ended", date(2019, 12, 31), "CC was bound until 2019-12-31"),
        ("DD", "2020-01-01", "not_bound", None, "DD has only signed"),
        ("FF", "2020-01-01", "not_bound", None, "FF has no row: not bound"),
        ("EE", "2004-12-31", "not_yet", date(2005, 1, 1), "EE is bound only from 2005-01-01"),
    ],
)
def test_a_state_that_is_not_bound(requested: str, sent: str, kind: str, day: date | None, said: str) -> None:
    reason = f"AA is bound since 2000-01-01; {said}"

    assert found(requested, [BOUND], sent) == (Absence(kind, words(reason), "1", day),)


def test_where_neither_state_is_bound_the_requesting_one_is_looked_at_first() -> None:
    said = "AA is bound only from 2000-01-01; EE is bound only from 2005-01-01"

    assert found("EE", [BOUND], "1999-12-31") == (Absence("not_yet", words(said), "1", date(2000, 1, 1)),)


def test_a_row_without_its_first_day_beside_others() -> None:
    said = "AA is bound only from 2000-01-01; CC is bound, but since when is not established (asked for 1999-12-31)"

    assert found("CC", [BOUND], "1999-12-31")[0].text == words(said)


def test_the_last_and_the_first_day_of_a_row_belong_to_it() -> None:
    assert found("EE", [BOUND], "2005-01-01") == ()
    assert found("CC", [BOUND], "2019-12-31") == ()


def test_a_state_that_is_asked_for_alone() -> None:
    alone = {"op": "any_in", "value": ["cetus"], "article": "2"}

    assert found("BB", [alone | {"fact": "requested_state.bound_instruments"}]) == (
        Absence("not_yet", words("BB is bound only from 2028-01-01"), "2", date(2028, 1, 1)),
    )
    assert found("CC", [alone | {"fact": "forum.bound_instruments"}]) == (
        Absence("ended", words("CC was bound until 2019-12-31"), "2", date(2019, 12, 31)),
    )
    assert found("EE", [alone | {"fact": "requesting_state.bound_instruments"}], "1999-01-01") == (
        Absence("not_yet", words("AA is bound only from 2000-01-01"), "2", date(2000, 1, 1)),
    )


def test_a_pairing_rule_that_keeps_two_bound_states_apart() -> None:
    condition = BOUND | {"value": ["corvus"]}
    said = "Corvus binds only pairs with BB; AA is bound since 2000-01-01; EE is bound since 2000-01-01"

    assert found("EE", [condition]) == (Absence("not_bound", words(said), "1"),)


def test_one_of_several_instruments_has_no_day() -> None:
    [one] = found("CC", [BOUND | {"op": "any_in", "value": ["cetus", "corvus"]}])

    assert (one.kind, one.day) == ("not_bound", None)


def test_a_bar_that_holds_is_another_law_that_took_the_place() -> None:
    said = "AA is bound since 2000-01-01; EE is bound since 2005-01-01"

    assert found("EE", [BOUND | {"effect": "bar"}]) == (Absence("replaced", words(said), "1"),)


def test_a_requirement_that_another_law_does_not_bind_is_replaced_by_it() -> None:
    said = "AA is bound since 2000-01-01; EE is bound since 2005-01-01"

    assert found("EE", [BOUND | {"op": "not_both_bound_by"}]) == (Absence("replaced", words(said), "1"),)


def test_a_bar_where_another_law_does_not_bind_tells_who_is_not_bound() -> None:
    said = "AA is bound since 2000-01-01; DD has only signed"

    assert found("DD", [BOUND | {"op": "not_both_bound_by", "effect": "bar"}]) == (
        Absence("not_bound", words(said), "1"),
    )


def test_a_statement_that_closes_where_the_rows_leave_it_open() -> None:
    said = (
        "stated in the case (AA is bound since 2000-01-01; CC is bound, but since when is not established "
        "(asked for 2009-01-01))"
    )
    rows = [{"instrument": "cetus", "iso2": "FF", "status": "bound"}]

    assert found("FF", [BOUND], "2009-01-01", {"pair.bound_instruments": []}, rows=rows) == (
        Absence("not_bound", words(said.replace("CC", "FF")), "1"),
    )


def test_a_condition_on_a_fact() -> None:
    condition = {"fact": "moon.is_full", "op": "eq", "value": True, "article": "7"}

    assert found("EE", [condition], facts={"moon.is_full": False}) == (Absence("condition", "It is so.", "7"),)


def test_the_window_and_the_status() -> None:
    assert found("EE", [], applies_from="2020-01-02") == (
        Absence("not_yet", "Cetus applies from 2020-01-02", "period of application", date(2020, 1, 2)),
    )
    assert found("EE", [], applies_until="2019-12-31") == (
        Absence("ended", "Cetus applied until 2019-12-31", "period of application", date(2019, 12, 31)),
    )
    assert found("EE", [], status_note={"status": "not_in_force", "text": "nobody ratified"}) == (
        Absence("not_in_force", "Cetus: not in force (nobody ratified)", "status of the record"),
    )


def test_what_is_not_known_about_a_live_option() -> None:
    asked = {"fact": "moon.is_full", "op": "eq", "value": True}

    assert found(None, [BOUND, asked]) == (Absence("not_known", "the requested State is not known yet", "1"),)
    assert found(None, [asked]) == ()
    assert found(None, [BOUND], facts={"pair.bound_instruments": ["cetus"]}) == ()


def test_several_reasons_come_in_the_order_a_reader_asks_for_them() -> None:
    full = {"fact": "moon.is_full", "op": "eq", "value": True, "article": "7"}
    replaced = BOUND | {
        "value": ["cetus"],
        "fact": "requesting_state.bound_instruments",
        "op": "any_in",
        "effect": "bar",
    }
    kinds = [
        item.kind
        for item in found(
            "CC",
            [full, replaced, BOUND],
            facts={"moon.is_full": False},
            applies_from="2021-01-01",
            status_note={"status": "under_negotiation"},
        )
    ]

    assert kinds == ["not_yet", "not_in_force", "ended", "replaced", "condition"]
    assert ORDER == ("not_yet", "not_in_force", "ended", "not_bound", "replaced", "condition", "not_known")


def test_the_same_reason_is_said_once() -> None:
    assert len(found("FF", [BOUND, BOUND])) == 1
