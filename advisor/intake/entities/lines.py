"""A pasted list with columns, CSV or typed: kind, value, State, note. Cells are text; a formula is never worked out.

The first line may name the columns, in any order; without such a line a line counts as part of a list when its first
cell is a kind. Everything else is running text and read by find.py.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from advisor.intake.entities.check import entity_checked
from advisor.intake.entities.faults import EntityFaults
from advisor.intake.entities.find import LONGEST, Basket, Findings, Found, things_into
from advisor.intake.entities.kinds import KINDS, kind_read

SEPARATORS = ";\t,|"
COLUMNS = {
    "kind": "kind", "type": "kind", "value": "value", "thing": "value", "entity": "value", "address": "value",
    "state": "state", "country": "state", "note": "note", "comment": "note", "remark": "note", "when": "at",
    "at": "at", "time": "at", "zone": "zone", "time zone": "zone", "port": "port", "number": "number",
}  # fmt: skip
DEFAULT = ("kind", "value", "state", "note")


def things_in_paste(text: str, known: frozenset[tuple[str, str]] = frozenset()) -> Findings:
    """What a pasted text or list holds besides `known` (kind, folded value), which are counted only.

    Lines of a list that cannot be taken are said in `faults`.
    """
    lines = text[:LONGEST].splitlines()
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return Findings()
    separator = max(SEPARATORS, key=lambda sign: lines[first].count(sign))
    header = _header(_cells(lines[first], separator))
    basket, faults, running = Basket(known), [], []
    for number, line in enumerate(lines, start=1):
        cells = _cells(line, separator)
        row = dict(zip(header or DEFAULT, cells, strict=False))
        kind = kind_read(row.get("kind", "")) if len(cells) > 1 else None
        if header and number == first + 1:
            running.append("")
        elif kind and row.get("value"):
            running.append("")
            fault = _row(kind, row, number, basket)
            faults += [(number, fault)] if fault else []
        else:
            running.append(line)
    things_into("\n".join(running), basket)
    found_all = tuple(sorted(basket.found, key=lambda item: item.line))
    return Findings(found_all, basket.more, len(basket.seen & basket.known), tuple(sorted([*faults, *basket.faults])))


def _cells(line: str, separator: str) -> list[str]:
    if not line.strip() or separator not in line:
        return [line.strip()]
    try:
        row = next(csv.reader(io.StringIO(line), delimiter=separator, skipinitialspace=True), [])
    except csv.Error:
        row = line.split(separator)
    return [cell.strip() for cell in row]


def _header(cells: list[str]) -> tuple[str, ...]:
    """The columns that a first line names; empty when it is no heading."""
    names = tuple(COLUMNS.get(cell.casefold(), "") for cell in cells)
    return names if "value" in names and "kind" in names else ()


def _row(kind: str, row: Mapping[str, str], number: int, basket: Basket) -> str:
    """Put one line of a list into the basket; the message when it cannot be taken."""
    own = {name: row[name] for name in KINDS[kind].details if row.get(name)}
    try:
        checked = entity_checked(kind, {"value": row["value"], "note": row.get("note", ""), **own})
    except EntityFaults as fault:
        return " ".join(fault.faults.values())
    basket.put(Found(checked, number, row.get("state", "")[:100], checked.note))
    return ""
