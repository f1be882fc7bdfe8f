"""Brings a book into the database, in one transaction, without ever overwriting a curator.

*Reads* a book document and the ledger of what was shipped before. *Writes* rows with their history and the ledger.
Each record is compared three ways: as shipped before (ledger), as it stands (rows), as shipped now (book). A row that
still says what the ledger says is the file's and follows it; any other is a curator's and stays, and the difference
is listed.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from instruments import models, records
from instruments.errors import CatalogueError
from instruments.from_fixtures import Book
from instruments.from_rows import book_from_rows
from instruments.records import Records, kind_of, record_sha256
from instruments.saving import BATCH, LEAVES, RowWriter, dependants_first

REASON = "shipped file"


@dataclass(frozen=True)
class Difference:
    """A record that a curator holds otherwise than the file does; `says` tells which, `keys` where they differ."""

    key: str
    file: str
    line: int
    says: str
    keys: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = f" ({', '.join(self.keys)})" if self.keys else ""
        return f"{self.file}:{self.line}: {self.key}: {self.says}{where}"


@dataclass
class LoadReport:
    """What a load did: keys of records, and the differences that it left alone."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0
    differences: list[Difference] = field(default_factory=list)


def catalogue_load(book: Book, *, now: datetime) -> LoadReport:
    """Load a book; all of it or nothing.

    Raises CatalogueError when the database refuses a row that would stand beside a curator's.
    """
    try:
        with transaction.atomic():
            return _load(book, now)
    except (IntegrityError, ProtectedError) as error:
        raise CatalogueError(
            f"The database refused a row; nothing was loaded: {' '.join(str(error).split())} "
            "A curator's row probably stands in its way: compare with manage.py export_catalogue, "
            "and correct the row or the file."
        ) from error


def _load(book: Book, now: datetime) -> LoadReport:
    shipped = records.records_of(book.document)
    ledger = dict(models.ShippedRecord.objects.values_list("key", "sha256"))
    empty = not ledger and not models.Instrument.objects.exists() and not models.Jurisdiction.objects.exists()
    standing: Records = {} if empty else records.records_of(book_from_rows())
    report, accepted = _compared(book, shipped, standing, ledger)
    writer = RowWriter(reason=REASON)
    for key in _remove(writer, report, [key for key in report.removed if kind_of(key) in LEAVES], standing):
        accepted[key] = ledger[key]
    writer.save(report.added, report.updated, shipped)
    _remove(writer, report, [key for key in report.removed if kind_of(key) not in LEAVES], standing)
    _note(book, accepted, report, now)
    return report


def _compared(
    book: Book, shipped: Records, standing: Records, ledger: dict[str, str]
) -> tuple[LoadReport, dict[str, str]]:
    """What to do with each record, and the hashes that the ledger is to hold afterwards."""
    report = LoadReport()
    accepted: dict[str, str] = {}
    for key, record in shipped.items():
        new, before = record_sha256(record), ledger.get(key)
        held = record_sha256(standing[key]) if key in standing else None
        accepted[key] = new
        if held == new:
            report.unchanged += 1
        elif held is None and before is None:
            report.added.append(key)
        elif held is not None and held == before:
            report.updated.append(key)
        else:
            accepted[key] = before or ""
            report.differences.append(_difference(book, key, record, standing.get(key), before == new))
    for key, before in ledger.items():
        if key in shipped or key not in standing:
            continue
        if record_sha256(standing[key]) == before:
            report.removed.append(key)
        else:
            accepted[key] = before
            report.differences.append(
                Difference(key, "-", 0, "the files dropped it; a curator changed it, so it stays")
            )
    return report, accepted


def _difference(book: Book, key: str, record: dict[str, Any], held: dict[str, Any] | None, same: bool) -> Difference:
    file, line = book.places.get(key, ("-", 0))
    if held is None:
        return Difference(key, file, line, "a curator deleted it; it stays deleted")
    names = {name for name in {*record, *held} if not name.startswith("_")}
    keys = tuple(sorted(name for name in names if record.get(name) != held.get(name)))
    says = "a curator changed it; kept" if same else "a curator holds it otherwise, and the file is new; kept"
    return Difference(key, file, line, says, keys)


def _remove(writer: RowWriter, report: LoadReport, keys: list[str], standing: Records) -> list[str]:
    """Delete rows that the files dropped, dependants first; returns the headers that a curator still uses."""
    needed = []
    for key in sorted(keys, key=dependants_first):
        if kind_of(key) == "instrument" and _in_use(records.name_of(key)):
            needed.append(key)
            report.removed.remove(key)
            says = "the files dropped it; a curator's rows need it, so it stays"
            report.differences.append(Difference(key, "-", 0, says))
        else:
            writer.remove([key], standing)
    return needed


def _in_use(code: str) -> bool:
    return any(
        model._default_manager.filter(instrument_id=code).exists()
        for model in (models.Provision, models.ParticipationRow, models.Declaration, models.Authority, models.Network)
    )


def _note(book: Book, accepted: dict[str, str], report: LoadReport, now: datetime) -> None:
    """Write the ledger: what each file held. A difference keeps the hash it had, so that it is listed again."""
    models.ShippedRecord.objects.all().delete()
    models.ShippedRecord.objects.bulk_create(
        [
            models.ShippedRecord(key=key, file=book.places.get(key, ("-", 0))[0], sha256=sha256, loaded_at=now)
            for key, sha256 in accepted.items()
            if sha256
        ],
        batch_size=BATCH,
    )
