"""Steps of one case that spoil each other: which of a stored route's warnings bind a step. Pure.

Reads: the warnings of a stored answer (routing/collisions.py wrote them). Writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

# Warnings that one step of the case spoils another one. The first two bind only those who would spoil: the others wait.
SPOILERS = frozenset({"tipping-off", "payment-stop-before-freeze"})
COLLISIONS = SPOILERS | {"voluntary-evidence", "use-limits", "double-proceedings", "criminal-and-civil"}
# Warnings about what one kind of step brings: its other steps are not bound.
ONLY_TIER = {"voluntary-evidence": "voluntary", "use-limits": "formal"}
WORD = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class Collision:
    """One warning. `needs`: whose steps it binds; `others`: the needs they collide with."""

    code: str
    text: str
    needs: tuple[str, ...]
    others: tuple[str, ...]


def collisions_of(answer: Mapping[str, Any]) -> list[Collision]:
    """The collisions of a stored answer (or of its brief), in its order."""
    keys = {need["id"] for need in answer["needs"]}
    found = []
    for warning in answer["warnings"]:
        if warning["code"] not in COLLISIONS:
            continue
        head, _colon, tail = warning["text"].partition(":")
        whole = warning["code"] not in SPOILERS
        bound, others = _named(warning["text"] if whole else head, keys), _named("" if whole else tail, keys)
        found.append(Collision(warning["code"], warning["text"], bound, others))
    return found


def _named(text: str, keys: Iterable[str]) -> tuple[str, ...]:
    """The needs that a text names, in its order."""
    known = set(keys)
    return tuple(dict.fromkeys(word for part in WORD.findall(text) if (word := part.rstrip(".")) in known))


def binding(found: Iterable[Collision], need: str, tier: str) -> list[Collision]:
    """The collisions that bind a step: it is of one of their needs, and of the tier that they speak of."""
    return [row for row in found if need in row.needs and ONLY_TIER.get(row.code, tier) == tier]


def unaccepted(found: Iterable[Collision], accepted: Iterable[tuple[str, str]]) -> list[Collision]:
    """The collisions that nobody accepted. `accepted`: (code, text) of acceptances."""
    settled = set(accepted)
    return [row for row in found if (row.code, row.text) not in settled]
