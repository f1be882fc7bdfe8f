"""Who receives a way: the authority that the catalogue names, else where one finds out. Pure but for the language.

An answer that is not in the catalogue is said as such: a request that goes to the wrong authority is lost time.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from advisor.web.pictures.sheet import Way
from routing.rulebook import Rulebook

EU_KINDS = frozenset({"eu-regulation", "eu-directive", "eu-framework-decision"})
EXCHANGE = "voluntary.authority_exchange"


def receiver_of(way: Way, book: Rulebook, home: str) -> tuple[str, bool]:
    """(who receives it, whether these are the catalogue's own English words)."""
    if way.addressees:
        return way.addressees, True
    if way.tier == "single_jurisdiction" and way.state in (home, ""):
        return _("our own courts and authorities"), False
    return _("not in the catalogue: confirm with %(whom)s") % {"whom": confirm_with(way, book)}, False


def confirm_with(way: Way, book: Rulebook) -> str:
    """Where the receiving authority of a way is found, in words."""
    instrument, measure = book.instruments.get(str(way.row["instrument"])), str(way.row["measure"])
    kind = instrument.kind if instrument else ""
    track = book.measures[measure].track if measure in book.measures else ""
    if kind == "network" or measure == EXCHANGE:
        return _("the national contact point of the network")
    if way.tier == "voluntary":
        return _("the provider or holder itself")
    if way.tier == "single_jurisdiction":
        return _("counsel or a liaison in that State")
    if kind in EU_KINDS and track == "criminal":
        return _("the Atlas of the European Judicial Network")
    if kind in EU_KINDS and track == "civil":
        return _("the European Judicial Atlas in civil matters")
    if str(way.row["instrument"]).startswith(("hague-", "apostille")):
        return _("the list of authorities of the Hague Conference")
    return _("your own central authority")
