"""Editions: the catalogue as published. The engine, and so every answer, reads nothing else.

*Reads* the rows when publishing, the stored bytes otherwise. *Writes* one immutable row per publication. A process
keeps the rulebooks it has compiled, by hash; which edition is current is asked of the database each time, so that
every process follows a publication at once.
"""

import hashlib
import json
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import date, datetime
from threading import Lock
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.dispatch import Signal

from instruments import records
from instruments.errors import NoEdition, PublishRefused
from instruments.from_rows import book_from_rows
from instruments.integrity import Finding, check_book
from instruments.models import Edition
from instruments.scenarios import scenario_findings
from instruments.to_rulebook import rulebook_of
from routing.codec import case_from_document, route_to_document
from routing.engine import route
from routing.linting import LintRule, lint
from routing.rulebook import Rulebook

KEPT = 4
SHOWN = 20
log = structlog.get_logger(__name__)
# Sent inside the transaction of a publication, for those who prepare something from an edition.
edition_published = Signal()


@dataclass(frozen=True)
class CurrentEdition:
    """A published edition, ready to route with. `document` is shared by everybody in the process: read it, never
    change it."""

    label: str
    sha256: str
    rulebook: Rulebook
    document: dict[str, Any]
    published_at: datetime
    published_by: str
    note: str


class _Compiled:
    """The rulebooks of this process, by hash; the oldest goes when there are more than `KEPT`."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[Rulebook, dict[str, Any]]] = OrderedDict()
        self._lock = Lock()

    def get(self, edition: Edition) -> tuple[Rulebook, dict[str, Any]]:
        """(rulebook, document) of an edition, compiled once. Reads the stored bytes on a miss."""
        with self._lock:
            if edition.sha256 not in self._kept:
                document = edition_document(edition)
                rulebook = rulebook_of(document, label=edition.label, sha256=edition.sha256)
                self._kept[edition.sha256] = rulebook, document
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(edition.sha256)
            rulebook, document = self._kept[edition.sha256]
        return (rulebook if rulebook.label == edition.label else replace(rulebook, label=edition.label)), document

    def clear(self) -> None:
        """Forget everything (tests measure a cold start with it)."""
        with self._lock:
            self._kept.clear()


compiled = _Compiled()


def edition_document(edition: Edition) -> dict[str, Any]:
    """The stored document; bytes that do not have their hash are refused.

    Raises PublishRefused when the stored bytes were tampered with.
    """
    data = bytes(edition.document)
    if hashlib.sha256(data).hexdigest() != edition.sha256:
        raise PublishRefused(
            f"The stored bytes of edition {edition.label} do not have its hash: the database was changed by hand. "
            "Restore it from a backup."
        )
    document: dict[str, Any] = json.loads(data)
    return document


def edition_current() -> CurrentEdition:
    """The edition that answers are given by.

    Raises NoEdition, which says what to run, when nothing is published.
    """
    edition = Edition.objects.headers().order_by("-id").first()
    if edition is None:
        raise NoEdition
    return _ready(edition)


def edition_get(sha256: str) -> CurrentEdition:
    """The latest edition with that hash. Raises NoEdition when there is none."""
    edition = Edition.objects.headers().filter(sha256=sha256).order_by("-id").first()
    if edition is None:
        raise NoEdition(f"No published edition has the hash {sha256}.")
    return _ready(edition)


def edition_as_of(moment: datetime) -> CurrentEdition:
    """The edition that answers were given by at a moment: what was known then. Raises NoEdition when there was none."""
    edition = Edition.objects.headers().filter(published_at__lte=moment).order_by("-id").first()
    if edition is None:
        raise NoEdition(f"No edition was published by {moment:%Y-%m-%d %H:%M}.")
    return _ready(edition)


def _ready(edition: Edition) -> CurrentEdition:
    rulebook, document = compiled.get(edition)
    return CurrentEdition(
        label=edition.label,
        sha256=edition.sha256,
        rulebook=rulebook,
        document=document,
        published_at=edition.published_at,
        published_by=edition.published_by,
        note=edition.note,
    )


def edition_next_label(now: datetime) -> str:
    """The day and a running number: 2026-11-22.1, 2026-11-22.2 ..."""
    day = now.date().isoformat()
    taken = set(Edition.objects.filter(label__startswith=f"{day}.").values_list("label", flat=True))
    number = 1
    while f"{day}.{number}" in taken:
        number += 1
    return f"{day}.{number}"


def edition_publish(*, label: str = "", by: str, note: str, now: datetime) -> Edition:
    """Check the rows, compile them and store them as the new current edition.

    `label` defaults to the day and a running number; `by` is who publishes, as text. Raises PublishRefused with the
    findings when an integrity rule reports an error, or when the label is taken.
    """
    label = label.strip() or edition_next_label(now)
    with transaction.atomic():
        previous = Edition.objects.headers().order_by("-id").first()
        if Edition.objects.filter(label=label).exists():
            raise PublishRefused(f"The label {label} is taken by another edition. Choose another one.")
        data, sha256 = _checked_bytes(label, now)
        try:
            edition = Edition.objects.create(
                label=label,
                sha256=sha256,
                document=data,
                published_at=now,
                published_by=by,
                note=note,
                previous=previous,
            )
        except IntegrityError as error:
            raise PublishRefused(
                "Somebody else published an edition at the same moment. Look at it, then publish again."
            ) from error
    edition_published.send(Edition, edition=edition)
    log.info("edition_published", label=label, sha256=sha256, by=by)
    return edition


def edition_publish_if_new(*, by: str, note: str, now: datetime) -> tuple[Edition, bool]:
    """Publish unless the rows are exactly the current edition; returns (edition, whether it is new)."""
    current = Edition.objects.headers().order_by("-id").first()
    if current is not None:
        document = records.edition_document(book_from_rows())
        if records.sha256_of(document) == current.sha256:
            return current, False
    return edition_publish(by=by, note=note, now=now), True


def gate_findings(book: dict[str, Any], *, on: date) -> list[Finding]:
    """Everything to know before a book is published, errors first: integrity rules, the engine's linting, scenarios.

    Linting and scenarios need a rulebook; they wait until the rules report no error.
    """
    findings = check_book(book, on=on)
    if any(finding.is_error for finding in findings):
        return findings
    rulebook = rulebook_of(records.edition_document(book), label="draft", sha256="")

    def answer(document: dict[str, Any], day: date) -> dict[str, Any]:
        return route_to_document(route(case_from_document(document, rulebook), rulebook, on=day))

    found = [*findings, *_lint_findings(rulebook), *scenario_findings(answer)]
    return sorted(found, key=lambda finding: (not finding.is_error, finding))


def _lint_findings(rulebook: Rulebook) -> list[Finding]:
    """What the engine's own linting says, in the form of the integrity rules."""
    severe = {rule.__name__ for rule in LintRule.__subclasses__() if rule.severity == "error"}
    return [
        Finding(item.code, item.where, f"{item.rule} Found: {item.found}.", item.code in severe)
        for item in lint(rulebook)
    ]


def _checked_bytes(label: str, now: datetime) -> tuple[bytes, str]:
    """The canonical bytes of the rows and their hash, after the integrity rules and the engine's linting."""
    book = book_from_rows()
    document = records.edition_document(book)
    sha256 = records.sha256_of(document)
    _refuse(check_book(book, on=now.date()))
    _refuse(_lint_findings(rulebook_of(document, label=label, sha256=sha256)))
    return records.canonical_bytes(document), sha256


def _refuse(findings: list[Finding]) -> None:
    """Raise PublishRefused when there is an error among the findings."""
    errors = [finding for finding in findings if finding.is_error]
    if not errors:
        return
    lines = "\n".join(f"  {finding}" for finding in errors[:SHOWN])
    more = f"\n  and {len(errors) - SHOWN} more" if len(errors) > SHOWN else ""
    raise PublishRefused(
        f"{len(errors)} error{'s' if len(errors) != 1 else ''} in the catalogue; nothing was published. "
        f"Run: python manage.py check_catalogue\n{lines}{more}",
        errors,
    )
