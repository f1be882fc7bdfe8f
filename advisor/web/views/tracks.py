"""Civil, criminal and administrative steps of one case side by side, and the warnings that they spoil each other."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from advisor.cases.errors import FieldFaults
from advisor.cases.models import Case, CaseRoute
from advisor.cases.selectors import routes_for
from advisor.languages.words import worded
from advisor.walk import states
from advisor.walk.accepting import collision_accept
from advisor.walk.collided import Collision, binding, collisions_of
from advisor.walk.ladders import answer_of, ladders_for, steps_moved
from advisor.walk.selectors import acceptances_for
from advisor.walk.tracks import by_track, differing
from advisor.web.findings import found_words
from advisor.web.forms.cases import show_faults
from advisor.web.forms.steps import AcceptForm
from advisor.web.step_words import count_words
from advisor.web.views.entry import case_and_route, now, rulebook, sent
from advisor.web.views.routes import route_or_404
from advisor.web.views.steps import need_titles, step_row
from advisor.web.warning_words import warnings_said
from routing.rulebook import Rulebook

NAMES = {
    "criminal": gettext_lazy("Criminal"),
    "civil": gettext_lazy("Civil"),
    "administrative": gettext_lazy("Administrative"),
    "other": gettext_lazy("At home and voluntary"),
}


@require_safe
def case_tracks(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The tracks of a case side by side: one set of facts, several ways, and where they collide."""
    case, route = case_and_route(request, case_id)
    book, moved = rulebook(), steps_moved(request.user, case)
    steps = moved[0]
    titles = need_titles(request, case, {step.route_id for step in steps}, route)
    measures = {key: need["measure"] for key, need in titles.items()}
    ladders = ladders_for(request.user, case, route, moved) if route else {}
    columns = [
        {"name": NAMES[track], "track": track, "rows": [step_row(step, titles, [], book) for step in rows]}
        for track, rows in by_track([s for s in steps if s.state != states.WITHDRAWN], measures).items()
    ]
    context = {
        "case": case,
        "route": route,
        "columns": columns,
        "counted": count_words(list(ladders.values())) if ladders else "",
        "collisions": _collisions(request, case, route, book, steps) if route else [],
        "differing": _differing(request, route, book) if route else [],
    }
    return render(request, "web/tracks.html", context)


def _collisions(
    request: HttpRequest, case: Case, route: CaseRoute, book: Rulebook, steps: list[Any]
) -> list[dict[str, Any]]:
    """The collisions of the newest route: in words, the steps they bind, and whether they are accepted."""
    accepted = {
        (row.code, row.text): row for row in acceptances_for(request.user).filter(case=case).select_related("by")
    }
    rows = []
    for one in collisions_of(answer_of(route)):
        bound = [step for step in steps if step.state in states.ALIVE and binding([one], step.need_key, step.tier)]
        row = {"code": one.code, **spoken_of(one, route, book), "steps": len(bound)}
        rows.append(row | {"accepted": accepted.get((one.code, one.text))})
    return rows


def in_words(one: Collision, route: CaseRoute, book: Rulebook) -> str:
    """A warning as a lawyer reads it, with needs by name."""
    return spoken_of(one, route, book)["text"]


def spoken_of(one: Collision, route: CaseRoute, book: Rulebook) -> dict[str, str]:
    """The same with its language: `text`, and `lang` where it is not that of the page."""
    said = warnings_said({**answer_of(route), "warnings": [{"code": one.code, "text": one.text}]}, book)
    return {"text": str(said[0]["text"]), "lang": str(said[0]["lang"])} if said else {"text": one.text, "lang": "en"}


def _differing(request: HttpRequest, route: CaseRoute, book: Rulebook) -> list[dict[str, Any]]:
    """The facts that are not the same for all needs, in words. Reads of the document the case alone."""
    asked = routes_for(request.user).values_list("document__case", flat=True).get(pk=route.pk)
    names = {need["id"]: number for number, need in enumerate(asked["needs"], start=1)}
    return [
        {
            "fact": worded(book.facts[one.fact].question) if one.fact in book.facts else one.fact,
            "whole": _said(one.fact, one.whole, book) if one.whole is not None else "",
            "needs": [
                {"number": names.get(key, key), "value": _said(one.fact, value, book)}
                for key, value in one.needs.items()
            ],
        }
        for one in differing(asked)
    ]


def _said(fact: str, value: Any, book: Rulebook) -> str:
    """A stated value in words."""
    return found_words({"fact": fact, "found": value}, book)["found_said"]


@require_http_methods(["GET", "HEAD", "POST"])
def case_collision(request: HttpRequest, case_id: UUID, number: int, warning: str) -> HttpResponse:
    """Accept one warning of a route, with a reason."""
    stored = route_or_404(request, case_id, number)
    case, book = stored.case, rulebook()
    found = next((row for row in collisions_of(answer_of(stored)) if row.code == warning), None)
    if found is None:
        raise Http404
    form = AcceptForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            collision_accept(
                route=stored, code=warning, user=request.user, reason=form.cleaned_data["reason"], now=now()
            )
        except FieldFaults as fault:
            show_faults(form, fault)
        else:
            messages.success(request, _("The warning is accepted. The steps that it held back can go on."))
            return redirect("case-tracks", case.pk)
    context = {"case": case, "route": stored, "text": in_words(found, stored, book), "form": form}
    return render(request, "web/collision.html", context, status=422 if form.errors else 200)
