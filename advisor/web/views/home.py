"""The start page sends everybody to the place where their work is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from advisor.accounts.models import Role
from advisor.cases.policy import ANONYMOUS, role_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Sign-in for strangers, the desk for case workers, their own for curators."""
    role = role_of(request.user)
    if role == ANONYMOUS:
        return redirect("account_login")
    return redirect("curation" if role == Role.ADMIN else "desk")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look for a sign of their own accord, beside a PDF or a JSON file that names none."""
    return redirect(static("web/img/favicon.svg"))
