"""The deadline ledger: of one case, of all cases of a person, of one limit; what happened to a limit; the reminder."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from advisor.cases.errors import FieldFaults
from advisor.cases.models import Case
from advisor.languages.words import language_worded
from advisor.walk import states
from advisor.walk.chasers import Chaser, chaser_docx, chaser_letter, chasers_sent, languages
from advisor.walk.feeds import case_calendar
from advisor.walk.ledger import OPEN, LedgerLine, Status
from advisor.walk.ledger_reading import Chosen, chosen_for, ledger_for, ledger_steps
from advisor.walk.ledger_words import ASSUMED, moment_words, trace_words
from advisor.walk.limit_records import (
    chaser_record,
    limit_extend,
    limit_mark,
    limit_resume,
    limit_suspend,
)
from advisor.walk.models import Step
from advisor.walk.moves import StepStale
from advisor.web import route_view
from advisor.web.forms.cases import show_faults
from advisor.web.forms.ledger import LimitForm
from advisor.web.ledger_rows import counts_of, line_row, step_groups
from advisor.web.log_words import log_words
from advisor.web.views.entry import case_or_404, now, rulebook, sent
from advisor.web.views.step import writes, zones_of

A_PAGE = 50
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILTERS: dict[str, tuple[Any, Callable[[LedgerLine], bool]]] = {
    "now": (gettext_lazy("Overdue and due soon"), lambda line: line.status in (Status.OVERDUE, Status.DUE_SOON)),
    "ours": (gettext_lazy("Our move"), lambda line: line.open and line.owes == "us"),
    "open": (gettext_lazy("All that run"), lambda line: line.status in OPEN),
}
ACTS: dict[str, tuple[Any, Any]] = {
    "extend": (gettext_lazy("Record an extension"), gettext_lazy("More time was granted for this limit.")),
    "suspend": (gettext_lazy("Record that the clock stands still"), gettext_lazy("Days of a stop are given back.")),
    "resume": (gettext_lazy("Record that the clock runs again"), gettext_lazy("The day on which it goes on counts.")),
    "begun": (gettext_lazy("Record that this limit runs"), gettext_lazy("What starts it happened on a day you know.")),
    "met": (gettext_lazy("Record that this was done"), gettext_lazy("What was owed was done, on a day you know.")),
    "chaser": (gettext_lazy("Record that a reminder was sent"), gettext_lazy("It is written into the step's log.")),
}


@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """Every open limit of the person's cases, the most pressing first."""
    steps = ledger_steps(request.user)
    moment = now()
    book = rulebook()
    lines = ledger_for(request.user, today=moment.date(), now=moment, steps=steps, instruments=book.instruments)
    show = request.GET.get("show", "now")
    show = show if show in FILTERS else "now"
    by_id = {step.pk: step for step in steps}
    picked = [line for line in lines if FILTERS[show][1](line)]
    picked.sort(key=lambda line: (line.status is not Status.OVERDUE, line.due is None, line.due, str(line.step_id)))
    page = Paginator(picked, A_PAGE).get_page(request.GET.get("page"))
    chosen = chosen_for(steps)
    rows = [_across(line, by_id[line.step_id], chosen, book) for line in page.object_list]
    context = {
        "rows": rows,
        "page": page,
        "query": f"show={show}&",
        "show": show,
        "filters": [(key, words) for key, (words, _test) in FILTERS.items()],
        "counts": counts_of(lines),
        "at": moment,
    }
    return render(request, "web/ledger.html", context)


def _across(line: LedgerLine, step: Step, chosen: Any, book: Any) -> dict[str, Any]:
    known = chosen[step.pk]
    row = line_row(line, step)
    return row | {
        "name": known.option.get("short_title") or step.instrument,
        "state": route_view.state_name(book, known.acting),
    }


@require_safe
def case_ledger(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Every limit of the case's steps with what is used and what is left."""
    case = case_or_404(request, case_id)
    steps = ledger_steps(request.user, case)
    moment, book = now(), rulebook()
    lines = ledger_for(
        request.user, today=moment.date(), case=case, now=moment, steps=steps, instruments=book.instruments
    )
    context = {
        "case": case,
        "groups": step_groups(steps, lines, chosen_for(steps), book),
        "counts": counts_of(lines),
        "at": moment,
    }
    return render(request, "web/case_ledger.html", context)


@require_safe
def case_calendar_file(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The open limits of the case as an iCalendar file."""
    case = case_or_404(request, case_id)
    base = request.build_absolute_uri("/").rstrip("/")
    content = case_calendar(case=case, user=request.user, now=now(), base=base)
    return _file(content, "text/calendar; charset=utf-8", "deadlines.ics")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _line_or_404(request: HttpRequest, case: Case, step_id: UUID, ref: str) -> tuple[Step, LedgerLine, Chosen]:
    """A limit of one of the case's steps, through the gate."""
    steps = [step for step in ledger_steps(request.user, case) if step.pk == step_id]
    moment = now()
    lines = ledger_for(request.user, today=moment.date(), case=case, now=moment, steps=steps)
    line = next((one for one in lines if one.ref == ref and one.source == "law" and one.limit), None)
    if line is None:
        raise Http404
    return steps[0], line, chosen_for(steps)[step_id]


@require_safe
def case_ledger_line(request: HttpRequest, case_id: UUID, step_id: UUID, ref: str) -> HttpResponse:
    """One limit: how it was reckoned, what happened to it, what may be recorded, the reminder."""
    case = case_or_404(request, case_id)
    step, line, chosen = _line_or_404(request, case, step_id, ref)
    row = line_row(line, step)
    mine = [
        {"happened_on": one.happened_on, "said": log_words(one.kind, one.to_state, one.detail), "note": one.note}
        for one in states.standing(step.events.all())
        if one.kind != states.STATE and one.detail.get("limit", line.limit) in (line.limit, line.event)
    ]
    writing = writes(request, case)
    context = {
        "case": case,
        "step": step,
        "row": row,
        "line": line,
        "name": chosen.option.get("short_title") or step.instrument,
        "trace": trace_words(line),
        "too_late": moment_words(line.ends, line.zone) if line.ends else "",
        "assumed": [ASSUMED[code] for code in line.assumed],
        "log": mine,
        "acts": [(act, ACTS[act][0]) for act in _acts(line)] if writing else [],
        "letter": _letter(request, step, line, chosen) if _may_chase(line) else None,
        "letter_languages": [(code, language_worded(code)) for code in languages()],
        "chasers": chasers_sent(step, line),
        "writes": writing,
    }
    return render(request, "web/case_ledger_line.html", context)


def _may_chase(line: LedgerLine) -> bool:
    """Whether somebody else owes something that can be asked for."""
    waits = line.status in (Status.RUNNING, Status.DUE_SOON, Status.OVERDUE) or (
        line.status is Status.NOT_STARTED and line.owes != "us" and bool(line.starts)
    )
    return waits and line.owes in ("them", "provider")


def _acts(line: LedgerLine) -> list[str]:
    """What may be recorded of a line as it stands."""
    found = []
    if line.status in OPEN and line.extendable:
        found += ["extend", "resume" if line.status is Status.SUSPENDED else "suspend"]
    if line.status in OPEN:
        found.append("met")
    if line.status is Status.NOT_STARTED:
        found.append("begun")
    if _may_chase(line):
        found.append("chaser")
    return found


def _letter(request: HttpRequest, step: Step, line: LedgerLine, chosen: Chosen) -> Chaser:
    user: Any = request.user
    asked = request.GET.get("language", get_language() or "")
    return chaser_letter(
        line, step, chosen, writer=user.get_full_name(), office=user.agency.name if user.agency else "",
        language=asked if asked in languages() else languages()[0],
    )  # fmt: skip


@require_safe
def case_ledger_letter(request: HttpRequest, case_id: UUID, step_id: UUID, ref: str, letter: str) -> HttpResponse:
    """The reminder as a file: txt or docx."""
    case = case_or_404(request, case_id)
    step, line, chosen = _line_or_404(request, case, step_id, ref)
    if letter not in ("txt", "docx"):
        raise Http404
    if not _may_chase(line):
        return redirect(f"{reverse('case-ledger-line', args=[case.pk, step.pk, line.ref])}#no-letter")
    written = _letter(request, step, line, chosen)
    if letter == "docx":
        return _file(chaser_docx(written), DOCX, "reminder.docx")
    return _file(written.text.encode(), "text/plain; charset=utf-8", "reminder.txt")


@require_http_methods(["GET", "HEAD", "POST"])
def case_ledger_record(request: HttpRequest, case_id: UUID, step_id: UUID, ref: str, act: str) -> HttpResponse:
    """Write down what happened to a limit."""
    case = case_or_404(request, case_id)
    step, line, chosen = _line_or_404(request, case, step_id, ref)
    if act not in ACTS:
        raise Http404
    form = LimitForm(
        sent(request), act=act, hours=line.short, zones=zones_of(chosen.requesting, chosen.acting), today=now().date(),
        initial={"version": step.version, "unit": "calendar_days"},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            _recorded(request, step, line, act, form)
        except FieldFaults as fault:
            show_faults(form, fault)
        except StepStale as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("Recorded."))
            return redirect("case-ledger-line", case.pk, step.pk, line.ref)
    context = {
        "case": case,
        "step": step,
        "row": line_row(line, step),
        "name": chosen.option.get("short_title") or step.instrument,
        "form": form,
        "title": ACTS[act][0],
        "explained": ACTS[act][1],
    }
    return render(request, "web/ledger_record.html", context, status=422 if form.errors else 200)


def _recorded(request: HttpRequest, step: Step, line: LedgerLine, act: str, form: LimitForm) -> None:
    """Call the service of an act with what was typed."""
    typed = form.cleaned_data
    common: dict[str, Any] = {
        "step": step,
        "line": line,
        "user": request.user,
        "now": now(),
        "note": typed["note"],
        "version": typed.get("version") or 0,
        **form.when(),
    }
    if act == "extend":
        until, number = typed.get("until"), typed.get("number")
        limit_extend(**common, number=number, unit=typed["unit"], until=until, article=typed["article"])
    elif act == "suspend":
        limit_suspend(**common, waits_for=typed["waits_for"], article=typed["article"])
    elif act == "resume":
        limit_resume(**common)
    elif act == "chaser":
        chaser_record(**common, language=get_language() or "")
    else:
        limit_mark(**common, mark=act)
