"""Things in a pasted text: found and offered, never added. Lists with columns are read by lines.py.

Reads the text alone. Every step is linear in the text, which has at most LONGEST characters; at most MOST things are
offered. What looks like a thing and is none is not offered; where the check sum inside it does not fit, that is said in
`faults`. A moment that cannot be told is said at its address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from advisor.intake.entities import goods, hosts, money
from advisor.intake.entities.check import Checked, entity_checked, without_moment
from advisor.intake.entities.fang import refanged
from advisor.intake.entities.faults import EntityFault, EntityFaults
from advisor.intake.entities.moments import ISO, NAMED, SLASHED, moment_read, zone_checked
from advisor.languages.words import gettext as _

LONGEST = 100_000
MOST = 200
_SPLIT = re.compile(r"[\s<>\"'|,;“”„«»‘’]+")
_STRIP = "()[]{}.,;:!?*_"
_IBAN = re.compile(r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]){11,30}\b")
_POSTAL = re.compile(r"\b[A-Z]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{3} ?[A-Z]{2}\b")
_CONTAINER = re.compile(r"\b[A-Z]{3}[UJZ] ?[0-9]{6} ?-?[0-9]\b")
_IMEI = re.compile(r"\b[0-9]{15}\b")
_HEX = re.compile(r"[0-9a-f]+|[0-9A-F]+")  # a hash of a file, not a wallet
_EMAIL = re.compile(r"[^\s@:/]{1,64}@[^\s@:/]{3,190}")
_HANDLE = re.compile(r"@[A-Za-z0-9_.]{3,40}")
_BARE_URL = re.compile(r"(?:www\.|[^\s/:@]{1,190}\.[a-z]{2,24}/)[^\s]*", re.IGNORECASE)
# Endings of files that are endings of names as well: two labels alone are taken for a file.
_FILES = frozenset(("zip", "mov", "py", "sh", "md", "rs", "pl", "ps", "ai", "so", "cc", "ts", "bin", "app", "doc"))
_STORES = ("play.google.com", "apps.apple.com", "itunes.apple.com", "appgallery.huawei.com", "apkpure.com")
_MARKETS = (
    "ebay", "amazon", "aliexpress", "alibaba", "dhgate", "temu", "vinted", "wallapop", "etsy", "shopee", "allegro",
    "kleinanzeigen", "olx", "leboncoin", "subito", "mercadolibre", "mercadolivre", "cdiscount", "rakuten", "bol",
    "taobao", "1688", "wish", "joom", "emag", "marktplaats", "facebook marketplace",
)  # fmt: skip
_PROFILES = (
    "t.me", "telegram.me", "instagram.com", "facebook.com", "x.com", "twitter.com", "tiktok.com", "youtube.com",
    "vk.com", "discord.gg", "wa.me", "snapchat.com", "pinterest.com", "linkedin.com", "twitch.tv",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that a text holds: as it would be kept, the line it stood in (from 1), and what to mind.

    `state` and `note` come from a list with columns, as written; a text says nothing of them.
    """

    checked: Checked
    line: int
    state: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a text holds, each thing once, in the order of the text.

    `more` counts what was left out for its number, `known` what the case has already; `faults`: (line, message).
    """

    found: tuple[Found, ...] = ()
    more: int = 0
    known: int = 0
    faults: tuple[tuple[int, str], ...] = ()


@dataclass(slots=True)
class Basket:
    """Collects things, each once; `known` (kind, folded value) are those that the case has already."""

    known: frozenset[tuple[str, str]] = frozenset()
    found: list[Found] = field(default_factory=list)
    more: int = 0
    seen: set[tuple[str, str]] = field(default_factory=set)
    faults: list[tuple[int, str]] = field(default_factory=list)

    def mind(self, line: int, said: str) -> None:
        """Say of a line what could not be taken, each thing once."""
        if len(self.faults) < MOST and (line, said) not in self.faults:
            self.faults.append((line, said))

    def put(self, item: Found) -> None:
        """Take a thing, unless it is here or the basket is full."""
        key = (item.checked.kind, item.checked.value.casefold())
        if key in self.seen:
            return
        self.seen.add(key)
        if key in self.known:
            return
        if len(self.found) < MOST:
            self.found.append(item)
        else:
            self.more += 1

    def offer(self, kind: str, value: str, line: int, details: dict[str, str] | None = None, doubt: str = "") -> bool:
        """Take a value if it passes the check of its kind. `doubt`: why the moment beside an address is not taken."""
        try:
            checked = entity_checked(kind, {"value": value, **(details or {})})
        except EntityFaults:
            return False
        if doubt:
            said = tuple(text for text in checked.warnings if text != without_moment())
            checked = replace(checked, warnings=(*said, doubt))
        self.put(Found(checked, line))
        return True


def things_in(text: str) -> Findings:
    """Everything that a running text holds."""
    basket = Basket()
    things_into(text, basket)
    return Findings(tuple(basket.found), basket.more, faults=tuple(basket.faults))


def things_into(text: str, basket: Basket) -> None:
    """Put everything that a running text holds into a basket."""
    for number, line in enumerate(refanged(text[:LONGEST]).splitlines(), start=1):
        _line(line, number, basket)


def _line(line: str, number: int, basket: Basket) -> None:
    rest = line
    for kind, start, end, value in sorted(_numbers(line), key=lambda item: item[1]):
        if basket.offer(kind, value, number):
            rest = rest[:start] + " " * (end - start) + rest[end:]
    for match in _IBAN.finditer(rest):
        rest = _mistyped_iban(match, number, basket, rest)
    when, doubt = _moment(line)
    for word in _SPLIT.split(rest):
        token = word.strip(_STRIP)
        if len(token) > 3:
            _token(token, word, number, basket, when, doubt)


def _mistyped_iban(match: re.Match[str], number: int, basket: Basket, rest: str) -> str:
    """Says of what is built like an IBAN, by a State's own length, that its check digits do not fit; takes it out."""
    plain = match[0].replace(" ", "")
    length = money.iban_length(plain[:2])
    if not length or len(plain) < length:
        return rest
    end, count = 0, 0
    while count < length:
        count += match[0][end] != " "
        end += 1
    text = match[0][:end]
    said = money.iban_fault(text.replace(" ", ""))
    if not said:
        return rest
    basket.mind(number, _("“%(read)s” looks like an IBAN. %(said)s") % {"read": text, "said": said})
    start = match.start()
    return rest[:start] + " " * len(text) + rest[start + len(text) :]


def _numbers(line: str) -> Iterator[tuple[str, int, int, str]]:
    """(kind, start, end, value) of numbers that may hold spaces and carry a check digit that fits."""
    for match in _IBAN.finditer(line):
        found = _iban(match[0])
        if found:
            yield "bank_account", match.start(), match.start() + len(found), found
    for match in _POSTAL.finditer(line):
        if goods.postal_fits(match[0].replace(" ", "")):
            yield "parcel", match.start(), match.end(), match[0]
    for match in _CONTAINER.finditer(line):
        if goods.container_fits(re.sub(r"[ -]", "", match[0])):
            yield "shipment", match.start(), match.end(), match[0]
    if "imei" in line.casefold():
        for match in _IMEI.finditer(line):
            if goods.imei_fits(match[0]):
                yield "device", match.start(), match.end(), match[0]


def _iban(text: str) -> str:
    """The longest beginning of a text that is an IBAN: what follows may be a word in capitals."""
    for end in range(len(text), 14, -1):
        if text[end - 1] != " " and not money.iban_fault(text[:end].replace(" ", "")):
            return text[:end]
    return ""


def _moment(line: str) -> tuple[dict[str, str], str]:
    """(when a line says that something happened, if it says so once and with its zone; else why it was not taken)."""
    matches = [match for pattern in (ISO, NAMED, SLASHED) for match in pattern.finditer(line)]
    if not matches:
        return {}, ""
    if len(matches) > 1:
        return {}, _("The line names several moments: say at the address which of them is meant.")
    try:
        local, zone = moment_read(matches[0][0])
        if not zone:
            return {}, _("Read “%(read)s” without a time zone, so it was not put with the address. Add the zone.") % {
                "read": matches[0][0]
            }
        return {"at": local.isoformat(), "zone": zone_checked(zone)}, ""
    except EntityFault as fault:
        return {}, str(fault)


def _token(token: str, word: str, number: int, basket: Basket, when: dict[str, str], doubt: str) -> None:
    lower = token.lower()
    if "://" in token or lower.startswith("magnet:?"):
        _web(word.strip("()[]{}.,;:!?*\"'"), number, basket)
    elif lower.endswith(".onion"):
        if not basket.offer("onion", lower, number):
            basket.mind(number, _look_alike(token, _("an onion address")))
    elif _EMAIL.fullmatch(token):
        if hosts.suffix_known(token.rpartition("@")[2].lower()):
            basket.offer("account", token, number)
    elif word.startswith("@") and _HANDLE.fullmatch("@" + token.lstrip("@")):
        basket.offer("account", "@" + token.lstrip("@"), number)
    elif _address(word, token, number, basket, when, doubt):
        return
    elif (network := money.wallet_network(token)) is not None:
        _wallet(token, network, number, basket)
    elif _BARE_URL.fullmatch(token) and "/" in token:
        if hosts.suffix_known(token.partition("/")[0].lower()):
            _web("https://" + token, number, basket)
    elif "." in token:
        _name(lower, number, basket)


def _wallet(token: str, network: str, number: int, basket: Basket) -> None:
    if network:
        basket.offer("wallet", token, number)
    elif any(sign.isdigit() for sign in token) and not _HEX.fullmatch(token):
        basket.mind(number, _look_alike(token, _("a wallet address")))


def _look_alike(token: str, what: str) -> str:
    """What to say of a word that is built like something and whose check sum is wrong."""
    return _("“%(read)s” looks like %(what)s, but the check sum inside it is wrong: copy it again, whole.") % {
        "read": token[:90].replace(".", "[.]"),
        "what": what,
    }


def _address(word: str, token: str, number: int, basket: Basket, when: dict[str, str], doubt: str) -> bool:
    """An IP address, with its port or without; a scope after % is left out. `doubt`: why the line's moment is not."""
    for text in (word.rstrip(".,;)"), token, token.partition("%")[0], token.partition("/")[0]):
        if (text.count(":") > 1 or text.count(".") == 3) and basket.offer("ip", text, number, when, doubt):
            return True
    return False


def _web(address: str, number: int, basket: Basket) -> None:
    host = hosts.host_of(address)
    if not basket.offer(_kind_of(address, host), address, number):
        return
    if host.endswith(".onion"):
        basket.offer("onion", host, number)
    elif host and not host.replace(".", "").isdigit() and ":" not in host:
        name = hosts.registered_name(_ascii(host))
        if name and not _known_service(host):
            basket.offer("domain", name, number)


def _ascii(host: str) -> str:
    try:
        return hosts.ascii_name(host.lower(), host)
    except EntityFault:
        return ""


def _known_service(host: str) -> bool:
    labels = host.lower().split(".")
    return any(host.endswith(name) for name in (*_STORES, *_PROFILES)) or bool(set(labels[-3:-1]) & set(_MARKETS))


def _kind_of(address: str, host: str) -> str:
    """What a web address leads to."""
    scheme = address.partition(":")[0].lower()
    path = address.partition("://")[2].partition("?")[0].lower()
    if scheme not in hosts.WEB or path.endswith((".m3u8", ".mpd", ".ts", ".m3u")):
        return "stream"
    if any(host == store or host.endswith("." + store) for store in _STORES):
        return "app"
    if any(host == name or host.endswith("." + name) for name in _PROFILES):
        return "account"
    if set(host.lower().split(".")[-3:-1]) & set(_MARKETS) and "/" in path:
        return "listing"
    return "url"


def _name(text: str, number: int, basket: Basket) -> None:
    labels = text.rstrip(".").split(".")
    if len(labels) == 2 and labels[-1] in _FILES:
        return
    if all(labels) and not labels[-1].isdigit() and hosts.suffix_known(_ascii(text)):
        basket.offer("domain", text, number)
        name = hosts.registered_name(_ascii(text))
        if name:
            basket.offer("domain", name, number)
