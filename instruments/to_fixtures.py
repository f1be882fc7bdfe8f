"""Writes a book document as the files of `fixtures/catalogue`, the same bytes for the same document.

*Reads* a book document (the edition document, see `to_rulebook`). *Writes* `instruments/<code>.yaml`,
`vocabulary/*.yaml`, `precedence.yaml` and four tables, and removes files of instruments that are gone. Keys stand in
the order of `schema`, records in the order of `book_sorted`; so a difference between two exports is a difference in
law.
"""

import csv
import io
import re
from collections.abc import Iterable
from operator import itemgetter
from pathlib import Path
from typing import Any

import yaml

from instruments import schema
from instruments.schema import Field, Schema

WIDTH = 110
HEADERS = {
    "vocabulary/facts.yaml": "The facts that conditions test. The fields are explained in the README of this folder.",
    "vocabulary/refusal_grounds.yaml": "Canonical codes for grounds of refusal. A provision keeps its own wording.",
    "vocabulary/offence_lists.yaml": "Offence lists, what they say about IP, and nationality bars.",
    "vocabulary/networks.yaml": "Networks of practitioners. Each has an instrument record of the same code.",
    "vocabulary/measures.yaml": "What a case can ask for. `seed` marks a measure that the study of 2021 names.",
    "vocabulary/ladder.yaml": "Which lower-tier measures can meet the same need, in the order to try them.",
    "vocabulary/sources.yaml": "Where rows were read, and when somebody last read it there.",
    "precedence.yaml": "Which instrument goes first. The fields are explained in the README of this folder.",
}


class _Dumper(yaml.CSafeDumper):
    """libyaml's writer: its folding is the same on every machine that has the wheel."""


class _Flow(list):  # type: ignore[type-arg]
    """A list that is written on one line: State codes."""


def _flow(dumper: yaml.CSafeDumper, value: _Flow) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=True)


_Dumper.add_representer(_Flow, _flow)


def book_write(document: dict[str, Any], folder: Path) -> list[Path]:
    """Write the document into `folder` and return the files that changed (written anew or removed)."""
    texts = book_texts(document)
    changed = []
    for name, text in texts.items():
        path = folder / name
        data = text.encode()
        if not path.exists() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            changed.append(path)
    for path in sorted((folder / "instruments").glob("*.yaml")):
        if f"instruments/{path.name}" not in texts:
            path.unlink()
            changed.append(path)
    return changed


def book_texts(document: dict[str, Any]) -> dict[str, str]:
    """The files of a book: path below the folder -> text."""
    book = book_sorted(document)
    texts = {
        f"instruments/{record['code']}.yaml": _yaml(ordered(record, schema.INSTRUMENT))
        for record in book["instruments"]
    }
    for name, kind in (
        ("facts", schema.FACT),
        ("refusal_grounds", schema.REFUSAL_GROUND),
        ("networks", schema.NETWORK),
        ("sources", schema.SOURCE),
    ):
        texts[f"vocabulary/{name}.yaml"] = _yaml([ordered(record, kind) for record in book[name]])
    texts["vocabulary/offence_lists.yaml"] = _yaml(
        {name: _offence_list(entry) for name, entry in book["offence_lists"].items()}
    )
    texts["vocabulary/measures.yaml"] = _yaml(
        {
            track: {name: ordered(entry, schema.MEASURE) for name, entry in group.items()}
            for track, group in book["measures"].items()
        }
    )
    texts["vocabulary/ladder.yaml"] = _yaml(
        {code: ordered(entry, schema.LADDER) for code, entry in book["ladder"].items()}
    )
    texts["precedence.yaml"] = _yaml([ordered(record, schema.PRECEDENCE) for record in book["precedence"]])
    for name, text in list(texts.items()):
        if name in HEADERS:
            texts[name] = f"# {HEADERS[name]}\n{text}"
    for name, kind in schema.TABLES.items():
        texts[f"{name}.csv"] = _csv(book[name], kind.names())
    return texts


def book_sorted(document: dict[str, Any]) -> dict[str, Any]:
    """The document with its records in canonical order; the order inside an instrument is kept, it is curated.

    Measures keep the order in which they are shown, and the ladder follows it; canonical JSON sorts their keys anyway.
    """
    book = dict(document)
    shown = [f"{track}.{name}" for track, group in document["measures"].items() for name in group]
    book["ladder"] = dict(sorted(document["ladder"].items(), key=lambda entry: shown.index(entry[0])))
    book["instruments"] = sorted(document["instruments"], key=lambda record: record["code"])
    book["facts"] = sorted(document["facts"], key=lambda record: record["name"])
    book["refusal_grounds"] = sorted(document["refusal_grounds"], key=lambda record: record["code"])
    book["networks"] = sorted(document["networks"], key=lambda record: record["code"])
    book["sources"] = sorted(document.get("sources", []), key=lambda record: record["citation"])
    book["offence_lists"] = dict(sorted(document["offence_lists"].items()))
    book["precedence"] = sorted(document["precedence"], key=lambda record: rule_order(record["id"]))
    for name, kind in schema.TABLES.items():
        book[name] = sorted(document[name], key=itemgetter(*kind.names()))
    return book


def rule_order(identity: str) -> tuple[str, int]:
    """Sort key of a precedence rule: letters, then the number (p9 before p10)."""
    match = re.fullmatch(r"([a-z]+)([0-9]+)", identity)
    return (match[1], int(match[2])) if match else (identity, 0)


def ordered(record: dict[str, Any], kind: Schema) -> dict[str, Any]:
    """The record with its keys, and those of the records in it, in the order of the schema."""
    return {field.name: _ordered_value(record[field.name], field) for field in kind.fields if field.name in record}


def _ordered_value(value: Any, field: Field) -> Any:
    if value is None:
        return None
    if field.schema is not None:
        if field.type == "records":
            return [ordered(item, field.schema) for item in value]
        return ordered(value, field.schema)
    if field.type == "words":
        return dict(sorted(value.items()))
    if field.ref == "state" and isinstance(value, list):
        return _Flow(value)
    return value


def _offence_list(entry: Any) -> Any:
    if isinstance(entry, list):
        return [ordered(item, schema.IP_MAPPING) for item in entry]
    return ordered(entry, schema.OFFENCE_LIST)


def _yaml(value: Any) -> str:
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)


def _csv(rows: Iterable[dict[str, str]], columns: list[str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
