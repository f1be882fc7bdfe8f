"""Rules about language: into which one a request is translated, whether it is accepted, which one people typed."""

import re
from collections.abc import Iterator
from functools import cache

from babel import Locale

from advisor.dossiers.lint.reading import Draft
from advisor.dossiers.lint.rules import Place, rule
from advisor.dossiers.lint.sentences import sentences, words
from advisor.dossiers.lint.wordlists import stop_words, word_set

MANY = 10
NAMED_IN = ("en", "fr", "de", "es", "it")
KNOWN = sorted(word_set("languages"))
NORWEGIAN, SOUTH_SLAVIC = {"nb", "nn", "no"}, {"bs", "hr", "sr"}
SAME = {code: family for family in (NORWEGIAN, SOUTH_SLAVIC) for code in family}
NOT_THIS = re.compile(r"\b(?:not|no|without|original(?:ly)?|written in|drafted in|drawn up in)\b", re.I)
ANY = re.compile(r"\b(?:acceptable|agreed|per treaty|any\b|provider|network|usually|national|own\b|forum)", re.I)
OFFICIAL = re.compile(
    r"\bofficial language|\blanguage of (?:the )?(?:requested|executing|State|Party|place)|\blanguage of requested",
    re.I,
)
STOPS = stop_words()


@cache
def _names() -> dict[str, str]:
    """A language's name in several languages, in small letters, to its code."""
    found: dict[str, str] = {}
    for code in KNOWN:
        for spoken in (*NAMED_IN, code):
            name = Locale.parse(spoken).languages.get(code) if Locale.parse(spoken) else None
            if name:
                found.setdefault(name.lower(), code)
    return found | {
        "flemish": "nl",
        "norwegian": "no",
        "castilian": "es",
        "romanian": "ro",
        "moldovan": "ro",
        "chinese": "zh",
    }


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, _names()), key=len, reverse=True))})\b", re.I)


def languages_named(text: str) -> set[str]:
    """Codes of the languages that a text names."""
    return {_names()[match[0].lower()] for match in _pattern().finditer(text)}


def _translated_into(text: str) -> set[str]:
    """The languages of the translation: one that is said to be the original's, or is denied, does not count."""
    found: set[str] = set()
    for said in re.split(r"[;,:]|\.\s|(?<=original)\s", text):
        if not NOT_THIS.search(said):
            found |= languages_named(said)
    return found


def _official(draft: Draft) -> set[str]:
    return set(draft.matter.names["states"].get(draft.matter.names["acting_state"], {}).get("languages") or [])


def accepted(draft: Draft) -> tuple[set[str], bool]:
    """(codes of the languages that the receiver accepts, whether the list is certain): its official languages, what it
    declared, and what the basis names."""
    found = _official(draft)
    declared = [row for row in draft.matter.names["declarations"] if "language" in str(row["topic"])]
    for row in declared:
        codes = re.findall(r"\b[a-z]{2}\b", str(row["value"]))
        found |= {code for code in codes if code in KNOWN} | languages_named(str(row["value"]))
    rule_said = str(draft.option.get("languages") or "")
    if not declared:  # what a State declared goes before what the basis allows in general
        found |= languages_named(rule_said)
    for code in list(found):
        found |= SAME.get(code, set())
    certain = bool(declared) or bool(OFFICIAL.search(rule_said)) or not ANY.search(rule_said)
    return found, certain


@rule("language-undeclared")
def language_undeclared(draft: Draft) -> Iterator[Place]:
    place = draft.blank("translation")
    if not place or not draft.kinds.formal:
        return
    good, _ = accepted(draft)
    at_home = set(draft.matter.names["states"].get(draft.matter.case["requesting_state"], {}).get("languages") or [])
    if draft.document.language in good or at_home & good:
        return
    if not any(re.search(r"\btranslat", one.text, re.I) and languages_named(one.text) for one in draft.prose):
        yield place, ""


@rule("language-wrong")
def language_wrong(draft: Draft) -> Iterator[Place]:
    if not draft.kinds.formal:
        return
    good, certain = accepted(draft)
    if not certain and len(_official(draft)) == 0:
        return
    for one in _translations(draft):
        named = _translated_into(one[1])
        world = {"en", "fr", "es"} if not certain else set()
        if named and not named & (good | world):
            yield one


def _translations(draft: Draft) -> Iterator[tuple[str, str]]:
    for one in draft.of("translation"):
        yield one.place, one.text
    for one in draft.of("procedure", "attachments", "other", "account"):
        for said in sentences(one.text):
            if (
                re.search(r"\btranslation (?:in|into|is)\b|\btranslated into\b|\b\w+ translation\b", said, re.I)
                and one.role != "account"
            ):
                yield one.place, said


def _foreign(own: str, said: str) -> bool:
    """Whether a sentence is written in another of the languages that are known by their small words."""
    typed = words(said)
    plain = sum(word[:1].islower() for word in said.split())
    if own not in STOPS or len(typed) < MANY or plain < MANY // 2 or re.search(r"[\"“”«»]", said):
        return False
    counts = {language: sum(word in stops for word in typed) for language, stops in STOPS.items()}
    best = max(counts, key=lambda language: counts[language])
    return best != own and counts[best] >= 3 and counts[best] >= 2 * counts[own] + 2


def foreign_sentence(own: str, text: str, at: int) -> bool:
    """Whether the sentence at a place of a text is in another language than the document: a finding of its own."""
    end = 0
    for said in sentences(text):
        end = text.find(said, end) + len(said)
        if at < end:
            return _foreign(own, said)
    return False


@rule("language-mixed")
def language_mixed(draft: Draft) -> Iterator[Place]:
    for one in draft.prose:
        for said in sentences(one.text):
            if _foreign(draft.document.language, said):
                yield one.place, said
