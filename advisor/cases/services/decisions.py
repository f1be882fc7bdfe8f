"""Law or facts have changed since a route was stored: a person decides, the old route stays, and so does the decision.

Reads the stored route and the case as it stands; asks the engine where every answer comes from. Writes RouteDecision,
and through `case_route` the new route where one is wanted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from advisor.audit.services import audit_record
from advisor.cases.errors import FieldFaults, OfficeError
from advisor.cases.models import CaseRoute, RouteDecision, RouteVerdict
from advisor.cases.selectors import cases_for, routes_for
from advisor.cases.services.held import acting, writing
from advisor.cases.services.routes import Preview, case_preview, case_route
from advisor.intake.text import TextFault, clean_text
from routing import ENGINE_VERSION
from routing.comparing import differences
from routing.errors import CaseFaults

REASON_LONGEST = 4_000


class ComparedElse(OfficeError):
    """The page compared with something else than what holds now; nothing was decided."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The case or the law was changed again after you opened this page. Nothing was decided: look at the "
                "comparison below, which is the one of now, then decide."
            )
        )


@dataclass(frozen=True, slots=True)
class Compared:
    """A stored route beside the answer of now. `mark` says with what it was compared; `moved` counts needs."""

    route: CaseRoute
    preview: Preview
    mark: str
    moved: int


def mark_of(case_version: int, edition_sha256: str) -> str:
    """What a comparison was made with, for the page to send back."""
    return f"{case_version}.{edition_sha256[:16]}.{ENGINE_VERSION}"


def route_compare(*, route: CaseRoute, user: Any, on: date) -> Compared:
    """The stored route (with its document) beside the case as it stands, by the law of the day `on`. Stores nothing.

    Raises CaseRoute.DoesNotExist, NoEdition.
    """
    own = routes_for(user).select_related("case").get(pk=route.pk)
    preview = case_preview(case=own.case, user=user, on=on)
    found = differences(own.document["answer"], preview.answer) if preview.answer is not None else ()
    mark = mark_of(own.case.version, preview.edition.sha256)
    return Compared(own, preview, mark, len({item.need for item in found}))


def _reason(text: str, *, needed: bool) -> str:
    try:
        said = clean_text(text, longest=REASON_LONGEST, lines=True)
    except TextFault as fault:
        raise FieldFaults({"reason": str(fault)}) from None
    if needed and not said:
        raise FieldFaults({"reason": _("Say why the route stays as it is.")})
    return said


def route_decide(
    *, route: CaseRoute, user: Any, kind: str, reason: str, mark: str, on: date, now: datetime
) -> RouteDecision | None:
    """Keep a route with a reason, or have a new one made; both stay. None where a new one would say the same.

    `mark` is what the page compared with. Raises FieldFaults, ComparedElse, CaseFaults, CaseBusy, PermissionDenied,
    CaseRoute.DoesNotExist, NoEdition.
    """
    acting(user)
    said = _reason(reason, needed=kind == RouteVerdict.KEPT)
    compared = route_compare(route=route, user=user, on=on)
    own = compared.route
    writing(user, own.case)
    if compared.mark != mark:
        raise ComparedElse
    if kind == RouteVerdict.RENEWED and compared.preview.answer is None:
        raise CaseFaults(compared.preview.faults)
    with transaction.atomic():
        locked = cases_for(user).select_for_update().get(pk=own.case_id)
        if locked.version != own.case.version:
            raise ComparedElse
        successor = case_route(case=locked, user=user, on=on, now=now) if kind == RouteVerdict.RENEWED else None
        if successor is not None and successor.pk == own.pk:
            return None
        decision = RouteDecision.objects.create(
            case=locked,
            agency_id=own.agency_id,
            route=own,
            kind=kind,
            reason=said,
            successor=successor,
            on=on,
            edition_label=compared.preview.edition.label,
            edition_sha256=compared.preview.edition.sha256,
            engine_version=ENGINE_VERSION,
            case_version=locked.version,
            moved=compared.moved,
            by=user,
            at=now,
        )
        audit_record(
            actor=user,
            action=f"route.{kind}",
            now=now,
            object_type="route",
            object_id=own.pk,
            case_id=own.case_id,
            detail={"number": own.number, "moved": compared.moved, "successor": getattr(successor, "number", None)},
        )
    return decision
