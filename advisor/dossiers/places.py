"""The places of a document that somebody writes in, in its order: what the draft page asks for.

Reads: a document built without anything typed. A place is a blank, a tick, or a box that the document fills from the
case and that may take other words.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from advisor.dossiers.document import (
    TICKED,
    Block,
    Cover,
    Document,
    Listing,
    Notice,
    Paragraph,
    Rows,
    Run,
    Runs,
    Signature,
    Table,
)

REPLY = "reply"
COUNTERSIGNED = "countersignature."  # the lines of an authority that validates: its own hand fills them
AT_SIGNING = {"signature.sign_blank", *(f"{COUNTERSIGNED}{line}_blank" for line in ("name", "post", "place", "sign"))}


@dataclass(frozen=True)
class Place:
    """One place. `part`: its section's heading; `label`: its box or row; `wants`: what belongs there; `given`: what the
    document says there by itself (of a tick: 'yes' or 'no')."""

    place: str
    kind: Literal["blank", "tick", "box"]
    part: str
    label: str
    wants: str
    given: str


def places_of(document: Document) -> tuple[Place, ...]:
    """Every place once: parts in their order, annexes, sheets that stay here, then what page one alone has."""
    found: dict[str, Place] = {}
    named = [(section, section.heading) for section in document.sections]
    named += [(section, f"{document.frame['annex']} {section.heading}") for section in document.annexes]
    named += [(section, f"{document.frame['working']} {section.heading}") for section in document.working]
    for section, part in named:
        for block in section.blocks:
            for place in _of_block(block, part):
                found.setdefault(place.place, place)
    for place in _of_cover(document.cover):
        found.setdefault(place.place, place)
    return tuple(found.values())


def places_open(document: Document) -> tuple[Place, ...]:
    """The blanks that are still to be completed in what is sent, but for what is written by hand: the signature's own
    line, and the reply slip, which is the receiver's."""
    sent = replace(document, annexes=tuple(part for part in document.annexes if part.anchor != REPLY))
    return tuple(place for place in places_of(sent) if place.kind == "blank" and place.place not in AT_SIGNING)


def _of_cover(cover: Cover) -> Iterator[Place]:
    yield from _of_rows(cover.key, cover.title)
    yield from _of_runs(cover.receiver, cover.title, "")


def _of_block(block: Block, part: str) -> Iterator[Place]:
    match block:
        case Rows():
            yield from _of_rows(block, part)
        case Paragraph():
            yield from _of_runs(block.runs, part, "")
        case Listing():
            for item in block.items:
                yield from _of_runs(item, part, "")
        case Table():
            for row in block.rows:
                for cell in row:
                    yield from _of_runs(cell, part, "")
        case Notice():
            for said in block.paragraphs:
                yield from _of_runs(said, part, "")
        case Signature():
            for label, said in block.lines:
                yield from _of_runs(said, part, label)


def _of_rows(block: Rows, part: str) -> Iterator[Place]:
    places = block.places or ("",) * len(block.rows)
    for (label, said), place in zip(block.rows, places, strict=True):
        inside = [found for runs in said for found in _of_runs(runs, part, label)]
        if inside:
            yield from inside
        elif place and any(run.kind == "quote" for runs in said for run in runs):
            yield Place(place, "box", part, label, label, "\n\n".join(_text(runs) for runs in said))


def _of_runs(said: Runs, part: str, label: str) -> Iterator[Place]:
    """Blanks and ticks of one line; what a tick stands before is its label."""
    ticks = [run for run in said if run.kind == "tick" and run.place]
    answer = "".join(run.text for run in said if run.kind == "plain").strip().rstrip(":") if ticks else ""
    for run in said:
        if not run.place or run.place in AT_SIGNING:
            continue
        if run.kind == "tick":
            yield Place(run.place, "tick", part, label, answer, "yes" if run.text == TICKED else "no")
        elif run.kind == "blank":
            yield Place(run.place, "blank", part, answer or label, run.text, "")


def _text(said: tuple[Run, ...]) -> str:
    return "".join(run.text for run in said)
