"""How many questions it takes: start without facts, answer from the case file, else 'don't know', until no answer can
change a status, a first option or the plan."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from routing.conditions import UNKNOWN
from routing.engine import route
from routing.facts import CaseFacts
from routing.routes import Route
from routing.rulebook import Rulebook

Choose = Callable[[list[str], list[str]], str]
"""From the ranked questions and from all facts of live provisions (in vocabulary order) the next one to ask."""


def state_of(found: Route) -> tuple[Any, ...]:
    """What the questions are there to settle."""
    return tuple(
        (need.need.id, need.status, tuple(step.option.outcome.provision.id for step in need.plan))
        for need in found.needs
    )


def pressing(found: Route) -> list[str]:
    """The facts whose answer can change something now, the most decisive first."""
    facts = (q.fact for q in found.questions if not q.later and not q.last and q.fact != "requested_state.code")
    return [fact for fact in dict.fromkeys(facts) if fact not in found.case.declined]


def alive(found: Route, rulebook: Rulebook) -> list[str]:
    """All unknown facts of provisions that are not closed, in the order of the vocabulary."""
    names = {
        result.condition.test.fact
        for need in found.needs
        for option in need.options
        if option.rank is not None
        for result in option.outcome.results
        if result.verdict is UNKNOWN
    }
    return sorted(names - found.case.declined, key=lambda name: rulebook.facts[name].order)


def reduced(full: CaseFacts, known: set[str], declined: set[str]) -> CaseFacts:
    """The case with only some of its facts."""

    def keep(facts: Mapping[str, Any]) -> Mapping[str, Any]:
        return MappingProxyType({name: value for name, value in facts.items() if name in known})

    needs = tuple(dataclasses.replace(need, facts=keep(need.facts)) for need in full.needs)
    return dataclasses.replace(full, facts=keep(full.facts), needs=needs, declined=frozenset(declined), rights=())


def answers_needed(full: CaseFacts, rulebook: Rulebook, on: date, choose: Choose) -> int:
    """How many facts are asked until nothing pressing is left."""
    file = {*full.facts, *(name for need in full.needs for name in need.facts)}
    known: set[str] = set()
    declined: set[str] = set()
    while True:
        found = route(reduced(full, known, declined), rulebook, on=on)
        # A fact that the file states for one need alone stays unknown for the others: it was asked all the same.
        ranked = [name for name in pressing(found) if name not in known]
        if not ranked:
            return len(known) + len(declined)
        fact = choose(ranked, [name for name in alive(found, rulebook) if name not in known])
        (known if fact in file else declined).add(fact)


def by_weight(ranked: list[str], live: list[str]) -> str:
    """The engine's own order."""
    return ranked[0]


def by_vocabulary(ranked: list[str], live: list[str]) -> str:
    """The plain way: facts of live provisions in the order of the vocabulary."""
    return live[0]


def by_chance(seed: int) -> Choose:
    """Facts of live provisions in random order."""
    source = random.Random(seed)
    return lambda ranked, live: source.choice(live)


__all__ = ["answers_needed", "by_chance", "by_vocabulary", "by_weight", "pressing", "reduced", "state_of"]
