"""`python -m tests.advisor.dossiers.lint [--pairs N | --drafts FOLDER]`: recall of each code and false findings of a clean
draft, printed. With --drafts only the drafts of that folder are read, in the format of drafts/README.md."""

import argparse
import os
import sys
from collections import Counter
from pathlib import Path

PAIRS = 15


def main() -> int:
    """Measures drafts and mutations; ends with 1 when a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.advisor.dossiers.lint")
    parser.add_argument("--pairs", type=int, default=PAIRS, help="pairs of States for each document type")
    parser.add_argument("--every", type=int, default=1, help="every so many defects of each dossier")
    parser.add_argument("--misses", action="store_true", help="name what was missed or found too much")
    parser.add_argument("--drafts", metavar="FOLDER", help="measure the drafts of this folder alone")
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "advisor.settings.test")
    import django

    django.setup()
    from tests.advisor.dossiers.lint.clean import clean_dossiers
    from tests.advisor.dossiers.lint.measured import mutations_measured
    from tests.advisor.dossiers.lint.measured_drafts import drafts_measured
    from tests.advisor.dossiers.lint.reading_drafts import SETS

    if given.drafts:
        return _folder(given.drafts)
    drafts = drafts_measured(*SETS)
    mutations = mutations_measured(clean_dossiers(pairs=given.pairs), every=given.every)
    _print("drafts", drafts.many, drafts.clean, drafts.wanted, drafts.found, drafts.false_per_clean)
    tried = sum(mutations.wanted.values())
    _print("mutations", tried, mutations.clean, mutations.wanted, mutations.found, mutations.false_per_clean)
    print(f"document types {len(mutations.types)}, pairs of States {len(mutations.pairs)}")
    if given.misses:
        print(*drafts.lines, *mutations.lines, sep="\n")
    held = (
        min(drafts.recall, mutations.recall) >= 0.95 and max(drafts.false_per_clean, mutations.false_per_clean) <= 0.5
    )
    return 0 if held else 1


def _folder(folder: str) -> int:
    """Measures the drafts of a folder; ends with 2 when a file cannot be read as drafts, with 1 when a bar is missed."""
    from tests.advisor.dossiers.lint.foreign_drafts import folder_measured

    score, faults = folder_measured(Path(folder))
    for fault in faults:
        print(fault, file=sys.stderr)
    if not score.many:
        return 2
    _print("drafts", score.many, score.clean, score.wanted, score.found, score.false_per_clean)
    print(*score.lines, sep="\n")
    if faults:
        return 2
    return 0 if score.recall >= 0.95 and score.false_per_clean <= 0.5 else 1


def _print(name: str, many: int, clean: int, wanted: Counter[str], found: Counter[str], false: float) -> None:
    print(f"\n{name}: {many}, clean {clean}")
    for code in sorted(wanted):
        print(f"  {code:32} {found[code]:5} of {wanted[code]:5}  {found[code] / wanted[code]:7.1%}")
    print(
        f"  recall over all {sum(found.values()) / max(1, sum(wanted.values())):.1%}, false findings per clean {false:.3f}"
    )


if __name__ == "__main__":
    sys.exit(main())
