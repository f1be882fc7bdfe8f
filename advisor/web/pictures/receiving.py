"""Who receives a way: the authority that the catalogue names, else where one finds out. Pure but for the language.

An answer that is not in the catalogue is said as such: a request that goes to the wrong authority is lost time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from advisor.web.pictures.sheet import Way
from routing.rulebook import Rulebook

EU_KINDS = frozenset({"eu-regulation", "eu-directive", "eu-framework-decision"})
EXCHANGE = "voluntary.authority_exchange"


def receiver_of(way: Way, book: Rulebook, home: str) -> tuple[str, bool]:
    """(who receives it, whether these are the catalogue's own English words)."""
    if receiver_named(way.row, way.state, home):
        return way.addressees, True
    return receiver_said(way.row, way.state, book, home), False


def receiver_named(option: Mapping[str, Any], state: str, home: str) -> bool:
    """Whether the catalogue names who receives an option."""
    return bool(option.get("authorities")) and not _ours(option, state, home)


def receiver_said(option: Mapping[str, Any], state: str, book: Rulebook, home: str) -> str:
    """Who receives an option for which the catalogue names no authority: ourselves, or where to find out."""
    if _ours(option, state, home):
        return _("our own courts and authorities")
    return _("not in the catalogue: confirm with %(whom)s") % {"whom": confirm_with(option, book)}


def _ours(option: Mapping[str, Any], state: str, home: str) -> bool:
    """Whether we act alone: the authorities that the catalogue names for us there receive what others ask."""
    return bool(option["tier"] == "single_jurisdiction" and state in (home, ""))


def confirm_with(option: Mapping[str, Any], book: Rulebook) -> str:
    """Where the receiving authority of an option is found, in words."""
    code, measure = str(option["instrument"]), str(option["measure"])
    kind = book.instruments[code].kind if code in book.instruments else ""
    track = book.measures[measure].track if measure in book.measures else ""
    if kind == "network" or measure == EXCHANGE:
        return _("the national contact point of the network")
    if option["tier"] == "voluntary":
        return _("the provider or holder itself")
    if option["tier"] == "single_jurisdiction":
        return _("counsel or a liaison in that State")
    if kind in EU_KINDS and track == "criminal":
        return _("the Atlas of the European Judicial Network")
    if kind in EU_KINDS and track == "civil":
        return _("the European Judicial Atlas in civil matters")
    if code.startswith(("hague-", "apostille")):
        return _("the list of authorities of the Hague Conference")
    return _("your own central authority")
