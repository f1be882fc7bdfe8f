"""Rows to be read again, and the watch list with its switches."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from advisor.cases.errors import FieldFaults, OfficeError
from advisor.curation.draft import base_records
from advisor.curation.errors import CurationError, RecordFaults
from advisor.curation.freshness import STALE, WHICH, due_rows
from advisor.curation.models import Origin
from advisor.curation.services import changes_put, changeset_open, remark_add, row_still_true, watch_looked
from advisor.curation.thrown import thrown_of
from advisor.curation.watch import ENTERS, JOINS, NONE, Watched, looks, still_said, switch_thrown, watched
from advisor.languages.words import day_worded, number_worded
from advisor.web.forms.curation import LookForm, StillTrueForm, ThrowForm
from advisor.web.forms.sources import SourcesForm
from advisor.web.record_names import KINDS, book_of_names, key_said
from advisor.web.states import suggestions
from advisor.web.views.curation.parts import adding, beside, sources_form
from advisor.web.views.entry import now, rulebook, sent, today
from instruments.records import kind_of

A_PAGE = 50
LONGEST = 2_000


@require_http_methods(["GET", "HEAD", "POST"])
def freshness(request: HttpRequest) -> HttpResponse:
    """Stale, provisional and contested rows, the most used first; several of them 'still true' in one click."""
    day = today()
    which = request.GET.get("which", STALE)
    if which not in WHICH:
        raise Http404
    kind = request.GET.get("kind", "")
    form = StillTrueForm(sent(request), initial={"checked_on": day})
    if request.method == "POST" and form.is_valid():
        keys = request.POST.getlist("key")
        try:
            made = row_still_true(keys=keys, user=request.user, now=now(), **form.cleaned_data)
        except FieldFaults as fault:
            beside(form, fault)
        except OfficeError:
            form.add_error(None, _("Tick the rows that you have read again."))
        else:
            words = ngettext("%(n)s row is still true.", "%(n)s rows are still true.", len(made))
            messages.success(request, words % {"n": len(made)})
            return redirect(request.get_full_path())
    every = due_rows(day)
    rows = [row for row in every if row.is_(which) and (not kind or kind_of(row.key) == kind)]
    book = book_of_names()
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "which": which,
        "kind": kind,
        "kinds": sorted((code, KINDS[code]) for code in {kind_of(row.key) for row in every}),
        "counts": {name: number_worded(sum(row.is_(name) for row in every)) for name in WHICH},
        "page": page,
        "query": f"which={which}&kind={kind}&",
        "rows": [
            {
                "row": row,
                "said": key_said(row.key, book=book),
                "kind": KINDS[kind_of(row.key)],
                "weight": number_worded(row.weight),
            }
            for row in page
        ],
        "ticked": request.POST.getlist("key"),
        "form": form,
    }
    return render(request, "web/curation/freshness.html", context, status=422 if form.errors else 200)


@require_safe
def watch(request: HttpRequest) -> HttpResponse:
    """What is expected to change the law, when somebody last looked, and the switch."""
    day = today()
    found = looks()
    thrown = thrown_of(look.watched for look in found)
    rows = [
        {
            "look": look,
            "thrown": thrown.get(look.watched.code),
            "due": look.is_due(day) and look.watched.code not in thrown,
            "has_switch": look.watched.switch != NONE and look.watched.code not in thrown,
        }
        for look in found
    ]
    return render(request, "web/curation/watch.html", {"rows": rows})


def _entry_or_404(code: str) -> Watched:
    entry = watched(code)
    if entry is None:
        raise Http404
    return entry


@require_http_methods(["GET", "HEAD", "POST"])
def watch_look(request: HttpRequest, code: str) -> HttpResponse:
    """Keep that somebody looked."""
    entry = _entry_or_404(code)
    form = LookForm(sent(request), initial={"checked_on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            watch_looked(code=entry.code, user=request.user, now=now(), **form.cleaned_data)
        except FieldFaults as fault:
            beside(form, fault)
        else:
            return redirect("curation-watch")
    return render(request, "web/curation/watch_look.html", {"entry": entry, "form": form}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def watch_throw(request: HttpRequest, code: str) -> HttpResponse:
    """It has happened: a change set with the records, ready for its source to be checked and reviewed."""
    entry = _entry_or_404(code)
    if entry.switch not in (ENTERS, JOINS):
        raise Http404
    before = thrown_of([entry]).get(entry.code)
    if before is not None:
        messages.info(request, _("This switch was thrown already. Its change set is on the watch list."))
        return redirect("curation-set", before.changeset.number)
    book = rulebook()
    form = ThrowForm(sent(request), rulebook=book)
    source = sources_form(request, held=[{"url": entry.look[0], "kind": "table"}] if entry.look else ())
    if request.method == "POST" and not adding(request) and form.is_valid() and source.is_valid():
        sources = source.sources()
        if not source.forms[0].cleaned_data["citation"].strip():  # the address alone was there before anybody read it
            said = _("Name where it can be read: the depositary's notice, the Official Journal.")
            source.forms[0].add_error("citation", said)
        else:
            number = _thrown(request, entry, form, source, sources)
            if number:
                return redirect("curation-set", number)
    context = {
        "entry": entry, "form": form, "source": source, "states": suggestions(book.states), "adding": adding(request)
    }  # fmt: skip
    bad = not adding(request) and (_status(form) != 200 or source.errors)
    return render(request, "web/curation/watch_throw.html", context, status=422 if bad else 200)


def _thrown(request: HttpRequest, entry: Watched, form: ThrowForm, source: SourcesForm, sources: list[Any]) -> int:
    """The number of the new change set; 0 when something is wrong, then it stands beside the fields."""
    data = form.cleaned_data
    read_in = "; ".join(one["citation"] for one in sources)
    try:
        with transaction.atomic():
            opened = changeset_open(
                title=entry.title[:200],
                why=_("It has happened, with effect from %(day)s. Read in %(source)s.")
                % {"day": day_worded(data["day"]), "source": read_in},
                user=request.user,
                now=now(),
                origin=Origin.WATCH,
            )
            if thrown_of([entry]):  # sent twice: the first one has opened its set while this one waited
                raise CurationError(_("This switch was thrown already. Its change set is on the watch list."))
            wanted = switch_thrown(entry, day=data["day"], states=data["states"], sources=sources, held=base_records())
            changes_put(changeset=opened, wanted=wanted, user=request.user, now=now())
            for key, texts in still_said(wanted).items():
                said = _("Read again, it may speak of the time before: %(texts)s") % {"texts": "; ".join(texts)}
                remark_add(changeset=opened, key=key, text=said[:LONGEST], user=request.user, now=now())
    except RecordFaults as faults:
        form.add_error(None, str(faults))
    except FieldFaults as fault:
        beside(form, fault, source)
    except OfficeError as fault:
        form.add_error(None, str(fault))
    else:
        return int(opened.number)
    return 0


def _status(form: Any) -> int:
    return 422 if form.errors else 200
