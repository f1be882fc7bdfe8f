"""Run the integrity rules, the engine's linting and the scenarios on the rows, or on files before they are loaded."""

from argparse import ArgumentParser
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from instruments.editions import gate_findings
from instruments.errors import CatalogueError
from instruments.from_fixtures import Book, book_read
from instruments.from_rows import book_from_rows
from instruments.integrity import RULES, Finding
from instruments.places import CATALOGUE
from instruments.scenarios import scenarios_read

SHOWN = 3


class Command(BaseCommand):
    """`check_catalogue [--files [FOLDER]] [--all] [--on DAY]`; exit status 1 when a rule reports an error."""

    help = "Check the catalogue before it is published: the rows of the database, or with --files the files alone."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--files", nargs="?", const=CATALOGUE, type=Path, help="check files (default: the shipped ones)"
        )
        parser.add_argument("--all", action="store_true", help="show every warning, not three a rule")
        parser.add_argument(
            "--on", type=date.fromisoformat, help="the day on which sources count as stale (default: today)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        on = options["on"] or timezone.localdate()
        try:
            book = book_read(options["files"]) if options["files"] else Book(book_from_rows())
        except CatalogueError as error:
            raise CommandError(str(error), returncode=1) from error
        if not book.document["instruments"]:
            raise CommandError("The catalogue is empty. Run: python manage.py load_catalogue", returncode=1)
        findings = gate_findings(book.document, on=on)
        errors = [finding for finding in findings if finding.is_error]
        for finding in errors:
            self.stdout.write(f"ERROR {self._placed(finding, book)}")
        self._warnings([finding for finding in findings if not finding.is_error], book, options["all"])
        asked = f"{len(RULES)} rules, {len(scenarios_read())} scenarios"
        counted = f"{len(errors)} errors, {len(findings) - len(errors)} warnings, {asked}"
        if errors:
            raise CommandError(f"{counted}. An edition cannot be published until the errors are gone.", returncode=1)
        self.stdout.write(f"{counted}.")

    def _warnings(self, warnings: list[Finding], book: Book, every: bool) -> None:
        by_code: dict[str, list[Finding]] = defaultdict(list)
        for finding in warnings:
            by_code[finding.code].append(finding)
        for code, found in by_code.items():
            shown = found if every else found[:SHOWN]
            for finding in shown:
                self.stdout.write(f"warning {self._placed(finding, book)}")
            if len(found) > len(shown):
                self.stdout.write(f"warning {code}: {len(found) - len(shown)} more; --all shows them")

    @staticmethod
    def _placed(finding: Finding, book: Book) -> str:
        place = book.places.get(finding.where)
        return f"{place[0]}:{place[1]}: {finding}" if place else str(finding)
