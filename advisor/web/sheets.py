"""Tables that leave the office for a spreadsheet: CSV and XLSX, with no cell that a spreadsheet would run.

A text that begins with a sign of a formula (= + - @, a tab, a return, and their wide forms) gets an apostrophe before
it in CSV; in XLSX it is stored as text and marked so. Reads and writes no rows.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from instruments.formulas import is_formula, shielded

Cell = str | int | date | datetime | None


def _csv_cell(value: Cell) -> Any:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return shielded(value) if isinstance(value, str) else "" if value is None else value


def csv_of(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a byte order mark, which spreadsheets ask for; every text in quotes."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([shielded(head) for head in heads])
    writer.writerows([_csv_cell(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace")


def xlsx_of(heads: Sequence[str], rows: Iterable[Sequence[Cell]], *, name: str, made: datetime) -> bytes:
    """One sheet with the heads frozen. `made` is written as the file's time: the same rows give the same bytes."""
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": name, "created": made.replace(tzinfo=None)})
        sheet = book.add_worksheet(name[:31])
        kinds = {
            "head": book.add_format({"bold": True, "bottom": 1}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            "inert": book.add_format({"quote_prefix": True}),
        }
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, kinds["head"])
        for line, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                _write(sheet, line, column, value, kinds)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(0, len(heads) - 1), 18)
    return buffer.getvalue()


def _write(sheet: Any, line: int, column: int, value: Cell, kinds: dict[str, Any]) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(line, column, value.replace(tzinfo=None), kinds["time"])
    elif isinstance(value, date):
        sheet.write_datetime(line, column, datetime(value.year, value.month, value.day), kinds["day"])  # noqa: DTZ001
    elif isinstance(value, int):
        sheet.write_number(line, column, value)
    elif value:
        sheet.write_string(line, column, value, kinds["inert"] if is_formula(value) else None)
