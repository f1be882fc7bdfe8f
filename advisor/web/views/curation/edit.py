"""Editing records of a set: one by its structured form, several States at once, a table from a file, a successor."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from advisor.cases.errors import FieldFaults, OfficeError
from advisor.curation.bulk import participation_of
from advisor.curation.draft import changeset_draft
from advisor.curation.errors import RecordFaults, StaleChange
from advisor.curation.models import ChangeSet
from advisor.curation.services import change_drop, change_put, changes_put
from advisor.curation.services.changes import Wanted
from advisor.curation.successor import successor_of
from advisor.curation.table_file import FileRefused, wanted_from_file
from advisor.web.forms.curation import RowsForm, SourceForm, SuccessorForm, TableForm, TextForm
from advisor.web.forms.records import RecordForm
from advisor.web.record_rows import differences, key_said
from advisor.web.views.curation.parts import OPEN_STATES, beside, known_lists, set_or_404, source_form
from advisor.web.views.entry import now, rulebook, sent, today
from instruments.record_reading import SCHEMAS
from instruments.records import Records, kind_of

NEW = ("participation", "declaration", "authority", "provision", "instrument", "precedence", "source", "ground", "fact",
       "network", "jurisdiction")  # fmt: skip


def _open_or_404(request: HttpRequest, number: int) -> ChangeSet:
    own = set_or_404(request, number)
    if own.state not in OPEN_STATES:
        raise Http404
    return own


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """One record of the set in its structured form: `?key=` of one that stands, or `?kind=` of a new one."""
    own = _open_or_404(request, number)
    key = request.GET.get("key", "")[:400]
    kind = kind_of(key) if key else request.GET.get("kind", "")
    held = changeset_draft(own).held
    standing = held.get(key)
    if (key and standing is None) or (not key and kind not in NEW) or (kind not in SCHEMAS and kind != "offence_list"):
        raise Http404
    instrument = request.GET.get("instrument", "")[:80]
    start = standing or _blank(kind, instrument)
    present = own.changes.filter(key=key).first() if key else None
    grow = request.POST.get("add", "")
    form = RecordForm(sent(request), kind=kind, record=start, grow=grow)
    why = TextForm(sent(request), prefix="why", label=_("Why this record changes"))
    source = source_form(request, own)
    stale: StaleChange | None = None
    if request.method == "POST" and not grow and form.is_valid() and why.is_valid() and source.is_valid():
        typed = source.source()
        wanted = Wanted(
            kind,
            form.values(),
            key=key,
            instrument=instrument,
            why=why.cleaned_data["text"],
            sources=[typed] if typed else [],
            version=_version(request) if present else None,
        )
        try:
            change_put(changeset=own, wanted=wanted, user=request.user, now=now())
        except RecordFaults as faults:
            form.place_faults(faults.faults)
        except FieldFaults as fault:
            beside(form, fault, source)
        except StaleChange as fault:
            stale = fault
        except IndexError:
            messages.info(request, _("Nothing was changed: the record says the same as before."))
            return redirect("curation-set", own.number)
        except OfficeError as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("Saved in change set %(number)s.") % {"number": own.number})
            return redirect("curation-set", own.number)
    context = {
        "set": own,
        "key": key,
        "kind": kind,
        "said": key_said(key) if key else "",
        "form": form,
        "why": why,
        "source": source,
        "sources": present.sources if present else [],
        "version": stale.version if stale else present.version if present else 0,
        "stale": stale,
        "stale_rows": differences(stale.theirs, stale.mine) if stale else [],
        "known": known_lists(held),
        "droppable": bool(key) and kind not in ("measure", "ladder"),
    }
    bad = not grow and (form.errors or source.errors or why.errors)
    status = 409 if stale else 422 if request.method == "POST" and bad else 200
    return render(request, "web/curation/edit.html", context, status=status)


def _version(request: HttpRequest) -> int:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


def _blank(kind: str, instrument: str) -> dict[str, Any]:
    """A new record with what is known of it already."""
    if kind == "provision":
        return {"id": f"{instrument}/", "confidence": "memory"}
    if kind in ("participation", "declaration", "authority"):
        return {"instrument": instrument, "confidence": "verified"}
    return {}


@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Take a record out of the law by this set: a reason and a source, like any other change."""
    own = _open_or_404(request, number)
    key = request.GET.get("key", "")[:400]
    standing = changeset_draft(own).held.get(key)
    if standing is None:
        raise Http404
    why = TextForm(sent(request), prefix="why", label=_("Why does it go?"))
    source = source_form(request, own)
    if request.method == "POST" and why.is_valid() and source.is_valid():
        typed = source.source()
        try:
            change_drop(
                changeset=own,
                key=key,
                why=why.cleaned_data["text"],
                sources=[typed] if typed else [],
                user=request.user,
                now=now(),
            )
        except FieldFaults as fault:
            beside(why, fault, source)
        except OfficeError as fault:
            why.add_error(None, str(fault))
        else:
            messages.success(request, _("It goes with this change set. Published editions keep it."))
            return redirect("curation-set", own.number)
    context = {
        "set": own, "key": key, "said": key_said(key), "why": why, "source": source,
        "rows": differences(standing, None),
    }  # fmt: skip
    return render(request, "web/curation/drop.html", context, status=422 if why.errors or source.errors else 200)


def _put(
    request: HttpRequest, own: ChangeSet, form: Any, source: SourceForm, wanted: list[Wanted]
) -> HttpResponse | None:
    """Put the records into the set; None when something is wrong, then it stands beside the fields."""
    try:
        made = changes_put(changeset=own, wanted=wanted, user=request.user, now=now())
    except RecordFaults as faults:
        for fault in faults.faults[:20]:
            form.add_error(None, f"{fault.file} {fault.where}: {fault.read}. {_('Allowed')}: {fault.allowed}.")
    except FieldFaults as fault:
        beside(form, fault, source)
    except OfficeError as fault:
        form.add_error(None, str(fault))
    else:
        words = ngettext("%(n)s record is in the set.", "%(n)s records are in the set.", len(made))
        messages.success(request, words % {"n": len(made)})
        return redirect("curation-set", own.number)
    return None


@require_http_methods(["GET", "HEAD", "POST"])
def rows(request: HttpRequest, number: int) -> HttpResponse:
    """Participation of several States at once."""
    own = _open_or_404(request, number)
    held = changeset_draft(own).held
    form = RowsForm(
        sent(request),
        rulebook=rulebook(),
        initial={"instrument": request.GET.get("instrument", ""), "status": "bound"},
    )
    source = source_form(request, own)
    if request.method == "POST" and form.is_valid() and source.is_valid():
        try:
            wanted = participation_of(values=form.cleaned_data, source=source.source(), held=held)
        except FieldFaults as fault:
            beside(form, fault, source)
        else:
            answer = _put(request, own, form, source, wanted)
            if answer is not None:
                return answer
    return _page(request, "rows", own, form, source, held)


@require_http_methods(["GET", "HEAD", "POST"])
def successor(request: HttpRequest, number: int) -> HttpResponse:
    """An act that takes the place of another: copied, with its dates and links."""
    own = _open_or_404(request, number)
    held = changeset_draft(own).held
    form = SuccessorForm(sent(request), initial={"code": request.GET.get("code", "")})
    source = source_form(request, own)
    if request.method == "POST" and form.is_valid() and source.is_valid():
        typed = source.source()
        if typed is None:
            source.add_error("citation", _("Name the new act: where can it be read?"))
        else:
            try:
                wanted = successor_of(
                    form.cleaned_data["code"],
                    **{k: v for k, v in form.cleaned_data.items() if k != "code"},
                    source=typed,
                    held=held,
                )
            except FieldFaults as fault:
                beside(form, fault, source)
            else:
                answer = _put(request, own, form, source, wanted)
                if answer is not None:
                    return answer
    return _page(request, "successor", own, form, source, held)


@require_http_methods(["GET", "HEAD", "POST"])
def table(request: HttpRequest, number: int) -> HttpResponse:
    """Rows from a file: first what would change, then into the set."""
    own = _open_or_404(request, number)
    held = changeset_draft(own).held
    form = TableForm(request.POST or None, request.FILES or None)
    source = source_form(request, own)
    preview: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid() and source.is_valid():
        typed = source.source()
        try:
            wanted = wanted_from_file(
                form.cleaned_data["file"], kind=form.cleaned_data["table"], source=typed, held=held
            )
        except FileRefused as refused:
            form.add_error("file", str(refused))
        else:
            preview = _preview(wanted, held)
            if not preview:
                messages.info(request, _("The file says what the catalogue says already; nothing was changed."))
            elif request.POST.get("action") == "put":
                answer = _put(request, own, form, source, wanted)
                if answer is not None:
                    return answer
    return _page(request, "table", own, form, source, held, preview=preview)


def _preview(wanted: list[Wanted], held: Records) -> list[dict[str, Any]]:
    found = []
    for item in wanted:
        changed = differences(held.get(item.key), {k: v for k, v in item.values.items() if not k.startswith("_")})
        if changed:
            name = key_said(item.key) if item.key else " / ".join(str(v) for v in list(item.values.values())[:3])
            found.append({"said": name, "new": not item.key, "rows": changed})
    return found


def _page(
    request: HttpRequest, name: str, own: ChangeSet, form: Any, source: SourceForm, held: Records, **more: Any
) -> HttpResponse:
    context = {"set": own, "form": form, "source": source, "known": known_lists(held), "today": today(), **more}
    bad = request.method == "POST" and (form.errors or source.errors)
    return render(request, f"web/curation/{name}.html", context, status=422 if bad else 200)
