"""What changed between two versions of a document: words inserted and deleted, over the document model itself.

Pure. Lines are what a reader sees as one (a heading, a numbered paragraph, a row, a point of a list); equal lines are
matched first, then what stands between them is paired and compared word by word (difflib). The record and the reply
slip, whose hashes and codes always differ, and the working sheets are left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from advisor.dossiers.document import Block, Document, Listing, Notice, Paragraph, Rows, Runs, Section, Signature, Table

Op = Literal["same", "del", "ins"]
LEFT_OUT = ("record", "reply")  # hashes, and the code of the reply slip, are those of one version
WORDS = re.compile(r"\s+|[^\s\w]|\w+")
ALIKE = 0.5
MOST_WORDS = 4000  # of two lines together: beyond it the whole line is said to be replaced


@dataclass(frozen=True)
class Line:
    """One line of a document, and whether it is a heading."""

    text: str
    heading: bool = False


@dataclass(frozen=True)
class RedLine:
    """One line of the comparison: its pieces in order, and whether anything in it changed."""

    pieces: tuple[tuple[Op, str], ...]
    heading: bool = False

    @property
    def changed(self) -> bool:
        """Whether a word of it was inserted or deleted."""
        return any(op != "same" for op, _ in self.pieces)


def redline(old: Document, new: Document) -> list[RedLine]:
    """Every line of both documents, in the new one's order, with what was deleted where it stood."""
    left, right = list(lines_of(old)), list(lines_of(new))
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    found: list[RedLine] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            found += [RedLine((("same", line.text),), line.heading) for line in right[c:d]]
        else:
            found += _between(left[a:b], right[c:d])
    return found


def lines_of(document: Document) -> Iterator[Line]:
    """A document as lines, page one first."""
    if document.letterhead:
        yield from (Line(text) for text in (*document.letterhead.lines, *document.letterhead.address))
    cover = document.cover
    yield Line(cover.title, heading=True)
    yield from (
        Line(text) for text in (document.stamp, _said(cover.sender), cover.sender_state, cover.subtitle) if text
    )
    yield from (Line(_said(said)) for said in cover.summary)
    yield from _block(cover.key)
    for section in (*document.sections, *document.annexes):
        if section.anchor not in LEFT_OUT:
            yield from _section(section)


def _section(section: Section) -> Iterator[Line]:
    yield Line(section.heading, heading=True)
    for block in section.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[Line]:
    match block:
        case Paragraph():
            yield Line(f"{block.number}. {_said(block.runs)}" if block.number else _said(block.runs))
        case Rows():
            yield from (Line(block.caption) for _ in range(bool(block.caption)))
            for label, paragraphs in block.rows:
                yield Line(f"{label}: {' / '.join(_said(said) for said in paragraphs)}")
        case Table():
            yield from (Line(block.caption) for _ in range(bool(block.caption)))
            yield Line(" | ".join(column.heading for column in block.columns))
            for row in block.rows:
                yield Line(" | ".join(_said(said) for said in row))
        case Listing():
            yield from (Line(f"• {_said(said)}") for said in block.items)
        case Notice():
            yield Line(block.title)
            yield from (Line(_said(said)) for said in block.paragraphs)
        case Signature():
            yield from (Line(f"{label}: {_said(said)}") for label, said in block.lines)


def _said(said: Runs) -> str:
    return "".join(f"[{run.text}]" if run.kind == "blank" else run.text for run in said)


def _between(left: Sequence[Line], right: Sequence[Line]) -> list[RedLine]:
    """Lines that differ: each new one beside the first old one that is alike, the others deleted or inserted whole."""
    found: list[RedLine] = []
    waiting = 0
    for line in right:
        match = next((at for at in range(waiting, len(left)) if _alike(left[at], line)), None)
        if match is None:
            found.append(RedLine((("ins", line.text),), line.heading))
            continue
        found += [RedLine((("del", gone.text),), gone.heading) for gone in left[waiting:match]]
        found.append(RedLine(tuple(_words(left[match].text, line.text)), line.heading))
        waiting = match + 1
    return found + [RedLine((("del", gone.text),), gone.heading) for gone in left[waiting:]]


def _alike(left: Line, right: Line) -> bool:
    if left.heading != right.heading:
        return False
    if left.text[:12] == right.text[:12]:
        return True
    matcher = SequenceMatcher(None, WORDS.findall(left.text)[:200], WORDS.findall(right.text)[:200], autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _words(left: str, right: str) -> Iterator[tuple[Op, str]]:
    before, after = WORDS.findall(left), WORDS.findall(right)
    if len(before) + len(after) > MOST_WORDS:
        yield from (("del", left), ("ins", right))
        return
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "same", "".join(before[a:b])
            continue
        if b > a:
            yield "del", "".join(before[a:b])
        if d > c:
            yield "ins", "".join(after[c:d])
