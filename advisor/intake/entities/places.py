"""What a thing itself says about where it is: a hint that is offered, never a fact that is taken."""

from __future__ import annotations

from advisor.intake.entities import goods, hosts, money
from advisor.languages.words import gettext as _


def state_hint(kind: str, value: str) -> tuple[str, str]:
    """(ISO code, what says so), or two empty texts."""
    if kind == "bank_account" and (code := money.iban_state(value)):
        return code, _("The IBAN begins with the code of the State in which the bank keeps the account.")
    if kind == "parcel" and (code := goods.postal_state(value)):
        return code, _("The number ends with the code of the State whose post took the parcel.")
    if kind == "domain" and (code := hosts.country_ending(value)):
        return code, _("The registry of this ending is there; registrar and server can be anywhere.")
    return "", ""
