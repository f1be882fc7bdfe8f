"""Keeps what is typed into a page whose row does not exist yet (a new case, needs, a thing, a right, an exhibit).

htmx sends such a form by itself with `action=autosave`; so does a button that leads nowhere yet. The fields are kept in
the person's session under the page's address and stand in the page again when it is opened. They go when the form is
taken (its answer leads elsewhere) or thrown away. Files and passwords are not kept. Stands last, behind the policy.
Reads and writes the session.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from advisor.web.language_middleware import FIELD as SWITCH
from advisor.web.language_middleware import MOST_KEPT
from advisor.web.refill import page_refilled
from advisor.web.views.keeping import SAVED, autosaving

KEY = "unsent_forms"
MOST_FORMS = 8
AFRESH = "afresh"
# Pages by their route, and the only field that is kept where the others are made by the page itself.
PAGES: dict[str, str] = {
    "case-new": "",
    "case-needs-add": "",
    "case-entity-add": "",
    "case-right-add": "",
    "case-exhibit-new": "",
    "case-entities-find": "text",
}
# The page makes its lines from what is sent: it is asked with what was kept, for no more than its lines.
LINES = "case-needs-add"
NOT_KEPT = frozenset(("csrfmiddlewaretoken", "sender", "once", "resumed", "receipt", "action", "file", SWITCH))


class UnsentMiddleware:
    """Keeps the form of a page in PAGES, and gives it back."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response: HttpResponse = self.get_response(request)
        route = getattr(request, "unsent_page", "")
        if not route:
            return response
        given = getattr(request, "unsent", None)
        if getattr(request, "unsent_asked", False):
            request.method = "GET"
        elif request.method == "GET" and given and response.status_code == 200 and not response.streaming:
            text, _left = page_refilled(response.content.decode(), given["fields"])
            response.content = text.encode()
        elif request.method == "POST" and SWITCH not in request.POST and not autosaving(request):
            if response.status_code == 302:
                form_dropped(request)
            elif response.status_code in (200, 409, 422):
                form_kept(request, route)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Answers an autosave and 'throw it away'; for a page that is opened, finds what was kept of it."""
        route = request.resolver_match.url_name if request.resolver_match else ""
        if route not in PAGES or not request.user.is_authenticated:
            return None
        request.unsent_page = route  # type: ignore[attr-defined]
        if request.method == "GET":
            self._found(request, route)
        elif request.method == "POST" and autosaving(request):
            return _line(request, kept=form_kept(request, route))
        elif request.method == "POST" and request.POST.get("action") == AFRESH:
            return HttpResponseRedirect(request.get_full_path())
        return None

    def _found(self, request: HttpRequest, route: str) -> None:
        row = request.session.get(KEY, {}).get(request.path)
        if not row:
            return
        request.unsent = row  # type: ignore[attr-defined]
        if route == LINES:
            data = QueryDict(mutable=True)
            for name, value in row["fields"]:
                data.appendlist(name, value)
            data["action"] = "more"
            request.unsent_asked = True  # type: ignore[attr-defined]
            request.method = "POST"
            request.POST = data  # type: ignore[assignment]


def form_kept(request: HttpRequest, route: str) -> bool:
    """Keep the fields of this form; False when they are too long for it."""
    only = PAGES[route]
    fields = [
        [name, value]
        for name, values in request.POST.lists()
        for value in values
        if name not in NOT_KEPT and "password" not in name and (not only or name == only)
    ]
    if sum(len(name) + len(value) for name, value in fields) > MOST_KEPT:
        return False
    rows = {path: row for path, row in request.session.get(KEY, {}).items() if path != request.path}
    rows[request.path] = {"at": f"{timezone.now():%H:%M}", "fields": fields}
    while len(rows) > MOST_FORMS or sum(len(str(row)) for row in rows.values()) > 3 * MOST_KEPT:
        rows.pop(next(iter(rows)))
    request.session[KEY] = rows
    return True


def form_dropped(request: HttpRequest) -> None:
    """The form was taken or thrown away."""
    rows = request.session.get(KEY, {})
    if request.path in rows:
        request.session[KEY] = {path: row for path, row in rows.items() if path != request.path}


def _line(request: HttpRequest, *, kept: bool) -> HttpResponse:
    """The line under the form."""
    if kept:
        words = _("Kept at %(time)s UTC. It becomes part of the case when you press the button.") % {
            "time": f"{timezone.now():%H:%M:%S}"
        }
    else:
        words = _("This is too long to be kept by itself. Press the button to save it.")
    response = render(request, "web/autosaved.html", {"words": words, "collided": True})
    if kept:
        response["HX-Trigger"] = SAVED
    return response
