"""A change set as law: the working rows with its changes laid over them, checked as a publication would be.

*Reads* the rows of the catalogue and the changes of a set. *Writes* nothing. The same gate judges a draft and a
publication (`instruments.editions.gate_findings`), and before it the strict reader of the files, so that what is
published can be exported and loaded again.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from advisor.curation.models import Change, ChangeSet
from instruments import records
from instruments.edition_words import Line, edition_lines
from instruments.editions import edition_document, gate_findings
from instruments.errors import BookFaults
from instruments.from_fixtures import book_read
from instruments.from_rows import book_from_rows
from instruments.integrity import Finding
from instruments.models import Edition
from instruments.records import Records, record_sha256, records_of, sha256_of, source_key
from instruments.scenarios import CODE as SCENARIO
from instruments.to_fixtures import book_sorted, book_write
from instruments.to_rulebook import rulebook_of
from routing.rulebook import Rulebook

UNREGISTERED = "edition "  # a citation of an edition itself is no source of law


@dataclass(frozen=True)
class Draft:
    """Working rows (`base`) and what they would be (`held`), both as records by key.

    `collided` are the keys whose working record is no longer the one that was edited.
    """

    base: Records
    held: Records
    keys: tuple[str, ...]
    collided: tuple[str, ...]

    @cached_property
    def old(self) -> dict[str, Any]:
        """The book of the working rows."""
        return book_sorted(records.book_of(self.base))

    @cached_property
    def new(self) -> dict[str, Any]:
        """The book with the changes."""
        return book_sorted(records.book_of(self.held))

    @cached_property
    def sha256(self) -> str:
        """The hash that an edition of this draft would have."""
        return sha256_of(records.edition_document(self.new))

    @cached_property
    def lines(self) -> list[Line]:
        """What changes, in words."""
        return edition_lines(records.edition_document(self.old), records.edition_document(self.new))

    def rulebooks(self) -> tuple[Rulebook, Rulebook]:
        """The rulebooks before and after. Raises what compiling raises; check the draft first."""
        return rulebook(self.old, "rows"), rulebook(self.new, "draft")


def rulebook(book: dict[str, Any], label: str) -> Rulebook:
    """The rulebook of a book that is not published."""
    return rulebook_of(records.edition_document(book), label=label, sha256="")


def base_records() -> Records:
    """The working rows of the catalogue."""
    return records_of(book_from_rows())


def rows_unpublished(base: Records) -> list[str]:
    """The working rows that say something else than the current edition: nobody reviewed them at the desk.

    The register of sources is no part of an edition. Empty where nothing was ever published.
    """
    edition = Edition.objects.order_by("-id").first()
    if edition is None:
        return []
    own = {key: record for key, record in base.items() if not key.startswith("source:")}
    if sha256_of(records.edition_document(book_sorted(records.book_of(base)))) == edition.sha256:
        return []
    published = records_of(edition_document(edition))
    return [
        key
        for key in dict.fromkeys((*published, *own))
        if key not in published or key not in own or record_sha256(published[key]) != record_sha256(own[key])
    ]


def draft_of(changes: Iterable[Change], base: Records | None = None) -> Draft:
    """The draft of some changes, in their order."""
    changes = list(changes)
    base = base_records() if base is None else base
    held = dict(base)
    collided = []
    for change in changes:
        standing = held.get(change.key)
        if (record_sha256(standing) if standing else "") != change.before_sha256:
            collided.append(change.key)
        if change.after is None:
            held.pop(change.key, None)
        else:
            held[change.key] = _placed(change.after, standing, held)
    for change in changes:
        _register(change.sources, held)
    return Draft(base, held, tuple(change.key for change in changes), tuple(collided))


def changeset_draft(changeset: ChangeSet) -> Draft:
    """The draft of a whole set."""
    return draft_of(changeset.changes.all())


def _placed(after: Mapping[str, Any], standing: Mapping[str, Any] | None, held: Records) -> dict[str, Any]:
    """A record at the place of the one that stands, a new provision or measure behind its sisters."""
    if "_position" not in after:
        return dict(after)
    if standing is not None:
        return {**after, "_position": standing["_position"]}
    owner = after.get("_instrument")
    sisters = [item["_position"] for item in held.values() if "_position" in item and item.get("_instrument") == owner]
    return {**after, "_position": max(sisters, default=-1) + 1}


def _register(sources: Iterable[Mapping[str, Any]], held: Records) -> None:
    """Put the sources of a change into the register, with the day on which they were read."""
    for source in sources:
        citation = str(source["citation"])
        if citation.startswith(UNREGISTERED):
            continue
        key = source_key(citation)
        entry = dict(held.get(key) or {"citation": citation, "kind": source.get("kind") or "text"})
        if source.get("url") and not entry.get("url"):
            entry["url"] = source["url"]
        if source.get("read_on") and str(source["read_on"]) > str(entry.get("checked_on") or ""):
            entry["checked_on"] = source["read_on"]
        held[key] = entry


@dataclass(frozen=True)
class Check:
    """What the gate says of a draft: errors hinder, `warnings` are new ones, `moved` are scenarios that move newly.

    `kept` counts what stands already in the working rows; `gone` what the draft puts right.
    """

    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    moved: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    kept: int

    @property
    def passes(self) -> bool:
        """Whether nothing hinders a publication but the reviewer."""
        return not self.errors


class _Held:
    """A book as a cache argument: its hash is the key, the book only comes along."""

    def __init__(self, book: dict[str, Any]) -> None:
        self.book = book

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=8)
def _gate(sha256: str, on: date, held: _Held) -> tuple[Finding, ...]:
    found = _file_findings(held.book)
    return tuple(found) if found else tuple(gate_findings(held.book, on=on))


def findings_of(book: dict[str, Any], *, on: date) -> tuple[Finding, ...]:
    """Everything the gate says of a book; remembered by its content and the day."""
    return _gate(sha256_of(book), on, _Held(book))


def check_of(draft: Draft, *, on: date) -> Check:
    """The gate's findings on a draft, told apart from those that the working rows have already."""
    before = set(findings_of(draft.old, on=on))
    after = findings_of(draft.new, on=on)
    fresh = [finding for finding in after if finding not in before]
    return Check(
        errors=tuple(finding for finding in after if finding.is_error),
        warnings=tuple(finding for finding in fresh if not finding.is_error and finding.code != SCENARIO),
        moved=tuple(finding for finding in fresh if finding.code == SCENARIO),
        gone=tuple(sorted(before - set(after))),
        kept=len([finding for finding in after if not finding.is_error and finding in before]),
    )


def _file_findings(book: dict[str, Any]) -> list[Finding]:
    """The faults of the strict reader, as if the book had been written to files: periods that overlap and the like."""
    with tempfile.TemporaryDirectory(prefix="rogatory-draft-") as folder:
        book_write(book, Path(folder))
        try:
            book_read(Path(folder))
        except BookFaults as faults:
            return [
                Finding("FileFault", fault.file, f"{fault.where}: {fault.read}; allowed: {fault.allowed}.")
                for fault in faults.faults
            ]
    return []
