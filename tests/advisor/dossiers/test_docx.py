"""The Word file says what the PDF says, with the same numbers."""

import io
import zipfile
from typing import Any

import docx
import pytest

from advisor.dossiers.build import document_from
from advisor.dossiers.document import Paragraph
from advisor.dossiers.models import DossierJob
from advisor.dossiers.showing import job_docx, job_html
from advisor.dossiers.to_docx import docx_of
from tests.advisor.dossiers.samples import NAMES, sample


def words_in(content: bytes) -> str:
    """All text of a Word file, tables included, in the order of the file."""
    body = docx.Document(io.BytesIO(content)).element.body
    return "".join("".join(node.text or "" for node in body.iter() if node.tag.endswith("}t")).split())


@pytest.mark.parametrize("name", NAMES)
def test_holds_every_text_of_the_document(name: str) -> None:
    document = document_from(sample(name), 1)
    said = words_in(docx_of(document))
    for section in (*document.sections, *document.annexes, *document.working):
        assert "".join(section.heading.split()) in said
        for block in section.blocks:
            if isinstance(block, Paragraph):
                number = f"{block.number}." if block.number else ""
                text = number + "".join(f"[{run.text}]" if run.kind == "blank" else run.text for run in block.runs)
                assert "".join(text.split()) in said


def test_equal_documents_give_equal_bytes() -> None:
    first, second = (docx_of(document_from(sample(), 1)) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 22, 0, 0, 0)}


def test_knows_title_language_and_author() -> None:
    core = docx.Document(io.BytesIO(docx_of(document_from(sample(), 1)))).core_properties
    assert (core.language, core.author) == ("en", "Procura della Repubblica di Milano")
    assert core.title.startswith("European Investigation Order (EIO), Annex A")


def test_a_job_is_shown_without_a_worker() -> None:
    job: Any = DossierJob(inputs=sample(), version=3)
    assert "<script" not in job_html(job=job)
    assert "European Investigation Order" in job_html(job=job)
    assert job_docx(job=job).startswith(b"PK")
