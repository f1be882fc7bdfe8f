"""A form that came too late (signed out, or its token is gone) is kept, and sent again after the sign-in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from advisor.cases.parked import form_park, forms_parked
from advisor.cases.policy_middleware import signed_out_page
from advisor.web.views.entry import now


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token. Ours (it carries a person's mark) is kept and can go on; any other is refused.

    The mark cannot be made by another site, and what is kept is sent again only by its person's own press of a button
    or own page, with a fresh token: so a forged form gains nothing here.
    """
    if request.headers.get("HX-Request"):
        return HttpResponse(status=403)
    if form_park(request, now=now()):
        return redirect("case-resume") if request.user.is_authenticated else signed_out_page(request, parked=True)
    return render(request, "403_csrf.html", status=403)


@require_safe
def resume(request: HttpRequest) -> HttpResponse:
    """What was typed before the sign-in. One form is sent on at once where scripts run; else by its button."""
    parked = forms_parked(request, now=now())
    if not parked:
        return redirect("case-list")
    return render(request, "web/resume.html", {"parked": parked, "once": len(parked) == 1 and not parked[0].files})
