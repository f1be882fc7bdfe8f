"""One right as it was entered becomes one as it is kept, and rights of a case file are read, with every fault at once.

Shape of one in a case file: id, kind; optional name, number, holder, territory (State codes; EU for the Union),
registered_on, expires_on, conduct (kinds of conduct), offence (the provision charged, in words).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from advisor.intake.entities.documents import id_faults, ids_faults, read_as, unknown_keys
from advisor.intake.entities.faults import EntityFaults, quoted
from advisor.intake.rights.kinds import CONDUCT, RIGHT_KINDS
from advisor.intake.rights.numbers import number_checked
from advisor.intake.text import TextFault, clean_text
from advisor.languages.words import gettext as _
from routing.errors import Fault

MOST_RIGHTS = 60
UNION = "EU"
EARLIEST, LATEST = date(1850, 1, 1), date(2200, 12, 31)
TEXTS = {"name": 300, "number": 60, "holder": 300, "offence": 300}
DAYS = ("registered_on", "expires_on")
KEYS = frozenset(("id", "kind", "territory", "conduct", *TEXTS, *DAYS))


@dataclass(frozen=True, slots=True)
class CheckedRight:
    """A right as it is kept. Days are dates or None; `territory` holds State codes, `EU` for the Union."""

    kind: str
    name: str = ""
    number: str = ""
    holder: str = ""
    territory: tuple[str, ...] = ()
    registered_on: date | None = None
    expires_on: date | None = None
    conduct: tuple[str, ...] = ()
    offence: str = ""


def right_checked(values: Mapping[str, Any], *, states: Collection[str]) -> CheckedRight:
    """The right as it is kept. `values`: keys of CheckedRight; days as dates. Raises EntityFaults."""
    kind = str(values.get("kind") or "")
    faults: dict[str, str] = {}
    if kind not in RIGHT_KINDS:
        faults["kind"] = _("Read %(read)s. Choose a kind of right from the list.") % {"read": quoted(kind)}
    texts: dict[str, Any] = {}
    for name, longest in TEXTS.items():
        try:
            texts[name] = clean_text(str(values.get(name) or ""), longest=longest)
        except TextFault as fault:
            faults[name] = str(fault)
    if not texts.get("name") and not texts.get("number") and not faults.keys() & {"name", "number"}:
        faults["name"] = _("Say which one: its name, or its number below.")
    territory = tuple(dict.fromkeys(values.get("territory") or ()))
    unknown = [code for code in territory if code != UNION and code not in states]
    if unknown:
        faults["territory"] = _("Read %(read)s. Enter States, or EU for the Union.") % {"read": quoted(unknown[0])}
    conduct = tuple(code for code in CONDUCT if code in (values.get("conduct") or ()))
    days = {name: values.get(name) for name in DAYS}
    faults |= _day_faults(days)
    if faults:
        raise EntityFaults(faults)
    texts["number"] = number_checked(kind, texts["number"]).value
    return CheckedRight(
        kind=kind,
        territory=territory,
        conduct=conduct,
        registered_on=days["registered_on"],
        expires_on=days["expires_on"],
        **texts,
    )


def _day_faults(days: Mapping[str, Any]) -> dict[str, str]:
    faults = {
        name: _("Enter a day from %(first)s to %(last)s.") % {"first": EARLIEST.year, "last": LATEST.year}
        for name, day in days.items()
        if day is not None and not (isinstance(day, date) and EARLIEST <= day <= LATEST)
    }
    first, last = days["registered_on"], days["expires_on"]
    if not faults and first and last and last <= first:
        faults["expires_on"] = _("The right would end before it begins: check both days.")
    return faults


def right_warnings(right: CheckedRight, *, on: date) -> list[str]:
    """What to mind about a right on a day."""
    said = [number_checked(right.kind, right.number).warning] if right.number else []
    if RIGHT_KINDS[right.kind].register and not right.number and right.kind not in ("eu_design", "trade_name"):
        said.append(_("Its registration number is not entered yet: foreign authorities ask for it."))
    if right.expires_on and right.expires_on < on:
        said.append(_("It ended on %(day)s. Check whether it was renewed.") % {"day": right.expires_on.isoformat()})
    if right.registered_on and right.registered_on > on:
        said.append(_("Its day of registration lies in the future."))
    return [text for text in said if text]


def right_document(key: str, right: CheckedRight) -> dict[str, Any]:
    """One right as a case file has it."""
    document: dict[str, Any] = {"id": key, "kind": right.kind}
    for name in ("name", "number", "holder"):
        if getattr(right, name):
            document[name] = getattr(right, name)
    if right.territory:
        document["territory"] = list(right.territory)
    for name in DAYS:
        if day := getattr(right, name):
            document[name] = day.isoformat()
    if right.conduct:
        document["conduct"] = list(right.conduct)
    if right.offence:
        document["offence"] = right.offence
    return document


def rights_read(raw: Any, *, states: Collection[str]) -> tuple[list[tuple[str, CheckedRight]], list[Fault]]:
    """((id, right) ..., faults) of a case document's `rights`. An id that is left out is given: r1, r2 ..."""
    if raw is None:
        return [], []
    if not isinstance(raw, list):
        return [], [Fault("rights", read_as(raw), "a list of rights, each with id and kind")]
    if len(raw) > MOST_RIGHTS:
        return [], [Fault("rights", f"{len(raw)} rights", f"at most {MOST_RIGHTS} rights in a case")]
    found: list[tuple[str, CheckedRight]] = []
    faults: list[Fault] = []
    keys: set[str] = set()
    for number, item in enumerate(raw):
        where = f"rights[{number}]"
        if not isinstance(item, Mapping):
            faults.append(Fault(where, read_as(item), "a mapping with id and kind"))
            continue
        own = [
            *unknown_keys(item, KEYS, where),
            *id_faults(item, keys, where),
            *ids_faults(item.get("territory"), {*states, UNION}, f"{where}.territory", "a State's ISO code, or EU"),
            *ids_faults(item.get("conduct"), CONDUCT, f"{where}.conduct", f"one of: {', '.join(CONDUCT)}"),
        ]
        right = None if own else _right(item, where, own, states)
        faults += own
        if right:
            found.append((str(item["id"]), right))
    return found, faults


def _right(item: Mapping[str, Any], where: str, faults: list[Fault], states: Collection[str]) -> CheckedRight | None:
    """The right of one item; its faults are added to `faults`."""
    values = dict(item)
    for name in TEXTS:
        if not isinstance(values.get(name), str | None):
            faults.append(Fault(f"{where}.{name}", read_as(values[name]), "a text: put it in quotation marks"))
    for name in DAYS:
        values[name], fault = _day(values.get(name), f"{where}.{name}")
        faults += fault
    if faults:
        return None
    try:
        return right_checked(values, states=states)
    except EntityFaults as error:
        faults += [Fault(f"{where}.{name}", read_as(item.get(name)), said) for name, said in error.faults.items()]
        return None


def _day(raw: Any, where: str) -> tuple[date | None, list[Fault]]:
    if raw is None or (isinstance(raw, date) and type(raw) is date):
        return raw, []
    try:
        return date.fromisoformat(raw), []
    except (TypeError, ValueError):
        return None, [Fault(where, read_as(raw), "a day as year-month-day, for example 2019-05-31")]
