"""Identifiers and amounts in a text: addresses, accounts, numbers, names of accounts; and whether they can be right."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from babel.numbers import list_currencies

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.U)
URL = re.compile(r"\bhttps?://[^\s<>\"')\]]+", re.I)
IPV4 = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3})(?![\d.]*\d)")
IPV6 = re.compile(
    r"(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}(?::?[0-9a-f]{1,4})?(?![\w:])"
    r"|(?<![\w:])(?:[0-9a-f]{1,4}:)+:[0-9a-f:]*[0-9a-f](?![\w:])",
    re.I,
)  # fmt: skip
DOMAIN = re.compile(
    r"(?<![\w@./-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:com|net|org|info|biz|shop|store|online|site|tv|app|io"
    r"|co|eu|example|test|invalid|onion|[a-z]{2})(?![\w@-])",
    re.I,
)  # fmt: skip
PHONE = re.compile(r"(?<![\w.])(?:\+|00)\d[\d ()/-]{6,18}\d(?![\w-])")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{4}){2,7}(?:[ \u00a0]?[A-Z0-9]{1,3})?\b")
WALLET = re.compile(r"\b(?:bc1[a-z0-9]{20,60}|0x[0-9a-fA-F]{40}|[13][1-9A-HJ-NP-Za-km-z]{25,34})\b")
HANDLE = re.compile(r"['‘’\"“”«»]([\w.-]*[\w]{2,}[\w.-]*)['‘’\"“”«»]|(?<![\w@.])@(\w{3,})")
CUED = re.compile(
    r"\b(?:account|accounts|user|customer|profile|number|no\.?|nr\.?|n\.?º|id|identifier|title|imei|imsi|iccid"
    r"|serial|vin|container|licen[cs]e plate|plate|"
    r"registered|registration|register|parcel|plot|vessel|ship|boat|yacht|van|lorry|truck|trailer|tanker|motorcycle"
    r"|bus|imo|vin|car|vehicle|policy|konto|compte|cuenta|conto|kenteken|wallet|"
    r"kennzeichen|matricule)\s*(?:number|numbers|no\.?|nr\.?|id|under|of|the|:|is|in)?[\s:#(]*"
    r"((?=[\w./-]*\d|(?-i:[A-Z]{1,4}) \d)[A-Z0-9][\w./-]*(?:[ ][A-Z]{0,3}\d[\w./-]*)*)",
    re.I,
)
# A number of a paper, a firm or a right names no account and no thing.
OF_A_PAPER = re.compile(
    r"\b(?:order|judgment|decision|warrant|court|invoice|contract|file|case|registration|register(?:ed)?"
    r"|trade mark|exhibit|article|section|law|act|passport|company)\b[^.;]{0,50}$",
    re.I,
)
IMEI = re.compile(r"\bIMEI\b[^\d]{0,12}(\d[\d -]{13,18}\d)", re.I)
CARD = re.compile(r"\bcard\b[^\d]{0,20}((?:\d{4}[ -]?){3}\d{4})\b", re.I)
HASH = re.compile(r"\bSHA-?(256|1|512)\b[^0-9a-fA-F]{0,12}([0-9a-fA-F]{20,140})\b", re.I)
HASH_LENGTH = {"256": 64, "1": 40, "512": 128}
IBAN_LENGTH = {"AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24}
IBAN_LENGTH |= {"FI": 18, "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IT": 27, "LT": 20, "LU": 20}
IBAN_LENGTH |= {"LV": 21, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24}
CURRENCY = "|".join((*sorted(list_currencies()), "USDT", "€", "£", "¥", r"US\$", r"A\$", r"C\$"))
AMOUNT = re.compile(
    rf"(?P<a>{CURRENCY})\s?(?P<x>\d[\d.,' \u00a0]*\d|\d)|(?P<y>\d[\d.,' \u00a0]*\d|\d)\s?(?P<b>{CURRENCY}|euros?\b"
    rf"|pounds? sterling\b)"
)
BARE_DOLLAR = re.compile(r"(?<![A-Z])\$\s?\d[\d.,]*")
DOLLAR_NAMED = re.compile(r"\b(?:United States dollars?|US dollars?|USD|Canadian dollars?|Australian dollars?)\b", re.I)
# Money by the word beside it, with no currency ('paid 84,300 into', 'a loss of 5,000.'): what is counted has no noun
# behind it but the end of the sentence, a small word or a verb.
MONEY_WORD = re.compile(
    r"\b(?:total\w*|amount\w*|damages?|loss(?:es)?|lost|profits?|fees?|paid|pay(?:s|ing|ments?)?|worth"
    r"|transfer\w*|prices?|value\w*|sums?"
    r"|demand\w*|receiv\w*|earn\w*|owe[sd]?|costs?|took|take[ns]?|claims?|claim(?:ed|ing)|withdr[ae]w\w*"
    r"|deposit\w*|invoice[ds]?|charged"
    r"|collected|credited|debited|remitted|spent|balance|debts?|proceeds|turnover|advance|revenue|gain\w*"
    r"|benefit|money|cash|salary|bribes?"
    r"|ransom|fine|budget|rent|instal\w*|sold|bought|purchased?|obtained|pocketed|wired|sent|lent|borrowed"
    r"|loan|income|tax\w*|duty|duties"
    r"|compensation|refund\w*|invested|investments?|savings|extort\w*|defraud\w*|cheated|stolen|stole|embezzl\w*)\b",
    re.I,
)
MONEY_NUMBER = re.compile(
    r"(?<![\w.,/:#€£$+-])(?<!\bno\. )(?<!number )(?:(?P<grouped>\d{1,3}(?:[.,' \u00a0]\d{3})+(?:[.,]\d\d)?"
    r"|\d+[.,]\d\d|\d+(?:[.,]\d+)? (?:million|billion|thousand)"
    r"|\d+[.,]\d+ ?[km]\b)|(?P<plain>\d{3,}))"
    r"(?![\w%€£/:-]|[.,' ]?\d|\s?(?:%|€|£|(?-i:[A-Z]{3})\b|\$))"
    r"(?=\s*(?:[.,;)](?!\d)|$|(?:left|went|came|flowed|reached|remain\w*|arrived|moved|passed|disappeared|to|from"
    r"|in|into|on|onto|by|for|and|was|were|is|are|had|has|with|at|via"
    r"|through|out|per|which|who|that|as|each"
    r"|over|after|before|between|during|when|while|back|off|altogether|alone|a|the|his|her|their|this)\b))",
    re.I,
)
MONEY_BEHIND = re.compile(
    r"\s+(?:was|were|is|are|has|have|had|being|in)\s+(?:been\s+)?(?:\w+\s+)?(?:paid|cash|transferred|wired"
    r"|withdrawn|lost|deposited|owed|invoiced|credited)\b",
    re.I,
)
BEFORE_MONEY = 45
NO_MONEY = re.compile(
    r"\b(?:number|no|page|section|article|paragraph|exhibit|file|register\w*|port|room|case|invoice"
    r"|invoices|order|orders|policy|id|code|plate|flight|year"
    r"|january|february|march|april|may|june|july|august|september|october|november|december|in|since"
    r"|until|by|of (?:18|19|20))\W*(?:no\W*)?$",
    re.I,
)
NEXT_TO_MONEY = re.compile(
    r"(?:total of|amounts? to|amounted to|damage of|loss of|losses of|profit of|fee of|paid|pay|worth"
    r"|transferred|price of|value of|sum of"
    r"|amount of|demanded|owes?|cost|balance of|debt of|proceeds of|ransom of|bribe of|fine of|payment of"
    r"|price was|price is)"
    r"\s+(?:about |some |of |only |over |nearly |almost |around |roughly |back )?$",
    re.I,
)


@dataclass(frozen=True)
class Identifier:
    """`kind`: email, url, ip, domain, phone, iban, wallet, handle or number; `value` as typed."""

    kind: str
    value: str

    @property
    def bare(self) -> str:
        """Without spaces and signs, in small letters."""
        return re.sub(r"[\s()/.-]+" if self.kind in ("phone", "iban", "number") else r"\s+", "", self.value).lower()


def identifiers(text: str) -> tuple[Identifier, ...]:
    """Every identifier of a text, each kind after what contains it: a domain inside an e-mail address counts once."""
    found: list[Identifier] = []
    rest = text
    for kind, pattern in (
        ("url", URL), ("email", EMAIL), ("iban", IBAN), ("wallet", WALLET), ("phone", PHONE), ("ip", IPV4),
        ("ip", IPV6),
        ("domain", DOMAIN),
    ):  # fmt: skip
        for match in pattern.finditer(rest):
            if kind != "domain" or (match[0].lower().count(".") and not _initials(match[0])):
                found.append(Identifier(kind, match[0].rstrip(".,;")))
        rest = pattern.sub(lambda match: " " * len(match[0]), rest)
    found += [
        Identifier("number", match[1])
        for match in CUED.finditer(rest)
        if _numbered(match[1]) and not OF_A_PAPER.search(rest[max(0, match.start() - 60) : match.start(1)])
    ]
    found += [Identifier("handle", match[1] or match[2]) for match in HANDLE.finditer(rest)]
    return tuple(found)


def _initials(text: str) -> bool:
    """'S.A', 'p.a', 'e.g': letters with stops, no name on a network."""
    return all(len(part) <= 2 for part in text.split(".")) or text.lower() in ("sp.z", "no.de")


def _numbered(text: str) -> bool:
    return sum(character.isdigit() for character in text) >= 4 and not re.fullmatch(r"(?:19|20)\d\d\.?", text)


def malformed(text: str) -> Iterator[str]:
    """Identifiers of a text that cannot be right."""
    for match in IPV4.finditer(text):
        if any(int(part) > 255 for part in match[1].split(".")) and not re.search(
            r"(?:version|v)\s*$", text[: match.start()]
        ):
            yield match[1]
    yield from (match[0] for match in IBAN.finditer(text) if not iban_right(match[0]))
    yield from (match[1] for match in IMEI.finditer(text) if not _luhn(match[1]))
    yield from (match[1] for match in CARD.finditer(text) if not _luhn(match[1]))
    yield from (match[2] for match in HASH.finditer(text) if len(match[2]) != HASH_LENGTH[match[1]])
    for broken in re.finditer(r"(?<!\S)[\w.+-]*@[\w.+-]*@[\w@.-]*|(?<!\S)[\w.+-]+(?:\.@|@\.)[\w.-]+", text):
        yield broken[0]
    for broken in re.finditer(r"(?<!\S)[\w.+-]+@(?:[\w-]+(?=[\s,;]|\.?$)|[\w.-]*\.\.[\w.-]*)", text):
        yield broken[0]
    for broken in re.finditer(r"\bhttps?:/[^/\s]\S*|\bhttp//\S+|\b(?:www|WWW)\.[^\s.]+(?=[\s,;]|$)", text):
        yield broken[0]


def iban_right(text: str) -> bool:
    """Length for the State, and the check digits. What begins like no State of the list is not judged by its length."""
    plain = re.sub(r"\s", "", text).upper()
    if len(plain) != IBAN_LENGTH.get(plain[:2], len(plain)):
        return plain[:2] not in IBAN_LENGTH
    if plain[:2] not in IBAN_LENGTH:
        return True
    moved = plain[4:] + plain[:4]
    return int("".join(str(int(character, 36)) for character in moved)) % 97 == 1


def _luhn(text: str) -> bool:
    digits = [int(character) for character in re.sub(r"\D", "", text)]
    doubled = (sum(divmod(digit * 2, 10)) if place % 2 else digit for place, digit in enumerate(reversed(digits)))
    return sum(doubled) % 10 == 0


def amounts(text: str) -> tuple[tuple[str, str], ...]:
    """(currency, digits) of every amount that names its currency."""
    found = []
    for match in AMOUNT.finditer(text):
        currency = {"€": "EUR", "£": "GBP", "euro": "EUR", "euros": "EUR"}.get(said := match["a"] or match["b"], said)
        number = re.sub(r"[.,]\d\d$", "", (match["x"] or match["y"]).strip(" .,'\u00a0"))
        found.append((currency, re.sub(r"\D", "", number)))
    return tuple(found)


def without_currency(text: str) -> Iterator[str]:
    """Amounts that name no currency, or only a dollar."""
    for match in MONEY_NUMBER.finditer(text):
        before = text[max(0, match.start() - BEFORE_MONEY) : match.start()].rpartition(". ")[2]
        if NO_MONEY.search(before) or re.search(rf"(?:{CURRENCY})\s?$", before):
            continue
        behind = MONEY_BEHIND.match(text, match.end())
        if behind or (MONEY_WORD.search(before) if match["grouped"] else NEXT_TO_MONEY.search(before)):
            yield match[0]
    if not DOLLAR_NAMED.search(text):
        yield from (match[0] for match in BARE_DOLLAR.finditer(text))


def near(one: str, other: str) -> bool:
    """Whether two identifiers differ by one character, by two beside each other, or by one left out: a slip."""
    if one == other or abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 4:
        return False
    if len(one) == len(other):
        apart = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(apart) == 1:
            return True
        return len(apart) == 2 and one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]
    short, long = sorted((one, other), key=len)
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))
