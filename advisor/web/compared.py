"""Two answers side by side in words: what moves, need by need; what stays is only counted. Pure.

Reads: two documents of the form a stored route has (`case`, `on`, `answer`), the rulebook, the agency's durations.
Serves what-if (the case now, and with a change) and re-routing (a stored route, and the case now).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from advisor.cases.route_brief import brief_of
from advisor.web.marks import VERDICTS
from advisor.web.pictures.due import due_of
from advisor.web.pictures.sheet import NeedSheet, Seen, Sheet, Way, days_words, sheet_of
from advisor.web.route_view import measure_name, state_name
from routing.rulebook import Rulebook

MOST_VERDICTS = 12
Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Moved:
    """One need that moves. `rows`: (what, before, after); `verdicts`: (option, before, after, why)."""

    id: str
    name: str
    rows: tuple[tuple[str, str, str], ...]
    verdicts: tuple[tuple[str, str, str, str], ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """What moves between two answers, and how many needs stay as they are.

    `shared`: (option, before, after, why, needs' names): lines that read the same for several needs, said once.
    `days`: (need, before, after) where the last day by law moves, were the least way sent on the day of the answer.
    """

    moved: tuple[Moved, ...] = ()
    same: int = 0
    days: tuple[tuple[str, str, str], ...] = ()
    shared: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.moved)


def compared(before: Document, after: Document, book: Rulebook, seen: Seen) -> Comparison:
    """Everything that moves, in the order of the needs; needs that came or went are said as such."""
    one, other = (_sheet(document, book, seen) for document in (before, after))
    old = {need["id"]: need for need in before["answer"]["needs"]}
    new = {need["id"]: need for need in after["answer"]["needs"]}
    left, right = ({need.id: need for need in sheet.needs} for sheet in (one, other))
    found: list[Moved] = []
    days = []
    for key in dict.fromkeys((*old, *new)):
        name = _name(new.get(key) or old[key], book)
        if key not in new or key not in old:
            words = (_("asked for"), _("no longer asked for")) if key in old else (_("not asked for"), _("asked for"))
            found.append(Moved(key, name, ((_("Need"), *words),), ()))
            continue
        rows = (*_state(old[key], new[key], book), *_rows(left[key], right[key]))
        last = _due(left[key], one.on, book, one.home), _due(right[key], other.on, book, other.home)
        if last[0] != last[1]:
            days.append((name, *last))
        verdicts = tuple(_verdicts(old[key], new[key]))
        if rows or verdicts:
            found.append(Moved(key, name, rows, verdicts))
    shared = _shared(found)
    same = {line[:-1] for line in shared}
    own = tuple(_shortened(need, [line for line in need.verdicts if line not in same]) for need in found)
    return Comparison(own, len(set(old) | set(new)) - len(found), tuple(days), shared)


def _shared(found: list[Moved]) -> tuple[tuple[str, str, str, str, tuple[str, ...]], ...]:
    """The lines that several needs have alike, each with the names of its needs."""
    needs: dict[tuple[str, str, str, str], list[str]] = {}
    for need in found:
        for line in dict.fromkeys(need.verdicts):
            needs.setdefault(line, []).append(need.name)
    return tuple((*line, tuple(names)) for line, names in needs.items() if len(names) > 1)


def _shortened(need: Moved, lines: list[tuple[str, str, str, str]]) -> Moved:
    """The need with its own lines, the first of them shown and the others counted."""
    return replace(need, verdicts=tuple(lines[:MOST_VERDICTS]), more=max(0, len(lines) - MOST_VERDICTS))


def _sheet(document: Document, book: Rulebook, seen: Seen) -> Sheet:
    return sheet_of(brief_of(document), book, date.fromisoformat(str(document["on"])), seen)


def _name(need: Document, book: Rulebook) -> str:
    state = state_name(book, need.get("requested_state"))
    return measure_name(book, need["measure"]) + (f", {state}" if state else "")


def _state(old: Document, new: Document, book: Rulebook) -> Iterator[tuple[str, str, str]]:
    if old.get("requested_state") != new.get("requested_state"):
        named = [state_name(book, need.get("requested_state")) or _("not known yet") for need in (old, new)]
        yield _("State"), named[0], named[1]


def _rows(old: NeedSheet, new: NeedSheet) -> Iterator[tuple[str, str, str]]:
    """The lines of a need that read differently."""
    lines: list[tuple[str, Callable[[NeedSheet], str]]] = [
        (_("How far it has come"), lambda need: str(VERDICTS.get(need.status, need.status))),
        (_("Least route that suffices"), lambda need: _way(need.least)),
        (_("Secure first"), lambda need: _way(need.secure)),
        (_("If that is not enough"), lambda need: _way(need.then)),
        (_("Usual answer"), lambda need: days_words(need.least.expected) if need.least else _("none")),
        (_("Time limit"), lambda need: (need.least.limit if need.least else "") or _("none in the law")),
    ]
    for heading, said in lines:
        one, other = said(old), said(new)
        if one != other:
            yield heading, one, other


def _due(need: NeedSheet, on: date, book: Rulebook, home: str) -> str:
    """The last day by law if the least way were sent on the day of the answer."""
    found = due_of(need.least, book, on, home) if need.least else None
    return date_format(found.day, "j F Y") if found else _("none")


def _way(way: Way | None) -> str:
    if way is None:
        return _("none")
    return f"{way.name} ({VERDICTS.get(way.verdict, way.verdict)})" + ("" if way.own else f": {way.measure}")


def _verdicts(old: Document, new: Document) -> Iterator[tuple[str, str, str, str]]:
    """Options that came, went, or are worth something else, with the first line that reads differently."""
    before = {option["provision"]: option for option in old["options"]}
    after = {option["provision"]: option for option in new["options"]}
    for provision in dict.fromkeys((*before, *after)):
        one, other = before.get(provision), after.get(provision)
        here = other or one or {}
        words = [str(VERDICTS.get(o["verdict"], o["verdict"])) if o else _("not looked at") for o in (one, other)]
        if one is None or other is None:
            if here.get("verdict") != "closed":  # a closed option that comes or goes changes nothing
                yield str(here["short_title"]), words[0], words[1], ""
        elif one["verdict"] != other["verdict"]:
            yield str(here["short_title"]), words[0], words[1], _why(one, other)


def _why(old: Document, new: Document) -> str:
    """The first tested line that reads differently, with its article."""
    before = {(line["fact"], line["op"], str(line["value"]), line["verdict"]) for line in old["because"]}
    for line in new["because"]:
        if (line["fact"], line["op"], str(line["value"]), line["verdict"]) not in before:
            return f"{line['text']} ({line['article']})"
    return ""
