"""One record that a person edited, read as strictly as a file: every fault at once, each at its field.

*Reads* plain values (as JSON has them) and the records it will stand among. *Writes* nothing. The same readers as for
the files judge it, so that what is saved here can be exported and loaded again. What only the whole book can tell
(periods that overlap, rules of integrity) is told by the check of the change set.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

import yaml

from instruments import records, schema
from instruments.errors import Fault
from instruments.from_fixtures import entry_faults, header_faults, provision_faults
from instruments.from_tables import period_problem, row_faults
from instruments.records import Records, kind_of, name_of
from instruments.schema import Schema
from instruments.yaml_lines import Lines, record

SCHEMAS: Mapping[str, Schema] = {
    "measure": schema.MEASURE,
    "ladder": schema.LADDER,
    "fact": schema.FACT,
    "ground": schema.REFUSAL_GROUND,
    "source": schema.SOURCE,
    "instrument": schema.INSTRUMENT,
    "provision": schema.PROVISION,
    "network": schema.NETWORK,
    "precedence": schema.PRECEDENCE,
    "jurisdiction": schema.JURISDICTION,
    "participation": schema.PARTICIPATION,
    "declaration": schema.DECLARATION,
    "authority": schema.AUTHORITY,
}
SURROGATES = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
TABLES = frozenset({"jurisdiction", "participation", "declaration", "authority"})
# Fields that are no part of a record: counted, or records of their own.
APART = {"instrument": ("provisions",), "fact": ("used_by",), "ground": ("used_by",)}


def known_of(held: Records) -> dict[str, dict[str, Any]]:
    """What codes a record may name: reference -> code -> record."""
    known: dict[str, dict[str, Any]] = {
        name: {} for name in ("instrument", "fact", "ground", "measure", "state", "provision")
    }
    for key, item in held.items():
        kind = {"jurisdiction": "state"}.get(kind_of(key), kind_of(key))
        if kind in known:
            known[kind][name_of(key)] = item
    return known


def record_read(
    kind: str, values: Mapping[str, Any], held: Records, *, instrument: str = ""
) -> tuple[dict[str, Any], list[Fault]]:
    """(the record in the book's form, the faults). The record is complete only when there are no faults.

    `instrument` is the code of the instrument a provision belongs to. The place of a record among its sisters
    (`_position`) is kept as given. Raises KeyError for a kind that is none.
    """
    if kind == "offence_list":
        return {"entry": values.get("entry")}, entry_faults(values.get("entry"), known_of(held))
    faults: list[Fault] = []
    lines = Lines("", faults, known_of(held))
    kept = {name: value for name, value in values.items() if name.startswith("_")}
    plain = {name: value for name, value in values.items() if not name.startswith("_")}
    if kind in TABLES:
        return {**_row(kind, plain, lines), **kept}, faults
    apart = APART.get(kind, ())
    form = Schema(SCHEMAS[kind].name, tuple(field for field in SCHEMAS[kind].fields if field.name not in apart))
    node = yaml.compose(_as_yaml(plain), Loader=yaml.CSafeLoader)
    if node is None:
        raise ValueError("JSON of a mapping is always a node")
    found = record(node, form, kind, lines)
    if kind == "instrument":
        header_faults(found, node, str(found.get("code", "")), lines)
    elif kind == "provision":
        provision_faults(found, node, instrument, str(found.get("id", "provision")), lines)
    elif kind == "fact" and found.get("type") and (found["type"] == "enum") != ("values" in found):
        lines.fault(node, kind, f"type {found['type']}", "values on an enum, and only there")
    return {**found, **kept}, faults


def _as_yaml(plain: Mapping[str, Any]) -> str:
    """The values as JSON that YAML reads too: it takes no pairs of surrogates for the characters beyond 16 bits."""
    return SURROGATES.sub(_one_character, json.dumps(plain, ensure_ascii=True))


def _one_character(pair: re.Match[str]) -> str:
    return f"\\U{ord(json.loads(chr(34) + pair[0] + chr(34))):08x}"


def _row(kind: str, plain: Mapping[str, Any], lines: Lines) -> dict[str, str]:
    form = SCHEMAS[kind]
    row = {name: str(plain.get(name) or "").strip() for name in form.names()}
    row_faults(row, form, 0, lines)
    if kind == "participation" and not lines.faults:
        problem = period_problem(row)
        if problem:
            lines.fault(0, "since", *problem)
    for name in sorted(set(plain) - set(row)):
        lines.fault(0, name, "an unknown column", ", ".join(row))
    return row


def key_of(kind: str, item: Mapping[str, Any]) -> str:
    """The key under which a record stands. Raises KeyError when it lacks what makes its key."""
    if kind in records.ROW_KEYS:
        return records.row_key(kind, {name: str(item[name]) for name in records.ROW_KEYS[kind]})
    if kind == "source":
        return records.source_key(str(item["citation"]))
    names = {"jurisdiction": "iso2", "fact": "name", "ground": "code", "instrument": "code", "provision": "id",
             "network": "code", "precedence": "id"}  # fmt: skip
    return f"{kind}:{item[names[kind]]}"
