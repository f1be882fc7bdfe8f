"""Forms that add something to a case, taken once each: a second click gets the first one's page and a line about it.

`ADDS` names the routes; `{% sender %}` puts the key into their forms. The words in question are in the session's
language; what is compared are the form's own fields and its files, not the tokens.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from advisor.cases.models import Case
from advisor.cases.parked import FIELD as SENDER
from advisor.cases.services.sent_once import FIELD, SentBefore, form_once, key_known, said_in

# Routes whose POST adds a row that nothing else keeps from being added twice.
ADDS = frozenset(
    (
        "case-collision",
        "case-contact",
        "case-contacts",
        "case-entities-find",
        "case-entity-add",
        "case-exhibit",
        "case-exhibit-new",
        "case-hand-over",
        "case-ledger-record",
        "case-needs-add",
        "case-needs-suggested",
        "case-notes",
        "case-reply",
        "case-right-add",
        "case-step-correct",
        "case-step-grounds",
        "case-step-move",
        "case-step-remark",
        "case-team",
    )
)
NOT_SAID = frozenset((FIELD, SENDER, "csrfmiddlewaretoken"))


def taken_once(request: HttpRequest, route: str, case: Case | None, view: Callable[[], HttpResponse]) -> HttpResponse:
    """The view's answer to a form; to one that was taken already, the page that the first answer led to."""
    key = request.POST.get(FIELD, "") if request.method == "POST" and route in ADDS else ""
    if case is None or not key_known(key):
        return view()

    def take() -> tuple[HttpResponse, str]:
        response = view()
        return response, response["Location"] if isinstance(response, HttpResponseRedirect) else ""

    try:
        said = said_in(request.path, _said(request))
        return form_once(case=case, user=request.user, key=key, said=said, now=timezone.now(), take=take)
    except SentBefore as before:
        messages.info(request, _("This form was sent more than once. It was taken once, and nothing was added twice."))
        return HttpResponseRedirect(before.leads_to or request.path)


def _said(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Every field that was sent, then every file by its name and content."""
    for name, values in request.POST.lists():
        if name not in NOT_SAID:
            yield from ((name, str(value)) for value in values)
    for name, files in request.FILES.lists():
        for file in files:
            digest = hashlib.sha256()
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
            yield name, f"{file.name}:{digest.hexdigest()}"
