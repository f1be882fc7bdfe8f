"""What a case needs, and where: the list, many at once, one changed or taken out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from advisor.cases.errors import FieldFaults, StaleCase
from advisor.cases.models import Case
from advisor.cases.selectors import needs_for
from advisor.cases.services import need_entities_set, need_remove, need_update, needs_add
from advisor.intake.choices import measure_choices, variant_choices
from advisor.languages.words import state_worded, worded
from advisor.web.forms.cases import NeedForm, NeedRowForm, state_shown
from advisor.web.need_lines import (
    EMPTY_LINES,
    MOST_LINES,
    USUAL,
    filled,
    kinds_index,
    lines_from_text,
    lines_from_ticks,
    measure_index,
    measure_shown,
)
from advisor.web.states import suggestions
from advisor.web.views.case import both_versions
from advisor.web.views.entry import case_or_404, need_or_404, now, rulebook, sent, version_sent
from advisor.web.views.held import held, next_address
from advisor.web.views.keeping import autosaved, autosaving, left_to_them, saving, seen_sent, seen_words
from advisor.web.views.suggested import need_marks, things_offered
from routing.rulebook import Rulebook

NEED_FIELDS = ("measure", "variant", "requested_state", "subject")
Lines = formset_factory(NeedRowForm, extra=0, max_num=MOST_LINES, absolute_max=MOST_LINES)


@require_safe
def needs(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The needs of a case."""
    case = case_or_404(request, case_id)
    book = rulebook()
    found = needs_for(request.user).filter(case=case).annotate(answer_count=Count("answers")).order_by("position")
    rows: list[Any] = list(found)
    marks = need_marks(request, case)
    for row in rows:
        row.things = marks.get(row.key, {}).get("things", ())
        row.countdown = marks.get(row.key, {}).get("countdown")
        row.measure_name = worded(book.measures[row.measure].name) if row.measure in book.measures else row.measure
        where = book.states.get(row.requested_state)
        row.state_name = state_worded(where.iso2, where.name) if where else ""
    return render(request, "web/needs.html", {"case": case, "needs": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def needs_new(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Add many needs on one page. Every button keeps what stands in the lines."""
    case = case_or_404(request, case_id)
    book = rulebook()
    things = things_offered(request, case)
    kinds = {shown.casefold(): code for shown, code in kinds_index(book).items()}
    kwargs = {"rulebook": book, "measures": kinds | measure_index(book), "things": things}
    if request.method != "POST":
        lines: list[dict[str, str]] = []
    elif request.POST.get("action") in ("save", "questions"):
        formset = Lines(request.POST, prefix="line", form_kwargs=kwargs)
        if formset.is_valid() and _added(request, case, formset):
            asks = request.POST["action"] == "questions"
            following = next_address(held(request, case.pk), None, None) if asks else None
            return redirect(following or reverse("case-needs", args=[case.pk]))
        return _lines_page(request, case, formset, book, status=422)
    else:
        lines = _lines_wanted(request, book, home=case.requesting_state)
    blank = [{"measure": "", "states": "", "subject": ""}] * EMPTY_LINES
    formset = Lines(prefix="line", initial=[*lines, *blank][:MOST_LINES], form_kwargs=kwargs)
    guesses = [(number, line["guess"]) for number, line in enumerate(lines) if line.get("guess")]
    return _lines_page(request, case, formset, book, guesses=guesses)


def _lines_wanted(request: HttpRequest, book: Rulebook, *, home: str) -> list[dict[str, str]]:
    """The lines so far, with what the pressed button adds."""
    count = request.POST.get("line-TOTAL_FORMS", "0")
    total = min(int(count), MOST_LINES) if count.isascii() and count.isdigit() and len(count) < 6 else 0
    typed = [
        {name: request.POST.get(f"line-{n}-{name}", "") for name in ("measure", "states", "subject", "things")}
        for n in range(total)
    ]
    return [
        *filled(typed),
        *lines_from_ticks(request.POST.getlist("measures"), book),
        *lines_from_text(request.POST.get("pasted", ""), book, home=home),
    ]


def _added(request: HttpRequest, case: Case, formset: Any) -> bool:
    """Save all lines or none; refusals go to their line."""
    wanted = [form for form in formset if form.wanted]
    if not wanted:
        formset.forms[0].add_error("measure", _("Fill in at least one line: say what you want done, and where."))
        return False
    count = 0
    with transaction.atomic():
        for form in wanted:
            data = form.cleaned_data
            try:
                with transaction.atomic():
                    added = needs_add(
                        case=case,
                        user=request.user,
                        measure=data["measure"],
                        requested_states=data["states"],
                        variant=form.variant,
                        subject=data["subject"],
                        now=now(),
                    )
            except FieldFaults as fault:
                for field, message in fault.faults.items():
                    form.add_error({"requested_state": "states"}.get(field, field), message)
                continue
            for row in added if data.get("things") else ():
                need_entities_set(need=row, user=request.user, keys=data["things"], now=now())
            count += len(added)
        if any(form.errors for form in wanted):
            transaction.set_rollback(True)
            return False
    messages.success(request, ngettext("%(n)s need was added.", "%(n)s needs were added.", count) % {"n": count})
    return True


def _lines_page(
    request: HttpRequest,
    case: Case,
    formset: Any,
    book: Rulebook,
    *,
    status: int = 200,
    guesses: Sequence[tuple[int, str]] = (),
) -> HttpResponse:
    usual = [(code, worded(book.measures[code].name)) for code in USUAL.get(case.track, ()) if code in book.measures]
    groups = [(heading, [(c.value, c.label) for c in choices]) for heading, choices in measure_choices(book)]
    context = {
        "case": case,
        "formset": formset,
        "guesses": guesses,
        "usual": usual,
        "groups": groups,
        "states": suggestions(book.states),
        "measures": sorted([*(measure_shown(book, code) for code in book.measures), *kinds_index(book)]),
        "need_count": needs_for(request.user).filter(case=case).count(),
        "things": [f"{key} {shown}" for key, shown in things_offered(request, case).items()],
    }
    return render(request, "web/needs_new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def need(request: HttpRequest, case_id: UUID, key: str) -> HttpResponse:
    """Change one need."""
    case = case_or_404(request, case_id)
    row = need_or_404(request, case, key)
    book = rulebook()
    measure = request.POST.get("measure", row.measure)
    form = NeedForm(
        sent(request),
        rulebook=book,
        measures=[(heading, [(c.value, c.label) for c in found]) for heading, found in measure_choices(book)],
        variants=[(c.value, c.label) for c in variant_choices(book, measure)],
        initial={
            "measure": row.measure,
            "variant": row.variant,
            "requested_state": state_shown(book, row.requested_state) if row.requested_state else "",
            "subject": row.subject,
            "version": case.version,
        },
    )
    stale: StaleCase | None = None
    if request.method == "POST" and (form.is_valid() or autosaving(request)):
        apart = {"version", *left_to_them(request, NEED_FIELDS)}
        changes = {name: value for name, value in form.cleaned_data.items() if name not in apart}
        version = form.cleaned_data.get("version") or 0
        saved, stale = saving(
            form,
            lambda: need_update(
                need=row, user=request.user, version=version, changes=changes, now=now(), seen=seen_sent(request)
            ),
        )
        if saved and not autosaving(request):
            messages.success(request, _("Saved."))
            return redirect("case-needs", case.pk)
    if request.method == "POST":
        case = case_or_404(request, case_id)
        row = need_or_404(request, case, key)
    was = {field: getattr(row, field) for field in NEED_FIELDS}
    if autosaving(request):
        return autosaved(request, case, was, faults=len(form.errors), collided=stale is not None)
    context = {
        "case": case,
        "need": row,
        "form": form,
        "states": suggestions(book.states),
        "stale": both_versions(form, stale),
        "measure_name": measure_shown(book, row.measure),
        "version": stale.version if stale else version_sent(request) or case.version,
        "was": request.POST["was"] if form.errors and "was" in request.POST else seen_words(was),
    }
    return render(request, "web/need.html", context, status=409 if stale else 422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def need_out(request: HttpRequest, case_id: UUID, key: str) -> HttpResponse:
    """Ask once, then take the need and its answers out."""
    case = case_or_404(request, case_id)
    row = need_or_404(request, case, key)
    book = rulebook()
    if request.method == "POST":
        try:
            need_remove(need=row, user=request.user, version=version_sent(request), now=now())
        except StaleCase as fault:
            messages.warning(request, str(fault))
            return redirect("case-needs", case.pk)
        messages.success(request, _("The need was taken out. Stored routes keep it."))
        return redirect("case-needs", case.pk)
    state = book.states.get(row.requested_state)
    context = {"case": case, "need": row, "measure_name": measure_shown(book, row.measure), "state": state}
    return render(request, "web/need_out.html", context)
