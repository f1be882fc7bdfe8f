"""The list of cases: found by words, filtered, page by page; many taken at once; the list as CSV and XLSX.

An export holds what the list shows and the States asked; no text of a case beyond its title, and nothing of a contact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from advisor.audit.services import audit_record
from advisor.cases.errors import FieldFaults
from advisor.cases.models import CloseReason, MemberRole, Stage, Track
from advisor.cases.selectors import cases_for, needs_for
from advisor.cases.services.closing import case_close
from advisor.cases.services.team import member_add
from advisor.languages.words import state_worded
from advisor.web.case_filters import ALL, CHANGED, DRAFTS, Wanted, cases_wanted, drafts_of, wanted_of
from advisor.web.marks import OF_A_CASE
from advisor.web.need_lines import measure_shown
from advisor.web.sheets import csv_of, xlsx_of
from advisor.web.views.desk import NEXT_STEPS, desk_rows, next_step
from advisor.web.views.entry import now
from advisor.web.views.team import colleagues_offered
from instruments.editions import CurrentEdition, edition_current
from instruments.errors import NoEdition

PER_PAGE = 25
MOST_AT_ONCE = 200
MOST_EXPORTED = 10_000
FILTERS = ("state", "track", "stage", "country", "measure", "mine", "law")
HEADS = (
    gettext_lazy("Reference"),
    gettext_lazy("Title"),
    gettext_lazy("State of the case"),
    gettext_lazy("Track"),
    gettext_lazy("Stage"),
    gettext_lazy("Requesting State"),
    gettext_lazy("Requested States"),
    gettext_lazy("Opened"),
    gettext_lazy("Needs"),
    gettext_lazy("Route"),
    gettext_lazy("Law of"),
    gettext_lazy("Steps"),
    gettext_lazy("Dossiers ready"),
    gettext_lazy("Next step"),
    gettext_lazy("Last change"),
)


def _edition() -> CurrentEdition | None:
    """The edition in use; a list needs none."""
    try:
        return edition_current()
    except NoEdition:
        return None


def _asked(request: HttpRequest, given: Any) -> tuple[Wanted, CurrentEdition | None]:
    edition = _edition()
    book = edition.rulebook if edition else None
    return wanted_of(given, states=book.states if book else (), measures=book.measures if book else ()), edition


def _rows(request: HttpRequest, wanted: Wanted, edition: CurrentEdition | None) -> tuple[Any, Any]:
    """(cases that fit, those of them without a route), through the gate."""
    rows = cases_wanted(request.user, wanted, sha256=edition.sha256 if edition else "")
    return rows, drafts_of(request.user, rows)


@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """Cases of the agency, the last touched first."""
    wanted, edition = _asked(request, request.GET)
    rows, drafts = _rows(request, wanted, edition)
    counts = {"all": rows.count(), "drafts": drafts.count()}
    shown = drafts if wanted.only else rows
    page = Paginator(_keys(shown), PER_PAGE, allow_empty_first_page=True)
    page.__dict__["count"] = counts["drafts"] if wanted.only else counts["all"]  # counted already
    cases = page.get_page(request.GET.get("page"))
    found = {case.pk: case for case in desk_rows(request.user).filter(pk__in=list(cases.object_list))}
    ordered = [found[pk] for pk in cases.object_list if pk in found]
    context = {
        "cases": cases,
        "rows": [(case, NEXT_STEPS[next_step(case)]) for case in ordered],
        "wanted": wanted,
        "query": wanted.q,
        "only": wanted.only,
        "counts": counts,
        "paging": wanted.address(),
        "links": {"all": wanted.address(only=""), "drafts": wanted.address(only=DRAFTS)},
        "choices": [choice | {"chosen": getattr(wanted, choice["name"])} for choice in _choices(edition)],
        "chosen": [(name, getattr(wanted, name)) for name in FILTERS],
        "colleagues": colleagues_offered(request),
        "roles": MemberRole.choices,
        "reasons": CloseReason.choices,
    }
    return render(request, "web/case_list.html", context)


def _keys(rows: Any) -> Any:
    """The cases' ids in the order of the list: counts and last routes are asked for those of one page alone."""
    return rows.order_by("-updated_at", "reference").values_list("pk", flat=True)


def _choices(edition: CurrentEdition | None) -> list[dict[str, Any]]:
    """The filters: name, label, what may be chosen, and the words for no choice."""
    book = edition.rulebook if edition else None
    states = [(code, state_worded(code, state.name)) for code, state in book.states.items()] if book else []
    measures = [(code, measure_shown(book, code)) for code in book.measures] if book else []
    of_case = [("open", _("Open")), ("closed", _("Closed")), (ALL, _("Open and closed"))]
    rows = (
        ("state", _("State of the case"), of_case, ""),
        ("track", _("Track"), Track.choices, _("Every track")),
        ("stage", _("Stage"), Stage.choices, _("Every stage")),
        ("country", _("State that asks or is asked"), sorted(states, key=lambda pair: pair[1]), _("Every State")),
        ("measure", _("Measure"), sorted(measures, key=lambda pair: pair[1]), _("Every measure")),
        ("mine", _("Whose"), [("yes", _("Mine"))], _("Of the whole agency")),
        ("law", _("Law"), [(CHANGED, _("Changed since the route"))], _("Whether changed or not")),
    )
    return [{"name": name, "label": label, "options": options, "any": none} for name, label, options, none in rows]


def _table(request: HttpRequest, keys: Iterable[UUID]) -> Iterator[list[Any]]:
    """The lines of an export, in the order of `keys`: three queries however many there are."""
    wanted = list(keys)
    found = {case.pk: case for case in desk_rows(request.user).filter(pk__in=wanted)}
    places: dict[Any, set[str]] = {}
    for case_id, state in needs_for(request.user).filter(case__in=wanted).values_list("case_id", "requested_state"):
        places.setdefault(case_id, set()).add(state or str(_("not known")))
    for case in (found[pk] for pk in wanted if pk in found):
        yield [
            case.reference,
            case.title,
            str(case.get_state_display()),
            str(case.get_track_display()),
            str(case.get_stage_display()),
            case.requesting_state,
            ", ".join(sorted(places.get(case.pk, ()))),
            case.opened_on,
            case.need_count,
            f"{case.route_number}: {OF_A_CASE.get(case.route_status, case.route_status)}" if case.route_number else "",
            case.route_on,
            case.step_count,
            case.ready_count,
            str(NEXT_STEPS[next_step(case)]),
            case.updated_at,
        ]


def _file(request: HttpRequest, keys: list[UUID], suffix: str) -> HttpResponse:
    """The export as a file, told to the audit: how many cases, no word of them."""
    heads, moment = [str(head) for head in HEADS], now()
    rows = _table(request, keys)
    if suffix == "xlsx":
        body = xlsx_of(heads, rows, name=str(_("Cases")), made=moment)
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    else:
        body, kind = csv_of(heads, rows), "text/csv; charset=utf-8"
    audit_record(actor=request.user, action="cases.exported", now=moment, detail={"cases": len(keys), "format": suffix})
    return HttpResponse(
        body,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="cases-{moment:%Y-%m-%d}.{suffix}"',
            "Cache-Control": "no-store, private",
        },
    )


@require_POST
def case_bulk(request: HttpRequest) -> HttpResponse:
    """Something for many cases at once: those ticked, or all that fit (`which=all`, exports alone)."""
    action = request.POST.get("action", "")
    wanted, edition = _asked(request, request.POST)
    back = f"{reverse('case-list')}?{wanted.address()}".rstrip("?&")
    if action in ("csv", "xlsx"):
        keys = _all_keys(request, wanted, edition) if request.POST.get("which") == "all" else _ticked(request)
        if keys:
            return _file(request, keys, action)
    keys = _ticked(request)
    if not keys:
        messages.warning(request, _("No case was ticked. Tick those that are meant, then press again."))
        return redirect(back)
    changes = {"member": _member_for, "close": _close_for}
    if action not in changes:
        messages.warning(request, _("Choose what shall be done with the ticked cases."))
        return redirect(back)
    _each(request, keys, changes[action])
    return redirect(back)


def _all_keys(request: HttpRequest, wanted: Wanted, edition: CurrentEdition | None) -> list[UUID]:
    rows, drafts = _rows(request, wanted, edition)
    return list(_keys(drafts if wanted.only else rows)[:MOST_EXPORTED])


def _ticked(request: HttpRequest) -> list[UUID]:
    """The ticked cases that the gate shows, in the list's order."""
    ids = []
    for value in request.POST.getlist("case")[:MOST_AT_ONCE]:
        try:
            ids.append(UUID(value))
        except ValueError:
            continue
    return list(_keys(cases_for(request.user).filter(pk__in=ids)))


def _member_for(request: HttpRequest, case: Any) -> None:
    member_add(
        case=case, user=request.user, who=request.POST.get("who", ""), role=request.POST.get("role", ""), now=now()
    )


def _close_for(request: HttpRequest, case: Any) -> None:
    case_close(case=case, user=request.user, reason=request.POST.get("reason", ""), text="", now=now())


def _each(request: HttpRequest, keys: list[UUID], change: Any) -> None:
    """Each case by itself: what is refused for one is said and leaves the others alone."""
    done = 0
    for case in cases_for(request.user).filter(pk__in=keys):
        try:
            change(request, case)
        except FieldFaults as fault:
            messages.warning(request, f"{case.reference}: {' '.join(fault.faults.values())}")
        except PermissionDenied as refusal:
            messages.warning(request, f"{case.reference}: {refusal}")
        else:
            done += 1
    if done:
        words = ngettext("Done for %(n)s case.", "Done for %(n)s cases.", done)
        messages.success(request, words % {"n": done})


def list_address(**given: str) -> str:
    """The address of the list with these filters."""
    return f"{reverse('case-list')}?{urlencode(given)}"
