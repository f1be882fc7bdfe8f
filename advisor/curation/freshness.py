"""The desk of rows to be read again: stale, provisional and contested ones, the most used first.

*Reads* the working rows, the register of sources, checks, open reports, and the current edition's weights. *Writes*
nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from advisor.curation.draft import base_records
from advisor.curation.models import FieldReport, ReportState
from instruments.editions import edition_current
from instruments.errors import NoEdition
from instruments.freshness import DUE, FRESH, NEVER, Freshness, freshness_of
from instruments.ranking import weights_by_record
from instruments.records import kind_of, name_of

STALE, PROVISIONAL, CONTESTED = "stale", "provisional", "contested"
WHICH = (STALE, PROVISIONAL, CONTESTED)


@dataclass(frozen=True)
class DueRow:
    """One row of the desk: its freshness, how many verdicts (pair of States and measure) hang on it, open reports."""

    fresh: Freshness
    state: str
    weight: int
    reports: int

    @property
    def key(self) -> str:
        """The key of the record."""
        return self.fresh.key

    def is_(self, which: str) -> bool:
        """Whether the row belongs into one of the three lists."""
        if which == CONTESTED:
            return self.reports > 0
        return self.fresh.provisional if which == PROVISIONAL else self.state in (DUE, NEVER)


class _Book:
    """The current edition as a cache argument: its hash is the key."""

    def __init__(self, rulebook: object) -> None:
        self.rulebook = rulebook

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Book)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=4)
def _weights(sha256: str, on: date, book: _Book) -> Mapping[str, int]:
    return weights_by_record(book.rulebook, on=on)  # type: ignore[arg-type]


def weights(on: date) -> Mapping[str, int]:
    """How many verdicts hang on each record of the current edition; empty before the first one."""
    try:
        edition = edition_current()
    except NoEdition:
        return {}
    return _weights(edition.sha256, on, _Book(edition.rulebook))


def weight_of(key: str, held: Mapping[str, int]) -> int:
    """The weight of one record; the rows of one State and instrument share theirs."""
    kind, name = kind_of(key), name_of(key)
    if kind in ("participation", "authority"):
        return held.get(f"{kind}:{'/'.join(name.split('/')[:2])}", 0)
    if kind == "declaration":
        return held.get(f"{kind}:{'/'.join(name.split('/')[:3])}", 0)
    return held.get(key, 0)


def due_rows(on: date) -> list[DueRow]:
    """Every record that is stale, provisional or contested, the heaviest first."""
    heavy = weights(on)
    open_reports = Counter(FieldReport.objects.filter(state=ReportState.OPEN).values_list("key", flat=True))
    rows = [
        DueRow(fresh, fresh.state(on), weight_of(key, heavy), open_reports[key])
        for key, fresh in freshness_of(base_records()).items()
    ]
    rows = [row for row in rows if row.state != FRESH or row.fresh.provisional or row.reports]
    return sorted(rows, key=lambda row: (-(row.reports > 0), -row.weight, row.key))


def desk_counts(on: date) -> dict[str, int]:
    """How many rows each of the three lists holds."""
    rows = due_rows(on)
    return {which: sum(row.is_(which) for row in rows) for which in WHICH}
