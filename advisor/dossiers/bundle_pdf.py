"""Puts finished PDFs behind a cover: one file, one bookmark a part with the part's own below, one tree of tags.

Reads and writes PDF bytes of our own making through pikepdf; deterministic. Each part keeps its tags: its tree hangs
below the bundle's as a part of its own, and the numbers by which pages find their tags are counted on. Signatures
belong to the single files and are left behind (the list on the cover gives each hash); so are their embedded files.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, String


@dataclass(frozen=True)
class Part:
    """One file and how its bookmark is called."""

    title: str
    content: bytes


def joined(front: bytes, parts: Sequence[Part], language: str) -> tuple[bytes, int]:
    """The whole file and its number of pages."""
    with pikepdf.open(io.BytesIO(front)) as pdf:
        tree = _Tree(pdf)
        bookmarks: list[tuple[str, int, list[tuple[str, int]]]] = []
        for part in parts:
            with pikepdf.open(io.BytesIO(part.content)) as source:
                first = len(pdf.pages)
                inner = _bookmarks(source)
                pdf.pages.extend(source.pages)
                tree.hang(source, first, part.title)
                _unsigned(pdf, first)
                bookmarks.append((part.title, first, [(title, first + at) for title, at in inner]))
        with pdf.open_outline() as outline:
            for title, first, inner in bookmarks:
                item = OutlineItem(title, first, "Fit")
                item.is_closed = True
                item.children.extend(OutlineItem(name, at, "Fit") for name, at in inner)
                outline.root.append(item)
        pdf.Root.Lang = String(language)
        written = io.BytesIO()
        pdf.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return written.getvalue(), len(pdf.pages)


def _bookmarks(source: pikepdf.Pdf) -> list[tuple[str, int]]:
    """The first level of a file's bookmarks: (title, page index)."""
    pages = {page.obj.objgen: at for at, page in enumerate(source.pages)}
    found = []
    with source.open_outline() as outline:
        for item in outline.root:
            where = item.destination
            if isinstance(where, Array) and where and where[0].objgen in pages:
                found.append((str(item.title), pages[where[0].objgen]))
    return found


def _unsigned(pdf: pikepdf.Pdf, first: int) -> None:
    """Take the field of a signature off the pages from `first` on: it vouches for another file."""
    for page in pdf.pages[first:]:
        if "/Annots" in page.obj:
            kept = [note for note in page.obj.Annots if note.get("/Subtype") != "/Widget"]
            if kept:
                page.obj.Annots = Array(kept)
            else:
                del page.obj["/Annots"]


class _Tree:
    """The tree of tags of the whole file, and the next free number of its list of parents."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf, self.root = pdf, pdf.Root.StructTreeRoot
        self.numbers: list[Any] = list(self.root.ParentTree.Nums)
        self.next = int(self.root.get("/ParentTreeNextKey", 0)) or 1 + max(map(int, self.numbers[::2]), default=-1)
        kids = self.root.K
        self.kids: list[Any] = list(kids) if isinstance(kids, Array) else [kids]

    def hang(self, source: pikepdf.Pdf, first: int, title: str) -> None:
        """Hang a file's tree below ours, its pages standing from `first` on."""
        theirs = self.pdf.copy_foreign(source.Root.StructTreeRoot)
        shift = self.next
        numbers = list(theirs.ParentTree.Nums)
        for key, value in zip(numbers[::2], numbers[1::2], strict=True):
            self.numbers += [int(key) + shift, value]
            self.next = max(self.next, int(key) + shift + 1)
        for page in self.pdf.pages[first:]:
            if "/StructParents" in page.obj:
                page.obj.StructParents = int(page.obj.StructParents) + shift
        kids = theirs.K
        part = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Part, T=String(title), P=self.root))
        mine = list(kids) if isinstance(kids, Array) else [kids]
        for kid in mine:
            kid.P = part
        part.K = Array(mine)
        self.kids.append(part)
        self.root.K = Array(self.kids)
        self.root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=Array(self.numbers)))
        self.root.ParentTreeNextKey = self.next
