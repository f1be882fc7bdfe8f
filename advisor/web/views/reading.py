"""Pages of a case for who may only read it: nothing on them that they could type and not send.

A page that is a form and nothing else answers with a sentence (who can, whom to ask). Where a form shows what the case
holds, its fields are shown locked and its buttons are left out; the head of the page says why
(templates/components/case_head.html reads `case.reads_along`). What a reader may send stays: see `open_to`.
"""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from advisor.cases.models import Case, CaseState, MemberRole
from advisor.cases.roles import part_writes
from advisor.cases.services.held import CLOSED, READS_ALONG

# To take a file out of the evidence is to read it; to have seen what one was told changes no case.
NO_CHANGE = frozenset({"case-exhibit-file", "case-notes-seen"})
WHILE_CLOSED = frozenset({"case-state", "case-copy"})
# Pages that are a form and nothing else.
ONLY_FORMS = frozenset(
    (
        "case-collision",
        "case-contact-withdraw",
        "case-dossier-approve",
        "case-entities-find",
        "case-entity-add",
        "case-entity-kind",
        "case-entity-remove",
        "case-exhibit-new",
        "case-exhibit-withdraw",
        "case-hand-over",
        "case-ledger-record",
        "case-need-remove",
        "case-needs-add",
        "case-needs-suggested",
        "case-reply",
        "case-right-add",
        "case-right-kind",
        "case-right-remove",
        "case-route-new",
        "case-step-correct",
        "case-step-grounds",
        "case-step-move",
        "case-step-remark",
        "case-step-withdraw",
        "case-steps-choose",
    )
)
_FORM = re.compile(r"(?P<tag><form\b[^>]*>)(?P<inside>.*?)(?P<end></form>)", re.DOTALL)
_ACTION = re.compile(r"\baction=\"([^\"]*)\"")
_BUTTON = re.compile(r"<button\b.*?</button>", re.DOTALL)


def case_seen(request: HttpRequest, case: Case, part: str | None) -> None:
    """Remember the case of the page and what its reader may do with it. `part`: their part, None for no member."""
    case.translates = part == MemberRole.TRANSLATOR  # type: ignore[attr-defined]
    case.reads_along = not part_writes(part, case) and part != MemberRole.TRANSLATOR  # type: ignore[attr-defined]
    request.case_here = case  # type: ignore[attr-defined]


def to_read(request: HttpRequest, route: str, response: HttpResponse) -> HttpResponse:
    """The page as who may not change its case gets it. Raises PermissionDenied for a page that is only a form."""
    case: Any = getattr(request, "case_here", None)
    if case is None or case.translates or not (case.reads_along or case.state == CaseState.CLOSED):
        return response
    if route in ONLY_FORMS:
        raise PermissionDenied(READS_ALONG if case.reads_along else CLOSED)
    if response.status_code == 200 and not response.streaming and "html" in response.get("Content-Type", ""):
        response.content = locked(response.content.decode(), request.path, case).encode()
    return response


def locked(page: str, path: str, case: Any) -> str:
    """The page with the forms locked that its reader cannot send."""

    def one(match: re.Match[str]) -> str:
        tag = match["tag"]
        if 'method="post"' not in tag:
            return match[0]
        action = _ACTION.search(tag)
        if open_to(case, action[1] if action and action[1] else path):
            return match[0]
        inside = _BUTTON.sub("", match["inside"])
        return f'{tag}<fieldset class="govuk-fieldset" disabled>{inside}</fieldset>{match["end"]}'

    return _FORM.sub(one, page)


def open_to(case: Any, action: str) -> bool:
    """Whether a form to that address may be sent: it changes no case, or it opens a closed one again."""
    try:
        found = resolve(action.partition("?")[0])
    except Resolver404:
        return True
    if "case_id" not in found.kwargs or found.view_name in NO_CHANGE:
        return True
    return bool(found.view_name in WHILE_CLOSED and not case.reads_along)
