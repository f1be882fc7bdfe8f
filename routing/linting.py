"""Findings about a rulebook before it is published: what would be dead, contradictory or silently tied.

Each rule is one class: its name is its code, its docstring is its message, its `check` gives the places. Linting never
changes an answer; it tells a curator what the engine would otherwise only show case by case.
"""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from routing.conditions import FAILS
from routing.memberships import JIT_BASES, MLA_TREATIES, SCHENGEN_CONVENTION, START_DECIDES, START_DENIES
from routing.periods import Period
from routing.precedence import rules_for
from routing.rulebook import Rulebook
from routing.rules import BAR, REQUIRED, Precedence


@dataclass(frozen=True, slots=True)
class Lint:
    """One finding: the rule's code, the place in the law, the rule's sentence and what was found there."""

    code: str
    where: str
    rule: str
    found: str

    def __str__(self) -> str:
        """The whole finding in one line."""
        return f"{self.code}: {self.where}: {self.rule} Found: {self.found}."


class LintRule(ABC):
    """A rule about a whole rulebook."""

    severity: ClassVar[str] = "warning"

    @abstractmethod
    def check(self, rulebook: Rulebook) -> Iterator[tuple[str, str]]:
        """The places that break the rule, each with what was found."""

    def findings(self, rulebook: Rulebook) -> Iterator[Lint]:
        """The places as findings."""
        rule = " ".join((inspect.getdoc(self) or "").split())
        for where, found in self.check(rulebook):
            yield Lint(type(self).__name__, where, rule, found)


def _days_of(rules: tuple[Precedence, ...]) -> list[date]:
    """Days at which the set of rules of precedence changes, and one day before all."""
    return sorted({rule.period.start for rule in rules if rule.period.start} | {date(1950, 1, 1)})


class PrecedenceCircle(LintRule):
    """Two instruments must not go before each other: a circle orders nothing and shows as a tie."""

    def check(self, rulebook: Rulebook) -> Iterator[tuple[str, str]]:
        for measure in sorted(rulebook.by_measure):
            here = frozenset(provision.instrument for provision in rulebook.provisions_of(measure))
            pairs: dict[tuple[str, str], None] = {}
            for day in _days_of(rulebook.precedence):
                reach = _reach(rules_for(rulebook, measure, day), here)
                for one in sorted(reach):
                    pairs.update(
                        ((one, other), None) for other in sorted(reach[one]) if one < other and one in reach[other]
                    )
            for one, other in pairs:
                yield f"precedence of {measure}", f"{one} and {other} go before each other"


def _reach(rules: tuple[Precedence, ...], here: frozenset[str]) -> dict[str, set[str]]:
    """For each instrument those it goes before, through any number of rules."""
    reach: dict[str, set[str]] = {code: set() for code in here}
    for rule in rules:
        for first in here.intersection(rule.prefer):
            reach[first].update(here.intersection(rule.over) - {first})
    grown = True
    while grown:
        grown = False
        for after in reach.values():
            wider = after.union(*(reach[code] for code in after))
            grown = grown or len(wider) > len(after)
            after |= wider
    return reach


class IdlePrecedence(LintRule):
    """A rule of precedence must be able to order something: both sides in one measure and tier, on some day."""

    def check(self, rulebook: Rulebook) -> Iterator[tuple[str, str]]:
        places: dict[str, set[tuple[str, str]]] = {}
        for provision in rulebook.provisions.values():
            places.setdefault(provision.instrument, set()).add((provision.measure, provision.tier))
        for rule in rulebook.precedence:
            if rule.kind != "instrument" or rule.explain:
                continue
            if rule.period.is_empty:
                yield f"precedence {rule.id}", "it ends before it begins"
                continue
            first = {place for code in rule.prefer for place in places.get(code, ())}
            second = {place for code in rule.over for place in places.get(code, ())}
            shared = {place for place in first & second if not rule.measures or place[0] in rule.measures}
            if not shared:
                yield f"precedence {rule.id}", f"{', '.join(rule.prefer)} never meets {', '.join(rule.over)}"


class DeadProvision(LintRule):
    """A provision must be usable on some day under some facts."""

    def check(self, rulebook: Rulebook) -> Iterator[tuple[str, str]]:
        for identity in sorted(rulebook.provisions):
            provision = rulebook.provisions[identity]
            if provision.period.is_empty:
                yield identity, "its window ends before it begins"
            lone = [c for c in provision.conditions if c.decides and c.or_group is None]
            required = {c.test.number for c in lone if c.effect == REQUIRED}
            for condition in lone:
                if condition.effect == BAR and condition.test.number in required:
                    yield identity, f"{condition.test.fact} is required and barred at once"


class HollowTest(LintRule):
    """A test on a list of values must hold for one of them at least."""

    def check(self, rulebook: Rulebook) -> Iterator[tuple[str, str]]:
        for test in rulebook.tests:
            fact = rulebook.facts[test.fact]
            if fact.type != "enum" or test.op not in ("eq", "ne", "in", "not_in"):
                continue
            if all(test.of(value) is FAILS for value in fact.values):
                yield f"{test.fact} {test.op}", "no value of the fact makes it hold"


class MixedGroup(LintRule):
    """Conditions of one or_group must be two or more, of one effect, and none for one channel alone."""

    def check(self, rulebook: Rulebook) -> Iterator[tuple[str, str]]:
        for identity in sorted(rulebook.provisions):
            groups: dict[str, list[tuple[str, str | None]]] = {}
            for condition in rulebook.provisions[identity].conditions:
                if condition.or_group:
                    groups.setdefault(condition.or_group, []).append((condition.effect, condition.only_for))
            for name, members in sorted(groups.items()):
                if len(members) < 2:
                    yield f"{identity}, group {name}", "one member alone"
                elif len({effect for effect, _ in members}) > 1:
                    yield f"{identity}, group {name}", "several effects"
                elif any(only for _, only in members):
                    yield f"{identity}, group {name}", "a member with only_for"


class OverlappingRows(LintRule):
    """Two rows of participation must not speak about the same day of one State."""

    severity = "error"

    def check(self, rulebook: Rulebook) -> Iterator[tuple[str, str]]:
        for code, state in sorted(rulebook.participation):
            rows = rulebook.participation[code, state]
            spans = [Period.inclusive(row.since, row.until) for row in rows]
            for place, span in enumerate(spans):
                if any(span.overlaps(other) for other in spans[place + 1 :]):
                    yield f"participation of {state} in {code}", "two rows for the same days"
                    break


class BrokenLadder(LintRule):
    """A rung must be a measure for which the book holds a provision."""

    def check(self, rulebook: Rulebook) -> Iterator[tuple[str, str]]:
        for measure in sorted(rulebook.ladder):
            for rung in (*rulebook.ladder[measure].measures, *rulebook.ladder[measure].instead):
                if not rulebook.provisions_of(rung):
                    yield f"ladder of {measure}", f"nothing for {rung}"


class LostReference(LintRule):
    """Instruments that computed facts rest on must be in the book."""

    severity = "error"

    def check(self, rulebook: Rulebook) -> Iterator[tuple[str, str]]:
        named = {*MLA_TREATIES, *JIT_BASES, *SCHENGEN_CONVENTION, *START_DECIDES, *START_DENIES}
        for code in sorted(named - set(rulebook.instruments)):
            yield "computed facts", f"{code} is not in the book"


RULES: tuple[type[LintRule], ...] = (
    PrecedenceCircle,
    IdlePrecedence,
    DeadProvision,
    HollowTest,
    MixedGroup,
    OverlappingRows,
    BrokenLadder,
    LostReference,
)


def lint(rulebook: Rulebook) -> tuple[Lint, ...]:
    """Every finding about a rulebook, rule by rule."""
    return tuple(finding for rule in RULES for finding in rule().findings(rulebook))
