"""What WeasyPrint leaves undone in a tagged file: the claim of PDF/UA-1, header scopes, page furniture as artifacts.

Reads and writes PDF bytes through pikepdf; deterministic.
"""

import io
from typing import Any

import pikepdf

from advisor.dossiers.document import Document

UA_PART = "1"


def finished(content: bytes, document: Document) -> bytes:
    """The same pages with the marks that assistive technology and archives look for."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        _root(pdf, document)
        elements = list(_elements(pdf.Root.StructTreeRoot))  # walked once: a long document has thousands
        _header_scopes(elements)
        _furniture(pdf, elements)
        _pictures(pdf)
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["pdfuaid:part"] = UA_PART
        for page in pdf.pages:
            page.obj.Tabs = pikepdf.Name.S
        written = io.BytesIO()
        pdf.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return written.getvalue()


def _root(pdf: pikepdf.Pdf, document: Document) -> None:
    pdf.Root.Lang = pikepdf.String(document.language)
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
    if "/AF" in pdf.Root:  # the one embedded file is named once
        pdf.Root.AF = pikepdf.Array(list({file.objgen: file for file in pdf.Root.AF}.values()))


def _header_scopes(elements: list[Any]) -> None:
    """A header cell names its direction: the first cell of a body row its row, any other its column."""
    for element in elements:
        if element.get("/S") == "/TH":
            section = element.P.P
            scope = "/Column" if section.get("/S") == "/THead" else "/Row"
            attributes = element.get("/A") or pikepdf.Dictionary(O=pikepdf.Name.Table)
            attributes.Scope = pikepdf.Name(scope)
            element.A = attributes


def _elements(parent: Any) -> Any:
    kids = parent.get("/K")
    if kids is None:
        return
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _elements(kid)


def _pictures(pdf: pikepdf.Pdf) -> None:
    """An archive's picture is shown as it is: PDF/A forbids that a reader smooths it."""
    for page in pdf.pages:
        for image in page.obj.get("/Resources", pikepdf.Dictionary()).get("/XObject", {}).values():
            if "/Interpolate" in image:
                image.Interpolate = False


def _furniture(pdf: pikepdf.Pdf, elements: list[Any]) -> None:
    """Marked content that no structure element owns (running heads, page numbers) becomes an artifact."""
    owned: dict[tuple[int, int], set[int]] = {}
    for element in elements:
        kids = element.get("/K")
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                owned.setdefault(element.Pg.objgen, set()).add(int(kid))
    for page in pdf.pages:
        mine = owned.get(page.obj.objgen, set())
        changed = False
        instructions: list[Any] = []
        for instruction in pikepdf.parse_content_stream(page):
            if str(instruction.operator) == "BDC" and isinstance(instruction.operands[1], pikepdf.Dictionary):
                number = instruction.operands[1].get("/MCID")
                if number is not None and int(number) not in mine:
                    instructions.append(([pikepdf.Name.Artifact], pikepdf.Operator("BMC")))
                    changed = True
                    continue
            instructions.append(instruction)
        if changed:
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))
