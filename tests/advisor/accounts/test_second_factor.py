"""The secrets of second factors are unreadable in the database and open again for the application."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import decrypt, encrypt

from advisor.accounts.second_factor import SecondFactorLost


def test_the_stored_secret_is_closed_and_opens_again(db, person):
    user = person("investigator", "lyon")
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    row = Authenticator.objects.get(user=user)
    assert "JBSWY3DPEHPK3PXP" not in str(row.data)
    assert decrypt(row.data["secret"]) == "JBSWY3DPEHPK3PXP"


def test_an_older_key_still_opens_and_a_lost_one_is_told(settings):
    settings.SECRET_KEY = "first"
    closed = encrypt("seed")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "second", ["first"]
    assert decrypt(closed) == "seed"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(SecondFactorLost, match="SECRET_KEY_FALLBACKS"):
        decrypt(closed)


def test_one_text_is_closed_differently_each_time():
    assert encrypt("seed") != encrypt("seed")
