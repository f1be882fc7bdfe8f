"""What a change of the law does: which provisions get another verdict, between which States, for which measures. Pure.

*Reads* two rulebooks through the atlas, which answers for every pair of States at once. *Writes* nothing. Equal to
asking the engine for each pair and measure (tests/instruments/test_impact.py does), for cases that state the facts of
a profile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from routing.atlas.atlas import Atlas, answer, prepare
from routing.atlas.prepared import Prepared
from routing.atlas.regions import Plane
from routing.atlas.verdicts import Worth, answered
from routing.codec_case import BETWEEN_STATES
from routing.conditions import FactValue
from routing.judging import CLOSED, NEEDS_COUNSEL, NEEDS_FACTS, OPEN
from routing.routes import Status
from routing.rulebook import Rulebook

Pair = tuple[str, str]
Rows = dict[str, int]  # requesting State -> mask of requested States, by their place in `States.codes`
VERDICTS = (OPEN, NEEDS_FACTS, NEEDS_COUNSEL)
STATUSES = (Status.ROUTED, Status.NEEDS_FACTS, Status.NEEDS_COUNSEL)
EXAMPLES = 6
DAYS = 4


@dataclass(frozen=True, slots=True)
class Move:
    """Pairs of States (requesting, requested) that go from one word to another. A State with itself counts where a case
    may ask at home."""

    before: str
    after: str
    pairs: int
    examples: tuple[Pair, ...]
    requesting: tuple[str, ...]
    requested: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProvisionMoves:
    """One provision whose verdict changes somewhere."""

    provision: str
    measure: str
    instrument: str
    moves: tuple[Move, ...]

    @property
    def pairs(self) -> int:
        """Pairs in which its verdict changes."""
        return sum(move.pairs for move in self.moves)


@dataclass(frozen=True, slots=True)
class MeasureMoves:
    """One measure that is reached otherwise somewhere: the status of a need for it changes."""

    measure: str
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class DayImpact:
    """What changes on one day, for cases that state the profile's facts."""

    on: date
    profile: str
    provisions: tuple[ProvisionMoves, ...]
    measures: tuple[MeasureMoves, ...]

    @property
    def pairs(self) -> int:
        """Cells (provision and pair) with another verdict."""
        return sum(row.pairs for row in self.provisions)


class _States:
    """The States of two rulebooks in one order, so that masks of both can be compared."""

    def __init__(self, old: Prepared, new: Prepared) -> None:
        self.codes = tuple(dict.fromkeys((*old.ground.states, *new.ground.states)))
        self.place = {code: number for number, code in enumerate(self.codes)}

    def rows(self, plane: Plane, prepared: Prepared, *, home: bool) -> Rows:
        """The pairs of a plane, by requesting State; the empty rows are left out. `home`: a State with itself too."""
        grid, states = prepared.grid, prepared.ground.states
        width = grid.stride * 8
        segment = (1 << width) - 1
        same = plane >> len(states) * width if home else 0
        found: Rows = {}
        for number, code in enumerate(states):
            mask = plane >> number * width & segment
            # A State with itself is kept at the end of a plane; its bit inside the row means nothing.
            mask = mask & ~(1 << number) | (same >> number & 1) << number
            if mask:
                found[code] = self._common(mask, states)
        return found

    def _common(self, mask: int, states: tuple[str, ...]) -> int:
        if states == self.codes[: len(states)]:
            return mask
        found = 0
        for number in _bits(mask):
            found |= 1 << self.place[states[number]]
        return found

    def move(self, before: str, after: str, rows: Mapping[str, int]) -> Move:
        """The move of some pairs, in words and numbers."""
        requested = 0
        examples: list[Pair] = []
        for code, mask in rows.items():
            requested |= mask
            if len(examples) < EXAMPLES:
                room = EXAMPLES - len(examples)
                examples += [(code, self.codes[number]) for number, _ in zip(_bits(mask), range(room), strict=False)]
        return Move(
            before,
            after,
            sum(mask.bit_count() for mask in rows.values()),
            tuple(examples),
            tuple(sorted(rows)),
            tuple(sorted(self.codes[number] for number in _bits(requested))),
        )


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def impact_on(
    old: Rulebook, new: Rulebook, facts: Mapping[str, FactValue], *, on: date, profile: str = "nothing stated"
) -> DayImpact:
    """What is answered otherwise on a day when `new` takes the place of `old`; `facts` are those of the profile.

    Raises routing.atlas.ProfileFault for a profile with several rights.
    """
    before = prepare(old, facts, on=on, classes=False)
    after = prepare(new, facts, on=on, classes=False)
    states = _States(before, after)
    alike = before.ground.states == after.ground.states
    provisions: list[ProvisionMoves] = []
    for measure in dict.fromkeys((*before.measures, *after.measures)):
        provisions += _of_measure(measure, before, after, states, alike)
    return DayImpact(on, profile, tuple(provisions), tuple(_of_needs(before, after, states, alike)))


def _worths(prepared: Prepared, measure: str) -> dict[str, Worth]:
    if measure not in prepared.measures:
        return {}
    return {worth.provision.id: worth for worth in answered(prepared, measure).worths}


def _planes(worth: Worth | None) -> tuple[Plane, Plane, Plane]:
    return (worth.open, worth.facts, worth.counsel) if worth else (0, 0, 0)


def _of_measure(
    measure: str, before: Prepared, after: Prepared, states: _States, alike: bool
) -> Iterator[ProvisionMoves]:
    first, second = _worths(before, measure), _worths(after, measure)
    for identity in dict.fromkeys((*first, *second)):
        one, two = _planes(first.get(identity)), _planes(second.get(identity))
        if alike and one == two:
            continue
        home = not measure.startswith(BETWEEN_STATES)
        moves = _moves(
            _worded(VERDICTS, one, before, states, home), _worded(VERDICTS, two, after, states, home), CLOSED, states
        )
        if moves:
            worth = second.get(identity) or first[identity]
            yield ProvisionMoves(identity, measure, worth.provision.instrument, moves)


def _of_needs(before: Prepared, after: Prepared, states: _States, alike: bool) -> Iterator[MeasureMoves]:
    first, second = answer(before, reasons=False), answer(after, reasons=False)
    for measure in dict.fromkeys((*first.rows, *second.rows)):
        one, two = _statuses(first, measure), _statuses(second, measure)
        if alike and one == two:
            continue
        home = not measure.startswith(BETWEEN_STATES)
        moves = _moves(
            _worded(STATUSES, one, before, states, home),
            _worded(STATUSES, two, after, states, home),
            Status.NO_ROUTE,
            states,
        )
        if moves:
            yield MeasureMoves(measure, moves)


def _statuses(atlas: Atlas, measure: str) -> tuple[Plane, ...]:
    """A plane for each status, each pair in the best one only."""
    if measure not in atlas.rows:
        return (0,) * len(STATUSES)
    found, taken = [], 0
    for _status, plane in atlas.rows[measure].statuses:
        found.append(plane & ~taken)
        taken |= plane
    return tuple(found)


def _worded(
    words: Iterable[Any], planes: Iterable[Plane], prepared: Prepared, states: _States, home: bool
) -> list[tuple[str, Rows]]:
    return [
        (str(word.value), states.rows(plane, prepared, home=home)) for word, plane in zip(words, planes, strict=True)
    ]


def _moves(
    before: list[tuple[str, Rows]], after: list[tuple[str, Rows]], rest: Any, states: _States
) -> tuple[Move, ...]:
    """Every change of word, the rows of each side put against those of the other; `rest` is the word of all others."""
    sides = [[*side, (str(rest.value), _rest(side, before, after))] for side in (before, after)]
    found = []
    for one, first in sides[0]:
        for two, second in sides[1]:
            if one != two:
                both = {code: mask & second[code] for code, mask in first.items() if code in second}
                both = {code: mask for code, mask in both.items() if mask}
                if both:
                    found.append(states.move(one, two, both))
    return tuple(sorted(found, key=lambda move: (-move.pairs, move.before, move.after)))


def _rest(side: list[tuple[str, Rows]], before: list[tuple[str, Rows]], after: list[tuple[str, Rows]]) -> Rows:
    """The pairs that have a word on one side and none on this one."""
    every: Rows = {}
    for _, rows in (*before, *after):
        for code, mask in rows.items():
            every[code] = every.get(code, 0) | mask
    for _, rows in side:
        for code, mask in rows.items():
            every[code] &= ~mask
    return every


def days_of_change(old: dict[str, Any], new: dict[str, Any], keys: Iterable[str], *, on: date) -> tuple[date, ...]:
    """The days on which to look: today, and the next days on which a changed record begins or ends to apply.

    `old` and `new` are records by key (`instruments.records`); at most DAYS days, the nearest first.
    """
    found = {on}
    for key in keys:
        for record in (old.get(key), new.get(key)):
            for name in ("applies_from", "since", "valid_from", "applies_until", "until", "valid_until"):
                text = (record or {}).get(name)
                if text:
                    day = date.fromisoformat(str(text))
                    ends = name.endswith("until")
                    if day >= on and day < date.max:
                        found.add(date.fromordinal(day.toordinal() + ends))
    return tuple(sorted(found)[:DAYS])
