"""Needs and things: needs that the case calls for are offered with a reason; a need says which things it is about."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from advisor.cases.errors import FieldFaults, StaleCase
from advisor.cases.models import Case, Need
from advisor.cases.selectors import answers_for, entities_for, entity_needs_for, needs_for, rights_for
from advisor.cases.services import answers_save, need_entities_save, need_entities_set, needs_add
from advisor.intake.labels import label_of
from advisor.intake.retention import FACT, countdown
from advisor.intake.suggest import Suggestion, Thing, needs_of_things, suggestions
from advisor.languages.words import worded
from advisor.web.forms.cases import show_faults
from advisor.web.forms.things import NeedAboutForm
from advisor.web.need_lines import measure_shown
from advisor.web.thing_rows import state_named, value_shown
from advisor.web.views.case import both_versions
from advisor.web.views.entry import case_or_404, need_or_404, now, rulebook, sent, today, with_version
from routing.rulebook import Rulebook


def suggestions_of(request: HttpRequest, case: Case, book: Rulebook) -> list[Suggestion]:
    """What is offered for a case as it stands."""
    links = entity_needs_for(request.user).filter(case=case)
    rows = links.values_list("entity__key", "need__measure", "need__requested_state")
    held = needs_of_things((key, measure, state) for key, measure, state in rows)
    things = [
        Thing(row.key, row.kind, row.value, row.state, held.get(row.key, frozenset()))
        for row in entities_for(request.user).filter(case=case)
    ]
    conduct = {
        code for done in rights_for(request.user).filter(case=case).values_list("conduct", flat=True) for code in done
    }
    present = set(needs_for(request.user).filter(case=case).values_list("measure", "requested_state"))
    return suggestions(
        things, sorted(conduct), track=case.track, home=case.requesting_state, present=present, rulebook=book
    )


@require_http_methods(["GET", "HEAD", "POST"])
def needs_suggested(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Offer needs; add those that are ticked, each with its things, all or none."""
    case = case_or_404(request, case_id)
    book = rulebook()
    offered = suggestions_of(request, case, book)
    fault, ticked = "", request.POST.getlist("need") if request.method == "POST" else []
    if request.method == "POST":
        wanted = [item for item in offered if item.token in ticked]
        if not wanted:
            fault = _("Tick at least one of the needs that shall be added.")
        else:
            fault = _added(request, case, wanted)
            if not fault:
                count = len(wanted)
                said = ngettext("%(n)s need was added.", "%(n)s needs were added.", count) % {"n": count}
                messages.success(request, said)
                return redirect("case-needs", case.pk)
    context = {
        "case": case,
        "groups": _groups(request, case, offered, ticked, book),
        "fault": fault,
        "any_things": entities_for(request.user).filter(case=case).exists(),
    }
    return render(request, "web/needs_suggested.html", context, status=422 if fault else 200)


def _added(request: HttpRequest, case: Case, wanted: list[Suggestion]) -> str:
    """Add the needs. Returns the refusal in words, '' when all were added."""
    try:
        with transaction.atomic():
            for item in wanted:
                [need] = needs_add(
                    case=case,
                    user=request.user,
                    measure=item.measure,
                    variant=item.variant,
                    requested_states=[item.state],
                    subject=item.subject,
                    now=now(),
                )
                need_entities_set(need=need, user=request.user, keys=item.things, now=now())
    except FieldFaults as fault:
        return " ".join(fault.faults.values())
    return ""


def _groups(
    request: HttpRequest, case: Case, offered: list[Suggestion], ticked: list[str], book: Rulebook
) -> list[dict[str, Any]]:
    """The offer by what comes first, then the rest, then what has no State yet."""
    shown = {row.key: value_shown(row.kind, row.value) for row in entities_for(request.user).filter(case=case)}
    rows = [
        {
            "token": item.token,
            "n": number,
            "measure": worded(book.measures[item.measure].name),
            "variant": label_of(item.variant) if item.variant else "",
            "state": state_named(book, item.state),
            "things": [shown[key] for key in item.things][:6],
            "more": max(0, len(item.things) - 6),
            "why": item.why,
            "ticked": item.token in ticked,
            "group": "unknown" if not item.state else "first" if item.secures else "then",
        }
        for number, item in enumerate(offered, start=1)
    ]
    titles = (
        ("first", _("First: what may vanish")),
        ("then", _("Then")),
        ("unknown", _("Where nobody knows the State yet")),
    )
    groups = [{"title": title, "rows": [row for row in rows if row["group"] == code]} for code, title in titles]
    return [group for group in groups if group["rows"]]


def things_offered(request: HttpRequest, case: Case) -> dict[str, str]:
    """The things of a case by their keys, as a text box offers them."""
    rows = entities_for(request.user).filter(case=case)
    return {row.key: value_shown(row.kind, row.value)[:80].replace(",", " ") for row in rows}


def need_marks(request: HttpRequest, case: Case) -> dict[str, dict[str, Any]]:
    """For each need by its key: the things it is about, and the countdown of its data. Two queries."""
    marks: dict[str, dict[str, Any]] = {}
    links = entity_needs_for(request.user).filter(case=case).order_by("entity__position")
    for key, thing, kind, value in links.values_list("need__key", "entity__key", "entity__kind", "entity__value"):
        row = {"key": thing, "shown": value_shown(kind, value)}
        marks.setdefault(key, {"things": []})["things"].append(row)
    kept = answers_for(request.user).filter(case=case, need__isnull=False, fact=FACT)
    for key, until in kept.values_list("need__key", "value"):
        marks.setdefault(key, {"things": []})["countdown"] = countdown(until, on=today())
    return marks


@require_http_methods(["GET", "HEAD", "POST"])
def need_about(request: HttpRequest, case_id: UUID, key: str) -> HttpResponse:
    """Say which things a need is about and until when the data is there."""
    case = case_or_404(request, case_id)
    row, book = need_or_404(request, case, key), rulebook()
    kept = answers_for(request.user).filter(need=row, fact=FACT).values_list("value", flat=True).first()
    linked = list(entity_needs_for(request.user).filter(need=row).values_list("entity__key", flat=True))
    rows = entities_for(request.user).filter(case=case)
    form = NeedAboutForm(
        sent(request),
        things=[(e.key, f"{e.key}: {value_shown(e.kind, e.value)[:120]}") for e in rows],
        initial={"things": linked, "until": kept, "version": case.version},
    )
    stale: StaleCase | None = None
    if request.method == "POST" and form.is_valid():
        try:
            _about_saved(request, row, form.cleaned_data, kept)
        except FieldFaults as fault:
            show_faults(form, FieldFaults({"until": " ".join(fault.faults.values())}))
        except StaleCase as fault:
            stale = fault
            form.data = with_version(form.data, fault.version)
        else:
            messages.success(request, _("Saved."))
            return redirect("case-needs", case.pk)
    context = {
        "case": case,
        "need": row,
        "form": form,
        "stale": both_versions(form, stale),
        "measure_name": measure_shown(book, row.measure),
        "state": state_named(book, row.requested_state),
    }
    return render(request, "web/need_about.html", context, status=409 if stale else 422 if form.errors else 200)


def _about_saved(request: HttpRequest, row: Need, data: dict[str, Any], kept: Any) -> None:
    """Store things and day, both or none. Raises StaleCase, FieldFaults."""
    until = data["until"].isoformat() if data.get("until") else None
    with transaction.atomic():
        fresh = need_entities_save(
            need=row, user=request.user, version=data["version"] or 0, keys=data.get("things") or (), now=now()
        )
        if until != kept:
            answers_save(
                case=fresh,
                user=request.user,
                version=fresh.version,
                values={FACT: until} if until else {},
                clear=() if until else (FACT,),
                need=row,
                now=now(),
            )
