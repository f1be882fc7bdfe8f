"""Three-valued logic and the tests that conditions make on one fact.

HOLDS, FAILS and UNKNOWN follow Kleene: what is unknown never counts as true or as false. A `Test` is interned by the
rulebook: conditions that ask the same thing share one object, so that a route answers it once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Scalar = bool | int | float | str | date
FactValue = Scalar | frozenset[str]


class Verdict(StrEnum):
    """What a condition says about the facts at hand."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"


HOLDS, FAILS, UNKNOWN = Verdict.HOLDS, Verdict.FAILS, Verdict.UNKNOWN


def negation(verdict: Verdict) -> Verdict:
    """Kleene's not."""
    if verdict is UNKNOWN:
        return UNKNOWN
    return FAILS if verdict is HOLDS else HOLDS


def conjunction(verdicts: Iterable[Verdict]) -> Verdict:
    """Kleene's and over any number: fails with the first that fails; holds for none."""
    answer = HOLDS
    for verdict in verdicts:
        if verdict is FAILS:
            return FAILS
        if verdict is UNKNOWN:
            answer = UNKNOWN
    return answer


def disjunction(verdicts: Iterable[Verdict]) -> Verdict:
    """Kleene's or over any number: holds with the first that holds; fails for none."""
    answer = FAILS
    for verdict in verdicts:
        if verdict is HOLDS:
            return HOLDS
        if verdict is UNKNOWN:
            answer = UNKNOWN
    return answer


def truth(value: bool | None) -> Verdict:
    """True holds, False fails, None is unknown."""
    if value is None:
        return UNKNOWN
    return HOLDS if value else FAILS


BINDING_OPS = frozenset({"both_bound_by", "not_both_bound_by"})
SET_OPS = frozenset({"in", "not_in", "any_in"}) | BINDING_OPS


def _number(value: FactValue) -> float:
    """A number for comparison; raises TypeError for anything else, because a rulebook with such a test is faulty."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is not a number")
    return value


def _day(value: FactValue) -> date:
    """A day for comparison; raises TypeError for anything else."""
    if not isinstance(value, date):
        raise TypeError(f"{value!r} is not a day")
    return value


def _members(value: FactValue) -> frozenset[str]:
    """A set of codes; one code alone is the set of it."""
    return value if isinstance(value, frozenset) else frozenset({str(value)})


def _within(found: FactValue, wanted: FactValue) -> bool:
    """Whether the value is one of the listed ones."""
    return str(found) in _members(wanted)


_OPS: dict[str, Callable[[FactValue, FactValue], bool]] = {
    "eq": lambda found, wanted: found == wanted,
    "ne": lambda found, wanted: found != wanted,
    "in": _within,
    "not_in": lambda found, wanted: not _within(found, wanted),
    "any_in": lambda found, wanted: not _members(found).isdisjoint(_members(wanted)),
    "gte": lambda found, wanted: _number(found) >= _number(wanted),
    "lte": lambda found, wanted: _number(found) <= _number(wanted),
    "gt": lambda found, wanted: _number(found) > _number(wanted),
    "lt": lambda found, wanted: _number(found) < _number(wanted),
    "on_or_after": lambda found, wanted: _day(found) >= _day(wanted),
    "before": lambda found, wanted: _day(found) < _day(wanted),
}

OPS = frozenset(_OPS) | BINDING_OPS


@dataclass(frozen=True, slots=True)
class Test:
    """One question about one fact: `fact op value`. `number` is its place in the rulebook's list of tests."""

    __test__ = False  # not a test class, whatever its name tells pytest

    number: int
    fact: str
    op: str
    value: FactValue

    def of(self, found: FactValue | None) -> Verdict:
        """The verdict over a value that was read; None is unknown. Not for binding, which participation answers."""
        if found is None:
            return UNKNOWN
        return HOLDS if _OPS[self.op](found, self.value) else FAILS
