"""Domains, onion services, web and IP addresses: checked and brought into one form.

Names in other scripts become their ASCII form (punycode), because that is what a registrar and a court order need; what
a person could take for another name is said in a warning. Public suffixes come from the list inside `tldextract`; the
network is never asked.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import ipaddress
import re
import unicodedata
from functools import cache
from typing import Any
from urllib.parse import SplitResult, urlsplit, urlunsplit

from advisor.intake.entities.faults import EntityFault, quoted
from advisor.languages.words import gettext as _

WEB = ("http", "https")
SCHEMES = (*WEB, "ftp", "ftps", "rtmp", "rtmps", "rtsp", "rtp", "udp", "srt", "hls", "magnet", "acestream", "ws", "wss")
_ONION_3 = re.compile(r"[a-z2-7]{56}")
_ONION_2 = re.compile(r"[a-z2-7]{16}")
_LABEL = re.compile(r"_?[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?")
_WITH_PORT = re.compile(r"([0-9.]+):([0-9]{1,5})")
# Letters that look like Latin ones: Cyrillic, Greek and a few of the phonetic alphabet, by number.
LOOKALIKES = {
    0x430: "a", 0x435: "e", 0x43E: "o", 0x440: "p", 0x441: "c", 0x443: "y", 0x445: "x", 0x455: "s", 0x456: "i",
    0x458: "j", 0x501: "d", 0x4BB: "h", 0x4CF: "l", 0x51B: "q", 0x51D: "w", 0x43A: "k", 0x43C: "m", 0x442: "t",
    0x432: "b", 0x43D: "h", 0x3BF: "o", 0x3B1: "a", 0x3BD: "v", 0x3C1: "p", 0x3B9: "i", 0x3BA: "k", 0x3C5: "u",
    0x261: "g", 0x131: "i", 0x251: "a",
}  # fmt: skip
_EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "KATAKANA-HIRAGANA"})


@cache
def suffixes() -> Any:
    """The reader of public suffixes, made on first use from the list in the package."""
    import tldextract

    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def registered_name(domain: str) -> str:
    """The name that was registered: example.co.uk of shop.example.co.uk; '' when the list does not know the ending."""
    found = suffixes()(domain, include_psl_private_domains=False)
    return f"{found.domain}.{found.suffix}" if found.domain and found.suffix else ""


def suffix_known(domain: str) -> bool:
    """Whether the ending of a name is on the list of public suffixes."""
    return bool(suffixes()(domain, include_psl_private_domains=False).suffix)


def country_ending(domain: str) -> str:
    """The State that a two-letter ending stands for, as ISO code; '' for a generic one."""
    ending = domain.rpartition(".")[2].upper()
    if len(ending) != 2 or not ending.isalpha() or ending in ("EU", "IO", "TV", "ME", "CO", "AI", "GG", "TO", "CC"):
        return ""  # endings that are sold all over the world say nothing about a place
    return {"UK": "GB"}.get(ending, ending)


def in_letters(domain: str) -> str:
    """The name in its own script: 'пример.рф' for 'xn--e1afmkfd.xn--p1ai'. A name that does not decode stays."""
    if "xn--" not in domain:
        return domain
    import idna

    try:
        return str(idna.decode(domain))
    except (idna.IDNAError, UnicodeError):
        return domain


def domain_checked(text: str) -> tuple[str, list[str]]:
    """(ASCII form, warnings). Raises EntityFault."""
    name = text.strip().rstrip(".").lower()
    read = quoted(text)
    if "/" in name or "@" in name:
        raise EntityFault(
            _("Read %(read)s. That is more than a domain name: choose web address or account.") % _r(read)
        )
    if name.endswith(".onion"):
        raise EntityFault(_("Read %(read)s. That is an onion address: choose onion service.") % _r(read))
    if _is_ip(name):
        raise EntityFault(_("Read %(read)s. That is an IP address: choose IP address.") % _r(read))
    value = ascii_name(name, read)
    warnings = [] if suffix_known(value) else [_("The list of public suffixes does not know the ending of this name.")]
    if suffixes()(value, include_psl_private_domains=True).is_private:
        warnings.append(
            _("A platform gives out names under this ending: ask the platform, not a registrar, who is behind it.")
        )
    return value, [*warnings, *lookalike_warnings(value)]


def ascii_name(name: str, read: str) -> str:
    """A host name in its ASCII form. Raises EntityFault."""
    import idna

    if "." not in name:
        raise EntityFault(
            _("Read %(read)s. A domain name has a dot and an ending, for example example.com.") % _r(read)
        )
    try:
        value = name if name.isascii() else idna.encode(name, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        value = ""
    labels = value.split(".")
    if not value or len(value) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise EntityFault(
            _("Read %(read)s. This cannot be a domain name: check spaces, signs and the length of each part.")
            % _r(read)
        )
    return value


def lookalike_warnings(value: str) -> list[str]:
    """What a name in another script may be taken for."""
    letters = in_letters(value)
    if letters == value:
        return []
    said = [_("In its own script: %(name)s. In ASCII: %(ascii)s.") % {"name": letters, "ascii": value}]
    for label in letters.split("."):
        scripts = {_script(c) for c in label if c.isalpha()}
        if len(scripts - _EAST_ASIAN) + bool(scripts & _EAST_ASIAN) > 1:
            said.append(_("It mixes letters of several scripts, as names do that imitate another one."))
            break
    twin = letters.translate(LOOKALIKES)
    if any(label.isascii() and old != label for label, old in zip(twin.split("."), letters.split("."), strict=True)):
        said.append(_("It can be taken for %(twin)s, which is another name.") % {"twin": twin})
    return said


def _script(character: str) -> str:
    return unicodedata.name(character, "UNKNOWN").split()[0]


def onion_checked(text: str) -> tuple[str, list[str]]:
    """(56 characters and .onion, warnings). Raises EntityFault, also when the check sum inside is wrong."""
    name = text.strip().rstrip("/.").lower()
    name = name.partition("://")[2] or name
    name = name.partition("/")[0]
    label = name.removesuffix(".onion").rpartition(".")[2]
    if _ONION_2.fullmatch(label):
        return f"{label}.onion", [_("This is an address of the old kind, which has not been reachable since 2021.")]
    if not _ONION_3.fullmatch(label) or not _onion_sum(label):
        raise EntityFault(
            _("Read %(read)s. An onion address has 56 letters a to z and digits 2 to 7 that fit together.")
            % _r(quoted(text))
        )
    return f"{label}.onion", []


def _onion_sum(label: str) -> bool:
    try:
        raw = base64.b32decode(label.upper())
    except binascii.Error:
        return False
    key, given, version = raw[:32], raw[32:34], raw[34:]
    return version == b"\x03" and hashlib.sha3_256(b".onion checksum" + key + version).digest()[:2] == given


def _is_ip(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def ip_checked(text: str) -> tuple[str, str, list[str]]:
    """(address in its short form, port or '', warnings). Raises EntityFault."""
    plain, port = text.strip(), ""
    if match := _WITH_PORT.fullmatch(plain):
        plain, port = match.groups()
    elif plain.startswith("[") and "]" in plain:
        plain, _bracket, rest = plain[1:].partition("]")
        port = rest.removeprefix(":")
    if "%" in plain:
        raise EntityFault(
            _("Read %(read)s. What follows the %% sign names a network card of one computer: leave it out.")
            % _r(quoted(text))
        )
    if "/" in plain:
        raise EntityFault(
            _("Read %(read)s. That is a whole network. Enter the one address that was used.") % _r(quoted(text))
        )
    try:
        address = ipaddress.ip_address(plain)
    except ValueError:
        raise EntityFault(
            _("Read %(read)s. This is no IP address: four numbers from 0 to 255 without leading zeros, or IPv6.")
            % _r(quoted(text))
        ) from None
    return str(address), port_checked(port), _ip_warnings(address)


def port_checked(text: str) -> str:
    """A port number or ''. Raises EntityFault."""
    if not text:
        return ""
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 0 < int(text) < 65536):
        raise EntityFault(_("Read %(read)s. A port is a number from 1 to 65535.") % _r(quoted(text)))
    return str(int(text))


def _ip_warnings(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> list[str]:
    if not address.is_global:
        return [
            _("This address is not used on the open internet (private, reserved or for examples): nobody was given it.")
        ]
    return []


def url_checked(text: str, *, schemes: tuple[str, ...] = SCHEMES) -> tuple[str, list[str]]:
    """(address with its host in ASCII, warnings). Raises EntityFault."""
    read, plain = quoted(text), text.strip()
    if any(c.isspace() for c in plain):
        raise EntityFault(_("Read %(read)s. A web address has no spaces: write %%20 for one.") % _r(read))
    if "://" not in plain and not plain.startswith("magnet:"):
        plain = f"https://{plain}" if "." in plain.partition("/")[0] else plain
    try:
        parts = urlsplit(plain)
        port = parts.port
    except ValueError:
        raise EntityFault(
            _("Read %(read)s. This web address cannot be read: check it from the start.") % _r(read)
        ) from None
    if parts.scheme.lower() not in schemes:
        raise EntityFault(
            _("Read %(read)s. A web address begins with https:// or another way to fetch something.") % _r(read)
        )
    if parts.scheme.lower() == "magnet":
        return plain, []
    host, warnings = _host(parts, read)
    if parts.username or parts.password:
        warnings.append(_("The address holds a user name or password: whoever reads it may be able to sign in."))
    place = f"[{host}]" if ":" in host else host
    user = parts.netloc.rpartition("@")
    netloc = f"{user[0]}{user[1]}{place}{f':{port}' if port else ''}"
    return urlunsplit((parts.scheme.lower(), netloc, parts.path, parts.query, parts.fragment)), warnings


def _host(parts: SplitResult, read: str) -> tuple[str, list[str]]:
    host = (parts.hostname or "").rstrip(".")
    if not host:
        raise EntityFault(_("Read %(read)s. This web address names no host.") % _r(read))
    if host.endswith(".onion"):
        return onion_checked(host)
    if _is_ip(host):
        return ip_checked(host)[0], []
    value = ascii_name(host.lower(), read)
    return value, lookalike_warnings(value)


def host_of(value: str) -> str:
    """The host inside a web address; '' when there is none."""
    try:
        return (urlsplit(value).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _r(read: str) -> dict[str, str]:
    return {"read": read}
