"""What the bars of the engine are measured on: the shipped catalogue, and cases that ask everything of several States.

The shape is the one the bars were proposed with: a case asks every measure of each State it names (1 to 10, 3.6 on
average), with 20 % of the facts that can be stated unknown.

Reads: fixtures/catalogue, fixtures/scenarios. Seeded: always the same cases.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

from routing.codec import rulebook_from_document
from routing.conditions import FactValue
from routing.facts import CaseFacts, FactDef, Need
from routing.rights import Looked, look, view_of
from routing.rulebook import Rulebook
from tests.routing.conftest import edition_document, shipped_rulebook
from tests.strategies import STATES

ON = date(2026, 11, 22)
CASES, KNOWN = 12, 0.8


def _value(fact: FactDef, source: random.Random) -> FactValue:
    """A value of the fact, as a case would state it."""
    if fact.type == "bool":
        return source.random() < 0.5
    if fact.type == "int":
        return source.choice([0, 3, 6, 12, 24, 36, 48])
    if fact.type == "decimal":
        return source.choice([900.0, 1999.99, 4800.0, 5600.0])
    if fact.type == "date":
        return ON - timedelta(days=source.randrange(900))
    if fact.type == "enum":
        return source.choice(fact.values)
    if fact.type == "state":
        return source.choice(STATES)
    return frozenset({source.choice(STATES)})


@dataclass(frozen=True)
class Asked:
    """One case of the bars: the facts, and one need for each State, which asks for every measure."""

    book: Rulebook
    case: CaseFacts

    def looked(self) -> list[Looked]:
        """The engine's verdicts and condition values, State by State: the step that `route` begins with."""
        measures = tuple(self.book.by_measure)
        return [
            look(view_of(self.book, self.case, need, ON, at_home=False), need, measures) for need in self.case.needs
        ]

    @property
    def decisions(self) -> int:
        """Provisions that are looked at, over all States."""
        return sum(len(found.verdicts.scope.provisions) for found in self.looked())


@cache
def cases(book_name: str = "shipped", number: int = CASES, states: int | None = None) -> tuple[Asked, ...]:
    """Seeded cases over a book (`shipped`, `copied` or `many-states`); `states` fixes how many States each names."""
    book = BOOKS[book_name]()
    source = random.Random(20261122)
    names = [name for name, fact in book.facts.items() if fact.source != "derived" and name != "forum.state"]
    found = []
    for index in range(number):
        stated = {name: _value(book.facts[name], source) for name in names if source.random() < KNOWN}
        count = states or source.choice([1, 1, 2, 3, 3, 4, 4, 5, 3, 10])
        requesting, *others = source.sample(STATES, count + 1)
        needs = tuple(Need(f"n{place}", "criminal.jit", None, state, "") for place, state in enumerate(others, 1))
        case = CaseFacts(
            f"B-{index}", "A case of the bars", requesting, "criminal", "investigation", ON, _frozen(stated), needs
        )
        found.append(Asked(book, case))
    return tuple(found)


def _frozen(facts: Mapping[str, FactValue]) -> Mapping[str, FactValue]:
    return MappingProxyType(dict(facts))


def _renamed(record: Mapping[str, Any], copy: int) -> dict[str, Any]:
    """A record under a new code; what its conditions name keeps its own code where it is another instrument."""
    old, new = record["code"], f"{record['code']}-copy{copy}"
    provisions = []
    for raw in record.get("provisions") or ():
        conditions = [
            {**condition, "value": [new if code == old else code for code in condition["value"]]}
            if isinstance(condition["value"], list)
            else condition
            for condition in raw.get("conditions") or ()
        ]
        provisions.append({**raw, "id": raw["id"].replace(old, new, 1), "conditions": conditions})
    return {**record, "code": new, "aliases": [], "provisions": provisions}


@cache
def copied_book(copies: int = 10) -> Rulebook:
    """The shipped catalogue with every instrument `copies` times, under new codes, its participation with it."""
    document = edition_document()
    instruments = list(document["instruments"])
    rows = list(document["participation"])
    for copy in range(1, copies):
        instruments += [_renamed(record, copy) for record in document["instruments"]]
        rows += [{**row, "instrument": f"{row['instrument']}-copy{copy}"} for row in document["participation"]]
    changed = {**document, "instruments": sorted(instruments, key=lambda r: r["code"]), "participation": rows}
    return rulebook_from_document(changed, label="copied", sha256="1" * 64)


@cache
def crowded_book(copies: int = 10) -> Rulebook:
    """The shipped catalogue with every State `copies` times, under codes that nobody asks for."""
    document = edition_document()
    names = _codes(len(document["jurisdictions"]) * (copies - 1), {row["iso2"] for row in document["jurisdictions"]})
    states = list(document["jurisdictions"])
    rows = list(document["participation"])
    for _ in range(1, copies):
        new = {row["iso2"]: next(names) for row in document["jurisdictions"]}
        states += [{**row, "iso2": new[row["iso2"]]} for row in document["jurisdictions"]]
        rows += [{**row, "iso2": new[row["iso2"]]} for row in document["participation"] if row["iso2"] in new]
    changed = {**document, "jurisdictions": states, "participation": rows}
    return rulebook_from_document(changed, label="crowded", sha256="2" * 64)


def _codes(number: int, taken: Iterable[str]) -> Any:
    """Codes of States that nobody has."""
    used = set(taken)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    free = (f"{a}{b}{c}" for a in letters for b in letters for c in letters if f"{a}{b}{c}" not in used)
    return iter([code for code, _ in zip(free, range(number), strict=False)])


BOOKS = {"shipped": shipped_rulebook, "copied": copied_book, "crowded": crowded_book}
