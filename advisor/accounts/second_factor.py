"""Keeps the secrets of second factors unreadable in dumps and backups.

allauth stores a TOTP secret and the seed of the recovery codes in `mfa_authenticator.data`. They are encrypted with
a key derived from SECRET_KEY; older keys (SECRET_KEY_FALLBACKS) still open what they closed. This protects a copy of
the database, not a live server.
"""

import base64

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"rogatory second factor 1"


class SecondFactorLost(Exception):
    """No key of this installation opens the stored secret; the operator resets the second factor."""


def _keys() -> MultiFernet:
    words = [settings.SECRET_KEY, *getattr(settings, "SECRET_KEY_FALLBACKS", [])]
    return MultiFernet([Fernet(_derived(word)) for word in words])


def _derived(word: str) -> bytes:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(word.encode())
    return base64.urlsafe_b64encode(key)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    """allauth's own, with its secrets closed."""

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; raises SecondFactorLost when SECRET_KEY was changed without keeping the old one as a fallback."""
        try:
            return _keys().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise SecondFactorLost(
                "The stored second factor cannot be opened with this SECRET_KEY. Put the former key into "
                "SECRET_KEY_FALLBACKS, or reset this person's second factor with user_change."
            ) from error
