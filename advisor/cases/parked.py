"""What somebody typed into a form whose session had ended: kept in the new visitor's session until they sign in.

A page that a signed-in person gets carries, in each form, who it was made for: signed, so that nobody else can make it.
A form that comes back without a session is kept only with that mark, and given back only to that person, in that
agency. Passwords are never kept, nor more than MOST characters, nor for longer than SECONDS. Reads and writes the
session.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.http import HttpRequest

FIELD = "sender"
RESUMED = "resumed"
SALT = "rogatory-form-sender"
KEY = "parked_forms"
MOST = 256 * 1024
MOST_FORMS = 5
SECONDS = 3600
MARK_SECONDS = 24 * 3600
NEVER = ("password", "otp", "token", "secret")
NOT_KEPT = frozenset((FIELD, RESUMED, "once", "csrfmiddlewaretoken"))


@dataclass(frozen=True)
class Parked:
    """One form: where it was sent to, its fields in order, whether a file came with it (which is not kept)."""

    key: str
    path: str
    fields: list[tuple[str, str]]
    files: bool
    user: str
    agency: str
    at: float


def sender_mark(user: Any) -> str:
    """The signed mark of the person for whom a form is made."""
    return signing.dumps([str(user.pk), str(user.agency_id)], salt=SALT)


def _sender(request: HttpRequest) -> tuple[str, str] | None:
    try:
        user, agency = signing.loads(request.POST.get(FIELD, ""), salt=SALT, max_age=MARK_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(user), str(agency)


def _fields(data: Any) -> list[tuple[str, str]] | None:
    """The fields of a form; None where they are too many, or where one may not be kept."""
    pairs = [(name, value) for name, values in data.lists() for value in values if name not in NOT_KEPT]
    if any(word in name.lower() for name, _ in pairs for word in NEVER):
        return None
    return pairs if sum(len(name) + len(value) for name, value in pairs) <= MOST else None


def form_park(request: HttpRequest, *, now: datetime) -> bool:
    """Keep a form that somebody sent without a session. True when it will be given back after they sign in.

    Only pages of cases, only with the mark of whom the page was made for; a signed-in sender must be that person.
    """
    match = request.resolver_match
    sender, fields = _sender(request), _fields(request.POST)
    if request.method != "POST" or match is None or not match.view_name.startswith("case") or not sender or not fields:
        return False
    user: Any = request.user
    if user.is_authenticated and sender != (str(user.pk), str(user.agency_id)):
        return False
    entry = Parked(secrets.token_hex(8), request.get_full_path(), fields, bool(request.FILES), *sender, now.timestamp())
    held = [row for row in _held(request, now) if row.path != entry.path]
    while held and sum(len(value) for row in held for _, value in row.fields) > MOST:
        held.pop(0)
    request.session[KEY] = [asdict(row) for row in [*held, entry][-MOST_FORMS:]]
    return True


def _held(request: HttpRequest, now: datetime) -> list[Parked]:
    rows: list[Mapping[str, Any]] = request.session.get(KEY, [])
    found = [Parked(**{**row, "fields": [(name, value) for name, value in row["fields"]]}) for row in rows]
    return [row for row in found if now.timestamp() - row.at <= SECONDS]


def forms_parked(request: HttpRequest, *, now: datetime) -> list[Parked]:
    """What is kept for the person who has signed in. What was kept for anybody else is thrown away."""
    user: Any = request.user
    own = [row for row in _held(request, now) if (row.user, row.agency) == (str(user.pk), str(user.agency_id))]
    if own:
        request.session[KEY] = [asdict(row) for row in own]
    else:
        request.session.pop(KEY, None)
    return own


def form_taken_up(request: HttpRequest) -> None:
    """A kept form is being sent again: it need not be kept any longer."""
    key = request.POST.get(RESUMED, "")
    if key and KEY in request.session:
        request.session[KEY] = [row for row in request.session[KEY] if row["key"] != key]
