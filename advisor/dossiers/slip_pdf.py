"""The reply slip as a PDF of its own with form fields, to send along beside the dossier.

A dossier is PDF/A, which forbids fields whose look a viewer makes up; so the slip that can be filled in on a screen is
a separate file, made here with pikepdf and the fonts that every viewer has. Its fields are named as replies.py reads
them. Reads: a document's reply annex. Pure: equal documents give equal bytes.
"""

import io
import textwrap
from typing import Any

from advisor.dossiers.document import Document, Paragraph, Rows, Runs, Table
from advisor.dossiers.replies import ANSWERS

WIDTH, HEIGHT, LEFT, TOP = 595, 842, 56, 790
LINE, SIZE, WRAPPED = 12, 9, 104
INK = "0.08 0.13 0.17 rg"


def _pikepdf() -> Any:
    """Loaded when somebody asks for a slip: a web process that never makes one does without."""
    import pikepdf

    return pikepdf


class _Sheet:
    """One page after the other: text from the top, fields beside it."""

    def __init__(self) -> None:
        self.pdf = _pikepdf().new()
        self.fields: list[Any] = []
        self.lines: list[str] = []
        self.page: Any = None
        self.at = 0
        self._turn()

    def _turn(self) -> None:
        pikepdf = _pikepdf()
        self._close()
        self.page = self.pdf.add_blank_page(page_size=(WIDTH, HEIGHT))
        font = {name: _font(self.pdf, base) for name, base in (("F0", "Helvetica"), ("F1", "Helvetica-Bold"))}
        self.page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary({f"/{k}": v for k, v in font.items()}))
        self.page.obj.Annots = pikepdf.Array([])
        self.page.obj.Tabs = pikepdf.Name.R
        self.lines, self.at = [], TOP

    def _close(self) -> None:
        if self.page is not None:
            self.page.obj.Contents = self.pdf.make_stream("\n".join(self.lines).encode("cp1252", "replace"))

    def room(self, height: int) -> None:
        """Go to the next page when so much does not fit."""
        if self.at - height < 50:
            self._turn()

    def text(self, said: str, *, bold: bool = False, size: int = SIZE, left: int = LEFT, wide: int = WRAPPED) -> None:
        for line in textwrap.wrap(said, wide) or [""]:
            self.room(LINE)
            safe = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
            self.lines.append(f"BT {INK} /F{int(bold)} {size} Tf {left} {self.at} Td ({safe}) Tj ET")
            self.at -= LINE + (size - SIZE)

    def box(self, name: str, told: str) -> None:
        """A box to tick at the line that comes next."""
        pikepdf = _pikepdf()
        yes = self.pdf.make_stream(b"q 0.08 0.13 0.17 RG 1.4 w 2 2 m 8 8 l 2 8 m 8 2 l S Q")
        off = self.pdf.make_stream(b"")
        for form in (yes, off):
            form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
            form.BBox = pikepdf.Array([0, 0, 10, 10])
        self._field(
            name,
            told,
            (LEFT, self.at - 2, LEFT + 10, self.at + 8),
            FT=pikepdf.Name.Btn,
            V=pikepdf.Name.Off,
            AS=pikepdf.Name.Off,
            AP=pikepdf.Dictionary(N=pikepdf.Dictionary(Yes=yes, Off=off)),
            MK=pikepdf.Dictionary(BC=pikepdf.Array([0.08, 0.13, 0.17])),
        )

    def entry(self, name: str, told: str, left: int, right: int, value: str = "", *, fixed: bool = False) -> None:
        """A line to type in."""
        pikepdf = _pikepdf()
        more = {"Ff": 1} if fixed else {}
        self._field(
            name,
            told,
            (left, self.at - 4, right, self.at + 10),
            FT=pikepdf.Name.Tx,
            V=pikepdf.String(value),
            DA=pikepdf.String("/Helv 9 Tf 0 g"),
            MK=pikepdf.Dictionary(BC=pikepdf.Array([0.6, 0.65, 0.7])),
            **more,
        )

    def _field(self, name: str, told: str, place: tuple[int, int, int, int], **more: Any) -> None:
        pikepdf = _pikepdf()
        field = self.pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                T=pikepdf.String(name),
                TU=pikepdf.String(told),
                Rect=pikepdf.Array(place),
                F=4,
                P=self.page.obj,
                **more,
            )
        )
        left, low, right, high = place  # drawn as well, for a slip that is printed and ticked by hand
        self.lines.append(f"0.45 0.5 0.55 RG 0.7 w {left} {low} {right - left} {high - low} re S")
        self.page.obj.Annots.append(field)
        self.fields.append(field)

    def done(self, title: str, language: str) -> bytes:
        pikepdf = _pikepdf()
        self._close()
        helvetica = _font(self.pdf, "Helvetica")
        self.pdf.Root.AcroForm = self.pdf.make_indirect(
            pikepdf.Dictionary(
                Fields=pikepdf.Array(self.fields),
                NeedAppearances=True,
                DA=pikepdf.String("/Helv 9 Tf 0 g"),
                DR=pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=helvetica)),
            )
        )
        self.pdf.Root.Lang = pikepdf.String(language)
        self.pdf.docinfo["/Title"] = title
        self.pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        written = io.BytesIO()
        self.pdf.save(written, deterministic_id=True)
        return written.getvalue()


def _font(pdf: Any, base: str) -> Any:
    pikepdf = _pikepdf()
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name(f"/{base}"),
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
    )


def slip_pdf(document: Document) -> bytes | None:
    """The slip of a document in one language as a form; None for a document that asks for no answer. Letters that the
    standard fonts lack are printed as question marks; the code, by which the answer is found, has none."""
    annex = next((part for part in document.annexes if part.anchor == "reply"), None)
    if annex is None:
        return None
    sheet = _Sheet()
    sheet.text(annex.title, bold=True, size=15)
    sheet.at -= 4
    tables = [block for block in annex.blocks if isinstance(block, Table)]
    rows = [block for block in annex.blocks if isinstance(block, Rows)]
    sheet.text(next(_said(block.runs) for block in annex.blocks if isinstance(block, Paragraph)))
    _about(sheet, rows[0])
    _answers(sheet, tables[0])
    for block in rows[1:-1]:
        _grounds(sheet, block)
    for number, (label, _said_there) in enumerate(rows[-1].rows, 1):
        sheet.room(30)
        sheet.at -= 8
        sheet.text(label, wide=40)
        sheet.at += LINE
        sheet.entry(f"signed_{number}", label, LEFT + 190, WIDTH - LEFT)
        sheet.at -= LINE
    return sheet.done(f"{annex.title}: {document.reference}", document.language)


def _said(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def _about(sheet: _Sheet, block: Rows) -> None:
    """The head of the slip; the code is a field of its own that cannot be changed."""
    sheet.at -= 6
    for number, (label, said) in enumerate(block.rows):
        code = any(run.kind == "strong" for part in said for run in part)
        last = number == len(block.rows) - 1
        sheet.text(label, wide=40)
        sheet.at += LINE
        if code:
            sheet.entry("code", label, LEFT + 130, WIDTH - LEFT, _said(said[0]), fixed=True)
            sheet.at -= LINE + 4
        elif last:
            sheet.entry("yours", label, LEFT + 130, WIDTH - LEFT)
            sheet.at -= LINE + 4
        else:
            sheet.text(_said(said[0]), left=LEFT + 132, wide=66)


def _answers(sheet: _Sheet, block: Table) -> None:
    """One line an answer: box, words, day, and a line for words of the receiver."""
    sheet.at -= 6
    sheet.text(f"{block.caption} ({block.columns[2].heading})", bold=True)
    for answer, row in zip(ANSWERS, block.rows, strict=True):
        sheet.room(44)
        sheet.at -= 4
        sheet.box(answer.code, f"{answer.code} {_said(row[1])}")
        sheet.text(f"{answer.code}  {_said(row[1])}", left=LEFT + 16, wide=100)
        sheet.entry(f"{answer.code}_on", f"{answer.code}: 1.12.2026", LEFT + 16, LEFT + 96)
        sheet.entry(f"{answer.code}_text", f"{answer.code}: {block.columns[2].heading}", LEFT + 104, WIDTH - LEFT)
        sheet.at -= LINE + 4


def _grounds(sheet: _Sheet, block: Rows) -> None:
    """A box a ground."""
    sheet.at -= 6
    sheet.text(block.caption, bold=True)
    for number, (_label, said) in enumerate(block.rows, 1):
        sheet.room(2 * LINE)
        sheet.box(f"G{number}", f"G{number} {_said(said[0])}")
        sheet.text(f"G{number}  {_said(said[0])}", left=LEFT + 16, wide=100)
