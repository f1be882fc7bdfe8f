"""Precedence: an order in which nothing comes before itself."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from instruments.integrity.base import Rule, View

Found = Iterator[tuple[str, str]]


class PrecedenceCycle(Rule):
    """On no day and for no measure does an instrument come before itself.

    Rules with `use: explain` order nothing. Rules whose validity shares no day, or which name no common measure, do
    not meet.
    """

    def found(self, view: View) -> Found:
        rules = [
            rule for rule in view.book["precedence"] if rule["kind"] == "instrument" and rule.get("use") != "explain"
        ]
        days = sorted({"", *(rule["valid_from"] for rule in rules if rule.get("valid_from"))})
        seen = set()
        for day in days:
            living = [
                rule for rule in rules if (rule.get("valid_from") or "") <= day <= (rule.get("valid_until") or "9")
            ]
            for measure in view.measures:
                applying = [rule for rule in living if measure in rule.get("measures", [measure])]
                cycle = _cycle(applying)
                if cycle and frozenset(cycle) not in seen:
                    seen.add(frozenset(cycle))
                    since = f" from {day}" if day else ""
                    yield f"precedence:{cycle[0]}", f"{' - '.join(cycle)} for {measure}{since}"


def _cycle(rules: list[dict[str, Any]]) -> list[str]:
    """The ids of rules that close a circle, or nothing."""
    after: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for rule in rules:
        for first in rule["prefer"]:
            after[first] += [(second, rule["id"]) for second in rule["over"]]
    done: set[str] = set()

    def walk(code: str, path: list[str], by: list[str]) -> list[str]:
        if code in path:
            return by[path.index(code) :]
        if code in done:
            return []
        for second, rule in after.get(code, []):
            found = walk(second, [*path, code], [*by, rule])
            if found:
                return found
        done.add(code)
        return []

    for code in list(after):
        found = walk(code, [], [])
        if found:
            return found
    return []


class PrecedenceWithoutReason(Rule):
    """A precedence rule names its condition and its article."""

    def found(self, view: View) -> Found:
        for rule in view.book["precedence"]:
            for name in ("condition", "article"):
                if not rule[name].strip():
                    yield f"precedence:{rule['id']}", f"no {name}"


class PrecedenceOverItself(Rule):
    """No instrument stands on both sides of one rule that is computed; of two provisions of one record `detail`
    tells."""

    def found(self, view: View) -> Found:
        for rule in view.book["precedence"]:
            both = sorted(set(rule["prefer"]) & set(rule["over"]))
            if both and rule["kind"] == "instrument" and not (rule.get("use") or rule.get("detail")):
                yield f"precedence:{rule['id']}", ", ".join(both)
