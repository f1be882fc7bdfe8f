"""Needs that things and conduct call for: offered once, in the order to do them, at home where they are at home."""

from datetime import date
from typing import Any

import pytest

from advisor.intake.choices import variants_of
from advisor.intake.entities.kinds import KINDS
from advisor.intake.retention import countdown
from advisor.intake.rights.kinds import CONDUCT as CONDUCTS
from advisor.intake.suggest import AT_HOME, ATTRIBUTION, CONDUCT, RULES, Thing, needs_of_things, suggestions


def offered(rulebook: Any, *things: Thing, conduct: Any = (), track: str = "criminal", present: Any = ()) -> list[Any]:
    return suggestions(things, conduct, track=track, home="IT", present=present, rulebook=rulebook)


def test_rules_name_what_exists(rulebook):
    assert set(RULES) == set(KINDS)
    assert set(CONDUCT) <= set(CONDUCTS)
    rules = [rule for group in (*RULES.values(), *CONDUCT.values()) for rule in group]
    measures = {rule.measure for rule in rules} | set(AT_HOME) | set(AT_HOME.values()) | set(ATTRIBUTION.values())
    assert measures <= set(rulebook.measures)
    for rule in rules:
        assert rule.variant in ("", *variants_of(rulebook, rule.measure))
        assert not rule.home or not rule.measure.startswith(("criminal.", "civil."))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("track", ["criminal", "civil", "administrative"])
@pytest.mark.parametrize("state", ["", "IT", "FR"])
def test_what_is_offered_can_be_added(rulebook, kind, track, state):
    for item in offered(rulebook, Thing("e1", kind, "x", state), track=track):
        assert item.measure in rulebook.measures
        assert not (item.state == "IT" and item.measure.startswith(("criminal.", "civil.")))
        assert item.state in ("", "IT", state)
        assert item.subject
        assert item.why
        assert "%(" not in item.subject


@pytest.mark.parametrize(
    ("kind", "state", "expected"),
    [
        ("domain", "US", ["criminal.preservation", "voluntary.registrant_data", "voluntary.takedown"]),
        ("ip", "FR", ["criminal.preservation", "criminal.electronic_evidence"]),
        ("ip", "IT", ["domestic.production_order"]),
        ("bank_account", "LT", ["criminal.asset_freezing", "criminal.financial_information"]),
        ("bank_account", "IT", ["domestic.bank_information", "domestic.seizure"]),
        ("parcel", "BE", ["administrative.customs_detention", "criminal.controlled_delivery"]),
        ("premises", "RO", ["criminal.search_and_seizure"]),
        ("person", "", ["criminal.depositions"]),
    ],
)
def test_the_usual_needs_of_a_thing(rulebook, kind, state, expected):
    assert [item.measure for item in offered(rulebook, Thing("e1", kind, "x", state))] == expected


def test_a_hidden_service_becomes_a_need_without_a_state(rulebook):
    capture, find = offered(rulebook, Thing("e1", "onion", "abc.onion"))
    assert (capture.measure, capture.state) == ("domestic.open_source_evidence", "IT")
    assert (find.measure, find.state) == ("criminal.electronic_evidence", "")
    assert "abc.onion" in find.subject
    [_capture, other] = offered(rulebook, Thing("e1", "onion", "abc.onion"), track="administrative")
    assert (other.measure, other.state) == ("voluntary.authority_exchange", "")


def test_things_of_one_state_are_put_together_and_what_is_there_is_left_out(rulebook):
    things = [Thing(f"e{n}", "domain", f"a{n}.com", "US") for n in range(6)]
    registrant = next(i for i in offered(rulebook, *things) if i.measure == "voluntary.registrant_data")
    assert registrant.things == ("e0", "e1", "e2", "e3", "e4", "e5")
    assert registrant.subject.endswith("a0.com, a1.com, a2.com and 3 more")
    held = needs_of_things([("e0", "voluntary.registrant_data", "US"), ("e0", "voluntary.takedown", "US")])
    rest = offered(rulebook, Thing("e0", "domain", "a0.com", "US", held["e0"]))
    assert [item.measure for item in rest] == ["criminal.preservation"]


def test_conduct_calls_for_steps_at_home(rulebook):
    found = offered(rulebook, conduct=["medicines", "iptv", "labels"])
    assert {(i.measure, i.state) for i in found} == {
        ("administrative.product_safety", "IT"),
        ("administrative.blocking_order", "IT"),
    }
    assert offered(rulebook, conduct=["iptv"], present={("administrative.blocking_order", "IT")}) == []


def test_what_may_vanish_comes_first_and_what_warns_comes_last(rulebook):
    things = [Thing("e1", "url", "https://x.example/", "FR"), Thing("e2", "wallet", "1x")]
    order = [item.measure for item in offered(rulebook, *things)]
    assert order.index("criminal.preservation") < order.index("criminal.electronic_evidence")
    assert order.index("voluntary.takedown") == len(order) - 1


@pytest.mark.parametrize(
    ("until", "days", "band"),
    [("2026-11-21", -1, "gone"), ("2026-11-22", 0, "urgent"), ("2026-11-29", 7, "urgent"), ("2026-12-22", 30, "soon"),
     ("2027-11-22", 365, "later")],
)  # fmt: skip
def test_the_countdown(until, days, band):
    found = countdown(until, on=date(2026, 11, 22))
    assert (found.days, found.band) == (days, band)


@pytest.mark.parametrize("value", [None, "soon", 7])
def test_no_countdown_without_a_day(value):
    assert countdown(value, on=date(2026, 11, 22)) is None
