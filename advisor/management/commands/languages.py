"""Bring every language's file up to date with the texts that the pages show; say what is not translated yet.

Writes: advisor/locale/*/LC_MESSAGES/django.po and .mo (with --check nothing).
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from advisor.intake.labels import labels_found
from advisor.languages.books import book_faults, book_missing, book_path, book_read, book_refreshed, book_write
from advisor.languages.extract import messages_found
from advisor.languages.found import SOURCE, languages_found


class Command(BaseCommand):
    """`python3 manage.py languages [--add CODE] [--check]`."""

    help = "Refresh the files of translations from templates, code and vocabulary, and say what is missing."

    def add_arguments(self, parser: CommandParser) -> None:
        """The two options."""
        parser.add_argument("--add", metavar="CODE", help="begin a language, for example de")
        parser.add_argument("--check", action="store_true", help="change nothing; end with 1 if something is missing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Every language, one after the other."""
        found = [*messages_found(), *labels_found()]
        codes = [code for code, _ in languages_found() if code != SOURCE]
        if options["add"] and options["add"] not in codes:
            codes.append(options["add"])
        wrong = 0
        for code in codes:
            path = book_path(code)
            book = book_read(path) if path.exists() else _begun(code)
            if options["check"]:
                faults = [*book_missing(book, found), *book_faults(book)]
            else:
                book = book_refreshed(book, found)
                book_write(book, path)
                faults = book_faults(book)
            wrong += len(faults)
            for fault in faults:
                self.stdout.write(f"{code}: {fault}")
            self.stdout.write(f"{code}: {len(book)} texts, {len(faults)} to do")
        if wrong and options["check"]:
            raise CommandError(f"{wrong} texts to do: run `python3 manage.py languages`, then translate them.")


def _begun(code: str) -> Any:
    """An empty file of a language that Babel knows."""
    from babel import UnknownLocaleError
    from babel.messages.catalog import Catalog

    try:
        return Catalog(locale=code)
    except (UnknownLocaleError, ValueError):
        raise CommandError(f"Read {code!r}. That is no language's code; use one like de, es or pt_BR.") from None
