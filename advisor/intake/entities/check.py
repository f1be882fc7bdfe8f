"""One thing as it was entered becomes one as it is kept: by kind, with every fault at once and what to mind.

Reads no database and no network. `raw` holds texts under value, note, at, zone, port, number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from advisor.intake.entities import goods, hosts, money
from advisor.intake.entities.fang import refanged
from advisor.intake.entities.faults import EntityFault, EntityFaults, quoted
from advisor.intake.entities.kinds import DETAILS, KINDS, Kind
from advisor.intake.entities.moments import moment_checked
from advisor.intake.text import TextFault, clean_text
from advisor.languages.words import gettext as _

NOTE_LONGEST = 2_000
Checker = Callable[[str], tuple[str, list[str]]]


@dataclass(frozen=True, slots=True)
class Checked:
    """A thing as it is kept. `details`: those of kinds.DETAILS with a value. `warnings` are shown and not kept."""

    kind: str
    value: str
    details: dict[str, str] = field(default_factory=dict)
    note: str = ""
    warnings: tuple[str, ...] = ()


def _plain(text: str) -> tuple[str, list[str]]:
    return " ".join(text.split()), []


def _address_or_text(text: str) -> tuple[str, list[str]]:
    """A web address where one was written, else words as they stand."""
    if "://" in text or text.strip().lower().startswith("www."):
        return hosts.url_checked(text)
    return _plain(text)


def _stream(text: str) -> tuple[str, list[str]]:
    return hosts.url_checked(text) if "://" in text or text.startswith("magnet:") else _plain(text)


CHECKERS: dict[str, Checker] = {
    "domain": hosts.domain_checked,
    "url": hosts.url_checked,
    "onion": hosts.onion_checked,
    "bank_account": money.bank_account_checked,
    "parcel": goods.parcel_checked,
    "shipment": goods.shipment_checked,
    "device": goods.device_checked,
    "listing": _address_or_text,
    "account": _address_or_text,
    "app": _address_or_text,
    "stream": _stream,
}
ADDRESSES = frozenset({"domain", "url", "onion", "ip", "listing", "account", "app", "stream"})


def entity_checked(kind: str, raw: Mapping[str, str]) -> Checked:
    """The thing as it is kept. Raises EntityFaults: field -> message."""
    known = KINDS.get(kind)
    if known is None:
        raise EntityFaults({"kind": _("Read %(read)s. There is no such kind of thing.") % {"read": quoted(kind)}})
    faults: dict[str, str] = {}
    value, note = "", ""
    details: dict[str, str] = {}
    warnings: list[str] = []
    try:
        value, details, warnings = _value(known, raw)
    except EntityFaults as several:
        faults |= several.faults
    except (EntityFault, TextFault) as fault:
        faults["value"] = str(fault)
    try:
        note = clean_text(raw.get("note", ""), longest=NOTE_LONGEST, lines=True)
    except TextFault as fault:
        faults["note"] = str(fault)
    more, own = _details(known, raw)
    faults |= more
    if faults:
        raise EntityFaults(faults)
    return Checked(kind, value, {**details, **own}, note, tuple(warnings))


def without_moment() -> str:
    """What to mind about an address of which nobody says when it was used."""
    return _("Without day, time and time zone a provider cannot say who used this address.")


def _value(kind: Kind, raw: Mapping[str, str]) -> tuple[str, dict[str, str], list[str]]:
    text = clean_text(raw.get("value", ""), longest=kind.longest)
    if kind.code in ADDRESSES:
        text = refanged(text)
    if not text.strip():
        raise EntityFault(_("Enter it here, for example: %(example)s.") % {"example": kind.example})
    if kind.code == "ip":
        value, port, warnings = hosts.ip_checked(text)
        if not raw.get("at", "").strip():
            warnings.append(without_moment())
        return value, {"port": port} if port else {}, warnings
    if kind.code == "wallet":
        value, _network, warnings = money.wallet_checked(text)
        return value, {}, warnings
    value, warnings = CHECKERS.get(kind.code, _plain)(text)
    return value, {}, warnings


def _details(kind: Kind, raw: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """(faults, details) of the fields that only this kind has."""
    faults: dict[str, str] = {}
    found: dict[str, str] = {}
    texts: dict[str, str] = {}
    for name in DETAILS:
        try:
            texts[name] = clean_text(raw.get(name, ""), longest=200)
        except TextFault as fault:
            faults[name] = str(fault)
    for name, text in texts.items():
        if text and name not in kind.details:
            faults[name] = _("Only things of another kind have this; leave it out.")
    if faults:
        return faults, {}
    if "at" in kind.details:
        try:
            found["at"], found["zone"] = moment_checked(texts["at"], texts["zone"])
        except EntityFaults as several:
            faults |= several.faults
    if texts["port"] and "port" in kind.details:
        try:
            found["port"] = hosts.port_checked(texts["port"])
        except EntityFault as fault:
            faults["port"] = str(fault)
    if texts["number"] and "number" in kind.details:
        found["number"] = goods.company_number_checked(texts["number"])[0]
    return faults, {name: text for name, text in found.items() if text}


def warnings_of(kind: str, value: str, details: Mapping[str, str]) -> tuple[str, ...]:
    """What to mind about a thing that is kept already; nothing for one that would not pass any more."""
    try:
        raw = {name: text for name, text in details.items() if name in DETAILS}
        return entity_checked(kind, {"value": value, **raw}).warnings
    except EntityFaults:
        return ()
