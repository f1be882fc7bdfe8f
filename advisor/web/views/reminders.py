"""Reminders by mail and private calendar addresses of who is signed in; and such an address, without a sign-in."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from advisor.cases.errors import FieldFaults
from advisor.walk.feeds import feed_create, feed_read, feed_revoke, feeds_of, too_often
from advisor.walk.reminders import (
    SettingStale,
    Wanted,
    digests_of,
    reminders_of,
    reminders_save,
    wanted_first,
    wanted_of,
)
from advisor.web.forms.cases import show_faults
from advisor.web.forms.ledger import FeedForm, ReminderForm
from advisor.web.views.entry import now, sent

FIELDS = (
    "active", "weekdays", "send_at", "quiet_from", "quiet_until", "zone", "days_ahead", "with_reference",
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: HttpRequest) -> HttpResponse:
    """The settings of the mail, the last mails, and the calendar addresses."""
    row = reminders_of(request.user)
    wanted = wanted_of(row) if row is not None else wanted_first(request.user)
    initial = {name: getattr(wanted, name) for name in FIELDS} | {"version": row.version if row else 0}
    form = ReminderForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            reminders_save(
                user=request.user, wanted=_typed(form), now=now(), version=form.cleaned_data.get("version") or 0
            )
        except FieldFaults as fault:
            show_faults(form, fault)
        except SettingStale as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("Saved."))
            return redirect("reminders")
    return _page(request, form, FeedForm(), status=422 if form.errors else 200)


def _typed(form: ReminderForm) -> Wanted:
    values = {name: form.cleaned_data[name] for name in FIELDS}
    return Wanted(**(values | {"weekdays": tuple(values["weekdays"]), "zone": values["zone"].strip()}))


def _page(request: HttpRequest, form: ReminderForm | None, feed_form: FeedForm, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    if form is None:
        row = reminders_of(request.user)
        wanted = wanted_of(row) if row is not None else wanted_first(request.user)
        initial = {name: getattr(wanted, name) for name in FIELDS} | {"version": row.version if row else 0}
        form = ReminderForm(initial=initial)
    context = {
        "form": form,
        "feed_form": feed_form,
        "feeds": feeds_of(request.user),
        "digests": digests_of(request.user),
        "zones": sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")),
        **more,
    }
    return render(request, "web/reminders.html", context, status=status)


@require_http_methods(["POST"])
def feed_new(request: HttpRequest) -> HttpResponse:
    """Make a calendar address and show it, this once."""
    form = FeedForm(request.POST)
    if form.is_valid():
        try:
            feed, secret = feed_create(
                user=request.user, label=form.cleaned_data["label"], titles=form.cleaned_data["titles"], now=now()
            )
        except FieldFaults as fault:
            show_faults(form, fault)
        else:
            address = request.build_absolute_uri(reverse("calendar-feed", args=[secret]))
            return _page(request, None, FeedForm(), made=feed, address=address)
    return _page(request, None, form, status=422)


@require_http_methods(["POST"])
def feed_end(request: HttpRequest) -> HttpResponse:
    """Revoke one of the person's own addresses."""
    try:
        feed_revoke(feed_id=UUID(request.POST.get("feed", "")), user=request.user, now=now())
    except (ValueError, ObjectDoesNotExist):
        raise Http404 from None
    messages.success(request, _("The address is revoked: nobody reads anything there any more."))
    return redirect("reminders")


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """What a calendar program reads. Without a sign-in: whoever has the address has what its owner may see."""
    if too_often(secret=secret, address=str(request.META.get("REMOTE_ADDR") or "")):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    content = feed_read(secret=secret, now=now(), base=request.build_absolute_uri("/").rstrip("/"))
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="deadlines.ics"'
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
