"""A trace is data: the tree of what was tested, and `because`, which is its leaves.

A node has a kind (provision, window, all, any, condition), a verdict and either children or one tested line. Saying it
in words is for others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from routing.conditions import FAILS, HOLDS, Verdict, conjunction, disjunction
from routing.evaluation import Outcome, Result, WindowResult
from routing.rules import REQUIRED


@dataclass(frozen=True, slots=True)
class Node:
    """One step of the reasoning. `line` is what `because` shows; only leaves have one."""

    kind: str
    verdict: Verdict
    label: str = ""
    line: dict[str, Any] | None = None
    children: tuple[Node, ...] = field(default=())

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
            answer["condition"] = self.line
        if self.children:
            answer["children"] = [child.document() for child in self.children]
        return answer


def window_line(window: WindowResult) -> dict[str, Any]:
    """The line of a window: the deciding day against the first or last day of use."""
    line: dict[str, Any] = {
        "fact": window.day.fact if window.op != "status" else "instrument.in_force",
        "op": window.op if window.op != "status" else "eq",
        "value": window.limit.isoformat() if window.limit else True,
        "found": window.day.day.isoformat() if window.op != "status" else False,
        "verdict": str(window.verdict),
        "effect": REQUIRED,
        "article": window.article,
        "text": window.text,
        "window": True,
    }
    if window.verdict is FAILS:
        line["closes"] = True
    if window.day.assumed:
        line["assumed"] = True
    return line


def condition_line(result: Result, *, closes: bool) -> dict[str, Any]:
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
    if finding.note:
        line["note"] = finding.note
    if finding.sources:
        line["sources"] = list(finding.sources)
    return line


def because(outcome: Outcome) -> list[dict[str, Any]]:
    """The tested lines of an outcome: the window first, then the conditions in the order of the book."""
    closing = {id(result) for result in outcome.closing}
    return [window_line(window) for window in outcome.windows] + [
        condition_line(result, closes=id(result) in closing) for result in outcome.results
    ]


def tree(outcome: Outcome) -> Node:
    """The whole reasoning about one provision."""
    closing = {id(result) for result in outcome.closing}
    windows = tuple(Node("window", w.verdict, line=window_line(w)) for w in outcome.windows)
    groups: dict[str, list[Node]] = {}
    parts: list[Node] = []
    order: list[tuple[str, int]] = []
    advice: list[Node] = []
    for result in outcome.results:
        leaf = Node("condition", result.met, line=condition_line(result, closes=id(result) in closing))
        group = result.condition.or_group
        if not result.condition.decides:
            advice.append(leaf)
        elif group is None:
            order.append(("", len(parts)))
            parts.append(leaf)
        else:
            if group not in groups:
                order.append((group, 0))
            groups.setdefault(group, []).append(leaf)
    children = tuple(
        parts[place]
        if not group
        else Node("any", disjunction(n.verdict for n in _counting(groups[group])), group, None, tuple(groups[group]))
        for group, place in order
    )
    window = Node("all", conjunction(node.verdict for node in windows), "window", None, windows)
    deciding = Node("all", conjunction(node.verdict for node in children), "conditions", None, children)
    both = (window, deciding) + (
        (Node("advice", HOLDS, "warnings and channels", None, tuple(advice)),) if advice else ()
    )
    verdict = conjunction((window.verdict, deciding.verdict))
    return Node("provision", verdict, outcome.provision.id, None, both)


def _counting(nodes: list[Node]) -> list[Node]:
    """The members of a group that count."""
    return [node for node in nodes if node.line is None or node.line.get("counts", True)]
