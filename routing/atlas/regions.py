"""Sets of pairs of States: in the law's own form (rectangles), and as bits of one plain int (planes).

What the law says of a pair falls apart into what it says of each State, save for very little: so a set of pairs is a
union of rectangles, rows (requesting States) by columns (requested States), each side a bit mask of States. States that
no rectangle tells apart are one row, or one column, of the grid: a plane has a bit for each pair of such classes, and
at its end one bit for each State with itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntFlag
from typing import NamedTuple

from routing.conditions import FAILS, HOLDS, Verdict

Mask = int
Plane = int


class Where(IntFlag):
    """Which pairs of a rectangle: two different States, a State with itself, or both."""

    APART = 1
    SAME = 2
    BOTH = 3


class Rectangle(NamedTuple):
    """Requesting States by requested States."""

    rows: Mask
    columns: Mask
    where: Where = Where.BOTH


Region = tuple[Rectangle, ...]
"""A union of rectangles."""

Layers = tuple[tuple[Region, Verdict], ...]
"""A verdict for every pair: that of the first region it lies in. The last region holds all."""


def crossed(one: Region, other: Region) -> Region:
    """The pairs that lie in both."""
    found = (Rectangle(a.rows & b.rows, a.columns & b.columns, a.where & b.where) for a in one for b in other)
    return tuple(item for item in found if item.rows and item.columns and item.where)


def refined(everyone: Mask, masks: Iterable[Mask]) -> tuple[Mask, ...]:
    """The classes of States that none of the masks tells apart, by their first State."""
    classes = [everyone]
    for mask in dict.fromkeys(masks):
        classes = [part for item in classes for part in (item & mask, item & ~mask) if part]
    return tuple(sorted(classes, key=lambda item: item & -item))


def first_of(mask: Mask) -> int:
    """The place of the first State of a mask that is not empty."""
    return (mask & -mask).bit_length() - 1


class Grid:
    """The classes of States that some regions need, and planes over them.

    `classes` False gives every State a row and a column of its own. A row takes whole bytes, so that a plane is made of
    pieces of bytes.
    """

    def __init__(self, size: int, regions: Iterable[Region], *, classes: bool = True) -> None:
        self.size = size
        everyone = (1 << size) - 1
        if classes:
            seen = [rectangle for region in dict.fromkeys(regions) for rectangle in region]
            self.rows = refined(everyone, (item.rows for item in seen))
            self.columns = refined(everyone, (item.columns for item in seen))
        else:
            self.rows = self.columns = tuple(1 << place for place in range(size))
        self.stride = (len(self.columns) + 7) // 8
        self._row_of = self._places(self.rows)
        self._column_of = self._places(self.columns)
        self._first_row = tuple(first_of(item) for item in self.rows)
        self._first_column = tuple(first_of(item) for item in self.columns)
        self._apart_bits = len(self.rows) * self.stride * 8
        self._planes: dict[Rectangle, Plane] = {}
        self._begins: dict[Mask, Plane] = {}
        self._holds: dict[Mask, Plane] = {}
        self.all = self._rectangle(Rectangle(everyone, everyone))
        self.apart = self._rectangle(Rectangle(everyone, everyone, Where.APART))

    def _places(self, classes: Sequence[Mask]) -> tuple[int, ...]:
        """For each State the place of its class."""
        found = [0] * self.size
        for place, members in enumerate(classes):
            while members:
                found[first_of(members)] = place
                members &= members - 1
        return tuple(found)

    def bit(self, requesting: int, requested: int) -> int:
        """The place of a pair's bit, both States by their place."""
        if requesting == requested:
            return self._apart_bits + requesting
        return self._row_of[requesting] * self.stride * 8 + self._column_of[requested]

    def plane(self, region: Region) -> Plane:
        """A region as bits."""
        found = 0
        for rectangle in region:
            known = self._planes.get(rectangle)
            if known is None:
                known = self._planes[rectangle] = self._rectangle(rectangle)
            found |= known
        return found

    def _rectangle(self, rectangle: Rectangle) -> Plane:
        """One rectangle as bits: the beginnings of its rows times the columns that each of them holds."""
        rows, columns, where = rectangle
        found = 0
        if where & Where.APART:
            found = self._begun(rows) * self._held(columns)
        if where & Where.SAME:
            found |= (rows & columns) << self._apart_bits
        return found

    def _begun(self, rows: Mask) -> Plane:
        """The first bit of each row of a mask."""
        known = self._begins.get(rows)
        if known is None:
            one, none = (1).to_bytes(self.stride, "little"), bytes(self.stride)
            pieces = [one if rows >> first & 1 else none for first in self._first_row]
            known = self._begins[rows] = int.from_bytes(b"".join(pieces), "little")
        return known

    def _held(self, columns: Mask) -> Plane:
        """The columns of a mask, as the bits of one row."""
        known = self._holds.get(columns)
        if known is None:
            pieces = (1 << place for place, first in enumerate(self._first_column) if columns >> first & 1)
            known = self._holds[columns] = sum(pieces)
        return known

    def planes(self, layers: Layers) -> tuple[Plane, Plane]:
        """Two planes of a verdict for every pair: where it holds, and where it does not fail."""
        left, holds, possible = self.all, 0, 0
        for region, verdict in layers:
            here = self.plane(region) & left
            left ^= here
            if verdict is HOLDS:
                holds |= here
            if verdict is not FAILS:
                possible |= here
        return holds, possible

    def count(self, plane: Plane) -> int:
        """How many pairs of States a plane holds."""
        total = (plane >> self._apart_bits).bit_count()
        width, segment = self.stride * 8, (1 << self.stride * 8) - 1
        for place, row in enumerate(self.rows):
            columns = plane >> place * width & segment
            while columns:
                column = self.columns[first_of(columns)]
                total += row.bit_count() * column.bit_count() - (row & column).bit_count()
                columns &= columns - 1
        return total
