"""The packet of one document: what is to be translated, sentence by sentence, and what must not be.

Reads: frozen inputs alone. The free text is what the document quotes, in reading order, each text once; the agency's
name and the reference are quoted too and stay as they are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from advisor.dossiers.build import document_from
from advisor.dossiers.codec import canonical_sha256
from advisor.dossiers.document import Run
from advisor.dossiers.glossary import Term, terms, terms_in
from advisor.dossiers.packet.names import is_place, names_in
from advisor.dossiers.packet.sentences import sentences
from advisor.dossiers.packet.tokens import tokens
from advisor.dossiers.pairing import CUT, names_of


@dataclass(frozen=True)
class Sentence:
    """One numbered sentence; `space` is what stands after it in its text."""

    number: int
    source: str
    space: str


@dataclass(frozen=True)
class Text:
    """One free text of the document, cut into sentences; `place` names where it was typed, where that is known."""

    place: str
    source: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Packet:
    """What goes to the translator. `kept` must stay as it is; `terms` are pinned; `sha256` is of the texts."""

    source_language: str
    target_language: str
    reference: str
    texts: tuple[Text, ...]
    kept: tuple[str, ...]
    terms: tuple[Term, ...]
    sha256: str

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in order; their numbers run through the whole packet."""
        return tuple(sentence for text in self.texts for sentence in text.sentences)


def packet_of(inputs: Mapping[str, Any], target: str) -> Packet:
    """The packet of a document for a translation into `target` (a language code)."""
    source = str(inputs["language"])
    texts = tuple(_texts(inputs))
    whole = "\n".join(text.source for text in texts)
    pinned = terms(str(inputs["option"]["instrument"]))
    found = terms_in(whole, source, pinned)
    return Packet(
        source_language=source,
        target_language=target,
        reference=str(inputs["case"]["reference"]),
        texts=texts,
        kept=_kept(texts, source, names_of(inputs)),
        terms=found,
        sha256=canonical_sha256([source, target, [text.source for text in texts]]),
    )


def free_texts(inputs: Mapping[str, Any]) -> dict[str, str]:
    """{text: place} of everything that a person typed and the document prints."""
    names = names_of(inputs)
    document = document_from(inputs, 1)
    found: dict[str, str] = {}
    for run in _quotes((document.cover, document.sections, document.annexes, document.working)):
        if run.text not in names and not run.text.endswith(CUT) and any(letter.isalpha() for letter in run.text):
            found.setdefault(run.text, run.place)
    return found


def _texts(inputs: Mapping[str, Any]) -> Iterator[Text]:
    number = 0
    for text, place in free_texts(inputs).items():
        cut = []
        for source, space in sentences(text):
            number += 1
            cut.append(Sentence(number, source, space))
        yield Text(place, text, tuple(cut))


def _quotes(value: Any) -> Iterator[Run]:
    if isinstance(value, Run):
        if value.kind == "quote":
            yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _quotes(item)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _quotes(getattr(value, name))


def _kept(texts: tuple[Text, ...], language: str, names: frozenset[str]) -> tuple[str, ...]:
    """Names and identifiers that occur in the texts, and those of the case, in alphabetical order."""
    found = set(names)
    for text in texts:
        found |= {name for name in names_in(text.source, language) if not is_place(name)}
        found |= set(tokens(text.source, language).identifiers)
    return tuple(sorted(found))
