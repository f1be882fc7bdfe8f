"""How near a citation is to the law itself: an official place, somebody else's page, or memory. Pure.

A page names the official ones first and marks the others; a paper that leaves the house cites others only where no
official one is known. Told by the host, because the register says what a reader found there, not who keeps it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

OFFICIAL, SECONDARY, MEMORY = "official", "secondary", "memory"
ORDER = (OFFICIAL, SECONDARY, MEMORY)

# Those who make the law, keep its register or deposit, or run the network that the row is about.
HOSTS = frozenset({
    "europa.eu", "coe.int", "hcch.net", "un.org", "unodc.org", "wipo.int", "wto.org", "who.int", "oas.org", "upu.int",
    "interpol.int", "overheid.nl", "officielebekendmakingen.nl", "irishstatutebook.ie", "boe.es", "public.lu",
    "parliament.uk", "parlamento.pt", "belgium.be", "opengov.gr", "usdoj.gov", "worldcustoms.org", "wcoomd.org",
    "icann.org", "eurid.eu", "carin-network.org", "iberred.org", "gouv.fr", "admin.ch", "riigiteataja.ee",
    "finlex.fi", "retsinformation.dk", "lovdata.no", "normattiva.it", "gesetze-im-internet.de", "bundesrecht.at",
    "asean.org", "comesa.int",
})  # fmt: skip
_GOVERNMENT = re.compile(r"(^|\.)(gov|gob|gouv|gov\.[a-z]{2}|gob\.[a-z]{2}|gv\.at|go\.[a-z]{2}|govt\.nz|gc\.ca)$")
_HOST = re.compile(r"https?://([^/\s;,)]+)|\b(github\.com)/")
_URL = re.compile(r"https?://[^\s;,)]+")
_AT_SECOND_HAND = re.compile(r"\b(copied|copy|inferred|absent from|encyclopedia|cut off)\b", re.IGNORECASE)
_NAMES_AN_ACT = re.compile(
    r"\b(Regulation|Directive|Decision|Agreement|Convention|Protocol|Treaty|Opinion|Judgment|Act|EUIPO|UNODC)\b"
)


def source_kind(citation: str) -> str:
    """official, secondary or memory. A citation with several addresses is as good as the worst of them."""
    text = citation.strip()
    if text.lower().startswith("memory"):
        return MEMORY
    if _AT_SECOND_HAND.search(text):
        return SECONDARY
    hosts = [first or second for first, second in _HOST.findall(text)]
    if hosts:
        return OFFICIAL if all(_official(host.lower()) for host in hosts) else SECONDARY
    return OFFICIAL if _NAMES_AN_ACT.search(text) else SECONDARY


def _official(host: str) -> bool:
    host = host.partition(":")[0].removeprefix("www.")
    parts = host.split(".")
    return bool(_GOVERNMENT.search(host)) or any(".".join(parts[place:]) in HOSTS for place in range(len(parts)))


@dataclass(frozen=True)
class Cited:
    """A citation with its kind, and its first address where it has one."""

    text: str
    kind: str
    url: str


def sources_cited(citations: Iterable[str]) -> list[Cited]:
    """Each citation once, the official ones first, otherwise in the order given."""
    found = [Cited(text, source_kind(text), _url(text)) for text in dict.fromkeys(citations) if text]
    return sorted(found, key=lambda cited: ORDER.index(cited.kind))


def _url(text: str) -> str:
    match = _URL.search(text)
    return match[0].rstrip(".") if match else ""


def sources_for_paper(citations: Iterable[str]) -> list[str]:
    """What a paper may cite: the official ones; others only where there is none; never memory."""
    cited = sources_cited(citations)
    best = [item.text for item in cited if item.kind == OFFICIAL]
    return best or [item.text for item in cited if item.kind == SECONDARY]
