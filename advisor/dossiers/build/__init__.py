"""From frozen inputs to a document: which parts, in which order, with which numbers.

The parts of a document type are a row of PARTS; a type for a form that the law prescribes is one more row with its own
parts. Never asserts what the inputs do not hold: what is missing is a blank that says what belongs there.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from string import ascii_uppercase
from typing import Any

from advisor.cases.practice_mark import MARK, is_practice
from advisor.dossiers.build import annexes, case_parts, contact_parts, frame_parts, law_parts
from advisor.dossiers.build.cover import cover_of, title_of
from advisor.dossiers.build.form_parts import accompanying, form_origin, form_sections, labels_said
from advisor.dossiers.build.frame_parts import ACCOMPANYING_ANNEX
from advisor.dossiers.build.heads import letterhead_of, stamp_of
from advisor.dossiers.build.matter import Matter
from advisor.dossiers.build.nexus import nexus
from advisor.dossiers.build.reply import reply
from advisor.dossiers.build.written import written
from advisor.dossiers.cleaning import cleaned
from advisor.dossiers.document import Block, Document, Paragraph, Section

NEXUS_ANNEX = "D"
APART = "-apart"  # how the anchor of a section ends that is not for the addressee
Part = tuple[str, Callable[[Matter], list[Block]]]

AUTHORITIES: Part = ("authorities", law_parts.authorities)
BASIS: Part = ("basis", law_parts.basis)
FACTS: Part = ("facts", case_parts.facts)
MEASURES: Part = ("measures", case_parts.measures)
OFFENCE: Part = ("offence", case_parts.offence)
TIME: Part = ("time", law_parts.time)
FORM: Part = ("form", law_parts.form)
REFUSAL: Part = ("refusal", law_parts.refusal)
CONTACTS: Part = ("contacts", contact_parts.contacts)  # behind the parts that others name by their number
CONFIDENTIALITY: Part = ("confidentiality", frame_parts.confidentiality)
COSTS: Part = ("costs", frame_parts.costs)
ATTACHMENTS: Part = ("attachments", frame_parts.attachments)
SIGNATURE: Part = ("signature", frame_parts.signature)

OPENING = (AUTHORITIES, BASIS, FACTS, MEASURES)
PARTS: Mapping[str, tuple[Part, ...]] = {
    "request": (*OPENING, OFFENCE, TIME, FORM, REFUSAL, CONTACTS, CONFIDENTIALITY, COSTS, ATTACHMENTS, SIGNATURE),
    "order": (*OPENING, OFFENCE, TIME, FORM, REFUSAL, CONTACTS, CONFIDENTIALITY, COSTS, ATTACHMENTS, SIGNATURE),
    "letter": (*OPENING, TIME, FORM, REFUSAL, CONTACTS, CONFIDENTIALITY, COSTS, ATTACHMENTS, SIGNATURE),
    "contact": (*OPENING, TIME, FORM, REFUSAL, CONTACTS, CONFIDENTIALITY, SIGNATURE),
    "note": (*OPENING, TIME, FORM, REFUSAL, CONTACTS, COSTS, ATTACHMENTS, SIGNATURE),
}


def document_from(inputs: Mapping[str, Any], version: int, *, own: bool = False) -> Document:
    """The document of one job. `inputs` as inputs.py freezes them; the same arguments give an equal document.

    A private party gets its own sections, the record and the reply slip alone: what else there is stands on the working
    sheets of a draft, and with `own` in the sender's own copy, which an authority may see and the private party not.
    """
    matter = Matter(cleaned(inputs), version)
    words = matter.words
    typed = matter.typed
    whole = written(_sections(matter), typed)
    kept, printed_annexes = _parted(matter, whole, own=own)
    sections = tuple(section for section in whole if section not in kept)
    cover = written(cover_of(matter, sections), typed)
    final = bool(matter.inputs.get("final"))
    return Document(
        language=words.language,
        title=f"{title_of(matter)}: {matter.case['reference' if matter.private and not own else 'title']}",
        reference=str(matter.case["reference"]),
        version=str(version),
        status=marked(str(words.raw("frame.final" if final else "frame.draft")), str(matter.case["reference"])),
        subject=f"{matter.measure_name}, {matter.short}",
        author=str(matter.inputs["agency"]["name"]),
        dated=str(matter.inputs["route"]["on"]),
        cover=cover,
        sections=sections,
        annexes=printed_annexes,
        working_title="" if final or own else str(words.raw("working.title")),
        working_note="" if final or own else str(words.raw("working.note")),
        working=() if final or own else _working(matter, whole, kept),
        labels=tuple((name, str(words.raw(f"frame.{name}"))) for name in LABELS),
        stamp=stamp_of(matter),
        watermark="" if final else str(words.raw("frame.draft")),
        letterhead=letterhead_of(matter),
    )


def _parted(
    matter: Matter, whole: tuple[Section, ...], *, own: bool
) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
    """What stays with the sender of a document to a private party, and the annexes of what is made: (kept, annexes)."""
    trace = Section("trace", "A", matter.word("sections.trace"), tuple(annexes.trace(matter)))
    record = Section("record", "B", matter.word("sections.record"), tuple(annexes.record(matter)))
    behind = (*written(_accompanying(matter), matter.typed), *_nexus(matter))
    if matter.private and not own:
        aside = tuple(section for section in whole if section.anchor.endswith(APART))
        return (*aside, trace, *behind), (replace(record, number="A"), *_reply(matter, 1))
    printed = (trace, record, *behind)
    return (), printed if own else (*printed, *_reply(matter, len(printed)))


def _working(matter: Matter, whole: tuple[Section, ...], kept: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sheets for the preparer, and behind them what is kept from a private party."""
    sheets = (
        Section("checks", "1", matter.word("sections.checks"), tuple(annexes.checks(matter, whole))),
        Section("fallback", "2", matter.word("sections.fallback"), tuple(annexes.fallback(matter))),
    )
    numbered = (
        part if part in whole else replace(part, number=str(at)) for at, part in enumerate(_last(kept, whole), 3)
    )
    return (*sheets, *numbered)


def _last(kept: tuple[Section, ...], whole: tuple[Section, ...]) -> list[Section]:
    """Sections of the form, which keep their marks, behind the sheets that are counted."""
    return sorted(kept, key=lambda part: part in whole)


def marked(status: str, reference: str) -> str:
    """What stands on every page beside the reference: a draft, and of a practice case that it is practice."""
    return f"{MARK} · {status}" if is_practice(reference) else status


LABELS = ("page", "draft", "draft_line", "reference", "contents", "annex", "working", "to_complete")


def _sections(matter: Matter) -> tuple[Section, ...]:
    """The sections of the prescribed form where there is one, else the parts of the kind of document, numbered."""
    if matter.form is not None:
        return form_sections(matter, matter.form)
    left_out = set() if matter.track == "criminal" else {"offence"}
    left_out |= set() if contact_parts.has_contacts(matter) else {"contacts"}
    parts = [part for part in PARTS[matter.kind] if part[0] not in left_out]
    return _numbered(
        Section(name, str(number), matter.word(f"sections.{name}"), tuple(make(matter)))
        for number, (name, make) in enumerate(parts, 1)
    )


def _accompanying(matter: Matter) -> tuple[Section, ...]:
    """The annex with what a form has no box for."""
    if matter.form is None:
        return ()
    said = (Paragraph(form_origin(matter, matter.form)), Paragraph(labels_said(matter, matter.form)))
    blocks = (*said, *accompanying(matter))
    return (Section("accompanying", ACCOMPANYING_ANNEX, matter.word("sections.accompanying"), blocks),)


def _nexus(matter: Matter) -> tuple[Section, ...]:
    """The annex that says which fact needs this measure, with the things and exhibits; none while nothing is said."""
    blocks = nexus(matter)
    letter = NEXUS_ANNEX if matter.form is not None else ACCOMPANYING_ANNEX
    return (Section("nexus", letter, matter.word("sections.nexus"), tuple(blocks)),) if blocks else ()


def _reply(matter: Matter, before: int) -> tuple[Section, ...]:
    """The reply slip, last of all; a note for the file has no receiver who answers."""
    if matter.kind == "note":
        return ()
    slip = Section("reply", ascii_uppercase[before], matter.word("sections.reply"), tuple(reply(matter)))
    return (written(slip, matter.typed),)  # it says again who sent this


def _numbered(sections: Iterable[Section]) -> tuple[Section, ...]:
    """Paragraphs numbered through the whole document, so that a reply can point at one."""
    number = 0
    done = []
    for section in sections:
        blocks: list[Block] = []
        for block in section.blocks:
            if isinstance(block, Paragraph):
                number += 1
                block = replace(block, number=str(number))
            blocks.append(block)
        done.append(replace(section, blocks=tuple(blocks)))
    return tuple(done)
