"""What if: change a fact, the day or a State and see what moves, side by side; keep it or drop it.

A question is an address (GET) and stores nothing. Keeping it (POST) writes the change into the case with compare and
set, and stores a new route.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from advisor.cases.errors import CaseBusy, FieldFaults, StaleCase
from advisor.cases.models import CaseRoute
from advisor.cases.route_reading import brief_read
from advisor.cases.services import Change, WhatIf, case_what_if, what_if_keep
from advisor.cases.services.what_if import SENT_ON, days_moved
from advisor.intake.parse import AnswerFault, Parsed, day_of, read_answers
from advisor.intake.questions import Level, question_for
from advisor.intake.saying import say_value
from advisor.languages.words import day_worded, worded
from advisor.walk.history import days_taken
from advisor.web.compared import compared
from advisor.web.pictures.page import provisions_of
from advisor.web.route_view import measure_name, state_name
from advisor.web.states import index_of, states_read, suggestions
from advisor.web.views.entry import now, rulebook, version_sent
from advisor.web.views.routes import stored_or_404
from routing.errors import CaseFaults
from routing.rulebook import Rulebook

MOST_FACTS = 80


@dataclass
class Tried:
    """What the address asks: the change, what is wrong with it by field, and the change in words."""

    change: Change = field(default_factory=Change)
    faults: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    parsed: Parsed = field(default_factory=Parsed)
    fact: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def what_if(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """The panel: what can be changed, what was changed, what moves."""
    stored = stored_or_404(request, case_id, number)
    needs = {need["id"]: need for need in brief_read(stored)["needs"]}
    asked = request.POST if request.method == "POST" else request.GET
    tried = tried_read(asked, needs, rulebook())
    fault = ""
    if request.method == "POST" and tried.change and not tried.faults:
        at = now()
        try:
            kept = what_if_keep(
                case=stored.case, user=request.user, change=tried.change, version=version_sent(request), on=at.date(),
                now=at,
            )  # fmt: skip
        except (StaleCase, CaseBusy) as error:
            fault = str(error)
            stored = stored_or_404(request, case_id, number)
        except FieldFaults as error:
            fault = " ".join(error.faults.values())
        except CaseFaults as faults:
            fault = _("The case cannot be routed: %(fault)s") % {"fault": str(faults.faults[0])[:400]}
        else:
            messages.success(request, _("Kept: the case was changed and a new route made. The old one stays."))
            return redirect("case-route", stored.case_id, kept.number)
    return _what_if_page(request, stored, needs, tried, asked, fault)


def tried_read(asked: QueryDict, needs: dict[str, Any], book: Rulebook) -> Tried:
    """The change that an address, or a form with its fields, describes. Empty fields change nothing."""
    tried = Tried(fact=asked.get("fact", "") if asked.get("fact", "") in book.facts else "")
    facts: dict[str, dict[str, Any]] = {}
    states: dict[str, str] = {}
    level = asked.get("level", "")
    if tried.fact:
        tried.parsed = read_answers(book, [tried.fact], asked)
        tried.faults |= dict(tried.parsed.faults.items())
        if level and level not in needs:
            tried.faults["level"] = _("The case has no need %(need)s. Choose one of the list.") % {"need": level[:40]}
        elif tried.fact in tried.parsed.values:
            value = tried.parsed.values[tried.fact]
            facts[level] = {tried.fact: value}
            tried.said.append(_fact_said(book, tried.fact, value, needs.get(level)))
    if asked.get("state", "").strip():
        _state_read(asked, needs, book, states, tried)
    on = _day_read(asked, tried)
    tried.change = Change(facts, states, on)
    return tried


def _fact_said(book: Rulebook, fact: str, value: Any, need: Any) -> str:
    where = _need_name(need, book) if need else _("the whole case")
    said = say_value(book, fact, value) if value is not None else _("not known")
    return _("%(question)s %(value)s (%(where)s)") % {
        "question": worded(book.facts[fact].question), "value": said, "where": where,
    }  # fmt: skip


def _need_name(need: Any, book: Rulebook) -> str:
    state = state_name(book, need.get("requested_state"))
    return measure_name(book, need["measure"]) + (f", {state}" if state else "")


def _state_read(asked: QueryDict, needs: dict[str, Any], book: Rulebook, states: dict[str, str], tried: Tried) -> None:
    """Another State for one need."""
    codes, unknown = states_read(asked.get("state", "")[:100], index_of(book.states, book.sha256))
    key = asked.get("need", "")
    if key not in needs:
        tried.faults["need"] = _("Choose the need whose State is to change.")
    elif unknown or len(codes) != 1:
        tried.faults["state"] = _("Type the name of one State, for example Spain.")
    else:
        states[key] = codes[0]
        tried.said.append(
            _("State of %(need)s: %(state)s")
            % {"need": _need_name(needs[key], book), "state": state_name(book, codes[0])}
        )


def _day_read(asked: QueryDict, tried: Tried) -> date | None:
    """The day that the law is to be of; ISO, or day, month and year with spaces or dots between."""
    text = asked.get("on", "").strip()[:40]
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        try:
            parts = text.replace(".", " ").replace("/", " ").split()
            found = day_of([*parts, "", "", ""][:3])
        except AnswerFault as fault:
            tried.faults["on"] = str(fault)
            return None
    tried.said.append(_("Law of %(day)s") % {"day": day_worded(found)})
    return found


def _what_if_page(
    request: HttpRequest, stored: CaseRoute, needs: dict[str, Any], tried: Tried, asked: QueryDict, fault: str
) -> HttpResponse:
    book, found, case_faults = rulebook(), None, []
    if tried.change and not tried.faults:
        try:
            found = case_what_if(case=stored.case, user=request.user, change=tried.change, on=now().date())
            case_faults = [str(item)[:400] for item in found.faults[:5]]
            tried.said += _days_said(found, tried.change)
        except CaseFaults as faults:
            case_faults = [str(item)[:400] for item in faults.faults[:5]]
    context = {
        "case": stored.case,
        "route": stored,
        "tried": tried,
        "fault": fault,
        "faults": [(name, text) for name, text in tried.faults.items()],
        "comparison": _comparison(request, stored, found, book) if found and found.after is not None else None,
        "asked_for": bool(tried.change) and not tried.faults,
        "case_faults": case_faults,
        "question": _question(book, tried),
        "facts": _facts(brief_read(stored), book, tried.fact),
        "needs": [{"id": key, "name": _need_name(need, book)} for key, need in needs.items()],
        "states": suggestions(book.states),
        "level": asked.get("level", ""),
        "need": asked.get("need", ""),
        "state": asked.get("state", "")[:100],
        "on": asked.get("on", "")[:40],
        "hidden": _hidden(asked, tried.fact),
        "version": stored.case.version,
    }
    return render(request, "web/what_if.html", context, status=409 if fault else 422 if tried.faults else 200)


def _days_said(found: WhatIf, change: Change) -> list[str]:
    """What the tried day takes the place of in the case, in words: one line for each day that was stated."""
    sent = {stated for _key, fact, stated in days_moved(found.asked, change) if fact == SENT_ON}
    return [
        _("As if sent on %(day)s: the case says %(stated)s, and the day of sending decides which law counts.")
        % {"day": day_worded(change.on), "stated": day_worded(date.fromisoformat(stated[:10]))}
        for stated in sorted(sent)
        if change.on
    ]


def _comparison(request: HttpRequest, stored: CaseRoute, found: WhatIf, book: Rulebook) -> Any:
    seen = days_taken(request.user, provisions_of(brief_read(stored)))
    before = {"case": found.asked, "on": found.before["on"], "answer": found.before}
    after = {"case": found.tried, "on": (found.after or {})["on"], "answer": found.after}
    return compared(before, after, book, seen)


def _question(book: Rulebook, tried: Tried) -> dict[str, Any] | None:
    """The chosen fact as the question pages ask it, with what was typed."""
    if not tried.fact:
        return None
    asked = question_for(book, tried.fact, Level.of(None, None, {}, {}))
    raw = tried.parsed.raw.get(tried.fact)
    return {
        "q": asked,
        "value": raw if isinstance(raw, str) else "",
        "parts": raw if isinstance(raw, list) and asked.type == "date" else ["", "", ""],
        "not_known": raw == "unknown",
        "inherited": "",
        "fault": tried.faults.get(tried.fact, ""),
        "many": len(asked.choices) > 8,
    }


def _facts(brief: Any, book: Rulebook, chosen: str) -> list[dict[str, Any]]:
    """The facts worth changing: what is asked most first, then what the plan's ways wait for."""
    names = [item["fact"] for item in brief["questions"]]
    names += [fact for need in brief["needs"] for row in need["plan"] for fact in row.get("missing", ())]
    names += [chosen] if chosen else []
    return [
        {"name": name, "question": worded(book.facts[name].question)}
        for name in list(dict.fromkeys(names))[:MOST_FACTS]
        if name in book.facts
    ]


def _hidden(asked: QueryDict, fact: str) -> list[tuple[str, str]]:
    """The fields of the question, for the form that keeps it."""
    names = ("fact", "level", "need", "state", "on")
    pairs = [(name, asked.get(name, "")) for name in names if asked.get(name)]
    own = [name for name in asked if fact and name.startswith(fact)]
    return pairs + [(name, str(value)) for name in own for value in asked.getlist(name)]
