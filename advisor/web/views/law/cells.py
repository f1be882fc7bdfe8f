"""What each of the study's measures comes to between a requesting State and every other: one small cell each.

*Reads* the rulebook through `routing.overview`; *writes* the shared cache, so that a pair is looked at once a regime,
not once a reader. A regime is the span between two days on which anything in the edition begins or ends: inside it, a
case without facts gets the same answers, whatever the day.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.core.cache import cache

from advisor.web.views.law.lines import answer_of
from advisor.web.views.law.words import TRACKS
from instruments.editions import CurrentEdition
from routing.overview import Overview
from routing.routes import NeedRoute
from routing.rulebook import Rulebook

ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
KEPT_FOR = 14 * 24 * 3600
FORM = 2  # counts up when a cell comes to mean something else
YEARS = range(1950, 2102)


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
    tracks = list(TRACKS)
    named = [measure for measure in book.measures.values() if measure.seed]
    return tuple(measure.code for measure in sorted(named, key=lambda measure: tracks.index(measure.track)))


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


def cell_of(need: NeedRoute, book: Rulebook) -> Cell:
    """A need without facts as a cell."""
    answer, best = answer_of(need, book)
    if best is None:
        return Cell(answer)
    provision = best.outcome.provision
    return Cell(answer, str(best.outcome.verdict), provision.tier, provision.instrument, provision.id)


def coverage_of(edition: CurrentEdition, *, requesting: str, on: date, go_on: Callable[[], bool]) -> Coverage:
    """The cells of a requesting State; looks at further pairs as long as `go_on` says so, and keeps what it found."""
    book = edition.rulebook
    measures = study_measures(book)
    day = regime_day(edition, on)
    key = f"law-coverage-{FORM}:{edition.sha256}:{day.isoformat()}:{requesting}"
    cells: dict[str, list[Cell]] = cache.get(key) or {}
    left = [iso2 for iso2 in book.states if iso2 not in cells]
    if left:
        overview = Overview(book, requesting=requesting, on=day)
        for iso2 in left:
            cells[iso2] = [cell_of(need, book) for need in overview.pair(iso2, measures)]
            if not go_on():
                break
        cache.set(key, cells, KEPT_FOR)
    return Coverage(requesting, measures, len(book.states), cells)
