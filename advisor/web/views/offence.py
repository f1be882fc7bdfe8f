"""Scale, intent and the maximum penalty of the offence charged, on one page, with TRIPS article 61 beside them.

The answers are facts of the case like any other; the page only brings together what decides between the tracks.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from advisor.cases.errors import FieldFaults, StaleCase
from advisor.cases.selectors import rights_for
from advisor.intake.parse import Parsed, read_answers
from advisor.intake.questions import Level, question_for
from advisor.web.views.held import Held, held, save_levels, shown, stale_answers
from advisor.web.views.rights import PENALTY, SCALE, TRIPS, WILFUL

FACTS = (SCALE, WILFUL, PENALTY)


@require_http_methods(["GET", "HEAD", "POST"])
def offence(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask how large it is, whether it was wilful, and what the offence charged carries at most."""
    state = held(request, case_id)
    parsed = Parsed()
    stale: StaleCase | None = None
    if request.method == "POST":
        parsed = read_answers(state.book, [fact for fact in FACTS if fact in state.book.facts], request.POST)
        if not parsed.faults:
            try:
                save_levels(request, state, [None], parsed)
            except FieldFaults as fault:
                parsed.faults.update(fault.faults)
            except StaleCase as fault:
                stale, state = fault, held(request, case_id)
            else:
                messages.success(request, _("Saved."))
                return redirect("case-rights", case_id)
    return _page(request, state, parsed, stale)


def _page(request: HttpRequest, state: Held, parsed: Parsed, stale: StaleCase | None) -> HttpResponse:
    level = Level.of(state.answer, None, state.whole, {})
    questions = [
        shown(state, question_for(state.book, fact, level), parsed) for fact in FACTS if fact in state.book.facts
    ]
    trips = state.book.instruments.get(TRIPS)
    context = {
        "case": state.case,
        "version": state.case.version,
        "questions": questions,
        "parsed": parsed,
        "faults": list(parsed.faults.items()),
        "stale": stale_answers(state.book, stale),
        "trips": trips,
        "offences": list(
            rights_for(request.user).filter(case=state.case).exclude(offence="").values_list("offence", flat=True)
        ),
    }
    return render(request, "web/offence.html", context, status=409 if stale else 422 if parsed.faults else 200)
