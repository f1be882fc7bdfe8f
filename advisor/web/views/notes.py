"""Notes of a case's people to each other, with mentions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from advisor.cases.errors import FieldFaults
from advisor.cases.roles import may_manage, may_write
from advisor.cases.selectors import mentions_for, notes_for
from advisor.cases.services.notes import mentions_seen, note_add, note_withdraw
from advisor.web.forms.cases import show_faults
from advisor.web.forms.team import NoteForm
from advisor.web.views.entry import case_or_404, now, sent
from advisor.web.views.team import colleagues_offered

PER_PAGE = 40


@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The notes, the last first, and the form for one more."""
    case = case_or_404(request, case_id)
    form = NoteForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            _note, unknown = note_add(case=case, user=request.user, text=form.cleaned_data["text"], now=now())
        except FieldFaults as fault:
            show_faults(form, fault)
        else:
            messages.success(request, _("The note was added."))
            if unknown:
                words = _(
                    "Nobody of your agency is called %(names)s: nobody was told. Write an e-mail address to name them."
                )
                messages.warning(request, words % {"names": ", ".join(f"@{name}" for name in unknown[:5])})
            return redirect("case-notes", case.pk)
    user: Any = request.user
    rows = notes_for(user).filter(case=case).select_related("by", "withdrawn_by")
    found = rows.prefetch_related("mentions__user")
    context = {
        "case": case,
        "form": form,
        "notes": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "unseen": mentions_for(request.user).filter(case=case, user=user, seen_at=None).count(),
        "writes": case.state == "open" and may_write(request.user, case),
        "manages": may_manage(request.user, case),
        "colleagues": colleagues_offered(request),
    }
    return render(request, "web/notes.html", context, status=422 if form.errors else 200)


@require_POST
def seen(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The notes that name the reader leave their desk."""
    case = case_or_404(request, case_id)
    mentions_seen(case=case, user=request.user, now=now())
    if request.POST.get("to") == "desk":
        return redirect("desk")
    return redirect("case-notes", case.pk)


@require_POST
def note_out(request: HttpRequest, case_id: UUID, note_id: UUID) -> HttpResponse:
    """Take a note back."""
    case = case_or_404(request, case_id)
    row = get_object_or_404(notes_for(request.user), case=case, pk=note_id)
    note_withdraw(note=row, user=request.user, now=now())
    messages.success(request, _("The note was taken back. It stays on the list, marked."))
    return redirect("case-notes", case.pk)
