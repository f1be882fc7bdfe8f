"""A document as a Word file: the same parts, numbers and words as the PDF, for people to complete and translate.

Reads and writes nothing but bytes. Equal documents give equal bytes: the archive's times are the document's day.
"""

import io
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, RGBColor

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
from advisor.dossiers.docx_frame import (
    GREY,
    INK,
    RED,
    frame_set,
    letterhead_put,
    ruled,
    same_every_time,
    shaded,
    speak,
    speak_run,
)

TEXT_WIDTH = 163  # millimetres between the margins
LABEL_WIDTH, FORM_LABEL_WIDTH = 42, 64  # as on the pages: a form's labels are sentences
WHOLE_ROWS = 3  # a row of more paragraphs may go on overleaf, as in the PDF


def docx_of(document: Document, logo: bytes = b"") -> bytes:
    """The Word file of a document. `logo`: the PNG of its letterhead; without it the head is text alone."""
    file: Any = docx.Document()
    frame_set(file, document)
    if document.cover.beside is not None:
        _cover(file, document, document.cover.beside, logo, second=True)
    _cover(file, document, document.cover, logo)
    for section in document.sections:
        _section(file, section, section.heading, document.second)
    for section in document.annexes:
        _section(file, section, f"{document.frame['annex']} {section.heading}", document.second)
    if document.working:
        file.add_page_break()
        file.add_heading(document.working_title, 1)
        _line(file, document.working_note, RED, bold=True)
        for section in document.working:
            _section(file, section, section.heading, document.second, level=2)
    speak(file.element.body, document.language)
    written = io.BytesIO()
    file.save(written)
    return same_every_time(written.getvalue(), document.dated)


def _cover(file: Any, document: Document, cover: Cover, logo: bytes, *, second: bool = False) -> None:
    begun = len(file.element.body)
    if document.letterhead is not None:
        letterhead_put(file, document.letterhead, logo)
    _fill(file.add_paragraph(), cover.sender, bold=True)
    _line(file, cover.sender_state, GREY)
    stamp = document.frame["second_stamp"] if second else document.stamp
    _line(file, stamp, RED if document.watermark else INK, bold=True)
    _line(file, cover.kicker, GREY)
    file.add_paragraph(cover.title, style="Title")
    _line(file, cover.subtitle, INK)
    file.add_heading(cover.summary_title, 1)
    for said in cover.summary:
        _fill(file.add_paragraph(), said)
    _rows(file, cover.key)
    if second:
        for element in list(file.element.body)[begun - 1 :]:
            speak(element, document.second)
    file.add_page_break()


def _section(file: Any, section: Section, title: str, second: str, *, level: int = 1) -> None:
    heading = file.add_heading(title, level)
    if section.second_title:
        other = heading.add_run(f" / {section.second_title}")
        other.bold = False
        speak_run(other._r, second)
    for block in section.blocks:
        _block(file, block, second, level + 1)


def _block(file: Any, block: Block, second: str, level: int) -> None:
    match block:
        case Paragraph():
            _paragraph(file, block, level)
        case Rows():
            _rows(file, block)
        case Table():
            _table(file, block, second)
        case Listing():
            for index, said in enumerate(block.items):
                paragraph = file.add_paragraph(style=None if block.ordered else "List Bullet")
                if block.ordered:
                    paragraph.paragraph_format.left_indent = Mm(9)
                    paragraph.add_run(f"({_letter(index)}) ")
                _fill(paragraph, said)
        case Notice():
            file.add_paragraph(block.title, style="Caption")
            for said in block.paragraphs:
                _fill(file.add_paragraph(), said)
        case Signature():
            _rows(file, Rows(tuple((label, (said,)) for label, said in block.lines)))
            if block.seal:
                _line(file, f"[{block.seal}]", GREY)


def _paragraph(file: Any, block: Paragraph, level: int) -> None:
    """A numbered paragraph as the PDF numbers it; a bold line alone is a heading below that of its part."""
    alone = not block.number and len(block.runs) == 1 and block.runs[0].kind == "strong"
    paragraph = file.add_paragraph(style=f"Heading {level}" if alone else None)
    if block.number:
        paragraph.add_run(f"{block.number}. ").font.color.rgb = GREY
    _fill(paragraph, block.runs)


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
        if run.kind == "blank":
            shade = OxmlElement("w:shd")
            shade.set(qn("w:val"), "clear")
            shade.set(qn("w:fill"), "FFF4CE")
            piece._r.get_or_add_rPr().append(shade)
        elif run.kind == "mark":
            piece.italic, piece.font.color.rgb = True, RED
        if run.lang:
            speak_run(piece._r, run.lang)


def _grid(file: Any, widths: tuple[float, ...], rows: int) -> Any:
    table = file.add_table(rows=rows, cols=len(widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    ruled(table)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)  # the grid's own, which other programs than Word go by
        for cell in column.cells:
            cell.width = Mm(width)
    return table


def _whole(row: Any) -> None:
    """A row that never breaks between two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _rows(file: Any, block: Rows) -> None:
    if block.caption:
        file.add_paragraph(block.caption, style="Caption")
    if not block.rows:
        return
    left = FORM_LABEL_WIDTH if block.places else LABEL_WIDTH
    table = _grid(file, (left, TEXT_WIDTH - left), len(block.rows))
    for row, (label, paragraphs) in zip(table.rows, block.rows, strict=True):
        if len(paragraphs) <= WHOLE_ROWS:
            _whole(row)
        row.cells[0].paragraphs[0].add_run(label).font.color.rgb = GREY
        for index, said in enumerate(paragraphs):
            cell = row.cells[1]
            _fill(cell.paragraphs[0] if index == 0 else cell.add_paragraph(), said)
    file.add_paragraph()


def _table(file: Any, block: Table, second: str) -> None:
    if block.caption:
        _both(file.add_paragraph(style="Caption"), block.caption, block.second_caption, second)
    table = _grid(file, tuple(column.width * TEXT_WIDTH / 100 for column in block.columns), len(block.rows) + 1)
    _whole(table.rows[0])
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # said again on every page
    for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
        _both(cell.paragraphs[0], column.heading, column.second_heading, second, bold=True)
        shaded(cell)
        if column.lang:
            speak(cell._tc, column.lang)
    for row, cells in zip(table.rows[1:], block.rows, strict=True):
        _whole(row)
        for cell, said, column in zip(row.cells, cells, block.columns, strict=True):
            _fill(cell.paragraphs[0], said)
            if column.lang:
                speak(cell._tc, column.lang)
    file.add_paragraph()


def _both(paragraph: Any, text: str, other: str, second: str, *, bold: bool | None = None) -> None:
    """A text and, where there is one, the same in the second language after a stroke."""
    paragraph.add_run(text).bold = bold
    if other:
        beside = paragraph.add_run(f" / {other}")
        beside.bold = bold
        speak_run(beside._r, second)
