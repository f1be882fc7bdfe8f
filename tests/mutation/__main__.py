"""`python -m tests.mutation`: plant faults into the engine and print how many the fast tests notice.

Writes: the trials as lines of JSON into the file of `--save`, if given. Ends with 1 below `--at-least`.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.mutation.fresh import try_fresh
from tests.mutation.mutants import Mutant, modules, mutants_of, path_of
from tests.mutation.pool import COLD
from tests.mutation.report import read, survivors, table
from tests.mutation.trying import ARGUMENTS, TESTS, Hot, quick_examples


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("modules", nargs="*", metavar="module", help="modules of routing/; all if none is named")
    parser.add_argument("--sample", type=int, help="try a random sample of that many mutants")
    parser.add_argument("--seed", type=int, default=1, help="of the sample")
    parser.add_argument("--jobs", type=int, default=2, help="processes at a time")
    parser.add_argument("--save", type=Path, help="keep the trials in this file")
    parser.add_argument("--told", action="store_true", help="try nothing: tell what is in the file of --save")
    parser.add_argument("--survivors", action="store_true", help="list what nobody noticed")
    parser.add_argument("--at-least", type=float, default=0.0, help="end with 1 below this per cent")
    return parser.parse_args(given)


def chosen(wanted: Sequence[str], sample: int | None, seed: int) -> tuple[list[Mutant], int]:
    """The mutants to try, and how many there are. A sample comes in random order, so that its beginning is one too."""
    unknown = sorted(set(wanted) - set(modules()))
    if unknown:
        raise SystemExit(f"no module of routing/: {', '.join(unknown)}; there are {', '.join(modules())}")
    every = [m for name in wanted or modules() for m in mutants_of(name, path_of(name).read_text(encoding="utf-8"))]
    return (every if sample is None else random.Random(seed).sample(every, min(sample, len(every)))), len(every)


def run(mutants: Sequence[Mutant], jobs: int, saved: Path) -> None:
    """Try mutants inside functions in a loaded process, then the others in fresh ones."""
    saved.write_text("", encoding="utf-8")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    loaded = [mutant for mutant in mutants if mutant.function is not None]
    if loaded and (child := os.fork()) == 0:
        code = 1
        try:
            quick_examples()
            code = int(pytest.main([*ARGUMENTS, *TESTS], plugins=[Hot(loaded, jobs, saved)]))
        finally:
            os._exit(code)
    if loaded and os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) not in (0, 5):
        raise SystemExit("the tests do not run without a fault; see above")
    again = {(t["module"], t["number"]) for t in _cold(saved)}
    fresh = [m for m in mutants if m.function is None or (m.module, m.number) in again]
    try_fresh(fresh, jobs, saved)


def _cold(saved: Path) -> list[dict[str, object]]:
    import json

    lines = [json.loads(line) for line in saved.read_text(encoding="utf-8").splitlines()]
    return [line["mutant"] for line in lines if line["result"] == COLD]


def main() -> int:
    """Run the command; 1 where too little was noticed."""
    options = arguments()
    mutants, total = chosen(options.modules, options.sample, options.seed)
    with tempfile.TemporaryDirectory() as folder:
        saved = options.save or Path(folder) / "trials.jsonl"
        if not options.told:
            run(mutants, options.jobs, saved)
        trials = read(saved)
    print(table(trials, total))
    if options.survivors:
        print(survivors(trials))
    share = 100 * sum(trial.caught for trial in trials) / max(1, len(trials))
    return int(share < options.at_least)


if __name__ == "__main__":
    sys.exit(main())
