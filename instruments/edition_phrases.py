"""Pieces of the sentences of `edition_words`: days, States, values, conditions, limits, grounds as a lawyer says them.

Pure: codes and records go in, English words come out, the language of the catalogue.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from instruments import codes

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
CODE = re.compile(r"[a-z]+(_[a-z]+)+")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
SHORT, PIECE, FEW = 60, 110, 3
EMPTY: tuple[Any, ...] = (None, "", [])
STANDING = {"bound": "bound", "signatory": "signed only", "not_bound": "not bound"}
# A list of these is a list of lines, each known by one field.
LINES = {"conditions": "fact", "time_limits": "event", "refusal_grounds": "code", "exceptions": "mode"}
CALLED = {"conditions": "condition on", "time_limits": "time limit for", "refusal_grounds": "ground of refusal",
          "exceptions": "exception"}  # fmt: skip


def day_said(iso: str) -> str:
    """'1 July 2022'; a text that is no day stays."""
    if not DAY.fullmatch(iso):
        return iso
    day = date.fromisoformat(iso)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def listed(texts: Sequence[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}" if texts else ""


def states_said(names: Sequence[str]) -> str:
    """'Spain and Sweden'; from four on their number first, because that is what a reader checks."""
    return listed(names) if len(names) <= FEW else f"{len(names)} States ({', '.join(names)})"


def few_said(names: Sequence[str]) -> str:
    """The first three, and how many more."""
    return listed(names) if len(names) <= FEW else f"{', '.join(names[:FEW])} and {len(names) - FEW} more"


def period_said(since: str, until: str) -> str:
    """'from 1 July 2022 until 31 December 2026'; empty where no day is recorded."""
    return " ".join(f"{word} {day_said(day)}" for word, day in (("from", since), ("until", until)) if day)


def standing_said(row: Mapping[str, Any]) -> str:
    """How a State stands to an instrument by one row: 'bound from 1 July 2022, by a part only (chapter II)'."""
    words = f"{STANDING[row['status']]} {period_said(row['since'], row['until'])}".strip()
    return f"{words}, by a part only ({row['partial']})" if row["partial"] else words


def value_said(value: Any) -> str:
    """A value as it reads in a sentence."""
    if value in EMPTY:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(value_said(item) for item in value)
    text = str(value)
    return text.replace("_", " ") if CODE.fullmatch(text) else day_said(text).rstrip(".")


def changes_said(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """The fields on which two states of a record differ: 'applies until is now 30 November 2026; notes say ...'."""
    return "; ".join(_changes(old, new))


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    parts: list[str] = []
    for name in [*new, *(name for name in old if name not in new)]:
        if not name.startswith("_") and old.get(name) != new.get(name):
            parts += _field_said(name, old.get(name), new.get(name))
    return parts


def _field_said(name: str, old: Any, new: Any) -> list[str]:
    said = name.replace("_", " ")
    if name in LINES:
        return _lines_said(name, old or [], new or [])
    if isinstance(old, dict) or isinstance(new, dict):
        if not new:
            return [f"no {said} any more"]
        return [f"{said}, {part}" for part in _changes(old or {}, new)]
    if isinstance(old, list) and isinstance(new, list):
        return [_list_said(said, old, new)]
    first, second = value_said(old), value_said(new)
    if new in EMPTY:
        return [f"{said} was {_cut(first)}, is now empty"]
    if old in EMPTY:
        return [f"{said} is now {_cut(second)}"]
    if max(len(first), len(second)) > SHORT:
        return [_text_said(said, first, second)]
    return [f"{said} was {first}, is now {second}"]


def _list_said(said: str, old: list[Any], new: list[Any]) -> str:
    """How a list of codes or texts changed."""
    come = [value_said(item) for item in new if item not in old]
    gone = [value_said(item) for item in old if item not in new]
    if not come and not gone:
        return f"{said} in another order"
    parts = [f"with {listed(come)}"] if come else []
    parts += [f"without {listed(gone)}"] if gone else []
    return f"{said}: {', '.join(parts)}"


def _lines_said(name: str, old: list[Any], new: list[Any]) -> list[str]:
    """How the conditions, limits or grounds of a provision changed, one phrase each."""
    word, mark = CALLED[name], LINES[name]
    gone = [line for line in old if line not in new]
    come = [line for line in new if line not in old]
    if not gone and not come:
        return [f"{name.replace('_', ' ')} in another order"]
    parts = []
    for line in come:
        before = next((other for other in gone if other.get(mark) == line.get(mark)), None)
        if before is None:
            parts.append(f"a new {word} {line_said(name, line)}")
        else:
            gone.remove(before)
            parts.append(f"{word} {line[mark]}: {changes_said(before, line)}")
    return parts + [f"no {word} {line_said(name, line)} any more" for line in gone]


def line_said(name: str, line: Mapping[str, Any]) -> str:
    """A condition, a limit or a ground in words, with its article."""
    article = f"article {line['article']}" if line.get("article") else ""
    if name == "conditions":
        test = f"{codes.OPS.get(line['op'], line['op'])} {value_said(line['value'])}"
        return f"{line['fact']} ({_inside(test, line['effect'], article)}: {_cut(line['text'])})"
    if name == "time_limits":
        amount = (
            f"{line['duration']} {str(line.get('unit') or '').replace('_', ' ')}" if line["duration"] else "no term"
        )
        return f"{line['event']} ({_inside(amount, article)})"
    if name == "refusal_grounds":
        force = "mandatory" if line["mandatory"] else "optional"
        return f"{line['code']} ({_inside(force, article)}: {_cut(line['text'])})"
    return f"{value_said(line.get('states'))} ({_inside(str(line.get('mode')), article)})"


def _inside(*parts: str) -> str:
    return ", ".join(part.strip() for part in parts if part.strip())


def _text_said(said: str, old: str, new: str) -> str:
    """The words of a long text that changed, without what stands before and after them."""
    first, second = old.split(), new.split()
    front = 0
    while front < min(len(first), len(second)) and first[front] == second[front]:
        front += 1
    back = 0
    while back < min(len(first), len(second)) - front and first[-1 - back] == second[-1 - back]:
        back += 1
    gone = _cut(" ".join(first[front : len(first) - back]))
    come = _cut(" ".join(second[front : len(second) - back]))
    if gone and come:
        return (
            f"{said} say “{come}” in place of “{gone}”" if said.endswith("s") else f"{said}: “{gone}” is now “{come}”"
        )
    return f"{said}: with “{come}”" if come else f"{said}: without “{gone}”"


def _cut(text: str) -> str:
    text = " ".join(text.split()).rstrip(".")
    return text if len(text) <= PIECE else f"{text[:PIECE].rsplit(' ', 1)[0]} …"
