"""Cuts a book document into keyed records, and gives bytes and hashes to both.

A book is the edition document (`EDITION_KEYS`) and, beside it, the register of sources, which no verdict hangs on. A
record is the smallest thing that is shipped, compared and kept or replaced as a whole: a header, a provision with its
lines, a fact, a row of a table.
"""

import hashlib
import json
from collections import Counter
from typing import Any

FORMAT = 1
EDITION_KEYS = (
    "format",
    "instruments",
    "facts",
    "refusal_grounds",
    "offence_lists",
    "networks",
    "measures",
    "ladder",
    "jurisdictions",
    "participation",
    "declarations",
    "authorities",
    "precedence",
)
# Loading order: what a record needs comes before it.
KINDS = (
    "jurisdiction",
    "measure",
    "ladder",
    "fact",
    "ground",
    "offence_list",
    "source",
    "instrument",
    "provision",
    "network",
    "participation",
    "declaration",
    "authority",
    "precedence",
)
ROW_KEYS = {
    "participation": ("instrument", "iso2", "since"),
    "declaration": ("instrument", "iso2", "topic", "value", "article"),
    "authority": ("instrument", "iso2", "role", "name"),
}
# Kinds that are a list of the book, by its key there.
LISTED = {
    "jurisdiction": "jurisdictions",
    "fact": "facts",
    "ground": "refusal_grounds",
    "source": "sources",
    "network": "networks",
    "participation": "participation",
    "declaration": "declarations",
    "authority": "authorities",
    "precedence": "precedence",
}
Records = dict[str, dict[str, Any]]


def canonical_bytes(value: Any) -> bytes:
    """The one way to write a document as bytes: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def sha256_of(value: Any) -> str:
    """The hash of a value's canonical bytes."""
    return hashlib.sha256(canonical_bytes(value)).hexdigest()


def edition_document(book: dict[str, Any]) -> dict[str, Any]:
    """The part of a book that is published."""
    return {key: book[key] for key in EDITION_KEYS}


def kind_of(key: str) -> str:
    """The kind of a record's key."""
    return key.partition(":")[0]


def name_of(key: str) -> str:
    """What stands after the kind."""
    return key.partition(":")[2]


def row_key(kind: str, row: dict[str, str]) -> str:
    """The key of a table row: long values are cut by a hash so that a key stays short."""
    parts = [row[name] for name in ROW_KEYS[kind]]
    text = "/".join(parts)
    if len(text) > 160:
        text = "/".join(parts[:3]) + "/" + hashlib.sha256(text.encode()).hexdigest()[:16]
    return f"{kind}:{text}"


def source_key(citation: str) -> str:
    """The key of a source: its citation, or the hash of a long one."""
    short = citation if len(citation) <= 160 else hashlib.sha256(citation.encode()).hexdigest()[:32]
    return f"source:{short}"


def records_of(book: dict[str, Any]) -> Records:
    """Key -> record, in loading order. A provision knows its place (`_position`), which no hash counts."""
    found: Records = {f"jurisdiction:{row['iso2']}": row for row in book["jurisdictions"]}
    place = 0
    for track, group in book["measures"].items():
        for name, entry in group.items():
            found[f"measure:{track}.{name}"] = {**entry, "_position": place}
            place += 1
    found |= {f"ladder:{code}": entry for code, entry in book["ladder"].items()}
    found |= {f"fact:{record['name']}": _without(record, "used_by") for record in book["facts"]}
    found |= {f"ground:{record['code']}": _without(record, "used_by") for record in book["refusal_grounds"]}
    found |= {f"offence_list:{name}": {"entry": entry} for name, entry in book["offence_lists"].items()}
    found |= {source_key(record["citation"]): record for record in book.get("sources", [])}
    found |= {f"instrument:{record['code']}": _without(record, "provisions") for record in book["instruments"]}
    for record in book["instruments"]:
        for place, provision in enumerate(record["provisions"]):
            found[f"provision:{provision['id']}"] = {
                **provision,
                "_instrument": record["code"],
                "_position": place,
            }
    found |= {f"network:{record['code']}": record for record in book["networks"]}
    for kind, name in (
        ("participation", "participation"),
        ("declaration", "declarations"),
        ("authority", "authorities"),
    ):
        found |= {row_key(kind, row): row for row in book[name]}
    found |= {f"precedence:{record['id']}": record for record in book["precedence"]}
    return found


def book_of(held: Records) -> dict[str, Any]:
    """The book whose records these are: the inverse of `records_of`; `used_by` counted, order not canonical yet.

    The provisions of an instrument stand by their `_position`, measures likewise.
    """
    book: dict[str, Any] = {"format": FORMAT, "measures": {}, "ladder": {}, "offence_lists": {}}
    for name in ("instruments", "facts", "refusal_grounds", "networks", "precedence", "sources"):
        book[name] = []
    for name in ("jurisdictions", "participation", "declarations", "authorities"):
        book[name] = []
    headers: dict[str, dict[str, Any]] = {}
    for key, record in sorted(held.items(), key=lambda item: _place(item[1])):
        kind, name = kind_of(key), name_of(key)
        plain = {field: value for field, value in record.items() if not field.startswith("_")}
        if kind == "instrument":
            headers[name] = {**plain, "provisions": []}
            book["instruments"].append(headers[name])
        elif kind == "measure":
            track, _, short = name.partition(".")
            book["measures"].setdefault(track, {})[short] = plain
        elif kind == "ladder":
            book["ladder"][name] = plain
        elif kind == "offence_list":
            book["offence_lists"][name] = record["entry"]
        elif kind != "provision":
            book[LISTED[kind]].append(plain)
    for key, record in sorted(held.items(), key=lambda item: _place(item[1])):
        if kind_of(key) == "provision" and record["_instrument"] in headers:
            plain = {field: value for field, value in record.items() if not field.startswith("_")}
            headers[record["_instrument"]]["provisions"].append(plain)
    return uses_counted(book)


def _place(record: dict[str, Any]) -> int:
    return int(record.get("_position", 0))


def record_sha256(record: dict[str, Any]) -> str:
    """The hash of what a record says; its place among its sisters does not count."""
    return sha256_of({key: value for key, value in record.items() if not key.startswith("_")})


def uses_counted(book: dict[str, Any]) -> dict[str, Any]:
    """The book with `used_by` counted: conditions per fact, provisions per ground of refusal."""
    facts: Counter[str] = Counter()
    grounds: Counter[str] = Counter()
    for instrument in book["instruments"]:
        for provision in instrument["provisions"]:
            facts.update(condition["fact"] for condition in provision["conditions"])
            grounds.update({ground["code"] for ground in provision["refusal_grounds"]})
    return {
        **book,
        "facts": [{**record, "used_by": facts[record["name"]]} for record in book["facts"]],
        "refusal_grounds": [{**record, "used_by": grounds[record["code"]]} for record in book["refusal_grounds"]],
    }


def _without(record: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key != name}
