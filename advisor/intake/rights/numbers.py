"""Registration numbers: brought into the register's form, with a warning where they do not look like it.

Never refused: offices number as they like, and a number that looks wrong may be right. Check digits exist for European
patent applications alone (the sum of the digits of each digit times 1, 2, 1 ..., filled up to the next ten).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from advisor.languages.words import gettext as _

_EUTM = re.compile(r"0?[0-9]{1,8}")
_MADRID = re.compile(r"(?:W0?|IR ?)?([0-9]{6,7})([A-Z]?)")
_RCD = re.compile(r"([0-9]{6,9})-?([0-9]{4})")
_HAGUE = re.compile(r"DM/?([0-9]{5,6})")
_EP_PUBLISHED = re.compile(r"EP([0-9]{7})(?:[ABC][0-9])?")
_EP_FILED = re.compile(r"(?:EP)?([0-9]{8})\.?([0-9])")
_PCT = re.compile(r"(?:PCT/[A-Z]{2}|WO) ?/?([0-9]{4})/?([0-9]{6})")
_GI = re.compile(r"(?:P[DG]O|PGI|GI|TSG)-[A-Z]{2}-[A-Z]?[0-9]{2,6}(?:-[A-Z0-9]+)?|EUGI[0-9]{11}")
_VARIETY = re.compile(r"(?:EU ?)?([0-9]{4,6})")
_FIGURE = re.compile(r"[0-9]")


@dataclass(frozen=True, slots=True)
class Number:
    """A registration number as it is kept, the register it looks like ('' = not told by the form), and what to mind."""

    value: str
    register: str = ""
    warning: str = ""


def number_checked(kind: str, text: str) -> Number:
    """The number of a right of a kind. Never raises."""
    plain = " ".join(text.split())
    if not plain:
        return Number("")
    bare = re.sub(r"[\s]", "", plain).upper()
    reader = {
        "eu_trade_mark": _eu_trade_mark,
        "trade_mark": _trade_mark,
        "eu_design": _eu_design,
        "design": _design,
        "ep_patent": _european_patent,
        "unitary_patent": _european_patent,
        "patent": _patent,
        "gi_agri": _indication,
        "gi_craft": _indication,
        "plant_variety": _variety,
    }.get(kind)
    if reader is None:
        return Number(plain)
    return reader(bare, plain)


def _unlike(example: str) -> str:
    return _("This does not look like a number of that register, for example %(example)s. Compare it.") % {
        "example": example
    }


def _eu_trade_mark(bare: str, plain: str) -> Number:
    if bare.startswith(("W", "IR")) and (match := _MADRID.fullmatch(bare)):
        return Number(f"W0{match[1]}{match[2]}", "WIPO")
    digits = bare.removeprefix("EUTM").removeprefix("CTM").removeprefix("EU").lstrip(":-")
    if len(digits) <= 9 and digits.isdigit() and len(digits.lstrip("0")) >= 4:
        return Number(digits.zfill(9), "EUIPO")
    return Number(plain, "", _unlike("018123456"))


def _trade_mark(bare: str, plain: str) -> Number:
    if bare.startswith(("IR", "W0")) and (match := _MADRID.fullmatch(bare)):
        return Number(f"IR {match[1]}{match[2]}", "WIPO")
    return _national(plain)


def _eu_design(bare: str, plain: str) -> Number:
    if match := _RCD.fullmatch(bare.removeprefix("RCD").removeprefix("REUD")):
        return Number(f"{match[1].zfill(9)}-{match[2]}", "EUIPO")
    if match := _HAGUE.fullmatch(bare):
        return Number(f"DM/{match[1]}", "WIPO")
    return Number(plain, "", _unlike("001234567-0001"))


def _design(bare: str, plain: str) -> Number:
    if match := _HAGUE.fullmatch(bare):
        return Number(f"DM/{match[1]}", "WIPO")
    return _national(plain)


def ep_check_digit(digits: str) -> int:
    """The check digit of the eight digits of a European patent application."""
    total = sum(sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(digits))
    return -total % 10


def _european_patent(bare: str, plain: str) -> Number:
    if match := _EP_PUBLISHED.fullmatch(bare):
        return Number(bare, "EPO")
    if match := _EP_FILED.fullmatch(bare):
        value = f"EP{match[1]}.{match[2]}"
        if int(match[2]) == ep_check_digit(match[1]):
            return Number(
                value, "EPO", _("This is the number of an application. A patent has the number EP and seven digits.")
            )
        return Number(value, "EPO", _("The check digit of this application number does not fit: compare it."))
    if match := _PCT.fullmatch(bare):
        return Number(f"WO{match[1]}/{match[2]}", "WIPO", _("This is an international application, not yet a patent."))
    return Number(plain, "", _unlike("EP1234567"))


def _patent(bare: str, plain: str) -> Number:
    if bare.startswith("EP"):
        found = _european_patent(bare, plain)
        said = _("This is a number of the European Patent Office: choose European patent or unitary patent.")
        return Number(found.value, found.register, said)
    return _national(plain)


def _indication(bare: str, plain: str) -> Number:
    if _GI.fullmatch(bare):
        return Number(bare, "EUIPO")
    return Number(plain, "", _unlike("PDO-IT-0002"))


def _variety(bare: str, plain: str) -> Number:
    if match := _VARIETY.fullmatch(bare):
        return Number(f"EU {match[1]}" if bare.startswith("EU") else match[1], "CPVO" if bare.startswith("EU") else "")
    return _national(plain)


def _national(plain: str) -> Number:
    if not _FIGURE.search(plain) or len(plain) > 30:
        return Number(plain, "", _("A registration number has figures in it. Compare it with the register."))
    return Number(plain)
