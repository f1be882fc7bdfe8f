"""Who calls the API: the bearer of a token, or (rest_framework's SessionAuthentication beside this) a signed-in person.

Reads the token's digest through advisor.accounts; nothing here sees a stored secret. A revoked or expired token, and a
deactivated person, are refused with the next request.
"""

from __future__ import annotations

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from advisor.accounts.models import User
from advisor.accounts.services import user_for_token

SCHEME = b"bearer"
REFUSED = "This token is not known, has expired or was revoked. Ask the operator for a new one (manage.py token_add)."
MALFORMED = "Send the token as one word after Bearer: 'Authorization: Bearer rog_...'."


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>`. Another scheme, or no header, leaves the request to the session."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        """The person whom the token stands for. Raises AuthenticationFailed."""
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != SCHEME:
            return None
        try:
            secret = words[1].decode("ascii") if len(words) == 2 else ""
        except UnicodeDecodeError:
            secret = ""
        if not secret:
            raise AuthenticationFailed(MALFORMED)
        user = user_for_token(secret, timezone.now())
        if user is None:
            raise AuthenticationFailed(REFUSED)
        return user, None

    def authenticate_header(self, request: Request) -> str:
        """What a 401 tells a client to do."""
        return 'Bearer realm="rogatory"'
