"""Whether everything of a packet came back: sentence by sentence, every number, date, name, identifier and term.

Pure: a packet and what was read of a return. A fault names the sentence, what was there and what came.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from advisor.dossiers.glossary import occurs, terms_in
from advisor.dossiers.packet.making import Packet, Sentence
from advisor.dossiers.packet.names import names_in, survives
from advisor.dossiers.packet.reading import Return, Segment
from advisor.dossiers.packet.tokens import tokens
from advisor.dossiers.packet.writing import MARK, SEGMENT

LONG = 40  # characters from which the length of a translation says something
SHORTEST, LONGEST = 0.45, 2.6  # of the source's length
FEW_WORDS = 4
LEFT = 0.6  # the share of a sentence's words that came back as they were
WORD = re.compile(r"(?<![\w@./-])[a-zà-öø-ÿ]{4,}(?![\w@/-])")


@dataclass(frozen=True)
class Fault:
    """One thing that did not survive. `code` for tests and pages, `was` and `came` as read; `sentence` 0: the whole."""

    code: str
    sentence: int
    was: str
    came: str
    says: str


def faults_of(packet: Packet, came: Return) -> tuple[Fault, ...]:
    """Every fault of a return, in the order of the sentences; empty for one that may be used."""
    whole = list(_whole(packet, came))
    if whole:
        return tuple(whole)
    by_id: dict[str, list[Segment]] = {}
    for segment in came.segments:
        by_id.setdefault(segment.id, []).append(segment)
    found: list[Fault] = []
    for sentence in packet.sentences:
        found += _sentence(packet, sentence, by_id.pop(SEGMENT.format(number=sentence.number), []))
    for unknown in by_id:
        found.append(Fault("added", 0, "", unknown, _("The file has a segment that the packet does not have.")))
    found += _order(packet, came)
    found += _twice(packet, came)
    return tuple(found)


def _whole(packet: Packet, came: Return) -> Iterator[Fault]:
    """Whether it is the return of this packet at all."""
    if came.packet != packet.sha256:
        says = _(
            "The file answers another packet. Its texts were changed since: send the newest packet to be translated."
        )
        yield Fault("packet", 0, packet.sha256[:12], came.packet[:12], says)
    if (came.source_language, came.target_language) != (packet.source_language, packet.target_language):
        says = _("The file is for other languages than the packet.")
        yield Fault(
            "languages",
            0,
            f"{packet.source_language} > {packet.target_language}",
            f"{came.source_language} > {came.target_language}",
            says,
        )


def _sentence(packet: Packet, sentence: Sentence, segments: list[Segment]) -> Iterator[Fault]:
    number, was = sentence.number, sentence.source
    if not segments:
        yield Fault("dropped", number, was, "", _("The sentence did not come back."))
        return
    if len(segments) > 1:
        yield Fault("doubled", number, was, str(len(segments)), _("The sentence came back more than once."))
    segment = segments[0]
    if segment.source.strip() != was.strip():
        yield Fault("source", number, was, segment.source, _("The source text was changed."))
    came = (segment.target or "").strip()
    if not came:
        yield Fault("empty", number, was, "", _("The sentence is not translated: its target is empty."))
        return
    if segment.marks != (MARK.format(number=number),):
        marks = ", ".join(segment.marks)
        yield Fault("mark", number, str(number), marks, _("The target does not carry this sentence's number mark."))
    yield from _kept(packet, sentence, came)
    yield from _size(packet, sentence, came)


def _kept(packet: Packet, sentence: Sentence, came: str) -> Iterator[Fault]:
    """Dates, numbers, identifiers, names and terms."""
    number, was = sentence.number, sentence.source
    here, there = tokens(was, packet.source_language), tokens(came, packet.target_language)
    yield from _counted("date", number, here.dates, there.dates, lambda: _("A date was changed, lost or added."))
    yield from _counted(
        "number", number, here.numbers, there.numbers, lambda: _("A number was changed, lost or added.")
    )
    for item, times in here.identifiers.items():
        if came.count(item) < times:
            yield Fault("identifier", number, item, came, _("An identifier is not there as it was."))
    for item in there.identifiers:
        if item not in was:
            yield Fault("identifier", number, "", item, _("An identifier was added that the sentence does not have."))
    for name in dict.fromkeys((*names_in(was, packet.source_language), *_names_of(packet, was))):
        if not survives(name, came):
            yield Fault("name", number, name, came, _("A name is not there as it was."))
    for term in terms_in(was, packet.source_language, packet.terms):
        wanted = term.said[packet.target_language]
        if not occurs(wanted, came):
            yield Fault("term", number, wanted, came, _("The pinned term was not used."))


def _names_of(packet: Packet, was: str) -> Iterator[str]:
    """The kept names that stand in this sentence, also where it begins with one."""
    for name in packet.kept:
        if name[:1].isupper() and not any(letter.isdigit() for letter in name) and _holds(was, name):
            yield name


def _holds(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _counted(
    code: str, number: int, here: Counter[str], there: Counter[str], says: Callable[[], str]
) -> Iterator[Fault]:
    if here != there:
        yield Fault(code, number, ", ".join(sorted(here.elements())), ", ".join(sorted(there.elements())), says())


def _size(packet: Packet, sentence: Sentence, came: str) -> Iterator[Fault]:
    """A target that is the source again, or far too short or long for it."""
    number, was = sentence.number, sentence.source.strip()
    words = WORD.findall(was)
    left = [word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", came)]
    if (came == was and _says_more(packet, was)) or (len(words) >= FEW_WORDS and len(left) >= LEFT * len(words)):
        yield Fault("untranslated", number, was, came, _("The sentence came back in its own language."))
    elif len(was) >= LONG and not SHORTEST <= len(came) / len(was) <= LONGEST:
        yield Fault("length", number, was, came, _("The translation is far shorter or longer than the sentence."))


def _says_more(packet: Packet, text: str) -> bool:
    """Whether a text has a word beside its names, figures and identifiers."""
    for name in (
        *names_in(text, packet.source_language),
        *packet.kept,
        *tokens(text, packet.source_language).identifiers,
    ):
        text = text.replace(name, " ")
    return any(letter.isalpha() for letter in text)


def _order(packet: Packet, came: Return) -> Iterator[Fault]:
    wanted = [SEGMENT.format(number=sentence.number) for sentence in packet.sentences]
    found = [segment.id for segment in came.segments if segment.id in set(wanted)]
    if found != wanted and sorted(found) == sorted(wanted):
        moved = next(index for index, (one, other) in enumerate(zip(wanted, found, strict=True), 1) if one != other)
        yield Fault("order", moved, "", "", _("The sentences came back in another order."))


def _twice(packet: Packet, came: Return) -> Iterator[Fault]:
    """One translation for two different sentences, or inside that of another."""
    sources = {SEGMENT.format(number=item.number): item for item in packet.sentences}
    seen: dict[str, Sentence] = {}
    for segment in came.segments:
        text, sentence = (segment.target or "").strip(), sources.get(segment.id)
        if not text or sentence is None:
            continue
        before = seen.setdefault(text, sentence)
        if before is not sentence and before.source.strip() != sentence.source.strip():
            says = _("The same translation stands at sentence %(n)s.") % {"n": before.number}
            yield Fault("repeated", sentence.number, sentence.source, text, says)
            says = _("The same translation stands at sentence %(n)s.") % {"n": sentence.number}
            yield Fault("repeated", before.number, before.source, text, says)
    for segment in came.segments:
        text, sentence = (segment.target or "").strip(), sources.get(segment.id)
        held = next(
            (other for other in seen if sentence and len(other) >= LONG and other != text and other in text), ""
        )
        if held and sentence and seen[held].source not in sentence.source:
            says = _("The translation of sentence %(n)s stands inside this one.") % {"n": seen[held].number}
            yield Fault("merged", sentence.number, sentence.source, text, says)


def translations_of(packet: Packet, came: Return) -> dict[str, str]:
    """{text: its translation} of a return without faults; the white space between sentences as in the source."""
    targets = {segment.id: (segment.target or "").strip() for segment in came.segments}
    return {
        text.source: "".join(targets[SEGMENT.format(number=item.number)] + item.space for item in text.sentences)
        for text in packet.texts
    }
