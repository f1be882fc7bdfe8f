"""The table of a mutation run, in honest numbers: what was tried, what was noticed, how sure a sample is."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path

from tests.mutation.mutants import Mutant
from tests.mutation.pool import COLD
from tests.mutation.trying import Trial


def read(saved: Path) -> list[Trial]:
    """The trials of a file; one that had to be repeated freshly counts by its repetition."""
    found: dict[tuple[str, int], Trial] = {}
    for line in saved.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        raw = item["mutant"]
        mutant = Mutant(**{**raw, "function": tuple(raw["function"]) if raw["function"] else None})
        found[mutant.module, mutant.number] = Trial(mutant, item["result"], item["test"])
    return [trial for trial in found.values() if trial.result != COLD]


def interval(caught: int, tried: int) -> tuple[float, float]:
    """Wilson's interval of 95 % for a share."""
    if not tried:
        return 0.0, 1.0
    z, share = 1.96, caught / tried
    middle = (share + z * z / (2 * tried)) / (1 + z * z / tried)
    half = z / (1 + z * z / tried) * math.sqrt(share * (1 - share) / tried + z * z / (4 * tried * tried))
    return max(0.0, middle - half), min(1.0, middle + half)


def table(trials: Sequence[Trial], total: int) -> str:
    """One line per module and the sum; `total` is the number of mutants there are."""
    rows = []
    for module in sorted({trial.mutant.module for trial in trials}):
        mine = [trial for trial in trials if trial.mutant.module == module]
        rows.append(_row(module, mine))
    rows.append(_row("all", trials))
    if len(trials) < total:
        low, high = interval(sum(trial.caught for trial in trials), len(trials))
        rows.append(f"a random sample of {len(trials)} of {total}: {low:.1%} to {high:.1%} with 95 % confidence")
    return "\n".join(rows)


def _row(name: str, trials: Sequence[Trial]) -> str:
    caught = sum(trial.caught for trial in trials)
    return f"{name:20} {len(trials):6} {caught:6} {caught / max(1, len(trials)):7.1%}"


def survivors(trials: Sequence[Trial]) -> str:
    """What nobody noticed, by place."""
    left = sorted((t for t in trials if not t.caught), key=lambda t: (t.mutant.module, t.mutant.line, t.mutant.number))
    return "\n".join(f"{trial.mutant}{'' if trial.result == 'survived' else f' [{trial.result}]'}" for trial in left)
