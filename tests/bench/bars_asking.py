"""ASK: how many answers it takes on the acceptance cases until nothing that is left to ask can change the outcome.

Start without facts, answer from the case file, else "don't know"; against asking the facts of provisions still alive
in the order of the vocabulary, with the same end. Reads: fixtures/scenarios.
"""

from __future__ import annotations

from functools import cache

from routing.codec import case_from_document
from tests.bench.frame import Bar, Count
from tests.routing.asking import Choose, answers_needed, by_chance, by_vocabulary, by_weight
from tests.routing.conftest import SCENARIOS, read_scenario, shipped_rulebook

SEED = 7


def _answers(choose: Choose) -> int:
    """Answers needed over all acceptance cases."""
    book, total = shipped_rulebook(), 0
    for path in sorted(SCENARIOS.glob("*.yaml")):
        document, on = read_scenario(path)
        total += answers_needed(case_from_document(document, book), book, on, choose)
    return total


@cache
def _plain() -> int:
    return _answers(by_vocabulary)


def bars() -> list[Bar]:
    """The bar of the questions, and random order beside it."""
    return [
        Bar("ASK1", "answers in the engine's order, x vocabulary order", 0.5, "x", lambda: Count(_ranked)),
        Bar("ASK2", "answers in random order, x vocabulary order", None, "x", lambda: Count(_random)),
    ]


def _ranked() -> float:
    return _answers(by_weight) / _plain()


def _random() -> float:
    return _answers(by_chance(SEED)) / _plain()
