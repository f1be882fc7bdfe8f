"""Where a row was read, and how long ago."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from instruments.integrity.base import Rule, View

Found = Iterator[tuple[str, str]]
# Days after which a source of that kind is to be read again (the book's refresh list).
TABLES = (("participation", "participation"), ("declarations", "declaration"), ("authorities", "authority"))
WEB_PAGE = re.compile(r"https?://\S+")
FRESH_FOR = {"table": 31, "text": 366, "other": 366}


def citations(book: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(key of the record, citation, mark) for each use of a source; the mark is '' where a list of sources stands."""
    for record in book["instruments"]:
        yield from _listed(f"instrument:{record['code']}", record, "")
        for provision in record["provisions"]:
            where = f"provision:{provision['id']}"
            yield from _listed(where, provision, "")
            for line in (*provision["conditions"], *provision["time_limits"], *provision["refusal_grounds"]):
                yield from _single(where, line, line["basis"])
    for rule in book["precedence"]:
        yield from _listed(f"precedence:{rule['id']}", rule, rule["basis"])
    for network in book["networks"]:
        yield from _listed(f"network:{network['code']}", network, "")
    for name, entry in book["offence_lists"].items():
        if isinstance(entry, dict):
            yield from _single(f"offence_list:{name}", entry, entry["basis"])
    for table, word in TABLES:
        for row in book[table]:
            yield from _single(f"{word}:{row['instrument']}/{row['iso2']}", row, row["confidence"])


def _listed(where: str, record: dict[str, Any], mark: str) -> Iterator[tuple[str, str, str]]:
    for citation in record.get("sources", []):
        yield where, citation, mark


def _single(where: str, record: dict[str, Any], mark: str) -> Iterator[tuple[str, str, str]]:
    if record.get("source"):
        yield where, record["source"], mark


class ProvisionWithoutSource(Rule):
    """A provision and its instrument say where they can be read; `memory` is a source, nothing is none."""

    def found(self, view: View) -> Found:
        for code, record in view.instruments.items():
            if not record["sources"]:
                yield f"instrument:{code}", "no source"
        for identity, (_, provision) in view.provisions.items():
            if not provision["sources"]:
                yield f"provision:{identity}", "no source"


class SourceNotRegistered(Rule):
    """A citation stands in the register of sources, so that somebody knows when it was read."""

    is_error = False

    def found(self, view: View) -> Found:
        known = {record["citation"] for record in view.book.get("sources", [])}
        missing = Counter(citation for _, citation, _ in citations(view.book) if citation not in known)
        first = {citation: where for where, citation, _ in citations(view.book)}
        for citation, uses in missing.items():
            yield first[citation], f"{citation} ({uses} uses)"


class SourceNeverRead(Rule):
    """A source on which a verified row rests has the day on which it was read."""

    def found(self, view: View) -> Found:
        dated = {record["citation"] for record in view.book.get("sources", []) if record.get("checked_on")}
        known = {record["citation"] for record in view.book.get("sources", [])}
        resting = {citation: where for where, citation, mark in citations(view.book) if mark == "verified"}
        for citation, where in resting.items():
            if citation in known and citation not in dated:
                yield where, citation


class AddressIsNoWebPage(Rule):
    """An address becomes a link that people follow, so it begins with https:// or http:// and holds no blank."""

    def found(self, view: View) -> Found:
        for where, address in _addresses(view.book):
            if address and not WEB_PAGE.fullmatch(address):
                yield where, repr(address[:80])


def _addresses(book: dict[str, Any]) -> Found:
    """(key of the record, address) for each address of the book, absent ones as ''."""
    for kind, table, name in (("instrument", "instruments", "code"), ("network", "networks", "code")):
        yield from ((f"{kind}:{record[name]}", record.get("url") or "") for record in book[table])
    yield from ((f"source:{record['citation']}", record.get("url") or "") for record in book.get("sources", []))
    for row in book["authorities"]:
        yield f"authority:{row['instrument']}/{row['iso2']}", row.get("public_url") or ""


class SourceIsStale(Rule):
    """A source is read again in time: status tables monthly, texts and articles yearly."""

    is_error = False

    def found(self, view: View) -> Found:
        for record in view.book.get("sources", []):
            days = FRESH_FOR.get(record["kind"])
            if days is None or not record.get("checked_on"):
                continue
            if record["checked_on"] < (view.on - timedelta(days=days)).isoformat():
                yield f"source:{record['citation']}", f"read on {record['checked_on']}"


class SourceReadInTheFuture(Rule):
    """Nobody has read a source on a day that is still to come."""

    def found(self, view: View) -> Found:
        for record in view.book.get("sources", []):
            if (record.get("checked_on") or "") > view.today:
                yield f"source:{record['citation']}", record["checked_on"]
