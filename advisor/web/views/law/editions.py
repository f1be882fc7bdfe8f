"""What was published when, and what changed between any two editions: in words, with what each change reaches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from advisor.languages.words import state_worded, worded
from advisor.web.states import index_of, states_read
from advisor.web.views.law.asked import HEX, LINKED_PREFIX, SHORTEST_PREFIX, Asked, asked
from advisor.web.views.law.lines import Kept
from advisor.web.views.law.tables import Table, download
from instruments.edition_reach import Change, edition_changes
from instruments.editions import edition_document
from instruments.models import Edition

COLUMNS: Sequence[tuple[str, str]] = (
    ("change", "Change"),
    ("measures", "Measures"),
    ("states", "States"),
    ("since", "From"),
    ("until", "Until"),
)
KEPT_PAIRS = 8
# A reach of more than this is told by its number; the files name every one.
MOST_STATES, MOST_MEASURES = 8, 4
_kept: Kept[list[Change]] = Kept(KEPT_PAIRS)


def changes_between(old: Edition, new: Edition) -> list[Change]:
    """What changed, kept by the hashes of both."""
    key = (old.sha256, new.sha256)
    return _kept.get(key, lambda: edition_changes(edition_document(old), edition_document(new)))


def edition_named(prefix: str) -> Edition | None:
    """The latest edition whose hash begins so, without its document; None for none, or for several different ones."""
    typed = prefix.strip().lower()
    if len(typed) < SHORTEST_PREFIX or not HEX.fullmatch(typed):
        return None
    found = list(Edition.objects.headers().filter(sha256__startswith=typed).order_by("-id")[:20])
    return found[0] if len({edition.sha256 for edition in found}) == 1 else None


@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    """Every publication, the newest first; two of them can be compared."""
    a = asked(request)
    old, new = edition_named(request.GET.get("old", "")), edition_named(request.GET.get("new", ""))
    if old and new:
        return redirect(_address(old, new))
    held = list(Edition.objects.headers().select_related("previous").defer("previous__document").order_by("-id"))
    rows = [
        {
            "e": edition,
            "sha": edition.sha256[:LINKED_PREFIX],
            "changes": _address(edition.previous, edition) if edition.previous else "",
        }
        for edition in held
    ]
    asked_for = "old" in request.GET or "new" in request.GET
    fault = _("Choose two editions of the list.") if asked_for else ""
    return render(request, "web/law/editions.html", {"a": a, "rows": rows, "fault": fault})


def _address(old: Edition, new: Edition) -> str:
    return reverse("catalogue-changes", args=[old.sha256[:LINKED_PREFIX], new.sha256[:LINKED_PREFIX]])


@require_safe
def changes(request: HttpRequest, old: str, new: str) -> HttpResponse:
    """What changed from one edition to another, all of it or what touches one State."""
    a = asked(request)
    before, after = edition_named(old), edition_named(new)
    if before is None or after is None:
        raise Http404
    found = changes_between(before, after)
    state, fault = _state(request, a)
    shown = [change for change in found if state in change.reach.states] if state else found
    if a.form:
        name = f"changes-{before.label}-{after.label}" + (f"-{state}" if state else "")
        return download(Table(name, COLUMNS, [_file_row(change) for change in shown]), a)
    context = {
        "a": a,
        "before": before,
        "after": after,
        "other_way": _address(after, before),
        "rows": [_row(change, a) for change in shown],
        "every": len(found),
        "counts": _counts(shown),
        "state": state,
        "state_name": state_worded(state, a.book.states[state].name) if state else "",
        "fault": fault,
        "here": request.path,
    }
    return render(request, "web/law/changes.html", context)


def _state(request: HttpRequest, a: Asked) -> tuple[str, str]:
    """(the State whose changes are wanted or '', what is wrong with what was typed)."""
    typed = request.GET.get("state", "").strip()
    if not typed:
        return "", ""
    codes, unknown = states_read(typed[:120], index_of(a.book.states, a.edition.sha256))
    if len(codes) != 1 or unknown:
        return "", _("“%(read)s” is not one State of the catalogue. Every change is shown.") % {"read": typed[:60]}
    return codes[0], ""


def _counts(shown: list[Change]) -> dict[str, int]:
    return {
        "changes": len(shown),
        "instruments": len({code for change in shown for code in change.reach.instruments}),
        "measures": len({code for change in shown for code in change.reach.measures}),
        "states": len({code for change in shown for code in change.reach.states}),
    }


def _row(change: Change, a: Asked) -> dict[str, Any]:
    reach, book = change.reach, a.book
    measures = [worded(book.measures[code].name) if code in book.measures else code for code in reach.measures]
    states = [state_worded(code, book.states[code].name) if code in book.states else code for code in reach.states]
    return {
        "text": change.text,
        "instruments": [code for code in reach.instruments if code in book.instruments],
        "measures": measures[:MOST_MEASURES],
        "more_measures": max(0, len(measures) - MOST_MEASURES),
        "states": sorted(states) if len(states) <= MOST_STATES else [],
        "many_states": len(states) if len(states) > MOST_STATES else 0,
        "since": reach.since,
        "until": reach.until,
    }


def _file_row(change: Change) -> dict[str, str]:
    reach = change.reach
    return {
        "change": change.text,
        "measures": "; ".join(reach.measures),
        "states": "; ".join(reach.states),
        "since": reach.since,
        "until": reach.until,
    }
