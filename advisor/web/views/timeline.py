"""The page of everything that happened in a case: filtered by group, page by page, or all of it to be printed."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from advisor.web.case_history import history_of
from advisor.web.history_words import GROUPS
from advisor.web.views.entry import case_or_404, rulebook
from instruments.errors import NoEdition
from routing.rulebook import Rulebook

PER_PAGE = 60


def _book() -> Rulebook | None:
    """The published law, for names; None where nothing is published yet."""
    try:
        return rulebook()
    except NoEdition:
        return None


@require_safe
def timeline(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Everything, the last first; `group` shows one kind, `all` every line on one page."""
    case = case_or_404(request, case_id)
    group = request.GET.get("group", "") if request.GET.get("group", "") in GROUPS else ""
    lines = history_of(request.user, case, group, _book())
    whole = request.GET.get("all") == "yes"
    page = Paginator(lines, max(1, len(lines)) if whole else PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "case": case,
        "lines": page,
        "group": group,
        "groups": [(name, found.label) for name, found in GROUPS.items()],
        "paging": f"group={group}&" if group else "",
        "count": len(lines),
        "whole": whole,
    }
    return render(request, "web/timeline.html", context)
