"""What changed between two editions, in words: which instruments, States, measures and periods.

*Reads* two edition documents. *Writes* nothing. One line a change that a lawyer would want to know; lines of rows
that changed alike are joined ("for France, Germany, Spain"). How far a line reaches (which measures, between whom,
from when) is told by `instruments.edition_reach`.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from instruments.records import Records, kind_of, name_of, record_sha256, records_of

_WORDS = {
    "jurisdiction": "State",
    "measure": "measure",
    "ladder": "ladder of",
    "fact": "fact",
    "ground": "ground of refusal",
    "offence_list": "offence list",
    "network": "network",
    "precedence": "precedence rule",
}
_SHORT = 60


@dataclass(frozen=True)
class Line:
    """One change in words, and the keys of the records that it tells of."""

    text: str
    keys: tuple[str, ...]


class _Names:
    """What codes are called in either of two editions; the newer one goes first."""

    def __init__(self, old: dict[str, Any], new: dict[str, Any]) -> None:
        both = (old, new)
        self.titles: dict[str, str] = {
            record["code"]: record["short_title"] for book in both for record in book["instruments"]
        }
        self.states: dict[str, str] = {row["iso2"]: row["name"] for book in both for row in book["jurisdictions"]}
        self.measures: dict[str, str] = {
            f"{track}.{name}": entry["name"]
            for book in both
            for track, group in book["measures"].items()
            for name, entry in group.items()
        }

    def title(self, code: str) -> str:
        """The short title of an instrument."""
        return self.titles.get(code, code)

    def measure(self, code: str) -> str:
        """The name of a measure."""
        return self.measures.get(code, code)

    def state(self, iso2: str) -> str:
        """The name of a State."""
        return self.states.get(iso2, iso2)


def edition_diff(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """The differences from `old` to `new` as sentences; an empty list when both say the same."""
    return [line.text for line in edition_lines(old, new)]


def edition_lines(old: dict[str, Any], new: dict[str, Any]) -> list[Line]:
    """The same with the records that each sentence tells of."""
    before, after = records_of(old), records_of(new)
    changed = [key for key in {**before, **after} if _differs(before.get(key), after.get(key))]
    names = _Names(old, new)
    lines = [*_headers(changed, before, after), *_provisions(changed, before, after, names)]
    lines += _participation(changed, before, after, names)
    lines += _per_state(changed, before, after, names)
    lines += _others(changed, before, after, names)
    return lines


def _differs(old: dict[str, Any] | None, new: dict[str, Any] | None) -> bool:
    if old is None or new is None:
        return True
    return record_sha256(old) != record_sha256(new)


def _of(kind: str, keys: list[str]) -> list[str]:
    return sorted(key for key in keys if kind_of(key) == kind)


def _headers(changed: list[str], before: Records, after: Records) -> Iterator[Line]:
    for key in _of("instrument", changed):
        code = name_of(key)
        if key not in before:
            record = after[key]
            text = f"New instrument {record['short_title']} ({code}), {_applies(record)}."
        elif key not in after:
            text = f"Instrument {before[key]['short_title']} ({code}) is gone."
        else:
            text = f"Instrument {after[key]['short_title']} ({code}): {_keys(before[key], after[key])}."
        yield Line(text, (key,))


def _applies(record: dict[str, Any]) -> str:
    start, end = record.get("applies_from"), record.get("applies_until")
    if start and end:
        return f"applies from {start} until {end}"
    return f"applies from {start}" if start else "with no day of application"


def _provisions(changed: list[str], before: Records, after: Records, names: _Names) -> Iterator[Line]:
    for key in _of("provision", changed):
        identity = name_of(key)
        record = after.get(key) or before[key]
        place = f"{names.title(record['_instrument'])}, {names.measure(record['measure'])}"
        if key not in before:
            text = f"New provision {identity} ({place}), article {', '.join(record['articles'])}."
        elif key not in after:
            text = f"Provision {identity} ({place}) is gone."
        else:
            text = f"Provision {identity} ({place}): {_keys(before[key], after[key])}."
        yield Line(text, (key,))


def _keys(old: dict[str, Any], new: dict[str, Any]) -> str:
    """'applies until was none, is now 2026-11-30; notes changed'."""
    parts = []
    for name in [*new, *(name for name in old if name not in new)]:
        if name.startswith("_") or old.get(name) == new.get(name):
            continue
        first, second, said = old.get(name), new.get(name), name.replace("_", " ")
        if isinstance(first, list) and isinstance(second, list):
            parts.append(_lists(said, first, second))
        elif isinstance(first, dict) or isinstance(second, dict) or max(len(str(first)), len(str(second))) > _SHORT:
            parts.append(f"{said} changed")
        else:
            parts.append(f"{said} was {_said(first)}, is now {_said(second)}")
    return "; ".join(parts)


def _lists(name: str, old: list[Any], new: list[Any]) -> str:
    """How a list changed: by its items where they are codes, by their facts where they are conditions."""
    gone = [_item(item) for item in old if item not in new]
    come = [_item(item) for item in new if item not in old]
    if not gone and not come:
        return f"{name} in another order"
    both = [item for item in come if item in gone]
    parts = [f"{item} changed" for item in dict.fromkeys(both)]
    parts += [f"without {item}" for item in gone if item not in both]
    parts += [f"with {item}" for item in come if item not in both]
    return f"{name}: {', '.join(parts)}"


def _item(item: Any) -> str:
    if isinstance(item, dict):
        return str(item.get("fact") or item.get("event") or item.get("code") or item.get("right") or "an entry")
    return str(item)


def _said(value: Any) -> str:
    return "none" if value is None or value == "" else str(value).rstrip(".")


def _participation(changed: list[str], before: Records, after: Records, names: _Names) -> Iterator[Line]:
    """Joined by instrument and change, so that an accession of twenty States is one line."""
    groups: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for key in _of("participation", changed):
        old, new = before.get(key), after.get(key)
        row = new or old or {}
        groups[row["instrument"], _row_change(old, new)].append((names.state(row["iso2"]), key))
    for (code, change), held in sorted(groups.items()):
        states = ", ".join(name for name, _ in sorted(held))
        yield Line(f"{names.title(code)}, for {states}: {change}.", tuple(key for _, key in sorted(held)))


def _row_change(old: dict[str, Any] | None, new: dict[str, Any] | None) -> str:
    if old is None and new is not None:
        return f"now {_state_of(new)}"
    if new is None and old is not None:
        return f"no longer {_state_of(old)}"
    if old is None or new is None:
        raise ValueError("a change has a row before or after")
    if _state_of(old) != _state_of(new):
        return f"was {_state_of(old)}, is now {_state_of(new)}"
    return _keys(old, new)


def _state_of(row: dict[str, Any]) -> str:
    words = {"bound": "bound", "signatory": "signed only", "not_bound": "not bound"}[row["status"]]
    if row["since"]:
        words += f" from {row['since']}"
    return words + (f" until {row['until']}" if row["until"] else "")


def _per_state(changed: list[str], before: Records, after: Records, names: _Names) -> Iterator[Line]:
    for kind, word in (("declaration", "declaration"), ("authority", "authority")):
        for key in _of(kind, changed):
            old, new = before.get(key), after.get(key)
            row = new or old or {}
            what = row.get("name") or f"{row['topic'].replace('_', ' ')}: {row['value']}"
            change = "new" if old is None else "gone" if new is None else _keys(old, row)
            place = f"{names.title(row['instrument'])}, {names.state(row['iso2'])}"
            yield Line(f"{place}, {word} {what}: {change}.", (key,))


def _others(changed: list[str], before: Records, after: Records, names: _Names) -> Iterator[Line]:
    called = {"jurisdiction": names.state, "measure": names.measure, "ladder": names.measure}
    for kind, word in _WORDS.items():
        for key in _of(kind, changed):
            name = called.get(kind, str)(name_of(key))
            if key not in before:
                text = f"New {word} {name}."
            elif key not in after:
                text = f"The {word} {name} is gone."
            else:
                text = f"The {word} {name}: {_keys(before[key], after[key])}."
            yield Line(text, (key,))
