"""The tables of the study: the cells of a requesting State over every other, made once an edition and regime.

*Reads* the published edition. *Writes* `StudyTable` rows for the States that are made ready (`study.prepared`), by
the worker after each publication; what readers ask beyond them, and how far a table is, stands in the shared cache.
The row is the record and the queue a doorbell: without a worker the readers themselves compute, a slice a request.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import structlog
from celery import current_app
from django.core.cache import cache
from django.db import transaction
from kombu.exceptions import OperationalError

from instruments.editions import CurrentEdition, edition_current
from instruments.models import Edition, StudyTable
from instruments.study import Cell, pair_cells, prepared, regime_day, study_measures
from routing.overview import Overview

KEPT_FOR = 14 * 24 * 3600
FORM = 3  # counts up when a cell comes to mean something else
EDITIONS_KEPT = 4  # tables of older editions are made again when somebody reads them
PREPARE_TASK = "instruments.tasks.study_prepare"
RING_EXPIRES = 600
log = structlog.get_logger(__name__)
Cells = dict[str, list[Cell]]


@dataclass(frozen=True)
class Coverage:
    """The cells of one requesting State by requested State, in the order of `measures`; some, while it is computed."""

    requesting: str
    measures: tuple[str, ...]
    states: int
    cells: Cells

    @property
    def complete(self) -> bool:
        """Whether every State has its cells."""
        return len(self.cells) == self.states


def packed(cells: Cells) -> dict[str, Any]:
    """Cells as JSON: the few kinds of cell once, then their numbers by State."""
    kinds: dict[Cell, int] = {}
    rows = {iso2: [kinds.setdefault(cell, len(kinds)) for cell in held] for iso2, held in cells.items()}
    return {"kinds": [list(kind) for kind in kinds], "rows": rows}


def unpacked(document: dict[str, Any]) -> Cells:
    """The cells of a packed document."""
    kinds = [Cell(*kind) for kind in document["kinds"]]
    return {iso2: [kinds[number] for number in numbers] for iso2, numbers in document["rows"].items()}


def coverage_of(edition: CurrentEdition, *, requesting: str, on: date, go_on: Callable[[], bool]) -> Coverage:
    """The cells of a requesting State: as stored, else looked at as long as `go_on` says so, keeping what was found."""
    book = edition.rulebook
    measures, day = study_measures(book), regime_day(edition, on)
    place = {"sha256": edition.sha256, "day": day, "requesting": requesting, "form": FORM}
    stored = StudyTable.objects.filter(**place).values_list("cells", flat=True).first()
    if stored is not None:
        return Coverage(requesting, measures, len(book.states), unpacked(stored))
    key = f"law-coverage-{FORM}:{edition.sha256}:{day.isoformat()}:{requesting}"
    held = cache.get(key)
    cells: Cells = unpacked(held) if held else {}
    left = [iso2 for iso2 in book.states if iso2 not in cells]
    if left:
        overview = Overview(book, requesting=requesting, on=day)
        for iso2 in left:
            cells[iso2] = pair_cells(overview, iso2, measures)
            if not go_on():
                break
        cache.set(key, packed(cells), KEPT_FOR)
    found = Coverage(requesting, measures, len(book.states), cells)
    if found.complete and requesting in prepared(book) and edition.sha256 in _newest(1):
        StudyTable.objects.bulk_create([StudyTable(**place, cells=packed(cells))], ignore_conflicts=True)
    return found


def whole_of(edition: CurrentEdition, *, on: date) -> list[Coverage]:
    """The stored tables of the States that are made ready, in their order; an empty list until all of them are."""
    book, day = edition.rulebook, regime_day(edition, on)
    rows = StudyTable.objects.filter(sha256=edition.sha256, day=day, form=FORM)
    stored = dict(rows.values_list("requesting", "cells"))
    wanted, measures = prepared(book), study_measures(book)
    if not all(code in stored for code in wanted):
        return []
    return [Coverage(code, measures, len(book.states), unpacked(stored[code])) for code in wanted]


def study_prepare(*, on: date, go_on: Callable[[], bool]) -> bool:
    """Look at what the tables of the current edition still lack on a day; True when there is more to do.

    One requesting State a call at most, so that other work of the queue comes in between. Old tables go last.
    """
    edition = edition_current()
    day = regime_day(edition, on)
    wanted = prepared(edition.rulebook)
    ready = StudyTable.objects.filter(sha256=edition.sha256, day=day, form=FORM).values_list("requesting", flat=True)
    missing = [code for code in wanted if code not in set(ready)]
    if not missing:
        return False
    found = coverage_of(edition, requesting=missing[0], on=on, go_on=go_on)
    if found.complete and len(missing) == 1:
        gone, _ = StudyTable.objects.exclude(sha256__in=_newest(EDITIONS_KEPT)).delete()
        log.info("study_tables_ready", edition=edition.label, day=day.isoformat(), removed=gone)
        return False
    return True


def _newest(count: int) -> list[str]:
    return list(Edition.objects.order_by("-id").values_list("sha256", flat=True)[:count])


def study_ring() -> bool:
    """Ask the worker for the tables; False when the queue does not answer, then its clock or a reader does it."""
    try:
        current_app.send_task(PREPARE_TASK, retry=False, expires=RING_EXPIRES)
    except (OperationalError, OSError) as error:
        log.warning("study_bell_silent", error=type(error).__name__)
        return False
    return True


def study_ring_on_commit() -> None:
    """Ring when the publication stands."""
    transaction.on_commit(study_ring)
