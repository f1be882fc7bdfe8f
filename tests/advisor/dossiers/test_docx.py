"""The Word file says what the PDF says, with the same numbers."""

import base64
import hashlib
import html
import io
import itertools
import re
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from PIL import Image

from advisor.dossiers.build import document_from
from advisor.dossiers.document import Paragraph
from advisor.dossiers.models import DossierJob
from advisor.dossiers.pairing import document_of
from advisor.dossiers.showing import job_docx, job_html
from advisor.dossiers.to_docx import docx_of
from advisor.dossiers.to_html import html_of
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


def opened(inputs: dict[str, Any], version: int = 1) -> Any:
    """The Word file of a job, read back."""
    return docx.Document(io.BytesIO(job_docx(job=DossierJob(inputs=inputs, version=version))))


def beside(name: str, second: str = "de") -> dict[str, Any]:
    return {**sample(name), "beside": {"language": second, "said": {}}}


def approved(inputs: dict[str, Any]) -> dict[str, Any]:
    return {
        **inputs,
        "final": True,
        "approved_by": "Anna Verdi",
        "approved_on": "2026-11-22 10:00 UTC",
        "approved_version": 1,
    }


def header_of(file: Any) -> Any:
    return file.sections[0].header._element


@pytest.mark.parametrize("name", NAMES)
def test_counts_as_the_pdf_counts(name: str) -> None:
    """The same headings in the same order, and the same paragraph numbers, as on the pages."""
    for inputs in (sample(name), beside(name)):
        document = document_of(inputs, 1)
        page = html_of(document)
        headings = [_bare(found) for found in re.findall(r"<h2[^>]*>(.*?)</h2>", page, re.DOTALL)]
        numbers = re.findall(r'<span class="number">(\d+)\. </span>', page)
        file = opened(inputs)
        said = [_squeezed(part.text) for part in file.paragraphs if part.style.name.startswith("Heading")]
        assert [text for text in said if text in set(headings)] == headings
        plain = [part.text for part in file.paragraphs if part.style.name == "Normal"]
        assert [found[1] for text in plain if (found := re.match(r"(\d+)\. ", text))] == numbers


def _bare(marked: str) -> str:
    """The words of a heading as a browser shows them, the stroke before the second language included."""
    shown = re.sub(r'<span class="second"[^>]*>', "/ ", marked)
    return _squeezed(html.unescape(re.sub(r"<[^>]+>", "", shown)))


def _squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", NAMES)
def test_no_heading_skips_a_level(name: str) -> None:
    levels = [int(p.style.name[-1]) for p in opened(sample(name)).paragraphs if p.style.name.startswith("Heading")]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))


@pytest.mark.parametrize("name", NAMES)
def test_a_table_with_a_heading_row_says_it_again_on_every_page(name: str) -> None:
    document = document_of(beside(name), 1)
    heads = html_of(document).count("<thead>")
    rows = [row for table in opened(beside(name)).tables for row in table.rows]
    repeated = [row for row in rows if row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None]
    assert len(repeated) == heads > 0


@pytest.mark.parametrize("name", NAMES)
def test_every_run_says_its_language_and_both_sides_their_own(name: str) -> None:
    file = opened(beside(name))
    for part in (file.element.body, header_of(file), file.sections[0].footer._element):
        told = [run.find(f"{qn('w:rPr')}/{qn('w:lang')}") for run in part.iter(qn("w:r"))]
        assert told
        assert all(lang is not None for lang in told)
    columns = [table for table in file.tables if table.rows[0].cells[0].text == "English"]
    assert columns
    for table in columns:
        for row in table.rows:
            left, right = (_languages(cell) for cell in row.cells)
            assert left <= {"en"}
            assert "de" in right or not row.cells[1].text


def _languages(cell: Any) -> set[str]:
    return {lang.get(qn("w:val")) for lang in cell._tc.iter(qn("w:lang"))}


def test_a_draft_says_so_in_its_header_behind_its_text_and_on_page_one() -> None:
    file = opened(sample())
    assert "DRAFT" in "".join(header_of(file).itertext())
    assert 'string="DRAFT"' in header_of(file).xml
    stamp = document_from(sample(), 1).stamp
    assert [part.text for part in file.paragraphs].count(stamp) == 1


@pytest.mark.parametrize("second", ["", "de"])
def test_a_final_says_who_approved_it_and_has_no_mark_of_a_draft(second: str) -> None:
    inputs = approved(beside("request-eio", second) if second else sample())
    file = opened(inputs, 2)
    whole = "\n".join(part.text for part in file.paragraphs)
    assert "DRAFT" not in "".join(header_of(file).itertext()) + header_of(file).xml
    assert len(re.findall(r"Anna Verdi (?:on 22 November|am 22. November) 2026, 10:00 UTC", whole)) == 1 + bool(second)
    assert document_from(sample(), 1).stamp not in whole
    assert document_from(sample(), 1).working_title not in whole


@pytest.mark.parametrize("second", ["", "de"])
def test_the_letterhead_stands_above_page_one_in_each_language(second: str) -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (600, 240), "navy").save(drawn, "PNG")
    logo = drawn.getvalue()
    head = {"lines": ["Direzione distrettuale"], "address": ["Via Freguglia 1", "Milano"]}
    inputs = {**(beside("request-eio", second) if second else sample())}
    inputs["letterhead"] = {**head, "logo": base64.b64encode(logo).decode()}
    inputs["facts"]["order.issuing_authority"] = "prosecutor"  # a judge's order goes out under no office's letterhead
    file = opened(inputs)
    covers = 1 + bool(second)
    said = [part.text for part in file.paragraphs]
    assert said.count("Direzione distrettuale") == said.count("Via Freguglia 1 · Milano") == covers
    pictures = file.inline_shapes
    assert len(pictures) == covers
    assert pictures[0].width.mm <= 59.01
    assert pictures[0].height.mm <= 20.01
    assert pictures[0]._inline.docPr.get("descr")
    stored = {part.blob for part in file.part.package.iter_parts() if part.content_type == "image/png"}
    assert {hashlib.sha256(blob).hexdigest() for blob in stored} == {hashlib.sha256(logo).hexdigest()}
