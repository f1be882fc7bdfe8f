"""Reads text back out of a dossier's PDF by its fonts' ToUnicode maps, and says what is artifact and what is tagged."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

BFCHAR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")


def opened(content: bytes) -> pikepdf.Pdf:
    """The PDF of these bytes."""
    return pikepdf.open(io.BytesIO(content))


def _maps(page: Any) -> dict[str, dict[int, str]]:
    found = {}
    for name, font in page.obj.Resources.get("/Font", {}).items():
        table: dict[int, str] = {}
        for glyph, text in BFCHAR.findall(font.ToUnicode.read_bytes()):
            table[int(glyph, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
        found[str(name)] = table
    return found


def shown(pdf: pikepdf.Pdf, *, artifacts: bool) -> str:
    """The text of all pages without any white space: of artifacts, or of everything else."""
    return "".join("".join("".join(_page(page, artifacts)) for page in pdf.pages).split())


def _page(page: Any, artifacts: bool) -> Iterator[str]:
    maps, current, depth = _maps(page), {}, []
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), instruction.operands
        if operator in ("BMC", "BDC"):
            depth.append(str(operands[0]) == "/Artifact")
        elif operator == "EMC":
            depth.pop()
        elif operator == "Tf":
            current = maps[str(operands[0])]
        elif operator in ("Tj", "TJ") and any(depth) == artifacts:
            parts = operands[0] if operator == "TJ" else [operands[0]]
            for part in parts:
                if isinstance(part, pikepdf.String):
                    raw = bytes(part)
                    for index in range(0, len(raw), 2):
                        yield current.get(int.from_bytes(raw[index : index + 2], "big"), "\ufffd")


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every structure element of the document."""
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        kids = waiting.pop().get("/K")
        for kid in [] if kids is None else kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield kid
                waiting.append(kid)


def decoded_streams(pdf: pikepdf.Pdf) -> bytes:
    """All streams of the file, decoded, one after the other."""
    return b"\n".join(item.read_bytes() for item in pdf.objects if isinstance(item, pikepdf.Stream))
