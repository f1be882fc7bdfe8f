"""A trace is data: the tree of what was tested. `because` is its leaves, in order.

A node has a kind (provision, all, any, advice, window, condition), a verdict and either children or one tested line.
Saying it in words is for others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from routing.conditions import FAILS, HOLDS, UNKNOWN, Verdict, conjunction, disjunction
from routing.evaluation import Outcome, Result
from routing.rules import REQUIRED
from routing.windows import STATUS, WindowResult


@dataclass(frozen=True, slots=True)
class Node:
    """One step of the reasoning. `line` is what `because` shows; only leaves have one."""

    kind: str
    verdict: Verdict
    label: str = ""
    line: dict[str, Any] | None = None
    children: tuple[Node, ...] = ()

    def leaves(self) -> Iterator[Node]:
        """The tested lines under this node, in order."""
        if self.line is not None:
            yield self
        for child in self.children:
            yield from child.leaves()

    def document(self) -> dict[str, Any]:
        """The tree as JSON-ready data."""
        answer: dict[str, Any] = {"kind": self.kind, "verdict": str(self.verdict)}
        if self.label:
            answer["label"] = self.label
        if self.line is not None:
            answer["line"] = self.line
        if self.children:
            answer["children"] = [child.document() for child in self.children]
        return answer


def _window_line(window: WindowResult) -> dict[str, Any]:
    """The line of a window: the deciding day against the first day of use, or the first day after it."""
    status = window.op == STATUS
    line: dict[str, Any] = {
        "fact": "instrument.in_force" if status else window.day.fact,
        "op": "eq" if status else window.op,
        "value": window.limit.isoformat() if window.limit else True,
        "found": False if status else window.day.day.isoformat(),
        "verdict": str(window.verdict),
        "effect": REQUIRED,
        "article": window.article,
        "text": window.text,
        "window": True,
    }
    if window.verdict is FAILS:
        line["closes"] = True
    if window.day.assumed and not status:
        line["assumed"] = True
    return line


def _channel_note(result: Result) -> str:
    """What a failing condition on one channel or variant means: the provision stays, that way is shut."""
    kind, _, name = (result.condition.only_for or "").partition(".")
    if result.met is FAILS:
        way = "not by this channel" if kind == "channel" else "not with this effect"
    elif result.met is UNKNOWN:
        way = "this channel only if" if kind == "channel" else "this effect only if"
    else:
        return ""
    return f"{way}: {name.replace('_', ' ')}"


def _condition_line(result: Result, *, closes: bool) -> dict[str, Any]:
    """The line of one condition, with what was read for it."""
    condition, finding = result.condition, result.finding
    line: dict[str, Any] = {
        "fact": condition.test.fact,
        "op": condition.test.op,
        "value": condition.value_document,
        "found": finding.shown,
        "verdict": str(result.verdict),
        "effect": condition.effect,
        "article": condition.article,
        "text": condition.text,
        "basis": condition.basis,
    }
    if condition.source:
        line["source"] = condition.source
    if condition.only_for:
        line["only_for"] = condition.only_for
        if note := _channel_note(result):
            line["channel_note"] = note
    if condition.or_group:
        line["or_group"] = condition.or_group
        if not result.counts:
            line["counts"] = False
    if closes:
        line["closes"] = True
    if finding.assumed:
        line["assumed"] = True
    if finding.computed:
        line["computed"] = True
        if finding.rests_on:
            line["from"] = list(finding.rests_on)
    if finding.note:
        line["note"] = finding.note
    if finding.sources:
        line["sources"] = list(finding.sources)
    return line


def _condition_nodes(outcome: Outcome) -> tuple[list[Node], list[Node]]:
    """The deciding nodes (or_groups as one) and those that only advise."""
    closing = {id(result) for unit in outcome.closing for result in unit}
    deciding: list[Node] = []
    advice: list[Node] = []
    groups: dict[str, list[tuple[Result, Node]]] = {}
    for result in outcome.results:
        leaf = Node("condition", result.met, line=_condition_line(result, closes=id(result) in closing))
        group = result.condition.or_group
        if not result.condition.decides:
            advice.append(leaf)
        elif group is None:
            deciding.append(leaf)
        else:
            if group not in groups:
                deciding.append(Node("any", UNKNOWN, group))
            groups.setdefault(group, []).append((result, leaf))
    return [_group_node(node, groups) for node in deciding], advice


def _group_node(node: Node, groups: dict[str, list[tuple[Result, Node]]]) -> Node:
    """A placeholder of an or_group filled with its members; any other node as it is."""
    if node.kind != "any":
        return node
    members = groups[node.label]
    met = disjunction(result.met for result, _ in members if result.counts)
    return Node("any", met, node.label, None, tuple(leaf for _, leaf in members))


def tree(outcome: Outcome) -> Node:
    """The whole reasoning about one provision: window, deciding conditions, advice."""
    windows = tuple(Node("window", window.verdict, line=_window_line(window)) for window in outcome.windows)
    deciding, advice = _condition_nodes(outcome)
    window = Node("all", conjunction(node.verdict for node in windows), "window", None, windows)
    conditions = Node("all", conjunction(node.verdict for node in deciding), "conditions", None, tuple(deciding))
    parts = [window, conditions]
    if advice:
        parts.append(Node("advice", HOLDS, "what never closes", None, tuple(advice)))
    verdict = conjunction((window.verdict, conditions.verdict))
    return Node("provision", verdict, outcome.provision.id, None, tuple(parts))


def because(outcome: Outcome) -> list[dict[str, Any]]:
    """The tested lines of an outcome: the window, the deciding conditions, then what only advises."""
    return [leaf.line for leaf in tree(outcome).leaves() if leaf.line is not None]
