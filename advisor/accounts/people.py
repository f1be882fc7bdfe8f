"""Finding whom the operator means, for the commands."""

from __future__ import annotations

from advisor.accounts.models import Agency, User
from advisor.accounts.services import AccountFault


def user_named(email: str) -> User:
    """The account with that address, whatever its capitals. Raises AccountFault."""
    user = User.objects.filter(email__iexact=email).select_related("agency").first()
    if user is None:
        raise AccountFault(f"There is no account for {email}. Look at the address, or make one with user_add.")
    return user


def agency_named(code: str) -> Agency:
    """The agency with that code. Raises AccountFault."""
    agency = Agency.objects.filter(code=code).first()
    if agency is None:
        known = ", ".join(Agency.objects.values_list("code", flat=True)) or "none yet"
        raise AccountFault(f"There is no agency with the code {code} (known: {known}). user_add makes one.")
    return agency
