"""YAML text becomes a plain document: mappings, lists, texts, numbers, true, false and nothing. Pure.

Built from the parser's events and without recursion, because the ready-made loaders recurse, unfold aliases without
limit, keep the last of two equal keys and turn 010, 12:30 or 2026-13-45 into something nobody wrote. What differs from
YAML 1.1: keys are always text (so a bare `on` is "on"), days stay text, numbers are plain decimals. What stays: the
bare words yes, no, on, off are true and false, and the reader remembers where it met one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from advisor.intake.reading import (
    CHARACTERS,
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_VALUES,
    WHOLE,
    all_faults,
    character_fault,
    joined,
    refused,
    shown,
    too_deep,
    too_many,
)
from routing.errors import CaseFaults, Fault

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
WORDS = {
    word: value
    for value, names in ((True, ("yes", "on")), (False, ("no", "off")))
    for name in names
    for word in (name, name.capitalize(), name.upper())
}
LITERALS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
DECIMAL = re.compile(r"[-+]?[0-9]+\.[0-9]+")
TEXT_TAGS = frozenset({"!", "tag:yaml.org,2002:str"})


@dataclass
class _Open:
    """A mapping or list that is being filled. `key` is the key whose value comes next."""

    where: str
    value: dict[str, Any] | list[Any]
    anchor: str | None
    size: int = 1
    key: str | None = None

    def place(self) -> str:
        """Where the next value stands."""
        if isinstance(self.value, list):
            return f"{self.where}[{len(self.value)}]"
        return joined(self.where, self.key or "")


@dataclass
class _Reader:
    """Fills documents from events."""

    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, tuple[Any, int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    spellings: dict[str, str] = field(default_factory=dict)
    documents: list[Any] = field(default_factory=list)
    values: int = 0

    def event(self, event: yaml.Event) -> None:
        """Take one event of the parser."""
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._open(event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._close()
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)

    def _awaits_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None

    def _where(self) -> str:
        return self.stack[-1].place() if self.stack else ""

    def _count(self, size: int) -> None:
        self.values += size
        if self.values > MAX_VALUES:
            raise too_many(WHOLE)

    def _add(self, value: Any, size: int, anchor: str | None) -> None:
        if anchor is not None:
            self.anchors[anchor] = (value, size)
        if not self.stack:
            self.documents.append(value)
            return
        holder = self.stack[-1]
        holder.size += size
        if isinstance(holder.value, list):
            holder.value.append(value)
        else:
            holder.value[holder.key or ""] = value
            holder.key = None

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        line = _line(event)
        if sign := character_fault(event.value):
            self.faults.append(Fault(f"line {line}", f"the character {sign}", CHARACTERS))
        if self._awaits_key():
            self._key(event.value, line)
            return
        where = self._where()
        self._count(1)
        self._add(self._value(event, where, line), 1, event.anchor)

    def _key(self, key: str, line: int) -> None:
        holder = self.stack[-1]
        if isinstance(holder.value, dict) and key in holder.value:
            where = joined(holder.where, key)
            self.faults.append(Fault(where, f"the same key twice (again in line {line})", "each key once"))
        holder.key = key

    def _value(self, event: yaml.ScalarEvent, where: str, line: int) -> Any:
        if event.tag is not None and event.tag not in TEXT_TAGS:
            self.faults.append(Fault(where or WHOLE, f"the tag {shown(event.tag)} in line {line}", "no tags"))
            return None
        if event.tag is not None or not event.implicit[0]:
            return event.value
        return self._plain(event.value, where)

    def _plain(self, text: str, where: str) -> Any:
        if text in NOTHING:
            return None
        if text in LITERALS:
            return LITERALS[text]
        if text in WORDS:
            self.spellings[where] = text
            return WORDS[text]
        if len(text) <= MAX_DIGITS and INTEGER.fullmatch(text):
            return int(text)
        if len(text) <= MAX_DIGITS and DECIMAL.fullmatch(text):
            return float(text)
        return text

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        line = _line(event)
        if self._awaits_key():
            raise refused(f"line {line}", "a mapping or list as a key", "keys are plain words")
        if event.tag is not None and not event.implicit:
            self.faults.append(Fault(self._where() or WHOLE, f"the tag {shown(event.tag)} in line {line}", "no tags"))
        if len(self.stack) >= MAX_DEPTH:
            raise too_deep(f"line {line}")
        self._count(1)
        fresh: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.stack.append(_Open(self._where(), fresh, event.anchor))

    def _close(self) -> None:
        done = self.stack.pop()
        self._add(done.value, done.size, done.anchor)

    def _alias(self, event: yaml.AliasEvent) -> None:
        line = _line(event)
        if self._awaits_key() or event.anchor not in self.anchors:
            raise refused(f"line {line}", f"the alias *{event.anchor}", "an alias stands for a value given above it")
        value, size = self.anchors[event.anchor]
        self._count(size)
        self._add(value, size, None)


def yaml_read(text: str) -> tuple[Any, dict[str, str]]:
    """The one document in a YAML text, and where a bare word was read as true or false. Raises CaseFaults."""
    reader = _Reader()
    try:
        for event in _events(text):
            reader.event(event)
    except yaml.MarkedYAMLError as error:
        raise _syntax(error, text) from None
    except yaml.YAMLError as error:
        raise refused(WHOLE, shown(str(error).split("\n")[0], 120), "text in YAML or JSON") from None
    if reader.faults:
        raise all_faults(reader.faults)
    if not reader.documents:
        raise refused(WHOLE, "nothing but comments", "a case in YAML or JSON, beginning with format: 1")
    if len(reader.documents) > 1:
        raise refused(WHOLE, f"{len(reader.documents)} documents", "one case a file: begin no second one with ---")
    return reader.documents[0], reader.spellings


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _events(text: str) -> Iterator[yaml.Event]:
    return iter(yaml.parse(text, Loader=LOADER))


def _syntax(error: yaml.MarkedYAMLError, text: str) -> CaseFaults:
    mark = error.problem_mark or error.context_mark
    because = ", ".join(part for part in (error.context, error.problem) if part)
    if mark is None:
        return refused(WHOLE, "something else", f"YAML ({because})")
    where = f"line {mark.line + 1}, column {mark.column + 1}"
    lines = text.splitlines()
    read = shown(lines[mark.line].strip()) if mark.line < len(lines) else "the end of the file"
    return refused(where, read, f"YAML ({because})")
