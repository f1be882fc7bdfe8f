"""Search of a published edition: one index an edition, kept by the process.

*Reads* an edition's document. *Writes* nothing. A few hundred records are looked through in about a millisecond, the
same way on either database, and a past edition is searched like the current one. Every word of the question must be
there; where nothing holds them, words are read as their nearest neighbours, and a few that nobody uses are left out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, product
from typing import Any

from instruments import search_names
from instruments.editions import CurrentEdition
from instruments.searching import (
    EXACT,
    instrument_names,
    instrument_search_text,
    measure_search_text,
    network_search_text,
    normalised,
    provision_search_text,
    query_words,
    state_search_text,
    weight,
)

# What is shown first among equals.
KIND_ORDER = ("instrument", "network", "state", "measure", "provision")
# A name that holds all words weighs more, the less else it says; part of what it is called weighs less than all of it.
TIGHT = 24
ANNOUNCING = frozenset({"art", "arts", "article", "articles", "artikel", "articulo", "articolo", "no", "nr", "num"})
SHORTEST_CORRECTED = 4
MOST_READINGS = 24
ALPHABET = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Hit:
    """One answer of a search: `kind` is instrument, provision, network, state or measure; `code` leads to its page."""

    kind: str
    code: str
    title: str
    detail: str
    weight: int


@dataclass(frozen=True)
class Entry:
    """Something that can be found: its search text, and what it is called, each name as words."""

    kind: str
    code: str
    title: str
    detail: str
    text: str
    names: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Found:
    """The answers of a search, and how the question was read where nothing held it as it was written."""

    hits: list[Hit]
    read_as: str = ""


@dataclass(frozen=True)
class _Index:
    entries: list[Entry]
    vocabulary: frozenset[str] = field(default_factory=frozenset)


def catalogue_search(
    edition: CurrentEdition, text: str, *, kinds: frozenset[str] | None = None, limit: int = 50
) -> list[Hit]:
    """The records that hold every word of the question, the best first. Accents, case and the order of words do not
    count, nor does a letter typed wrong."""
    return catalogue_find(edition, text, kinds=kinds, limit=limit).hits


def catalogue_find(
    edition: CurrentEdition, text: str, *, kinds: frozenset[str] | None = None, limit: int = 50
) -> Found:
    """The same with how the question was read, where it was not read as written."""
    words = _asked(text)
    if not words:
        return Found([])
    index = _index(edition.sha256, _Held(edition.document))
    entries = [entry for entry in index.entries if kinds is None or entry.kind in kinds]
    hits = _hits(entries, words)
    if hits:
        return Found(hits[:limit])
    for reading in _readings(words, index.vocabulary):
        hits = _hits(entries, reading)
        if hits:
            return Found(hits[:limit], " ".join(reading))
    return Found([])


def _asked(text: str) -> list[str]:
    """The words of a question; those that only announce a number are dropped where others remain."""
    words = query_words(text)
    return [word for word in words if word not in ANNOUNCING] or words


def _hits(entries: Iterable[Entry], words: list[str]) -> list[Hit]:
    hits, called = [], set()
    for entry in entries:
        found = weight(entry.text, words)
        if found:
            named = _named(entry.names, words)
            if named and entry.kind == "instrument":
                called.add(entry.code)
            hits.append(Hit(entry.kind, entry.code, entry.title, entry.detail, found + named))
    # Who asks for an instrument by name gets it, not each of its provisions; an article is asked for by its number.
    own = {hit.code for hit in hits if hit.kind == "provision" and hit.code.partition("/")[0] in called}
    named_too = {hit.code for hit in hits if hit.weight >= EXACT}
    hits = [hit for hit in hits if hit.code not in own or hit.code in named_too]
    hits.sort(key=lambda hit: (-hit.weight, KIND_ORDER.index(hit.kind), len(hit.code), hit.code))
    return hits


def _named(names: tuple[tuple[str, ...], ...], words: list[str]) -> int:
    """How much a record is called by the words: all of a name, or the larger part of one."""
    wanted, best = set(words), 0
    for name in names:
        held = set(name)
        if wanted == held:
            return EXACT
        if wanted < held:
            best = max(best, TIGHT * len(wanted) // len(held))
    return best


def _readings(words: list[str], vocabulary: frozenset[str]) -> Iterator[list[str]]:
    """Other readings of a question: each unknown word as those one letter away, then without the unknown words.

    Numbers stand as they are; more unknown words than known ones are no question to answer.
    """
    choices = [[word] if _known(word, vocabulary) else _near(word, vocabulary) for word in words]
    if all(choices):
        yield from (list(dict.fromkeys(reading)) for reading in islice(product(*choices), MOST_READINGS))
    kept = [choice[0] for choice in choices if choice]
    lost = len(words) - len(kept)
    if 0 < lost < sum(not _number(word) for word in kept):
        yield kept


def _known(word: str, vocabulary: frozenset[str]) -> bool:
    return word in vocabulary or _number(word) or any(held.startswith(word) for held in vocabulary)


def _number(word: str) -> bool:
    return word[0].isdigit()


def _near(word: str, vocabulary: frozenset[str]) -> list[str]:
    """Words of the index with one letter more, less, other, or two neighbours swapped; first those that begin alike."""
    if len(word) < SHORTEST_CORRECTED or len(word) > 40:
        return []
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    made = {head + tail[1:] for head, tail in cuts if tail}
    made |= {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    made |= {head + letter + tail[1:] for head, tail in cuts if tail for letter in ALPHABET}
    made |= {head + letter + tail for head, tail in cuts for letter in ALPHABET}
    return sorted(made & vocabulary, key=lambda other: (other[:2] != word[:2], abs(len(other) - len(word)), other))


class _Held:
    """A document as a cache argument: the hash of the edition is the key, the document only comes along."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=4)
def _index(sha256: str, held: _Held) -> _Index:
    """Everything that can be found in an edition, and the words that it is found by."""
    entries = list(_entries(held.document))
    strong = (entry.text.partition(" | ")[0].split() for entry in entries)
    return _Index(entries, frozenset(word for words in strong for word in words if not _number(word)))


def _names(names: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(dict.fromkeys(tuple(query_words(name)) for name in names if name))


def _with(text: str, names: Iterable[str]) -> str:
    """A search text with more strong words: what people call the record. An apostrophe may also be left out."""
    more = [word for name in names for word in (name, name.replace("'", "").replace("\u2019", ""))]
    strong, _, weak = text.partition(" | ")
    return f"{strong} {normalised(' '.join(more))} | {weak}"


def _entries(document: dict[str, Any]) -> Iterator[Entry]:
    measures = {
        f"{track}.{name}": entry["name"]
        for track, group in document["measures"].items()
        for name, entry in group.items()
    }
    for record in document["instruments"]:
        yield from _of_an_instrument(record, measures)
    for row in document["networks"]:
        called = (row["code"], row["name"], *search_names.NETWORKS.get(row["code"], ()))
        text = _with(network_search_text(row), called)
        yield Entry("network", row["code"], row["name"], row["can_do"], text, _names(called))
    for row in document["jurisdictions"]:
        called = (row["iso2"], row["iso3"], row["name"], *search_names.state_names(row["iso2"]))
        yield Entry(
            "state", row["iso2"], row["name"], row["iso2"], _with(state_search_text(row), called), _names(called)
        )
    for track, group in document["measures"].items():
        for name, entry in group.items():
            code = f"{track}.{name}"
            called = (code, entry["name"], *search_names.MEASURES.get(code, ()))
            text = _with(measure_search_text(code, entry["name"]), called)
            yield Entry("measure", code, entry["name"], track, text, _names(called))


def _of_an_instrument(record: dict[str, Any], measures: dict[str, str]) -> Iterator[Entry]:
    code, book_names = record["code"], instrument_names(record)
    short = (code, record["short_title"], *record.get("aliases", []), *search_names.INSTRUMENTS.get(code, ()))
    called = _names((*short, *book_names))
    text = _with(instrument_search_text(record), short)
    yield Entry("instrument", code, record["short_title"], record["title"], text, called)
    for provision in record["provisions"]:
        articles = provision["articles"]
        names = (f"{name} {article}" for name in short for article in dict.fromkeys(map(_article, articles)))
        title = f"{record['short_title']}: {measures.get(provision['measure'], provision['measure'])}"
        searched = _with(provision_search_text(provision, book_names), short)
        detail = f"article {', '.join(articles)}"
        yield Entry(
            "provision", provision["id"], title, detail, searched, (*_names((provision["id"],)), *_names(names))
        )


def _article(text: str) -> str:
    """'11(1)(a)' as people look for it: 11."""
    return text.partition("(")[0].strip()
