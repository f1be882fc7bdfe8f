"""The faults that can be planted in one node of a syntax tree, each with words and a way to make it.

A change alters the tree in place; a tree is parsed afresh for every mutant.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import NamedTuple


class Fault(NamedTuple):
    """One change: the name of its operator, what it does in words, and the function that does it."""

    operator: str
    text: str
    make: Callable[[], None]


COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.BitXor: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
CALLS = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list"}


class Spot(NamedTuple):
    """Where a node hangs: in a field of its parent, at a place where the field is a list."""

    parent: ast.AST
    field: str
    place: int | None

    def putter(self, new: ast.AST, like: ast.AST) -> Callable[[], None]:
        """A function that puts another node there."""
        ast.copy_location(new, like)
        ast.fix_missing_locations(new)
        if self.place is None:
            return lambda: setattr(self.parent, self.field, new)
        return lambda: getattr(self.parent, self.field).__setitem__(self.place, new)


def words(node: ast.AST) -> str:
    """The code of a node in one short line."""
    return " ".join(ast.unparse(node).split())[:90]


def is_none(node: ast.AST | None) -> bool:
    """Whether it is the constant None, or nothing."""
    return node is None or (isinstance(node, ast.Constant) and node.value is None)


def of_statement(spot: Spot, node: ast.stmt) -> Iterator[Fault]:
    """A statement that acts is left out; a return gives None; a choice is turned round."""
    targets = node.targets if isinstance(node, ast.Assign) else []
    acts = isinstance(node, ast.AugAssign | ast.Raise | ast.Delete | ast.Expr | ast.Continue)
    if acts or any(isinstance(target, ast.Attribute | ast.Subscript) for target in targets):
        yield Fault("statement", f"left out: {words(node)}", spot.putter(ast.Pass(), node))
    if isinstance(node, ast.Break):
        yield Fault("statement", "continue instead of break", spot.putter(ast.Continue(), node))
    if isinstance(node, ast.Return) and not is_none(node.value):
        yield Fault("return", f"None instead of {words(node)}", spot.putter(ast.Return(ast.Constant(None)), node))
    if isinstance(node, ast.AugAssign) and type(node.op) in ARITHMETIC:
        yield Fault("arithmetic", f"another sign: {words(node)}", _setter(node, "op", ARITHMETIC[type(node.op)]()))
    if isinstance(node, ast.If | ast.While):
        yield from _turned(node)


def of_expression(spot: Spot, node: ast.AST) -> Iterator[Fault]:
    """Every fault that can be planted in one expression, those inside it not counted."""
    for kind in (_comparison, _logic, _constant, _call):
        yield from kind(spot, node)
    if isinstance(node, ast.Lambda) and not is_none(node.body):
        yield Fault("return", f"None instead of {words(node)}", _setter(node, "body", _like(ast.Constant(None), node)))
    if isinstance(node, ast.comprehension):
        for place, test in enumerate(node.ifs):
            always = Spot(node, "ifs", place).putter(ast.Constant(True), test)
            yield Fault("filter", f"left out: if {words(test)}", always)
    if isinstance(node, ast.IfExp):
        yield from _turned(node)


def _setter(node: ast.AST, field: str, new: object) -> Callable[[], None]:
    return lambda: setattr(node, field, new)


def _like(new: ast.expr, node: ast.AST) -> ast.expr:
    return ast.fix_missing_locations(ast.copy_location(new, node))


def _turned(node: ast.If | ast.While | ast.IfExp) -> Iterator[Fault]:
    """A test that has no operator of its own is turned round."""
    if not isinstance(node.test, ast.Compare | ast.BoolOp | ast.UnaryOp | ast.Constant):
        turned = _like(ast.UnaryOp(ast.Not(), node.test), node.test)
        yield Fault("logic", f"not ({words(node.test)})", _setter(node, "test", turned))


def _comparison(_spot: Spot, node: ast.AST) -> Iterator[Fault]:
    if isinstance(node, ast.Compare):
        for place, op in enumerate(node.ops):
            for other in COMPARISONS[type(op)]:
                text = f"{type(op).__name__} became {other.__name__}: {words(node)}"
                yield Fault("comparison", text, Spot(node, "ops", place).putter(other(), node))


def _logic(spot: Spot, node: ast.AST) -> Iterator[Fault]:
    if isinstance(node, ast.BoolOp):
        other: ast.boolop = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield Fault("logic", f"{type(other).__name__}: {words(node)}", _setter(node, "op", other))
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield Fault("logic", f"sign left out: {words(node)}", spot.putter(node.operand, node.operand))
    elif isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        yield Fault("arithmetic", f"another sign: {words(node)}", _setter(node, "op", ARITHMETIC[type(node.op)]()))


def _constant(spot: Spot, node: ast.AST) -> Iterator[Fault]:
    value = node.value if isinstance(node, ast.Constant) else None
    if isinstance(value, bool):
        yield Fault("constant", f"{not value} instead of {value}", spot.putter(ast.Constant(not value), node))
    elif isinstance(value, int | float):
        yield Fault("constant", f"{value + 1} instead of {value}", spot.putter(ast.Constant(value + 1), node))
    elif isinstance(value, str):
        yield Fault("string", f"changed: {value!r}"[:100], spot.putter(ast.Constant(f"XX{value}"), node))


def _call(_spot: Spot, node: ast.AST) -> Iterator[Fault]:
    if not isinstance(node, ast.Call):
        return
    for keyword in node.keywords:
        rest = [item for item in node.keywords if item is not keyword]
        yield Fault("argument", f"without {keyword.arg}: {words(node)}", _setter(node, "keywords", rest))
    if len(node.args) > 1:
        yield Fault("argument", f"without its last: {words(node)}", _setter(node, "args", node.args[:-1]))
    if isinstance(node.func, ast.Name) and node.func.id in CALLS:
        other = CALLS[node.func.id]

        def swap(name: str = other) -> None:
            node.func = _like(ast.Name(name, ast.Load()), node)
            if name == "list":
                node.args, node.keywords = node.args[:1], []

        yield Fault("call", f"{other}: {words(node)}", swap)
