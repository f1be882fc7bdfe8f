"""Practice: the exercises with their stories, and a practice case beside the expert's key."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from advisor.cases.exercises import exercise_of, exercises, practice_cases_for
from advisor.cases.services.practice import Compared, Comparison, Turned, exercise_compare, exercise_start
from advisor.intake.choices import TRACK_LABELS
from advisor.intake.labels import label_of
from advisor.intake.saying import say_value
from advisor.languages.words import worded
from advisor.web.route_view import instrument_name, lane, measure_name, state_name
from advisor.web.views.entry import case_or_404, now, rulebook
from routing.rulebook import Rulebook

MOST_TURNS = 4


@require_http_methods(["GET", "HEAD", "POST"])
def practice(request: HttpRequest) -> HttpResponse:
    """The stories; starting one opens a practice case in the trainee's agency."""
    rulebook()
    found = {exercise.code: exercise for exercise in exercises()}
    if request.method == "POST":
        exercise = found.get(request.POST.get("exercise", ""))
        if exercise is None:
            raise Http404
        case = exercise_start(exercise=exercise, user=request.user, now=now())
        messages.success(request, _("The practice case is open. Say what you need, and from which State."))
        return redirect("case-needs-add", case.pk)
    tried = [(case, exercise_of(case)) for case in practice_cases_for(request.user)]
    rows = [
        {"exercise": exercise, "tries": [case for case, of in tried if of == exercise]} for exercise in found.values()
    ]
    return render(request, "web/practice.html", {"rows": rows})


@require_safe
def compare(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What the expert had different, and why."""
    case = case_or_404(request, case_id)
    exercise = exercise_of(case)
    if exercise is None:
        return render(request, "web/practice_compare_none.html", {"case": case})
    found = exercise_compare(exercise=exercise, case=case, user=request.user)
    book = found.edition.rulebook
    rows = [_row(item, book) for item in found.needs]
    context = {
        "case": case,
        "exercise": exercise,
        "found": [row for row in rows if row["own"]],
        "missing": [row for row in rows if not row["own"]],
        "extra": [_named(need, book) for need in found.extra],
        "header": _header(found, book),
        "met": sum(bool(item.own) for item in found.needs),
        "same": sum(_same(item) for item in found.needs),
        "total": len(found.needs),
    }
    return render(request, "web/practice_compare.html", context)


def _same(item: Compared) -> bool:
    """Whether a need of the key was met, in its State, and no answer decides otherwise."""
    return item.own is not None and not item.other_state and not item.facts


def _named(need: Any, book: Rulebook) -> dict[str, str]:
    """A need in words."""
    return {
        "measure": measure_name(book, need["measure"]),
        "state": state_name(book, need["requested_state"]),
        "subject": need.get("subject", ""),
    }


def _header(found: Comparison, book: Rulebook) -> list[dict[str, str]]:
    """Fields of the case that differ, in words."""
    said = {
        "requesting_state": lambda code: state_name(book, code),
        "track": lambda code: worded(TRACK_LABELS[code]),
        "stage": label_of,
    }
    names = {"requesting_state": _("Requesting State"), "track": _("Track"), "stage": _("Stage")}
    return [
        {"name": names[field], "expert": said[field](expert), "own": said[field](own)}
        for field, expert, own in found.header
    ]


def _row(item: Compared, book: Rulebook) -> dict[str, Any]:
    """One need of the key, with what differs."""
    return {
        **_named(item.need, book),
        "own": _named(item.own, book) if item.own else None,
        "other_state": item.other_state,
        "same": _same(item),
        "status": item.answer["status"],
        "own_status": item.own_answer["status"] if item.own_answer else "",
        "steps": _steps(item, book),
        "facts": [
            {
                "text": worded(book.facts[differs.fact].question),
                "expert": say_value(book, differs.fact, differs.expert),
                "own": say_value(book, differs.fact, differs.own) if differs.own is not None else _("not answered"),
                "turns": [_turn(turned, book) for turned in differs.turns[:MOST_TURNS]],
                "more": max(0, len(differs.turns) - MOST_TURNS),
            }
            for differs in item.facts
        ],
        "idle": item.idle,
    }


def _turn(turned: Turned, book: Rulebook) -> dict[str, str]:
    return {
        "name": instrument_name(book, turned.instrument),
        "measure": measure_name(book, turned.measure),
        "expert": turned.expert,
        "own": turned.own,
    }


def _steps(item: Compared, book: Rulebook) -> list[dict[str, Any]]:
    """The first step of each tier where the expert's is another; all of them for a missed need."""
    expert, own = _first(item.answer), _first(item.own_answer) if item.own_answer else {}
    rows = []
    for tier in dict.fromkeys((*expert, *own)):
        one, other = expert.get(tier), own.get(tier)
        if one == other:
            continue
        rows.append({"tier": tier, "expert": _step(one, book), "own": _step(other, book)})
    return rows


def _first(answer: Any) -> dict[str, tuple[str, str, str]]:
    found: dict[str, tuple[str, str, str]] = {}
    for step in answer["plan"]:
        found.setdefault(lane(step), (step["measure"], step["instrument"], step["verdict"]))
    return found


def _step(step: tuple[str, str, str] | None, book: Rulebook) -> dict[str, str] | None:
    if step is None:
        return None
    measure, instrument, verdict = step
    return {"measure": measure_name(book, measure), "name": instrument_name(book, instrument), "verdict": verdict}
