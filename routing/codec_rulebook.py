"""From an edition document to a rulebook.

Reads: the one JSON object of an edition (instruments, vocabulary, measures, ladder, tables, precedence). Writes: a
`Rulebook` in which conditions that ask the same thing share one test. Unknown keys are kept for show and ignored.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from routing import tables
from routing.checking import edition_faults
from routing.conditions import FactValue, Test
from routing.errors import RulebookFaults
from routing.facts import FactDef
from routing.judging import TREATY
from routing.periods import Period
from routing.rulebook import Rulebook
from routing.rules import (
    Condition,
    DateException,
    Instrument,
    Pairing,
    Provision,
)
from routing.scenes import RIGHT

# The day whose law the source book tells; an edition may carry its own under `as_of`.
AS_OF = date(2026, 11, 22)


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
    value: FactValue = raw
    return value


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
        period=Period.inclusive(tables.day(first), tables.day(last)),
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
        period=Period.inclusive(tables.day(record.get("applies_from")), tables.day(record.get("applies_until"))),
        in_force=tables.day(record.get("in_force")),
        status=status.get("status") or None,
        status_text=status.get("text") or "",
        pairing=_pairing(record.get("pairing")),
        underused=bool(record.get("underused")),
        document=record,
    )


def rulebook_from_document(doc: Mapping[str, Any], *, label: str, sha256: str) -> Rulebook:
    """Build the rulebook of an edition. Raises `RulebookFaults` with every fault that makes it unusable."""
    faults = edition_faults(doc)
    if faults:
        raise RulebookFaults(faults)
    facts = tables.facts_of(doc["facts"])
    tests = _Tests()
    instruments, provisions = {}, {}
    for record in doc["instruments"]:
        instruments[record["code"]] = _instrument(record)
        for raw in record.get("provisions") or ():
            provisions[raw["id"]] = _provision(raw, record, facts, tests)
    by_measure: dict[str, list[Provision]] = {}
    for key in sorted(provisions):
        by_measure.setdefault(provisions[key].measure, []).append(provisions[key])
    ladder = tables.ladder_of(doc["ladder"])
    category = facts.get("data.category")
    return Rulebook(
        label=label,
        sha256=sha256,
        as_of=tables.day(doc.get("as_of")) or AS_OF,
        facts=MappingProxyType(facts),
        measures=MappingProxyType(tables.measures_of(doc["measures"])),
        ladder=MappingProxyType(ladder),
        states=MappingProxyType({row["iso2"]: tables.state(row) for row in doc["jurisdictions"]}),
        instruments=MappingProxyType(instruments),
        provisions=MappingProxyType(provisions),
        by_measure=MappingProxyType({measure: tuple(found) for measure, found in by_measure.items()}),
        tests=tuple(tests.known.values()),
        participation=tables.table(doc["participation"], tables.row_of),
        declarations=tables.table(doc["declarations"], tables.declaration),
        authorities=MappingProxyType({key: tuple(rows) for key, rows in tables.by_pair(doc["authorities"]).items()}),
        networks=MappingProxyType({row["code"]: tables.network(row) for row in doc["networks"]}),
        precedence=tuple(tables.precedence(row) for row in doc["precedence"]),
        nationality_bars=tables.nationality_bars(doc["offence_lists"]),
        grounds=MappingProxyType({row["code"]: row["text"] for row in doc["refusal_grounds"]}),
        securing=frozenset(measure for rungs in ladder.values() for measure in rungs.secure),
        data_categories=category.values if category else (),
    )
