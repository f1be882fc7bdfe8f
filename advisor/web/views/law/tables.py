"""The table of a page as a file: CSV for a spreadsheet, JSON for a program, both with where it comes from.

Pure but for the response. A cell that a spreadsheet would run as a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from advisor.web.views.law.asked import Asked
from instruments.formulas import shielded

BOM = "\ufeff"


@dataclass(frozen=True)
class Table:
    """A page's table: `name` becomes the file's name, `columns` are (key, heading), a row maps keys to text."""

    name: str
    columns: Sequence[tuple[str, str]]
    rows: Iterable[Mapping[str, Any]]


def cell(value: Any) -> str:
    """One cell of a CSV file: text on one line, and never a formula."""
    text = "" if value is None else str(value)
    text = " ".join(text.split()) if "\n" in text or "\r" in text else text
    return shielded(text)


def download(table: Table, asked: Asked) -> HttpResponse:
    """The table in the form that was asked for, as a file whose name carries its day."""
    about = {
        "edition": {"label": asked.edition.label, "sha256": asked.edition.sha256},
        "on": asked.on.isoformat(),
        "requesting_state": asked.requesting,
    }
    if asked.form == "json":
        body = json.dumps({**about, "rows": [dict(row) for row in table.rows]}, ensure_ascii=False, indent=1)
        kind = "application/json"
    else:
        body, kind = _csv(table, about), "text/csv; charset=utf-8"
    response = HttpResponse(body, content_type=kind)
    name = f"{table.name}-{asked.on.isoformat()}.{asked.form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _csv(table: Table, about: Mapping[str, Any]) -> str:
    """UTF-8 with a mark, which spreadsheets need; each row carries its day and edition, so that lines can be mixed."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*(heading for _, heading in table.columns), "Day", "Edition"])
    tail = [about["on"], about["edition"]["label"]]
    for row in table.rows:
        writer.writerow([*(cell(row.get(key)) for key, _ in table.columns), *tail])
    return BOM + out.getvalue()
