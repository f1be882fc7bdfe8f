"""The page that shows everything that was said, with the engine's first verdict beside it, kept fresh."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from advisor.intake.relevance import used_facts
from advisor.web.route_view import option_card
from advisor.web.views.entities import things_checked
from advisor.web.views.entry import now
from advisor.web.views.held import Held, answer_rows, held, need_names, next_address
from routing.rulebook import Rulebook

MOST_LINES = 6
RANK_LAST = 99


@require_safe
def check(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Everything that was said, with change links. htmx asks for the verdict alone."""
    state = held(request, case_id, full=True)
    if request.headers.get("HX-Request") and request.GET.get("seen") == str(state.case.version):
        return HttpResponse(status=204)  # nothing has changed: what is unfolded stays so
    verdict: dict[str, Any] = {
        "case": state.case,
        "status": (state.answer or {}).get("status"),
        "verdicts": verdicts(state),
        "at": now(),
    }
    if request.headers.get("HX-Request"):
        return render(request, "web/verdict.html", verdict)
    texts, book = state.book.facts, state.book
    used = {key: used_facts(state.answer, key) for key in state.needs} if state.answer else {}
    anywhere: set[str] = set().union(*used.values()) if used else set(texts)
    standing = {row["key"]: row["status"] for row in verdict["verdicts"]}
    rows = need_names(state, state.needs)
    for row in rows:
        row["variant"] = state.needs[row["key"]].variant
        row["status"] = standing.get(row["key"], "")
        row["answers"] = answer_rows(book, state.single[row["key"]], used.get(row["key"], set(texts)))
    context = verdict | {
        "answers": answer_rows(book, state.whole, anywhere),
        "needs": rows,
        "faults": state.preview.faults if state.needs else (),
        "requesting_state": book.states.get(state.case.requesting_state),
        "left": next_address(state, None, None),
        **things_checked(request, state.case, book),
    }
    return render(request, "web/check.html", context)


def verdicts(state: Held) -> list[dict[str, Any]]:
    """Each need with its standing and the first way to it: what was found for it, in words."""
    if state.answer is None:
        return []
    rows = need_names(state, [need["id"] for need in state.answer["needs"]])
    for row, need in zip(rows, state.answer["needs"], strict=True):
        row["status"] = need["status"]
        row["way"] = _first_way(need, state.book)
    return rows


def _first_way(need: Mapping[str, Any], book: Rulebook) -> dict[str, Any] | None:
    """The first formal way that is not closed, as its card; None when there is none."""
    own = [
        option
        for option in need["options"]
        if option["measure"] == need["measure"] and not option.get("adjunct") and option["verdict"] != "closed"
    ]
    if not own:
        return None
    first = min(own, key=lambda option: option["rank"] or RANK_LAST)
    card = option_card(first, need, book, first=True)
    lines = [line for line in card["lines"] if line.get("counts", True)]
    return {
        "title": first["short_title"],
        "verdict": first["verdict"],
        "lines": lines[:MOST_LINES],
        "more": max(0, len(lines) - MOST_LINES),
    }
