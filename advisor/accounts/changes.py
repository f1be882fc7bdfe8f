"""Changes to somebody's account, made by the operator.

Reads and writes User, ApiToken, sessions and second factors, with an audit event for each change in its transaction.
Rights are read with every request, so all of this counts at the next one; sessions end as well, so that nothing that
was open before the change goes on after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from advisor.accounts.models import Agency, Role, User
from advisor.accounts.services import AccountFault, tokens_revoke, told

NAME_LONGEST = 200
HALF_SIGNED_IN = "account_login"  # where allauth keeps who gave the password and still owes the second factor


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change did: the user's columns that differ now, how many sessions ended and tokens were revoked."""

    user: User
    fields: tuple[str, ...] = ()
    sessions: int = 0
    tokens: int = 0


def user_change(
    *,
    user: User,
    now: datetime,
    by: Any = None,
    active: bool | None = None,
    role: str | None = None,
    agency: Agency | None = None,
    name: str | None = None,
) -> Changed:
    """Change what is given and leave the rest; nothing is written when all of it is so already.

    A new role, another agency or a deactivation ends the person's sessions. Another agency or a deactivation also
    revokes their API tokens: what was handed to a program for one agency's cases must not open the next one's, nor
    live again with a later activation. Raises AccountFault.
    """
    with transaction.atomic():
        held = User.objects.select_for_update().get(pk=user.pk)
        asked = {"is_active": active, "role": role, "agency": agency, "name": None if name is None else _name(name)}
        wanted = {field: value for field, value in asked.items() if value is not None}
        fields = tuple(field for field, value in wanted.items() if getattr(held, field) != value)
        for field in fields:
            setattr(held, field, wanted[field])
        _allowed(held)
        if not fields:
            return Changed(held)
        held.save(update_fields=fields)
        detail = {"fields": list(fields), "role": held.role, "active": held.is_active}
        told(User, by, "user.changed", "user", held.pk, now, detail)
        left = "agency" in fields or ("is_active" in fields and not held.is_active)
        ended = _sessions_ended(held, by, now) if left or "role" in fields else 0
        return Changed(held, fields, ended, len(tokens_revoke(user=held, now=now, by=by)) if left else 0)


def user_sessions_end(*, user: User, now: datetime, by: Any = None) -> int:
    """End all sessions of a person, those included that still wait for the second factor. Returns how many."""
    with transaction.atomic():
        return _sessions_ended(user, by, now)


def user_second_factor_reset(*, user: User, now: datetime, by: Any = None) -> Changed:
    """Forget the person's second factor and its recovery codes, and end their sessions.

    Raises AccountFault when there is none.
    """
    with transaction.atomic():
        forgotten, _ = Authenticator.objects.filter(user=user).delete()
        if not forgotten:
            raise AccountFault(f"{user.email} has no second factor: there is nothing to reset.")
        told(User, by, "user.second_factor_reset", "user", user.pk, now)
        return Changed(user, ("second factor",), _sessions_ended(user, by, now))


def user_password_set(*, user: User, password: str, now: datetime, by: Any = None) -> Changed:
    """Give the person a new password, which the caller has checked, and end their sessions."""
    with transaction.atomic():
        held = User.objects.select_for_update().get(pk=user.pk)
        held.set_password(password)
        held.save(update_fields=["password"])
        told(User, by, "user.password_set", "user", held.pk, now)
        return Changed(held, ("password",), _sessions_ended(held, by, now))


def _name(name: str) -> str:
    name = name.strip()
    if len(name) > NAME_LONGEST or not name.isprintable():
        raise AccountFault(f"Read a name of {len(name)} characters. Give one printable line of at most {NAME_LONGEST}.")
    return name


def _allowed(user: User) -> None:
    if user.role not in Role.values:
        raise AccountFault(f"Read the role '{user.role}'; the roles are {', '.join(Role.values)}.")
    if user.agency is None and user.role != Role.ADMIN:
        raise AccountFault(f"A person with the role {user.role} belongs to an agency: name it with --agency.")


def _sessions_ended(user: User, by: Any, now: datetime) -> int:
    """Sessions name their person inside their signed content alone, so each one that still runs is opened."""
    theirs = [row.pk for row in Session.objects.filter(expire_date__gt=now).iterator() if _is_of(row, user)]
    Session.objects.filter(pk__in=theirs).delete()
    if theirs:
        told(User, by, "user.sessions_ended", "user", user.pk, now, {"sessions": len(theirs)})
    return len(theirs)


def _is_of(session: Session, user: User) -> bool:
    content = session.get_decoded()
    waiting = content.get(HALF_SIGNED_IN)
    half = isinstance(waiting, dict) and waiting.get("user_pk") == user_pk_to_url_str(user)
    return half or content.get(SESSION_KEY) == str(user.pk)
