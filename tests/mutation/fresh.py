"""Mutants at the level of a module: tables, constants, classes. Each is tried in a process that imports it freshly."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType

import pytest

from tests.mutation.mutants import Mutant, code_of, path_of
from tests.mutation.pool import Pool
from tests.mutation.trying import ARGUMENTS, TESTS, few, is_fast, quick_examples

LIMIT = 60.0
"""Seconds of the processor after which a mutant hangs."""
ENOUGH = 20.0
"""Seconds of the processor after which no further test is begun: the mutant has survived."""


class Planting(MetaPathFinder, Loader):
    """Gives one module of the engine with its fault in it."""

    def __init__(self, mutant: Mutant, code: CodeType) -> None:
        self.name, self.path, self.code = f"routing.{mutant.module}", path_of(mutant.module), code
        if mutant.module == "__init__":
            self.name = "routing"

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Only for the module that is meant."""
        if fullname != self.name:
            return None
        package = [str(self.path.parent)] if self.path.stem == "__init__" else None
        return spec_from_file_location(fullname, self.path, loader=self, submodule_search_locations=package)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """As usual."""
        return None

    def exec_module(self, module: ModuleType) -> None:
        """Run the code with the fault."""
        exec(self.code, module.__dict__)  # noqa: S102  # our own source, with one node changed


class First:
    """The plugin inside pytest: the fast tests, the one that fails first ends it all."""

    def __init__(self, writer: int) -> None:
        self.writer = writer

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Fast tests only, those on the invented law first: they are the quickest."""
        items[:] = [item for item in items if is_fast(item)]
        for item in items:
            few(item)
        items.sort(key=lambda item: ("conformance" not in item.nodeid, hasattr(item.obj, "hypothesis")))  # type: ignore[attr-defined]

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Nobody noticed in time."""
        if time.process_time() > ENOUGH:
            os._exit(0)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Caught."""
        if report.failed:
            os.write(self.writer, report.nodeid.encode())
            os._exit(1)


def try_fresh(mutants: Sequence[Mutant], jobs: int, saved: Path) -> None:
    """Try each mutant in a process of its own; this one must not have loaded the engine."""
    if any(name == "routing" or name.startswith("routing.") for name in sys.modules):
        raise RuntimeError("the engine is loaded here already: a mutant would not be seen")
    quick_examples()
    with saved.open("a", encoding="utf-8") as out:

        def done(mutant: Mutant, result: str, said: str) -> None:
            print(json.dumps({"mutant": asdict(mutant), "result": result, "test": said}), file=out, flush=True)

        pool = Pool(jobs, done)
        for mutant in mutants:
            pool.start(mutant, LIMIT, _Work(mutant))
        pool.finish()


class _Work:
    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def __call__(self, writer: int) -> int:
        code = code_of(self.mutant, path_of(self.mutant.module).read_text(encoding="utf-8"))
        sys.meta_path.insert(0, Planting(self.mutant, code))
        return int(pytest.main([*ARGUMENTS, *TESTS], plugins=[First(writer)]) != 0)
