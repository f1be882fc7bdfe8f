"""Search of a published edition: one index an edition, kept by the process.

*Reads* an edition's document. *Writes* nothing. A few hundred records are looked through in about a millisecond, the
same way on either database, and a past edition is searched like the current one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from instruments.editions import CurrentEdition
from instruments.searching import (
    instrument_names,
    instrument_search_text,
    measure_search_text,
    network_search_text,
    provision_search_text,
    query_words,
    state_search_text,
    weight,
)

# What is shown first among equals.
KIND_ORDER = ("instrument", "network", "state", "measure", "provision")


@dataclass(frozen=True)
class Hit:
    """One answer of a search: `kind` is instrument, provision, network, state or measure; `code` leads to its page."""

    kind: str
    code: str
    title: str
    detail: str
    weight: int


def catalogue_search(
    edition: CurrentEdition, text: str, *, kinds: frozenset[str] | None = None, limit: int = 50
) -> list[Hit]:
    """The records that hold every word of the question, the best first. Accents, case and the order of words do not
    count."""
    words = query_words(text)
    if not words:
        return []
    hits = []
    for kind, code, title, detail, searched, names in _index(edition.sha256, _Held(edition.document)):
        if kinds is None or kind in kinds:
            found = weight(searched, words, names)
            if found:
                hits.append(Hit(kind, code, title, detail, found))
    hits.sort(key=lambda hit: (-hit.weight, KIND_ORDER.index(hit.kind), hit.code))
    return hits[:limit]


class _Held:
    """A document as a cache argument: the hash of the edition is the key, the document only comes along."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)

    def __hash__(self) -> int:
        return 0


Entry = tuple[str, str, str, str, str, tuple[str, ...]]


@lru_cache(maxsize=4)
def _index(sha256: str, held: _Held) -> list[Entry]:
    """(kind, code, title, detail, search text, exact names) of everything that can be found in an edition."""
    return list(_entries(held.document))


def _entries(document: dict[str, Any]) -> Iterator[Entry]:
    for record in document["instruments"]:
        names = instrument_names(record)
        exact = (record["code"], *record.get("aliases", []))
        yield (
            "instrument",
            record["code"],
            record["short_title"],
            record["title"],
            instrument_search_text(record),
            exact,
        )
        for provision in record["provisions"]:
            article = f"article {', '.join(provision['articles'])}"
            title = f"{record['short_title']}: {provision['measure']}"
            yield (
                "provision",
                provision["id"],
                title,
                article,
                provision_search_text(provision, names),
                (provision["id"],),
            )
    for network in document["networks"]:
        text = network_search_text(network)
        yield "network", network["code"], network["name"], network["can_do"], text, (network["code"],)
    for row in document["jurisdictions"]:
        exact = (row["iso2"], row["iso3"], row["name"])
        yield "state", row["iso2"], row["name"], row["iso2"], state_search_text(row), exact
    for track, group in document["measures"].items():
        for name, entry in group.items():
            code = f"{track}.{name}"
            yield "measure", code, entry["name"], track, measure_search_text(code, entry["name"]), (code,)
