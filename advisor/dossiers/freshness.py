"""Which rows of the catalogue a draft relies on that are due to be read again, frozen when it is asked for.

*Reads* the published edition that the route was computed with, the register of sources and the checks of rows: two
queries, over the rows of this one option. *Writes* nothing. The working sheet says it (`build/annexes.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from instruments.editions import edition_get
from instruments.freshness import NEVER, records_due
from instruments.records import Records, row_key

KEY = "freshness"


def inputs_dated(inputs: Mapping[str, Any], *, on: date) -> dict[str, Any]:
    """The inputs with the rows that were due on a day, or that nobody has recorded reading; none: no such key.

    One row is {key, kind, name, read_on, due_on, provisional}; days are ISO texts, empty for a row never read. No day
    of the request stands in it, so the same rows give the same inputs.
    """
    if "option" not in inputs:
        return dict(inputs)
    held = _relied_on(inputs, edition_get(inputs["route"]["edition"]["sha256"]).document)
    due = [
        {
            "key": row.key,
            "kind": row.key.partition(":")[0],
            "name": _name(held[row.key]),
            "read_on": row.read_on.isoformat() if row.read_on else "",
            "due_on": row.due_on.isoformat() if row.due_on else "",
            "provisional": row.provisional,
        }
        for row in records_due(held, held, on=on)
        # A row from memory that nobody read stands on the sheet as provisional law already.
        if not (row.provisional and row.state(on) == NEVER)
    ]
    return {**inputs, KEY: due} if due else dict(inputs)


def _relied_on(inputs: Mapping[str, Any], document: Mapping[str, Any]) -> Records:
    """The records behind one option: its act and provision, both States' rows, the authority's and declarations."""
    option, words = inputs["option"], inputs["words"]
    code, acting = option["instrument"], words["acting_state"]
    held: Records = {}
    for record in document["instruments"]:
        if record["code"] == code:
            held[f"instrument:{code}"] = {name: value for name, value in record.items() if name != "provisions"}
            held |= {f"provision:{one['id']}": one for one in record["provisions"] if one["id"] == option["provision"]}
    held |= dict(_rows("participation", document["participation"], code, {inputs["case"]["requesting_state"], acting}))
    held |= dict(_rows("authority", document["authorities"], code, {acting}))
    held |= dict(_rows("declaration", document["declarations"], code, {acting}))
    return held


def _rows(kind: str, rows: list[dict[str, str]], code: str, states: set[str]) -> Iterator[tuple[str, dict[str, str]]]:
    for row in rows:
        if row["instrument"] == code and row["iso2"] in states:
            yield row_key(kind, row), row


def _name(record: Mapping[str, Any]) -> str:
    """What the sheet calls a row: the authority, the topic, the State, or the act."""
    return str(next((record[n] for n in ("name", "topic", "short_title", "iso2", "id") if record.get(n)), ""))
