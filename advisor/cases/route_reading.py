"""Reading a stored route for a page without reading all of it: its brief, or one need of its answer.

Reads: CaseRoute and its brief, through the query gate. Writes: nothing. A whole answer is some two megabytes; the
overview needs a twentieth of it and a need's page a thirtieth, which the database hands out by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from advisor.cases.models import CaseRoute, RouteBrief
from advisor.cases.route_brief import brief_of
from advisor.cases.selectors import part_of, routes_for


def route_read(user: Any, case_id: UUID, number: int) -> CaseRoute:
    """A stored route with its case, who made it, its agency and its brief, in one query and without its document.

    `part` on it is the user's part in the case. Raises CaseRoute.DoesNotExist; foreign and missing look the same.
    """
    rows = routes_for(user).select_related("case", "created_by", "agency", "brief").defer("document")
    return rows.annotate(part=part_of(user, "case_id")).get(case_id=case_id, number=number)


def brief_read(route: CaseRoute) -> Mapping[str, Any]:
    """The route's brief; made from its document where the route was stored before briefs were."""
    try:
        document: Mapping[str, Any] = route.brief.document
    except RouteBrief.DoesNotExist:
        return brief_of(route.document)
    return document


def need_read(user: Any, route: CaseRoute, place: int) -> Mapping[str, Any]:
    """One need of the answer with all its options, by its place in it."""
    rows = routes_for(user).filter(pk=route.pk)
    need: Mapping[str, Any] = rows.values_list(f"document__answer__needs__{place}", flat=True).get()
    return need
