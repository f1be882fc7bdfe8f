"""Write an edition as one signed file for another installation."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from instruments.errors import CatalogueError
from instruments.exchange_file import edition_packed, own_key
from instruments.models import Edition


class Command(BaseCommand):
    """`export_edition --to FILE [--edition LABEL]`: signed with EXCHANGE_KEY_FILE; default: the current edition."""

    help = "Write an edition with its manifest as one signed file. Made again, it has the same bytes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, required=True, help="the file to write")
        parser.add_argument("--edition", help="the label (default: the current edition)")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = Edition.objects.order_by("-id")
        edition = rows.filter(label=options["edition"]).first() if options["edition"] else rows.first()
        if edition is None:
            raise CommandError("There is no such edition. manage.py load_catalogue --publish makes the first one.")
        try:
            key = own_key(settings.EXCHANGE_KEY_FILE)
            if key is None:
                raise CommandError("EXCHANGE_KEY_FILE names no key. manage.py make_exchange_key makes one.")
            data = edition_packed(edition, private_pem=key, installation=settings.INSTALLATION_NAME)
            options["to"].write_bytes(data)
        except (OSError, CatalogueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['to']}: edition {edition.label}, {len(data):,} bytes, SHA-256 {edition.sha256}.")
