"""The letterhead of the agency: its lines, its address and its logo."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from advisor.cases.errors import FieldFaults
from advisor.dossiers.errors import LogoRefused
from advisor.dossiers.letterheads import letterhead_of, letterhead_save
from advisor.web.forms.cases import TypedText, show_faults
from advisor.web.forms.dressing import PageForm
from advisor.web.views.entry import now, sent, version_sent


class LetterheadForm(PageForm):
    """Lines, address, logo."""

    lines = TypedText(
        label=gettext_lazy("Name lines"),
        required=False,
        help_text=gettext_lazy("One a line, the largest unit first. The agency's own name follows by itself."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    address = TypedText(
        label=gettext_lazy("Address, telephone, e-mail"),
        required=False,
        help_text=gettext_lazy("One a line."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    logo = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        help_text=gettext_lazy("PNG or JPEG, at most 2 MB. It is made anew, on white, at most 59 by 20 mm."),
        error_messages={"empty": gettext_lazy("The file is empty. Choose the picture.")},
        widget=forms.FileInput,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def letterhead(request: HttpRequest) -> HttpResponse:
    """Show and change the letterhead of the user's own agency."""
    user: Any = request.user
    row = letterhead_of(user.agency)
    initial = {"lines": "\n".join(row.lines), "address": "\n".join(row.address)} if row else {}
    form = LetterheadForm(sent(request), request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, form)
        except FieldFaults as fault:
            show_faults(form, fault)
            row = letterhead_of(user.agency)
        except LogoRefused as refusal:
            form.add_error("logo", str(refusal))
        else:
            messages.success(request, _("The letterhead was saved. Dossiers that are asked for from now on carry it."))
            return redirect("letterhead")
    context = {"form": form, "row": row, "version": row.version if row else 0}
    return render(request, "web/letterhead.html", context, status=422 if form.errors else 200)


def _save(request: HttpRequest, form: LetterheadForm) -> None:
    upload = form.cleaned_data["logo"]
    letterhead_save(
        user=request.user,
        version=version_sent(request),
        lines=form.cleaned_data["lines"],
        address=form.cleaned_data["address"],
        logo=upload.read() if upload else None,
        without_logo=bool(request.POST.get("without_logo")),
        now=now(),
    )


@require_safe
def logo(request: HttpRequest) -> HttpResponse:
    """The logo as it is stored: a PNG made here."""
    user: Any = request.user
    row = letterhead_of(user.agency)
    if row is None or not row.logo:
        raise Http404
    return HttpResponse(bytes(row.logo), content_type="image/png", headers={"Cache-Control": "no-store, private"})
