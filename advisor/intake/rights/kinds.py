"""The kinds of right and of conduct, in words. Kinds are the values of the fact `right.kind`."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.languages.words import gettext_noop as _
from advisor.languages.words import worded


@dataclass(frozen=True, slots=True)
class RightKind:
    """One kind of right. `register` says where it is entered ('' = in none); `example` is a number of that register."""

    code: str
    name: str
    asks: str
    register: str = ""
    example: str = ""
    union_wide: bool = False

    @property
    def label(self) -> str:
        """The kind in the language that is spoken."""
        return worded(self.name)


_SIGN, _WORK, _FORM, _WHAT = _("Which sign?"), _("Which work?"), _("Which design?"), _("What is protected?")
_ALL = (
    RightKind("trade_mark", _("Trade mark (national or international)"), _SIGN,
              _("national office, or WIPO for an international registration"), "1234567"),
    RightKind("eu_trade_mark", _("EU trade mark"), _SIGN, _("EUIPO, or WIPO with effect in the Union"), "018123456",
              True),
    RightKind("copyright", _("Copyright"), _WORK),
    RightKind("related_right", _("Related right (performers, producers, broadcasters)"),
              _("Which recording, film, broadcast or performance?")),
    RightKind("sports_event", _("Right in a sports event"), _("Which event or competition?")),
    RightKind("design", _("Design (national or international)"), _FORM,
              _("national office, or WIPO for an international registration"), "DM/123456"),
    RightKind("eu_design", _("EU design (Community design)"), _FORM, _("EUIPO; none for an unregistered one"),
              "001234567-0001", True),
    RightKind("patent", _("National patent"), _WHAT, _("national office"), "1234567"),
    RightKind("ep_patent", _("European patent"), _WHAT, _("European Patent Office"), "EP1234567"),
    RightKind("unitary_patent", _("Unitary patent"), _WHAT, _("European Patent Office"), "EP1234567"),
    RightKind("spc", _("Supplementary protection certificate"), _WHAT, _("national office"), "SPC/GB07/044"),
    RightKind("trade_secret", _("Trade secret"), _("What is secret, in a few words that do not disclose it?")),
    RightKind("gi_agri", _("Geographical indication: food, wine, spirits"), _("Which name?"), _("Union register"),
              "PDO-IT-0002", True),
    RightKind("gi_craft", _("Geographical indication: craft and industrial products"), _("Which name?"),
              _("Union register"), "PGI-FR-0001", True),
    RightKind("plant_variety", _("Plant variety right"), _("Which variety?"),
              _("Community Plant Variety Office or national office"), "EU 12345"),
    RightKind("trade_name", _("Trade name"), _("Which name?"), _("company register, where there is one")),
)  # fmt: skip
RIGHT_KINDS: dict[str, RightKind] = {kind.code: kind for kind in _ALL}

CONDUCT: dict[str, str] = {
    "counterfeit_goods": _("Counterfeit goods made or sold"),
    "medicines": _("Falsified medicines or medical devices"),
    "tobacco": _("Counterfeit or illicit tobacco"),
    "food_and_drink": _("Food, wine or spirits under a protected name"),
    "labels": _("Labels, packaging or security marks copied"),
    "iptv": _("Illegal television over the internet (IPTV), stream or card sharing"),
    "file_sharing": _("File-sharing, torrents"),
    "online_copies": _("Films, music, books or games copied on websites or hosts"),
    "software": _("Software copied, licence keys, circumvented protection"),
    "camcording": _("Recording in a cinema or at an event"),
    "cybersquatting": _("A domain name that contains or imitates the sign"),
    "trade_secret_theft": _("A trade secret taken, disclosed or used"),
    "design_copied": _("A design copied"),
    "invention_used": _("An invention made, sold or used without licence"),
    "variety_propagated": _("A protected variety propagated or sold"),
}


def right_label(code: str) -> str:
    """A kind of right in words; an unknown code as it is."""
    return RIGHT_KINDS[code].label if code in RIGHT_KINDS else code


def conduct_label(code: str) -> str:
    """A kind of conduct in words; an unknown code as it is."""
    return worded(CONDUCT[code]) if code in CONDUCT else code
