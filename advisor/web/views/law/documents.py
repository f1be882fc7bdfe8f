"""Document types: which papers this site writes, what leads to each, and a sample of every one to read.

Reads: the published edition, the mock cases of the study, the pictures among the static files, and the PDFs that
`manage.py dossier_gallery` left in settings.GALLERY_DIR. Writes nothing. A sample is laid out as a page of the site and
needs no worker; no sample holds anything of a case that is kept here.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from advisor.dossiers.build import document_from
from advisor.dossiers.document import Document
from advisor.dossiers.gallery import specimen_of, type_name, types_wanted
from advisor.web.views.drafts import shown_language
from advisor.web.views.entry import today
from instruments.editions import CurrentEdition, edition_current, edition_get

SCENARIOS = settings.BASE_DIR / "fixtures" / "scenarios"
SHOWN = 5  # instruments named in a row; the others are counted
SAMPLES_KEPT = 64


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """All document types of the newest edition."""
    edition = edition_current()
    language = shown_language()
    rows = [{**row, "file": _pdf(row["name"]).is_file()} for row in _rows(edition.sha256, language)]
    context = {"rows": rows, "edition": edition, "provisions": len(edition.rulebook.provisions)}
    return render(request, "web/law/documents.html", context)


@require_safe
def document_sample(request: HttpRequest, document: str) -> HttpResponse:
    """A sample of one type as a page to read and to print, in the reader's language where documents have its words."""
    edition = edition_current()
    code = _code_or_404(edition, document)
    sample, provision, invented = _sample(edition.sha256, code, shown_language(), today())
    context = {"document": sample, "provision": provision, "invented": invented, "name": document}
    return render(request, "web/law/document_sample.html", context)


@require_safe
def document_file(request: HttpRequest, document: str) -> FileResponse:
    """The PDF of a sample, where somebody has had them made."""
    name = slugify(_code_or_404(edition_current(), document))
    path = _pdf(name)
    if not path.is_file():
        raise Http404("The sample PDFs were not made here yet: `manage.py dossier_gallery` makes them.")
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"sample-{name}.pdf")


def _pdf(name: str) -> Path:
    return Path(settings.GALLERY_DIR) / f"{name}.pdf"


def _code_or_404(edition: CurrentEdition, name: str) -> str:
    for code in types_wanted(edition.rulebook):
        if slugify(code) == name:
            return code
    raise Http404("No provision of the edition leads to such a document.")


@lru_cache(maxsize=16)
def _rows(sha256: str, language: str) -> list[dict[str, Any]]:
    """A row for each type, by name: what it is called, the instruments that lead to it, its picture."""
    book = edition_get(sha256).rulebook
    rows = []
    for code, provisions in types_wanted(book).items():
        name = slugify(code)
        instruments = list(dict.fromkeys(book.provisions[provision].instrument for provision in provisions))
        picture = f"web/gallery/{name}.webp"
        rows.append(
            {
                "name": name,
                "title": type_name(code, language),
                "count": len(provisions),
                "instruments": [(found, book.instruments[found].short_title) for found in instruments[:SHOWN]],
                "more": max(0, len(instruments) - SHOWN),
                "picture": picture if finders.find(picture) else "",
            }
        )
    return sorted(rows, key=lambda row: str(row["title"]).casefold())


@lru_cache(maxsize=SAMPLES_KEPT)
def _sample(sha256: str, code: str, language: str, on: date) -> tuple[Document, str, bool]:
    """The document, its provision, and whether its case is invented; kept, since it takes routing two cases."""
    one = specimen_of(edition_get(sha256).rulebook, code, on=on, scenarios=SCENARIOS, language=language)
    return document_from(one.inputs, 1), one.provision, one.invented
