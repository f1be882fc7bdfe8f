"""Rules about what is asked of whom and where: identifiers, providers, places, objects, amounts."""

import re
from collections.abc import Iterator

from advisor.dossiers.lint.dates import hours, moments
from advisor.dossiers.lint.measures import DATA, MONEY, ONLINE, PLACED, PROPERTY
from advisor.dossiers.lint.phrases import phrases
from advisor.dossiers.lint.places import place_named
from advisor.dossiers.lint.reading import ASKING, PEOPLE, SUBJECT, Draft
from advisor.dossiers.lint.rules import Place, rule
from advisor.dossiers.lint.said import Said, lines_of
from advisor.dossiers.lint.sentences import sentences
from advisor.dossiers.lint.values import identifiers, malformed, without_currency
from advisor.dossiers.lint.wording import overlaps, said_of

NETWORK = {"email", "url", "ip", "domain", "handle", "phone", "wallet"}
WEB = {"url", "domain", "ip"}
PROFILE = re.compile(
    r"\b(?:account|user|profile|channel|seller|handle|page|shop|store|group|member"
    r"|uploader)\w*\W{1,4}(?:name\W{1,3})?['‘’\"“”«@]\w",
    re.I,
)
THING = re.compile(
    r"\b(?:flat|house|apartment|land|plot|parcel|vehicle|car|boat|vessel|yacht|aircraft|shares?|safe|jewel\w*"
    r"|painting|goods|consignment|container|pairs?|stock)\b"
    r"[^.;]{0,60}\d",
    re.I,
)  # fmt: skip
FIRM_CUE = re.compile(
    r"(?:kept|held|hosted|stored|operated|run|registered|maintained|provided|opened|obtained|needed|asked)\s+(?:by"
    r"|with|at|from)\s+(?:the\s+)?(?:bank|provider|operator|company|registrar|host|firm)?\s*(?-i:[A-ZÀ-Þ][\w&.-]+)"
    r"|(?:provider|operator|host|bank|registrar|platform|institution|exchange|custodian)\s*(?:is|:|,|named"
    r"|called)?\s+(?-i:[A-ZÀ-Þ][\w&.-]+)"
    r"|\bwith\s+(?-i:(?:[A-ZÀ-Þ][\w&.-]+\s+)+(?:Bank|Pankki|Banka|Banque|Banco|Banca|Sparkasse|Broadband|Mobile"
    r"|Cellular|Telecom|Hosting|Names|Social|Mail)\b)"
    r"|(?-i:\b[A-ZÀ-Þ][\w&.-]*\s*(?:Bank|Pankki|Banka|Banque|Banco|Banca|Bankas|Sparkasse|Hosting|Telecom|Telekom"
    r"|Cellular|Pay)\b)"
    r"|(?-i:\b(?:Bank|Banque|Banco|Banca|Caixa|Caja|Caisse|Cassa|Sparkasse|Kasa)\s+(?:of|do|da|dos|del|della|de|du|di"
    r"|d')?\s*[A-ZÀ-Þ]\w+)",
    re.I,
)  # fmt: skip
FORMED = re.compile(
    r"\b[A-ZÀ-Þ][\w&-]+(?:\s+[\w&-]+){0,4}\s+(?:Ltd|Limited|Inc|LLC|plc|PLC|GmbH|AG|SE|S\.?A\.?|SARL|SAS|B\.?V\.?"
    r"|N\.?V\.?|S\.?L\.?|S\.p\.A\.|Oyj?|AB|ASA?|A/S|ApS|OÜ|UAB|SIA|Ltda|PCL|Corp|Co\.|s\.r\.o\.|Kft|Zrt|d\.o\.o\."
    r"|K\.K\.)\b",
)  # fmt: skip
WELL_KNOWN = re.compile(
    r"\b(?:Google|Gmail|Meta|Facebook|Instagram|WhatsApp|Microsoft|Outlook|Apple|iCloud|Amazon|Telegram|Signal"
    r"|TikTok|Snap(?:chat)?|Discord|Twitter|PayPal|Revolut|Wise|N26|Stripe|Binance|Coinbase|Kraken|Cloudflare|OVH"
    r"|Hetzner|GoDaddy|Namecheap|Vodafone|Orange|Telef[oó]nica|Alibaba|eBay|Proton)\b",
)  # fmt: skip
REGISTER = re.compile(
    r"\b(?:register of (?:bank )?accounts|(?:bank )?account register|central register|search(?:ing)? the register"
    r"|whatever bank|any bank)\b",
    re.I,
)  # fmt: skip
OF_THE_HOLDER = re.compile(
    r"\b(?:holders?|owners?|company|firm|customer|client|suspect|accused|society|name of|belonging to|of|by)"
    r"[\s:,]*(?:the )?(?:company |firm )?$",
    re.I,
)
USER_OF = re.compile(r"\b(?:user|subscriber|customer|holder|who used|identity)\b", re.I)


@rule("identifier-missing")
def identifier_missing(draft: Draft) -> Iterator[Place]:
    kinds = draft.kinds
    if not kinds.among(DATA, MONEY, PROPERTY, ONLINE, {"criminal.interception"}):
        return
    roles = ASKING | {"account", "link", "other", "reason", "necessity", "unplaced", "procedure", "persons"}
    said = [one for one in draft.said if one.role in roles]
    found = {item.kind for one in said for item in identifiers(one.text)}
    if kinds.among(ONLINE):
        good = bool(found & WEB) or any(PROFILE.search(one.text) for one in said)
    elif kinds.among(PROPERTY, MONEY):
        good = bool(found & {"iban", "number", "wallet", "phone", "ip", "domain"}) or any(
            THING.search(one.text) for one in said if one.role in ASKING or one.role == "other"
        )
        good = good or any(_holder_known(one.text) for one in draft.asked)
    else:
        good = bool(found & (NETWORK | {"number", "iban"}))
    if not good:
        yield draft.where("identifiers", "particulars"), draft.all_text("subject")


def _holder_known(text: str) -> bool:
    """The holder of an account by name, with a day of birth or a registration number."""
    return bool(
        re.search(r"\b(?:holder|name of|in the name)\b", text, re.I) and (moments(text) or re.search(r"\d{5,}", text))
    )


@rule("identifier-malformed")
def identifier_malformed(draft: Draft) -> Iterator[Place]:
    for one in draft.said:
        for what in malformed(one.text):
            yield one.place, what


@rule("ip-without-time")
def ip_without_time(draft: Draft) -> Iterator[Place]:
    if draft.kinds.variant not in ("subscriber", "user_identification") and "subscriber" not in draft.kinds.measure:
        return
    shown = [one for one in draft.prose if any(item.kind == "ip" for item in identifiers(one.text))]
    asked = [one for one in shown if USER_OF.search(one.text)]
    timed = any(hours(one.text) and moments(one.text) for one in draft.prose)
    if asked and not timed:
        yield asked[0].place, next(item.value for item in identifiers(asked[0].text) if item.kind == "ip")


@rule("place-missing")
def place_missing(draft: Draft) -> Iterator[Place]:
    if not draft.kinds.among(PLACED):
        return
    roles = ASKING | {"account", "link", "other", "procedure", "reason", "necessity"}
    if not any(place_named(one.text) for one in draft.said if one.role in roles):
        yield draft.where("location", "particulars"), draft.all_text("subject")


@rule("provider-unnamed")
def provider_unnamed(draft: Draft) -> Iterator[Place]:
    kinds = draft.kinds
    if kinds.among({"criminal.asset_freezing", "civil.account_preservation"}):
        applies = bool(
            re.search(
                r"\baccounts?\b|\bIBAN\b|\bbalances?\b|\bbank\b|\bdeposits?\b|\bcredit\b",
                draft.all_text("subject", "particulars"),
                re.I,
            )
        )
    else:
        applies = kinds.among(DATA, MONEY)
    if (
        not applies
        or any(not AUTHORITY.search(one.text) for one in draft.of("receiver"))
        or (draft.matter.kind in ("order", "letter") and not draft.blank("receiver"))
    ):
        return
    said = [
        one
        for one in draft.said
        if one.role not in PEOPLE - {"receiver"} and one.role not in ("persons", "more", "translation")
    ]
    known = (FIRM_CUE, WELL_KNOWN, REGISTER)
    asked = (
        [one for one in said if one.role in ASKING | {"receiver"}] if kinds.among(MONEY) else said
    )  # a firm that paid is no bank
    formed = any(_who_keeps(one.text, kinds.among(MONEY)) for one in asked)
    if not formed and not any(pattern.search(one.text) for one in said for pattern in known):
        yield draft.where("receiver", "particulars", "identifiers"), draft.all_text("subject")


AUTHORITY = re.compile(
    r"\b(?:office|court|prosecut\w*|ministr\w+|authorit\w+|tribunal|department|procura\w*|procureur"
    r"|staatsanw\w+|fiscal\w*|attorney|judge"
    r"|central|police|directorate|agency|unit|home secretary|gericht\w*|parquet|prokurat\w+)\b",
    re.I,
)


def _who_keeps(text: str, bank: bool) -> bool:
    """Whether a firm is named that is not itself the holder whose money is asked about."""
    return any(
        not bank or not OF_THE_HOLDER.search(text[max(0, match.start() - 40) : match.start()])
        for match in FORMED.finditer(text)
    )


@rule("whole-account")
def whole_account(draft: Draft) -> Iterator[Place]:
    if not draft.kinds.among(DATA, MONEY, {"criminal.interception"}):
        return
    for line in lines_of(_asks(draft)):
        if span := said_of(line, "whole", unless="whole_unless"):
            yield line.one.place, line.shown(span)


@rule("items-unlimited")
def items_unlimited(draft: Draft) -> Iterator[Place]:
    if not draft.kinds.among({"criminal.search_and_seizure", "civil.goods_seizure", "domestic.seizure"}):
        return
    tied, vaguely = phrases("items_unless"), phrases("vaguely_tied")
    for line in lines_of(_asks(draft)):
        for span in phrases("items").finds(line.words):
            if not overlaps(span, tied, line, reach=4) or overlaps(span, vaguely, line, reach=6):
                yield line.one.place, line.shown(span)
                break


def _asks(draft: Draft) -> tuple[Said, ...]:
    """What is asked for, and the sentences elsewhere that ask."""
    more = tuple(
        Said(one.place, one.role, said)
        for one in draft.of("other", "procedure", "link", "reason", "account", "necessity")
        for said in sentences(one.text)
        if re.search(
            r"\b(?:please|kindly|(?:take|bring) along|we (?:ask|request|need|require)|is requested|are requested"
            r"|to be (?:seized|handed over"
            r"|disclosed|provided|produced|secured|taken|collected|copied|examined)|requested|(?:shall|should|must"
            r"|is to|are to)"
            r"(?: also)? (?:be )?(?:seize|secure|take|collect|hand|provide|produce|disclose|examine|search)\w*)\b",
            said,
            re.I,
        )
    )
    return draft.asked + more


@rule("amount-without-currency")
def amount_without_currency(draft: Draft) -> Iterator[Place]:
    for one in draft.prose:
        for what in without_currency(one.text):
            yield one.place, what


__all__ = ["SUBJECT"]
