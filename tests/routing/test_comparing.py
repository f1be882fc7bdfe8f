"""What if: the difference of two answers in words."""

from __future__ import annotations

import copy
from datetime import date

from routing.comparing import differences
from tests.routing.conftest import answer, make_case

CASE = make_case("criminal.transfer_of_proceedings", "RO", requesting="AT")


def test_the_same_answer_has_no_difference() -> None:
    assert differences(answer(CASE), answer(CASE)) == ()


def test_another_day_changes_the_first_route_and_says_why() -> None:
    found = differences(answer(CASE), answer(CASE, date(2027, 2, 1)))

    said = {(item.kind, item.provision): item.text for item in found}
    regulation = "eu-transfer-2024-3011/transfer-of-proceedings"
    assert regulation in said["first", regulation]
    assert said["verdict", regulation].startswith("was closed, is ")
    assert "applies from 2027-02-01" in said["verdict", regulation]


def test_needs_and_options_that_come_and_go_are_named() -> None:
    before = answer(make_case("voluntary.preservation", "US"))
    after = copy.deepcopy(before)
    after["needs"][0]["id"] = "n2"
    fewer = copy.deepcopy(before)
    gone = fewer["needs"][0]["options"].pop(0)["provision"]
    fewer["needs"][0]["plan"].pop(0)
    fewer["needs"][0]["options"][0]["rank"] = 9
    fewer["needs"][0]["status"] = "no_route"

    assert [item.text for item in differences(before, after)] == [
        "the need is no longer asked for",
        "a new need: voluntary.preservation",
    ]
    kinds = [(item.kind, item.provision) for item in differences(before, fewer)]
    assert ("status", None) in kinds
    assert ("verdict", gone) in kinds
    assert "rank" in {kind for kind, _ in kinds}
    assert "first" in {kind for kind, _ in kinds}
    assert any("is new" in item.text for item in differences(fewer, before))
    assert any("was not looked at before" in item.text for item in differences(fewer, before))


def test_a_verdict_may_change_without_a_line_that_reads_differently() -> None:
    before = answer(make_case("voluntary.preservation", "US"))
    after = copy.deepcopy(before)
    live = next(option for option in after["needs"][0]["options"] if option["verdict"] != "closed")
    live["verdict"] = "closed"

    texts = [item.text for item in differences(before, after) if item.kind == "verdict"]

    assert len(texts) == 1
    assert texts[0].endswith("is closed")
