"""Writes audit events. Reads nothing back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from advisor.audit.models import AuditEvent


def audit_record(
    *,
    actor: Any,
    action: str,
    now: datetime,
    object_type: str = "",
    object_id: UUID | None = None,
    case_id: UUID | None = None,
    outcome: str = "done",
    detail: dict[str, Any] | None = None,
) -> AuditEvent:
    """Add one event in the caller's transaction: no event, no change."""
    return AuditEvent.objects.create(
        at=now,
        agency_id=getattr(actor, "agency_id", None),
        actor_id=getattr(actor, "pk", None),
        actor_role=getattr(actor, "role", ""),
        action=action,
        object_type=object_type,
        object_id=object_id,
        case_id=case_id,
        outcome=outcome,
        detail=detail or {},
    )
