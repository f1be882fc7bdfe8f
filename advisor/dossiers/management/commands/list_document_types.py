"""`manage.py list_document_types`: which document each provision of the published edition gives.

Reads: the published edition. Writes: a table to standard output; with --counts, how many provisions share each type.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from advisor.dossiers.document_types import document_types, type_counts
from instruments.editions import edition_current
from instruments.errors import NoEdition


class Command(BaseCommand):
    help = "List the document that each provision of the published edition gives, and the form whose boxes it has."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--counts", action="store_true", help="only how many provisions share each type")

    def handle(self, *_: Any, counts: bool, **__: Any) -> None:
        """One line a provision, or one line a type."""
        try:
            rulebook = edition_current().rulebook
        except NoEdition as error:
            raise CommandError(str(error)) from None
        if counts:
            for name, number in type_counts(rulebook).most_common():
                self.stdout.write(f"{number:4}  {name}")
            return
        for row in document_types(rulebook):
            others = f" (or {', '.join(row.others)})" if row.others else ""
            self.stdout.write(f"{row.provision}\t{row.kind}\t{row.named or '-'}\t{row.form or '-'}{others}")
