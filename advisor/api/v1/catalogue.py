"""A published edition as the API shows it: its records, indexed and ready to be listed.

Reads the published document of an edition, once a process; no row of the catalogue, so an answer is of one edition.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.db.models import Q
from rest_framework.exceptions import NotFound

from instruments.editions import CurrentEdition, edition_current, edition_get
from instruments.models import Edition
from instruments.searching import (
    instrument_names,
    instrument_search_text,
    measure_search_text,
    network_search_text,
    normalised,
    provision_search_text,
    state_search_text,
)
from routing.rulebook import Rulebook

KEPT = 2
Json = dict[str, Any]


@dataclass(frozen=True)
class Catalogue:
    """The records of one edition by their keys, each with an `_search` text where it can be searched."""

    label: str
    sha256: str
    rulebook: Rulebook
    instruments: Mapping[str, Json]
    provisions: Mapping[str, Json]
    states: Mapping[str, Json]
    measures: Mapping[str, Json]
    facts: Mapping[str, Json]
    networks: Mapping[str, Json]
    participation: list[Json]
    declarations: list[Json]
    authorities: list[Json]
    precedence: list[Json]


class _Kept:
    """The catalogues of this process, by hash."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Catalogue] = OrderedDict()
        self._lock = Lock()

    def get(self, edition: CurrentEdition) -> Catalogue:
        """The catalogue of an edition, made once."""
        with self._lock:
            found = self._kept.get(edition.sha256)
            if found is None or found.label != edition.label:
                found = _made(edition)
                self._kept[edition.sha256] = found
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(edition.sha256)
        return found


_kept = _Kept()


def edition_named(name: str | None) -> CurrentEdition:
    """The edition with this label or hash, the current one without a name. Raises NotFound, NoEdition."""
    if name is None:
        return edition_current()
    row = Edition.objects.headers().filter(Q(label=name) | Q(sha256=name)).order_by("-id").first()
    if row is None:
        raise NotFound(f"No published edition has the label or the hash {name}.")
    return edition_get(row.sha256)


def catalogue_named(name: str | None) -> Catalogue:
    """The records of `edition_named`."""
    return _kept.get(edition_named(name))


def _made(edition: CurrentEdition) -> Catalogue:
    document = edition.document
    book = edition.rulebook
    instruments = {record["code"]: _instrument(record) for record in document["instruments"]}
    return Catalogue(
        label=edition.label,
        sha256=edition.sha256,
        rulebook=book,
        instruments=instruments,
        provisions={
            provision["id"]: provision for record in instruments.values() for provision in record["provisions"]
        },
        states={row["iso2"]: _state(row, book) for row in document["jurisdictions"]},
        measures={code: _measure(code, book) for code in sorted(book.measures)},
        facts={fact["name"]: fact | {"_search": _fact_words(fact)} for fact in document["facts"]},
        networks={
            network["code"]: network | {"_search": network_search_text(network)} for network in document["networks"]
        },
        participation=[_cells(row) for row in document["participation"]],
        declarations=[_cells(row) for row in document["declarations"]],
        authorities=[_cells(row) for row in document["authorities"]],
        precedence=document["precedence"],
    )


def _instrument(record: Json) -> Json:
    provisions = [
        {**provision, "instrument": record["code"], "tier": provision.get("tier") or record["tier"]}
        for provision in record["provisions"]
    ]
    for provision in provisions:
        provision["_search"] = provision_search_text(provision, instrument_names(record))
    return {
        **record,
        "provisions": provisions,
        "measures": sorted({provision["measure"] for provision in provisions}),
        "status": (record.get("status_note") or {}).get("status"),
        "_search": instrument_search_text(record),
    }


def _state(row: Json, book: Rulebook) -> Json:
    cells = _cells(row)
    languages = list(book.states[row["iso2"]].official_languages)
    flags = {name: row[name] == "yes" for name in ("schengen", "council_of_europe", "wto_member")}
    return {**cells, **flags, "official_languages": languages, "_search": state_search_text(row)}


def _measure(code: str, book: Rulebook) -> Json:
    measure, rungs = book.measures[code], book.rungs_of(code)
    return {
        "code": code,
        "name": measure.name,
        "track": measure.track,
        "seed": measure.seed,
        "provisions": [provision.id for provision in book.provisions_of(code)],
        "ladder": {
            "secure": list(rungs.secure),
            "voluntary": list(rungs.voluntary),
            "single_jurisdiction": list(rungs.single_jurisdiction),
            "instead": list(rungs.instead),
        },
        "_search": measure_search_text(code, measure.name),
    }


def _fact_words(fact: Json) -> str:
    name = fact["name"].replace("_", " ").replace(".", " ")
    strong = normalised(f"{name} {fact['question']}")
    return f" {strong} | {normalised(fact['help'])} "


def _cells(row: Json) -> Json:
    """A row of a table; an empty cell is null."""
    return {key: value or None for key, value in row.items()}
