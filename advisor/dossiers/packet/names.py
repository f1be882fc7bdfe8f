"""Proper names in a text: what a translation keeps as it is, or calls by the name that a place has in its language.

Reads: the places of glossary.yaml; States, languages, months and days by Babel. A name is a word or a row of words with
capitals inside a sentence; what a language writes with a capital for another reason (days, nations, institutions, in
German every noun) is no name here. In German only rows of two words and more are taken.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from babel import Locale

from advisor.dossiers.glossary import places
from advisor.dossiers.packet.words import known_words

LANGUAGES = ("en", "fr", "de", "es", "it")
WORD = r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ'’]+(?:-[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ'’]+)*"
LINK = r"(?: (?:de|di|da|del|della|van|von|der|le|la|el|al|ibn|bin) | )"
NAME = re.compile(rf"(?<![\w@./-])(?:{WORD})(?:{LINK}{WORD})*(?![\w@/])")
INFLECTED = r"(?:['’]?s|es|n)?"
COMMON = known_words("capital")


def names_in(text: str, language: str) -> Iterator[str]:
    """Every name of a text in `language`, as written there."""
    for match in NAME.finditer(text):
        words = match[0].split(" ")
        if _begins(text, match.start()):
            words = words[1:] if _is_word(words[0], language) or len(words) == 1 else words
        words = [word for word in words if word]
        if " ".join(words) in _exonyms():
            yield " ".join(words)
            continue
        if not words or any(
            word.lower().strip("'’") in COMMON or word.lower() in _said_of_calendar() for word in words
        ):
            continue
        name = " ".join(words)
        if language == "de" and (words[0].lower() in known_words("measures") or _counted(text, match.start())):
            continue
        if len(words) == 1 and (language == "de" or name.lower() in _nations()):
            continue
        yield name


def _counted(text: str, at: int) -> bool:
    """Whether a figure stands right before: what is counted is a noun."""
    return text[:at].rstrip(" ")[-1:].isdigit()


def _begins(text: str, at: int) -> bool:
    """Whether a sentence begins there, so that the capital says nothing."""
    before = text[:at].rstrip(" \n\"'“„«([")
    return not before or before[-1] in ".!?:;…"


def _is_word(word: str, language: str) -> bool:
    """At a sentence's beginning the first word counts as a word of the language unless a second name follows it."""
    return word.lower() in FIRST_WORDS


FIRST_WORDS = known_words("first")


@cache
def _said_of_calendar() -> frozenset[str]:
    found = set()
    for code in LANGUAGES:
        locale = Locale(code)
        for table in (locale.months, locale.days):
            for form in ("format", "stand-alone"):
                found |= {name.lower().rstrip(".") for name in table[form]["wide"].values()}
    return frozenset(found)


@cache
def _nations() -> frozenset[str]:
    """Languages and nationalities as adjectives, as far as Babel names them."""
    return frozenset(name.lower() for code in LANGUAGES for name in Locale(code).languages.values())


@cache
def _exonyms() -> Mapping[str, frozenset[str]]:
    """How each place and State is called in any of the languages, by each of its names."""
    found: dict[str, frozenset[str]] = {}
    rows = [set(row) for row in places()]
    for code in Locale("en").territories:
        rows.append({str(Locale(language).territories.get(code, "")) for language in LANGUAGES} - {""})
    for row in rows:
        for name in row:
            found[name] = found.get(name, frozenset()) | frozenset(row)
    return found


def is_place(name: str) -> bool:
    """Whether languages may call it by a name of their own: a State, or a place of the glossary."""
    return name in _exonyms()


def survives(name: str, translated: str) -> bool:
    """Whether a name stands in the translation: as it was, or as the place is called in one of the languages."""
    return any(_stands(known, translated) for known in _exonyms().get(name, {name}))


def _stands(name: str, text: str) -> bool:
    words = r"\s+".join(re.escape(word.removesuffix("'s").removesuffix("’s")) + INFLECTED for word in name.split(" "))
    return re.search(rf"(?<!\w){words}(?!\w)", text) is not None
