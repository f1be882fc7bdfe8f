"""The sentences of a document that somebody abroad can point at: numbered paragraphs and the boxes of a form. Pure.

Reads a `Document`. Writes nothing. The numbers are those that every maker prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from advisor.dossiers.document import Block, Document, Listing, Paragraph, Rows, Runs, Section

SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """`where` names it for machines (section and place in it), `label` for people, `text` is what it says."""

    where: str
    label: str
    text: str


def sentences_of(document: Document) -> list[Sentence]:
    """Everything that is numbered or named in the sections that are sent, in reading order."""
    found: list[Sentence] = []
    for section in document.sections:
        for number, (label, text) in enumerate(_of_section(section)):
            if len(text) >= SHORTEST:
                found.append(Sentence(f"{section.anchor}/{number}", label, text))
    return found


def _of_section(section: Section) -> Iterator[tuple[str, str]]:
    for block in section.blocks:
        yield from _of_block(block, section)


def _of_block(block: Block, section: Section) -> Iterator[tuple[str, str]]:
    """Label and text of each part of a block; a heading without a number of its own lends its title."""
    if isinstance(block, Paragraph):
        yield (block.number or section.heading), _said(block.runs)
    elif isinstance(block, Rows):
        for label, values in block.rows:
            yield f"{section.heading}: {label}", " ".join(_said(value) for value in values)
    elif isinstance(block, Listing):
        for place, item in enumerate(block.items):
            mark = f"({chr(ord('a') + place)})" if block.ordered and place < 26 else str(place + 1)
            yield f"{section.heading} {mark}", _said(item)


def _said(runs: Runs) -> str:
    return " ".join("".join(run.text for run in runs).split())
