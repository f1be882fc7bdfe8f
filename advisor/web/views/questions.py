"""What is left to answer, and the short pages that ask it, for the whole case or for one need."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from advisor.cases.errors import FieldFaults, StaleCase
from advisor.cases.models import Need
from advisor.intake.labels import group_of
from advisor.intake.parse import Parsed, read_answers
from advisor.intake.questions import Level, Page, Progress, question_for
from advisor.intake.relevance import used_facts
from advisor.intake.saying import say_value
from advisor.languages.words import worded
from advisor.web.left import settles
from advisor.web.states import suggestions
from advisor.web.views.held import (
    Held,
    answers_autosaved,
    held,
    need_names,
    need_of,
    next_address,
    open_marks,
    save_levels,
    seen_at,
    shown,
    stale_answers,
    walk_key,
)
from advisor.web.views.keeping import autosaving, seen_words


@require_safe
def questions(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What is left to answer: pages for the whole case, then each need with its open questions."""
    state = held(request, case_id)
    request.session.pop(walk_key(state.case), None)
    state.leave_open(())
    further = "further" in request.GET
    whole = state.pages(None, further=further)
    status = {need["id"]: need["status"] for need in (state.answer or {"needs": []})["needs"]}
    rows = need_names(state, state.needs)
    for row in rows:
        pages = state.pages(state.needs[row["key"]], further=further)
        row["open"] = sum(page.count(Progress.OPEN) for page in pages)
        row["answered"] = len(state.single[row["key"]])
        row["status"] = status.get(row["key"], "")
    context = {
        "case": state.case,
        "pages": [_page_row(page, state) for page in whole],
        "needs": rows,
        "further": further,
        "status": (state.answer or {}).get("status"),
        "faults": state.preview.faults if state.needs else (),
        "next": next_address(state, None, None),
    }
    return render(request, "web/questions.html", context)


def _page_row(page: Page, state: Held) -> dict[str, Any]:
    waiting = [question for question in page.questions if question.progress is Progress.OPEN]
    return {
        "slug": page.slug,
        "title": page.title,
        "open": len(waiting),
        "count": len(page.questions),
        "asks": waiting[0].text if waiting else "",
        "settles": settles([pair for question in waiting for pair in question.pairs], state.ways()),
    }


@require_safe
def need_questions(request: HttpRequest, case_id: UUID, key: str) -> HttpResponse:
    """One need: its pages, its answers, and what it takes from the whole case."""
    state = held(request, case_id)
    need = need_of(state, key)
    further = "further" in request.GET
    used = used_facts(state.answer, key) if state.answer else set()
    texts = state.book.facts
    inherited = [
        {"fact": fact, "text": worded(texts[fact].question), "value": say_value(state.book, fact, value)}
        for fact, value in sorted(state.whole.items())
        if fact in used and fact in texts and fact not in state.single[key]
    ]
    context = {
        "case": state.case,
        "need": need_names(state, [key])[0],
        "pages": [_page_row(page, state) for page in state.pages(need, further=further)],
        "inherited": inherited,
        "further": further,
        "status": next((n["status"] for n in (state.answer or {"needs": []})["needs"] if n["id"] == key), ""),
    }
    return render(request, "web/need_questions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def questions_page(request: HttpRequest, case_id: UUID, slug: str, key: str = "") -> HttpResponse:
    """One short page of questions, for the whole case or for one need."""
    state = held(request, case_id)
    need = need_of(state, key) if key else None
    parsed, asked = Parsed(), None
    stale: StaleCase | None = None
    if request.method == "POST":
        asked = [fact for fact in request.POST.getlist("asked") if fact in state.book.facts]
        parsed = read_answers(state.book, asked, request.POST)
        if autosaving(request):
            return answers_autosaved(request, state, need, parsed)
        if request.POST.get("action") == "rest":
            parsed.values.update(_rest_unknown(state, need, asked, parsed))
        others = [state.needs[k] for k in request.POST.getlist("also") if k in state.needs]
        levels = [need, *others] if need else [None]
        if not parsed.faults:
            try:
                saved = save_levels(request, state, levels, parsed)
            except FieldFaults as fault:
                parsed.faults.update(fault.faults)
            except StaleCase as fault:
                stale, state = fault, held(request, case_id)
                need = need_of(state, key) if key else None
            else:
                return _onward(request, state, need, slug, saved)
    page = _page_of(state, need, slug)
    if asked is not None:
        page = _as_asked(state, need, page, asked)
    if page is None:
        return redirect(reverse("case-need-questions" if need else "case-questions", args=_args(state, need)))
    return _questions_answer(request, state, need, page, parsed, stale)


def _page_of(state: Held, need: Need | None, slug: str) -> Page | None:
    """The page at an address, or else about that subject; also where it only refines what is settled."""
    for further in (False, True):
        pages = state.pages(need, further=further)
        named = [page for page in pages if page.slug == slug]
        named += [page for page in pages if any(group_of(question.fact) == slug for question in page.questions)]
        if named:
            return named[0]
    return None


def _rest_unknown(state: Held, need: Need | None, asked: Iterable[str], parsed: Parsed) -> dict[str, Any]:
    """What of a page is left to say 'I don't know yet' to: neither typed now, nor answered here or above."""
    said = {*parsed.values, *parsed.faults, *state.values(need), *(state.whole if need else ())}
    return {fact: None for fact in asked if fact not in said}


def _args(state: Held, need: Need | None) -> list[Any]:
    return [state.case.pk, need.key] if need else [state.case.pk]


def _as_asked(state: Held, need: Need | None, page: Page | None, asked: Collection[str]) -> Page:
    """The page that was sent, even if the list has moved on meanwhile."""
    if page is not None and {q.fact for q in page.questions} == set(asked):
        return page
    level = Level.of(state.answer, need.key if need else None, state.values(need), state.whole if need else {})
    title = page.title if page else _("Questions")
    return Page(page.slug if page else "again", title, tuple(question_for(state.book, f, level) for f in asked))


def _onward(request: HttpRequest, state: Held, need: Need | None, slug: str, saved: int) -> HttpResponse:
    """After saving: the list if that was asked for, else the next page with an open question."""
    if saved > 1:
        messages.success(request, ngettext("Saved for %(n)s need.", "Saved for %(n)s needs.", saved) % {"n": saved})
    if request.POST.get("action") == "list":
        return redirect(reverse("case-questions", args=[state.case.pk]))
    fresh = held(request, state.case.pk)
    again = fresh.needs[need.key] if need else None
    following = next_address(fresh, again, slug, _passed(request, fresh, again))
    if following:
        return redirect(following)
    request.session.pop(walk_key(fresh.case), None)
    fresh.leave_open(())
    if next_address(fresh, None, None):
        messages.info(request, _("You have seen every page. Some questions are still open; you may leave them so."))
    else:
        messages.success(request, _("Every question that decides something is answered."))
    return redirect(reverse("case-check", args=[state.case.pk]))


def _passed(request: HttpRequest, state: Held, need: Need | None) -> set[str]:
    """The questions left open on this walk, those of the page just sent among them."""
    before = set(request.session.get(walk_key(state.case), ()))
    asked = {f"{need.key if need else ''}:{fact}" for fact in request.POST.getlist("asked")}
    still = {mark for page in state.pages(need) for mark in open_marks(page, need)}
    passed = before | (asked & still)
    if passed != before:
        request.session[walk_key(state.case)] = sorted(passed)
        state.leave_open(passed)
    return passed


def _questions_answer(
    request: HttpRequest, state: Held, need: Need | None, page: Page, parsed: Parsed, stale: StaleCase | None
) -> HttpResponse:
    facts = {question.fact for question in page.questions}
    also: list[dict[str, str]] = []
    if need and state.answer:
        keys = [k for k in state.needs if k != need.key and facts & used_facts(state.answer, k)]
        also = need_names(state, keys)
    context = {
        "case": state.case,
        "need": need_names(state, [need.key])[0] if need else None,
        "page": page,
        "questions": [shown(state, question, parsed) for question in page.questions],
        "unsaid": page.count(Progress.OPEN),
        "also": also,
        "ticked": request.POST.getlist("also"),
        "faults": [(fact, message) for fact, message in parsed.faults.items()],
        "version": stale.version if stale else state.case.version,
        "was": request.POST["was"]
        if parsed.faults and "was" in request.POST
        else seen_words(seen_at(state, need, facts)),
        "stale": stale_answers(state.book, stale),
        "states": suggestions(state.book.states) if any(q.type.startswith("state") for q in page.questions) else [],
    }
    status = 409 if stale else 422 if parsed.faults else 200
    return render(request, "web/questions_page.html", context, status=status)
