"""Informal contacts of a case: noted on the page that lists them, corrected, withdrawn.

The confidential ones are on these pages and nowhere else; their texts are left out when a page is printed.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from advisor.cases.errors import FieldFaults
from advisor.cases.models import Case
from advisor.cases.roles import may_write
from advisor.cases.selectors import needs_for
from advisor.walk.contacts import (
    ContactReplaced,
    contact_add,
    contact_correct,
    contact_withdraw,
    standing,
)
from advisor.walk.models import Contact
from advisor.walk.selectors import contacts_for
from advisor.web.forms.cases import show_faults
from advisor.web.forms.team import ContactForm, WhyForm
from advisor.web.need_lines import measure_shown
from advisor.web.views.entry import case_or_404, now, rulebook, sent, today

FIELDS = ("who", "asked", "told", "happened_on", "need_key", "citable")


def need_choices(request: HttpRequest, case: Case) -> list[tuple[str, str]]:
    """The needs of the case by key, each in words."""
    book = rulebook()
    rows = needs_for(request.user).filter(case=case).values_list("key", "measure", "requested_state")
    return [
        (key, f"{key} {measure_shown(book, measure)}{f', {state}' if state else ''}") for key, measure, state in rows
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def contacts(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What stands, and the form for one more; `need` shows those of one need and chooses it in the form."""
    case = case_or_404(request, case_id)
    needs = need_choices(request, case)
    only = request.GET.get("need", "") if request.GET.get("need", "") in dict(needs) else ""
    form = ContactForm(sent(request), needs=needs, initial={"happened_on": today(), "need_key": only})
    if request.method == "POST" and form.is_valid():
        try:
            contact_add(case=case, user=request.user, values=form.values(), now=now())
        except FieldFaults as fault:
            show_faults(form, fault)
        else:
            messages.success(request, _("The contact was noted."))
            address = reverse("case-contacts", args=[case.pk])
            return redirect(f"{address}?need={only}" if only else address)
    found = standing(contacts_for(request.user).filter(case=case)).select_related("by", "replaces")
    if only:
        found = found.filter(need_key=only)
    ended = contacts_for(request.user).filter(case=case, kind="withdrawal").select_related("by", "replaces")
    context = {
        "case": case,
        "form": form,
        "rows": found,
        "withdrawn": [row for row in ended if not only or row.need_key == only],
        "only": only,
        "needs": dict(needs),
        "writes": case.state == "open" and may_write(request.user, case),
    }
    return render(request, "web/contacts.html", context, status=422 if form.errors else 200)


def contact_or_404(request: HttpRequest, case: Case, contact_id: UUID) -> Contact:
    """A contact of the case, through the gate."""
    return get_object_or_404(contacts_for(request.user).select_related("by"), case=case, pk=contact_id)


def _history(request: HttpRequest, case: Case, contact: Contact) -> list[Contact]:
    """What a contact said before it was corrected, the last one first; one query."""
    rows = {row.pk: row for row in contacts_for(request.user).filter(case=case).select_related("by")}
    found: list[Contact] = []
    earlier = contact.replaces_id
    while earlier and earlier in rows:
        found.append(rows[earlier])
        earlier = rows[earlier].replaces_id
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, case_id: UUID, contact_id: UUID) -> HttpResponse:
    """One contact with what it said before; a POST corrects it."""
    case = case_or_404(request, case_id)
    row = contact_or_404(request, case, contact_id)
    initial = {name: getattr(row, name) for name in FIELDS}
    form = ContactForm(sent(request), needs=need_choices(request, case), initial=initial)
    stands = standing(contacts_for(request.user)).filter(pk=row.pk).exists()
    if request.method == "POST" and form.is_valid():
        try:
            fresh = contact_correct(contact=row, user=request.user, values=form.values(), now=now())
        except FieldFaults as fault:
            show_faults(form, fault)
        except ContactReplaced as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The contact was corrected. What it said before stays readable."))
            return redirect("case-contact", case.pk, fresh.pk)
    context: dict[str, Any] = {
        "case": case,
        "contact": row,
        "form": form,
        "stands": stands,
        "earlier": _history(request, case, row),
        "writes": stands and case.state == "open" and may_write(request.user, case),
    }
    return render(request, "web/contact.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def contact_out(request: HttpRequest, case_id: UUID, contact_id: UUID) -> HttpResponse:
    """Ask why, then withdraw the contact."""
    case = case_or_404(request, case_id)
    row = contact_or_404(request, case, contact_id)
    form = WhyForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            contact_withdraw(contact=row, user=request.user, why=form.cleaned_data["why"], now=now())
        except FieldFaults as fault:
            show_faults(form, fault)
        except ContactReplaced as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The contact is withdrawn. It counts no more, and its reason stays."))
            return redirect("case-contacts", case.pk)
    context = {"case": case, "contact": row, "form": form}
    return render(request, "web/contact_out.html", context, status=422 if form.errors else 200)
