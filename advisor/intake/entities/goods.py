"""Parcels, shipments, devices and companies: numbers with check digits are checked, and never refused for them.

Carriers number as they like, so a number of another form is taken as it is; a known form with a wrong check digit is
taken with a warning.
"""

from __future__ import annotations

import re

from advisor.languages.words import gettext as _

POSTAL = re.compile(r"([A-Z]{2})([0-9]{8})([0-9])([A-Z]{2})")
CONTAINER = re.compile(r"[A-Z]{3}[UJZ][0-9]{7}")
_AIR = re.compile(r"([0-9]{3})([0-9]{7})([0-9])")
_LEI = re.compile(r"[A-Z0-9]{18}[0-9]{2}")


def _wrong_digit() -> str:
    return _("The check digit of this number does not fit: compare it with your source.")


def postal_fits(plain: str) -> bool | None:
    """Whether the check digit of a postal item (UPU standard S10) fits; None when it is no such number."""
    match = POSTAL.fullmatch(plain)
    if not match:
        return None
    total = sum(int(d) * w for d, w in zip(match[2], (8, 6, 4, 2, 3, 5, 9, 7), strict=True))
    check = 11 - total % 11
    return int(match[3]) == {10: 0, 11: 5}.get(check, check)


def postal_state(plain: str) -> str:
    """The State whose post gave the number, as ISO code; '' when it is no postal number."""
    match = POSTAL.fullmatch(plain)
    return match[4] if match else ""


def parcel_checked(text: str) -> tuple[str, list[str]]:
    """(number, warnings)."""
    plain = re.sub(r"\s", "", text).upper()
    fits = postal_fits(plain)
    if fits is None:
        return " ".join(text.split()), []
    return plain, [] if fits else [_wrong_digit()]


def container_fits(plain: str) -> bool:
    """Whether a container number (ISO 6346) has its check digit."""
    from stdnum import iso6346

    return bool(CONTAINER.fullmatch(plain)) and iso6346.is_valid(plain)


def shipment_checked(text: str) -> tuple[str, list[str]]:
    """(number, warnings)."""
    plain = re.sub(r"[\s-]", "", text).upper()
    if CONTAINER.fullmatch(plain):
        return plain, [] if container_fits(plain) else [_wrong_digit()]
    if air := _AIR.fullmatch(plain):
        return f"{air[1]}-{air[2]}{air[3]}", [] if int(air[2]) % 7 == int(air[3]) else [_wrong_digit()]
    return " ".join(text.split()), []


def imei_fits(plain: str) -> bool:
    """Whether 15 digits are an IMEI with its check digit."""
    from stdnum import imei

    return len(plain) == 15 and plain.isdigit() and imei.is_valid(plain)


def device_checked(text: str) -> tuple[str, list[str]]:
    """(identifier and words as written, warnings)."""
    plain = re.sub(r"[\s-]", "", text)
    if len(plain) == 15 and plain.isascii() and plain.isdigit():
        return plain, [] if imei_fits(plain) else [_wrong_digit()]
    return " ".join(text.split()), []


def company_number_checked(text: str) -> tuple[str, list[str]]:
    """(register, tax or LEI number; warnings)."""
    from stdnum import lei

    plain = re.sub(r"\s", "", text).upper()
    if _LEI.fullmatch(plain) and any(c.isalpha() for c in plain):
        return plain, [] if lei.is_valid(plain) else [_wrong_digit()]
    return " ".join(text.split()), []
