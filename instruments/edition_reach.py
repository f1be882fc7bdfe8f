"""How far a change of the law reaches: for which measures, between which States, in which period.

*Reads* two edition documents and the lines of `edition_words`. *Writes* nothing. What hangs on an instrument touches
its measures and those whom it binds at any time, in either edition; what is gone is told from the older one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from instruments.edition_words import Line, edition_lines
from instruments.records import Records, kind_of, name_of, records_of

# What bounds a change of these records is bounded by its instrument.
OF_AN_INSTRUMENT = ("instrument", "provision", "participation", "declaration", "authority")
OF_A_STATE = ("participation", "declaration", "authority")


@dataclass(frozen=True)
class Reach:
    """Codes of instruments, measures and States in order, and the first and last day (empty: open) of what they do."""

    instruments: tuple[str, ...]
    measures: tuple[str, ...]
    states: tuple[str, ...]
    since: str
    until: str


@dataclass(frozen=True)
class Change:
    """A sentence with its reach."""

    text: str
    reach: Reach


class _Books:
    """Two editions, asked for what hangs on what."""

    def __init__(self, old: dict[str, Any], new: dict[str, Any]) -> None:
        self.old, self.new = old, new

    @cached_property
    def records(self) -> tuple[Records, Records]:
        return records_of(self.old), records_of(self.new)

    @cached_property
    def measures(self) -> dict[str, tuple[str, ...]]:
        """Instrument -> its measures, in either edition."""
        found: dict[str, dict[str, None]] = {}
        for book in (self.old, self.new):
            for record in book["instruments"]:
                held = found.setdefault(record["code"], {})
                held.update((provision["measure"], None) for provision in record["provisions"])
        return {code: tuple(held) for code, held in found.items()}

    @cached_property
    def bound(self) -> dict[str, tuple[str, ...]]:
        """Instrument -> the States with a row that binds them at any time, in either edition."""
        found: dict[str, set[str]] = {}
        for book in (self.old, self.new):
            for row in book["participation"]:
                if row["status"] == "bound":
                    found.setdefault(row["instrument"], set()).add(row["iso2"])
        return {code: tuple(sorted(states)) for code, states in found.items()}

    @cached_property
    def users(self) -> dict[str, set[tuple[str, str]]]:
        """Fact or ground -> (instrument, measure) of the provisions that ask for it."""
        found: dict[str, set[tuple[str, str]]] = {}
        for book in (self.old, self.new):
            for record in book["instruments"]:
                for provision in record["provisions"]:
                    place = (record["code"], provision["measure"])
                    for line in provision["conditions"]:
                        found.setdefault(f"fact:{line['fact']}", set()).add(place)
                    for ground in provision["refusal_grounds"]:
                        found.setdefault(f"ground:{ground['code']}", set()).add(place)
        return found

    def period(self, instrument: str) -> tuple[str, str]:
        """First and last day of application, as the newest edition that knows it says."""
        record = self.record(f"instrument:{instrument}")
        return str(record.get("applies_from") or ""), str(record.get("applies_until") or "")

    def record(self, key: str) -> dict[str, Any]:
        """A record as it is now, or as it was."""
        before, after = self.records
        return after.get(key) or before.get(key) or {}


def edition_changes(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """What changed from `old` to `new`, each sentence with what it reaches."""
    books = _Books(old, new)
    return [Change(line.text, _reach(line, books)) for line in edition_lines(old, new)]


def _reach(line: Line, books: _Books) -> Reach:
    kind = kind_of(line.keys[0])
    if kind in OF_AN_INSTRUMENT:
        return _of_an_instrument(kind, line, books)
    if kind in ("measure", "ladder"):
        return Reach((), (name_of(line.keys[0]),), (), "", "")
    if kind == "jurisdiction":
        return Reach((), (), tuple(name_of(key) for key in line.keys), "", "")
    if kind in ("fact", "ground"):
        places = sorted(books.users.get(line.keys[0], ()))
        return Reach(_once(code for code, _ in places), _once(measure for _, measure in places), (), "", "")
    if kind == "precedence":
        record = books.record(line.keys[0])
        named = [code for side in ("prefer", "over") for code in record.get(side) or () if code in books.measures]
        return Reach(_once(named), (), (), "", "")
    return Reach((), (), (), "", "")


def _of_an_instrument(kind: str, line: Line, books: _Books) -> Reach:
    record = books.record(line.keys[0])
    code = name_of(line.keys[0]) if kind == "instrument" else str(record.get("_instrument") or record["instrument"])
    since, until = books.period(code)
    measures = (str(record["measure"]),) if kind == "provision" else books.measures.get(code, ())
    states = books.bound.get(code, ())
    if kind in OF_A_STATE:
        states = _once(str(books.record(key)["iso2"]) for key in line.keys)
    if kind == "participation":
        since = max(str(record["since"] or ""), since)
        until = min(filter(None, (str(record["until"] or ""), until)), default="")
    if kind == "provision":
        since = max(str(record.get("applies_from") or ""), since)
        until = min(filter(None, (str(record.get("applies_until") or ""), until)), default="")
    return Reach((code,), measures, states, since, until)


def _once(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))
