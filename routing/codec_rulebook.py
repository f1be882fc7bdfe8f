"""From an edition document to a rulebook.

Reads: the one JSON object of an edition (instruments, vocabulary, measures, ladder, tables, precedence). Writes: a
`Rulebook` in which conditions that ask the same thing share one test. Unknown keys are kept for show and ignored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

from routing.conditions import FactValue, Test
from routing.errors import Fault, RulebookFaults
from routing.evaluation import TREATY
from routing.facts import FactDef
from routing.periods import Period
from routing.rulebook import Rulebook
from routing.rules import (
    Condition,
    DateException,
    Declaration,
    Instrument,
    Measure,
    NationalityBars,
    Network,
    Pairing,
    Precedence,
    Provision,
    Row,
    Rungs,
    State,
)
from routing.scenes import RIGHT

T = TypeVar("T")
Keyed = Mapping[tuple[str, str], tuple[T, ...]]

FORMAT = 1
# The day whose law the source book tells; an edition may carry its own under `as_of`.
AS_OF = date(2026, 11, 22)


def _day(value: Any) -> date | None:
    """An ISO day, or None for an empty cell."""
    if value is None or value == "":
        return None
    return value if isinstance(value, date) else date.fromisoformat(value)


class _Tests:
    """The interned tests of a rulebook."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str, str, FactValue], Test] = {}

    def of(self, fact: str, op: str, value: FactValue) -> Test:
        """The one test for this question."""
        key = (fact, op, type(value).__name__, value)
        test = self.known.get(key)
        if test is None:
            test = self.known[key] = Test(len(self.known), fact, op, value)
        return test


def _value(raw: Any, fact: FactDef) -> FactValue:
    """A condition's value in the type of its fact."""
    if isinstance(raw, list):
        return frozenset(str(item) for item in raw)
    if fact.type == "date" and isinstance(raw, str):
        return date.fromisoformat(raw)
    if not isinstance(raw, bool | int | float | str | date):
        raise TypeError(f"{raw!r} is no value of {fact.name}")
    return raw


def _condition(raw: Mapping[str, Any], facts: Mapping[str, FactDef], tests: _Tests) -> Condition:
    """One condition with its interned test."""
    fact = facts[raw["fact"]]
    value = raw["value"]
    return Condition(
        test=tests.of(fact.name, raw["op"], _value(value, fact)),
        effect=raw["effect"],
        article=str(raw.get("article") or ""),
        text=str(raw["text"]),
        basis=str(raw.get("basis") or "memory"),
        source=raw.get("source") or None,
        only_for=raw.get("only_for") or None,
        or_group=raw.get("or_group") or None,
        value_document=value.isoformat() if isinstance(value, date) else value,
        judgement=fact.source == "judgement",
    )


def _either(own: Any, inherited: Any) -> Any:
    """What a provision says, else what its instrument says."""
    return inherited if own is None or own == "" else own


def _provision(
    raw: Mapping[str, Any], record: Mapping[str, Any], facts: Mapping[str, FactDef], tests: _Tests
) -> Provision:
    """One provision; what it leaves out comes from its instrument."""
    conditions = tuple(_condition(item, facts, tests) for item in raw.get("conditions") or ())
    first, last = (_either(raw.get(key), record.get(key)) for key in ("applies_from", "applies_until"))
    return Provision(
        id=raw["id"],
        instrument=record["code"],
        measure=raw["measure"],
        variant=raw.get("variant") or None,
        tier=_either(raw.get("tier"), record["tier"]),
        role=raw.get("role") or "main",
        period=Period.inclusive(_day(first), _day(last)),
        status=raw.get("status") or None,
        adjunct=bool(_either(raw.get("adjunct"), record.get("adjunct"))),
        last_resort=bool(_either(raw.get("last_resort"), record.get("last_resort"))),
        placeholder=bool(_either(raw.get("placeholder"), record.get("placeholder"))),
        underused=bool(record.get("underused")),
        conditions=conditions,
        uses_treaty=any(condition.test.fact == TREATY for condition in conditions),
        uses_right=any(condition.test.fact == RIGHT for condition in conditions),
        has_groups=any(condition.or_group for condition in conditions),
        document=raw,
    )


def _pairing(raw: Mapping[str, Any] | None) -> Pairing | None:
    """The pairing rule, None where it is not recorded."""
    if not raw:
        return None
    return Pairing(
        rule=raw["rule"],
        missing_row_means=raw.get("missing_row_means") or "unknown",
        unknown_for=frozenset(raw.get("unknown_for") or ()),
        hub=raw.get("hub") or None,
        side=frozenset(raw.get("side") or ()),
        note=raw.get("note") or "",
    )


def _instrument(record: Mapping[str, Any]) -> Instrument:
    """The header of one record."""
    transition, status = record.get("transition") or {}, record.get("status_note") or {}
    return Instrument(
        code=record["code"],
        short_title=record.get("short_title") or record.get("title") or record["code"],
        title=record.get("title") or record["code"],
        kind=record.get("kind") or "",
        tier=record["tier"],
        mode=transition.get("mode") or "by_request",
        exceptions=tuple(
            DateException(frozenset(item["states"]), item["mode"], str(item.get("article") or ""))
            for item in transition.get("exceptions") or ()
        ),
        period=Period.inclusive(_day(record.get("applies_from")), _day(record.get("applies_until"))),
        in_force=_day(record.get("in_force")),
        status=status.get("status") or None,
        status_text=status.get("text") or "",
        pairing=_pairing(record.get("pairing")),
        underused=bool(record.get("underused")),
        document=record,
    )


def _facts(rows: Iterable[Mapping[str, Any]]) -> dict[str, FactDef]:
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


def _state(row: Mapping[str, Any]) -> State:
    """One jurisdiction. `eu_member_until` is its last day in the Union."""
    since = _day(row.get("eu_member_since"))
    return State(
        iso2=row["iso2"],
        iso3=row.get("iso3") or "",
        name=row["name"],
        official_languages=tuple(part for part in (row.get("official_languages") or "").split(";") if part),
        member=Period.inclusive(since, _day(row.get("eu_member_until"))) if since else None,
        document=row,
    )


def _row(row: Mapping[str, Any]) -> Row:
    return Row(
        status=row["status"],
        since=_day(row.get("since")),
        until=_day(row.get("until")),
        partial=row.get("partial") or "",
        note=row.get("note") or "",
        source=row.get("source") or "",
        confidence=row.get("confidence") or "memory",
    )


def _declaration(row: Mapping[str, Any]) -> Declaration:
    return Declaration(
        topic=row["topic"],
        value=row.get("value") or "",
        article=str(row.get("article") or ""),
        source=row.get("source") or "",
        confidence=row.get("confidence") or "memory",
    )


def _precedence(row: Mapping[str, Any]) -> Precedence:
    return Precedence(
        id=row["id"],
        kind=row["kind"],
        prefer=tuple(row.get("prefer") or ()),
        over=tuple(row.get("over") or ()),
        measures=frozenset(row.get("measures") or ()),
        period=Period.inclusive(_day(row.get("valid_from")), _day(row.get("valid_until"))),
        explain=row.get("use") == "explain",
        condition=row.get("condition") or "",
        article=str(row.get("article") or ""),
        note=row.get("note") or "",
        basis=row.get("basis") or "memory",
    )


def _by_pair(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], list[Mapping[str, Any]]]:
    """Rows of a table by instrument and State, in their own order."""
    answer: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        answer.setdefault((row["instrument"], row["iso2"]), []).append(row)
    return answer


def _measures(document: Mapping[str, Any]) -> dict[str, Measure]:
    return {
        f"{track}.{name}": Measure(f"{track}.{name}", entry.get("name") or name, track, bool(entry.get("seed")))
        for track, entries in document.items()
        for name, entry in entries.items()
    }


def _ladder(document: Mapping[str, Any]) -> dict[str, Rungs]:
    kinds = ("secure", "voluntary", "single_jurisdiction", "instead")
    return {
        measure: Rungs(**{kind: tuple(entry.get(kind) or ()) for kind in kinds}) for measure, entry in document.items()
    }


def _bars(document: Mapping[str, Any]) -> tuple[NationalityBars, ...]:
    """Nationality bars stand among the offence lists."""
    return tuple(
        NationalityBars(
            entry["instrument"], frozenset(entry.get("absolute") or ()), frozenset(entry.get("with_consent") or ())
        )
        for entry in document.values()
        if isinstance(entry, Mapping) and "absolute" in entry and "instrument" in entry
    )


def _table(rows: Iterable[Mapping[str, Any]], build: Callable[[Mapping[str, Any]], T]) -> Keyed[T]:
    """A table by instrument and State."""
    return MappingProxyType({key: tuple(build(row) for row in found) for key, found in _by_pair(rows).items()})


def _network(row: Mapping[str, Any]) -> Network:
    states = row.get("states")
    return Network(row["code"], frozenset(states) if states else None, bool(row.get("closed")))


KEYS = {
    "instruments": list,
    "facts": list,
    "refusal_grounds": list,
    "offence_lists": dict,
    "networks": list,
    "measures": dict,
    "ladder": dict,
    "jurisdictions": list,
    "participation": list,
    "declarations": list,
    "authorities": list,
    "precedence": list,
}


def _refuse_faults(doc: Any) -> None:
    """Refuse what is no edition at all; the finer faults are for `routing.linting`, before publishing."""
    if not isinstance(doc, Mapping):
        raise RulebookFaults([Fault("edition", type(doc).__name__, "an edition is one JSON object")])
    faults = []
    if doc.get("format") != FORMAT:
        faults.append(Fault("format", repr(doc.get("format")), f"this engine reads format {FORMAT}"))
    for key, kind in KEYS.items():
        if not isinstance(doc.get(key), kind):
            found = "nothing" if key not in doc else type(doc[key]).__name__
            faults.append(Fault(key, found, f"must be a {kind.__name__}"))
    if faults:
        raise RulebookFaults(faults)


def rulebook_from_document(doc: Mapping[str, Any], *, label: str, sha256: str) -> Rulebook:
    """Build the rulebook of an edition. Raises `RulebookFaults` with every fault that makes it unusable."""
    _refuse_faults(doc)
    facts = _facts(doc["facts"])
    tests = _Tests()
    instruments, provisions = {}, {}
    for record in doc["instruments"]:
        instruments[record["code"]] = _instrument(record)
        for raw in record.get("provisions") or ():
            provisions[raw["id"]] = _provision(raw, record, facts, tests)
    by_measure: dict[str, list[Provision]] = {}
    for key in sorted(provisions):
        by_measure.setdefault(provisions[key].measure, []).append(provisions[key])
    ladder = _ladder(doc["ladder"])
    category = facts.get("data.category")
    return Rulebook(
        label=label,
        sha256=sha256,
        as_of=_day(doc.get("as_of")) or AS_OF,
        facts=MappingProxyType(facts),
        measures=MappingProxyType(_measures(doc["measures"])),
        ladder=MappingProxyType(ladder),
        states=MappingProxyType({row["iso2"]: _state(row) for row in doc["jurisdictions"]}),
        instruments=MappingProxyType(instruments),
        provisions=MappingProxyType(provisions),
        by_measure=MappingProxyType({measure: tuple(found) for measure, found in by_measure.items()}),
        tests=tuple(tests.known.values()),
        participation=_table(doc["participation"], _row),
        declarations=_table(doc["declarations"], _declaration),
        authorities=MappingProxyType({key: tuple(rows) for key, rows in _by_pair(doc["authorities"]).items()}),
        networks=MappingProxyType({row["code"]: _network(row) for row in doc["networks"]}),
        precedence=tuple(_precedence(row) for row in doc["precedence"]),
        nationality_bars=_bars(doc["offence_lists"]),
        grounds=MappingProxyType({row["code"]: row["text"] for row in doc["refusal_grounds"]}),
        securing=frozenset(measure for rungs in ladder.values() for measure in rungs.secure),
        data_categories=category.values if category else (),
    )
