"""The tables of an edition document: vocabulary, States, participation, declarations, precedence, ladder.

Reads: rows as they were published (empty cells are empty texts). Writes: the frozen values of `routing.rules`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

from routing.facts import FactDef
from routing.periods import Period
from routing.rules import Declaration, Measure, NationalityBars, Network, Precedence, Row, Rungs, State

T = TypeVar("T")
Keyed = Mapping[tuple[str, str], tuple[T, ...]]


def day(value: Any) -> date | None:
    """An ISO day, or None for an empty cell."""
    if value is None or value == "":
        return None
    return value if isinstance(value, date) else date.fromisoformat(value)


def facts_of(rows: Iterable[Mapping[str, Any]]) -> dict[str, FactDef]:
    """The vocabulary in its own order."""
    return {
        row["name"]: FactDef(
            name=row["name"],
            type=row["type"],
            values=tuple(row.get("values") or ()),
            unit=row.get("unit") or None,
            scope=row.get("scope") or "case",
            source=row.get("source") or "asked",
            question=row.get("question") or "",
            help=row.get("help") or "",
            order=order,
        )
        for order, row in enumerate(rows)
    }


def state(row: Mapping[str, Any]) -> State:
    """One jurisdiction. `eu_member_until` is its last day in the Union."""
    since = day(row.get("eu_member_since"))
    return State(
        iso2=row["iso2"],
        iso3=row.get("iso3") or "",
        name=row["name"],
        official_languages=tuple(part for part in (row.get("official_languages") or "").split(";") if part),
        member=Period.inclusive(since, day(row.get("eu_member_until"))) if since else None,
        document=row,
    )


def row_of(row: Mapping[str, Any]) -> Row:
    return Row(
        status=row["status"],
        since=day(row.get("since")),
        until=day(row.get("until")),
        partial=row.get("partial") or "",
        note=row.get("note") or "",
        source=row.get("source") or "",
        confidence=row.get("confidence") or "memory",
    )


def declaration(row: Mapping[str, Any]) -> Declaration:
    return Declaration(
        topic=row["topic"],
        value=row.get("value") or "",
        article=str(row.get("article") or ""),
        source=row.get("source") or "",
        confidence=row.get("confidence") or "memory",
    )


def precedence(row: Mapping[str, Any]) -> Precedence:
    return Precedence(
        id=row["id"],
        kind=row["kind"],
        prefer=tuple(row.get("prefer") or ()),
        over=tuple(row.get("over") or ()),
        measures=frozenset(row.get("measures") or ()),
        period=Period.inclusive(day(row.get("valid_from")), day(row.get("valid_until"))),
        explain=row.get("use") == "explain",
        condition=row.get("condition") or "",
        article=str(row.get("article") or ""),
        note=row.get("note") or "",
        basis=row.get("basis") or "memory",
    )


def by_pair(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], list[Mapping[str, Any]]]:
    """Rows of a table by instrument and State, in their own order."""
    answer: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        answer.setdefault((row["instrument"], row["iso2"]), []).append(row)
    return answer


def measures_of(document: Mapping[str, Any]) -> dict[str, Measure]:
    return {
        f"{track}.{name}": Measure(f"{track}.{name}", entry.get("name") or name, track, bool(entry.get("seed")))
        for track, entries in document.items()
        for name, entry in entries.items()
    }


def ladder_of(document: Mapping[str, Any]) -> dict[str, Rungs]:
    kinds = ("secure", "voluntary", "single_jurisdiction", "instead")
    return {
        measure: Rungs(**{kind: tuple(entry.get(kind) or ()) for kind in kinds}) for measure, entry in document.items()
    }


def nationality_bars(document: Mapping[str, Any]) -> tuple[NationalityBars, ...]:
    """Nationality bars stand among the offence lists."""
    return tuple(
        NationalityBars(
            entry["instrument"], frozenset(entry.get("absolute") or ()), frozenset(entry.get("with_consent") or ())
        )
        for entry in document.values()
        if isinstance(entry, Mapping) and "absolute" in entry and "instrument" in entry
    )


def table(rows: Iterable[Mapping[str, Any]], build: Callable[[Mapping[str, Any]], T]) -> Keyed[T]:
    """A table by instrument and State."""
    return MappingProxyType({key: tuple(build(row) for row in found) for key, found in by_pair(rows).items()})


def network(row: Mapping[str, Any]) -> Network:
    states = row.get("states")
    return Network(row["code"], frozenset(states) if states else None, bool(row.get("closed")))
