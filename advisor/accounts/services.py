"""People and their API tokens.

Writes User, Agency and ApiToken rows with their audit events. A token's secret is shown once and never stored: its
SHA-256 is kept, which is enough for a secret of 256 random bits.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import transaction

from advisor.accounts.models import Agency, ApiToken, Role, User
from advisor.accounts.signals import account_changed

TOKEN_PREFIX = "rog_"  # noqa: S105
TOKEN_DAYS = 90
LONGEST_DAYS = 365
LABEL_LONGEST = 80
SEEN_EVERY = timedelta(minutes=1)
_CODE = re.compile(r"[a-z0-9-]{1,40}")
_COUNTRY = re.compile(r"[A-Z]{2}")


class AccountFault(ValueError):
    """A request about an account that is refused; the message is for the person."""


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def token_create(*, user: User, label: str, now: datetime, days: int = TOKEN_DAYS) -> tuple[ApiToken, str]:
    """A token for the user's own API access, and its secret, which nobody can read again.

    `days` until it expires, at most LONGEST_DAYS. Raises AccountFault, PermissionDenied (inactive user).
    """
    if not user.is_active:
        raise PermissionDenied
    label = label.strip()
    if not label or len(label) > LABEL_LONGEST or not label.isprintable():
        raise AccountFault(f"Name the token after what will use it, in at most {LABEL_LONGEST} characters.")
    if not 1 <= days <= LONGEST_DAYS:
        raise AccountFault(f"A token lives from 1 to {LONGEST_DAYS} days.")
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        token = ApiToken.objects.create(
            user=user, label=label, digest=_digest(secret), created_at=now, expires_at=now + timedelta(days=days)
        )
        told(ApiToken, user, "token.created", "token", token.pk, now)
    return token, secret


def token_revoke(*, token_id: Any, user: User, now: datetime) -> ApiToken:
    """End one of the user's own tokens at once. Raises ObjectDoesNotExist when it is not theirs."""
    with transaction.atomic():
        token = ApiToken.objects.select_for_update().filter(user=user, pk=token_id).first()
        if token is None:
            raise ObjectDoesNotExist("no such token")
        _revoked(token, user, now)
    return token


def tokens_revoke(*, user: User, now: datetime, by: Any = None, token_id: UUID | None = None) -> list[ApiToken]:
    """The operator ends a person's tokens at once: all of them, or the one with that id. Returns those that ended now.

    Tokens that were revoked before stay as they are; expired ones are revoked too.
    """
    with transaction.atomic():
        rows = ApiToken.objects.select_for_update().filter(user=user, revoked_at=None)
        tokens = list(rows if token_id is None else rows.filter(pk=token_id))
        for token in tokens:
            _revoked(token, by, now)
    return tokens


def _revoked(token: ApiToken, by: Any, now: datetime) -> None:
    if token.revoked_at is None:
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
        told(ApiToken, by, "token.revoked", "token", token.pk, now)


def user_for_token(secret: str, now: datetime) -> User | None:
    """Who a token stands for at this moment: None when it is unknown, expired or revoked, or its user is inactive."""
    digest = _digest(secret)
    token = ApiToken.objects.select_related("user", "user__agency").filter(digest=digest).first()
    if token is None or not hmac.compare_digest(token.digest, digest):
        return None
    if token.revoked_at is not None or token.expires_at <= now or not token.user.is_active:
        return None
    if token.last_used_at is None or now - token.last_used_at >= SEEN_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token.user


def user_create(
    *, email: str, password: str, role: str, agency: Agency | None, now: datetime, name: str = "", by: Any = None
) -> User:
    """A new account, made by the operator. Raises AccountFault."""
    if role not in Role.values:
        raise AccountFault(f"Read the role '{role}'; the roles are {', '.join(Role.values)}.")
    if agency is None and role != Role.ADMIN:
        raise AccountFault(f"A person with the role {role} belongs to an agency: name it.")
    if User.objects.filter(email__iexact=email).exists():
        raise AccountFault(f"There is an account for {email} already.")
    with transaction.atomic():
        user = User.objects.create_user(email=email, password=password, role=role, agency=agency, name=name)
        told(User, by, "user.created", "user", user.pk, now, {"role": role})
    return user


def agency_create(*, code: str, name: str, country: str, now: datetime, by: Any = None) -> Agency:
    """An agency, made by the operator. Raises AccountFault."""
    if not _CODE.fullmatch(code):
        raise AccountFault(f"Read the agency code '{code}'. Use small letters, digits and hyphens, at most 40.")
    if not _COUNTRY.fullmatch(country):
        raise AccountFault(f"Read the country '{country}'. Give the two capital letters of ISO 3166-1: FR, PT, GB, GR.")
    if not name.strip() or len(name) > 200:
        raise AccountFault("Give the agency a name of at most 200 characters.")
    if Agency.objects.filter(code=code).exists():
        raise AccountFault(f"There is an agency with the code {code} already.")
    with transaction.atomic():
        agency = Agency.objects.create(code=code, name=name.strip(), country=country)
        told(Agency, by, "agency.created", "agency", agency.pk, now, {"code": code})
    return agency


def told(
    sender: type, actor: Any, action: str, kind: str, pk: UUID, now: datetime, detail: dict[str, Any] | None = None
) -> None:
    """Announce a change inside its transaction."""
    account_changed.send(
        sender=sender, actor=actor, action=action, object_type=kind, object_id=pk, now=now, detail=detail
    )


def account_language_set(*, user: User, language: str) -> None:
    """Keep the language of the pages with the account. It is the person's own and no change of rights: not audited."""
    User.objects.filter(pk=user.pk).update(language=language)
