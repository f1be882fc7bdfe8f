"""What each of the study's measures comes to between a requesting State and every other: one small cell each. Pure.

*Reads* the rulebook through `routing.overview`. A regime is the span between two days on which anything in the edition
begins or ends: inside it, a case without facts gets the same answers, whatever the day. The tables are kept by
`instruments.study_tables`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from instruments.editions import CurrentEdition
from routing.overview import Overview
from routing.routes import NeedRoute, Option
from routing.rulebook import Rulebook
from routing.rules import TIERS

ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
YEARS = range(1950, 2102)
# The study asks from a Member State and from a common law State; the third is found in the edition (`outsider`).
FIRST = ("FR", "US")
TRACK_ORDER = ("criminal", "civil", "administrative", "voluntary", "domestic")
VERDICTS = ("open", "needs_facts", "needs_counsel", "closed")
# How a measure can be met: by itself, perhaps (not known whether it binds both), by a lower rung, or look elsewhere.
OPTION, PERHAPS, RUNG, INSTEAD, EMPTY = "option", "perhaps", "rung", "instead", "empty"


class Cell(NamedTuple):
    """How one measure can be met in one pair: `answer` is a word of ANSWERS; the rest is of its option."""

    answer: str
    verdict: str = ""
    tier: str = ""
    instrument: str = ""
    provision: str = ""


@dataclass(frozen=True)
class Coverage:
    """The cells of one requesting State by requested State, in the order of `measures`; some, while it is computed."""

    requesting: str
    measures: tuple[str, ...]
    states: int
    cells: dict[str, list[Cell]]

    @property
    def complete(self) -> bool:
        """Whether every State has its cells."""
        return len(self.cells) == self.states


def study_measures(book: Rulebook) -> tuple[str, ...]:
    """The measures that the study of 2021 names, criminal before civil."""
    named = [measure for measure in book.measures.values() if measure.seed]
    return tuple(measure.code for measure in sorted(named, key=lambda measure: TRACK_ORDER.index(measure.track)))


def outsider(book: Rulebook) -> str:
    """A State that no formal instrument of the edition binds: of those with the fewest rows, the last by code."""
    bound = dict.fromkeys(book.states, (0, 0))
    for (code, iso2), rows in book.participation.items():
        if iso2 in bound and any(row.status == "bound" for row in rows):
            formal, every = bound[iso2]
            bound[iso2] = formal + (book.instruments[code].tier == "formal"), every + 1
    fewest = min(bound.values())
    return max(iso2 for iso2, found in bound.items() if found == fewest)


class _Document:
    """A document as a cache argument: the hash of the edition is the key, the document only comes along."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Document)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=4)
def _turns(sha256: str, held: _Document) -> list[date]:
    """Every day on which something in the edition may begin, or may have ended the day before."""
    found = {date(year, 1, 1) for year in YEARS}
    for text in _texts(held.document):
        if ISO.fullmatch(text):
            try:
                day = date.fromisoformat(text)
            except ValueError:  # a number that only looks like a day
                continue
            found.update((day, day + timedelta(days=1) if day < date.max else day))
    return sorted(found)


def _texts(value: Any) -> Iterator[str]:
    """Every string of a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def regime_day(edition: CurrentEdition, on: date) -> date:
    """The first day of the regime that holds a day."""
    turns = _turns(edition.sha256, _Document(edition.document))
    place = bisect_right(turns, on)
    return turns[place - 1] if place else on


def order_of(option: Option) -> tuple[Any, ...]:
    """How options stand on a page: what stands alone, no last resort, certain to bind; then the engine's own ranks."""
    outcome = option.outcome
    provision = outcome.provision
    return (
        not provision.stands_alone,
        provision.last_resort or provision.placeholder,
        outcome.binding_unknown,
        -TIERS.index(provision.tier),
        option.rank or 99,
        VERDICTS.index(str(outcome.verdict)),
        provision.id,
    )


def answer_of(need: NeedRoute, book: Rulebook) -> tuple[str, Option | None]:
    """How a measure can be met, and the option to look at first: its own, else a rung, else what to look at instead.

    Inside a tier the first is always the engine's: the one that a plan would take.
    """
    firsts = [step.option for step in need.plan]
    own = [option for option in firsts if option.own and option.outcome.provision.stands_alone]
    if own:
        sure = any(
            option.own and option.rank and option.outcome.provision.stands_alone and not option.outcome.binding_unknown
            for option in need.options
        )
        return OPTION if sure else PERHAPS, min(own, key=order_of)
    if firsts:
        return RUNG, min(firsts, key=lambda option: (not option.own, order_of(option)))
    return (INSTEAD if book.rungs_of(need.need.measure).instead else EMPTY), None


def cell_of(need: NeedRoute, book: Rulebook) -> Cell:
    """A need without facts as a cell."""
    answer, best = answer_of(need, book)
    if best is None:
        return Cell(answer)
    provision = best.outcome.provision
    return Cell(answer, str(best.outcome.verdict), provision.tier, provision.instrument, provision.id)


def pair_cells(overview: Overview, requested: str, measures: tuple[str, ...]) -> list[Cell]:
    """The cells of one requested State, in the order of `measures`."""
    return [cell_of(need, overview.rulebook) for need in overview.pair(requested, measures)]


def prepared(book: Rulebook) -> tuple[str, ...]:
    """The requesting States whose tables are made ready for every edition."""
    return tuple(dict.fromkeys((*(code for code in FIRST if code in book.states), outsider(book))))
