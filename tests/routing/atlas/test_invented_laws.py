"""Random invented laws: every pair and every measure of each is the same in the atlas and in the engine.

Shipped law has no circles of precedence, few pairing rules and one kind of exception; here all of them meet.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from routing.atlas import survey
from routing.codec import rulebook_from_document
from routing.conditions import FactValue
from tests.conformance.invented import edition
from tests.routing.atlas.profiles import by_the_atlas, by_the_engine
from tests.routing.oracle_cells import closest

STATES = ["AA", "BB", "CC", "DD", "EE", "FF"]
MEASURES = ["criminal.lamp", "criminal.rope", "civil.bell", "voluntary.takedown"]
CODES = [
    "orion",
    "lyra",
    "vega",
    "mira",
    "hague-judgments-2019",
    "hague-choice-of-court-2005",
    "cisa-1990",
    "coe-mla-1959",
]
MODES = ["by_request", "by_transmission", "by_receipt", "by_arrest", "by_proceedings_instituted"]
ON = date(2026, 11, 22)
CELLS = list(product(STATES, STATES, MEASURES))
FACTS = [
    {"name": name, "type": "bool", "source": "derived", "question": "?"}
    for name in (
        "account.cross_border",
        "forum.in_bound_state",
        "pair.applies_cisa_article",
        "pair.both_in_network",
        "pair.has_bilateral_mla_treaty",
        "pair.has_mla_treaty",
        "pair.in_effect_at_start",
        "pair.jit_basis_exists",
        "person.protected_national",
        "requested_state.limits_pretrial_discovery",
    )
] + [
    {"name": "requesting_state.code", "type": "state", "source": "derived", "question": "?"},
    {"name": "person.national_of_requested_state", "type": "bool", "question": "?"},
]
SETS = ["pair", "requesting_state", "requested_state", "forum"]
TRUE_OR_NOT = [fact["name"] for fact in FACTS if fact["type"] == "bool"] + [
    "instrument.in_force",
    "moon.is_full",
    "pair.both_eu_members",
    "pair.has_applicable_treaty",
    "requested_state.reserved_provision",
    "requested_state.summons_lead_time_declared",
    "requester.in_registrar_state",
    "tide.is_high",
]


def day(rng: random.Random) -> str:
    return (ON + timedelta(days=rng.choice((-4000, -400, -2, -1, 0, 1, 2, 400)))).isoformat()


def some(rng: random.Random, items: list[str], most: int = 2) -> list[str]:
    return rng.sample(items, rng.randint(1, most))


def condition(rng: random.Random) -> dict[str, Any]:
    kind = rng.random()
    if kind < 0.45:
        found: dict[str, Any] = {
            "fact": f"{rng.choice(SETS)}.bound_instruments",
            "op": rng.choice(["both_bound_by", "both_bound_by", "not_both_bound_by"]),
            "value": some(rng, CODES),
        }
        if not found["fact"].startswith("pair"):
            found["op"] = "any_in"
    elif kind < 0.6:
        name = rng.choice(["requesting_state.code", "requested_state.code", "forum.state", "pair.states"])
        found = {"fact": name, "op": "in", "value": some(rng, [*STATES], 3)}
        if name == "pair.states":
            found["op"] = "any_in"
        elif rng.random() < 0.5:
            found |= {"op": rng.choice(["eq", "ne"]), "value": rng.choice(STATES)}
    elif kind < 0.7:
        found = {"fact": "judge.agrees", "op": "eq", "value": True}
    else:
        found = {"fact": rng.choice(TRUE_OR_NOT), "op": "eq", "value": rng.random() < 0.8}
    effect = rng.choice(["required", "required", "required", "bar", "warning", "discretionary_refusal"])
    found |= {"effect": effect, "article": str(rng.randint(1, 9))}
    if rng.random() < 0.25:
        found["or_group"] = rng.choice(["one", "two"])
        found["effect"] = "required"
    if rng.random() < 0.1:
        found["only_for"] = "channel.postal"
    return found


def provision(rng: random.Random, code: str, number: int) -> dict[str, Any]:
    measure = rng.choice(MEASURES)
    found: dict[str, Any] = {
        "id": f"{code}/p{number}",
        "measure": measure,
        "channel": rng.choice(["direct", "central authorities", "diplomatic", ""]),
        "role": rng.choice(["main", "main", "main", "carrier", "supporting", "applicable_law"]),
        "tier": rng.choice(["formal", "formal", "formal", "single_jurisdiction", "voluntary"]),
        "conditions": [condition(rng) for _ in range(rng.randint(0, 3))],
    }
    for key, share in (("adjunct", 0.1), ("last_resort", 0.15)):
        if rng.random() < share:
            found[key] = True
    if rng.random() < 0.2:
        found["applies_from"] = day(rng)
    if rng.random() < 0.2:
        found["applies_until"] = day(rng)
    if rng.random() < 0.1:
        found["status"] = rng.choice(["not_in_force", "not_yet_applicable", "in_application"])
    return found


def pairing(rng: random.Random) -> dict[str, Any] | None:
    if rng.random() < 0.15:
        return None
    rule = rng.choice(["multilateral", "multilateral", "hub", "two_sided", "multilateral_with_acceptance"])
    found: dict[str, Any] = {
        "rule": rule,
        "missing_row_means": rng.choice(["not_bound", "unknown"]),
        "unknown_for": some(rng, STATES) if rng.random() < 0.5 else [],
    }
    if rule == "hub":
        found["hub"] = rng.choice(STATES)
    if rule == "two_sided":
        found["side"] = some(rng, STATES, 3)
    return found


def instrument(rng: random.Random, code: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "code": code,
        "pairing": pairing(rng),
        "placeholder": rng.random() < 0.15,
        "transition": {"mode": rng.choice(MODES)},
        "provisions": [provision(rng, code, number) for number in range(rng.randint(1, 4))],
    }
    if rng.random() < 0.4:
        exceptions = [{"states": some(rng, STATES), "mode": rng.choice(MODES)} for _ in range(rng.randint(1, 2))]
        if rng.random() < 0.2:
            exceptions.append({"states": STATES, "mode": "by_arrest"})
            exceptions.append({"states": ["AA"], "mode": "by_receipt"})
        found["transition"]["exceptions"] = exceptions
    if rng.random() < 0.2:
        found["in_force"] = day(rng)
    if rng.random() < 0.1:
        found["status_note"] = {"status": rng.choice(["under_negotiation", "not_yet_applicable"]), "text": ""}
    return found


def law(rng: random.Random) -> dict[str, Any]:
    """A random law over the invented vocabulary."""
    rows = [
        {"instrument": code, "iso2": state, "status": rng.choice(["bound", "bound", "bound", "signatory", "not_bound"]),
         "since": rng.choice(["", day(rng), "2001-01-01"]), "until": rng.choice(["", "", "", day(rng)])}
        for code in CODES for state in STATES if rng.random() < 0.75
    ]  # fmt: skip
    rules = [
        {"id": f"r{number}", "prefer": some(rng, CODES), "over": some(rng, CODES), "note": ""}
        for number in range(rng.randint(0, 9))
    ]
    topics = [("reservation", "all"), ("summons_lead_time", "50 days"), ("summons_lead_time", "none"),
              ("art23_pretrial_discovery", "full"), ("art23_pretrial_discovery", "none")]  # fmt: skip
    declared = [
        {"instrument": rng.choice(CODES), "iso2": rng.choice(STATES), "topic": topic, "value": value,
         "article": str(rng.randint(1, 9))}
        for topic, value in topics for _ in range(4)
    ]  # fmt: skip
    networks = [
        {"code": code, "states": rng.choice([None, some(rng, STATES, 5)]), "closed": rng.random() < 0.5}
        for code in CODES[:3]
    ]
    bars = {"b": {"instrument": rng.choice(CODES), "absolute": some(rng, STATES), "with_consent": some(rng, STATES)}}
    return {
        "facts": FACTS,
        "instruments": [instrument(rng, code) for code in CODES],
        "participation": rows,
        "precedence": rules,
        "declarations": declared,
        "networks": networks,
        "offence_lists": bars,
    }


def profile(rng: random.Random) -> dict[str, FactValue]:
    """Some facts, stated sets and statements against the computation among them."""
    found: dict[str, FactValue] = {}
    for name in [*TRUE_OR_NOT, "judge.agrees", "person.national_of_requested_state"]:
        if rng.random() < 0.3:
            found[name] = rng.random() < 0.6
    for name in ("request.sent_on", "request.received_on", "person.arrested_on", "proceedings.instituted_on"):
        if rng.random() < 0.4:
            found[name] = date.fromisoformat(day(rng))
    if rng.random() < 0.3:
        found["forum.state"] = rng.choice(STATES)
    for name in SETS:
        if rng.random() < 0.3:
            found[f"{name}.bound_instruments"] = frozenset(some(rng, CODES, 4))
    return found


def compared(seed: int, cells: int) -> int:
    """Some cells of one random law and profile, and the reasons of a few; the number of cells that were compared."""
    rng = random.Random(seed)
    rulebook = rulebook_from_document(edition(law(rng)), label="invented", sha256="3" * 64)
    facts = profile(rng)
    atlas = survey(rulebook, facts, on=ON, classes=rng.random() < 0.7)
    number = 0
    for requesting, requested, measure in rng.sample(CELLS, cells):
        mine = by_the_atlas(atlas, requesting, requested, measure)
        theirs = by_the_engine(rulebook, facts, requesting, requested, measure, ON)
        assert mine == theirs, (seed, facts, requesting, requested, measure)
        number += 1
    for _ in range(6):
        requesting, requested, measure = rng.choice(STATES), rng.choice(STATES), rng.choice(MEASURES)
        for choice in atlas.cell(requesting, requested, measure).choices:
            if choice.provision is None:
                wanted = closest(rulebook, facts, requesting, requested, measure, choice.tier, ON)
                assert choice.reason == wanted, (seed, facts, requesting, requested, measure, choice.tier)
    return number


# One law a test, and a third of its cells, so that each is quick.
@pytest.mark.parametrize("seed", range(60))
def test_cells_of_a_random_law_are_those_of_the_engine(seed):
    assert compared(seed, 48) == 48


@pytest.mark.slow
def test_every_cell_of_many_random_laws_is_that_of_the_engine():
    assert sum(compared(seed, len(CELLS)) for seed in range(1000, 1500)) == 500 * 36 * 4
