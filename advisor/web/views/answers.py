"""One question for many needs at once, and the page that shows everything that was said."""

from __future__ import annotations

import re
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from advisor.cases.errors import FieldFaults, StaleCase
from advisor.cases.models import Need
from advisor.intake.parse import Parsed, read_answers
from advisor.intake.questions import Level, question_for
from advisor.intake.relevance import used_facts
from advisor.intake.saying import say_value
from advisor.web.states import suggestions
from advisor.web.views.held import Held, held, need_names, page_address, save_levels, shown, stale_answers

SLUG = re.compile(r"[-a-z0-9_]{1,60}")


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, case_id: UUID, fact: str) -> HttpResponse:
    """One question, answered for the whole case and for as many single needs as one likes."""
    state = held(request, case_id)
    if fact not in state.book.facts:
        raise Http404
    parsed, stale, lost = Parsed(), None, ""
    chosen = request.POST.getlist("level") if request.method == "POST" else request.GET.getlist("need")
    if request.method == "POST":
        parsed = read_answers(state.book, [fact], request.POST)
        levels: list[Need | None] = [state.needs[k] for k in chosen if k in state.needs]
        if "whole" in chosen:
            levels.insert(0, None)
        if request.POST.get("action") == "clear":
            parsed = Parsed(clear=(fact,))
        if not levels:
            lost = _("Say where this answer holds: tick the whole case, or one or more needs.")
        elif fact not in parsed.values and fact not in parsed.clear and not parsed.faults:
            parsed.faults[fact] = _("Choose an answer first.")
        elif not parsed.faults:
            try:
                save_levels(request, state, levels, parsed)
            except FieldFaults as fault:
                parsed.faults.update(fault.faults)
            except StaleCase as fault:
                stale, state = fault, held(request, case_id)
            else:
                messages.success(request, _("Saved."))
                return redirect(_back(request, state, fact))
    return _question_answer(request, state, fact, parsed, stale, lost, chosen)


def _back(request: HttpRequest, state: Held, fact: str) -> str:
    """Where somebody came from: a page of questions for the whole case, else the page that shows every answer."""
    slug = request.POST.get("page", "")
    if SLUG.fullmatch(slug):
        return page_address(state.case, None, slug)
    return reverse("case-check", args=[state.case.pk]) + f"#fact-{fact}"


def _question_answer(
    request: HttpRequest,
    state: Held,
    fact: str,
    parsed: Parsed,
    stale: StaleCase | None,
    lost: str,
    chosen: list[str],
) -> HttpResponse:
    level = Level.of(state.answer, None, state.whole, {})
    asked = question_for(state.book, fact, level)
    rows = need_names(state, state.needs)
    for row in rows:
        own = state.single[row["key"]]
        row["own"] = say_value(state.book, fact, own[fact]) if fact in own else ""
        row["used"] = bool(state.answer) and fact in used_facts(state.answer or {}, row["key"])
    rows.sort(key=lambda row: (not row["own"], not row["used"]))
    context = {
        "case": state.case,
        "question": shown(state, asked, parsed),
        "needs": rows,
        "chosen": chosen or ["whole"],
        "lost": lost,
        "page": (request.POST if request.method == "POST" else request.GET).get("page", ""),
        "faults": [(fact, message) for message in parsed.faults.values()],
        "version": stale.version if stale else state.case.version,
        "stale": stale_answers(state.book, stale),
        "states": suggestions(state.book.states) if asked.type.startswith("state") else [],
        "whole_value": say_value(state.book, fact, state.whole[fact]) if fact in state.whole else "",
    }
    status = 409 if stale else 422 if parsed.faults or lost else 200
    return render(request, "web/question.html", context, status=status)
