"""Whether law or facts have changed since a route was stored: cheap, from columns; comparing is a page of its own.

Reads: the route's and the case's columns, the current edition's hash, and (only when something has changed) what was
decided about it. Writes: nothing.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from advisor.cases.models import CaseRoute, RouteDecision, RouteVerdict
from instruments.editions import CurrentEdition
from routing import ENGINE_VERSION


def moved_words(route: CaseRoute, edition: CurrentEdition, decisions: QuerySet[RouteDecision]) -> dict[str, Any] | None:
    """`why` in sentences and `kept`, the decision to keep it in spite of just that; None when nothing has changed."""
    why = []
    if route.case.version != route.case_version:
        why.append(_("The case was changed."))
    if edition.sha256 != route.edition_sha256:
        why.append(_("Edition %(label)s of the law is in use now.") % {"label": edition.label})
    if route.engine_version != ENGINE_VERSION:
        why.append(_("The engine is a newer one."))
    if not why:
        return None
    kept = decisions.filter(
        route=route,
        kind=RouteVerdict.KEPT,
        case_version=route.case.version,
        edition_sha256=edition.sha256,
        engine_version=ENGINE_VERSION,
    )
    return {"why": why, "kept": kept.select_related("by").first()}
