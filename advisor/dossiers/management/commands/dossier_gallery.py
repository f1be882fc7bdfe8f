"""`manage.py dossier_gallery [FOLDER]`: a PDF of every document type, first pages as pictures, and an index page.

Reads: the published edition and the mock cases. Writes: FOLDER/index.html, FOLDER/gallery.css, FOLDER/<type>.pdf and,
where pdftoppm is installed, FOLDER/<type>.webp; an existing file of the same name is replaced. Without a folder, the
one from which the site offers the PDFs beside its page of document types. With --docs, also the repository's own page
(advisor/dossiers/GALLERY.md) and its pictures.
"""

import io
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
from advisor.dossiers.gallery import Specimen, specimens, types_wanted
from advisor.dossiers.gallery_page import PICTURES, page_written
from advisor.dossiers.to_pdf import render_pdf
from instruments.editions import edition_current
from instruments.errors import NoEdition

WIDE = 300  # pixels of a picture's width
QUALITY = 45


class Command(BaseCommand):
    help = "Write a sample PDF of every document type, with invented data, and an index page to look at them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, nargs="?", default=None, help="where to write; made if missing")
        parser.add_argument("--language", default="en", help="language of the documents")
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="day of the law (today)")
        parser.add_argument("--only", default="", help="the code of one type")
        parser.add_argument("--docs", action="store_true", help="write the repository's page and pictures anew, too")

    def handle(
        self, *_: Any, folder: Path | None, language: str, on: date | None, only: str, docs: bool, **__: Any
    ) -> None:
        """Write the gallery and say how many types it holds."""
        if language not in languages():
            raise CommandError(f"Read the language “{language}”. Choose one of: {', '.join(languages())}.")
        try:
            rulebook = edition_current().rulebook
        except NoEdition as error:
            raise CommandError(str(error)) from None
        folder = folder or settings.GALLERY_DIR
        folder.mkdir(parents=True, exist_ok=True)
        scenarios = settings.BASE_DIR / "fixtures" / "scenarios"
        found = specimens(rulebook, on=on or timezone.now().date(), scenarios=scenarios, language=language)
        rows = [_written(one, folder) for one in found if not only or one.code == only]
        page = render_to_string("web/gallery.html", {"rows": rows, "language": language})
        (folder / "index.html").write_text(page, encoding="utf-8")
        (folder / "gallery.css").write_text(render_to_string("web/gallery.css"), encoding="utf-8")
        if docs:
            page_written(rows, types_wanted(rulebook))
            for row in rows:
                if row["picture"]:
                    shutil.copyfile(folder / f"{row['name']}.webp", PICTURES / f"{row['name']}.webp")
        self.stdout.write(f"{len(rows)} document types, {sum(row['pages'] for row in rows)} pages: {folder}/index.html")


def _written(one: Specimen, folder: Path) -> dict[str, Any]:
    """Write the files of one type; what the pages say of it."""
    name = slugify(one.code)
    try:
        made = render_pdf(one.inputs, 1, lambda _said: None)
    except DossierError as error:
        raise CommandError(f"{one.code}: {error}") from None
    (folder / f"{name}.pdf").write_bytes(made.content)
    document = document_from(one.inputs, 1)
    return {
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


def _picture(folder: Path, name: str) -> bool:
    """The first page as a small picture; False where pdftoppm is not installed."""
    tool = shutil.which("pdftoppm")
    if tool is None:
        return False
    from PIL import Image  # here alone: no page and no worker of the site draws

    told = [tool, "-f", "1", "-singlefile", "-png", "-scale-to-x", str(WIDE), "-scale-to-y", "-1"]
    done = subprocess.run([*told, str(folder / f"{name}.pdf")], capture_output=True, check=False, timeout=60)  # noqa: S603 - our own file
    if done.returncode != 0:
        return False
    with Image.open(io.BytesIO(done.stdout)) as page:
        page.save(folder / f"{name}.webp", "WEBP", quality=QUALITY, method=6)
    return True
