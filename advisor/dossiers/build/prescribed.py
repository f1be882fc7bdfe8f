"""What a document is by the form that its basis prescribes.

Reads: prescribed.yaml beside this file (which row fits which record); the words for it are `prescribed` in
wording/<language>.yaml, the boxes of its form in advisor/dossiers/forms. A form of tomorrow is one more row there, one
more file of boxes and one more entry in each language.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROWS = Path(__file__).with_name("prescribed.yaml")
NO_FACTS: Mapping[str, Any] = {}


@cache
def rows() -> tuple[Mapping[str, Any], ...]:
    """The rows in their order: the first that fits decides."""
    return tuple(yaml.safe_load(ROWS.read_text(encoding="utf-8")))


def prescribed(
    *, form: str, instrument: str, kind: str, measure: str, document: str, facts: Mapping[str, Any] = NO_FACTS
) -> Mapping[str, Any] | None:
    """The row that fits, with `is` and perhaps `form`; None where nothing is prescribed. Codes and `form` as in the
    catalogue, `document` the kind of document, `facts` as stated."""
    for row in rows_of(form=form, instrument=instrument, measure=measure):
        if (
            _fits(row, "kinds", kind)
            and _fits(row, "documents", document)
            and all(name in facts and facts[name] == value for name, value in row.get("facts", NO_FACTS).items())
        ):
            return row
    return None


def rows_of(*, form: str, instrument: str, measure: str) -> Iterator[Mapping[str, Any]]:
    """The rows that a record may lead to, whatever the case says."""
    for row in rows():
        if (
            _fits(row, "instruments", instrument)
            and any(_covers(said, measure) for said in row.get("measures", [measure]))
            and any(piece in form.lower() for piece in row.get("forms", [""]))
        ):
            yield row


def _fits(row: Mapping[str, Any], key: str, value: str) -> bool:
    return key not in row or value in row[key]


def _covers(said: str, measure: str) -> bool:
    """Whether `said` is the measure, or the beginning of its code ('civil.')."""
    return measure == said or (said.endswith(".") and measure.startswith(said))
