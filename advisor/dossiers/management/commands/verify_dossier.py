"""`manage.py verify_dossier FILE ...`: is this file a dossier of this installation, unchanged?

Reads: the files named, and the stored dossiers. Exit status: 0 all unchanged, 1 one is not, 2 a file cannot be read.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from advisor.dossiers.verifying import Verdict, dossier_verify

NOT_READ, CHANGED = 2, 1


class Command(BaseCommand):
    help = "Say of each file whether it is a dossier as stored here, by which edition of the law it was made, and when."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)

    def handle(self, *_: Any, files: list[Path], **__: Any) -> None:
        """One paragraph a file."""
        worst = max(self._say(path) for path in files)
        if worst:
            raise SystemExit(worst)

    def _say(self, path: Path) -> int:
        try:
            content = path.read_bytes()
        except OSError as error:
            self.stderr.write(f"{path}: cannot be read ({error.strerror}). Name a file that exists and is readable.")
            return NOT_READ
        verdict = dossier_verify(content=content)
        if not verdict.unchanged:
            self.stdout.write(
                f"{path}: NOT a dossier as stored here. Either it was changed (one byte is enough), or it was made by "
                f"another installation. SHA-256 of the file: {verdict.sha256}. Download it again and compare. "
                f"{signature_said(verdict)}"
            )
            return CHANGED
        self.stdout.write(
            f"{path}: unchanged. Made {verdict.made_at:%Y-%m-%d %H:%M} UTC, version {verdict.version}, language "
            f"{verdict.language}, {'approved ' + verdict.approved_on if verdict.final else 'a draft'}, law of "
            f"{verdict.law_of} by edition {verdict.edition_label} ({verdict.edition_sha256}). "
            f"SHA-256 of the file: {verdict.sha256}. {signature_said(verdict)}"
        )
        return 0


def signature_said(verdict: Verdict) -> str:
    """What is said of a file's signatures."""
    if not verdict.readable:
        return "Its signature cannot be read: the file is damaged."
    if not verdict.seals:
        return "It carries no signature."
    return " ".join(
        f"Signature PAdES {seal.level} of {seal.signer}{' (this installation)' if seal.ours else ''}, "
        f"{seal.signed_at}: "
        + ("intact, over the whole file." if seal.whole else "NOT intact: the file was changed after it was signed.")
        for seal in verdict.seals
    )
