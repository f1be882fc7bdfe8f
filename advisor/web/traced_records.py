"""Which records of the catalogue stand behind a line of a trace, so that a later reading of them can be told. Pure.

Reads: the stored option, the rulebook of today. A record is taken with the hash of what it says today: a reading of an
older wording says nothing about it (the rule of `instruments.freshness`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from instruments.records import record_sha256, row_key
from routing.rulebook import Rulebook

BOUND = "pair.bound_instruments"
Hashes = Mapping[str, str]


def hashes_behind(option: Mapping[str, Any], book: Rulebook, states: Collection[str]) -> Hashes:
    """Key -> hash of the records that an option rests on: its provision, its instrument, the rows of both States."""
    found: dict[str, str] = {}
    provision, instrument = book.provisions.get(option["provision"]), book.instruments.get(option["instrument"])
    if provision is not None:
        found[f"provision:{provision.id}"] = record_sha256(dict(provision.document))
    if instrument is not None:
        own = {name: value for name, value in instrument.document.items() if name != "provisions"}
        found[f"instrument:{instrument.code}"] = record_sha256(own)
    for code in {str(option["instrument"]), *_named(option["because"])}:
        for state in states:
            found |= {key: sha for key, sha in _participation(code, state, book)}
    return found


def _named(lines: Iterable[Mapping[str, Any]]) -> set[str]:
    """The instruments by which both States have to be bound."""
    values = [line["value"] for line in lines if line["fact"] == BOUND]
    return {str(code) for value in values for code in (value if isinstance(value, list) else [value])}


def _participation(code: str, state: str, book: Rulebook) -> Iterable[tuple[str, str]]:
    for row in book.participation.get((code, state), ()):
        record = {
            "instrument": code,
            "iso2": state,
            "status": row.status,
            "since": row.since.isoformat() if row.since else "",
            "until": row.until.isoformat() if row.until else "",
            "partial": row.partial,
            "note": row.note,
            "source": row.source,
            "confidence": row.confidence,
        }
        yield row_key("participation", record), record_sha256(record)


def read_again(
    line: Mapping[str, Any], option: Mapping[str, Any], hashes: Hashes, checks: Mapping[str, date]
) -> date | None:
    """The day since which all records behind a line have been read again; None where one of them was not."""
    if line.get("window"):
        keys = [f"instrument:{option['instrument']}"]
    elif line["fact"] == BOUND:
        keys = [key for key in hashes if key.startswith("participation:")]
    else:
        keys = [f"provision:{option['provision']}"]
    days = [checks[key] for key in keys if key in checks]
    return min(days) if keys and len(days) == len(keys) else None
