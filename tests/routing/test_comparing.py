"""What if: the difference of two answers in words."""

from __future__ import annotations

import copy
from datetime import date

from routing.comparing import Difference, differences
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


def line(fact: str, value: object, verdict: str, **more: object) -> dict[str, object]:
    """One tested line of an option."""
    words = {"text": f"About {fact}.", "article": "7", "found": 3}
    return {"fact": fact, "op": "gte", "value": value, "verdict": verdict, **words, **more}


def need(status: str, plan: list[tuple[str, str, str]], options: list[dict[str, object]]) -> dict[str, object]:
    """A need of an answer, as far as differences read it."""
    steps = [{"measure": measure, "tier": tier, "provision": provision} for measure, tier, provision in plan]
    return {"id": "n1", "measure": "m", "status": status, "plan": steps, "options": options}


def option(provision: str, verdict: str, rank: int | None, *because: dict[str, object]) -> dict[str, object]:
    """An option of an answer, as far as differences read it."""
    return {"provision": provision, "verdict": verdict, "rank": rank, "because": list(because)}


def test_each_difference_to_the_word() -> None:
    before = need(
        "needs_facts",
        [("lamp", "single_jurisdiction", "a"), ("rope", "formal", "b"), ("bell", "formal", "same")],
        [
            option("a", "needs_facts", 1, line("x", 1, "unknown"), line("y", 1, "holds")),
            option("b", "open", 2),
            option("c", "open", 3),
            option("gone", "needs_counsel", 4),
        ],
    )
    after = need(
        "no_route",
        [("lamp", "single_jurisdiction", "b"), ("bell", "formal", "same"), ("dome", "formal", "d")],
        [
            option("a", "closed", None, line("y", 1, "holds"), line("x", 1, "fails"), line("z", 1, "fails")),
            option("b", "open", 1),
            option("c", "open", 3),
            option("come", "needs_facts", 5),
        ],
    )

    assert differences({"needs": [before]}, {"needs": [after]}) == (
        Difference("n1", "status", None, "was needs facts, is no route"),
        Difference("n1", "first", "b", "lamp, single jurisdiction: b is first, before it was a"),
        Difference("n1", "first", "b", "rope, formal: b was first, nothing is left"),
        Difference("n1", "first", "d", "dome, formal: d is new"),
        Difference("n1", "verdict", "a", "was needs facts, is closed: About x. (7; x read as 3)"),
        Difference("n1", "rank", "b", "was rank 2, is rank 1"),
        Difference("n1", "verdict", "gone", "is no longer looked at, was needs counsel"),
        Difference("n1", "verdict", "come", "was not looked at before, is needs facts"),
    )


def test_another_value_of_the_law_is_another_line() -> None:
    before = need("routed", [], [option("a", "open", 1, line("x", 1, "holds"))])
    after = need("routed", [], [option("a", "closed", None, line("x", 5, "holds"))])

    [found] = differences({"needs": [before]}, {"needs": [after]})

    assert found.text == "was open, is closed: About x. (7; x read as 3)"


def test_needs_that_come_and_go() -> None:
    one, other = need("routed", [], []), need("routed", [], []) | {"id": "n2"}

    assert differences({"needs": [one]}, {"needs": [other]}) == (
        Difference("n1", "need", None, "the need is no longer asked for"),
        Difference("n2", "need", None, "a new need: m"),
    )
