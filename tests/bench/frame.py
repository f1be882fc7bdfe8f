"""The frame of the bars: what a bar is, and how all of them are measured in one interleaved run.

A timed bar names a candidate and a reference. In every round each bar's reference runs just before and just after its
candidate; the number is the median over the rounds of candidate / mean of the two references, so that a machine that
slows down for a while slows both. A counted bar is a number of its own (bytes, differences).
"""

from __future__ import annotations

import gc
import importlib
import pkgutil
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import process_time

import tests.bench

PREFIX = "bars_"
ROUNDS = 15


@dataclass(frozen=True)
class Bar:
    """One bar. `says` names the quantity, `limit` is the highest value that passes, None for a number only reported.

    Give `pair` (candidate, reference: two calls to be timed) or `count` (a call that returns the number). `prepare`
    returns them, so that nothing is built before the bar is asked for.
    """

    code: str
    says: str
    limit: float | None
    unit: str
    prepare: Callable[[], Pair | Count]


@dataclass(frozen=True)
class Pair:
    """Two calls to be timed against each other.

    `scale` multiplies the ratio where they do not do the same amount. With `own_clock` the calls return the seconds
    that they took themselves (in a process of their own); `rounds` is how often they take turns.
    """

    candidate: Callable[[], object]
    reference: Callable[[], object]
    scale: float = 1.0
    own_clock: bool = False
    rounds: int = ROUNDS


@dataclass(frozen=True)
class Count:
    """A number that is not a time ratio."""

    value: Callable[[], float]


@dataclass(frozen=True)
class Measured:
    """A bar with its number; `low` and `high` are the second-lowest and second-highest fifth of the rounds."""

    bar: Bar
    value: float
    low: float
    high: float

    @property
    def holds(self) -> bool:
        """Whether the number is within the limit."""
        return self.bar.limit is None or self.value <= self.bar.limit

    def line(self) -> str:
        """`R1  holds   0.41 x  (limit 0.8; 0.39-0.44)  what it is`."""
        limit = "reported" if self.bar.limit is None else f"limit {self.bar.limit:g}"
        spread = "" if self.low == self.high else f"; {self.low:.3g}-{self.high:.3g}"
        state = "      " if self.bar.limit is None else "holds " if self.holds else "BROKEN"
        figure = f"{self.value:.3g} {self.bar.unit}"
        return f"{self.bar.code:<5} {state} {figure:>14}  ({limit}{spread})  {self.bar.says}"


def all_bars(codes: Sequence[str] = ()) -> list[Bar]:
    """Every bar of every `bars_` module, or those whose code is, or begins with, one of `codes`."""
    found: list[Bar] = []
    for item in sorted(pkgutil.iter_modules(tests.bench.__path__), key=lambda item: item.name):
        if item.name.startswith(PREFIX):
            found += importlib.import_module(f"tests.bench.{item.name}").bars()
    wanted = [code.upper() for code in codes]
    return [bar for bar in found if not wanted or any(bar.code.upper().startswith(code) for code in wanted)]


def _seconds(call: Callable[[], object], own_clock: bool) -> float:
    """How long a call keeps the processor: others share the machine."""
    start = process_time()
    said = call()
    return float(str(said)) if own_clock else process_time() - start


def _ratio(work: Pair) -> float:
    """One round: the reference, the candidate, the reference."""
    before = _seconds(work.reference, work.own_clock)
    taken = _seconds(work.candidate, work.own_clock)
    after = _seconds(work.reference, work.own_clock)
    return work.scale * taken / ((before + after) / 2)


def measured(bars: Sequence[Bar]) -> Iterator[Measured]:
    """All numbers, from one run in which the timed bars take turns; counted ones follow."""
    prepared = [(bar, bar.prepare()) for bar in bars]
    pairs = [(bar, work) for bar, work in prepared if isinstance(work, Pair)]
    for _, work in pairs:
        work.candidate()
        work.reference()
    gc.collect()
    gc.freeze()  # the collector must not walk, inside one bar, what was prepared for the others
    ratios: dict[str, list[float]] = {bar.code: [] for bar, _ in pairs}
    for turn in range(max((work.rounds for _, work in pairs), default=0)):
        for bar, work in pairs:
            if turn < work.rounds:
                gc.collect()
                ratios[bar.code].append(_ratio(work))
    for bar, work in prepared:
        if isinstance(work, Pair):
            found = sorted(ratios[bar.code])
            fifth = len(found) // 5
            yield Measured(bar, statistics.median(found), found[fifth], found[-1 - fifth])
        else:
            value = work.value()
            yield Measured(bar, value, value, value)
