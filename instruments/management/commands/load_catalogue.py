"""Load the catalogue's files into the database; a curator's rows stay, and each difference is listed."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from instruments.editions import edition_publish_if_new
from instruments.errors import CatalogueError
from instruments.from_fixtures import book_read
from instruments.loading import LoadReport, catalogue_load
from instruments.places import CATALOGUE


class Command(BaseCommand):
    """`load_catalogue [--from FOLDER] [--publish]`; exit status 1 when the files hold a fault."""

    help = "Load the catalogue's files. A curator's rows are never overwritten: the differences are listed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="folder", type=Path, default=CATALOGUE, help="folder of the files")
        parser.add_argument("--publish", action="store_true", help="publish an edition if the rows are new")
        parser.add_argument("--by", default="load_catalogue", help="who publishes, as the edition will say")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            report = catalogue_load(book_read(options["folder"]), now=now)
            self._say(report)
            if options["publish"]:
                edition, fresh = edition_publish_if_new(
                    by=options["by"], note="Loaded from the shipped files.", now=now
                )
                word = "Published" if fresh else "Already published:"
                self.stdout.write(f"{word} edition {edition.label} ({edition.sha256[:12]}).")
        except CatalogueError as error:
            raise CommandError(str(error), returncode=1) from error

    def _say(self, report: LoadReport) -> None:
        self.stdout.write(
            f"Catalogue: {len(report.added)} records added, {len(report.updated)} updated, "
            f"{len(report.removed)} removed, {report.unchanged} unchanged."
        )
        if report.differences:
            self.stdout.write(f"{len(report.differences)} differ from the files and stay as they are:")
            for difference in report.differences:
                self.stdout.write(f"  {difference}")
