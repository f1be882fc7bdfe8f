"""The desk: what needs the person today, each with a link and why. Where a case worker's day begins."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from advisor.web.needs_me import counted_words, needs_me
from advisor.web.views.entry import today
from instruments.editions import edition_current
from instruments.errors import NoEdition


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What needs me today."""
    try:
        edition = edition_current()
    except NoEdition:
        edition = None
    groups = needs_me(request.user, today=today(), edition=edition)
    context = {"groups": groups, "counted": counted_words(groups), "today": today()}
    return render(request, "web/desk.html", context)
