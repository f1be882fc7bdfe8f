"""Rows from a file that a curator uploads: CSV, XLSX or YAML, read strictly and put beside what stands.

*Reads* the bytes of one file. *Writes* nothing. Cells are text; formulas are never evaluated.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import yaml
from django.utils.translation import gettext as _

from advisor.curation.services.changes import MOST, Wanted
from instruments.file_reading import yaml_from_elsewhere
from instruments.formulas import unshielded
from instruments.record_reading import SCHEMAS
from instruments.records import Records, row_key

MOST_BYTES = 2_000_000
MOST_UNPACKED = 40_000_000
WIDEST = 100
TABLES = ("participation", "declaration", "authority")


class FileRefused(Exception):
    """A file that cannot be read as such a table; the message says what was read and what to do."""


def wanted_from_file(file: Any, *, kind: str, sources: Sequence[Mapping[str, Any]], held: Records) -> list[Wanted]:
    """The records of an uploaded file; those that stand already are edits of them. Raises FileRefused.

    A CSV or XLSX has the headings of the table; a YAML file is one instrument with its provisions.
    """
    if file.size > MOST_BYTES:
        raise FileRefused(
            _("Read %(n)s bytes; a file has at most %(most)s. Import it in parts.")
            % {"n": file.size, "most": MOST_BYTES}
        )
    data = file.read()
    if kind == "instrument":
        return _instrument(data, sources, held)
    rows = _rows(data, str(file.name).lower(), kind)
    if len(rows) > MOST:
        raise FileRefused(_too_many(len(rows)))
    found = []
    for row in rows:
        key = row_key(kind, row)
        undated = f"participation:{row['instrument']}/{row['iso2']}/" if kind == "participation" else ""
        standing = key if key in held else undated if undated in held else ""
        found.append(Wanted(kind, row, key=standing, sources=sources))
    return found


def _too_many(rows: int) -> str:
    return _("Read %(n)s rows; a file has at most %(most)s. Import it in parts.") % {"n": rows, "most": MOST}


def _rows(data: bytes, name: str, kind: str) -> list[dict[str, str]]:
    """The rows by their headings."""
    columns = SCHEMAS[kind].names()
    table = _sheet(data, len(columns)) if name.endswith(".xlsx") or data[:2] == b"PK" else _csv(data)
    if not table or table[0] != columns:
        read = ", ".join(table[0]) if table else _("nothing")
        raise FileRefused(
            _("The headings are %(read)s. They have to be: %(columns)s.")
            % {"read": read[:200], "columns": ", ".join(columns)}
        )
    odd = next((number for number, cells in enumerate(table[1:], 2) if len(cells) != len(columns)), None)
    if odd is not None:
        raise FileRefused(
            _("Row %(n)s has another number of cells than the headings. Quote cells that hold commas.") % {"n": odd}
        )
    return [dict(zip(columns, (str(unshielded(cell)).strip() for cell in cells), strict=True)) for cells in table[1:]]


def _csv(data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
        return [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    except UnicodeDecodeError:
        raise FileRefused(_("The file is not in UTF-8. Save it as “CSV UTF-8”.")) from None
    except csv.Error as error:
        raise FileRefused(_("The file is no CSV (%(error)s). Save it as “CSV UTF-8”.") % {"error": error}) from None


def _sheet(data: bytes, wide: int) -> list[list[str]]:
    """The first sheet of a workbook as text; days as ISO days, empty cells as ''. `wide`: how many columns it may have.

    No more is read than a table can hold: one cell far out would else make every row as long as the sheet is wide.
    """
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > MOST_UNPACKED:
                raise FileRefused(_("The workbook is too large. Import it in parts."))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        sheet = book.worksheets[0]
        if (sheet.max_row or 0) > MOST + 1:
            raise FileRefused(_too_many(sheet.max_row))
        held = sheet.iter_rows(values_only=True, max_row=MOST + 2, max_col=WIDEST)
        rows = [[_cell(cell) for cell in row] for row in held]
    except FileRefused:
        raise
    except Exception as error:  # noqa: BLE001 - openpyxl raises of every kind on damaged files
        raise FileRefused(_("The workbook cannot be read (%(error)s).") % {"error": type(error).__name__}) from None
    if not any(any(row[wide:]) for row in rows):
        rows = [row[:wide] for row in rows]
    return [row for row in rows if any(row)]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    return str(value)


def _instrument(data: bytes, sources: Sequence[Mapping[str, Any]], held: Records) -> list[Wanted]:
    """One file of `fixtures/catalogue/instruments`: its header and its provisions; provisions it lacks stay."""
    try:
        read = yaml_from_elsewhere(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, yaml.YAMLError, ValueError) as error:
        raise FileRefused(_("The file is no YAML in UTF-8: %(error)s") % {"error": str(error)[:200]}) from None
    if not isinstance(read, dict) or not isinstance(read.get("code"), str):
        raise FileRefused(_("This is no file of an instrument: it has no code."))
    code = read["code"]
    header = _plain({name: value for name, value in read.items() if name != "provisions"})
    key = f"instrument:{code}"
    found = [Wanted("instrument", header, key=key if key in held else "", sources=sources)]
    for item in read.get("provisions") or []:
        if not isinstance(item, dict):
            raise FileRefused(_("A provision in this file is no record."))
        own = f"provision:{item.get('id', '')}"
        found.append(
            Wanted("provision", _plain(item), key=own if own in held else "", instrument=code, sources=sources)
        )
    return found


def _plain(value: Any) -> Any:
    """YAML's days as text, as the book has them."""
    if isinstance(value, dict):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
