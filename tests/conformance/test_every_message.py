"""Every refusal that the engine can utter is shown, word for word, by a file of bad/.

The sentences are read from the source of the readers, the checks and the rules of linting, so that a new one without
a conformance case fails here.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from types import ModuleType

import pytest

from routing import checking, codec_case, linting, reading
from tests.conformance.test_conformance import BAD

TOLD = [sentence for _, item in BAD for sentence in item["refusal"]]
# Sentences that come with a refusal: the hints of the readers, which return their words.
HINTS = ("_state_hint", "nearest", "too_much")


def pattern(node: ast.expr) -> str | None:
    """A text with holes as a pattern; None for what is put together elsewhere."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".*" for part in node.values]
        return "".join(parts)
    return None


def sentences(module: ModuleType) -> Iterator[tuple[int, str]]:
    """The patterns of every refusal in a module, with the lines."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        found: list[ast.expr | None] = []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "note":
            found = [node.args[2]]
        elif isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
            found = list(node.value.elts[1:])
        elif isinstance(node, ast.FunctionDef) and node.name in HINTS:
            returns = [item.value for item in ast.walk(node) if isinstance(item, ast.Return)]
            found = [side for value in returns for side in _sides(value)]
        for item in found:
            text = pattern(item) if item is not None else None
            if text:
                yield node.lineno, text


def _sides(node: ast.expr | None) -> list[ast.expr | None]:
    return [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]


EVERY = [
    pytest.param(text, id=f"{module.__name__.removeprefix('routing.')}:{line}")
    for module in (reading, checking, codec_case, linting)
    for line, text in sentences(module)
]


def test_the_sentences_are_found() -> None:
    """All modules together hold some fifty; a reader of source that finds none would pass everything."""
    assert len(EVERY) >= 45


@pytest.mark.parametrize("text", EVERY)
def test_every_refusal_is_shown(text: str) -> None:
    assert any(re.search(text, told) for told in TOLD), text


@pytest.mark.parametrize("rule", linting.RULES, ids=lambda rule: rule.__name__)
def test_every_rule_of_linting_is_broken_somewhere(rule: type[linting.LintRule]) -> None:
    assert any(told.startswith(f"{rule.__name__}: ") for told in TOLD)
