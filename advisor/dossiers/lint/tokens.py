"""A text as tokens: each word with what it may be a form of. Reads: lists/irregular.yaml.

A form is led back to every word that English could have made it from ('hitting': hitting, hitt, hit, hitte): a wrong
one is harmless, for only the words of the lists are looked for.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

TOKEN = re.compile(r"\d[\d.,]*|[^\W\d_]+(?:['’][^\W\d_]+)*")
IRREGULAR = Path(__file__).with_name("lists") / "irregular.yaml"
TWIN = re.compile(r"([b-df-hj-np-tv-z])\1$")


@dataclass(frozen=True)
class Token:
    """One word or number: as typed, what it may be a form of, its place in the text. `first`: it begins the text."""

    text: str
    lemmas: frozenset[str]
    start: int
    end: int
    first: bool

    @property
    def form(self) -> str:
        """As typed, in small letters."""
        return self.text.lower().replace("’", "'")

    @property
    def is_name(self) -> bool:
        """A capital where none is due: a name, or a word that its language writes large."""
        return not self.first and self.text[:1].isupper() and self.text not in ("I", "State", "States")

    @property
    def is_number(self) -> bool:
        return self.text[:1].isdigit()


@cache
def _irregular() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for word, forms in yaml.safe_load(IRREGULAR.read_text(encoding="utf-8")).items():
        for form in forms.split():
            found.setdefault(form, set()).add(word)
    return {form: frozenset(listed) for form, listed in found.items()}


@lru_cache(maxsize=20000)
def lemmas(form: str) -> frozenset[str]:
    """What a form (small letters) may be a form of, itself included."""
    word = re.sub(r"'s$|'$", "", form)
    found = {form, word} | _irregular().get(word, frozenset())
    if len(word) > 3:
        if word.endswith("ies"):
            found.add(f"{word[:-3]}y")
        if word.endswith("es"):
            found.add(word[:-2])
        if word.endswith("s") and not word.endswith("ss"):
            found.add(word[:-1])
    for ending in ("ed", "ing"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 2:
            found |= {stem, f"{stem}e"}
            if TWIN.search(stem):
                found.add(stem[:-1])
            if ending == "ed" and stem.endswith("i"):
                found.add(f"{stem[:-1]}y")
    return frozenset(found)


def _lemmas_of(typed: str, first: bool) -> frozenset[str]:
    """'May' with a capital is the month, unless it begins a question."""
    return frozenset(("=May",)) if typed == "May" and not first else lemmas(typed.lower().replace("’", "'"))


def tokens(text: str) -> tuple[Token, ...]:
    """The words and numbers of a text, in its order."""
    return tuple(
        Token(match[0], _lemmas_of(match[0], place == 0), match.start(), match.end(), place == 0)
        for place, match in enumerate(TOKEN.finditer(text))
    )
