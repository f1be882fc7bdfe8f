"""The kinds of things, in words, with an example of each and the details that only this kind has."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.languages.words import gettext_noop as _
from advisor.languages.words import worded


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. `details` are the extra fields of its form; `longest` counts the characters of its value."""

    code: str
    name: str
    group: str
    asks: str
    example: str
    details: tuple[str, ...] = ()
    longest: int = 300

    @property
    def label(self) -> str:
        """The kind in the language that is spoken."""
        return worded(self.name)


ONLINE, MONEY, GOODS, PEOPLE = _("Online"), _("Money"), _("Goods and places"), _("People and companies")
_ALL = (
    Kind("domain", _("Domain name"), ONLINE, _("Which domain name?"), "example.com, example[.]com"),
    Kind("url", _("Web address (URL)"), ONLINE, _("Which address?"), "https://shop.example.com/item/1", (), 2000),
    Kind("onion", _("Onion service"), ONLINE, _("Which onion address?"), _("56 letters and digits, then .onion")),
    Kind("ip", _("IP address"), ONLINE, _("Which IP address?"), "203.0.113.7, 2001:db8::7", ("at", "zone", "port")),
    Kind("listing", _("Marketplace listing"), ONLINE, _("Which listing?"),
         _("its address, or the marketplace and the number of the listing"), (), 2000),
    Kind("account", _("Account or profile"), ONLINE, _("Which account?"),
         _("an e-mail address, or the service and the name: Telegram @seller"), (), 500),
    Kind("app", _("App"), ONLINE, _("Which app?"), _("its address in the store, or its identifier: com.example.player"),
         (), 2000),
    Kind("stream", _("Stream"), ONLINE, _("Which stream?"), "https://cdn.example.net/live/1.m3u8", (), 2000),
    Kind("wallet", _("Wallet address"), MONEY, _("Which wallet address?"), "bc1…, 0x…, T…"),
    Kind("bank_account", _("Bank account"), MONEY, _("Which account?"),
         _("an IBAN, with or without spaces; otherwise number and bank")),
    Kind("payment_service", _("Payment service"), MONEY, _("Which payment service?"),
         _("its name and the merchant or account number, if known"), (), 500),
    Kind("parcel", _("Parcel"), GOODS, _("Which parcel?"), _("its tracking number: RR123456785HK")),
    Kind("shipment", _("Shipment"), GOODS, _("Which shipment?"),
         _("container, air waybill or bill of lading number: CSQU3054383")),
    Kind("premises", _("Premises"), GOODS, _("Which premises?"),
         _("street, number, postcode, town; floor or room if known"), (), 500),
    Kind("device", _("Device"), GOODS, _("Which device?"), _("IMEI, MAC address or serial number, and what it is")),
    Kind("person", _("Person"), PEOPLE, _("Who?"),
         _("name, and what tells this person from others of that name"), (), 500),
    Kind("company", _("Company"), PEOPLE, _("Which company?"), _("name with legal form"), ("number",), 500),
)  # fmt: skip
KINDS: dict[str, Kind] = {kind.code: kind for kind in _ALL}
DETAILS = ("at", "zone", "port", "number")


def kind_label(code: str) -> str:
    """A kind in words; an unknown code as it is."""
    return KINDS[code].label if code in KINDS else code


def grouped() -> list[tuple[str, list[Kind]]]:
    """(heading, kinds) in the order of the page that lets one choose."""
    found: dict[str, list[Kind]] = {}
    for kind in _ALL:
        found.setdefault(kind.group, []).append(kind)
    return [(worded(group), kinds) for group, kinds in found.items()]


def kind_read(text: str) -> str | None:
    """The code of a kind as somebody wrote it in a list: its code or its name, in any case."""
    word = " ".join(text.replace("_", " ").split()).casefold()
    for kind in _ALL:
        if word in (kind.code.replace("_", " "), kind.name.casefold(), kind.label.casefold()):
            return kind.code
    return SHORT.get(word)


SHORT = {
    "url": "url", "link": "url", "web address": "url", "website": "domain", "ip": "ip", "iban": "bank_account",
    "wallet": "wallet", "account": "account", "profile": "account", "listing": "listing", "onion": "onion",
    "email": "account", "e-mail": "account", "container": "shipment", "address": "premises", "domain": "domain",
}  # fmt: skip
