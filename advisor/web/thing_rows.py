"""Things and rights as the pages show them: de-fanged, in words, with what to mind. Reads the rulebook; no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from advisor.cases.models import Entity, Right
from advisor.cases.services.rights import right_of
from advisor.intake.entities.check import warnings_of
from advisor.intake.entities.fang import defanged
from advisor.intake.entities.kinds import kind_label
from advisor.intake.entities.moments import utc_of
from advisor.intake.entities.money import wallet_network
from advisor.intake.entities.places import state_hint
from advisor.intake.rights.check import UNION, right_warnings
from advisor.intake.rights.kinds import conduct_label, right_label
from advisor.languages.words import state_worded
from routing.rulebook import Rulebook


def value_shown(kind: str, value: str) -> str:
    """A value on a screen: an IBAN in groups of four, an address de-fanged, the rest as it is."""
    if kind == "bank_account" and len(value) > 14 and value[:2].isalpha() and " " not in value:
        return " ".join(value[start : start + 4] for start in range(0, len(value), 4))
    return defanged(kind, value)


def state_named(book: Rulebook, code: str) -> str:
    """A State in words, the Union too; '' for none."""
    if code == UNION:
        return str(_("European Union"))
    return state_worded(code, book.states[code].name) if code in book.states else code


def details_shown(kind: str, value: str, details: Mapping[str, str]) -> list[str]:
    """What only this kind has, in words."""
    said = []
    if details.get("at"):
        moment = utc_of(details["at"], details.get("zone", ""))
        local = details["at"].replace("T", " ")
        said.append(f"{local} {details.get('zone', '')}".strip())
        if moment and details.get("zone") != "UTC":
            said.append(_("that is %(utc)s UTC") % {"utc": f"{moment:%Y-%m-%d %H:%M:%S}"})
    if details.get("port"):
        said.append(_("port %(port)s") % {"port": details["port"]})
    if details.get("number"):
        said.append(_("number %(number)s") % {"number": details["number"]})
    if kind == "wallet" and (network := wallet_network(value)):
        said.append(network)
    return said


def entity_row(row: Entity, needs: Iterable[str], book: Rulebook) -> dict[str, Any]:
    """One thing as a line of the list. `needs`: keys of the needs it belongs to."""
    hint, said = state_hint(row.kind, row.value) if not row.state else ("", "")
    return {
        "key": row.key,
        "kind": kind_label(row.kind),
        "shown": value_shown(row.kind, row.value),
        "details": details_shown(row.kind, row.value, row.details),
        "state": state_named(book, row.state),
        "certainty": row.get_certainty_display(),
        "hint": state_named(book, hint) if hint in book.states else "",
        "hint_said": said,
        "note": row.note,
        "needs": list(needs),
        "warnings": warnings_of(row.kind, row.value, row.details),
    }


def right_row(row: Right, book: Rulebook, *, on: date) -> dict[str, Any]:
    """One right as a block of the list."""
    return {
        "key": row.key,
        "kind": right_label(row.kind),
        "name": row.name or row.number,
        "number": row.number,
        "holder": row.holder,
        "territory": [state_named(book, code) for code in row.territory],
        "registered_on": row.registered_on,
        "expires_on": row.expires_on,
        "conduct": [conduct_label(code) for code in row.conduct],
        "offence": row.offence,
        "warnings": right_warnings(right_of(row), on=on),
    }
