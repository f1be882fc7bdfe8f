"""How many open cases another law would answer otherwise: counted for curators, who may see none of them.

*Reads* the newest route of each open case and the two rulebooks it is asked of. *Writes* nothing. Only numbers leave
this module: no reference, no State, no agency of a case.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery

from advisor.cases.models import Case, CaseRoute, CaseState
from advisor.cases.services.routes import answered
from routing.errors import CaseFaults
from routing.rulebook import Rulebook

BATCH = 50
MOST = 2_000  # cases that are asked; the rest is told as not asked


@dataclass(frozen=True)
class Touched:
    """`cases` open ones with a route, `asked` of them asked again, `differ` with another answer in some need.

    `routes` are the ids of the routes that would differ, for those who count what hangs on them.
    """

    cases: int
    asked: int
    differ: int
    needs: int
    routes: tuple[Any, ...]


def cases_touched(*, old: Rulebook, new: Rulebook, measures: Collection[str], days: Collection[date]) -> Touched:
    """Ask the newest route of each open case again under both laws, if it needs one of the measures that move.

    The case is asked as it was stored with that route, on each of the `days`; it differs if it does on one of them.
    """
    newest = CaseRoute.objects.filter(case=OuterRef("pk")).order_by("-number").values("pk")[:1]
    rows = Case.objects.filter(state=CaseState.OPEN).annotate(newest=Subquery(newest))
    ids = [pk for pk in rows.values_list("newest", flat=True) if pk is not None]
    asked = differ = needs = 0
    found = []
    for pk, document in _documents(ids, frozenset(measures)):
        if asked >= MOST:
            break
        asked += 1
        moved = len(frozenset().union(*(_moved(document, old, new, day) for day in days)))
        if moved:
            differ, needs = differ + 1, needs + moved
            found.append(pk)
    return Touched(len(ids), asked, differ, needs, tuple(found))


def _documents(ids: list[Any], measures: frozenset[str]) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The stored cases that need one of the measures; a plan may lead through others, so their rungs count too."""
    for start in range(0, len(ids), BATCH):
        rows = CaseRoute.objects.filter(pk__in=ids[start : start + BATCH]).values_list("pk", "document")
        for pk, document in rows:
            used = {option["measure"] for need in document["answer"]["needs"] for option in need["options"]}
            used |= {need["measure"] for need in document["case"]["needs"]}
            if used & measures:
                yield pk, document["case"]


def _moved(document: dict[str, Any], old: Rulebook, new: Rulebook, on: date) -> frozenset[str]:
    """The needs in which the answer differs; one without a name for a case that only one of the laws can be asked."""
    before, after = _answered(document, old, on), _answered(document, new, on)
    if before is None or after is None:
        return frozenset() if before is after else frozenset({""})
    return frozenset(key for key, said in after.items() if before.get(key) != said)


def _answered(document: dict[str, Any], rulebook: Rulebook, on: date) -> Mapping[str, Any] | None:
    """Need -> its status, its plan and the verdict of each option; None for a case that this law cannot be asked."""
    try:
        answer = answered(document, rulebook, on)
    except CaseFaults:
        return None
    return {
        need["id"]: (
            need["status"],
            [(step["measure"], step["provision"]) for step in need["plan"]],
            sorted((option["measure"], option["provision"], option["verdict"]) for option in need["options"]),
        )
        for need in answer["needs"]
    }
