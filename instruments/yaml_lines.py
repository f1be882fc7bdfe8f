"""Reads YAML into plain values by a schema, keeping line numbers and refusing what YAML 1.1 reads by surprise.

YAML takes a bare NO, on or yes for a truth value, 012 for eight-based and 12:30 for seconds, and lets a key stand
twice. Here each of those is a fault that says what to write instead; every fault is collected, none stops the
reading.
"""

import difflib
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from instruments.cell_rules import FIRST_YEAR, LAST_YEAR, allowed_codes, check_code, day_problem
from instruments.errors import Fault
from instruments.file_reading import file_text, unseen
from instruments.schema import Field, Schema

PLAIN_INT = re.compile(r"-?(0|[1-9][0-9]*)")
PLAIN_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")
LARGEST = 100_000
_TAG = "tag:yaml.org,2002:"
_KINDS = {"bool": "a truth value", "int": "a number", "float": "a number", "timestamp": "a date", "null": "nothing"}


class Lines:
    """The faults of one file, and what the book knows so far (`known`: reference name -> codes)."""

    def __init__(self, file: str, faults: list[Fault], known: Mapping[str, Any]) -> None:
        self.file = file
        self.faults = faults
        self.known = known

    def fault(self, node: yaml.Node | int | None, where: str, read: str, allowed: str) -> None:
        """Note one fault at a node's line."""
        line = node if isinstance(node, int) else node.start_mark.line + 1 if node else 0
        self.faults.append(Fault(self.file, line, where, read, allowed))


def compose(path: Path, lines: Lines) -> yaml.Node | None:
    """The file's root node, or None with the fault noted."""
    text = file_text(path, lines)
    if text is None:
        return None
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        lines.fault(line, "the file", f"is no YAML: {getattr(error, 'problem', error)}", "well-formed YAML")
        return None
    if root is None:
        lines.fault(0, "the file", "is empty", "at least one record, or no such file")
    return root


def mapping(node: yaml.Node, where: str, lines: Lines) -> dict[str, yaml.Node]:
    """The keys of a mapping node with their value nodes; a key that stands twice is a fault."""
    if not isinstance(node, yaml.MappingNode):
        lines.fault(node, where, f"holds {describe(node)}", "keys with values")
        return {}
    found: dict[str, yaml.Node] = {}
    first: dict[str, int] = {}
    for key_node, value_node in node.value:
        name = key_node.value if isinstance(key_node, yaml.ScalarNode) else describe(key_node)
        if kind(key_node) != "str":
            lines.fault(key_node, where, f"the key {name} is read as {_said(key_node)}", f'the key in quotes: "{name}"')
        elif name in found:
            lines.fault(key_node, where, f"the key {name} stands twice, first on line {first[name]}", "each key once")
            continue
        found[str(name)] = value_node
        first.setdefault(str(name), key_node.start_mark.line + 1)
    return found


def sequence(node: yaml.Node, where: str, lines: Lines) -> list[yaml.Node]:
    """The items of a list node."""
    if not isinstance(node, yaml.SequenceNode):
        lines.fault(node, where, f"holds {describe(node)}", "a list (lines that begin with -)")
        return []
    return list(node.value)


def record(node: yaml.Node, schema: Schema, where: str, lines: Lines) -> dict[str, Any]:
    """The node as a record of the schema: unknown, missing and ill-typed keys are faults and left out."""
    nodes = mapping(node, where, lines)
    if not isinstance(node, yaml.MappingNode):
        return {}
    names = schema.names()
    for name, value_node in nodes.items():
        if name not in names:
            near = difflib.get_close_matches(name, names, 1)
            hint = f" (meant: {near[0]}?)" if near else ""
            lines.fault(value_node, where, f"unknown key {name}{hint}", ", ".join(names))
    found = {}
    for field in schema.fields:
        if field.name in nodes:
            ok, value = field_value(nodes[field.name], field, f"{where}.{field.name}", lines)
            if ok:
                found[field.name] = value
        elif field.required and not field.derived:
            lines.fault(node, where, f"no {field.name}", f"a {schema.name} has the key {field.name}")
    return found


def field_value(node: yaml.Node, field: Field, where: str, lines: Lines) -> tuple[bool, Any]:
    """(is it good, the value) for one field."""
    if kind(node) == "null" and field.type != "value":
        if not field.null:
            lines.fault(
                node, where, "holds nothing", _wanted(field) + (", or leave the key out" if not field.required else "")
            )
        return field.null, None
    before = len(lines.faults)
    value = _READERS[field.type](node, field, where, lines)
    if field.type == "texts" and not value and not field.empty and len(lines.faults) == before:
        lines.fault(node, where, "is an empty list", "at least one entry")
    return len(lines.faults) == before, value


def kind(node: yaml.Node) -> str:
    """str, bool, int, float, timestamp, null, seq, map or a foreign tag."""
    return node.tag.removeprefix(_TAG)


def describe(node: yaml.Node) -> str:
    """The node in a few words, for a message."""
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    if isinstance(node, yaml.MappingNode):
        return "keys with values"
    text = node.value if len(node.value) <= 60 else node.value[:57] + "..."
    return f"{text!r}" if kind(node) == "str" else f"{text}, read as {_said(node)}"


def _said(node: yaml.Node) -> str:
    return _KINDS.get(kind(node), f"the type {node.tag}")


def _wanted(field: Field) -> str:
    words = {
        "text": "text",
        "bool": "true or false",
        "int": "a whole number",
        "date": "a day as YYYY-MM-DD",
        "value": "a value",
        "texts": "a list of texts",
        "ints": "a list of whole numbers",
        "words": "keys with texts",
        "record": "keys with values",
        "records": "a list of records",
    }
    return allowed_codes(field.allowed) if field.allowed else words[field.type]


def _text(node: yaml.Node, field: Field, where: str, lines: Lines) -> str:
    sort = kind(node)
    if sort == "str":
        text = str(node.value).strip()
        problem = check_code(text, field, lines.known)
        if not text:
            problem = "an empty text", "text" + ("" if field.required else ", or leave the key out")
        if problem:
            lines.fault(node, where, *problem)
        return text
    if field.loose and sort == "int" and PLAIN_INT.fullmatch(node.value):
        return str(node.value)
    quoted = f'; put it in quotes: "{node.value}"' if isinstance(node, yaml.ScalarNode) else ""
    lines.fault(node, where, describe(node), _wanted(field) + quoted)
    return ""


def _bool(node: yaml.Node, field: Field, where: str, lines: Lines) -> bool | None:
    if kind(node) == "bool" and node.value in {"true", "false"}:
        return bool(node.value == "true")
    lines.fault(node, where, describe(node), "true or false")
    return None


def _int(node: yaml.Node, field: Field, where: str, lines: Lines) -> int | None:
    if kind(node) == "int" and PLAIN_INT.fullmatch(node.value):
        number = int(node.value) if len(node.value) <= 9 else -1
        if 0 <= number <= LARGEST:
            return number
        lines.fault(node, where, f"the number {describe(node).partition(',')[0]}", f"a number from 0 to {LARGEST}")
        return None
    lines.fault(node, where, describe(node), "a whole number in plain digits, without quotes")
    return None


def _date(node: yaml.Node, field: Field, where: str, lines: Lines) -> str | None:
    if kind(node) not in {"str", "timestamp"}:
        lines.fault(node, where, describe(node), "a day as YYYY-MM-DD")
        return None
    problem = day_problem(node.value)
    if problem:
        lines.fault(node, where, problem, f"a day as YYYY-MM-DD, of the years {FIRST_YEAR} to {LAST_YEAR}")
        return None
    return str(node.value)


def _value(node: yaml.Node, field: Field, where: str, lines: Lines) -> Any:
    sort = kind(node)
    if sort == "seq":
        return [_value(item, field, where, lines) for item in node.value]
    if sort == "str":
        text = str(node.value).strip()
        hidden = unseen(text)
        if hidden:
            lines.fault(node, where, *hidden)
        return text
    if sort == "bool" and node.value in {"true", "false"}:
        return node.value == "true"
    if sort == "int" and PLAIN_INT.fullmatch(node.value):
        return int(node.value)
    if sort == "float" and PLAIN_NUMBER.fullmatch(node.value):
        return float(node.value)
    if sort == "timestamp" and not day_problem(node.value):
        return str(node.value)
    advice = f'; as text put it in quotes: "{node.value}"' if isinstance(node, yaml.ScalarNode) else ""
    lines.fault(node, where, describe(node), f"text, true, false, a number, a day or a list of them{advice}")
    return None


def _texts(node: yaml.Node, field: Field, where: str, lines: Lines) -> list[str]:
    found: list[str] = []
    for number, item in enumerate(sequence(node, where, lines)):
        text = _text(item, field, f"{where}[{number}]", lines)
        if (field.ref or field.allowed) and text in found:
            lines.fault(item, f"{where}[{number}]", f"{text} stands twice", "each code once")
        found.append(text)
    return found


def _ints(node: yaml.Node, field: Field, where: str, lines: Lines) -> list[int | None]:
    return [_int(item, field, where, lines) for item in sequence(node, where, lines)]


def _words(node: yaml.Node, field: Field, where: str, lines: Lines) -> dict[str, str]:
    found = mapping(node, where, lines)
    return {name: _text(value, Field(name), f"{where}.{name}", lines) for name, value in found.items()}


def _one(node: yaml.Node, field: Field, where: str, lines: Lines) -> dict[str, Any]:
    return record(node, _schema(field), where, lines)


def _many(node: yaml.Node, field: Field, where: str, lines: Lines) -> list[dict[str, Any]]:
    schema = _schema(field)
    items = sequence(node, where, lines)
    return [record(item, schema, f"{where}[{number}]", lines) for number, item in enumerate(items)]


def _schema(field: Field) -> Schema:
    if field.schema is None:
        raise TypeError(f"the field {field.name} names no schema")
    return field.schema


_READERS: dict[str, Callable[[yaml.Node, Field, str, Lines], Any]] = {
    "text": _text,
    "bool": _bool,
    "int": _int,
    "date": _date,
    "value": _value,
    "texts": _texts,
    "ints": _ints,
    "words": _words,
    "record": _one,
    "records": _many,
}
