"""What the pages of the desk share: the set through its gate, sources from a form, faults beside their fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from advisor.cases.errors import FieldFaults, OfficeError
from advisor.curation.draft import UNREGISTERED
from advisor.curation.models import ChangeSet, SetState
from advisor.curation.selectors import changesets_for
from advisor.web.forms.sources import SourcesForm
from advisor.web.views.entry import today
from instruments.errors import CatalogueError
from instruments.records import Records
from routing.rulebook import Rulebook

OPEN_STATES = (SetState.DRAFT, SetState.REVIEW)
SHOWN_OPEN = 50


def set_or_404(request: HttpRequest, number: int) -> ChangeSet:
    """The change set of that number."""
    return get_object_or_404(changesets_for(request.user), number=number)


def open_or_404(request: HttpRequest, number: int) -> ChangeSet:
    """The change set of that number, if it can still be edited."""
    own = set_or_404(request, number)
    if own.state not in OPEN_STATES:
        raise Http404
    return own


def open_sets(request: HttpRequest) -> list[ChangeSet]:
    """The sets that can still be edited, the latest first."""
    return list(changesets_for(request.user).filter(state__in=OPEN_STATES)[:SHOWN_OPEN])


def sources_form(
    request: HttpRequest, own: ChangeSet | None = None, *, held: Sequence[Mapping[str, Any]] = ()
) -> SourcesForm:
    """The fields for the sources of a change: those that it has (`held`), else the one that the set entered last."""
    data = request.POST if request.method == "POST" else None
    last = own.changes.exclude(sources=[]).order_by("-edited_at", "-position").first() if own and not held else None
    if last is not None and not str(last.sources[-1]["citation"]).startswith(UNREGISTERED):
        held = last.sources[-1:]
    return SourcesForm(data, held=held, today=today())


def adding(request: HttpRequest) -> bool:
    """Whether the page was sent for one more line of a list, not to be saved."""
    return bool(request.POST.get("add"))


def done(request: HttpRequest, act: Callable[[], object], said: str) -> bool:
    """Do something and say so, or say why it could not be done."""
    try:
        act()
    except FieldFaults as fault:
        for message in fault.faults.values():
            messages.error(request, message)
    except (OfficeError, CatalogueError) as error:
        messages.error(request, str(error))
    else:
        if said:
            messages.success(request, said)
        return True
    return False


def beside(form: Any, fault: FieldFaults, source: SourcesForm | None = None) -> None:
    """Faults of a service beside the fields of the form, or of its sources."""
    for name, message in fault.faults.items():
        if source is not None and source.place_fault(name, message):
            continue
        form.add_error(name if name in form.fields else None, message)


def known_lists(held: Records, book: Rulebook | None = None) -> dict[str, list[str]]:
    """What the fields of the editor offer while typing: reference -> codes."""
    found: dict[str, list[str]] = {
        name: [] for name in ("instrument", "fact", "measure", "ground", "state", "provision")
    }
    for key in held:
        kind, _, name = key.partition(":")
        kind = "state" if kind == "jurisdiction" else kind
        if kind in found:
            found[kind].append(name)
    return found
