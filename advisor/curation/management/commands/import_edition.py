"""Read a signed edition of another installation: say what it would change, and open a change set for review."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from advisor.accounts.models import Role, User
from advisor.curation.draft import base_records
from advisor.curation.errors import CurationError
from advisor.curation.services import edition_receive
from instruments import records
from instruments.edition_words import edition_diff
from instruments.errors import CatalogueError
from instruments.exchange_file import MOST_BYTES, Received, edition_unpacked, trusted_keys
from instruments.to_fixtures import book_sorted

SHOWN = 40


class Command(BaseCommand):
    """`import_edition FILE [--by EMAIL]`: without --by it only tells; with it, a change set waits for its reviewer."""

    help = "Check the signature of an exchange file, tell the differences in words, and open a change set for them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", help="the e-mail address of the curator in whose name the set is opened")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            received = edition_unpacked(
                self._bytes(options["file"]), trusted=trusted_keys(Path(settings.EXCHANGE_TRUSTED_DIR))
            )
        except CatalogueError as error:
            raise CommandError(str(error)) from error
        self._tell(received)
        if not options["by"]:
            self.stdout.write("Nothing was changed. With --by EMAIL a change set is opened for review.")
            return
        curator = User.objects.filter(email__iexact=options["by"], role=Role.ADMIN, is_active=True).first()
        if curator is None:
            raise CommandError(f"{options['by']} is no active curator here.")
        try:
            opened = edition_receive(received=received, user=curator, now=timezone.now())
        except CurationError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Change set {opened.number} waits for review: another curator confirms and publishes it.")

    def _bytes(self, path: Path) -> bytes:
        try:
            if path.stat().st_size > MOST_BYTES:
                raise CommandError(f"{path} is larger than a catalogue can be.")
            return path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error}") from error

    def _tell(self, received: Received) -> None:
        manifest = received.manifest
        self.stdout.write(
            f"Edition {manifest['label']} of {manifest['installation']}, signed by the trusted key "
            f"{received.signed_by}."
        )
        here = book_sorted(records.book_of(base_records()))
        lines = edition_diff(records.edition_document(here), records.edition_document(received.book))
        for line in lines[:SHOWN]:
            self.stdout.write(f"  {line}")
        if len(lines) > SHOWN:
            self.stdout.write(f"  and {len(lines) - SHOWN} more")
        self.stdout.write(f"{len(lines)} difference{'s' if len(lines) != 1 else ''} from the rows here.")
