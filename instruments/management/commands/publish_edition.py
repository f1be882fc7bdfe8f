"""Publish the rows as a new edition, after the integrity rules."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from instruments.edition_words import edition_diff
from instruments.editions import edition_document, edition_publish
from instruments.errors import CatalogueError


class Command(BaseCommand):
    """`publish_edition [--label LABEL] --by WHO --note WHY`; exit status 1 when a rule reports an error."""

    help = "Check the catalogue and publish it as a new immutable edition."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--label", default="", help="default: the day and a running number")
        parser.add_argument("--by", required=True, help="who publishes")
        parser.add_argument("--note", required=True, help="what changed and why")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            edition = edition_publish(
                label=options["label"], by=options["by"], note=options["note"], now=timezone.now()
            )
        except CatalogueError as error:
            raise CommandError(str(error), returncode=1) from error
        self.stdout.write(f"Published edition {edition.label} ({edition.sha256[:12]}).")
        if edition.previous is not None:
            for line in edition_diff(edition_document(edition.previous), edition_document(edition)):
                self.stdout.write(f"  {line}")
