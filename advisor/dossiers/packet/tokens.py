"""What of a sentence must survive its translation and can be written otherwise in each language: dates and numbers;
and what must stay as it is: identifiers.

Dates come in figures or in words of any language that dossiers speak; numbers as the sentence's own language writes
them ('1,000.50', '1.000,50', '1 000,50'). An identifier mixes letters, figures and signs (an account, a reference, an
address); it is compared letter by letter.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from babel import Locale

LANGUAGES = ("en", "fr", "de", "es", "it")
DECIMAL: Mapping[str, str] = {"en": "."}  # every other language writes a comma
SPACES = "\u00a0\u202f\u2009"
ORDINAL = r"(?:st|nd|rd|th|er|º|°)?"
ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
FIGURES = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b")
WRAPPING = "()[]{}<>«»“”„\"'’‘,;.:!?…"
IDENTIFIER = re.compile(
    r"@|://|^www\.|^(?=.*[A-Za-z])(?=.*\d)[\w./:#+-]+$|^\d+(?:[/_:-]\d+)+$|^\d{1,3}(?:\.\d{1,3}){3}$"
    r"|^[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|eu|info|biz|io|to|tv|app|example|[a-z]{2})$",
    re.IGNORECASE,
)
NOT_IDENTIFIER = re.compile(
    r"^(?:\d+(?:st|nd|rd|th|er|e|h|º|ª)|\d{1,2}h\d{2}|\d{1,2}:\d{2}(?::\d{2})?)$", re.IGNORECASE
)
MIXED_WORD = re.compile(r"^[A-Za-zÀ-ÿ]+-\d{1,3}$|^\d{1,3}-[A-Za-zÀ-ÿ]{4,}$")  # '30-day', 'Article-31': words
TIME = re.compile(r"\b(\d{1,2})[:h](\d{2})\b")


@dataclass(frozen=True)
class Tokens:
    """Dates as ISO days, numbers in plain notation, identifiers as written; each with how often it occurs."""

    dates: Counter[str]
    numbers: Counter[str]
    identifiers: Counter[str]


@cache
def _months() -> tuple[Mapping[str, int], re.Pattern[str]]:
    names: dict[str, int] = {}
    for code in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for form in ("format", "stand-alone"):
                for number, name in Locale(code).months[form][width].items():
                    names[name.lower().rstrip(".")] = number
    any_month = "|".join(sorted((re.escape(name) for name in names), key=len, reverse=True))
    return names, re.compile(
        rf"\b(?:(?P<d>\d{{1,2}}){ORDINAL}\.?\s+(?:de\s+|of\s+)?)?(?P<m>{any_month})\.?"
        rf"(?:\s+(?P<d2>\d{{1,2}}){ORDINAL},)?(?:\s+(?:de[l]?\s+)?(?P<y>\d{{4}}))\b",
        re.IGNORECASE,
    )


def is_month(word: str) -> bool:
    """Whether a word is a month in any of the languages."""
    return word.lower().rstrip(".") in _months()[0]


def tokens(text: str, language: str) -> Tokens:
    """What must survive in `text`, which is written in `language`."""
    dates: Counter[str] = Counter()
    text = _taken(text, ISO, lambda match: f"{match[1]}-{match[2]}-{match[3]}", dates)
    names, worded = _months()

    def in_words(match: re.Match[str]) -> str:
        day = match["d"] or match["d2"]
        month = f"{match['y']}-{names[match['m'].lower()]:02}"
        return f"{month}-{int(day):02}" if day else month

    text = _taken(text, worded, in_words, dates)
    text = _taken(text, FIGURES, lambda match: f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}", dates)
    found, rest = _identifiers(text)
    return Tokens(dates, numbers(rest, language), found)


def _taken(text: str, pattern: re.Pattern[str], said: object, into: Counter[str]) -> str:
    def note(match: re.Match[str]) -> str:
        into[said(match)] += 1  # type: ignore[operator]
        return " ; "

    return pattern.sub(note, text)


def _identifiers(text: str) -> tuple[Counter[str], str]:
    """The identifiers, and the text without them."""
    found: Counter[str] = Counter()
    rest = []
    for word in re.split(r"([ \t\n]+)", text):
        bare = word.strip(WRAPPING)
        if bare and IDENTIFIER.search(bare) and not NOT_IDENTIFIER.match(bare) and not MIXED_WORD.match(bare):
            found[bare] += 1
            rest.append(" ; ")
        else:
            rest.append(word)
    return found, "".join(rest)


def numbers(text: str, language: str) -> Counter[str]:
    """Every number in plain notation: '1000.5'. A time of day counts as two."""
    decimal = DECIMAL.get(language, ",")
    groups = f"[{'.' if decimal == ',' else ','}' {SPACES}]" if language != "en" else f"[,'{SPACES}]"
    text = TIME.sub(lambda match: f"{match[1]} ; {match[2]}", text)
    pattern = re.compile(
        rf"(?<![\d.,])\d{{1,3}}(?:{groups}\d{{3}})+(?:{re.escape(decimal)}\d+)?(?!\d)|\d+(?:{re.escape(decimal)}\d+)?"
    )
    return Counter(_plain(match[0], decimal) for match in pattern.finditer(text))


def _plain(written: str, decimal: str) -> str:
    whole, _, part = written.partition(decimal)
    digits = re.sub(r"\D", "", whole).lstrip("0") or "0"
    part = part.rstrip("0")
    return f"{digits}.{part}" if part else digits
