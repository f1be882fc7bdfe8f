"""Returns of a packet: clean ones pass in every language, spoiled ones are all caught and the fault names the place."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree

from advisor.dossiers.packet.checking import faults_of, translations_of
from advisor.dossiers.packet.making import Packet, packet_of
from advisor.dossiers.packet.reading import LARGEST, Unreadable, return_from
from advisor.dossiers.packet.sentences import sentences
from advisor.dossiers.packet.writing import NAMESPACE, xliff_of
from tests.advisor.dossiers.packet.mutations import Targets, one_by_one
from tests.advisor.dossiers.samples import sample

TEXTS = yaml.safe_load(Path(__file__).with_name("returns.yaml").read_text(encoding="utf-8"))
TITLE = {"en": "Shoes", "de": "Schuhe", "fr": "Chaussures", "es": "Zapatos", "it": "Scarpe"}
OTHERS = ("de", "fr", "es", "it")
Q = f"{{{NAMESPACE}}}"


def inputs(language: str = "en") -> dict[str, Any]:
    """A dossier whose free text is that of returns.yaml."""
    made = sample("request-eio")
    said = " ".join(TEXTS[language])
    case = {**made["case"], "summary": said, "title": TITLE[language]}
    return {**made, "language": language, "case": case, "need": {**made["need"], "subject": ""}, "reason": ""}


def packet_into(target: str, source: str = "en") -> Packet:
    return packet_of(inputs(source), target)


def filled(packet: Packet, targets: Targets) -> bytes:
    """The packet's file with targets, as a translator's tool writes it: the source's number mark before each."""
    root = etree.fromstring(xliff_of(packet))
    for segment in list(root.iter(f"{Q}segment")):
        number = int(segment.get("id")[1:])
        if number not in targets:
            segment.getparent().remove(segment)
            continue
        text = targets[number]
        if text is not None:
            target = etree.SubElement(segment, f"{Q}target")
            if text:
                mark = etree.SubElement(target, f"{Q}ph", {"id": f"n{number}"})
                mark.tail = text
    return etree.tostring(root)


def clean(packet: Packet, language: str) -> dict[int, str]:
    """The translation of every sentence; The title is sentence 1."""
    by_source = dict(zip(TEXTS[packet.source_language], TEXTS[language], strict=True))
    return {item.number: by_source.get(item.source, TITLE[language]) for item in packet.sentences}


@pytest.mark.parametrize("source", ["en", *OTHERS])
@pytest.mark.parametrize("target", ["en", *OTHERS])
def test_a_clean_return_passes(source: str, target: str) -> None:
    if source == target:
        return
    packet = packet_into(target, source)
    came = return_from(filled(packet, dict(clean(packet, target))))
    assert faults_of(packet, came) == ()
    assert set(translations_of(packet, came)) == {text.source for text in packet.texts}


@pytest.mark.parametrize("target", OTHERS)
def test_every_spoiled_return_is_caught(target: str) -> None:
    packet = packet_into(target)
    told = clean(packet, target)
    sources = {item.number: item.source for item in packet.sentences}
    counted: Counter[str] = Counter()
    for mutation in one_by_one(sources, told):
        faults = faults_of(packet, return_from(filled(packet, mutation.targets)))
        counted[mutation.name] += 1
        assert faults, f"{mutation.name} at {mutation.sentence}: {mutation.targets.get(mutation.sentence)}"
        assert mutation.sentence in {fault.sentence for fault in faults}, (mutation, faults)
    assert sum(counted.values()) >= 100
    assert len(counted) >= 14


def test_at_least_two_hundred_spoiled_returns() -> None:
    total = 0
    for target in OTHERS:
        packet = packet_into(target)
        sources = {item.number: item.source for item in packet.sentences}
        total += sum(1 for _ in one_by_one(sources, clean(packet, target)))
    assert total >= 200


def changed(packet: Packet, edit: Any) -> tuple[str, ...]:
    root = etree.fromstring(filled(packet, dict(clean(packet, "de"))))
    edit(root)
    return tuple(fault.code for fault in faults_of(packet, return_from(etree.tostring(root))))


def test_sentences_that_change_places_with_their_marks_are_seen() -> None:
    def swap(root: Any) -> None:
        one, two = list(root.iter(f"{Q}target"))[10:12]
        first, second = one.getparent(), two.getparent()
        first.append(two)
        second.append(one)

    assert "mark" in changed(packet_into("de"), swap)


def test_segments_that_are_doubled_renamed_moved_or_rewritten_are_seen() -> None:
    def doubled(root: Any) -> None:
        segment = list(root.iter(f"{Q}segment"))[2]
        segment.getparent().append(etree.fromstring(etree.tostring(segment)))

    def renamed(root: Any) -> None:
        list(root.iter(f"{Q}segment"))[2].set("id", "s99")

    def moved(root: Any) -> None:
        segment = list(root.iter(f"{Q}segment"))[2]
        segment.getparent().append(segment)

    def rewritten(root: Any) -> None:
        list(root.iter(f"{Q}segment"))[2].find(f"{Q}source").text = "Other words. "

    def of_another(root: Any) -> None:
        root.find(f"{Q}file").set("original", "0" * 64)

    def into_another(root: Any) -> None:
        root.set("trgLang", "fr")

    packet = packet_into("de")
    assert "doubled" in changed(packet, doubled)
    assert set(changed(packet, renamed)) == {"dropped", "added"}
    assert changed(packet, moved) == ("order",)
    assert "source" in changed(packet, rewritten)
    assert changed(packet, of_another) == ("packet",)
    assert changed(packet, into_another) == ("languages",)


def test_a_fault_names_the_sentence_and_both_sides() -> None:
    packet = packet_into("de")
    told: Targets = dict(clean(packet, "de"))
    number = next(item.number for item in packet.sentences if item.source == TEXTS["en"][2])
    told[number] = told[number].replace("1.000", "10.000")  # type: ignore[union-attr]
    (fault,) = faults_of(packet, return_from(filled(packet, told)))
    assert (fault.code, fault.sentence, fault.was, fault.came) == ("number", number, "1000, 12", "10000, 12")


@pytest.mark.parametrize(
    "content",
    [
        b"no xml",
        b"<a/>",
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><xliff>&e;</xliff>',
        f'<!DOCTYPE x><xliff xmlns="{NAMESPACE}" version="2.0"><file id="f"/></xliff>'.encode(),
        f'<xliff xmlns="{NAMESPACE}" version="2.0"/>'.encode(),
        b'<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"><file/></xliff>',
        b" " * (LARGEST + 1),
    ],
)
def test_what_is_no_return_is_refused_with_a_reason(content: bytes) -> None:
    with pytest.raises(Unreadable, match=r"[a-z]+ .*\."):
        return_from(content)


def test_a_packet_lists_what_stays_and_the_terms_and_is_the_same_every_time() -> None:
    content = xliff_of(packet_into("de"))
    assert content == xliff_of(packet_into("de"))
    root = etree.fromstring(content)
    notes = {(note.get("category"), note.text) for note in root.iter(f"{Q}note")}
    assert ("do-not-translate", "Lindner Handels") in notes or ("do-not-translate", "Mario Rossi") in notes
    assert ("term", "executing authority = Vollstreckungsbehörde") in notes
    marked = {mark.text for mark in root.iter(f"{Q}mrk") if mark.get("translate") == "no"}
    assert {"Mario Rossi", "shop_4471", "203.0.113.77", "RG-2231/2026"} <= marked
    assert not any(text == "Milan" for text in marked)


@pytest.mark.parametrize("language", ["en", *OTHERS])
def test_cut_sentences_join_to_the_same_text(language: str) -> None:
    text = " ".join(TEXTS[language]) + "\nSee art. 5 of the Act. Dr. A. Keller wrote. End"
    cut = sentences(text)
    assert "".join(body + space for body, space in cut) == text
    assert [body for body, _ in cut][: len(TEXTS[language])] == TEXTS[language]
    assert [body for body, _ in cut][-3:] == ["See art. 5 of the Act.", "Dr. A. Keller wrote.", "End"]
