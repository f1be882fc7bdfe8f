"""Steps of one case by track, and the facts that are not the same for all of it. Pure.

Reads: steps and the case document of a stored route. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

TRACKS = ("criminal", "civil", "administrative", "other")


@dataclass(frozen=True, slots=True)
class Differing:
    """A fact that is not the same everywhere: what holds for the whole case (None: nothing), and what needs say."""

    fact: str
    whole: Any
    needs: Mapping[str, Any]


def track_of_need(measure: str) -> str:
    """The track that a need's measure belongs to; what a court or a provider may do on any track is 'other'."""
    head = measure.partition(".")[0]
    return head if head in TRACKS else "other"


def by_track(rows: Iterable[Any], measure: Mapping[Any, str]) -> dict[str, list[Any]]:
    """Rows (with `.route_id`, `.need_key`) by the track of their need; `measure` has each need's measure."""
    found: dict[str, list[Any]] = {track: [] for track in TRACKS}
    for row in rows:
        found[track_of_need(measure.get((row.route_id, row.need_key), row.measure))].append(row)
    return found


def differing(case: Mapping[str, Any]) -> list[Differing]:
    """The facts that some need states otherwise than the whole case or than another need, by name."""
    whole = case.get("facts") or {}
    stated: dict[str, dict[str, Any]] = {}
    for need in case.get("needs") or ():
        for fact, value in (need.get("facts") or {}).items():
            stated.setdefault(fact, {})[need["id"]] = value
    found = []
    for fact, needs in sorted(stated.items()):
        values = [whole[fact]] if fact in whole else []
        values += needs.values()
        if any(value != values[0] for value in values):
            found.append(Differing(fact, whole.get(fact), needs))
    return found
