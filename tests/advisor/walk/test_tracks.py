"""Tracks, differing facts, and which warnings bind which steps."""

from types import SimpleNamespace

from advisor.walk.collided import binding, collisions_of, unaccepted
from advisor.walk.tracks import Differing, by_track, differing, track_of_need

NEEDS = [{"id": f"n{number}"} for number in range(1, 13)]


def answer(*warnings):
    return {"needs": NEEDS, "warnings": [{"code": code, "text": text} for code, text in warnings]}


def test_who_would_spoil_is_bound_and_who_would_suffer_is_named():
    [one] = collisions_of(answer(("tipping-off", "n7, n8 can warn the operator: not before n5, n12 are carried out.")))
    assert (one.needs, one.others) == (("n7", "n8"), ("n5", "n12"))
    assert binding([one], "n7", "voluntary") == [one]
    assert binding([one], "n5", "formal") == []


def test_a_need_is_not_found_inside_another_name():
    [one] = collisions_of(answer(("double-proceedings", "The other State is said to investigate the same (n12).")))
    assert one.needs == ("n12",)


def test_a_warning_about_one_tier_binds_that_tier():
    text = "What is obtained voluntarily (n1) is intelligence"
    found = collisions_of(answer(("voluntary-evidence", text), ("assumed-date", "n1 was assumed")))
    assert [row.code for row in found] == ["voluntary-evidence"]
    assert binding(found, "n1", "voluntary") == found
    assert binding(found, "n1", "formal") == []


def test_another_text_is_another_warning():
    found = collisions_of(answer(("use-limits", "n1 before n2")))
    assert unaccepted(found, [("use-limits", "n1 before n2")]) == []
    assert unaccepted(found, [("use-limits", "n1 before n2, n3")]) == found


def test_steps_by_track():
    assert [track_of_need(code) for code in ("civil.adr", "domestic.seizure", "voluntary.takedown")] == [
        "civil", "other", "other",
    ]  # fmt: skip
    row = SimpleNamespace(route_id=1, need_key="n1", measure="domestic.seizure")
    assert by_track([row], {(1, "n1"): "criminal.asset_freezing"})["criminal"] == [row], (
        "the need decides, not the rung"
    )


def test_facts_that_differ():
    case = {
        "facts": {"a": True, "b": 1},
        "needs": [{"id": "n1", "facts": {"a": True, "b": 2, "c": 1}}, {"id": "n2", "facts": {"c": 1, "d": 5}},
                  {"id": "n3"}, {"id": "n4", "facts": {"d": 6}}],
    }  # fmt: skip
    assert differing(case) == [Differing("b", 1, {"n1": 2}), Differing("d", None, {"n2": 5, "n4": 6})]
