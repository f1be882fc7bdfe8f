"""Editing one record of a set by its structured form, and taking one out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from advisor.cases.errors import FieldFaults, OfficeError
from advisor.curation.draft import changeset_draft
from advisor.curation.errors import RecordFaults, StaleChange
from advisor.curation.models import ChangeSet
from advisor.curation.services import change_drop, changes_put
from advisor.curation.services.changes import Wanted
from advisor.web.forms.curation import TextForm
from advisor.web.forms.records import RecordForm
from advisor.web.forms.sources import SourcesForm
from advisor.web.record_names import KINDS, key_said
from advisor.web.record_rows import differences
from advisor.web.views.curation.parts import adding, beside, known_lists, open_or_404, sources_form
from advisor.web.views.entry import now, sent
from instruments.record_reading import SCHEMAS
from instruments.records import kind_of

SOURCED = ("participation", "declaration", "authority")
NEW = ("participation", "declaration", "authority", "provision", "instrument", "precedence", "source", "ground", "fact",
       "network", "jurisdiction")  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """One record of the set in its structured form: `?key=` of one that stands, or `?kind=` of a new one."""
    own = open_or_404(request, number)
    sheet = _Sheet(request, own)
    if request.method == "POST" and not adding(request) and sheet.is_valid():
        said = sheet.saved()
        if said is not None:
            said(request)
            return redirect("curation-set", own.number)
    return render(request, "web/curation/edit.html", sheet.context(), status=sheet.status())


class _Sheet:
    """The page of one record: its form, the reason, the sources; and what came of saving it. Raises Http404."""

    def __init__(self, request: HttpRequest, own: ChangeSet) -> None:
        self.request, self.own = request, own
        self.key = request.GET.get("key", "")[:400]
        self.kind = kind_of(self.key) if self.key else request.GET.get("kind", "")
        self.instrument = request.GET.get("instrument", "")[:80]
        self.held = changeset_draft(own).held
        self.standing = self.held.get(self.key)
        fits = self.standing is not None if self.key else self.kind in NEW
        if not fits or (self.kind not in SCHEMAS and self.kind != "offence_list"):
            raise Http404
        self.present = own.changes.filter(key=self.key).first() if self.key else None
        self.form = RecordForm(
            sent(request),
            kind=self.kind,
            record=self.standing or _blank(self.kind, self.instrument),
            grow=request.POST.get("add", ""),
        )
        self.why = TextForm(
            sent(request),
            prefix="why",
            label=_("Why this record changes"),
            initial={"text": self.present.why if self.present else ""},
        )
        self.source = sources_form(request, own, held=self.present.sources if self.present else ())
        self.stale: StaleChange | None = None

    def is_valid(self) -> bool:
        """Whether everything typed can be read."""
        return all([part.is_valid() for part in (self.form, self.why, self.source)])

    def saved(self) -> Callable[[HttpRequest], None] | None:
        """Put the record into the set; what to tell the person then, or None when something is wrong."""
        sources = self.source.sources()
        wanted = Wanted(
            self.kind,
            sourced(self.kind, self.form.values(), sources),
            key=self.key,
            instrument=self.instrument,
            why=self.why.cleaned_data["text"],
            sources=sources,
            version=_version(self.request) if self.present else None,
        )
        try:
            changed = changes_put(changeset=self.own, wanted=[wanted], user=self.request.user, now=now())
        except RecordFaults as faults:
            self.form.place_faults(faults.faults)
        except FieldFaults as fault:
            beside(self.form, fault, self.source)
        except StaleChange as fault:
            self.stale = fault
        except OfficeError as fault:
            self.form.add_error(None, str(fault))
        else:
            if changed:
                said = _("Saved in change set %(number)s.") % {"number": self.own.number}
                return lambda request: messages.success(request, said)
            nothing = _("Nothing was changed: the record says the same as before.")
            return lambda request: messages.info(request, nothing)
        return None

    def status(self) -> int:
        """The status of the page as it stands."""
        if self.stale:
            return 409
        if self.request.method != "POST" or adding(self.request):
            return 200
        return 422 if self.form.errors or self.why.errors or self.source.errors else 200

    def context(self) -> dict[str, Any]:
        """What the page shows."""
        stale, present = self.stale, self.present
        return {
            "set": self.own,
            "key": self.key,
            "kind": KINDS.get(self.kind, self.kind),
            "said": key_said(self.key, self.standing) if self.key else "",
            "form": self.form,
            "why": self.why,
            "source": self.source,
            "version": stale.version if stale else present.version if present else 0,
            "stale": stale,
            "stale_rows": differences(stale.theirs, stale.mine) if stale else [],
            "known": known_lists(self.held),
            "droppable": bool(self.key) and self.kind not in ("measure", "ladder"),
            "adding": adding(self.request),
        }


def sourced(kind: str, values: dict[str, Any], sources: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The values of a row, its source that of the change where its own field was left empty."""
    if kind in SOURCED and sources and not values.get("source"):
        return {**values, "source": str(sources[0]["citation"])}
    return values


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
    own = open_or_404(request, number)
    key = request.GET.get("key", "")[:400]
    standing = changeset_draft(own).held.get(key)
    if standing is None:
        raise Http404
    why = TextForm(sent(request), prefix="why", label=_("Why does it go?"), must=True)
    source = sources_form(request, own)
    if request.method == "POST" and not adding(request) and why.is_valid() and source.is_valid():
        if not why.cleaned_data["text"].strip():
            why.add_error("text", _("Say why it goes: what ended, was repealed, or never was so."))
        elif _dropped(request, own, key, why, source):
            messages.success(request, _("It goes with this change set. Published editions keep it."))
            return redirect("curation-set", own.number)
    context = {
        "set": own, "key": key, "said": key_said(key, standing), "why": why, "source": source,
        "rows": differences(standing, None), "adding": adding(request),
    }  # fmt: skip
    bad = not adding(request) and (why.errors or source.errors)
    return render(request, "web/curation/drop.html", context, status=422 if bad else 200)


def _dropped(request: HttpRequest, own: ChangeSet, key: str, why: TextForm, source: SourcesForm) -> bool:
    """Whether the record goes; else what is wrong stands beside the fields."""
    try:
        change_drop(
            changeset=own,
            key=key,
            why=why.cleaned_data["text"],
            sources=source.sources(),
            user=request.user,
            now=now(),
        )
    except FieldFaults as fault:
        beside(why, fault, source)
    except OfficeError as fault:
        why.add_error(None, str(fault))
    else:
        return True
    return False
