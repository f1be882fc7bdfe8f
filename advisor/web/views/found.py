"""Things found in a pasted text: offered line by line, added when ticked, all or none."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from advisor.cases.errors import FieldFaults
from advisor.cases.models import Case
from advisor.cases.selectors import entities_for
from advisor.cases.services import entities_add
from advisor.cases.services.entities import Given
from advisor.intake.entities.find import LONGEST, MOST, Found
from advisor.intake.entities.kinds import DETAILS, kind_label
from advisor.intake.entities.lines import things_in_paste
from advisor.intake.entities.places import state_hint
from advisor.intake.text import TextFault
from advisor.web.forms.cases import state_shown
from advisor.web.forms.things import PasteForm, row_state
from advisor.web.states import suggestions
from advisor.web.thing_rows import details_shown, value_shown
from advisor.web.views.entry import case_or_404, now, rulebook
from routing.rulebook import Rulebook


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
    mine = entities_for(request.user).filter(case=case).values_list("kind", "value")
    findings = things_in_paste(text, frozenset((kind, value.casefold()) for kind, value in mine))
    rows = [_found_row(number, found, book) for number, found in enumerate(findings.found)]
    context = {
        "rows": rows,
        "known": findings.known,
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
    for number in range(MOST):
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
