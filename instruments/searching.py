"""Words for the search column: no accents, no case, numbers and their parts as words of their own.

`normalised` is used on both sides, so "Règlement 655/2014", "reglement 655/2014" and "655 2014" meet. The column
holds the strong words first (code, aliases, title, numbers) and the weak ones (articles, notes) after a bar.
"""

import re
import unicodedata
from typing import Any

_WORD = re.compile(r"[a-z0-9]+(?:/[a-z0-9]+)*")
# Letters that do not come apart into a letter and an accent.
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "œ": "oe", "þ": "th", "ð": "d"})


def normalised(text: str) -> str:
    """Lower case, without accents, words apart by one space; a number with a slash also as its parts."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words: list[str] = []
    for word in _WORD.findall(plain):
        words.append(word)
        if "/" in word:
            words.extend(word.split("/"))
    return " ".join(words)


def search_text(record: dict[str, Any]) -> str:
    """The search column of an instrument record: strong words, a bar, weak words."""
    identifiers = record.get("identifiers") or {}
    strong = [
        record["code"],
        *(record.get("aliases") or []),
        record["short_title"],
        record["title"],
        *identifiers.values(),
        *(f"{name} {value}" for name, value in identifiers.items()),
        *_celex_numbers(identifiers),
        *_series(record["code"]),
    ]
    weak = [record["ip_scope"], record["bound_states"], record["notes"], record.get("replacement_note") or ""]
    return f" {normalised(' '.join(strong))} | {normalised(' '.join(weak))} "


def provision_search_text(record: dict[str, Any]) -> str:
    """The search column of a provision record: its measure and articles, then its words."""
    strong = [record["id"], record["measure"].replace("_", " "), *(f"art {article}" for article in record["articles"])]
    weak = [record["form"], record["channel"], record.get("notes") or ""]
    return f" {normalised(' '.join(strong))} | {normalised(' '.join(weak))} "


def network_search_text(record: dict[str, Any]) -> str:
    """The search column of a network record."""
    strong = [record["code"], record["name"]]
    weak = [record["members"], record["who_may_use"], record["can_do"], record["limits"]]
    return f" {normalised(' '.join(strong))} | {normalised(' '.join(weak))} "


def _celex_numbers(identifiers: dict[str, str]) -> list[str]:
    """655/2014 and 2014/655 out of 32014R0655: people write a regulation either way round."""
    found = []
    for value in identifiers.values():
        match = re.match(r"[0-9]([0-9]{4})[A-Z]+0*([0-9]+)", str(value))
        if match:
            found += [f"{match[2]}/{match[1]}", f"{match[1]}/{match[2]}"]
    return found


def _series(code: str) -> list[str]:
    """655/2014 out of eapo-655-2014."""
    return [f"{first}/{second}" for first, second in re.findall(r"(?<![0-9])([0-9]{2,4})-([0-9]{2,4})(?![0-9])", code)]
