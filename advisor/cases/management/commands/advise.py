"""`manage.py advise CASE [CASE ...] [--on DAY] [--full] [--format text|json]`: routes, without server or account.

Reads: case files, folders of them or standard input (`-`), and the published edition from the database. Writes: one
answer a case in the order of the input on standard output, messages on standard error. Exit status 0 when every case
was answered, else 2; good cases are answered beside bad ones.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from advisor.cases.services.advice import advice_give, advice_line
from advisor.cases.to_text import Page, answer_to_text
from advisor.intake.from_file import SUFFIXES, case_file_read
from advisor.intake.reading import MAX_BYTES
from instruments.editions import CurrentEdition, edition_current
from instruments.errors import NoEdition
from routing.errors import CaseFaults

STDIN = "-"
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
ANSWERED, REFUSED, INTERRUPTED = 0, 2, 130
NO_TABLES = (
    "The database holds no catalogue yet. Run: python3 manage.py run --once "
    "(or, on a database of your own: python3 manage.py migrate, then python3 manage.py load_catalogue --publish)"
)
REPORT = "Please report it with the case; --traceback shows where it happened"


class Unreadable(NamedTuple):
    """A path that gives no case, and why."""

    path: str
    why: str


def day(text: str) -> date:
    """The day in `--on`. Raises what argparse turns into a message."""
    wish = "write a day of the calendar as YYYY-MM-DD, for example 2026-11-22"
    if not DAY.fullmatch(text):
        raise argparse.ArgumentTypeError(f"read {text!r}; {wish}")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"read {text!r} ({error}); {wish}") from None


def case_paths(arguments: list[str]) -> Iterator[str | Unreadable]:
    """Every case file that the arguments mean, in their order; the files of a folder sorted, sub-folders included."""
    for argument in arguments:
        if argument == STDIN:
            yield argument
            continue
        path = Path(argument)
        if path.is_dir():
            found = [file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file()]
            yield from (str(file) for file in sorted(found))
            if not found:
                yield Unreadable(argument, f"the folder holds no case; a case is a file *{', *'.join(SUFFIXES)}")
        else:
            yield argument


def content(path: str) -> bytes | Unreadable:
    """The bytes of a case file, at most one more than a case may have."""
    try:
        if path == STDIN:
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with open(path, "rb") as handle:
            return handle.read(MAX_BYTES + 1)
    except OSError as error:
        return Unreadable(path, f"cannot be read ({error.strerror or error}); name a case file or a folder of them")
    except ValueError:
        return Unreadable(path, "is no path; name a case file or a folder of them")


class Command(BaseCommand):
    """Advise on cases."""

    help = "Print the route of each case: which door to knock on first, what law opens it, and what is missing."
    requires_system_checks: list[str] = []  # quick start: nothing here depends on the addresses or the templates

    def add_arguments(self, parser: CommandParser) -> None:
        """CASE ..., --on, --full and --format."""
        parser.add_argument(
            "case",
            nargs="+",
            metavar="CASE",
            help="a case file (YAML or JSON), a folder of them, or - for standard input",
        )
        parser.add_argument(
            "--on",
            type=day,
            metavar="YYYY-MM-DD",
            help="the day of the advice; the law of that day answers (default: today)",
        )
        parser.add_argument(
            "--full", action="store_true", help="text: beside the plan also form, channel, time limits, and why not"
        )
        parser.add_argument(
            "--format", choices=("text", "json"), default="text", help="text for people (default) or JSON"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer every case; exit with 2 when one could not be."""
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
        try:
            status = self._all(options)
            self.stdout.flush()
        except BrokenPipeError:  # the reader (head, less) has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            status = ANSWERED
        except KeyboardInterrupt:
            status = INTERRUPTED
        if status != ANSWERED:
            raise SystemExit(status)

    def _all(self, options: dict[str, Any]) -> int:
        try:
            edition = edition_current()
        except NoEdition as error:
            self.stderr.write(str(error), ending="\n")
            return REFUSED
        except DatabaseError as error:
            self.stderr.write(f"{NO_TABLES}\nThe database said: {str(error).strip()}", ending="\n")
            return REFUSED
        on = options["on"] or timezone.localdate()
        page = Page(width=shutil.get_terminal_size().columns, colour=self._colour(options), full=options["full"])
        status = ANSWERED
        for path in case_paths(options["case"]):
            try:
                answered = self._one(path, edition, on, page if options["format"] == "text" else None)
            except OSError:  # our own output: handled above
                raise
            except Exception as error:
                if options["traceback"]:
                    raise
                self._say(
                    str(path), f"not answered: a fault of the program ({type(error).__name__}: {error}). {REPORT}"
                )
                answered = False
            status = status if answered else REFUSED
        return status

    def _one(self, path: str | Unreadable, edition: CurrentEdition, on: date, page: Page | None) -> bool:
        """Answer one case; False after its messages when it cannot be."""
        data = path if isinstance(path, Unreadable) else content(path)
        if isinstance(data, Unreadable):
            self._say(data.path, data.why)
            return False
        try:
            case = case_file_read(data, name=str(path) if path != STDIN else "")
            answer = advice_give(case=case, edition=edition, on=on)
        except CaseFaults as error:
            for fault in error.faults:
                self._say(str(path), str(fault))
            return False
        if page is None:
            self.stdout.write(advice_line(answer), ending="")
        else:
            self.stdout.write(answer_to_text(answer, case.document, edition.rulebook, page), ending="")
        return True

    def _say(self, path: str, message: str) -> None:
        """One message, one line, naming its file; nothing in a name may move the cursor."""
        name = "standard input" if path == STDIN else path
        line = f"{name}: {message}".replace("\n", " ")
        self.stderr.write("".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in line), ending="\n")

    def _colour(self, options: dict[str, Any]) -> bool:
        if options.get("force_color"):
            return True
        plain = options.get("no_color") or "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
        return bool(not plain and self.stdout.isatty())
