"""How requests end, per instrument, State and measure, with small numbers hidden. Pure.

Reads and writes nothing. What is published can be passed on, so no number under FEWEST can be read from it, nor worked
out: there is one table and no sum over its rows; a group with fewer than FEWEST ends is left out; inside a group, the
numbers that are hidden add up to FEWEST at least, and are two at least.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from advisor.walk import states

FEWEST = 5
OUTCOMES = (states.EXECUTED, states.PARTLY, states.RETURNED, states.REFUSED, states.EXPIRED)
Group = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Published:
    """One group: instrument, State, measure. `counts` by outcome; None is hidden."""

    instrument: str
    state: str
    measure: str
    total: int
    counts: Mapping[str, int | None]


def counted(ends: Iterable[tuple[str, str, str, str]]) -> dict[Group, Counter[str]]:
    """Ends (instrument, State, measure, state of the step) by group; what has not ended is not counted."""
    found: dict[Group, Counter[str]] = {}
    for instrument, state, measure, outcome in ends:
        if outcome in OUTCOMES:
            found.setdefault((instrument, state, measure), Counter())[outcome] += 1
    return found


def published(groups: Mapping[Group, Mapping[str, int]]) -> list[Published]:
    """The groups that may be shown, by their names."""
    rows = []
    for (instrument, state, measure), counts in sorted(groups.items()):
        total = sum(counts.values())
        if total >= FEWEST:
            rows.append(Published(instrument, state, measure, total, protected(counts)))
    return rows


def protected(counts: Mapping[str, int]) -> dict[str, int | None]:
    """The counts of one group with the small ones hidden, and one more where they could be worked out otherwise.

    A group in which nothing is small and above nought hides nothing. Else every count under FEWEST is hidden, nought
    too; and while the hidden ones add up to less than FEWEST, or are a single one, the smallest shown one is hidden.
    """
    full = {outcome: counts.get(outcome, 0) for outcome in OUTCOMES}
    hidden = {outcome for outcome, count in full.items() if count < FEWEST}
    if not any(full[outcome] for outcome in hidden):
        return dict(full)
    while sum(full[outcome] for outcome in hidden) < FEWEST or len(hidden) < 2:
        hidden.add(min((o for o in OUTCOMES if o not in hidden), key=lambda outcome: full[outcome]))
    return {outcome: None if outcome in hidden else count for outcome, count in full.items()}
