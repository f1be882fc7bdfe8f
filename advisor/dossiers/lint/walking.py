"""The runs and boxes of a document, in reading order."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from advisor.dossiers.document import Document, Rows, Run


def runs_of(value: Any) -> Iterator[Run]:
    """Every run of a document or a part of it."""
    if isinstance(value, Run):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for item in fields(value):
            yield from runs_of(getattr(value, item.name))
    elif isinstance(value, tuple):
        for entry in value:
            yield from runs_of(entry)


def boxes_of(document: Document) -> Iterator[str]:
    """The places of boxes that have a name."""
    for section in (*document.sections, *document.annexes, *document.working):
        for block in section.blocks:
            if isinstance(block, Rows):
                yield from (place for place in block.places if place)
