"""Who works on a case: members and their parts, who sees it, the case handed over, closed and opened again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from advisor.cases.errors import FieldFaults, StaleCase
from advisor.cases.models import Case, CaseMember, CaseState, MemberRole
from advisor.cases.roles import WRITERS, may_manage, may_write
from advisor.cases.selectors import colleagues_of, decisions_for, members_for
from advisor.cases.services.closing import case_close, case_reopen
from advisor.cases.services.team import case_hand_over, case_restrict, member_add, member_change, member_remove
from advisor.web.forms.cases import show_faults
from advisor.web.forms.team import CloseForm, HandOverForm, MemberForm, ReopenForm
from advisor.web.views.entry import case_or_404, now, sent, version_sent

MOST_OFFERED = 200


def colleagues_offered(request: HttpRequest) -> list[Any]:
    """The colleagues that a text box offers by e-mail address: at most MOST_OFFERED."""
    return list(colleagues_of(request.user)[:MOST_OFFERED])


def workers_named(request: HttpRequest, case: Case) -> list[str]:
    """The members on whose desks alone the case stands; none when it stands on everybody's."""
    rows = members_for(request.user).filter(case=case, role__in=WRITERS, user__is_active=True).select_related("user")
    return [row.user.get_full_name() for row in rows]


def _team_page(request: HttpRequest, case: Case, form: MemberForm, fault: dict[str, Any] | None = None) -> HttpResponse:
    rows = list(members_for(request.user).filter(case=case).select_related("user", "added_by"))
    context = {
        "case": case,
        "form": form,
        "members": rows,
        "workers": [row for row in rows if row.role in WRITERS and row.user.is_active],
        "leads": [row for row in rows if row.role == MemberRole.LEAD and row.user.is_active],
        "roles": MemberRole.choices,
        "manages": case.state == CaseState.OPEN and may_manage(request.user, case),
        "writes": may_write(request.user, case),
        "colleagues": colleagues_offered(request),
        "decisions": decisions_for(request.user).filter(case=case).select_related("by", "to"),
        "fault": fault or {},
    }
    return render(request, "web/team.html", context, status=422 if form.errors or fault else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The members; a POST adds one."""
    case = case_or_404(request, case_id)
    form = MemberForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            member = member_add(case=case, user=request.user, now=now(), **form.cleaned_data)
        except FieldFaults as fault:
            show_faults(form, fault)
        else:
            messages.success(request, _("%(name)s is a member now.") % {"name": member.user.get_full_name()})
            return redirect("case-team", case.pk)
    return _team_page(request, case, form)


@require_POST
def member_edit(request: HttpRequest, case_id: UUID, member_id: UUID) -> HttpResponse:
    """Another part for a member, or none at all (`action=remove`)."""
    case = case_or_404(request, case_id)
    row: CaseMember = get_object_or_404(members_for(request.user).select_related("user"), case=case, pk=member_id)
    common: dict[str, Any] = {
        "member": row,
        "user": request.user,
        "version": version_sent(request),
        "now": now(),
        "without_lead": request.POST.get("without_lead") == "yes",
    }
    try:
        if request.POST.get("action") == "remove":
            member_remove(**common)
        else:
            member_change(role=request.POST.get("role", ""), **common)
    except StaleCase:
        messages.warning(request, _("Somebody changed this part meanwhile. Nothing was overwritten: look again."))
    except FieldFaults as error:
        fault = {"member": row, "text": " ".join(error.faults.values()), "asks": "without_lead" in error.faults}
        fault |= {"action": request.POST.get("action", ""), "role": request.POST.get("role", "")}
        return _team_page(request, case, MemberForm(), fault | {"restricted": case.restricted})
    else:
        messages.success(request, _("Saved."))
    gone = request.POST.get("action") == "remove" and row.user_id == request.user.pk and case.restricted
    return redirect("case-list") if gone else redirect("case-team", case.pk)


@require_POST
def restrict(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the case to its members alone, or to the whole agency again."""
    case = case_or_404(request, case_id)
    wanted = request.POST.get("restricted") == "yes"
    case = case_restrict(case=case, user=request.user, restricted=wanted, now=now())
    if case.restricted:
        messages.success(request, _("Only its members see this case now."))
    elif names := workers_named(request, case):
        said = _("Your whole agency sees this case now. It stands on the desks of its members alone: %(names)s.")
        messages.warning(request, said % {"names": ", ".join(names)})
    else:
        messages.success(request, _("Your whole agency sees this case now, and finds it on its desks."))
    return redirect("case-team", case.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Pass the case on, with a note."""
    case = case_or_404(request, case_id)
    form = HandOverForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            done = case_hand_over(case=case, user=request.user, now=now(), **form.cleaned_data)
        except FieldFaults as fault:
            show_faults(form, fault)
        else:
            name = done.to.get_full_name() if done.to else ""
            messages.success(request, _("%(name)s leads this case now.") % {"name": name})
            return redirect("case-team", case.pk)
    manages = may_manage(request.user, case)
    context = {"case": case, "form": form, "manages": manages, "colleagues": colleagues_offered(request)}
    return render(request, "web/hand_over.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def state(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Close the case, or open it again, with a reason."""
    case = case_or_404(request, case_id)
    closing = case.state == CaseState.OPEN
    wanted = request.POST.get("from", case.state)
    form = CloseForm(sent(request)) if closing else ReopenForm(sent(request))
    if request.method == "POST" and wanted != case.state:
        messages.warning(request, _("Somebody did this a moment before. Nothing was changed."))
        return redirect("case", case.pk)
    if request.method == "POST" and form.is_valid():
        change = case_close if closing else case_reopen
        try:
            change(case=case, user=request.user, now=now(), **form.cleaned_data)
        except FieldFaults as fault:
            show_faults(form, fault)
        else:
            messages.success(request, _("The case is closed.") if closing else _("The case is open again."))
            return redirect("case", case.pk)
    context = {"case": case, "form": form, "closing": closing}
    return render(request, "web/case_state.html", context, status=422 if form.errors else 200)
