"""Faults that make an edition unusable: a rulebook is built only from a document without any.

Reads: the edition document. Writes: one fault per thing that the engine could not evaluate, with its place in the law.
What is usable but foolish is for `routing.linting`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from routing.binding import BOUND_SETS, PAIR_SET
from routing.conditions import BINDING_OPS, OPS, SET_OPS
from routing.errors import Fault
from routing.reading import MISSING, Faults, nearest
from routing.rules import EFFECTS, MODES, PAIRINGS, ROLES, TIERS

FORMAT = 1
KEYS: Mapping[str, type] = {
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
FACT_TYPES = ("bool", "int", "decimal", "date", "enum", "state", "state_list", "text")
NUMBERS = frozenset({"gte", "lte", "gt", "lt"})
DAYS = frozenset({"on_or_after", "before"})
STATUSES = ("bound", "signatory", "not_bound")
ROW_DAYS = ("since", "until")
WINDOW = ("applies_from", "applies_until")
MEMBERSHIP = ("eu_member_since", "eu_member_until")
RUNGS = ("secure", "voluntary", "single_jurisdiction", "instead")


def edition_faults(doc: object) -> list[Fault]:
    """Every fault of an edition document; empty when a rulebook can be built from it."""
    faults = Faults()
    if not isinstance(doc, Mapping):
        faults.note("edition", doc, "an edition is one JSON object")
        return faults.all()
    if doc.get("format") != FORMAT or isinstance(doc.get("format"), bool):
        faults.note("format", doc.get("format", MISSING), f"this engine reads format {FORMAT}")
    for key, kind in KEYS.items():
        if not isinstance(doc.get(key), kind):
            faults.note(key, doc.get(key, MISSING), f"must be a {'list' if kind is list else 'mapping'}")
    if not faults.found:
        _Law(doc, faults).check()
    return faults.all()


class _Law:
    """The parts of one document, each checked against what the others name."""

    def __init__(self, doc: Mapping[str, Any], faults: Faults) -> None:
        self.doc, self.faults = doc, faults
        self.types: dict[str, str] = {}
        self.measures: set[str] = set()
        self.ids: set[str] = set()

    def check(self) -> None:
        """All parts in the order of the document's own dependence."""
        self.days(self.doc, "edition", ("as_of",))
        for track, entries in self.doc["measures"].items():
            if self.mapping(entries, f"measures.{track}", ()):
                for name, entry in entries.items():
                    self.mapping(entry, f"measures.{track}.{name}", ())
                    self.measures.add(f"{track}.{name}")
        self.each("facts", ("name", "type"), self.fact)
        self.each("jurisdictions", ("iso2", "name"), self.state)
        self.each("instruments", ("code", "tier"), self.instrument)
        self.each("participation", ("instrument", "iso2", "status"), self.row)
        self.each("declarations", ("instrument", "iso2", "topic"), None)
        self.each("authorities", ("instrument", "iso2"), None)
        self.each("networks", ("code",), lambda row, where: self.texts(row, where, ("states",)))
        self.each("refusal_grounds", ("code", "text"), None)
        self.each("precedence", ("id", "kind"), self.precedence)
        for measure, rungs in self.doc["ladder"].items():
            if self.mapping(rungs, f"ladder.{measure}", ()):
                self.texts(rungs, f"ladder.{measure}", RUNGS)
        for name, entry in self.doc["offence_lists"].items():
            if isinstance(entry, Mapping) and "absolute" in entry and "instrument" in entry:
                self.mapping(entry, f"offence_lists.{name}", ("instrument",))
                self.texts(entry, f"offence_lists.{name}", ("absolute", "with_consent"))

    def each(self, key: str, required: tuple[str, ...], more: Callable[[Mapping[str, Any], str], None] | None) -> None:
        """Every row of a table: a mapping with some texts, and what else its check asks."""
        for place, row in enumerate(self.doc[key]):
            where = f"{key}[{place}]"
            if self.mapping(row, where, required) and more is not None:
                more(row, where)

    def mapping(self, row: object, where: str, required: tuple[str, ...]) -> bool:
        """Whether the row is a mapping that holds texts under the required keys."""
        if not isinstance(row, Mapping):
            self.faults.note(where, row, "must be a mapping")
            return False
        lacking = [key for key in required if not (isinstance(row.get(key), str) and row[key])]
        for key in lacking:
            self.faults.note(f"{where}.{key}", row.get(key, MISSING), "must be a text")
        return not lacking

    def part(self, row: Mapping[str, Any], where: str, key: str) -> Mapping[str, Any]:
        """A mapping inside a row; nothing where there is none, or something else."""
        value = row.get(key) or {}
        return value if self.mapping(value, f"{where}.{key}", ()) else {}

    def items(self, row: Mapping[str, Any], where: str, key: str) -> list[Any]:
        """A list inside a row; nothing where there is none, or something else."""
        value = row.get(key) or []
        if isinstance(value, list):
            return value
        self.faults.note(f"{where}.{key}", value, "must be a list")
        return []

    def texts(self, row: Mapping[str, Any], where: str, keys: tuple[str, ...]) -> None:
        """Lists of texts, or nothing."""
        for key in keys:
            if row.get(key) and not _is_texts(row[key]):
                self.faults.note(f"{where}.{key}", row[key], "must be a list of texts, or empty")

    def words(self, row: Mapping[str, Any], where: str, keys: tuple[str, ...]) -> None:
        """Texts, or nothing."""
        for key in keys:
            if row.get(key) is not None and not isinstance(row[key], str):
                self.faults.note(f"{where}.{key}", row[key], "must be a text, or empty")

    def choice(self, value: object, where: str, allowed: tuple[str, ...]) -> None:
        """One of a list of words."""
        if not isinstance(value, str) or value not in allowed:
            self.faults.note(where, value, f"must be one of {', '.join(allowed)}")

    def days(self, row: Mapping[str, Any], where: str, keys: tuple[str, ...]) -> None:
        """ISO days, or nothing."""
        for key in keys:
            value = row.get(key)
            if value is not None and value != "" and not _is_day(value):
                self.faults.note(f"{where}.{key}", value, "must be a day in the form YYYY-MM-DD, or empty")

    def fact(self, row: Mapping[str, Any], where: str) -> None:
        """One fact of the vocabulary."""
        self.choice(row["type"], f"{where}.type", FACT_TYPES)
        if row["type"] == "enum" and not _is_texts(row.get("values")):
            self.faults.note(f"{where}.values", row.get("values"), "an enum needs a list of values")
        elif row["type"] != "enum":
            self.texts(row, where, ("values",))
        self.words(row, where, ("unit", "scope", "source", "question", "help"))
        self.types[row["name"]] = row["type"]

    def state(self, row: Mapping[str, Any], where: str) -> None:
        """One jurisdiction."""
        self.words(row, where, ("iso3", "official_languages"))
        self.days(row, where, MEMBERSHIP)

    def instrument(self, row: Mapping[str, Any], where: str) -> None:
        """The header of a record and its provisions."""
        code = row["code"]
        self.choice(row["tier"], f"{code}.tier", TIERS)
        self.days(row, code, (*WINDOW, "in_force"))
        self.words(row, code, ("title", "short_title", "kind"))
        self.words(self.part(row, code, "status_note"), f"{code}.status_note", ("status", "text"))
        self.transition(self.part(row, code, "transition"), f"{code}.transition")
        pairing = self.part(row, code, "pairing")
        if pairing:
            self.pairing(pairing, f"{code}.pairing")
        for place, provision in enumerate(self.items(row, code, "provisions")):
            if self.mapping(provision, f"{code}.provisions[{place}]", ("id", "measure")):
                self.provision(provision)

    def transition(self, row: Mapping[str, Any], where: str) -> None:
        """Which day decides, and for which States another one."""
        self.choice(row.get("mode", "by_request"), f"{where}.mode", MODES)
        for place, exception in enumerate(self.items(row, where, "exceptions")):
            if not self.mapping(exception, f"{where}.exceptions[{place}]", ()):
                continue
            self.choice(exception.get("mode"), f"{where}.exceptions.mode", MODES)
            if not _is_texts(exception.get("states")):
                self.faults.note(f"{where}.exceptions", exception.get("states"), "must name its States")

    def pairing(self, row: Mapping[str, Any], where: str) -> None:
        """The pairing rule with what it needs."""
        self.choice(row.get("rule"), f"{where}.rule", PAIRINGS)
        if row.get("rule") == "hub" and not row.get("hub"):
            self.faults.note(f"{where}.hub", row.get("hub"), "a hub needs its State")
        if row.get("rule") == "two_sided" and not _is_texts(row.get("side")):
            self.faults.note(f"{where}.side", row.get("side"), "two sides need the States of one of them")
        self.texts(row, where, ("unknown_for",) if row.get("rule") == "two_sided" else ("unknown_for", "side"))
        self.words(row, where, ("missing_row_means", "hub", "note"))

    def provision(self, row: Mapping[str, Any]) -> None:
        """One provision and its conditions."""
        where = row["id"]
        if where in self.ids:
            self.faults.note(where, where, "this id is already taken; ids are unique")
        self.ids.add(where)
        if row["measure"] not in self.measures:
            self.faults.note(
                f"{where}.measure", row["measure"], f"must be a measure{nearest(row['measure'], self.measures)}"
            )
        if row.get("tier"):
            self.choice(row["tier"], f"{where}.tier", TIERS)
        self.choice(row.get("role") or "main", f"{where}.role", ROLES)
        self.days(row, where, WINDOW)
        self.words(row, where, ("variant", "status", "channel"))
        self.part(row, where, "dual_criminality")
        for place, limit in enumerate(self.items(row, where, "time_limits")):
            self.mapping(limit, f"{where}.time_limits[{place}]", ())
        if any(not _is_number(days) for days in self.items(row, where, "typical_days")):
            self.faults.note(f"{where}.typical_days", row["typical_days"], "must be two numbers of days")
        for place, condition in enumerate(self.items(row, where, "conditions")):
            if self.mapping(condition, f"{where}.conditions[{place}]", ("fact", "op", "effect", "text")):
                self.condition(condition, f"{where}.conditions[{place}]")

    def condition(self, row: Mapping[str, Any], where: str) -> None:
        """One condition: a fact of the vocabulary, an op that fits it, a value that fits both."""
        fact, op, value = row["fact"], row["op"], row.get("value", MISSING)
        self.choice(row["effect"], f"{where}.effect", EFFECTS)
        self.words(row, where, ("source", "only_for", "or_group"))
        kind = self.types.get(fact)
        if kind is None:
            self.faults.note(f"{where}.fact", fact, f"is not in the vocabulary{nearest(fact, self.types)}")
        elif op not in OPS:
            self.faults.note(f"{where}.op", op, f"must be one of {', '.join(sorted(OPS))}")
        elif not _fits(fact, kind, op):
            self.faults.note(f"{where}.op", op, f"does not fit {fact}, which is of type {kind}")
        elif not _value_fits(kind, op, value):
            self.faults.note(f"{where}.value", value, f"does not fit {op} on {fact}, which is of type {kind}")

    def row(self, row: Mapping[str, Any], where: str) -> None:
        """One row of participation."""
        self.choice(row["status"], f"{where}.status", STATUSES)
        self.days(row, where, ROW_DAYS)

    def precedence(self, row: Mapping[str, Any], where: str) -> None:
        """One rule of precedence."""
        self.days(row, where, ("valid_from", "valid_until"))
        self.texts(row, where, ("measures",))
        for side in ("prefer", "over"):
            if not _is_texts(row.get(side)):
                self.faults.note(f"{where}.{side}", row.get(side, MISSING), "must be a list of codes")


def _is_day(value: object) -> bool:
    """An ISO day."""
    if not isinstance(value, str):
        return isinstance(value, date)
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_texts(value: object) -> bool:
    """A list of texts that is not empty."""
    return isinstance(value, list) and bool(value) and all(isinstance(item, str) for item in value)


def _fits(fact: str, kind: str, op: str) -> bool:
    """Whether an op can be asked of a fact."""
    if fact in BOUND_SETS:
        return op == "any_in" if fact != PAIR_SET else op in BINDING_OPS | {"any_in"}
    if op in BINDING_OPS:
        return False
    if op in NUMBERS:
        return kind in ("int", "decimal")
    return kind == "date" if op in DAYS else True


def _value_fits(kind: str, op: str, value: object) -> bool:
    """Whether a value can be compared by an op with a fact of a type."""
    if op in SET_OPS:
        return _is_texts(value)
    if op in DAYS or kind == "date":
        return _is_day(value)
    if kind == "bool":
        return isinstance(value, bool)
    if kind in ("int", "decimal"):
        return _is_number(value)
    return isinstance(value, str)


def _is_number(value: object) -> bool:
    """A number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)
