"""A1 to A4: what the atlas costs, against a numpy bitset that is written here and not in the engine.

*Numpy bitset*: per measure two planes of bits, requesting by requested State, packed into words; the planes of what
each provision asks are prepared beforehand and gathered, `bitwise_and.reduceat` makes provisions of them, and
`bitwise_or.reduceat` measures of the provisions. It knows nothing of ranks, ties, letters rogatory or reasons. Both
sides start from the same prepared profile, the facts of the larger mock case.

The atlas is measured as it is used, over classes of States that the law does not tell apart; A1F and A2F report the
same with a row and a column for each State. A3S and A4 hold all work, the preparation included.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from routing.atlas import survey
from routing.atlas.atlas import answer, prepare
from routing.atlas.prepared import Prepared, Unit
from routing.atlas.regions import Plane
from routing.atlas.verdicts import answered, coverage, units_with
from routing.codec import case_from_document
from routing.conditions import FactValue
from routing.facts import CaseFacts, Need
from routing.rights import look, view_of
from tests.bench.cases import ON, crowded_book
from tests.bench.frame import Bar, Pair
from tests.routing.conftest import SCENARIOS, read_scenario, shipped_rulebook

PAIRS_ROUTED = 40


@cache
def profile() -> dict[str, FactValue]:
    """The facts of the larger mock case."""
    document, _ = read_scenario(SCENARIOS / "mock-iptv.yaml")
    return dict(case_from_document(document, shipped_rulebook()).facts)


@cache
def prepared(*, classes: bool) -> Prepared:
    """The profile over the shipped book."""
    return prepare(shipped_rulebook(), profile(), on=ON, classes=classes)


class Numpy:
    """The reference: gathered units, AND-ed per provision, OR-ed per measure, twice."""

    def __init__(self) -> None:
        import numpy as np

        self.np, source = np, prepared(classes=False)
        self.size, self.width = source.grid.size, source.grid.stride
        self.measures: list[str] = []
        provisions: list[list[Unit]] = []
        starts: list[int] = []
        for measure in source.measures:
            treaty = answered(source, measure).treaty
            living = source.measures[measure].living
            if living:
                self.measures.append(measure)
                starts.append(len(provisions))
            for item in living:
                whole = Unit(item.within, item.within, 0, 0, False, False)
                provisions.append([whole, *(units_with(source, item, treaty) if item.treaties else item.units)])
        self.by_measure = np.array(starts)
        self.sure = self._gathered([[unit.met for unit in units] for units in provisions])
        self.may = self._gathered([[unit.may for unit in units] for units in provisions])

    def _gathered(self, provisions: list[list[Plane]]) -> tuple[Any, Any, Any]:
        """Distinct planes, the places of those that each provision asks for, and where each provision begins."""
        np = self.np
        places: dict[Plane, int] = {}
        wanted: list[int] = []
        starts: list[int] = []
        for planes in provisions:
            starts.append(len(wanted))
            wanted += [places.setdefault(plane, len(places)) for plane in dict.fromkeys(planes)]
        words = np.stack([self.packed(plane) for plane in places]).reshape(len(places), -1).view(np.uint64)
        return words, np.array(wanted), np.array(starts)

    def packed(self, plane: Plane) -> Any:
        """A plane as rows of bytes; pairs of a State with itself are put in their place."""
        np, bits = self.np, self.size * self.width * 8
        data = (plane & ((1 << bits) - 1)).to_bytes(bits // 8, "little")
        rows = np.unpackbits(np.frombuffer(data, dtype=np.uint8).reshape(self.size, -1), axis=1, bitorder="little")
        for place in range(self.size):
            rows[place, place] = plane >> bits + place & 1
        return np.packbits(rows, axis=1, bitorder="little")

    def __call__(self) -> tuple[Any, Any]:
        """Where each measure has an open provision, and where a live one."""
        np, found = self.np, []
        for words, wanted, starts in (self.sure, self.may):
            provisions = np.bitwise_and.reduceat(words[wanted], starts, axis=0)
            found.append(np.bitwise_or.reduceat(provisions, self.by_measure, axis=0))
        return found[0], found[1]


@cache
def numpy_bitset() -> Numpy:
    """The reference, checked against the atlas cell by cell before it is timed."""
    reference, source = Numpy(), prepared(classes=False)
    opened, live = reference()
    for place, measure in enumerate(reference.measures):
        for mine, theirs in zip(coverage(source, measure), (opened[place], live[place]), strict=True):
            assert (reference.packed(mine).reshape(-1) == theirs.view("uint8")).all(), measure
    return reference


def _covered(*, classes: bool) -> Pair:
    """Two planes for every measure."""
    source = prepared(classes=classes)
    return Pair(lambda: [coverage(source, measure) for measure in source.measures], numpy_bitset())


def _explained(*, classes: bool) -> Pair:
    """The first option of every tier, and a reason wherever there is none."""
    source = prepared(classes=classes)
    return Pair(lambda: answer(source), numpy_bitset())


def _routed() -> Callable[[], None]:
    """The engine's verdicts for some pairs of States, all measures at once."""
    book, facts = shipped_rulebook(), profile()
    states, measures = list(book.states), tuple(book.by_measure)
    pairs = [(states[7 * number % len(states)], states[11 * number % len(states)]) for number in range(PAIRS_ROUTED)]

    def run() -> None:
        for requesting, requested in pairs:
            case = CaseFacts("", "", requesting, "criminal", "investigation", ON, facts, ())
            need = Need("n1", "criminal.jit", None, requested, "")
            look(view_of(book, case, need, ON, at_home=False), need, measures)

    return run


def _against_the_router(atlas: Callable[[], object]) -> Pair:
    """An atlas against the router's verdicts for as many pairs, in parts of a thousand."""
    scale = 1000 * PAIRS_ROUTED / len(shipped_rulebook().states) ** 2
    return Pair(atlas, _routed(), scale)


def _verdicts() -> Pair:
    """The verdict of every provision for all pairs, against the same by the router pair by pair."""
    source = prepared(classes=True)
    return _against_the_router(lambda: [answered(source, measure) for measure in source.measures])


def _surveyed() -> Pair:
    """The same with all preparation, first options and reasons."""
    return _against_the_router(lambda: survey(shipped_rulebook(), profile(), on=ON))


def _crowded() -> Pair:
    """Ten times the States, that is a hundred times the pairs, with all preparation."""
    crowded, shipped, facts = crowded_book(), shipped_rulebook(), profile()
    return Pair(lambda: survey(crowded, facts, on=ON), lambda: survey(shipped, facts, on=ON))


def bars() -> list[Bar]:
    """The bars of the atlas."""
    return [
        Bar("A1", "all pairs, all measures: open and live, x numpy bitset", 1.5, "x", lambda: _covered(classes=True)),
        Bar("A1F", "the same without classes of States", None, "x", lambda: _covered(classes=False)),
        Bar("A2", "first option of every tier, or why none, x numpy", 6, "x", lambda: _explained(classes=True)),
        Bar("A2F", "the same without classes of States", None, "x", lambda: _explained(classes=False)),
        Bar("A3", "atlas, thousandths of the router's verdicts pair by pair", 2, "/1000", _verdicts),
        Bar("A3S", "with preparation, first options and reasons", None, "/1000", _surveyed),
        Bar("A4", "States x10, all work, x the shipped States", 20, "x", _crowded),
    ]
