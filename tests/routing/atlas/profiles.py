"""Random profiles of facts and what the engine itself says of one cell."""

from __future__ import annotations

import random
from datetime import date, timedelta

from routing.atlas import Atlas
from routing.conditions import FactValue
from routing.engine import route
from routing.facts import CaseFacts, FactDef, Need
from routing.rulebook import Rulebook
from routing.rules import TIERS

ON = date(2026, 11, 22)
DAYS = (date(2015, 1, 9), date(2018, 3, 1), date(2020, 12, 31), date(2021, 1, 1), date(2025, 7, 1), date(2028, 1, 1))


def _named(rulebook: Rulebook) -> dict[str, list[FactValue]]:
    """The values that the tests of the law name for each fact."""
    found: dict[str, list[FactValue]] = {}
    for test in rulebook.tests:
        values = sorted(test.value) if isinstance(test.value, frozenset) else [test.value]
        found.setdefault(test.fact, []).extend(values)
    return found


def random_value(rng: random.Random, fact: FactDef, named: list[FactValue], states: list[str]) -> FactValue:
    """A value of the fact's type, often at the edge of what a test asks."""
    if fact.type == "bool":
        return rng.random() < 0.5
    if fact.type in ("int", "decimal"):
        edge = rng.choice([value for value in named if isinstance(value, int | float)] or [10])
        return max(0, int(edge) + rng.choice((-1, 0, 1, 12)))
    if fact.type == "date":
        edges = [value for value in named if isinstance(value, date)]
        return rng.choice([*edges, *DAYS]) + timedelta(days=rng.choice((-1, 0, 1)))
    if fact.type == "state":
        return rng.choice([*[str(value) for value in named if value in states], *rng.sample(states, 3)])
    if fact.type == "enum":
        return rng.choice(fact.values)
    pool = sorted({str(value) for value in named} | set(rng.sample(states, 2) if fact.type == "state_list" else ()))
    return frozenset(rng.sample(pool, min(len(pool), rng.randint(1, 3))))


def random_profile(rng: random.Random, rulebook: Rulebook, share: float) -> dict[str, FactValue]:
    """A share of all facts, the rest unknown. What is computed is stated too, now and then: the computation wins."""
    named, states = _named(rulebook), list(rulebook.states)
    return {
        name: random_value(rng, fact, named.get(name, []), states)
        for name, fact in rulebook.facts.items()
        if rng.random() < share
    }


def helpful_profile(rng: random.Random, rulebook: Rulebook) -> dict[str, FactValue]:
    """Facts that let many requirements hold, so that much stays alive and the order is put to the test."""
    profile: dict[str, FactValue] = {}
    for provision in rng.sample(list(rulebook.provisions.values()), 120):
        for condition in provision.conditions:
            test = condition.test
            fact = rulebook.facts[test.fact]
            if condition.effect != "required" or test.fact in profile or fact.type in ("state_list", "text"):
                continue
            if test.op in ("eq", "gte", "lte", "on_or_after") and test.fact != "forum.state":
                profile[test.fact] = test.value
            elif test.op == "in" and isinstance(test.value, frozenset) and fact.type == "enum":
                profile[test.fact] = rng.choice(sorted(test.value))
    return profile


def by_the_engine(
    rulebook: Rulebook, facts: dict[str, FactValue], requesting: str, requested: str, measure: str, on: date
) -> tuple[object, ...]:
    """Status of the need, and the first option and its verdict in each tier."""
    need = Need("n1", measure, None, requested, "")
    case = CaseFacts("", "", requesting, "criminal", "investigation", on, facts, (need,))
    [found] = route(case, rulebook, on=on).needs
    firsts = []
    for tier in TIERS:
        own = [
            option
            for option in found.options
            if option.own and option.rank is not None and option.outcome.provision.tier == tier
        ]
        first = min(own, key=lambda option: option.rank or 0) if own else None
        firsts.append((tier, first and first.outcome.provision.id, str(first.outcome.verdict) if first else "closed"))
    return (str(found.status), *firsts)


def by_the_atlas(atlas: Atlas, requesting: str, requested: str, measure: str) -> tuple[object, ...]:
    """The same from a cell."""
    cell = atlas.cell(requesting, requested, measure)
    firsts = [(choice.tier, choice.provision and choice.provision.id, str(choice.verdict)) for choice in cell.choices]
    return (str(cell.status), *firsts)
