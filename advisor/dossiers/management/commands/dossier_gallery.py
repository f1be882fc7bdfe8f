"""`manage.py dossier_gallery FOLDER`: a PDF of every document type, first pages as pictures, and an index page.

Reads: the published edition and the mock cases. Writes: FOLDER/index.html, FOLDER/gallery.css, FOLDER/<type>.pdf and,
where pdftoppm is installed, FOLDER/<type>.png; an existing file of the same name is replaced.
"""

import shutil
import subprocess
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify

from advisor.dossiers.build import document_from
from advisor.dossiers.build.words import languages
from advisor.dossiers.errors import DossierError
from advisor.dossiers.gallery import specimens
from advisor.dossiers.to_pdf import render_pdf
from instruments.editions import edition_current
from instruments.errors import NoEdition

WIDE = 360  # pixels of a picture's width


class Command(BaseCommand):
    help = "Write a sample PDF of every document type, with invented data, and an index page to look at them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="where to write; made if it is not there")
        parser.add_argument("--language", default="en", help="language of the documents")
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="day of the law (today)")
        parser.add_argument("--only", default="", help="the code of one type")

    def handle(self, *_: Any, folder: Path, language: str, on: date | None, only: str, **__: Any) -> None:
        """Write the gallery and say how many types it holds."""
        if language not in languages():
            raise CommandError(f"Read the language “{language}”. Choose one of: {', '.join(languages())}.")
        try:
            rulebook = edition_current().rulebook
        except NoEdition as error:
            raise CommandError(str(error)) from None
        folder.mkdir(parents=True, exist_ok=True)
        rows: list[dict[str, Any]] = []
        scenarios = settings.BASE_DIR / "fixtures" / "scenarios"
        for one in specimens(rulebook, on=on or timezone.now().date(), scenarios=scenarios, language=language):
            if only and one.code != only:
                continue
            name = slugify(one.code)
            try:
                made = render_pdf(one.inputs, 1, lambda _said: None)
            except DossierError as error:
                raise CommandError(f"{one.code}: {error}") from None
            (folder / f"{name}.pdf").write_bytes(made.content)
            document = document_from(one.inputs, 1)
            rows.append(
                {
                    "name": name,
                    "code": one.code,
                    "title": document.cover.title,
                    "subtitle": document.cover.subtitle,
                    "provision": one.provision,
                    "invented": one.invented,
                    "pages": made.pages,
                    "size": len(made.content),
                    "picture": _picture(folder, name),
                }
            )
        page = render_to_string("web/gallery.html", {"rows": rows, "language": language})
        (folder / "index.html").write_text(page, encoding="utf-8")
        (folder / "gallery.css").write_text(render_to_string("web/gallery.css"), encoding="utf-8")
        self.stdout.write(f"{len(rows)} document types, {sum(row['pages'] for row in rows)} pages: {folder}/index.html")


def _picture(folder: Path, name: str) -> bool:
    """The first page as a picture; False where pdftoppm is not installed."""
    tool = shutil.which("pdftoppm")
    if tool is None:
        return False
    told = [tool, "-f", "1", "-singlefile", "-png", "-gray", "-scale-to-x", str(WIDE), "-scale-to-y", "-1"]
    done = subprocess.run([*told, str(folder / f"{name}.pdf"), str(folder / name)], check=False, timeout=60)  # noqa: S603 - our own file
    return done.returncode == 0
