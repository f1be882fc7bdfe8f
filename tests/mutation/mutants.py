"""Where faults are planted: all the mutants of a module, and the code of one of them.

Left alone: docstrings, annotations, decorators, imports, `__all__` and unions of types. What they say is checked by
mypy, or by nobody on purpose.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

from tests.mutation.operators import Fault, Spot, is_none, of_expression, of_statement

ROOT = Path(__file__).resolve().parents[2]
ENGINE = ROOT / "routing"
BLOCKS = ("body", "orelse", "finalbody", "handlers")
NOT_CODE = (*BLOCKS, "annotation", "returns", "decorator_list", "format_spec", "ctx", "bases")
TYPES = {"bool", "int", "float", "str", "date", "list", "dict", "tuple", "frozenset", "set", "Mapping", "Scalar"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One planted fault.

    `number` is its place among those of the module. `function` is the name and first line of the outermost function
    around it, None where only a fresh import of the module would show it. `first` and `last` are the lines of the
    statement, for asking which tests run it.
    """

    module: str
    number: int
    line: int
    operator: str
    text: str
    function: tuple[str, int] | None
    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.module}:{self.line} {self.operator} {self.text}"


def path_of(module: str) -> Path:
    """The file of a module of the engine, by its name below `routing`."""
    path = ENGINE.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def name_of(path: Path) -> str:
    """The name below `routing` of a file; `__init__` for the package itself."""
    parts = path.relative_to(ENGINE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and parts[:-1] else parts)


def modules() -> list[str]:
    """Every module of the engine."""
    return sorted(name_of(path) for path in ENGINE.rglob("*.py"))


def mutants_of(module: str, source: str) -> list[Mutant]:
    """All mutants of a module, in the order of its tree."""
    return [mutant for mutant, _ in _Walk(module).all(ast.parse(source))]


def code_of(mutant: Mutant, source: str) -> CodeType:
    """The whole module compiled with one fault in it. Raises SyntaxError where Python does not take it."""
    tree = ast.parse(source)
    _, fault = _Walk(mutant.module).all(tree)[mutant.number]
    fault.make()
    return compile(tree, str(path_of(mutant.module)), "exec", dont_inherit=True)


def function_in(code: CodeType, name: str, first: int) -> CodeType | None:
    """The code of a function inside the code of a module."""
    for part in code.co_consts:
        if isinstance(part, CodeType):
            if part.co_qualname == name and part.co_firstlineno == first:
                return part
            if (inside := function_in(part, name, first)) is not None:
                return inside
    return None


class _Walk:
    """Goes through a tree and lists every fault with its place."""

    def __init__(self, module: str) -> None:
        self.module = module
        self.found: list[tuple[Mutant, Fault]] = []
        self.names: list[str] = []
        self.function: tuple[str, int] | None = None
        self.lines = (1, 1)

    def all(self, tree: ast.Module) -> list[tuple[Mutant, Fault]]:
        """Every mutant with its fault."""
        self._block(tree, "body")
        return self.found

    def _note(self, node: ast.AST, faults: Iterator[Fault]) -> None:
        line = getattr(node, "lineno", self.lines[0])
        for fault in faults:
            number = len(self.found)
            mutant = Mutant(self.module, number, line, fault.operator, fault.text, self.function, *self.lines)
            self.found.append((mutant, fault))

    def _block(self, parent: ast.AST, field: str) -> None:
        for place, node in enumerate(getattr(parent, field)):
            if isinstance(node, ast.ExceptHandler):
                self._block(node, "body")
            elif isinstance(node, ast.FunctionDef):
                self._define(node)
            elif isinstance(node, ast.ClassDef):
                self.names.append(node.name)
                self._block(node, "body")
                self.names.pop()
            elif not _is_silent(node):
                self._statement(Spot(parent, field, place), node)

    def _define(self, node: ast.FunctionDef) -> None:
        outer, names = self.function, self.names
        for field in ("defaults", "kw_defaults"):
            for place, default in enumerate(getattr(node.args, field)):
                if default is not None:
                    self.lines = (default.lineno, default.lineno)
                    self._expression(Spot(node.args, field, place), default)
        self.names = [*names, node.name]
        if outer is None:
            self.function = (".".join(self.names), min([node.lineno, *(item.lineno for item in node.decorator_list)]))
        self._block(node, "body")
        self.function, self.names = outer, names

    def _statement(self, spot: Spot, node: ast.stmt) -> None:
        self.lines = (node.lineno, _last_of_head(node))
        self._note(node, of_statement(spot, node))
        self._inside(node)
        for field in BLOCKS:
            if getattr(node, field, None):
                self._block(node, field)

    def _inside(self, node: ast.AST) -> None:
        """The expressions that hang on a node."""
        for field, value in ast.iter_fields(node):
            if field in NOT_CODE and not isinstance(node, ast.IfExp | ast.Lambda):
                continue
            if isinstance(value, list):
                for place, item in enumerate(value):
                    self._expression(Spot(node, field, place), item)
            else:
                self._expression(Spot(node, field, None), value)

    def _expression(self, spot: Spot, node: object) -> None:
        if not isinstance(node, ast.AST) or _is_union_of_types(node):
            return
        outer = self.function
        if isinstance(node, ast.Lambda) and outer is None:
            self.function = ("<lambda>", node.lineno)
        self._note(node, of_expression(spot, node))
        self._inside(node)
        self.function = outer


def _last_of_head(node: ast.stmt) -> int:
    """The last line of a statement without the blocks inside it."""
    heads = [getattr(node, name, None) for name in ("test", "iter", "target")]
    if not any(getattr(node, field, None) for field in BLOCKS):
        return node.end_lineno or node.lineno
    return max([node.lineno, *(head.end_lineno or 0 for head in heads if isinstance(head, ast.expr))])


def _is_silent(node: ast.stmt) -> bool:
    """Imports, docstrings and `__all__`."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"


def _is_union_of_types(node: ast.AST) -> bool:
    """`int | float`, `Scalar | frozenset[str]`, `Json | None`."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return all(_is_type(side) for side in (node.left, node.right))
    return False


def _is_type(node: ast.AST) -> bool:
    if isinstance(node, ast.Subscript):
        return _is_type(node.value)
    return _is_union_of_types(node) or is_none(node) or (isinstance(node, ast.Name) and node.id in TYPES)
