"""Writes the audit's record of accounts: people, tokens, sign-ins and sign-outs.

The rooms accounts and audit do not know each other; this one knows both.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.utils import timezone

from advisor.accounts.signals import account_changed
from advisor.audit.services import audit_record


def on_account_changed(
    sender: Any,
    *,
    actor: Any,
    action: str,
    object_type: str,
    object_id: UUID,
    now: datetime,
    detail: dict[str, Any] | None = None,
    **kwargs: Any,
) -> None:
    """One event for each announced change."""
    audit_record(actor=actor, action=action, now=now, object_type=object_type, object_id=object_id, detail=detail)


def on_signed_in(sender: Any, user: Any, **kwargs: Any) -> None:
    """Somebody signed in."""
    audit_record(actor=user, action="session.started", now=timezone.now(), object_type="user", object_id=user.pk)


def on_signed_out(sender: Any, user: Any, **kwargs: Any) -> None:
    """Somebody signed out, or their session ended."""
    if user is not None and user.pk:
        audit_record(actor=user, action="session.ended", now=timezone.now(), object_type="user", object_id=user.pk)


def on_refused(sender: Any, **kwargs: Any) -> None:
    """A sign-in was refused. What was typed is not kept: it may be a password in the wrong box."""
    audit_record(actor=None, action="session.refused", now=timezone.now(), outcome="refused")


def connect() -> None:
    """Listen; called once when the application is ready."""
    account_changed.connect(on_account_changed, dispatch_uid="audit_account_changed")
    user_logged_in.connect(on_signed_in, dispatch_uid="audit_signed_in")
    user_logged_out.connect(on_signed_out, dispatch_uid="audit_signed_out")
    user_login_failed.connect(on_refused, dispatch_uid="audit_refused")
