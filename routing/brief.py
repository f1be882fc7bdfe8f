"""The brief answer: every verdict of a case, and for what is closed the places of the conditions that close it.

A few dozen bytes a decision instead of some 3,200, for those who ask thousands of cases or pairs and open one of them
afterwards with `engine.route`. Ranks, plans, questions and warnings are not in it.

Reads: what `rights.look` found. Writes: JSON-ready dictionaries, keys in the order of the book.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from routing.judging import CLOSED
from routing.masks import Picker, Scope, picker
from routing.rights import Looked
from routing.rules import BAR
from routing.verdicts import Verdicts


@dataclass(frozen=True, slots=True)
class Places:
    """Where to read, among the values of all cells, what closes the provisions of a scope.

    `pick` takes one character for each condition, in the order of the book; `rows` says which are each provision's.
    `known` remembers what a row of characters says.
    """

    pick: Picker
    rows: tuple[tuple[str, int, int], ...]
    known: dict[str, str] = field(default_factory=dict)

    def closing(self, row: str) -> str:
        """`closed` with the places that are marked in a row."""
        places = " ".join(str(place) for place, mark in enumerate(row) if mark == "1")
        found = self.known[row] = f"{CLOSED} {places}".rstrip()
        return found


def brief_of(found: Sequence[Looked]) -> list[dict[str, Any]]:
    """One entry a need or State: `options` maps provisions to `open`, `needs_facts`, `needs_counsel`, or `closed` with
    the places (from 0) of the conditions that close it; without one its period or its status closes it.

    For a case with several rights the first scene alone is told.
    """
    return [
        {"need": looked.view.scene.need.id, "requested_state": looked.view.scene.requested, "options": _options(looked)}
        for looked in found
    ]


def _options(looked: Looked) -> dict[str, Any]:
    """The verdicts of one scope."""
    verdicts = looked.verdicts
    places = _places(verdicts)
    size = len(verdicts.masks.tests)
    marks = "".join(places.pick(_bits(verdicts.fails, size) + _bits(verdicts.holds, size) + "0"))
    known, closing = places.known, places.closing
    return {
        identity: verdict if verdict is not CLOSED else known.get(marks[start:end]) or closing(marks[start:end])
        for verdict, (identity, start, end) in zip(verdicts.listed(), places.rows, strict=True)
    }


def _bits(mask: int, size: int) -> str:
    """The bits of a mask as characters, the lowest first."""
    return format(mask, f"0{size}b")[::-1]


def _places(verdicts: Verdicts) -> Places:
    """The places of a scope, kept with the masks."""
    known = verdicts.masks.closers.get(verdicts.scope)
    if not isinstance(known, Places):
        known = verdicts.masks.closers[verdicts.scope] = _make_places(verdicts, verdicts.scope)
    return known


def _make_places(verdicts: Verdicts, scope: Scope) -> Places:
    """A required condition closes by failing, a bar by holding; what does not decide never does.

    The conditions of an or_group close only together; each that fails is told.
    """
    size = len(verdicts.masks.tests)
    wanted: list[int] = []
    rows = []
    for provision in scope.provisions:
        start = len(wanted)
        for cell, condition in zip(verdicts.masks.asked_by[provision.id], provision.conditions, strict=True):
            by_verdict = size + cell if condition.effect == BAR else cell
            wanted.append(by_verdict if condition.decides else 2 * size)
        rows.append((provision.id, start, len(wanted)))
    return Places(picker(tuple(wanted)), tuple(rows))
