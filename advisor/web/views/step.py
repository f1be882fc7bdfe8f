"""One step: where it stands, what can be done next, its log; a move, and a row taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from advisor.cases.errors import FieldFaults
from advisor.cases.models import Case, CaseState
from advisor.cases.roles import may_write
from advisor.dossiers.selectors import jobs_for
from advisor.walk import states
from advisor.walk.calendars import NoCalendar, zone_of
from advisor.walk.ladders import Moved, collisions_open, ladders_for, steps_moved
from advisor.walk.models import Step, StepState
from advisor.walk.moves import MoveRefused, StepStale, step_correct, step_move, step_record
from advisor.walk.refusals import grounds_of
from advisor.walk.selectors import events_for, points_for, steps_for
from advisor.web.forms.cases import show_faults
from advisor.web.forms.steps import MoveForm, RemarkForm, WhyForm
from advisor.web.log_words import log_words
from advisor.web.other_ways import ways_left
from advisor.web.step_words import EXPLAINED, act_word, ladder_words, track_of
from advisor.web.views.entry import case_and_route, case_or_404, now, rulebook, sent, today
from advisor.web.views.steps import need_titles, step_row
from advisor.web.views.tracks import in_words
from instruments.editions import edition_get
from routing.deadlines import Unit
from routing.rulebook import Rulebook

HOURS = frozenset({Unit.MINUTES, Unit.HOURS})


def step_or_404(request: HttpRequest, case: Case, step_id: UUID) -> Step:
    """A step of the case, through the gate."""
    rows = steps_for(request.user).select_related("route", "case").defer("route__document")
    return get_object_or_404(rows, case=case, pk=step_id)


def writes(request: HttpRequest, case: Case) -> bool:
    """Whether the person may change the case as it stands."""
    return case.state != CaseState.CLOSED and may_write(request.user, case)


@require_safe
def case_step(request: HttpRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    """Where a step stands, what can be done next, and everything that happened to it."""
    case, route = case_and_route(request, case_id)
    moved = steps_moved(request.user, case)
    step = next((one for one in moved[0] if one.pk == step_id), None)
    if step is None:
        raise Http404
    step.case = case
    if route is not None and step.route_id == route.pk:
        step.route = route
    log = list(events_for(request.user).filter(step=step).select_related("by").order_by("number"))
    jobs = jobs_for(request.user).filter(step=step).defer("inputs").select_related("dossier").order_by("created_at")
    ladder = ladders_for(request.user, case, route, moved).get(step.need_key) if route else None
    last, may = states.last_move(log), writes(request, case)
    points = _points(request, step) if any(row.to_state in states.WITH_GROUNDS for row in log) else []
    book = rulebook()
    others = ways_left({step.need_key: ladder}, route, book) if ladder and route else {}
    context = {
        "case": case,
        "other": others.get(step.need_key),
        "row": step_row(step, need_titles(request, case, {step.route_id}, route), list(jobs), book),
        "step": step,
        "track": track_of(log, step.state, step.tier),
        "moves": _moves(request, step, log) if may else [],
        "collisions": _waits_for(request, step, book, moved=moved),
        "log": _log_rows(log, points, last.number if last else 0, request),
        "ended_with": last if last and last.to_state in states.WITH_GROUNDS else None,
        "ladder_words": ladder_words(ladder) if ladder else "",
        "writes": may,
    }
    return render(request, "web/step.html", context)


def _points(request: HttpRequest, step: Step) -> list[Any]:
    """The grounds that were tied to the step's answers."""
    return list(points_for(request.user).filter(event__step=step).order_by("event__number", "number"))


def _waits_for(
    request: HttpRequest, step: Step, book: Rulebook, found: Any = None, moved: Moved | None = None
) -> list[dict[str, str]]:
    """The warnings that hold a step back, in words; once it is sent, none does."""
    if step.state not in states.BEFORE_SENDING and found is None:
        return []
    open_ones = collisions_open(request.user, step, moved) if found is None else found
    return [{"code": one.code, "text": in_words(one, step.route, book)} for one in open_ones]


def _moves(request: HttpRequest, step: Step, log: list[Any]) -> list[dict[str, Any]]:
    """The buttons: the usual next move first and strong, what closes the step last."""
    user: Any = request.user
    found = states.next_moves(step.state, user.role, approved=states.approved_in(log), sent=states.sent_in(log))
    rows = [
        {"to": move.end, "word": act_word(step.state, move.end), "closing": move.end in {"withdrawn", "expired"}}
        for move in found
        if move.end != states.DRAFTED
    ]
    if step.state in states.BEFORE_SENDING:
        rows.sort(key=lambda row: (row["closing"], row["to"] != states.SENT))
    for place, row in enumerate(rows):
        row["first"] = place == 0 and not row["closing"]
    return rows


def _log_rows(log: list[Any], points: list[Any], last: int, request: HttpRequest) -> list[dict[str, Any]]:
    """The log as the page shows it, the newest first; what was taken back stays, marked."""
    standing = {row.number for row in states.standing(log)}
    by_event: dict[Any, list[Any]] = {}
    for point in points:
        by_event.setdefault(point.event_id, []).append(point)
    rows = []
    for row in reversed(log):
        corrects = row.detail.get("corrects")
        open_row = row.number in standing and (row.number == last or row.kind != states.STATE)
        rows.append(
            {
                "event": row,
                "word": log_words(row.kind, row.to_state, row.detail),
                "gone": row.number not in standing and not corrects,
                "correctable": open_row,
                "points": by_event.get(row.pk, []),
            }
        )
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
def case_step_move(request: HttpRequest, case_id: UUID, step_id: UUID, to: str) -> HttpResponse:
    """Move a step, with what the move asks for."""
    case = case_or_404(request, case_id)
    step = step_or_404(request, case, step_id)
    move = states.TABLE.get((step.state, to))
    if move is None:
        if to not in StepState.values:
            raise Http404
        said = _("This step is '%(state)s' now: choose again.")
        messages.warning(request, said % {"state": step.get_state_display()})
        return redirect("case-step", case.pk, step.pk)
    form, book = _move_form(request, case, step, move), rulebook()
    refused: MoveRefused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            step_move(
                step=step, to=to, user=request.user, note=form.cleaned_data["note"], now=now(), detail=form.detail(),
                version=form.cleaned_data.get("version") or 0, sure=form.cleaned_data["sure"], **form.when(),
            )  # fmt: skip
        except FieldFaults as fault:
            show_faults(form, fault)
        except (MoveRefused, StepStale) as fault:
            form.add_error(None, str(fault))
            refused = fault if isinstance(fault, MoveRefused) else None
        else:
            messages.success(request, _("Recorded: %(state)s.") % {"state": StepState(to).label})
            return redirect("case-step", case.pk, step.pk)
    form.asked_alone()
    context = {
        "case": case,
        "step": step,
        "row": step_row(step, need_titles(request, case, {step.route_id}), [], book),
        "form": form,
        "title": act_word(step.state, to),
        "explained": EXPLAINED.get(to, ""),
        "collided": _waits_for(request, step, book, getattr(refused, "found", [])),
        "closing": to in {states.WITHDRAWN, states.EXPIRED},
    }
    return render(request, "web/step_move.html", context, status=422 if form.errors else 200)


def _move_form(request: HttpRequest, case: Case, step: Step, move: states.Move) -> MoveForm:
    initial: dict[str, Any] = {"version": step.version}
    if move.end == states.SENT:
        initial["authority"] = step.authority
    return MoveForm(
        sent(request),
        move=move,
        hours=move.end in states.OUTSIDE and counts_hours(step),
        zones=zones_of(case.requesting_state, step.acting_state),
        grounds=grounds_of(step) if states.GROUNDS in move.given else (),
        today=today(),
        initial=initial,
    )


def counts_hours(step: Step) -> bool:
    """Whether one of the limits of the step's provision counts hours, so that the time of day matters."""
    provision = edition_get(step.route.edition_sha256).rulebook.provisions.get(step.provision)
    limits = provision.document.get("time_limits") or () if provision else ()
    return any(limit.get("unit") in HOURS for limit in limits)


def zones_of(*codes: str) -> list[tuple[str, str]]:
    """The clocks to choose from: those of the States' capitals, and UTC."""
    found = []
    for code in reversed(codes):
        try:
            found.append(zone_of(code).key)
        except NoCalendar:
            continue
    return [(name, name.replace("_", " ")) for name in dict.fromkeys([*found, "UTC"])]


@require_http_methods(["GET", "HEAD", "POST"])
def case_step_remark(request: HttpRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    """Write a remark into a step's log: what happened without moving it."""
    case = case_or_404(request, case_id)
    step = step_or_404(request, case, step_id)
    form = RemarkForm(sent(request), initial={"version": step.version, "happened_on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            step_record(
                step=step, kind=states.REMARK, user=request.user, happened_on=form.cleaned_data["happened_on"],
                note=form.cleaned_data["note"], now=now(), version=form.cleaned_data.get("version") or 0,
            )  # fmt: skip
        except FieldFaults as fault:
            show_faults(form, fault)
        except StepStale as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("Recorded."))
            return redirect("case-step", case.pk, step.pk)
    row = step_row(step, need_titles(request, case, {step.route_id}), [], rulebook())
    context = {"case": case, "step": step, "row": row, "form": form}
    return render(request, "web/step_remark.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def case_step_correct(request: HttpRequest, case_id: UUID, step_id: UUID, event_number: int) -> HttpResponse:
    """Take back a row that was written by mistake."""
    case = case_or_404(request, case_id)
    step = step_or_404(request, case, step_id)
    event = get_object_or_404(events_for(request.user).filter(step=step), number=event_number)
    form = WhyForm(sent(request), initial={"version": step.version})
    if request.method == "POST" and form.is_valid():
        try:
            step_correct(
                step=step, number=event.number, user=request.user, note=form.cleaned_data["note"], now=now(),
                version=form.cleaned_data.get("version") or 0,
            )  # fmt: skip
        except FieldFaults as fault:
            show_faults(form, fault)
        except (MoveRefused, StepStale) as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The row was taken back. It stays in the log, marked."))
            return redirect("case-step", case.pk, step.pk)
    context = {"case": case, "step": step, "event": event, "form": form}
    word = log_words(event.kind, event.to_state, event.detail)
    return render(request, "web/step_correct.html", context | {"word": word}, status=422 if form.errors else 200)
