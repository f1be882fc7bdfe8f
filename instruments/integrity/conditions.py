"""Conditions: do they fit their facts, can they matter, can they all hold at once?"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from instruments.condition_rules import condition_problem
from instruments.integrity.base import Rule, View

Found = Iterator[tuple[str, str]]
Conditions = list[dict[str, Any]]
SENT = "request.sent_on"
SENT_MODES = frozenset({"by_request", "by_transmission"})


class ConditionOnUnknownFact(Rule):
    """A condition tests a fact of the vocabulary."""

    def found(self, view: View) -> Found:
        for where, _, condition in view.lines:
            if condition["fact"] not in view.facts:
                yield where, condition["fact"]


class ConditionDoesNotFitItsFact(Rule):
    """Operator and value of a condition fit the type of its fact."""

    def found(self, view: View) -> Found:
        for where, _, condition in view.lines:
            fact = view.facts.get(condition["fact"])
            if fact is None:
                continue
            problem = condition_problem(
                fact, condition["op"], condition["value"], instruments=view.instruments, states=view.states
            )
            if problem:
                yield where, f"{problem[0]}, allowed is {problem[1]}"


class ConditionTwice(Rule):
    """A condition that stands twice in a provision, with the same words, is dead: the second can change nothing.

    Two requirements of the law may share one question (a notice needs its reasons and its sender: is it complete?).
    Then each line keeps its own article or words, and both are shown.
    """

    is_error = False

    def found(self, view: View) -> Found:
        for identity, (_, provision) in view.provisions.items():
            seen = set()
            for condition in provision["conditions"]:
                names = ("fact", "op", "value", "effect", "only_for", "or_group", "article", "text")
                key = repr([condition.get(name) for name in names])
                if key in seen:
                    yield f"provision:{identity}", f"{condition['fact']} {condition['op']} {condition['value']}"
                seen.add(key)


class LonelyAlternative(Rule):
    """A group of alternatives (`or_group`) has at least two members."""

    def found(self, view: View) -> Found:
        for identity, (_, provision) in view.provisions.items():
            groups: dict[str, int] = defaultdict(int)
            for condition in provision["conditions"]:
                if condition.get("or_group"):
                    groups[condition["or_group"]] += 1
            for group, members in groups.items():
                if members < 2:
                    yield f"provision:{identity}", f"{group} has one member"


class DeadDateCondition(Rule):
    """A condition on the day of sending that the period of the provision decides already is dead.

    One that repeats the very border of the period is not: it gives the border its article and its words.
    """

    is_error = False

    def found(self, view: View) -> Found:
        for identity, (record, provision) in view.provisions.items():
            if record["transition"]["mode"] not in SENT_MODES or record["transition"].get("exceptions"):
                continue
            first = provision.get("applies_from") or record["applies_from"] or ""
            last = provision.get("applies_until") or record["applies_until"] or "9999-12-31"
            for condition in provision["conditions"]:
                if condition["fact"] != SENT or condition.get("or_group"):
                    continue
                day, op = condition["value"], condition["op"]
                always = (op == "on_or_after" and first > day) or (op == "before" and _next_day(last) < day)
                if always:
                    yield f"provision:{identity}", f"{op} {day} always holds in {first or '...'} to {last}"


def _next_day(day: str) -> str:
    """The day after the last one of a period; an open period has none and stays as it is."""
    return day if day.startswith("9999") else (date.fromisoformat(day) + timedelta(days=1)).isoformat()


class ProvisionNeverOpens(Rule):
    """A provision can open on some day for some pair of States, unless its status says that it may not yet.

    Looked at: required conditions on one fact that exclude each other, a bar that equals a requirement, an empty
    period, and a binding that no two States of the book ever had on a common day.
    """

    is_error = False

    def found(self, view: View) -> Found:
        pairs = _Pairs(view)
        for identity, (record, provision) in view.provisions.items():
            status = provision.get("status") or (record.get("status_note") or {}).get("status")
            if status in {"not_in_force", "not_yet_applicable", "under_negotiation"}:
                continue
            for reason in (_contradiction(provision["conditions"]), _no_day(record, provision), pairs.none(provision)):
                if reason:
                    yield f"provision:{identity}", reason


def _deciding(conditions: Conditions, effect: str) -> Conditions:
    return [
        item
        for item in conditions
        if item["effect"] == effect and not item.get("only_for") and not item.get("or_group")
    ]


def _contradiction(conditions: Conditions) -> str:
    """Two deciding conditions on one fact that cannot both be satisfied, in words, or ''."""
    required = _deciding(conditions, "required")
    bars = {repr((item["fact"], item["op"], item["value"])) for item in _deciding(conditions, "bar")}
    sets: dict[str, set[Any]] = {}
    for item in required:
        if repr((item["fact"], item["op"], item["value"])) in bars:
            return f"{item['fact']} {item['op']} {item['value']} is required and bars"
        if item["op"] not in {"eq", "in"}:
            continue
        values = set(item["value"]) if isinstance(item["value"], list) else {item["value"]}
        sets[item["fact"]] = sets.get(item["fact"], values) & values
        if not sets[item["fact"]]:
            return f"the requirements on {item['fact']} exclude each other"
    return ""


def _no_day(record: dict[str, Any], provision: dict[str, Any]) -> str:
    """No day of sending satisfies the period and the conditions, in words, or ''."""
    if record["transition"]["mode"] not in SENT_MODES or record["transition"].get("exceptions"):
        return ""
    first = provision.get("applies_from") or record["applies_from"] or ""
    last = provision.get("applies_until") or record["applies_until"] or "9999-12-31"
    for item in _deciding(provision["conditions"], "required"):
        if item["fact"] == SENT and item["op"] == "on_or_after":
            first = max(first, item["value"])
        if item["fact"] == SENT and item["op"] == "before" and item["value"] <= first:
            return f"required before {item['value']}, but the period begins on {first}"
    return f"the period {first} to {last} holds no day" if first > last else ""


class _Pairs:
    """Whether an instrument ever bound two States at once, by its pairing rule."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.known: dict[str, bool] = {}

    def none(self, provision: dict[str, Any]) -> str:
        """The binding requirement that no pair can meet, in words, or ''."""
        for item in _deciding(provision["conditions"], "required"):
            if item["op"] == "both_bound_by" and not any(self.possible(code) for code in item["value"]):
                return f"no two States are ever bound together by {', '.join(item['value'])}"
        return ""

    def possible(self, code: str) -> bool:
        """A pair exists, or the book does not know."""
        if code not in self.known:
            self.known[code] = self._possible(code)
        return self.known[code]

    def _possible(self, code: str) -> bool:
        record = self.view.instruments.get(code)
        if record is None:
            return False
        pairing = record.get("pairing")
        if not pairing or pairing["missing_row_means"] == "unknown" or pairing.get("unknown_for"):
            return True
        rows = [row for row in self.view.rows[code] if row["status"] == "bound"]
        one: set[str] = set(pairing.get("side", [])) or ({pairing["hub"]} if "hub" in pairing else set())
        return any(
            (not one or (first["iso2"] in one) != (second["iso2"] in one))
            and first["iso2"] != second["iso2"]
            and (first["since"] or "0") <= (second["until"] or "9")
            and (second["since"] or "0") <= (first["until"] or "9")
            for place, first in enumerate(rows)
            for second in rows[:place]
        )
