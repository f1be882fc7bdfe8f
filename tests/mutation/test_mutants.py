"""The planter of faults itself: which faults are found in a piece of code, and that each is planted where it says."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from tests.mutation import mutants
from tests.mutation.mutants import ENGINE, code_of, function_in, modules, mutants_of, name_of, path_of
from tests.mutation.report import interval

SOURCE = '''
"""A docstring is left alone."""

from math import pi

LIMITS = {"low": 1}


def first(items: list[int | None], *, least: int = 3) -> bool:
    """Left alone as well."""
    found = [item for item in items if item is not None]
    found.sort(reverse=True)
    return bool(found) and found[0] >= LIMITS["low"] + least


class Thing:
    def name(self) -> str:
        return f"a {self!r}"
'''


def planted(number: int) -> dict[str, Any]:
    """The names of the module with one fault in it."""
    module: dict[str, Any] = {"__name__": "planted"}
    exec(code_of(mutants_of("planted", SOURCE)[number], SOURCE), module)  # noqa: S102  # the source above
    return module


def faults() -> list[str]:
    """Every fault of the source in words."""
    return [f"{mutant.operator} {mutant.text}" for mutant in mutants_of("planted", SOURCE)]


def test_which_faults_are_found() -> None:
    assert faults() == [
        "string changed: 'low'",
        "constant 2 instead of 1",
        "constant 4 instead of 3",
        "filter left out: if item is not None",
        "comparison IsNot became Is: item is not None",
        "statement left out: found.sort(reverse=True)",
        "argument without reverse: found.sort(reverse=True)",
        "constant False instead of True",
        "return None instead of return bool(found) and found[0] >= LIMITS['low'] + least",
        "logic Or: bool(found) and found[0] >= LIMITS['low'] + least",
        "comparison GtE became Gt: found[0] >= LIMITS['low'] + least",
        "comparison GtE became Lt: found[0] >= LIMITS['low'] + least",
        "constant 1 instead of 0",
        "arithmetic another sign: LIMITS['low'] + least",
        "string changed: 'low'",
        "return None instead of return f'a {self!r}'",
        "string changed: 'a '",
    ]


def test_each_fault_is_planted_alone() -> None:
    sound = ast.dump(ast.parse(SOURCE))
    for mutant in mutants_of("planted", SOURCE):
        code_of(mutant, SOURCE)
    assert ast.dump(ast.parse(SOURCE)) == sound


def test_what_a_planted_fault_does() -> None:
    number = faults().index("comparison GtE became Gt: found[0] >= LIMITS['low'] + least")
    default = faults().index("constant 4 instead of 3")

    assert planted(number)["first"]([4]) is False
    assert planted(number)["first"]([5]) is True
    assert planted(default)["first"]([4]) is False


def test_a_fault_knows_the_function_around_it() -> None:
    found = mutants_of("planted", SOURCE)

    assert [found[0].function, found[2].function] == [None, None]
    assert {mutant.function for mutant in found[3:15]} == {("first", 9)}
    assert found[15].function == ("Thing.name", 17)
    code = function_in(code_of(found[15], SOURCE), "Thing.name", 17)
    assert code is not None
    assert None in code.co_consts


def test_every_fault_of_the_engine_can_be_planted(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the shortest and one of the longest modules; none is left without its function."""
    for module in ("periods", "reading"):
        source = path_of(module).read_text(encoding="utf-8")
        for mutant in mutants_of(module, source)[::7]:
            code = code_of(mutant, source)
            assert mutant.function is None or function_in(code, *mutant.function) is not None, str(mutant)


def test_modules_have_their_names_below_the_engine(tmp_path: Path) -> None:
    assert {"periods", "codec", "__init__"} <= set(modules())
    assert all(path_of(name).is_file() for name in modules())
    assert name_of(ENGINE / "periods.py") == "periods"
    assert name_of(ENGINE / "__init__.py") == "__init__"
    assert ENGINE.parent == mutants.ROOT


def test_the_interval_of_a_share() -> None:
    low, high = interval(90, 100)

    assert (round(low, 3), round(high, 3)) == (0.826, 0.945)
    assert interval(0, 0) == (0.0, 1.0)
    assert interval(10, 10)[1] == 1.0
