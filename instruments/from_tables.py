"""Reads the four tables of a catalogue folder: columns, codes, days, and rows that cannot stand together.

*Reads* jurisdictions.csv, participation.csv, declarations.csv, authorities.csv. Every cell is text; an empty cell is
"".
"""

import csv
import io
from pathlib import Path
from typing import Any, Protocol

from instruments import schema
from instruments.cell_rules import check_code, day_problem
from instruments.errors import Fault
from instruments.file_reading import file_text
from instruments.records import row_key
from instruments.schema import Field, Schema
from instruments.yaml_lines import Lines

Row = dict[str, str]
FOREVER = "9999-12-31"
ALWAYS = "0000-01-01"
_WORDS = {"participation": "participation", "declarations": "declaration", "authorities": "authority"}


class Reader(Protocol):
    """What a table needs from the reading it is part of."""

    folder: Path
    faults: list[Fault]
    known: dict[str, Any]

    def keep(self, key: str, lines: Lines, node: Any, where: str) -> bool:
        """Note where a record stands; False when its key is taken."""


def read_tables(reader: Reader, names: list[str]) -> dict[str, list[Row]]:
    """The rows of each table; faults go to the reader."""
    return {name: _table(reader, name, schema.TABLES[name]) for name in names}


def _table(reader: Reader, name: str, kind: Schema) -> list[Row]:
    lines = Lines(f"{name}.csv", reader.faults, reader.known)
    columns = kind.names()
    found: list[tuple[int, Row]] = []
    for line, cells in _cells(reader.folder / f"{name}.csv", columns, lines):
        if len(cells) != len(columns):
            lines.fault(line, "the row", f"has {len(cells)} cells", f"{len(columns)}: {', '.join(columns)}")
            continue
        row = {column: cell.strip() for column, cell in zip(columns, cells, strict=True)}
        if row_faults(row, kind, line, lines):
            found.append((line, row))
    return _RULES[name](reader, found, lines)


def _cells(path: Path, columns: list[str], lines: Lines) -> list[tuple[int, list[str]]]:
    """(line, cells) of each row below the heading."""
    text = file_text(path, lines)
    if text is None:
        return []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        rows = [(reader.line_num, cells) for cells in reader if cells]
    except csv.Error as error:
        lines.fault(0, "the file", f"is no table: {error}", "comma-separated values, quoted where needed")
        return []
    if not rows or rows[0][1] != columns:
        read = ", ".join(rows[0][1]) if rows else "nothing"
        lines.fault(1, "the heading", f"is {read}", ", ".join(columns))
        return []
    return rows[1:]


def row_faults(row: Row, kind: Schema, line: int, lines: Lines) -> bool:
    """Check each cell by itself; True when nothing was wrong."""
    before = len(lines.faults)
    for field in kind.fields:
        problem = _cell_problem(row[field.name], field, lines)
        if problem:
            lines.fault(line, field.name, *problem)
    return len(lines.faults) == before


def _cell_problem(cell: str, field: Field, lines: Lines) -> tuple[str, str] | None:
    if not cell:
        must = not field.empty or field.pattern
        return ("the cell is empty", "a value") if must else None
    if field.type == "date":
        problem = day_problem(cell)
        return (problem, "a day as YYYY-MM-DD, or an empty cell") if problem else None
    return check_code(cell, field, lines.known)


def _jurisdictions(reader: Reader, rows: list[tuple[int, Row]], lines: Lines) -> list[Row]:
    names: dict[str, int] = {}
    found = []
    for line, row in rows:
        if row["iso2"] in {"UK", "EL"}:
            lines.fault(line, "iso2", row["iso2"], "GB and GR, the codes of ISO 3166-1")
            continue
        if not reader.keep(f"jurisdiction:{row['iso2']}", lines, line, "iso2"):
            continue
        for column in ("iso3", "name"):
            if row[column] in names:
                lines.fault(
                    line, column, f"{row[column]} stands twice, first on line {names[row[column]]}", "each once"
                )
            names.setdefault(row[column], line)
        if row["eu_member_until"] and not row["eu_member_since"] <= row["eu_member_until"]:
            lines.fault(line, "eu_member_until", row["eu_member_until"], "a day after eu_member_since")
        reader.known["state"][row["iso2"]] = None
        found.append(row)
    return found


def _participation(reader: Reader, rows: list[tuple[int, Row]], lines: Lines) -> list[Row]:
    found = []
    periods: dict[tuple[str, str], list[tuple[str, str, int]]] = {}
    for line, row in rows:
        problem = period_problem(row)
        if problem:
            lines.fault(line, f"{row['instrument']} {row['iso2']}", *problem)
        pair = (row["instrument"], row["iso2"])
        start, end = row["since"] or ALWAYS, row["until"] or FOREVER
        for other_start, other_end, other in periods.get(pair, []):
            if start <= other_end and other_start <= end:
                read = f"the period {row['since'] or '...'} to {row['until'] or '...'} overlaps that of line {other}"
                lines.fault(line, f"{row['instrument']} {row['iso2']}", read, "periods without a common day")
                break
        else:
            reader.keep(row_key("participation", row), lines, line, "the row")
            found.append(row)
        periods.setdefault(pair, []).append((start, end, line))
    return found


def period_problem(row: Row) -> tuple[str, str] | None:
    """(what was read, what is allowed) where days, status and confidence of a row do not fit each other."""
    if row["since"] and row["until"] and row["since"] > row["until"]:
        return f"until {row['until']} lies before since {row['since']}", "a period that ends after it starts"
    if row["status"] != "bound" and (row["since"] or row["until"]):
        return f"a day on a row that is {row['status']}", "since and until on bound rows only"
    if row["confidence"] == "verified" and not row["source"]:
        return "verified without a source", "the source that was read, or memory"
    return None


def _plain(reader: Reader, rows: list[tuple[int, Row]], lines: Lines) -> list[Row]:
    word = _WORDS[lines.file.removesuffix(".csv")]
    return [row for line, row in rows if reader.keep(row_key(word, row), lines, line, "the row")]


_RULES = {
    "jurisdictions": _jurisdictions,
    "participation": _participation,
    "declarations": _plain,
    "authorities": _plain,
}
