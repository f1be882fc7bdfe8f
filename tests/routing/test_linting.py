"""Findings of linting, exact and in order, on an invented law; what is sound has none."""

from __future__ import annotations

from typing import Any

from routing.codec import rulebook_from_document
from routing.linting import lint
from tests.conformance import invented


def found(**law: Any) -> list[tuple[str, str, str]]:
    """Code, place and what was found."""
    quiet = {"ladder": {"criminal.lamp": {}}, **law}
    book = rulebook_from_document(invented.edition(quiet), label="invented", sha256="1" * 64)
    return [(item.code, item.where, item.found) for item in lint(book) if item.code != "LostReference"]


def record(code: str, *conditions: dict[str, Any], measure: str = "criminal.rope", **more: Any) -> dict[str, Any]:
    """An instrument with one provision."""
    name = measure.partition(".")[2]
    return {
        "code": code,
        "provisions": [{"id": f"{code}/{name}", "measure": measure, "conditions": list(conditions), **more}],
    }


def rule(identity: str, prefer: list[str], over: list[str], **more: Any) -> dict[str, Any]:
    """A rule of precedence."""
    return {"id": identity, "prefer": prefer, "over": over, **more}


def test_a_circle_of_three_and_a_circle_in_another_measure() -> None:
    records = [record(code) for code in ("c1", "b1", "a1")]
    bells = [record("y1", measure="civil.bell"), record("x1", measure="civil.bell")]
    circle = [rule("r1", ["a1"], ["b1"]), rule("r2", ["b1"], ["c1"]), rule("r3", ["c1"], ["a1"])]
    other = [rule("r4", ["x1"], ["y1"]), rule("r5", ["y1"], ["x1"])]

    assert found(instruments=records + bells, precedence=circle + other) == [
        ("PrecedenceCircle", "precedence of civil.bell", "x1 and y1 go before each other"),
        ("PrecedenceCircle", "precedence of criminal.rope", "a1 and b1 go before each other"),
        ("PrecedenceCircle", "precedence of criminal.rope", "a1 and c1 go before each other"),
        ("PrecedenceCircle", "precedence of criminal.rope", "b1 and c1 go before each other"),
    ]


def test_a_chain_is_no_circle() -> None:
    records = [record(code) for code in ("a1", "b1", "c1")]

    assert found(instruments=records, precedence=[rule("r1", ["a1"], ["b1"]), rule("r2", ["b1"], ["c1"])]) == []
    assert found(instruments=records, precedence=[rule("r1", ["a1", "b1"], ["b1"])]) == []


def test_rules_that_never_meet_in_time_are_no_circle() -> None:
    records = [record("a1"), record("b1")]
    old = rule("r1", ["a1"], ["b1"], valid_until="2009-12-31")
    new = rule("r2", ["b1"], ["a1"], valid_from="2010-01-01")

    assert found(instruments=records, precedence=[old, new]) == []
    assert len(found(instruments=records, precedence=[old, new | {"valid_from": "2009-12-31"}])) == 1
    assert len(found(instruments=records, precedence=[old, new | {"valid_from": ""}])) == 1


def test_rules_that_order_nothing() -> None:
    records = [record("a1"), record("b1"), record("c1", measure="civil.bell")]
    rules = [
        rule("apart", ["a1", "nobody"], ["c1", "none"]),
        rule("elsewhere", ["a1"], ["b1"], measures=["criminal.lamp"]),
        rule("here", ["a1"], ["b1"], measures=["criminal.rope"]),
        rule("other-kind", ["a1"], ["c1"], kind="rung"),
        rule("told", ["a1"], ["c1"], use="explain"),
        rule("late", ["b1"], ["a1"], valid_from="2020-01-02", valid_until="2020-01-01"),
    ]

    assert found(instruments=records, precedence=rules) == [
        ("IdlePrecedence", "precedence apart", "a1, nobody never meets c1, none"),
        ("IdlePrecedence", "precedence elsewhere", "a1 never meets b1"),
        ("IdlePrecedence", "precedence late", "it ends before it begins"),
    ]


FULL = {"fact": "moon.is_full", "op": "eq", "value": True}
HIGH = {"fact": "tide.is_high", "op": "eq", "value": True}


def test_what_is_required_and_barred() -> None:
    bar = FULL | {"effect": "bar"}

    assert found(instruments=[record("a1", FULL, bar)]) == [
        ("DeadProvision", "a1/rope", "moon.is_full is required and barred at once")
    ]
    assert found(instruments=[record("a1", bar, bar)]) == []
    assert found(instruments=[record("a1", FULL, bar | {"only_for": "channel.post"})]) == []
    assert found(instruments=[record("a1", FULL, bar | {"value": False})]) == []
    grouped = [FULL | {"or_group": "sky"}, HIGH | {"or_group": "sky"}]
    assert found(instruments=[record("a1", *grouped, bar)]) == []


def test_tests_that_no_value_meets() -> None:
    hollow = [
        {"fact": "right.kind", "op": "eq", "value": "stone"},
        {"fact": "right.kind", "op": "in", "value": ["stone", "wood"]},
        {"fact": "right.kind", "op": "not_in", "value": ["song", "sign", "seed"]},
    ]
    sound = [
        {"fact": "right.kind", "op": "ne", "value": "song"},
        {"fact": "right.kind", "op": "in", "value": ["stone", "seed"]},
        {"fact": "right.kind", "op": "any_in", "value": ["stone"]},
        {"fact": "moon.is_full", "op": "eq", "value": True},
    ]

    assert found(instruments=[record("a1", *sound, *hollow)]) == [
        ("HollowTest", f"right.kind {op}", "no value of the fact makes it hold") for op in ("eq", "in", "not_in")
    ]


def test_a_test_against_the_only_value() -> None:
    only = {"name": "metal", "type": "enum", "values": ["gold"], "question": "Which metal?"}

    assert found(facts=[only], instruments=[record("a1", {"fact": "metal", "op": "ne", "value": "gold"})]) == [
        ("HollowTest", "metal ne", "no value of the fact makes it hold")
    ]


def test_groups_that_are_none() -> None:
    lone = [FULL | {"or_group": "sea"}, HIGH | {"or_group": "air"}]
    pair = [FULL | {"or_group": "sky"}, HIGH | {"or_group": "sky"}]

    assert found(instruments=[record("a1", *lone)]) == [
        ("MixedGroup", "a1/rope, group air", "one member alone"),
        ("MixedGroup", "a1/rope, group sea", "one member alone"),
    ]
    assert found(instruments=[record("a1", *pair)]) == []


def test_rows_about_the_same_day() -> None:
    one = {"instrument": "lyra", "iso2": "DD", "status": "bound", "since": "2000-01-01", "until": "2009-12-31"}
    next_one = one | {"since": "2010-01-01", "until": ""}
    text = "two rows for the same days"

    assert found(participation=[one, next_one]) == []
    assert found(participation=[one, one, one]) == [("OverlappingRows", "participation of DD in lyra", text)]
    assert found(participation=[next_one, one, next_one | {"iso2": "EE"}, one | {"iso2": "EE", "until": ""}]) == [
        ("OverlappingRows", "participation of EE in lyra", text)
    ]


def test_rungs_that_lead_nowhere() -> None:
    ladder = {
        "criminal.lamp": {"secure": ["criminal.rope"], "instead": ["civil.bell"]},
        "civil.bell": {"voluntary": ["criminal.lamp"], "instead": ["criminal.surrender"]},
    }

    assert found(ladder=ladder) == [
        ("BrokenLadder", "ladder of civil.bell", "nothing for criminal.surrender"),
        ("BrokenLadder", "ladder of criminal.lamp", "nothing for criminal.rope"),
        ("BrokenLadder", "ladder of criminal.lamp", "nothing for civil.bell"),
    ]


def test_findings_come_rule_by_rule() -> None:
    dead = record("a1", FULL | {"or_group": "sky"}, applies_from="2021-01-01", applies_until="2020-01-01")

    assert [
        code for code, _, _ in found(instruments=[dead], ladder={"criminal.lamp": {"instead": ["civil.bell"]}})
    ] == [
        "DeadProvision",
        "MixedGroup",
        "BrokenLadder",
    ]
