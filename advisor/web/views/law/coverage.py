"""What of the study stands in the catalogue: its systems, and its measures over every State from one that asks."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from advisor.languages.words import state_worded, worded
from advisor.web.marks import TIERS, VERDICTS
from advisor.web.views.law.asked import Asked, asked
from advisor.web.views.law.lines import Kept
from advisor.web.views.law.study import systems
from advisor.web.views.law.tables import Table, download
from advisor.web.views.law.words import ANSWERS
from instruments.study import EMPTY, FIRST, INSTEAD, OPTION, PERHAPS, RUNG, Cell, outsider, regime_day
from instruments.study_tables import Coverage, coverage_of, whole_of

# How long one request may look at pairs; what is left is looked at by the next one.
SECONDS = 1.5
COLUMNS: Sequence[tuple[str, str]] = (
    ("requesting", "Requesting State"),
    ("requested", "Requested State"),
    ("state", "Name"),
    ("measure", "Measure"),
    ("answer", "Answer"),
    ("verdict", "Verdict"),
    ("tier", "Tier"),
    ("instrument", "Instrument"),
    ("provision", "Provision"),
    ("instead", "Look at instead"),
)
LETTERS = {"open": "O", "needs_facts": "F", "needs_counsel": "C"}
MARKS = (
    ("O", "open", ANSWERS[OPTION], VERDICTS["open"]),
    ("F", "needs_facts", ANSWERS[OPTION], VERDICTS["needs_facts"]),
    ("C", "needs_counsel", ANSWERS[OPTION], VERDICTS["needs_counsel"]),
    ("U", "perhaps", ANSWERS[PERHAPS], ""),
    ("R", "rung", ANSWERS[RUNG], ""),
    ("I", "instead", ANSWERS[INSTEAD], ""),
)


# What the stored tables say changes with edition and regime only; a process reads them once.
KEPT_TABLES, KEPT_BODIES = 6, 12
_tables: Kept[dict[str, Coverage]] = Kept(KEPT_TABLES)
_bodies: Kept[SafeString] = Kept(KEPT_BODIES)


def stopwatch(seconds: float) -> Callable[[], bool]:
    """Says yes until the time is up."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() < end


def letter(cell: Cell) -> str:
    """The mark of a cell in the table; the legend above says what it means."""
    if cell.answer == OPTION:
        return LETTERS.get(cell.verdict, "F")
    return {PERHAPS: "U", RUNG: "R", INSTEAD: "I", EMPTY: "–"}[cell.answer]


def body(found: Coverage, a: Asked) -> SafeString:
    """The rows of the table as one ready string: six thousand cells are too many for a template."""
    if not found.complete:
        return _body(found, a)
    key = (a.edition.sha256, regime_day(a.edition, a.on), found.requesting, a.keep_day, get_language())
    return _bodies.get(key, lambda: _body(found, a))


def _body(found: Coverage, a: Asked) -> SafeString:
    states = a.book.states
    order = sorted(found.cells, key=lambda iso2: states[iso2].name)
    rows = []
    for iso2 in order:
        cells = mark_safe(  # noqa: S308 - letters and codes of this module
            "".join(
                f'<td class="rg-c rg-c--{cell.tier or cell.answer}">{letter(cell)}</td>' for cell in found.cells[iso2]
            )
        )
        rows.append(
            (
                reverse("catalogue-pair", args=[found.requesting, iso2]) + a.keep_day,
                state_worded(iso2, states[iso2].name),
                cells,
            )
        )
    return format_html_join("", '<tr><th scope="row"><a class="govuk-link" href="{}">{}</a></th>{}</tr>', rows)


def file_rows(found: Coverage, a: Asked) -> Iterator[dict[str, str]]:
    """Every cell as text."""
    book = a.book
    for iso2, cells in found.cells.items():
        for measure, cell in zip(found.measures, cells, strict=True):
            yield {
                "requesting": found.requesting,
                "requested": iso2,
                "state": state_worded(iso2, book.states[iso2].name),
                "measure": measure,
                "answer": str(ANSWERS[cell.answer]),
                "verdict": str(VERDICTS.get(cell.verdict, "")),
                "tier": str(TIERS.get(cell.tier, "")),
                "instrument": book.instruments[cell.instrument].short_title if cell.instrument else "",
                "provision": cell.provision,
                "instead": "; ".join(book.rungs_of(measure).instead) if cell.answer == INSTEAD else "",
            }


def summary(found: Coverage, a: Asked) -> list[dict[str, Any]]:
    """Each measure with how often it comes to what."""
    rows = []
    for place, measure in enumerate(found.measures):
        held = [cells[place].answer for cells in found.cells.values()]
        rows.append(
            {
                "number": place + 1,
                "code": measure,
                "name": worded(a.book.measures[measure].name),
                "track": a.book.measures[measure].track,
                **{answer: held.count(answer) for answer in ANSWERS},
            }
        )
    return rows


def _ready(a: Asked) -> dict[str, Coverage]:
    """The tables that are stored for the edition and the day, by requesting State; empty until all of them are."""
    key = (a.edition.sha256, regime_day(a.edition, a.on))
    return _tables.get_true(key, lambda: {found.requesting: found for found in whole_of(a.edition, on=a.on)})


def _whole(ready: dict[str, Coverage]) -> dict[str, int]:
    """How many cells of all ready tables come to what, and how many there are."""
    counted = Counter(cell.answer for found in ready.values() for cells in found.cells.values() for cell in cells)
    return {"cells": counted.total(), **{answer: counted[answer] for answer in ANSWERS}} if ready else {}


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """The coverage of the study from one requesting State; while it is computed, how far it is."""
    a = asked(request)
    requesting = a.typed.get("from", FIRST[0])
    ready = _ready(a)
    if a.form and "whole" in request.GET and ready:
        every = [row for table in ready.values() for row in file_rows(table, a)]
        return download(Table("coverage-of-the-study", COLUMNS, every), a)
    found = ready.get(requesting) or coverage_of(a.edition, requesting=requesting, on=a.on, go_on=stopwatch(SECONDS))
    if a.form:
        if found.complete:
            return download(Table(f"coverage-from-{requesting}", COLUMNS, list(file_rows(found, a))), a)
        words = f"{len(found.cells)} of {found.states} States are ready. Ask again in a moment.\n"
        return HttpResponse(words, status=202, content_type="text/plain; charset=utf-8", headers={"Retry-After": "1"})
    rows = summary(found, a)
    states = a.book.states
    context = {
        "a": a,
        "requesting": states[requesting],
        "choices": [
            (code, state_worded(code, states[code].name))
            for code in dict.fromkeys((*FIRST, outsider(a.book), requesting))
        ],
        "outsider": outsider(a.book),
        "systems": systems(a.edition, a.on),
        "found": found,
        "cells": len(found.cells) * len(found.measures),
        "rows": rows,
        "totals": {answer: sum(row[answer] for row in rows) for answer in ANSWERS},
        "marks": MARKS,
        "whole": _whole(ready),
        "body": body(found, a),
        "head": format_html_join(
            "",
            '<th scope="col"><span class="rg-upright">{} {}</span></th>',
            [(row["number"], format_html("{}", row["name"])) for row in rows],
        ),
    }
    response = render(request, "web/law/coverage.html", context)
    if not found.complete:
        response["Refresh"] = "1"
    return response
