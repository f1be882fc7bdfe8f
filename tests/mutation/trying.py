"""Tries mutants on the fast tests: which tests run a statement is measured first, then each mutant gets a process.

A mutant inside a function is put into a forked copy of a process that has everything loaded: the function's code is
exchanged and the tests that run its lines follow, quickest first, until one fails. A mutant at the level of a module
needs a fresh import: it is forked from a process that has not loaded the engine yet. Nothing is written to a source.

Reads: routing/, the tests in TESTS. Writes: one line of JSON per mutant into the file it is given.
"""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import CodeType, FunctionType

import pytest

from tests.mutation.mutants import ENGINE, ROOT, Mutant, code_of, function_in, name_of, path_of
from tests.mutation.pool import CAUGHT, SLOW, Pool

TESTS = ("tests/conformance", "tests/routing")
PLUGINS = ("-p", "no:cacheprovider", "-p", "no:faulthandler")
ARGUMENTS = ("-c", os.devnull, "--rootdir", str(ROOT), *PLUGINS, "-s", "-q", "-m", "not slow")
SLOWEST = 0.2
"""Seconds of the processor: a test that takes longer is not a fast test and helps no mutant."""
EXAMPLES = 10
"""Random cases per property test, in the place of hundreds."""
UNSEEN = "not run by any test"


@dataclass(frozen=True, slots=True)
class Trial:
    """How one mutant fared, and the test that caught it. To time out counts as caught."""

    mutant: Mutant
    result: str
    test: str = ""

    @property
    def caught(self) -> bool:
        """Whether the tests noticed."""
        return self.result in (CAUGHT, SLOW)


def quick_examples() -> None:
    """Property tests draw few examples, always the same, and do not shrink. Before the tests are imported."""
    from hypothesis import HealthCheck, Phase, settings

    few = (Phase.explicit, Phase.generate)
    settings.register_profile(
        "mutation", derandomize=True, database=None, deadline=None, phases=few, suppress_health_check=list(HealthCheck)
    )
    settings.load_profile("mutation")


def is_fast(item: pytest.Item) -> bool:
    """Whether a test is tried on mutants at all: not what runs only with `--slow`, nor in a browser."""
    return not any(item.get_closest_marker(name) for name in ("slow", "browser"))


def few(item: pytest.Item) -> None:
    """Fewer examples than a property test asks for itself."""
    from hypothesis import settings

    function = getattr(item, "obj", None)
    own = getattr(function, "_hypothesis_internal_use_settings", None)
    if own is not None and function is not None:
        function._hypothesis_internal_use_settings = settings(own, max_examples=min(EXAMPLES, own.max_examples))


def _seconds() -> float:
    """Time of the processor used so far, by this process and by those that it started and that have ended."""
    return sum(os.times()[:4])


def run_items(items: Sequence[pytest.Item], after: Callable[[int, bool, float], None]) -> None:
    """Run tests one after another; `after` is told the place, whether it failed, and the seconds."""
    from _pytest.runner import runtestprotocol

    for place, item in enumerate(items):
        following = items[place + 1] if place + 1 < len(items) else None
        began = _seconds()
        reports = runtestprotocol(item, log=False, nextitem=following)
        after(place, any(report.failed for report in reports), _seconds() - began)


class Hot:
    """The plugin inside pytest: instead of one run of the tests, one forked run per mutant."""

    def __init__(self, mutants: Sequence[Mutant], jobs: int, saved: Path) -> None:
        self.mutants, self.jobs, self.saved = mutants, jobs, saved
        self.items: list[pytest.Item] = []
        self.killers: dict[tuple[str, object], list[int]] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep the fast tests."""
        items[:] = [item for item in items if is_fast(item)]
        for item in items:
            few(item)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Measure, then try every mutant."""
        self.items = session.items
        if session.testsfailed:
            raise pytest.UsageError("the tests could not be collected")
        seconds, lines = measured(self.items)
        functions = live_functions()
        sources = {mutant.module: path_of(mutant.module).read_text(encoding="utf-8") for mutant in self.mutants}
        gc.collect()
        gc.freeze()
        with self.saved.open("w", encoding="utf-8") as out:
            pool = Pool(self.jobs, lambda mutant, result, said: self._done(out, mutant, result, said))
            for mutant in self.mutants:
                covering = self._covering(mutant, lines, seconds)
                if not covering:
                    self._done(out, mutant, UNSEEN, "")
                    continue
                limit = 5 + 5 * sum(seconds[place] for place in covering)
                pool.start(mutant, limit, self._work(mutant, sources[mutant.module], covering, functions))
            pool.finish()
        return True

    def _covering(self, mutant: Mutant, lines: dict[tuple[str, int], set[int]], seconds: dict[int, float]) -> list[int]:
        """The tests that run the statement: those that caught a neighbour first, then the quickest."""
        found: set[int] = set()
        for line in range(mutant.first, mutant.last + 1):
            found |= lines.get((mutant.module, line), set())
        before = [place for place in self.killers.get((mutant.module, mutant.function), [])[-3:] if place in found]
        return list(dict.fromkeys([*reversed(before), *sorted(found, key=lambda place: seconds[place])]))

    def _work(
        self,
        mutant: Mutant,
        source: str,
        covering: list[int],
        functions: dict[tuple[str, str, int], list[FunctionType]],
    ) -> Callable[[int], int]:
        def work(writer: int) -> int:
            if not planted(mutant, source, functions):
                return 9
            chosen = [self.items[place] for place in covering]

            def after(place: int, failed: bool, _: float) -> None:
                if failed:
                    os.write(writer, str(covering[place]).encode())
                    os._exit(1)

            run_items(chosen, after)
            return 0

        return work

    def _done(self, out: object, mutant: Mutant, result: str, said: str) -> None:
        test = ""
        if said:
            self.killers.setdefault((mutant.module, mutant.function), []).append(int(said))
            test = self.items[int(said)].nodeid
        print(json.dumps({"mutant": asdict(mutant), "result": result, "test": test}), file=out, flush=True)  # type: ignore[call-overload]


def planted(mutant: Mutant, source: str, functions: dict[tuple[str, str, int], list[FunctionType]]) -> bool:
    """Exchange the code of the loaded function; False where that cannot be done in a running process."""
    name, first = mutant.function or ("", 0)
    known = functions.get((mutant.module, name, first), [])
    new = function_in(code_of(mutant, source), name, first)
    if new is None or not known or any(len(new.co_freevars) != len(f.__code__.co_freevars) for f in known):
        return False
    for function in known:
        function.__code__ = new
    return True


def live_functions() -> dict[tuple[str, str, int], list[FunctionType]]:
    """Every function of the engine that exists, by module, name and first line."""
    folder = f"{ENGINE}{os.sep}"
    found: dict[tuple[str, str, int], list[FunctionType]] = {}
    for thing in gc.get_objects():
        code = getattr(thing, "__code__", None) if isinstance(thing, FunctionType) else None
        if isinstance(code, CodeType) and code.co_filename.startswith(folder):
            key = (name_of(Path(code.co_filename)), code.co_qualname, code.co_firstlineno)
            found.setdefault(key, []).append(thing)
    return found


def measured(items: Sequence[pytest.Item]) -> tuple[dict[int, float], dict[tuple[str, int], set[int]]]:
    """Seconds of each fast test, and the tests that run each line, both by the place of the test.

    Raises `pytest.UsageError` where a test fails without any fault planted.
    """
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.close(reader)
        with os.fdopen(writer, "w") as pipe:
            json.dump(_measure(items), pipe)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        found = json.load(pipe)
    os.wait()
    if found["failed"]:
        raise pytest.UsageError(f"fails without a fault: {found['failed']}")
    seconds = {int(place): value for place, value in found["seconds"].items() if value <= SLOWEST}
    lines = {
        (module, int(line)): {int(place) for place in places if int(place) in seconds}
        for module, by_line in found["lines"].items()
        for line, places in by_line.items()
    }
    return seconds, lines


def _measure(items: Sequence[pytest.Item]) -> dict[str, object]:
    from coverage import Coverage

    watch = Coverage(data_file=None, include=[f"{ENGINE}/*"], config_file=False)
    failed: list[str] = []
    seconds: dict[int, float] = {}

    def after(place: int, bad: bool, took: float) -> None:
        seconds[place] = took
        failed.extend([items[place].nodeid] if bad else [])
        watch.switch_context(str(place + 1))

    watch.start()
    watch.switch_context("0")
    run_items(items, after)
    watch.stop()
    data = watch.get_data()
    lines = {
        name_of(Path(file)): {
            line: [place for place in places if place] for line, places in data.contexts_by_lineno(file).items()
        }
        for file in data.measured_files()
    }
    return {"failed": failed, "seconds": seconds, "lines": lines}
