"""A warning that steps of one case spoil each other is accepted by a prosecutor, with a reason.

Reads: the stored route's warnings. Writes: CollisionAcceptance, audit events.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from advisor.accounts.models import Role
from advisor.audit.services import audit_record
from advisor.cases.errors import FieldFaults
from advisor.cases.models import CaseRoute
from advisor.cases.selectors import routes_for
from advisor.cases.services.held import acting, writing
from advisor.intake.text import TextFault, clean_text
from advisor.walk.collided import collisions_of
from advisor.walk.ladders import answer_of
from advisor.walk.models import CollisionAcceptance
from advisor.walk.selectors import acceptances_for

REASON_LONGEST = 4_000


def collision_accept(*, route: CaseRoute, code: str, user: Any, reason: str, now: datetime) -> CollisionAcceptance:
    """Accept one warning of a stored route. Accepted twice is accepted once: the first reason stays.

    Raises FieldFaults (no such warning, no reason), CaseRoute.DoesNotExist, PermissionDenied.
    """
    acting(user)
    own = routes_for(user).select_related("case", "brief").get(pk=route.pk)
    writing(user, own.case)
    if user.role != Role.PROSECUTOR:
        raise PermissionDenied(_("Only a prosecutor may do this."))
    found = next((row for row in collisions_of(answer_of(own)) if row.code == code), None)
    if found is None:
        raise FieldFaults({"reason": _("This route has no such warning. Open the page again.")})
    try:
        said = clean_text(reason, longest=REASON_LONGEST, lines=True)
    except TextFault as fault:
        raise FieldFaults({"reason": str(fault)}) from None
    if not said:
        raise FieldFaults({"reason": _("Say why this is accepted: what was arranged, or why it cannot do harm here.")})
    with transaction.atomic():
        row, fresh = acceptances_for(user).get_or_create(
            route=own,
            code=code,
            defaults={
                "case_id": own.case_id, "agency_id": own.agency_id, "text": found.text, "reason": said, "by": user,
                "at": now,
            },
        )  # fmt: skip
        if fresh:
            audit_record(
                actor=user, action="collision.accepted", now=now, object_type="caseroute", object_id=own.pk,
                case_id=own.case_id, detail={"code": code, "route": own.number},
            )  # fmt: skip
    return row
