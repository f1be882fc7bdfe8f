"""Which tracks are usual for the rights, the conduct, scale and intent of a case: advice with its reasons.

Reads the rulebook for what it holds: an instrument that is not in the edition is no reason, and the articles named are
those of its provision. Nothing here changes a case; no verdict rests on it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from advisor.languages.words import gettext as _
from routing.rulebook import Rulebook

CRIMINAL, ADMINISTRATIVE, CIVIL = "criminal", "administrative", "civil"
USUAL, POSSIBLE, RARE = "usual", "possible", "rare"
MARKS = frozenset(("trade_mark", "eu_trade_mark"))
WORKS = frozenset(("copyright", "related_right"))
PATENTS = frozenset(("patent", "ep_patent", "unitary_patent", "spc"))
INDICATIONS = frozenset(("gi_agri", "gi_craft"))
UNION_PATENTS = frozenset(("ep_patent", "unitary_patent", "spc"))
GOODS = frozenset(("counterfeit_goods", "medicines", "tobacco", "food_and_drink", "labels"))
ONLINE = frozenset(("iptv", "file_sharing", "online_copies", "software", "camcording"))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a track is usual or not. `instrument` and `articles` are the catalogue's, '' where no instrument says so."""

    text: str
    instrument: str = ""
    articles: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """One track: how usual it is (usual, possible, rare), and why."""

    track: str
    standing: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """What the advice is drawn from. `scale` and `wilful`: True, False, or None for not said."""

    kinds: frozenset[str]
    conduct: frozenset[str]
    scale: bool | None = None
    wilful: bool | None = None

    @property
    def core(self) -> bool:
        """Trade-mark counterfeiting or copyright piracy: what TRIPS article 61 makes a crime everywhere."""
        return bool(self.kinds & (MARKS | WORKS))


def track_advice(matter: Matter, rulebook: Rulebook) -> list[Advice]:
    """The three tracks, the most usual first. Empty while neither a right nor a conduct is known."""
    if not matter.kinds and not matter.conduct:
        return []
    found = [_criminal(matter, rulebook), _administrative(matter, rulebook), _civil(matter, rulebook)]
    order = (USUAL, POSSIBLE, RARE)
    return sorted(found, key=lambda advice: order.index(advice.standing))


def _reasons(rulebook: Rulebook, *rows: tuple[str, str, str]) -> list[Reason]:
    """Reasons from (text, instrument, provision or article); those whose instrument the edition lacks are left out."""
    found = []
    for text, code, source in rows:
        if code and code not in rulebook.instruments:
            continue
        provision = rulebook.provisions.get(source)
        articles = (
            ", ".join(provision.document.get("articles") or ()) if provision else source if "/" not in source else ""
        )
        found.append(Reason(text, code, articles))
    return found


def _criminal(matter: Matter, rulebook: Rulebook) -> Advice:
    reasons: list[Reason] = []
    standing = POSSIBLE
    if matter.core:
        standing, reasons = _core(matter, rulebook)
    elif matter.kinds & (PATENTS | {"spc"}):
        standing = RARE
        text = _("No treaty asks States to punish patent infringement; some do, many do not. Look at both laws.")
        reasons += _reasons(rulebook, (text, "trips", "61"))
    elif matter.kinds:
        text = _("No treaty asks States to punish the infringement of this right; whether both laws do must be shown.")
        reasons += _reasons(rulebook, (text, "trips", "61"))
    own = _own_offences(matter, rulebook)
    if own:
        standing = USUAL
    return Advice(CRIMINAL, standing, (*own, *reasons))


def _core(matter: Matter, rulebook: Rulebook) -> tuple[str, list[Reason]]:
    """Standing and reasons for trade marks and copyright, from scale and intent."""
    if matter.scale is False or matter.wilful is False:
        text = _("WTO members must punish wilful counterfeiting and piracy on a commercial scale; without one of the "
                 "two they need not.")  # fmt: skip
        return RARE, _reasons(rulebook, (text, "trips", "61"))
    if matter.scale and matter.wilful:
        text = _("WTO members must punish wilful counterfeiting and piracy on a commercial scale, so dual "
                 "criminality is likely.")  # fmt: skip
        return USUAL, _reasons(rulebook, (text, "trips", "61"))
    text = _("WTO members must punish wilful counterfeiting and piracy on a commercial scale. Say whether it was "
             "wilful, and on what scale.")  # fmt: skip
    return POSSIBLE, _reasons(rulebook, (text, "trips", "61"))


def _own_offences(matter: Matter, rulebook: Rulebook) -> list[Reason]:
    """Offences that need no proof of an infringed right."""
    rows = []
    if "medicines" in matter.conduct:
        rows.append((_("Falsified medicines are a crime of their own, whatever right is infringed."), "medicrime",
                     "medicrime/search-and-seizure"))  # fmt: skip
    if "tobacco" in matter.conduct:
        rows.append((_("Illicit tobacco is a crime of its own in the parties to the Protocol."), "who-tobacco-protocol",
                     "who-tobacco-protocol/search-and-seizure"))  # fmt: skip
    if matter.conduct & ONLINE and matter.kinds & WORKS and matter.scale and matter.wilful:
        text = _("Wilful online piracy on a commercial scale is an offence of the Budapest Convention.")
        rows.append((text, "budapest-convention", "10"))
    return _reasons(rulebook, *rows)


def _administrative(matter: Matter, rulebook: Rulebook) -> Advice:
    rows = []
    if matter.conduct & GOODS or (not matter.conduct and matter.kinds & (MARKS | INDICATIONS)):
        text = _("Customs stop suspected goods at the border, on application or on their own.")
        rows.append((text, "customs-608-2013", "customs-608-2013/customs-detention"))
    if "medicines" in matter.conduct:
        text = _("Medicines authorities act against falsified medicines and pharmacies without the common logo.")
        rows.append((text, "falsified-medicines-directive", "falsified-medicines-directive/product-safety"))
    for kind, code in (("gi_agri", "gi-agri-2024-1143"), ("gi_craft", "gi-craft-2023-2411")):
        if kind in matter.kinds:
            text = _("Authorities of the Member States enforce geographical indications of their own motion.")
            rows.append((text, code, f"{code}/blocking-order"))
    if matter.conduct & ONLINE and matter.kinds & (WORKS | {"sports_event"}):
        text = _("Some States let an authority order blocking, for live streams within minutes.")
        rows.append((text, "national-admin-blocking", "national-admin-blocking/blocking-order"))
    found = _reasons(rulebook, *rows)
    if found:
        return Advice(ADMINISTRATIVE, USUAL, tuple(found))
    text = _("The catalogue holds no administrative measure that is made for this right and conduct.")
    return Advice(ADMINISTRATIVE, RARE, (Reason(text),))


def _civil(matter: Matter, rulebook: Rulebook) -> Advice:
    rows = []
    if "trade_secret" in matter.kinds:
        text = _("Trade secrets are protected by the civil courts first; secrecy is kept during the proceedings.")
        rows.append((text, "trade-secrets-directive", "trade-secrets-directive/injunction"))
    if matter.kinds & UNION_PATENTS:
        text = _("One court decides for all its States, unless the patent was opted out.")
        rows.append((text, "upc-agreement", "upc-agreement/injunction"))
    if "eu_trade_mark" in matter.kinds:
        rows.append((_("One EU trade mark court can act for the whole Union."), "eutmr", "eutmr/injunction"))
    if "eu_design" in matter.kinds:
        text = _("One EU design court can act for the whole Union.")
        rows.append((text, "eu-design-regulation", "eu-design-regulation/injunction"))
    if "cybersquatting" in matter.conduct and matter.kinds & MARKS:
        rows.append((_("A panel can transfer the name without a court."), "udrp", "udrp/domain-seizure"))
    if matter.kinds - {"trade_secret"}:
        text = _("The right holder can ask for injunction, evidence and seizure in every Member State.")
        rows.append((text, "ipred", "ipred/injunction"))
    found = _reasons(rulebook, *rows)
    if matter.scale is False or matter.wilful is False:
        found.append(Reason(_("Neither intent nor scale is needed for a civil claim.")))
    return Advice(CIVIL, USUAL if found else POSSIBLE, tuple(found))


def matter_of(
    rights: Collection[tuple[str, Collection[str]]], *, kind: str | None, scale: bool | None, wilful: bool | None
) -> Matter:
    """The matter from (kind, conduct) of each right, and from what was answered for the case."""
    kinds = {own for own, _conduct in rights} | ({kind} if kind else set())
    return Matter(frozenset(kinds), frozenset(code for _kind, done in rights for code in done), scale, wilful)
