"""What every view needs: the case through the gate, the day, the edition, honest answers when something is missing."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

import structlog
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone

from advisor.cases.models import Case, CaseRoute, Need
from advisor.cases.roles import may_write
from advisor.cases.selectors import cases_for, draft_cases_for, needs_for, part_of, routes_for
from advisor.cases.services.held import READS_ALONG, writing
from advisor.web.views.once import taken_once
from advisor.web.views.reading import NO_CHANGE, WHILE_CLOSED, case_seen, to_read
from instruments.editions import edition_current
from instruments.errors import NoEdition
from routing.rulebook import Rulebook

READING = frozenset({"GET", "HEAD", "OPTIONS"})
NOT_ALLOWED = 405

log = structlog.get_logger()
View = Callable[..., HttpResponse]


def case_or_404(request: HttpRequest, case_id: UUID) -> Case:
    """The case as the gate shows it; foreign and missing look the same. The agency comes with it, for the header."""
    rows = cases_for(request.user).select_related("agency").annotate(part=part_of(request.user))
    found = get_object_or_404(rows, pk=case_id)
    _of_agency(request.user, found)
    case_seen(request, found, found.part)  # type: ignore[attr-defined]
    return found


def case_and_route(request: HttpRequest, case_id: UUID) -> tuple[Case, CaseRoute | None]:
    """The case and its newest stored route (with its brief, without its document), in one query where it has one."""
    rows = routes_for(request.user).filter(case_id=case_id).select_related("case__agency", "brief").defer("document")
    route = rows.annotate(part=part_of(request.user, "case_id")).order_by("-number").first()
    if route is None:
        return case_or_404(request, case_id), None
    _of_agency(request.user, route.case)
    case_seen(request, route.case, route.part)
    return route.case, route


def _of_agency(user: Any, case: Case) -> None:
    """The gate has just said that person and case are of one agency: the header asks no query for it."""
    user.agency = case.agency


def draft_case_or_404(request: HttpRequest, case_id: UUID) -> Case:
    """The case for a page of its drafts: its translators reach these pages, and no other one of the case."""
    found = get_object_or_404(draft_cases_for(request.user).annotate(part=part_of(request.user)), pk=case_id)
    case_seen(request, found, found.part)  # type: ignore[attr-defined]
    return found


def need_or_404(request: HttpRequest, case: Case, key: str) -> Need:
    """A need of the case by its key."""
    return get_object_or_404(needs_for(request.user), case=case, key=key)


def today() -> date:
    """The day of the advice, where nobody asked for another one."""
    return timezone.now().date()


def now() -> datetime:
    """The clock, read once a request at the edge."""
    return timezone.now()


def rulebook() -> Rulebook:
    """The published law."""
    return edition_current().rulebook


class FileRefused(Exception):
    """A file was asked for with parts of the address that cannot be read. `faults` are whole sentences.

    A page can say so beside the field and show something else instead; a file would only look right.
    """

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


def page(view: View) -> View:
    """Wraps every view of cases and catalogue: a row that vanished is 404, a missing edition says what to run.

    What would change a case is refused here for who may only read it, whatever the view does; see `written_to`.
    A row (on SQLite the database) that somebody else holds for too long is 503 and nobody's fault.
    """

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if request.method in READING or "case_id" not in kwargs:
                response = to_read(request, route_of(request), view(request, *args, **kwargs))
                return not_opened(request, response, kwargs) if response.status_code == NOT_ALLOWED else response
            case = written_to(request, kwargs["case_id"])
            return taken_once(request, route_of(request), case, lambda: view(request, *args, **kwargs))
        except ObjectDoesNotExist as error:
            raise Http404 from error
        except FileRefused as refused:
            return HttpResponse("\n".join(refused.faults) + "\n", status=400, content_type="text/plain; charset=utf-8")
        except NoEdition as error:
            return render(request, "web/no_edition.html", {"fault": str(error)}, status=503)
        except OperationalError as error:
            if not held_by_others(error):
                raise
            log.warning("page_waited_in_vain", path=request.path, error=str(error).strip())
            headers = {"Retry-After": "10"}
            return HttpResponse(render_to_string("web/busy.html", request=None), status=503, headers=headers)

    return guarded


def not_opened(request: HttpRequest, refused: HttpResponse, kwargs: dict[str, Any]) -> HttpResponse:
    """What stands where a form is sent to, for who opens the address: a sentence, and the way back."""
    if request.method != "GET":
        return refused
    page = render(request, "405.html", {"case_id": kwargs.get("case_id")}, status=NOT_ALLOWED)
    page["Allow"] = refused["Allow"]
    return page


def route_of(request: HttpRequest) -> str:
    """The name of the route that the request reached."""
    return request.resolver_match.view_name if request.resolver_match else ""


def written_to(request: HttpRequest, case_id: UUID) -> Case | None:
    """The case, where the gate shows it and the route changes one; refused to who may only read it, and a closed one.

    Raises PermissionDenied with what to do. A case that the gate does not show is left to the view, which answers as
    for one that does not exist.
    """
    route = route_of(request)
    case = None if route in NO_CHANGE else cases_for(request.user).filter(pk=case_id).first()
    if case is None:
        return None
    if route not in WHILE_CLOSED:
        writing(request.user, case)
    elif not may_write(request.user, case):
        raise PermissionDenied(READS_ALONG)
    return case


def held_by_others(error: OperationalError) -> bool:
    """Whether the database gave up waiting for a lock: SQLite's 'database is locked', PostgreSQL's lock timeout."""
    said = str(error)
    return "locked" in said or "lock timeout" in said or "deadlock detected" in said


def with_version(data: Any, version: int) -> Any:
    """What was typed, with the version to send next: after a collision the same page saves knowingly."""
    fresh = data.copy()
    fresh["version"] = str(version)
    return fresh


def version_sent(request: HttpRequest) -> int:
    """The case's version as the sent page showed it; 0 (which is always stale) when there is none."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def sent(request: HttpRequest) -> Any:
    """What a form is bound to: the data of a POST, even an empty one; None for reading."""
    return request.POST if request.method == "POST" else None
