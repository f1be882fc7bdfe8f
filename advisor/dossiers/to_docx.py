"""A document as a Word file: the same parts, numbers and words as the PDF, for people to complete and translate.

Reads and writes nothing but bytes. Equal documents give equal bytes: the archive's times are the document's day.
"""

import io
import zipfile
from datetime import datetime
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from advisor.dossiers.document import (
    Block,
    Cover,
    Document,
    Listing,
    Notice,
    Paragraph,
    Rows,
    Runs,
    Section,
    Signature,
    Table,
)

INK, BLUE, RED, GREY = (RGBColor.from_string(tone) for tone in ("14202B", "16324F", "8A1C1C", "43505C"))
TEXT_WIDTH = 163  # millimetres between the margins
LABEL_WIDTH = 42
LONGEST_PROPERTY = 255


def docx_of(document: Document) -> bytes:
    """The Word file of a document."""
    file = docx.Document()
    _page_frame(file, document)
    if document.cover.beside is not None:
        _cover(file, document, document.cover.beside, document.second)
    _cover(file, document, document.cover)
    for section in document.sections:
        _section(file, section, section.heading)
    for section in document.annexes:
        _section(file, section, f"{document.frame['annex']} {section.heading}")
    if document.working:
        _new_page(file)
        file.add_heading(document.working_title, 1)
        _line(file, document.working_note, RED, bold=True)
        for section in document.working:
            _section(file, section, section.heading)
    written = io.BytesIO()
    file.save(written)
    return _same_every_time(written.getvalue(), document.dated)


def _page_frame(file: Any, document: Document) -> None:
    page = file.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Mm(25), Mm(22), Mm(24), Mm(22)
    style = file.styles["Normal"]
    style.font.name, style.font.size, style.font.color.rgb = "Noto Sans", Pt(9.5), INK
    for name, size in (("Heading 1", 12.5), ("Title", 17.5)):
        heading = file.styles[name]
        heading.font.name, heading.font.size, heading.font.color.rgb, heading.font.bold = (
            "Noto Sans",
            Pt(size),
            BLUE,
            True,
        )
        fonts = heading.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            if attribute.endswith("Theme"):
                del fonts.attrib[attribute]
    page.header.paragraphs[0].text = f"{document.reference}\t\t{document.status}"
    page.footer.paragraphs[0].text = f"{document.cover.title} · {document.cover.subtitle}"
    core = file.core_properties
    core.title, core.author = document.title[:LONGEST_PROPERTY], document.author[:LONGEST_PROPERTY]
    core.subject = document.subject[:LONGEST_PROPERTY]
    core.language, core.comments = document.language, ""
    core.created = core.modified = datetime.fromisoformat(document.dated)
    file.styles.element.xpath("//w:rPrDefault//w:lang")[0].set(qn("w:val"), document.language)


def _cover(file: Any, document: Document, cover: Cover, lang: str = "") -> None:
    begun = len(file.element.body)
    _fill(file.add_paragraph(), cover.sender, bold=True)
    _line(file, cover.sender_state, GREY)
    _line(file, document.frame["draft_line"], RED, bold=True)
    _line(file, cover.kicker, GREY)
    file.add_paragraph(cover.title, style="Title")
    _line(file, cover.subtitle, INK)
    _rows(file, cover.key)
    _line(file, cover.summary_title, BLUE, bold=True)
    for said in cover.summary:
        _fill(file.add_paragraph(), said)
    if lang:
        for element in list(file.element.body)[begun - 1 :]:
            _speak(element, lang)
    _new_page(file)


def _speak(element: Any, lang: str) -> None:
    """Every run of an element in a language of its own."""
    for run in element.iter(qn("w:r")):
        if run.find(f"{qn('w:rPr')}/{qn('w:lang')}") is not None:
            continue
        told = OxmlElement("w:lang")
        told.set(qn("w:val"), lang)
        run.get_or_add_rPr().append(told)


def _new_page(file: Any) -> None:
    file.add_page_break()


def _section(file: Any, section: Section, title: str) -> None:
    heading = file.add_heading(title, 1)
    if section.second_title:
        heading.add_run(f" / {section.second_title}").bold = False
    for block in section.blocks:
        _block(file, block)


def _block(file: Any, block: Block) -> None:
    match block:
        case Paragraph():
            paragraph = file.add_paragraph()
            if block.number:
                paragraph.add_run(f"{block.number}. ").font.color.rgb = GREY
            _fill(paragraph, block.runs)
        case Rows():
            _rows(file, block)
        case Table():
            _table(file, block)
        case Listing():
            for index, said in enumerate(block.items):
                paragraph = file.add_paragraph(style=None if block.ordered else "List Bullet")
                if block.ordered:
                    paragraph.paragraph_format.left_indent = Mm(9)
                    paragraph.add_run(f"({_letter(index)}) ")
                _fill(paragraph, said)
        case Notice():
            _line(file, block.title, RED, bold=True)
            for said in block.paragraphs:
                _fill(file.add_paragraph(), said)
        case Signature():
            _rows(file, Rows(tuple((label, (said,)) for label, said in block.lines)))
            if block.seal:
                _line(file, f"[{block.seal}]", GREY)


def _letter(index: int) -> str:
    """a, b, ... z, aa, ab, ...: as the PDF's lists count."""
    before, last = divmod(index, 26)
    return (_letter(before - 1) if before else "") + "abcdefghijklmnopqrstuvwxyz"[last]


def _line(file: Any, text: str, tone: RGBColor, *, bold: bool = False) -> None:
    run = file.add_paragraph().add_run(text)
    run.font.color.rgb, run.bold = tone, bold


def _fill(paragraph: Any, said: Runs, *, bold: bool = False) -> None:
    for run in said:
        piece = paragraph.add_run(f"[{run.text}]" if run.kind == "blank" else run.text)
        piece.bold = bold or run.kind == "strong" or None
        if run.lang:
            _speak_run(piece, run.lang)
        if run.kind == "blank":
            shade = OxmlElement("w:shd")
            shade.set(qn("w:val"), "clear")
            shade.set(qn("w:fill"), "FFF4CE")
            piece._element.get_or_add_rPr().append(shade)
        elif run.kind == "mark":
            piece.italic, piece.font.color.rgb = True, RED


def _speak_run(piece: Any, lang: str) -> None:
    told = OxmlElement("w:lang")
    told.set(qn("w:val"), lang)
    piece._element.get_or_add_rPr().append(told)


def _grid(file: Any, widths: tuple[float, ...], rows: int) -> Any:
    table = file.add_table(rows=rows, cols=len(widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    for column, width in zip(table.columns, widths, strict=True):
        for cell in column.cells:
            cell.width = Mm(width)
    return table


def _rows(file: Any, block: Rows) -> None:
    if block.caption:
        _line(file, block.caption, BLUE, bold=True)
    if not block.rows:
        return
    table = _grid(file, (LABEL_WIDTH, TEXT_WIDTH - LABEL_WIDTH), len(block.rows))
    for row, (label, paragraphs) in zip(table.rows, block.rows, strict=True):
        row.cells[0].paragraphs[0].add_run(label).font.color.rgb = GREY
        for index, said in enumerate(paragraphs):
            cell = row.cells[1]
            _fill(cell.paragraphs[0] if index == 0 else cell.add_paragraph(), said)
    file.add_paragraph()


def _table(file: Any, block: Table) -> None:
    if block.caption:
        _line(file, " / ".join(filter(None, (block.caption, block.second_caption))), BLUE, bold=True)
    table = _grid(file, tuple(column.width * TEXT_WIDTH / 100 for column in block.columns), len(block.rows) + 1)
    for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
        heading = " / ".join(filter(None, (column.heading, column.second_heading)))
        cell.paragraphs[0].add_run(heading).bold = True
    repeat = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for row, cells in zip(table.rows[1:], block.rows, strict=True):
        for cell, said, column in zip(row.cells, cells, block.columns, strict=True):
            _fill(cell.paragraphs[0], said)
            if column.lang:
                _speak(cell._tc, column.lang)
    file.add_paragraph()


def _same_every_time(content: bytes, dated: str) -> bytes:
    """The same archive with every entry's time set to the document's day."""
    day = datetime.fromisoformat(dated)
    stamp = (max(day.year, 1980), day.month, day.day, 0, 0, 0)
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            new.writestr(zipfile.ZipInfo(name, stamp), old.read(name), zipfile.ZIP_DEFLATED)
    return written.getvalue()
