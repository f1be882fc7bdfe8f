"""What changed between two editions, in words: which instruments, States, measures and periods.

*Reads* two edition documents. *Writes* nothing. One sentence a change that a lawyer would want to know: from when, for
whom, what. Rows and provisions that changed alike are one sentence ("From 1 July 2022, for 26 States (...), ..."). The
pieces are `edition_phrases`; how far a sentence reaches is told by `instruments.edition_reach`.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from instruments.edition_phrases import (
    changes_said,
    few_said,
    listed,
    period_said,
    standing_said,
    states_said,
)
from instruments.records import Records, kind_of, name_of, record_sha256, records_of

_WORDS = {
    "jurisdiction": ("State", "States"),
    "measure": ("measure", "measures"),
    "ladder": ("ladder of", "ladders of"),
    "fact": ("fact", "facts"),
    "ground": ("ground of refusal", "grounds of refusal"),
    "offence_list": ("offence list", "offence lists"),
    "network": ("network", "networks"),
    "precedence": ("precedence rule", "precedence rules"),
}


_Row = dict[str, Any]


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
        self.bound: dict[str, set[str]] = defaultdict(set)
        self.provided: dict[str, dict[str, None]] = defaultdict(dict)
        for book in (new, old):
            for row in book["participation"]:
                if row["status"] == "bound":
                    self.bound[row["instrument"]].add(row["iso2"])
            for record in book["instruments"]:
                self.provided[record["code"]] |= {item["measure"]: None for item in record["provisions"]}
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

    def reach(self, code: str) -> str:
        """'for 26 States': how many it binds at any time in either edition; empty where no row binds anybody."""
        count = len(self.bound[code])
        return f"for {count} State{'' if count == 1 else 's'}" if count else ""

    def subjects(self, code: str) -> str:
        """What an instrument is for: its measures, the first three by name."""
        return few_said([self.measure(name)[:1].lower() + self.measure(name)[1:] for name in self.provided[code]])

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
    lines = [*_headers(changed, before, after, names), *_provisions(changed, before, after, names)]
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


def _sentence(*parts: str) -> str:
    """The parts that say something, joined by commas, with a capital and a full stop."""
    text = ", ".join(part for part in parts if part)
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _headers(changed: list[str], before: Records, after: Records, names: _Names) -> Iterator[Line]:
    for key in _of("instrument", changed):
        code = name_of(key)
        record = after.get(key) or before[key]
        called = f"{record['short_title']} ({code})"
        if key in before and key in after:
            yield Line(_sentence(names.reach(code), f"{called}: {changes_said(before[key], record)}"), (key,))
            continue
        period = period_said(record.get("applies_from") or "", record.get("applies_until") or "")
        if key not in before:
            what = f"a new instrument, {called}" + ("" if period else ", with no day of application")
            subjects = names.subjects(code)
            yield Line(_sentence(period, names.reach(code), f"{what}: {subjects}" if subjects else what), (key,))
        else:
            yield Line(_sentence(names.reach(code), f"the instrument {called} is gone"), (key,))


def _provisions(changed: list[str], before: Records, after: Records, names: _Names) -> Iterator[Line]:
    """Joined by instrument and change: what wakes nine provisions is one sentence."""
    groups: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for key in _of("provision", changed):
        record = after.get(key) or before[key]
        code, when = record["_instrument"], ""
        if key in before and key in after:
            change = changes_said(before[key], record)
        else:
            owner = after.get(f"instrument:{code}") or before.get(f"instrument:{code}") or {}
            when = period_said(
                record.get("applies_from") or owner.get("applies_from") or "",
                record.get("applies_until") or owner.get("applies_until") or "",
            )
            word = "article" if len(record["articles"]) == 1 else "articles"
            articles = f"{word} {', '.join(record['articles'])}"
            change = f"new, {articles}" if key not in before else "gone"
        groups[code, when if change != "gone" else "", change].append(key)
    for (code, when, change), keys in groups.items():
        yield Line(
            _sentence(when, names.reach(code), f"{_places(code, keys, before, after, names)}: {change}"), tuple(keys)
        )


def _places(code: str, keys: list[str], before: Records, after: Records, names: _Names) -> str:
    """'Search and seizure under EIO Directive (eio/search)', or how many provisions of one instrument."""
    if len(keys) == 1:
        record = after.get(keys[0]) or before[keys[0]]
        return f"{names.measure(record['measure'])} under {names.title(code)} ({name_of(keys[0])})"
    tails = [name_of(key).partition("/")[2] for key in keys]
    return f"{len(keys)} provisions of {names.title(code)} ({', '.join(tails)})"


def _participation(changed: list[str], before: Records, after: Records, names: _Names) -> Iterator[Line]:
    """Joined by instrument and change, so that an accession of twenty States is one sentence.

    One row of a State that goes while one comes is the same State standing otherwise.
    """
    rows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key in _of("participation", changed):
        row = after.get(key) or before[key]
        rows[row["instrument"], row["iso2"]].append(key)
    groups: dict[tuple[str, str, str], list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for (code, iso2), keys in rows.items():
        for old, new, told in _pairs(keys, before, after):
            groups[code, *_row_change(old, new)].append((names.state(iso2), told))
    for (code, when, change), held in sorted(groups.items()):
        states = states_said(sorted({name for name, _ in held}))
        subjects = names.subjects(code) if change.startswith("is binding") else ""
        title = f"{names.title(code)} ({subjects})" if subjects else names.title(code)
        joint = " " if change.startswith("is binding") else ": "
        told = tuple(key for _, pair in sorted(held) for key in pair)
        yield Line(_sentence(when, f"for {states}", f"{title}{joint}{change}"), told)


def _pairs(
    keys: list[str], before: Records, after: Records
) -> Iterator[tuple[_Row | None, _Row | None, tuple[str, ...]]]:
    """(row before, row after, keys): a row that goes belongs to the one that comes, where there is one of each."""
    gone = [key for key in keys if key not in after]
    come = [key for key in keys if key not in before]
    if len(gone) == len(come) == 1:
        yield before[gone[0]], after[come[0]], (come[0], gone[0])
        keys = [key for key in keys if key in before and key in after]
    for key in keys:
        yield before.get(key), after.get(key), (key,)


def _row_change(old: _Row | None, new: _Row | None) -> tuple[str, str]:
    """(from when, what changes) of one State's row."""
    if new is None:
        if old is None:
            raise ValueError("a change has a row before or after")
        return "", f"no longer {standing_said(old)}"
    stands = standing_said(new)
    if old is not None and standing_said(old) == stands:
        return "", changes_said(old, new)
    before = f"; before: {standing_said(old)}" if old else ""
    if new["status"] != "bound":
        return "", f"{stands}{before}"
    part = f", by a part only ({new['partial']})" if new["partial"] else ""
    since = period_said(new["since"], new["until"])
    return since, f"is binding{part}{'' if since else ', day not known'}{before}"


def _per_state(changed: list[str], before: Records, after: Records, names: _Names) -> Iterator[Line]:
    """Declarations and authorities, joined where the same changes for several States."""
    groups: dict[tuple[str, str, str, str], list[tuple[str, str]]] = defaultdict(list)
    for kind in ("declaration", "authority"):
        for key in _of(kind, changed):
            old, new = before.get(key), after.get(key)
            row = new or old or {}
            what = row.get("name") or f"{row['topic'].replace('_', ' ')}: {row['value']}"
            change = "new" if old is None else "gone" if new is None else changes_said(old, row)
            groups[kind, row["instrument"], what, change].append((names.state(row["iso2"]), key))
    for (kind, code, what, change), held in groups.items():
        states = states_said(sorted({name for name, _ in held}))
        text = _sentence(f"for {states}", f"{names.title(code)}", f"{kind} {what}: {change}")
        yield Line(text, tuple(key for _, key in sorted(held)))


def _others(changed: list[str], before: Records, after: Records, names: _Names) -> Iterator[Line]:
    called = {"jurisdiction": names.state, "measure": names.measure, "ladder": names.measure}
    for kind, (word, words) in _WORDS.items():
        keys = _of(kind, changed)
        name = called.get(kind, str)
        come, gone = [key for key in keys if key not in before], [key for key in keys if key not in after]
        for fate, own in (("new", come), ("gone", gone)):
            if own:
                said = f"{fate.capitalize()} {word}" if len(own) == 1 else f"{fate.capitalize()}, {len(own)} {words}"
                yield Line(f"{said}: {listed([name(name_of(key)) for key in own])}.", tuple(own))
        for key in keys:
            if key in before and key in after:
                yield Line(f"The {word} {name(name_of(key))}: {changes_said(before[key], after[key])}.", (key,))
