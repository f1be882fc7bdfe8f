"""R1 to R6: what routing a case costs, against loops that are written here and not in the engine.

*Bare loop*: for each requested State, each provision of the measures asked, each condition: one `and` of a plain
comparison of values already fetched into tuples; nothing called, nothing recorded. "Decision" is one provision for one
State. What is measured is the step that `route` begins with (`rights.look`): verdicts and the value of every condition.
The whole route, with ranks, plan, questions and warnings, is reported beside it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from sys import getsizeof
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from routing.brief import brief_of
from routing.codec import case_from_document, route_to_document
from routing.conditions import HOLDS
from routing.engine import looked_at, route
from routing.facts import CaseFacts
from routing.routes import Route
from tests import strategies
from tests.bench.cases import ON, Asked, cases
from tests.bench.frame import Bar, Count, Pair
from tests.routing.conftest import SCENARIOS, read_scenario, shipped_rulebook
from tests.routing.test_oracle import engine_says, oracle_says

RANDOM_CASES = 1_000
MOCKS = ("mock-iptv", "mock-medicines")
Rows = list[list[list[tuple[tuple[Any, Any], ...]]]]


def bare_rows(asked: Sequence[Asked]) -> Rows:
    """Every condition as a pair of values that are equal when it holds: the fact's own value where the test is plain
    equality, else the truth of the comparison."""
    rows: Rows = []
    for item in asked:
        states = []
        for looked in item.looked():
            verdicts = looked.verdicts
            states.append(
                [
                    tuple(
                        (finding.value, condition.test.value) if condition.test.op == "eq" else (verdict is HOLDS, True)
                        for condition, (verdict, finding) in zip(
                            provision.conditions, verdicts.readings(provision), strict=True
                        )
                    )
                    for provision in verdicts.scope.provisions
                ]
            )
        rows.append(states)
    return rows


def bare_loop(rows: Rows) -> Callable[[], None]:
    """The reference."""

    def run() -> None:
        for case in rows:
            for state in case:
                for provision in state:
                    verdict = True
                    for found, wanted in provision:
                        verdict &= found == wanted

    return run


def values(asked: Sequence[Asked]) -> Callable[[], None]:
    """Verdicts and the value of every condition."""

    def run() -> None:
        for item in asked:
            item.looked()

    return run


def explained(asked: Sequence[Asked]) -> Callable[[], None]:
    """The same, and for every decision the provision (with what it requires), its verdict, and for each condition its
    value and what was read."""

    def run() -> None:
        for item in asked:
            for looked in item.looked():
                found = looked.verdicts
                _ = found.scope.provisions, found.listed(), found.explained()  # side by side, in one order

    return run


def _against_bare(candidate: Callable[[Sequence[Asked]], Callable[[], object]]) -> Pair:
    asked = cases()
    return Pair(candidate(asked), bare_loop(bare_rows(asked)))


def _grown(book: str) -> Pair:
    """The same cases under a grown book, against the shipped one."""
    return Pair(values(cases(book)), values(cases()))


def _alike() -> float:
    """Forty cases are not quite ten times the decisions of four: what makes them so."""
    few, many = (sum(item.decisions for item in cases(number=number)) for number in (4, 40))
    return 10 * few / many


def _briefly(asked: Sequence[Asked]) -> Callable[[], object]:
    return lambda: briefs(asked)


def _written(found: Route) -> str:
    """The contract's answer as JSON."""
    return json.dumps(route_to_document(found))


def _mock_cases() -> list[CaseFacts]:
    """The two mock cases of the study."""
    return [case_from_document(read_scenario(SCENARIOS / f"{name}.yaml")[0], shipped_rulebook()) for name in MOCKS]


def _mock_rows() -> Rows:
    """The decisions of the mock cases as the bare loop has them."""
    book, rows = shipped_rulebook(), []
    for case in _mock_cases():
        for need in route(case, book, on=ON).needs:
            rows.append(
                [[tuple((result.met is HOLDS, True) for result in option.outcome.results) for option in need.options]]
            )
    return rows


def _whole_routes(candidate: Callable[[Route], object]) -> Pair:
    """The whole `route` of the two mock cases and what follows, against a bare loop over the same decisions."""
    book, asked = shipped_rulebook(), _mock_cases()
    return Pair(lambda: [candidate(route(case, book, on=ON)) for case in asked], bare_loop(_mock_rows()))


def _mock_verdicts() -> Pair:
    """The verdicts of the mock cases' needs, abroad and at home, against a bare loop over the same decisions."""
    book, asked = shipped_rulebook(), _mock_cases()

    def run() -> None:
        for case in asked:
            for need in case.needs:
                looked_at(case, book, need, ON)

    return Pair(run, bare_loop(_mock_rows()))


def kept_bytes() -> float:
    """Bytes a decision of what a case's verdicts and condition values take, over all cases."""
    total = decisions = 0
    for item in cases():
        for looked in item.looked():
            kept = looked.verdicts
            masks = (kept.closed, kept.for_facts, kept.for_counsel, kept.unsure, kept.holds, kept.fails)
            total += getsizeof(kept) + sum(getsizeof(mask) for mask in masks)
            decisions += len(kept.scope.provisions)
    return total / decisions


def briefs(asked: Sequence[Asked]) -> list[str]:
    """The brief answer of each case as JSON: every verdict, and for a closed provision the conditions that close it."""
    return [json.dumps(brief_of(item.looked()), separators=(",", ":")) for item in asked]


def brief_bytes() -> float:
    """Bytes a decision of the brief answers."""
    return sum(len(text) for text in briefs(cases())) / sum(item.decisions for item in cases())


def differences() -> float:
    """Decisions in which engine and oracle differ (verdict, rank, tier or the value of any condition)."""
    book = shipped_rulebook()
    found = {"cases": 0, "different": 0}

    @settings(
        max_examples=RANDOM_CASES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategies.case_documents(book), on=strategies.legal_days)
    def compare(case: dict[str, Any], on: Any) -> None:
        mine, theirs = engine_says(case, on), oracle_says(case, on)
        found["cases"] += 1
        found["different"] += mine != theirs

    compare()
    assert found["cases"] >= RANDOM_CASES, found
    return float(found["different"])


def bars() -> list[Bar]:
    """The bars of the engine, and beside them what is only reported."""
    some, many = (lambda: values(cases(number=4))), (lambda: values(cases(number=40)))
    oracle = f"of {RANDOM_CASES} random cases those in which engine and oracle differ"
    return [
        Bar("R1", "a case, verdicts and condition values, x bare loop", 0.8, "x", lambda: _against_bare(values)),
        Bar("R2", "the same with every decision explained, x bare loop", 3, "x", lambda: _against_bare(explained)),
        Bar("R3", "bytes a decision of verdicts and condition values", 30, "B", lambda: Count(kept_bytes)),
        Bar("R4a", "ten times the instruments, x the time", 17, "x", lambda: _grown("copied")),
        Bar("R4b", "ten times the States, x the time", 1.4, "x", lambda: _grown("crowded")),
        Bar("R4c", "ten times the cases, x the time", 12, "x", lambda: Pair(many(), some(), scale=_alike())),
        Bar("R5a", "brief JSON with the closing conditions, x bare loop", 5, "x", lambda: _against_bare(_briefly)),
        Bar("R5b", "bytes a decision of the brief JSON", 60, "B", lambda: Count(brief_bytes)),
        Bar("R6", oracle, 0, "cases", lambda: Count(differences)),
        Bar("R7a", "mock cases: verdicts and condition values, x bare loop", None, "x", _mock_verdicts),
        Bar("R7b", "mock cases: the whole route, x bare loop", None, "x", lambda: _whole_routes(lambda found: found)),
        Bar("R7c", "mock cases: route and the contract's whole answer, x", None, "x", lambda: _whole_routes(_written)),
    ]
