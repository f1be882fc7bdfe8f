"""`python -m tests.bench [CODE ...]`: every bar as one number. Exit status 1 when one does not hold, 2 when a code is
unknown or the libraries of the tests are not installed."""

from __future__ import annotations

import importlib.util
import sys

NEEDED = ("django", "hypothesis", "numpy", "pytest", "weasyprint", "yaml")  # what the bars import, ours left out


def libraries_missing() -> str:
    """What to do when the libraries of the tests are not here; empty when they are. `manage.py run` does not need
    them, so a checkout that only ever ran the site has none."""
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if not missing:
        return ""
    return (
        f"The benchmarks need the libraries of the tests; this Python has no {', '.join(missing)}. Install them once "
        "with\n    python3 manage.py setup dev\nand measure with\n    .venv/bin/python -m tests.bench"
    )


def main(codes: list[str]) -> int:
    """Measure and print."""
    if told := libraries_missing():
        print(told, file=sys.stderr)
        return 2
    from tests.bench.frame import all_bars, measured

    bars = all_bars(codes)
    if not bars:
        print(f"No bar is called {' or '.join(codes)}: {', '.join(bar.code for bar in all_bars())}", file=sys.stderr)
        return 2
    broken = 0
    for result in measured(bars):
        print(result.line(), flush=True)
        broken += not result.holds
    print(f"{len(bars)} bars, {broken} broken")
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
