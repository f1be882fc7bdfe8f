"""Reads the files of a catalogue folder into a book document, strictly.

*Reads* `instruments/*.yaml`, `vocabulary/*.yaml`, `precedence.yaml` and four tables below a folder. *Writes* nothing.
Every fault of every file is found in one reading (`BookFaults`): file, line, what was read, what is allowed. A book
that comes back is complete: all codes are known, all types right, no id stands twice.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from instruments import codes, schema
from instruments.condition_rules import condition_problem
from instruments.errors import BookFaults, Fault
from instruments.file_reading import stray_faults
from instruments.from_tables import read_tables
from instruments.records import FORMAT, source_key, uses_counted
from instruments.schema import Schema
from instruments.to_fixtures import book_sorted
from instruments.yaml_lines import Lines, compose, mapping, record, sequence


@dataclass(frozen=True)
class Book:
    """A document that was read from files; `places` tells where each record stands (key -> (file, line))."""

    document: dict[str, Any]
    places: dict[str, tuple[str, int]] = field(default_factory=dict)


class _Reader:
    """One reading of one folder: collects faults, places and the codes that are known so far."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[Fault] = []
        self.places: dict[str, tuple[str, int]] = {}
        stems = [path.stem for path in sorted((folder / "instruments").glob("*.yaml"))]
        self.known: dict[str, Any] = {
            "instrument": dict.fromkeys(stems),
            "fact": {},
            "ground": {},
            "measure": {},
            "state": {},
            "provision": {},
        }

    def open(self, name: str) -> tuple[yaml.Node | None, Lines]:
        """The root node of a file below the folder."""
        lines = Lines(name, self.faults, self.known)
        return compose(self.folder / name, lines), lines

    def keep(self, key: str, lines: Lines, node: yaml.Node | int, where: str) -> bool:
        """Note where a record stands; the same key again is a fault."""
        line = node if isinstance(node, int) else node.start_mark.line + 1
        if key in self.places:
            file, first = self.places[key]
            word, _, name = key.partition(":")
            lines.fault(line, where, f"the {word} {name} stands twice, first in {file}:{first}", "each one once")
            return False
        self.places[key] = (lines.file, line)
        return True


def book_read(folder: Path) -> Book:
    """Read a whole catalogue folder.

    Raises BookFaults with every fault. The order of the parts matters only in that codes are read before their use.
    """
    if not folder.is_dir():
        raise BookFaults([Fault(str(folder), 0, "the folder", "is missing", "a folder with a catalogue")])
    reader = _Reader(folder)
    reader.faults += stray_faults(folder)
    document: dict[str, Any] = {"format": FORMAT}
    document["jurisdictions"] = read_tables(reader, ["jurisdictions"])["jurisdictions"]
    document["measures"] = _measures(reader)
    document["ladder"] = _ladder(reader)
    document["facts"] = _listed(reader, "vocabulary/facts.yaml", schema.FACT, "fact", "name")
    document["refusal_grounds"] = _listed(
        reader, "vocabulary/refusal_grounds.yaml", schema.REFUSAL_GROUND, "ground", "code"
    )
    document["instruments"] = _instruments(reader)
    document["networks"] = _listed(reader, "vocabulary/networks.yaml", schema.NETWORK, "network", "code")
    document["offence_lists"] = _offence_lists(reader)
    document["precedence"] = _precedence(reader)
    document["sources"] = _sources(reader)
    document |= read_tables(reader, ["participation", "declarations", "authorities"])
    if reader.faults:
        raise BookFaults(reader.faults)
    return Book(uses_counted(book_sorted(document)), reader.places)


def _listed(reader: _Reader, name: str, kind_: Schema, word: str, key: str) -> list[dict[str, Any]]:
    """A file that holds a list of records with a code each."""
    root, lines = reader.open(name)
    found = []
    for number, node in enumerate(sequence(root, "the file", lines) if root else []):
        where = _called(node, key, f"[{number}]")
        item = record(node, kind_, where, lines)
        if item.get(key) and reader.keep(f"{word}:{item[key]}", lines, node, where):
            found.append(item)
            if word in reader.known:
                reader.known[word][item[key]] = item
        if word == "fact" and item.get("type") and (item["type"] == "enum") != ("values" in item):
            lines.fault(
                node,
                where,
                f"type {item['type']} {'with' if 'values' in item else 'without'} values",
                "values on an enum, and only there",
            )
    return found


def _called(node: yaml.Node, key: str, otherwise: str) -> str:
    """How a message names a record: by its code where it has one."""
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == key and isinstance(value, yaml.ScalarNode):
                return str(value.value)
    return otherwise


def _measures(reader: _Reader) -> dict[str, dict[str, Any]]:
    root, lines = reader.open("vocabulary/measures.yaml")
    found: dict[str, dict[str, Any]] = {}
    for track, group in (mapping(root, "the file", lines) if root else {}).items():
        found[track] = {}
        for name, node in mapping(group, track, lines).items():
            code = f"{track}.{name}"
            found[track][name] = record(node, schema.MEASURE, code, lines)
            reader.known["measure"][code] = None
            reader.keep(f"measure:{code}", lines, node, code)
    return found


def _ladder(reader: _Reader) -> dict[str, dict[str, Any]]:
    root, lines = reader.open("vocabulary/ladder.yaml")
    found = {}
    for code, node in (mapping(root, "the file", lines) if root else {}).items():
        if code not in reader.known["measure"]:
            lines.fault(node, code, f"unknown measure {code!r}", "a measure of vocabulary/measures.yaml")
        found[code] = record(node, schema.LADDER, code, lines)
        reader.keep(f"ladder:{code}", lines, node, code)
    return found


def _offence_lists(reader: _Reader) -> dict[str, Any]:
    root, lines = reader.open("vocabulary/offence_lists.yaml")
    found: dict[str, Any] = {}
    for name, node in (mapping(root, "the file", lines) if root else {}).items():
        if isinstance(node, yaml.SequenceNode):
            items = enumerate(node.value)
            found[name] = [record(item, schema.IP_MAPPING, f"{name}[{n}]", lines) for n, item in items]
        else:
            found[name] = record(node, schema.OFFENCE_LIST, name, lines)
        reader.keep(f"offence_list:{name}", lines, node, name)
    return found


def entry_faults(entry: Any, known: dict[str, Any]) -> list[Fault]:
    """The faults of one offence-list entry that a curator wrote as JSON; `known` holds instrument and state codes."""
    faults: list[Fault] = []
    lines = Lines("", faults, known)
    node = yaml.compose(json.dumps(entry), Loader=yaml.CSafeLoader)
    if isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            record(item, schema.IP_MAPPING, f"[{number}]", lines)
    elif node is not None:
        record(node, schema.OFFENCE_LIST, "entry", lines)
    return faults


def _instruments(reader: _Reader) -> list[dict[str, Any]]:
    found = []
    for code in reader.known["instrument"]:
        root, lines = reader.open(f"instruments/{code}.yaml")
        if root is None:
            continue
        item = record(root, schema.INSTRUMENT, code, lines)
        reader.keep(f"instrument:{code}", lines, root, code)
        if item.get("code", code) != code:
            lines.fault(root, f"{code}.code", f"{item['code']!r}", f"{code}, the name of the file")
        header_faults(item, root, code, lines)
        _provisions(reader, item, root, lines)
        found.append(item)
    return found


def header_faults(item: dict[str, Any], root: yaml.Node, code: str, lines: Lines) -> None:
    """What a header must hold together."""
    _period(item, "applies_from", "applies_until", code, root, lines)
    pairing = item.get("pairing") or {}
    if pairing.get("rule") == "hub" and "hub" not in pairing:
        lines.fault(root, f"{code}.pairing", "rule hub without a hub", "the State that is the hub")
    if pairing.get("rule") == "two_sided" and "side" not in pairing:
        lines.fault(root, f"{code}.pairing", "rule two_sided without a side", "the States of one side")


def _provisions(reader: _Reader, item: dict[str, Any], root: yaml.Node, lines: Lines) -> None:
    """Ids, periods and conditions of the provisions of one instrument."""
    code = _code_of(lines)
    top = mapping(root, code, Lines(lines.file, [], {})) if isinstance(root, yaml.MappingNode) else {}
    node = top.get("provisions")
    nodes = node.value if isinstance(node, yaml.SequenceNode) else []
    for provision, node in zip(item.get("provisions", []), nodes, strict=False):
        identity = provision.get("id", "")
        where = identity or f"{code}.provisions"
        if identity and reader.keep(f"provision:{identity}", lines, node, where):
            reader.known["provision"][identity] = None
        provision_faults(provision, node, code, where, lines)


def provision_faults(provision: dict[str, Any], node: yaml.Node, code: str, where: str, lines: Lines) -> None:
    """What a provision of the instrument `code` must hold together: id, period, who may ask, conditions, limits."""
    identity = provision.get("id", "")
    if identity and not identity.startswith(f"{code}/"):
        lines.fault(node, where, f"the id {identity}", f"{code}/<short-name>")
    _period(provision, "applies_from", "applies_until", where, node, lines)
    if "issuing_authority" not in provision and "who_may_ask" not in provision:
        lines.fault(node, where, "nobody may ask", "issuing_authority or who_may_ask")
    _conditions(provision, node, where, lines)
    _limits(provision, node, where, lines)


def _code_of(lines: Lines) -> str:
    """The code of the instrument whose file this is."""
    return lines.file.rpartition("/")[2].removesuffix(".yaml")


def _conditions(provision: dict[str, Any], node: yaml.Node, where: str, lines: Lines) -> None:
    items = _child_nodes(node, "conditions")
    for number, (condition, at) in enumerate(zip(provision.get("conditions", []), items, strict=False)):
        fact = lines.known["fact"].get(condition.get("fact"))
        if not isinstance(fact, dict) or "type" not in fact or not {"op", "value"} <= condition.keys():
            continue
        problem = condition_problem(
            fact,
            condition["op"],
            condition["value"],
            instruments=lines.known["instrument"],
            states=lines.known["state"],
        )
        if problem:
            lines.fault(at, f"{where}.conditions[{number}]", *problem)


def _limits(provision: dict[str, Any], node: yaml.Node, where: str, lines: Lines) -> None:
    items = _child_nodes(node, "time_limits")
    for number, (limit, at) in enumerate(zip(provision.get("time_limits", []), items, strict=False)):
        if limit.get("duration") is not None and limit.get("unit") not in codes.UNITS:
            read = f"a duration with the unit {limit.get('unit')!r}"
            lines.fault(at, f"{where}.time_limits[{number}]", read, ", ".join(codes.UNITS))


def _child_nodes(node: yaml.Node, name: str) -> list[yaml.Node]:
    """The item nodes of a list below a mapping node."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == name and isinstance(value, yaml.SequenceNode):
                return list(value.value)
    return []


def _period(item: dict[str, Any], start: str, end: str, where: str, node: yaml.Node, lines: Lines) -> None:
    if item.get(start) and item.get(end) and item[start] > item[end]:
        lines.fault(
            node, where, f"{end} {item[end]} lies before {start} {item[start]}", "a period that ends after it starts"
        )


def _precedence(reader: _Reader) -> list[dict[str, Any]]:
    rules = _listed(reader, "precedence.yaml", schema.PRECEDENCE, "precedence", "id")
    lines = Lines("precedence.yaml", reader.faults, reader.known)
    for rule in rules:
        line = reader.places[f"precedence:{rule['id']}"][1]
        extra: dict[str, Any] = {
            "tier": codes.TIERS,
            "order_of_steps": reader.known["measure"],
            "in_force_first": {"any": None},
            "adjunct": {"any": None},
        }.get(rule.get("kind", ""), {})
        for side in ("prefer", "over"):
            for code in rule.get(side, []):
                if code not in extra and code not in reader.known["instrument"]:
                    lines.fault(line, f"{rule['id']}.{side}", f"unknown code {code!r}", _for_kind(rule))
        if rule.get("valid_from") and rule.get("valid_until") and rule["valid_from"] > rule["valid_until"]:
            lines.fault(line, rule["id"], f"valid_until {rule['valid_until']} lies before valid_from", "a period")
    return rules


def _for_kind(rule: dict[str, Any]) -> str:
    also = {"tier": "a tier or ", "order_of_steps": "a measure or ", "in_force_first": "any or ", "adjunct": "any or "}
    return also.get(rule.get("kind", ""), "") + "the code of an instrument"


def _sources(reader: _Reader) -> list[dict[str, Any]]:
    """The register of sources; a book without one is a book whose sources nobody has dated yet."""
    name = "vocabulary/sources.yaml"
    if not (reader.folder / name).exists():
        return []
    root, lines = reader.open(name)
    found = []
    for number, node in enumerate(sequence(root, "the file", lines) if root else []):
        item = record(node, schema.SOURCE, f"[{number}]", lines)
        if item.get("citation") and reader.keep(source_key(item["citation"]), lines, node, f"[{number}]"):
            found.append(item)
    return found
