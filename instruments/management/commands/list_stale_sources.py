"""List the sources that are due to be read again, those that carry most first."""

from argparse import ArgumentParser
from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from instruments.from_rows import book_from_rows
from instruments.integrity.sources import FRESH_FOR, citations


class Command(BaseCommand):
    """`list_stale_sources [--on DAY]`: status tables are due after a month, texts after a year."""

    help = "List sources that are due to be read again, and how many rows rest on each."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, help="the day that counts as today (default: today)")

    def handle(self, *args: Any, **options: Any) -> None:
        on = options["on"] or timezone.localdate()
        book = book_from_rows()
        uses = Counter(citation for _, citation, _ in citations(book))
        due = [record for record in book["sources"] if is_due(record, on)]
        for record in sorted(due, key=lambda record: (-uses[record["citation"]], record["citation"])):
            read = record.get("checked_on") or "never dated"
            self.stdout.write(
                f"{uses[record['citation']]:5d} rows  {record['kind']:6s}  {read:11s}  {record['citation']}"
            )
        self.stdout.write(f"{len(due)} of {len(book['sources'])} sources are due on {on.isoformat()}.")


def is_due(record: dict[str, Any], on: date) -> bool:
    """Whether a source record is to be read again: never dated, or older than its kind allows. Memory is never due."""
    days = FRESH_FOR.get(record["kind"])
    if days is None:
        return False
    checked = record.get("checked_on")
    return not checked or date.fromisoformat(checked) < on - timedelta(days=days)
