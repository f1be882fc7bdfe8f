"""Hold the exhibit store against the evidence lists: what is missing or changed, and what no list names.

Reads every exhibit's row and every file under EXHIBITS_DIR, for whoever runs the installation; prints numbers and
hashes, no case text. Writes nothing, but for `--remove`: files that no row names and that are older than a day (an
upload that was never finished) are taken away.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from advisor.cases.exhibit_store import DRAFT_SECONDS, FileGone, file_open, path_of
from advisor.cases.models import Exhibit


class Command(BaseCommand):
    """`python3 manage.py exhibits_check [--remove]`."""

    help = "Check every exhibit's file against its SHA-256; list files that no evidence list names."

    def add_arguments(self, parser: CommandParser) -> None:
        """The one option."""
        parser.add_argument("--remove", action="store_true", help="take away unnamed files that are older than a day")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit status 1 when an exhibit's file is missing or changed."""
        named: set[Path] = set()
        wrong = 0
        rows = Exhibit.objects.exclude(sha256="").values_list("pk", "agency_id", "sha256", "size")
        for pk, agency_id, sha256, size in rows.iterator():
            named.add(path_of(agency_id, sha256))
            wrong += not self._whole(pk, agency_id, sha256, size or 0)
        removed = unnamed = 0
        for path in _files():
            if path in named:
                continue
            unnamed += 1
            if options["remove"] and path.stat().st_mtime < time.time() - DRAFT_SECONDS:
                path.unlink()
                removed += 1
        self.stdout.write(
            f"{len(named)} files are named by evidence lists, {wrong} of their exhibits have none that is whole; "
            f"{unnamed} files are named by none, {removed} of them removed."
        )
        if wrong:
            raise CommandError("Restore EXHIBITS_DIR from the backup that belongs to this database.")

    def _whole(self, pk: UUID, agency_id: UUID, sha256: str, size: int) -> bool:
        try:
            file_open(agency_id, sha256, size).close()
        except FileGone as fault:
            self.stderr.write(f"exhibit {pk}: {fault}")
            return False
        return True


def _files() -> Iterator[Path]:
    for path in sorted(Path(settings.EXHIBITS_DIR).rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path
