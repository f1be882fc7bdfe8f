"""`python -m tests.bench [CODE ...]`: every bar as one number. Exit status 1 when one does not hold."""

from __future__ import annotations

import sys

from tests.bench.frame import all_bars, measured


def main(codes: list[str]) -> int:
    """Measure and print."""
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
