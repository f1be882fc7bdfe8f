"""Which facts the boxes of a form look at: they are frozen with the inputs even if no condition asks for them."""

from functools import cache

from advisor.dossiers.build.fills import FACTS_OF_FILLS
from advisor.dossiers.build.prescribed import NO_FACTS, rows_of
from advisor.dossiers.forms import form as form_of


def facts_of_boxes(*, form: str, instrument: str, measure: str) -> frozenset[str]:
    """Facts by name, for every form that this record may lead to; `form` as in the catalogue."""
    found: set[str] = set()
    for row in rows_of(form=form, instrument=instrument, measure=measure):
        found |= set(row.get("facts", NO_FACTS))
        if "form" in row:
            found |= _facts_of(row["form"])
    return frozenset(found)


@cache
def _facts_of(code: str) -> frozenset[str]:
    found: set[str] = set()
    for part in form_of(code).sections:
        for box in part.boxes:
            found |= set(FACTS_OF_FILLS.get(box.fill, ()))
            for rule in (box.only, *(tick.when for tick in box.ticks)):
                if rule is not None:
                    found |= set(rule.facts) | ({"right.kind"} if rule.rights else set())
    return frozenset(found)
