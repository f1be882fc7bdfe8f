"""What keeps typed text from getting lost: what a page had shown, what somebody chose of two versions, autosave.

A form tells in the hidden field `was` what it showed (JSON), so that a change elsewhere in the case is no collision.
With a collision, `keep-<field>` says which version somebody chose. `action=autosave` (htmx) saves what is right so far
and answers with a line and the time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advisor.cases.errors import FieldFaults, StaleCase
from advisor.web.forms.cases import show_faults
from advisor.web.views.entry import now, with_version

MOST_SEEN = 200_000
AUTOSAVE = "autosave"
SAVED = "rogatory:saved"


def seen_words(values: Mapping[str, Any]) -> str:
    """The hidden field's text: what this page shows, by field."""
    return json.dumps(dict(values), ensure_ascii=False, default=str)


def seen_sent(request: HttpRequest) -> dict[str, Any] | None:
    """What the sent page had shown, by field; None when it does not tell (then the case's version alone decides)."""
    text = request.POST.get("was", "")
    if not text or len(text) > MOST_SEEN:
        return None
    try:
        values = json.loads(text)
    except ValueError:
        return None
    return values if isinstance(values, dict) else None


def seen_again(request: HttpRequest, form: Any, values: Callable[[], Mapping[str, Any]]) -> str:
    """The hidden field's text of a page that comes back: after faults what it had shown, else what is saved now."""
    return request.POST["was"] if form.errors and "was" in request.POST else seen_words(values())


def saving(form: Any, save: Callable[[], object]) -> tuple[bool, StaleCase | None]:
    """Call `save`: whether it saved, and the collision if there was one.

    Faults go to their fields. After a collision the form carries the case's version of now, so that sending it again
    is a choice between both.
    """
    try:
        save()
    except FieldFaults as fault:
        show_faults(form, fault)
    except StaleCase as fault:
        form.data = with_version(form.data, fault.version)
        return False, fault
    else:
        return True, None
    return False, None


def left_to_them(request: HttpRequest, fields: Iterable[str]) -> set[str]:
    """The fields of a collision for which the saved version was chosen."""
    return {field for field in fields if request.POST.get(f"keep-{field}") == "theirs"}


def autosaving(request: HttpRequest) -> bool:
    """Whether htmx sends the form by itself."""
    return bool(request.headers.get("HX-Request")) and request.POST.get("action") == AUTOSAVE


class Versioned(Protocol):
    """A row with a version: a case, or the texts of one draft."""

    version: int


def autosaved(
    request: HttpRequest, case: Versioned, seen: Mapping[str, Any], *, faults: int, collided: bool
) -> HttpResponse:
    """The line under the form: when it was saved, or why not. Brings the new version and what is saved now along."""
    if collided:
        words = _("Somebody changed the same answer meanwhile. Nothing was overwritten: press Save to compare both.")
    elif faults:
        words = ngettext(
            "Saved at %(time)s UTC, but for %(n)s answer that is not complete yet.",
            "Saved at %(time)s UTC, but for %(n)s answers that are not complete yet.",
            faults,
        ) % {"n": faults, "time": f"{now():%H:%M:%S}"}
    else:
        words = _("Saved at %(time)s UTC.") % {"time": f"{now():%H:%M:%S}"}
    context = {"words": words, "version": case.version, "was": seen_words(seen), "collided": collided}
    response = render(request, "web/autosaved.html", context)
    if not faults and not collided:
        response["HX-Trigger"] = SAVED
    return response
