"""The things of a case: the list, one added, changed or taken out, many found in a pasted text."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from advisor.cases.errors import FieldFaults, StaleCase
from advisor.cases.models import Case, Entity
from advisor.cases.selectors import entities_for, entity_needs_for, needs_for
from advisor.cases.services import entities_add, entity_remove, entity_update
from advisor.cases.services.entities import Given, entity_seen
from advisor.intake.entities.find import LONGEST, Found
from advisor.intake.entities.kinds import DETAILS, KINDS, Kind, kind_label
from advisor.intake.entities.lines import things_in_paste
from advisor.intake.entities.places import state_hint
from advisor.intake.text import TextFault, clean_text
from advisor.web.forms.cases import show_faults, state_shown
from advisor.web.forms.things import EntityForm, KindForm, PasteForm, kind_choices, row_state
from advisor.web.need_lines import measure_shown
from advisor.web.states import suggestions
from advisor.web.thing_rows import details_shown, entity_row, value_shown
from advisor.web.views.case import both_versions
from advisor.web.views.entry import case_or_404, now, rulebook, sent, version_sent, with_version
from advisor.web.views.keeping import seen_sent, seen_words
from routing.rulebook import Rulebook


@require_safe
def entities(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The things of a case."""
    case = case_or_404(request, case_id)
    book = rulebook()
    links: dict[Any, list[str]] = {}
    for pk, key in entity_needs_for(request.user).filter(case=case).values_list("entity_id", "need__key"):
        links.setdefault(pk, []).append(key)
    rows = [entity_row(row, links.get(row.pk, ()), book) for row in entities_for(request.user).filter(case=case)]
    return render(request, "web/entities.html", {"case": case, "rows": rows})


@require_safe
def entity_kind(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Choose what kind of thing to add."""
    case = case_or_404(request, case_id)
    label = _("What kind of thing is it?")
    form = KindForm(
        request.GET if "kind" in request.GET or "go" in request.GET else None, choices=kind_choices(), label=label
    )
    if form.is_bound and form.is_valid():
        return redirect("case-entity-add", case.pk, form.cleaned_data["kind"])
    context = {"case": case, "form": form, "title": label, "up": "case-entities", "up_name": _("Things in the case")}
    return render(request, "web/thing_kind.html", context, status=422 if form.errors else 200)


def _needs(request: HttpRequest, case: Case, book: Rulebook) -> list[tuple[str, str]]:
    """The needs of a case to tick: key and words."""
    rows = needs_for(request.user).filter(case=case)
    return [
        (row.key, ", ".join(filter(None, (measure_shown(book, row.measure), row.requested_state, row.subject[:80]))))
        for row in rows
    ]


def _kind_or_404(code: str) -> Kind:
    if code not in KINDS:
        raise Http404
    return KINDS[code]


@require_http_methods(["GET", "HEAD", "POST"])
def entity_new(request: HttpRequest, case_id: UUID, entity_kind: str) -> HttpResponse:
    """Add one thing of a kind."""
    case = case_or_404(request, case_id)
    kind, book = _kind_or_404(entity_kind), rulebook()
    form = EntityForm(
        sent(request),
        rulebook=book,
        kind=kind,
        needs=_needs(request, case, book),
        initial={"needs": request.GET.getlist("need")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            added = entities_add(case=case, user=request.user, given=[form.given()], now=now())
        except FieldFaults as fault:
            show_faults(form, fault)
        else:
            if added:
                messages.success(request, _("Added as %(key)s.") % {"key": added[0].key})
                return redirect("case-entities", case.pk)
            form.add_error("value", _("The case has this already. Change it there, or enter another one."))
    return _form_page(request, case, form, kind, book, {"row": None})


@require_http_methods(["GET", "HEAD", "POST"])
def entity(request: HttpRequest, case_id: UUID, entity_key: str) -> HttpResponse:
    """Change one thing. A stale page shows both versions and keeps what was typed."""
    case = case_or_404(request, case_id)
    row = _entity_or_404(request, case, entity_key)
    kind, book = _kind_or_404(row.kind), rulebook()
    form = EntityForm(
        sent(request), rulebook=book, kind=kind, needs=_needs(request, case, book), initial=_initial(request, row, book)
    )
    stale: StaleCase | None = None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            entity_update(
                entity=row, user=request.user, version=version, given=form.given(), now=now(), seen=seen_sent(request)
            )
        except FieldFaults as fault:
            show_faults(form, fault)
        except StaleCase as fault:
            stale = fault
            form.data = with_version(form.data, fault.version)
        else:
            messages.success(request, _("Saved."))
            return redirect("case-entities", case.pk)
    if stale:
        row = _entity_or_404(request, case, entity_key)
    was = request.POST["was"] if form.errors and "was" in request.POST else seen_words(entity_seen(row, request.user))
    return _form_page(request, case, form, kind, book, {"row": row, "stale": both_versions(form, stale), "was": was})


def _entity_or_404(request: HttpRequest, case: Case, key: str) -> Entity:
    return get_object_or_404(entities_for(request.user), case=case, key=key)


def _initial(request: HttpRequest, row: Entity, book: Rulebook) -> dict[str, Any]:
    linked = entity_needs_for(request.user).filter(entity=row).values_list("need__key", flat=True)
    return {
        **row.details,
        "value": row.value,
        "note": row.note,
        "state": state_shown(book, row.state) if row.state else "",
        "certainty": row.certainty,
        "needs": list(linked),
        "version": row.case.version,
    }


def _form_page(
    request: HttpRequest, case: Case, form: EntityForm, kind: Kind, book: Rulebook, more: dict[str, Any]
) -> HttpResponse:
    row = more["row"]
    context = {
        "case": case,
        "form": form,
        "kind": kind,
        "states": suggestions(book.states),
        "shown": entity_row(row, (), book) if row else None,
        **more,
    }
    status = 409 if more.get("stale") else 422 if form.errors else 200
    return render(request, "web/entity.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def entity_out(request: HttpRequest, case_id: UUID, entity_key: str) -> HttpResponse:
    """Ask once, then take the thing out."""
    case = case_or_404(request, case_id)
    row = _entity_or_404(request, case, entity_key)
    if request.method == "POST":
        try:
            entity_remove(entity=row, user=request.user, version=version_sent(request), now=now())
        except StaleCase as fault:
            messages.warning(request, str(fault))
        else:
            messages.success(request, _("It was taken out. Stored routes keep it."))
        return redirect("case-entities", case.pk)
    return render(request, "web/entity_out.html", {"case": case, "row": entity_row(row, (), rulebook())})


@require_http_methods(["GET", "HEAD", "POST"])
def entities_found(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Find things in a pasted text, offer them, add those that are ticked."""
    case = case_or_404(request, case_id)
    if request.method != "POST":
        return _paste_page(request, case, PasteForm())
    if request.POST.get("action") == "add":
        return _add_ticked(request, case)
    form = PasteForm(request.POST)
    form.is_valid()
    text = str(form.cleaned_data.get("text") or "")
    try:
        clean_text("", longest=LONGEST)
        if len(text) > LONGEST:
            raise TextFault(
                _("This has %(count)s characters; %(most)s are read at a time. Paste it in parts.")
                % {"count": f"{len(text):,}", "most": f"{LONGEST:,}"}
            )
        if not text.strip():
            raise TextFault(_("Paste a text or a list first."))
    except TextFault as fault:
        form.add_error("text", str(fault))
        return _paste_page(request, case, form, status=422)
    return _offer(request, case, form, text)


def _offer(request: HttpRequest, case: Case, form: PasteForm, text: str) -> HttpResponse:
    book = rulebook()
    findings = things_in_paste(text)
    known = {
        (kind, value.casefold())
        for kind, value in entities_for(request.user).filter(case=case).values_list("kind", "value")
    }
    fresh = [f for f in findings.found if (f.checked.kind, f.checked.value.casefold()) not in known]
    rows = [_found_row(number, found, book) for number, found in enumerate(fresh)]
    context = {
        "rows": rows,
        "known": len(findings.found) - len(fresh),
        "more": findings.more,
        "faults": findings.faults,
        "searched": True,
    }
    return _paste_page(request, case, form, context)


def _found_row(number: int, found: Found, book: Rulebook) -> dict[str, Any]:
    checked = found.checked
    code, said = state_hint(checked.kind, checked.value)
    placed = checked.kind in ("bank_account", "parcel") and code in book.states
    return {
        "n": number,
        "kind": checked.kind,
        "label": kind_label(checked.kind),
        "value": checked.value,
        "note": checked.note,
        "shown": value_shown(checked.kind, checked.value),
        "details": details_shown(checked.kind, checked.value, checked.details),
        "kept": [(name, checked.details[name]) for name in DETAILS if checked.details.get(name)],
        "state": found.state or (state_shown(book, code) if placed else ""),
        "hint": said if placed else "",
        "line": found.line,
        "warnings": checked.warnings,
    }


def _posted_rows(request: HttpRequest) -> list[dict[str, Any]]:
    """The offered things as the page sent them back, ticked or not."""
    rows: list[dict[str, Any]] = []
    for number in range(200):
        kind = request.POST.get(f"kind-{number}")
        if kind is None:
            break
        value = request.POST.get(f"value-{number}", "")
        kept = [(name, request.POST[f"{name}-{number}"]) for name in DETAILS if request.POST.get(f"{name}-{number}")]
        line = request.POST.get(f"line-{number}", "")
        rows.append(
            {
                "n": number,
                "kind": kind,
                "label": kind_label(kind),
                "value": value,
                "shown": value_shown(kind, value),
                "details": [text for _name, text in kept],
                "kept": kept,
                "note": request.POST.get(f"note-{number}", ""),
                "state": request.POST.get(f"state-{number}", ""),
                "line": line if line.isascii() and line.isdigit() else "",
                "ticked": str(number) in request.POST.getlist("tick"),
            }
        )
    return rows


def _add_ticked(request: HttpRequest, case: Case) -> HttpResponse:
    """Add what was ticked, all or none; a fault stands at its line and nothing typed is lost."""
    book = rulebook()
    rows = _posted_rows(request)
    ticked = [row for row in rows if row["ticked"]]
    for row in ticked:
        try:
            row["code"] = row_state(row["state"], book)
        except ValidationError as error:
            row["fault"] = " ".join(error.messages)
    if ticked and not any(row.get("fault") for row in ticked):
        given = [
            Given(row["kind"], {"value": row["value"], "note": row["note"], **dict(row["kept"])}, row["code"])
            for row in ticked
        ]
        try:
            added = entities_add(case=case, user=request.user, given=given, now=now())
        except FieldFaults as fault:
            for name, said in fault.faults.items():
                place, _dot, _field = name.partition(".")
                ticked[int(place) if place.isdigit() else 0]["fault"] = said
        else:
            count = len(added)
            said = ngettext("%(n)s thing was added.", "%(n)s things were added.", count) % {"n": count}
            messages.success(request, said)
            return redirect("case-entities", case.pk)
    form = PasteForm(initial={"text": request.POST.get("text", "")})
    missing = "" if ticked else _("Tick at least one of the things that shall be added.")
    return _paste_page(request, case, form, {"rows": rows, "searched": True, "fault": missing}, status=422)


def _paste_page(
    request: HttpRequest, case: Case, form: PasteForm, more: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    more = more or {}
    context = {"case": case, "form": form, "states": suggestions(rulebook().states) if more.get("rows") else [], **more}
    return render(request, "web/entities_found.html", context, status=status)
