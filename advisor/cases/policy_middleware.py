"""Holds every page against the policy table before its view runs. Routes of the API ask the same table themselves,
because a token is read only inside the view."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from advisor.cases.parked import form_park, form_taken_up
from advisor.cases.policy import ANONYMOUS, role_of, roles_for

API_NAMESPACE = "api"
# Fields that nobody types: tokens, ticks, and what a page sends along.
NOT_TYPED = frozenset(
    (
        "csrfmiddlewaretoken",
        "sender",
        "once",
        "resumed",
        "receipt",
        "was",
        "version",
        "action",
        "asked",
        "also",
        "level",
        "option",
        "step",
        "language",
        "switch-language",
    )
)
MOST_SHOWN = 200


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed into a form that was sent without a session, as (field, text), to be given back to its sender.

    Nothing of it is stored. Ticks and the counters of a list of forms are left out.
    """
    pairs = ((name, value) for name, values in request.POST.lists() for value in values)
    kept = [
        (name.replace("_", " "), value)
        for name, value in pairs
        if value.strip() and name not in NOT_TYPED and not name.endswith("_FORMS")
    ]
    return kept[:MOST_SHOWN]


def signed_out_page(request: HttpRequest, *, parked: bool) -> HttpResponse:
    """Says that nothing was saved, shows what was typed, and leads to the sign-in: with `parked`, from there on."""
    context = {
        "typed": typed_in(request),
        "back": request.get_full_path(),
        "parked": parked,
        "files": bool(request.FILES),
    }
    return render(request, "web/signed_out.html", context, status=403)


class PolicyMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or (match.namespaces and match.namespaces[0] == API_NAMESPACE):
            return None
        roles = roles_for(match.view_name)
        if roles is None:
            raise Http404(f"no policy for {match.view_name}")
        role = role_of(request.user)
        if role in roles:
            if request.method == "POST":
                form_taken_up(request)
            return None
        if role == ANONYMOUS:
            if request.headers.get("HX-Request"):
                return HttpResponse(status=403)  # a page that saves by itself says so; its form is sent again by hand
            parked = form_park(request, now=timezone.now())
            if parked or (match.view_name.startswith("case") and typed_in(request)):
                return signed_out_page(request, parked=parked)
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied
