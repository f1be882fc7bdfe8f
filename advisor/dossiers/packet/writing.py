"""A packet as XLIFF 2.0 (OASIS standard of 5 August 2014): a unit for each text, a segment for each sentence.

Each sentence begins with its number as an inline code that cannot be deleted, so that a translation that stands in
another sentence's place is seen. What must stay as it is carries translate="no"; pinned terms are marked as terms with
their translation, and listed in the notes of the file for tools that show no marks. Equal packets give equal bytes.
"""

import re
from collections.abc import Iterator

from lxml import etree

from advisor.dossiers.packet.making import Packet, Sentence
from advisor.dossiers.packet.tokens import tokens

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
MARK = "n{number}"  # the id of a sentence's number
SEGMENT = "s{number}"


def xliff_of(packet: Packet) -> bytes:
    """The file for the translator."""
    root = etree.Element(
        "xliff",
        {"version": "2.0", "srcLang": packet.source_language, "trgLang": packet.target_language},
        nsmap={None: NAMESPACE},
    )
    file = etree.SubElement(root, "file", {"id": "dossier", "original": packet.sha256})
    notes = etree.SubElement(file, "notes")
    for category, told in _notes(packet):
        etree.SubElement(notes, "note", {"category": category}).text = told
    for number, text in enumerate(packet.texts, 1):
        unit = etree.SubElement(file, "unit", {"id": f"u{number}", **({"name": text.place} if text.place else {})})
        for sentence in text.sentences:
            segment = etree.SubElement(unit, "segment", {"id": SEGMENT.format(number=sentence.number)})
            source = etree.SubElement(segment, "source", {XML_SPACE: "preserve"})
            _fill(source, sentence, packet)
            if sentence.space:
                ignorable = etree.SubElement(unit, "ignorable")
                etree.SubElement(ignorable, "source", {XML_SPACE: "preserve"}).text = sentence.space
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=False)
    return written


def _notes(packet: Packet) -> Iterator[tuple[str, str]]:
    yield (
        "instruction",
        "Translate every segment. Keep each sentence's number mark, all figures, days, names and identifiers. "
        "Write figures and days as the target language does. Do not merge or split segments.",
    )
    for kept in packet.kept:
        yield "do-not-translate", kept
    for term in packet.terms:
        yield "term", f"{term.said[packet.source_language]} = {term.said[packet.target_language]}"


def _fill(source: etree._Element, sentence: Sentence, packet: Packet) -> None:
    """The sentence with its number before it and marks around what is kept."""
    number = str(sentence.number)
    code = etree.SubElement(
        source, "ph", {"id": MARK.format(number=number), "disp": f"[{number}]", "canDelete": "no", "canCopy": "no"}
    )
    own = tokens(sentence.source, packet.source_language).identifiers
    kept = [item for item in (*packet.kept, *own) if item in sentence.source]
    if not kept:
        code.tail = sentence.source
        return
    pattern = re.compile("|".join(re.escape(item) for item in sorted(set(kept), key=lambda item: (-len(item), item))))
    at, last = 0, code
    for index, match in enumerate(pattern.finditer(sentence.source), 1):
        last.tail = sentence.source[at : match.start()]
        last = etree.SubElement(source, "mrk", {"id": f"k{number}-{index}", "translate": "no"})
        last.text, at = match[0], match.end()
    last.tail = sentence.source[at:]
