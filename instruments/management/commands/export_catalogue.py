"""Write the rows as files, the same bytes for the same rows."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from instruments.from_rows import book_from_rows
from instruments.places import CATALOGUE
from instruments.to_fixtures import book_write


class Command(BaseCommand):
    """`export_catalogue [--to FOLDER]`: the default is the folder that load_catalogue reads."""

    help = "Write the catalogue as files for review in a diff. Loading them again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", dest="folder", type=Path, default=CATALOGUE, help="folder to write to")

    def handle(self, *args: Any, **options: Any) -> None:
        book = book_from_rows()
        if not book["instruments"]:
            raise CommandError("The catalogue is empty: nothing was written. Run: python manage.py load_catalogue")
        changed = book_write(book, options["folder"])
        for path in changed:
            self.stdout.write(str(path))
        self.stdout.write(f"{len(changed)} files changed.")
