"""A record of the catalogue as rows of a page: field by field, and what differs between two of them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """One field: what it is called and what it says, before and after (None: it was not there)."""

    name: str
    before: str | None
    after: str | None


def fields_of(record: Mapping[str, Any] | None) -> dict[str, str]:
    """Path of a field -> its text, nested records by their place; empty ones are left out."""
    return dict(_flat(record or {}, ""))


def _flat(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if not str(name).startswith("_"):
                yield from _flat(inner, f"{path} › {name}" if path else str(name))
    elif isinstance(value, list) and value and isinstance(value[0], Mapping):
        for number, inner in enumerate(value, start=1):
            yield from _flat(inner, f"{path} {number}")
    elif value not in (None, "", []):
        text = ", ".join(str(item) for item in value) if isinstance(value, list) else str(value)
        yield path.replace("_", " "), text


def differences(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[Row]:
    """The fields on which two states of a record differ; of a new or dropped record all."""
    old, new = fields_of(before), fields_of(after)
    return [
        Row(name, old.get(name), new.get(name))
        for name in dict.fromkeys((*old, *new))
        if old.get(name) != new.get(name)
    ]
