"""What a document is by the form that its basis prescribes.

Reads: prescribed.yaml beside this file (which row fits which record); the words for it are `prescribed` in
wording/<language>.yaml. A form of tomorrow is one more row there and one more entry in each language.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROWS = Path(__file__).with_name("prescribed.yaml")


@cache
def rows() -> tuple[Mapping[str, Any], ...]:
    """The rows in their order: the first that fits decides."""
    return tuple(yaml.safe_load(ROWS.read_text(encoding="utf-8")))


def prescribed(*, form: str, instrument: str, kind: str, measure: str) -> str | None:
    """The name of what the document is, or None where nothing is prescribed; codes and form as in the catalogue."""
    for row in rows():
        if (
            _fits(row, "instruments", instrument)
            and _fits(row, "kinds", kind)
            and any(_covers(said, measure) for said in row.get("measures", [measure]))
            and any(piece in form.lower() for piece in row.get("forms", [""]))
        ):
            return str(row["is"])
    return None


def _fits(row: Mapping[str, Any], key: str, value: str) -> bool:
    return key not in row or value in row[key]


def _covers(said: str, measure: str) -> bool:
    """Whether `said` is the measure, or the beginning of its code ('civil.')."""
    return measure == said or (said.endswith(".") and measure.startswith(said))
