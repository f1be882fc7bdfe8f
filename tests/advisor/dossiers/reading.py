"""Reads a document model as a person would: its texts, its runs, and what may not be among them."""

import re
from typing import Any

from advisor.dossiers.document import NAMES, Document, Run, Section, plain

# A fact's name, a code with an underscore, an ISO day: none belongs into a text for people.
CODE_SHOWN = re.compile(
    r"\b(pair|case|request|measure|offence|requester|provider|requested_state)\.[a-z]\w+"
    r"|\b[a-z]+_[a-z_]+\b"
    r"|\b20\d\d-\d\d-\d\d(?![.\d])"
)
MACHINE = {"labels", "version", "dated", "language", "sections", "annexes", "working"}


def strings(value: Any) -> list[str]:
    """The texts of a JSON part, without the names of kinds."""
    if isinstance(value, dict):
        return [text for key, inner in value.items() if key not in NAMES for text in strings(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in strings(inner)]
    return [value] if isinstance(value, str) else []


def said_by(document: Document) -> list[str]:
    """What the document says to people: everything but addresses of sources and the record."""
    parts = [section for section in document.annexes if section.anchor != "record"]
    found = [text for section in (*document.sections, *parts, *document.working) for text in _of(section)]
    for name, value in plain(document).items():
        found += [] if name in MACHINE else strings(value)
    return [text for text in found if "://" not in text]


def _of(section: Section) -> list[str]:
    return [section.title, *(text for block in section.blocks for text in strings(plain(block)))]


def runs_in(value: Any) -> list[Run]:
    """Every run of a document or a part of it."""
    if isinstance(value, Run):
        return [value]
    if isinstance(value, tuple):
        return [run for inner in value for run in runs_in(inner)]
    if hasattr(value, "__dataclass_fields__"):
        return [run for name in value.__dataclass_fields__ for run in runs_in(getattr(value, name))]
    return []
