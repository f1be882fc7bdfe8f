"""Rows -> edition document -> rulebook: the only way from the catalogue to the engine.

*Reads* every table of the catalogue. *Writes* nothing. The document is canonical JSON with the keys of the source
book; its SHA-256 is the hash of the edition (`records.canonical_bytes`, `records.sha256_of`).
"""

from typing import Any

from instruments.from_rows import book_from_rows
from instruments.records import edition_document
from routing.codec import rulebook_from_document
from routing.rulebook import Rulebook


def document_from_rows() -> dict[str, Any]:
    """The edition document of the rows as they stand: the book without the register of sources."""
    return edition_document(book_from_rows())


def rulebook_of(document: dict[str, Any], *, label: str, sha256: str) -> Rulebook:
    """The engine's frozen form of an edition document.

    Raises whatever fault the codec finds in a document that no published edition may hold.
    """
    return rulebook_from_document(document, label=label, sha256=sha256)
