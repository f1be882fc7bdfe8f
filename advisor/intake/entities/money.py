"""Bank accounts and wallets: check sums where there are any, a warning where there are none.

An IBAN whose digits do not fit is a slip of the pen and refused; an account number without a check is taken as it is.
"""

from __future__ import annotations

import hashlib
import re

from advisor.intake.entities.faults import EntityFault, quoted
from advisor.languages.words import gettext as _

_IBAN_LIKE = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{8,30}")
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32_SUMS = {1, 0x2BC830A3}
_ETHEREUM = re.compile(r"0x[0-9a-fA-F]{40}")
_MONERO = re.compile(r"[48][1-9A-HJ-NP-Za-km-z]{94}(?:[1-9A-HJ-NP-Za-km-z]{11})?")
_PREFIXES = {"bc": "Bitcoin", "ltc": "Litecoin", "tb": "Bitcoin (test network)"}
# First byte of the decoded address -> network; several networks share some of them.
_VERSIONS = {
    0x00: "Bitcoin", 0x05: "Bitcoin", 0x30: "Litecoin", 0x32: "Litecoin", 0x41: "Tron", 0x1E: "Dogecoin",
    0x4C: "Dash",
}  # fmt: skip


def bank_account_checked(text: str) -> tuple[str, list[str]]:
    """(IBAN without spaces, or the number as written; warnings). Raises EntityFault."""
    plain = re.sub(r"[\s.\-\u00a0\u202f]", "", text).upper().removeprefix("IBAN").lstrip(":")
    if not _IBAN_LIKE.fullmatch(plain) or not _gives_ibans(plain):
        return " ".join(text.split()), [_("This is no IBAN, so nothing could be checked. Compare it with your source.")]
    fault = iban_fault(plain)
    if fault:
        raise EntityFault(_("Read %(read)s.") % {"read": quoted(text)} + f" {fault}")
    return plain, []


def _gives_ibans(plain: str) -> bool:
    """Whether the banks of a State (first two letters) give IBANs."""
    from stdnum import numdb

    return bool(numdb.get("iban").info(plain[:2])[0][1])


def iban_length(state: str) -> int:
    """How many characters the IBANs of a State have; 0 where its banks give none."""
    from stdnum import numdb

    rows = numdb.get("iban").info(state + "00")[0][1]
    return 4 + sum(int(count) for count, _sign in re.findall(r"(\d+)!?([nac])", rows.get("bban", ""))) if rows else 0


def iban_fault(plain: str) -> str:
    """What is wrong with an IBAN without spaces; '' when it is right."""
    from stdnum import exceptions, iban

    try:
        iban.validate(plain, check_country=True)
    except exceptions.InvalidChecksum:
        return _("The check digits of this IBAN do not fit: one of its characters is wrong or two are swapped.")
    except exceptions.ValidationError:
        return _("This is not how an IBAN of this State is built: compare it with your source.")
    return ""


def iban_state(plain: str) -> str:
    """The State in which an IBAN's bank keeps the account, as ISO code; '' for no IBAN."""
    return plain[:2] if _IBAN_LIKE.fullmatch(plain) and _gives_ibans(plain) else ""


def wallet_checked(text: str) -> tuple[str, str, list[str]]:
    """(address, network or '', warnings). Raises EntityFault when a check sum is wrong."""
    plain = text.strip()
    if " " in plain:
        raise EntityFault(
            _("Read %(read)s. A wallet address has no spaces: enter the address alone.") % {"read": quoted(text)}
        )
    network = wallet_network(plain)
    if network == "":
        raise EntityFault(
            _("Read %(read)s. The check sum inside this address does not fit: copy it again, whole.")
            % {"read": quoted(text)}
        )
    if network is None:
        return plain, "", [_("The form of this address is not known here, so nothing could be checked.")]
    lower = plain.lower() if plain.lower().startswith(("bc1", "ltc1", "tb1")) else plain
    return lower, network, []


def wallet_network(plain: str) -> str | None:
    """The network of an address; '' when its form is known and its check sum wrong; None when its form is unknown."""
    if _ETHEREUM.fullmatch(plain):
        return "Ethereum"
    if _MONERO.fullmatch(plain):
        return "Monero"
    prefix = plain.lower().partition("1")[0]
    if prefix in _PREFIXES and 14 < len(plain) < 91 and plain in (plain.lower(), plain.upper()):
        return _PREFIXES[prefix] if _bech32(plain.lower(), prefix) else ""
    if 26 <= len(plain) <= 35 and plain[0] in "13LMTDX" and all(c in _BASE58 for c in plain):
        return _base58(plain)
    return None


def _bech32(plain: str, prefix: str) -> bool:
    """The check sum of BIP 173 and BIP 350."""
    data = plain[len(prefix) + 1 :]
    if not all(c in _BECH32 for c in data):
        return False
    values = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix] + [_BECH32.index(c) for c in data]
    generator = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, number in enumerate(generator):
            check ^= number if top >> bit & 1 else 0
    return check in _BECH32_SUMS


def _base58(plain: str) -> str:
    number = 0
    for character in plain:
        number = number * 58 + _BASE58.index(character)
    try:
        raw = number.to_bytes(25, "big")
    except OverflowError:
        return ""
    fits = hashlib.sha256(hashlib.sha256(raw[:21]).digest()).digest()[:4] == raw[21:]
    return _VERSIONS.get(raw[0], _("another network")) if fits else ""
