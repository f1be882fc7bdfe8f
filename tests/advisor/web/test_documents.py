"""The catalogue's page of document types: every type, its picture, a sample to read, the PDF where it was made."""

from pathlib import Path
from typing import Any

from django.urls import reverse

from advisor.dossiers.gallery import types_wanted


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_every_type_is_listed_with_its_picture_and_a_sample(desk: Any, edition: Any) -> None:
    page = text_of(desk.get(reverse("catalogue-documents")))
    assert page.count("Read a sample") == len(types_wanted(edition.rulebook))
    assert page.count(".webp") == page.count("Read a sample")
    assert reverse("catalogue-documents") in text_of(desk.get(reverse("catalogue")))


def test_a_sample_is_a_whole_document_in_the_readers_language(desk: Any) -> None:
    page = text_of(desk.get(reverse("catalogue-document", args=["eaw"])))
    assert "European arrest warrant" in page
    assert 'class="dossier"' in page
    french = text_of(desk.get(reverse("catalogue-document", args=["eaw"]), headers={"accept-language": "fr"}))
    assert '<html lang="fr">' in french
    assert "Retour aux types de documents" in french
    assert desk.get(reverse("catalogue-document", args=["no-such-form"])).status_code == 404


def test_the_pdf_is_offered_where_it_was_made(desk: Any, settings: Any, tmp_path: Path) -> None:
    settings.GALLERY_DIR = tmp_path
    address = reverse("catalogue-document-file", args=["eaw"])
    assert desk.get(address).status_code == 404
    assert "Sample as PDF" not in text_of(desk.get(reverse("catalogue-documents")))
    (tmp_path / "eaw.pdf").write_bytes(b"%PDF-1.7 sample")
    assert b"".join(desk.get(address).streaming_content) == b"%PDF-1.7 sample"
    assert text_of(desk.get(reverse("catalogue-documents"))).count("Sample as PDF") == 1
