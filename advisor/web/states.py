"""States as people type them: a name in English or French, a code, a common short form. Pure but for Babel's names.

One text box with suggestions stands in for a list of two hundred; several States are separated by commas.
"""

import difflib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

from advisor.languages.words import locale_of, state_worded
from instruments.search_names import STATES
from routing.rules import State

SEPARATORS = ",;\n"
SHOWN = re.compile(r"(?P<name>.+) \((?P<code>[a-z]{2})\)")


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word that is no State of the catalogue, with the nearest names."""

    read: str
    near: tuple[str, ...]


def plain(text: str) -> str:
    """Lower case, no accents, single spaces: how names are compared."""
    straight = text.replace("\u2019", "'")
    bare = "".join(c for c in unicodedata.normalize("NFKD", straight) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


@lru_cache(maxsize=8)
def _index(sha256: str, names: tuple[tuple[str, str, str], ...]) -> dict[str, str]:
    known = {plain(alias): code for alias, code in STATES.items()}
    spoken_here = [code.replace("-", "_") for code, _ in settings.LANGUAGES if code != "en"]
    for language in (*spoken_here, "fr", "en"):
        territories = locale_of(language).territories
        known |= {plain(territories[code]): code for code, _, _ in names if code in territories}
    for code, three, name in names:
        known |= {code.casefold(): code, three.casefold(): code, plain(name): code}
    codes = {code for code, _, _ in names}
    return {word: code for word, code in known.items() if code in codes}


def index_of(states: Mapping[str, State], sha256: str) -> dict[str, str]:
    """What a typed word may be, to the State's code; made once an edition."""
    return _index(sha256, tuple((s.iso2, s.iso3, s.name) for s in states.values()))


def state_of(text: str, index: Mapping[str, str]) -> str | None:
    """The code of one State: a name, a code, or as pages show it in any language, 'Name (CODE)'; else None."""
    word = plain(text)
    if word in index:
        return index[word]
    shown = SHOWN.fullmatch(word)
    code = index.get(shown["name"]) if shown else None
    return code if shown and code == index.get(shown["code"]) else None


def states_read(text: str, index: Mapping[str, str]) -> tuple[list[str], list[Unknown]]:
    """Codes in the order typed, each once, and what could not be read. A name with its own comma is tried whole."""
    if code := state_of(text, index):
        return [code], []
    codes: list[str] = []
    unknown: list[Unknown] = []
    for separator in SEPARATORS[1:]:
        text = text.replace(separator, ",")
    for part in text.split(","):
        word = plain(part).removesuffix(".")
        if not word:
            continue
        found = state_of(word, index)
        if found is None:
            # Two letters are one letter away from a dozen codes: a guess would be noise.
            near = difflib.get_close_matches(word[:60], index, n=3, cutoff=0.7) if len(word) > 2 else []
            unknown.append(Unknown(" ".join(part.split())[:60], tuple(dict.fromkeys(index[name] for name in near))))
        elif found not in codes:
            codes.append(found)
    return codes, unknown


def suggestions(states: Mapping[str, State]) -> list[str]:
    """What the text box offers: 'Name (CODE)', by name."""
    names = [(state_worded(s.iso2, s.name), s.iso2) for s in states.values()]
    return [f"{name} ({code})" for name, code in sorted(names, key=lambda pair: plain(pair[0]))]
