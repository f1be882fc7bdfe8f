"""Editing many records of a set at once: several States, a successor, a table from a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from advisor.cases.errors import FieldFaults, OfficeError
from advisor.curation.bulk import participation_of
from advisor.curation.draft import changeset_draft
from advisor.curation.errors import RecordFaults
from advisor.curation.models import ChangeSet
from advisor.curation.services import changes_put
from advisor.curation.services.changes import Wanted
from advisor.curation.successor import successor_of
from advisor.curation.table_file import FileRefused, wanted_from_file
from advisor.web.forms.curation import RowsForm, SuccessorForm, TableForm
from advisor.web.forms.sources import SourcesForm
from advisor.web.record_names import key_said
from advisor.web.record_rows import differences
from advisor.web.states import suggestions
from advisor.web.views.curation.parts import adding, beside, known_lists, open_or_404, sources_form
from advisor.web.views.entry import now, rulebook, sent
from instruments.errors import Fault
from instruments.records import Records

SHOWN_FAULTS = 20


def _put(
    request: HttpRequest, own: ChangeSet, form: Any, source: SourcesForm, wanted: Callable[[], list[Wanted]]
) -> HttpResponse | None:
    """Put the records that `wanted` makes into the set; None when something is wrong, then it stands beside the
    fields."""
    try:
        made = changes_put(changeset=own, wanted=wanted(), user=request.user, now=now())
    except RecordFaults as faults:
        for fault in faults.faults[:SHOWN_FAULTS]:
            form.add_error(None, _fault_said(fault))
    except FieldFaults as fault:
        beside(form, fault, source)
    except OfficeError as fault:
        form.add_error(None, str(fault))
    else:
        words = ngettext("%(n)s record is in the set.", "%(n)s records are in the set.", len(made))
        messages.success(request, words % {"n": len(made)})
        return redirect("curation-set", own.number)
    return None


def _fault_said(fault: Fault) -> str:
    """What the strict reader says of one record, with the record's name."""
    whose = key_said(fault.file) if ":" in fault.file else fault.file
    return f"{whose}, {fault.where}: {fault.read}. {_('Allowed')}: {fault.allowed}."


@require_http_methods(["GET", "HEAD", "POST"])
def rows(request: HttpRequest, number: int) -> HttpResponse:
    """Participation of several States at once."""
    own = open_or_404(request, number)
    held = changeset_draft(own).held
    form = RowsForm(
        sent(request),
        rulebook=rulebook(),
        initial={"instrument": request.GET.get("instrument", ""), "status": "bound"},
    )
    source = sources_form(request, own)
    if request.method == "POST" and not adding(request) and form.is_valid() and source.is_valid():
        wanted = partial(participation_of, values=form.cleaned_data, sources=source.sources(), held=held)
        answer = _put(request, own, form, source, wanted)
        if answer is not None:
            return answer
    return _page(request, "rows", own, form, source, held)


@require_http_methods(["GET", "HEAD", "POST"])
def successor(request: HttpRequest, number: int) -> HttpResponse:
    """An act that takes the place of another: copied, with its dates and links."""
    own = open_or_404(request, number)
    held = changeset_draft(own).held
    form = SuccessorForm(sent(request), initial={"code": request.GET.get("code", "")})
    source = sources_form(request, own)
    if request.method == "POST" and not adding(request) and form.is_valid() and source.is_valid():
        sources = source.sources()
        if not sources:
            source.forms[0].add_error("citation", _("Name the new act: where can it be read?"))
        else:
            data = {name: value for name, value in form.cleaned_data.items() if name != "code"}
            wanted = partial(successor_of, form.cleaned_data["code"], **data, sources=sources, held=held)
            answer = _put(request, own, form, source, wanted)
            if answer is not None:
                return answer
    return _page(request, "successor", own, form, source, held)


@require_http_methods(["GET", "HEAD", "POST"])
def table(request: HttpRequest, number: int) -> HttpResponse:
    """Rows from a file: first what would change, then into the set."""
    own = open_or_404(request, number)
    held = changeset_draft(own).held
    form = TableForm(request.POST or None, request.FILES or None)
    source = sources_form(request, own)
    preview: list[dict[str, Any]] = []
    if request.method == "POST" and not adding(request) and form.is_valid() and source.is_valid():
        try:
            wanted = wanted_from_file(
                form.cleaned_data["file"], kind=form.cleaned_data["table"], sources=source.sources(), held=held
            )
        except FileRefused as refused:
            form.add_error("file", str(refused))
        else:
            preview = _preview(wanted, held)
            if not preview:
                messages.info(request, _("The file says what the catalogue says already; nothing was changed."))
            elif request.POST.get("action") == "put":
                answer = _put(request, own, form, source, lambda: wanted)
                if answer is not None:
                    return answer
    return _page(request, "table", own, form, source, held, preview=preview)


def _preview(wanted: list[Wanted], held: Records) -> list[dict[str, Any]]:
    found = []
    for item in wanted:
        changed = differences(held.get(item.key), {k: v for k, v in item.values.items() if not k.startswith("_")})
        if changed:
            name = (
                key_said(item.key, item.values)
                if item.key
                else " / ".join(str(v) for v in list(item.values.values())[:3])
            )
            found.append({"said": name, "new": not item.key, "rows": changed})
    return found


def _page(
    request: HttpRequest, name: str, own: ChangeSet, form: Any, source: SourcesForm, held: Records, **more: Any
) -> HttpResponse:
    context = {
        "set": own, "form": form, "source": source, "known": known_lists(held), "adding": adding(request),
        "states": suggestions(rulebook().states), **more,
    }  # fmt: skip
    bad = request.method == "POST" and not adding(request) and (form.errors or source.errors)
    return render(request, f"web/curation/{name}.html", context, status=422 if bad else 200)
