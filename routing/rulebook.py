"""The published law, indexed for routing. Immutable once built; one object serves every route of a process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from routing.conditions import Test
from routing.facts import FactDef
from routing.rules import (
    Declaration,
    Instrument,
    Json,
    Measure,
    NationalityBars,
    Network,
    Precedence,
    Provision,
    Row,
    Rungs,
    State,
)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """One edition.

    `as_of` is the day whose law the book tells: a bound row without a start day counts from that year on.
    `participation`, `declarations` and `authorities` are keyed by (instrument, State). `memo` is for what the engine
    works out from the book alone and keeps as long as it.
    """

    label: str
    sha256: str
    as_of: date
    facts: Mapping[str, FactDef]
    measures: Mapping[str, Measure]
    ladder: Mapping[str, Rungs]
    states: Mapping[str, State]
    instruments: Mapping[str, Instrument]
    provisions: Mapping[str, Provision]
    by_measure: Mapping[str, tuple[Provision, ...]]
    tests: tuple[Test, ...]
    participation: Mapping[tuple[str, str], tuple[Row, ...]]
    declarations: Mapping[tuple[str, str], tuple[Declaration, ...]]
    authorities: Mapping[tuple[str, str], tuple[Json, ...]]
    networks: Mapping[str, Network]
    precedence: tuple[Precedence, ...]
    nationality_bars: tuple[NationalityBars, ...]
    grounds: Mapping[str, str]
    securing: frozenset[str]
    data_categories: tuple[str, ...]
    memo: dict[str, object] = field(init=False, default_factory=dict, compare=False, repr=False)

    def provisions_of(self, measure: str) -> tuple[Provision, ...]:
        """Every provision of a measure, by id."""
        return self.by_measure.get(measure, ())

    def rungs_of(self, measure: str) -> Rungs:
        """The ladder of a measure; empty where the book has none."""
        return self.ladder.get(measure, Rungs())

    def asked(self, fact: str) -> str:
        """A fact as the vocabulary asks for it, in quotation marks; its name where the book has no question."""
        known = self.facts.get(fact)
        return f"“{known.question}”" if known and known.question else fact

    def title(self, code: str) -> str:
        """The short title of an instrument, or the name of a measure; the text itself where it is neither."""
        if code in self.instruments:
            return self.instruments[code].short_title
        return self.measures[code].name if code in self.measures else code

    def looked_at(self, measure: str) -> int:
        """How many provisions a need of this measure has looked at, at most: its own and those of its rungs."""
        measures = dict.fromkeys((measure, *self.rungs_of(measure).measures))
        return sum(len(self.provisions_of(item)) for item in measures)
