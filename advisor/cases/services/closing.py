"""A case is closed with a reason, and reopened with one. Nothing of a closed case changes until then.

Writes the case's state, CaseDecision and audit events.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from advisor.audit.services import audit_record
from advisor.cases.errors import FieldFaults
from advisor.cases.models import Case, CaseDecision, CaseState, CloseReason, DecisionKind
from advisor.cases.roles import may_write
from advisor.cases.selectors import cases_for
from advisor.cases.services.held import READS_ALONG, acting
from advisor.intake.text import TextFault, clean_text

TEXT_LONGEST = 4_000


def _said(text: str) -> str:
    try:
        return clean_text(text, longest=TEXT_LONGEST, lines=True)
    except TextFault as fault:
        raise FieldFaults({"text": str(fault)}) from None


def _moved(
    case: Case,
    user: Any,
    *,
    start: CaseState,
    end: CaseState,
    kind: DecisionKind,
    reason: str,
    text: str,
    now: datetime,
) -> Case:
    """One UPDATE from a state to the other: who comes second finds the case there already, and nothing is written."""
    with transaction.atomic():
        own = cases_for(user).select_for_update().get(pk=case.pk)
        if not may_write(user, own):
            raise PermissionDenied(READS_ALONG)
        if not cases_for(user).filter(pk=own.pk, state=start).update(state=end, updated_at=now):
            return own
        decision = CaseDecision.objects.create(
            case=own, agency_id=own.agency_id, kind=kind, reason=reason, text=text, by=user, at=now
        )
        audit_record(
            actor=user,
            action=f"case.{kind.value}",
            now=now,
            object_type="decision",
            object_id=decision.pk,
            case_id=own.pk,
            detail={"reason": reason} if reason else {},
        )
    return cases_for(user).get(pk=own.pk)


def case_close(*, case: Case, user: Any, reason: str, text: str, now: datetime) -> Case:
    """Close a case for one of CloseReason; `text` says more. A closed one stays as it is.

    Raises FieldFaults (`reason`, `text`), Case.DoesNotExist, PermissionDenied.
    """
    acting(user)
    if reason not in CloseReason.values:
        raise FieldFaults({"reason": _("Choose why the case is closed.")})
    return _moved(
        case,
        user,
        start=CaseState.OPEN,
        end=CaseState.CLOSED,
        kind=DecisionKind.CLOSED,
        reason=reason,
        text=_said(text),
        now=now,
    )


def case_reopen(*, case: Case, user: Any, text: str, now: datetime) -> Case:
    """Open a closed case again. Raises FieldFaults (`text`: say why), Case.DoesNotExist, PermissionDenied."""
    acting(user)
    said = _said(text)
    if not said:
        raise FieldFaults({"text": _("Say why the case is opened again. The reason stays with it.")})
    return _moved(
        case,
        user,
        start=CaseState.CLOSED,
        end=CaseState.OPEN,
        kind=DecisionKind.REOPENED,
        reason="",
        text=said,
        now=now,
    )
