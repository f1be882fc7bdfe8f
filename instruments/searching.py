"""Words for searching: no accents, no case, numbers and their parts as words of their own.

`normalised` is used on both sides, so "Règlement 655/2014", "reglement 655/2014" and "655 2014" meet. A search text
holds the strong words first (code, aliases, title, numbers, articles) and the weak ones (scope, notes) after a bar.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

_WORD = re.compile(r"[a-z0-9]+(?:/[a-z0-9]+)*")
_CELEX = re.compile(r"[0-9]([0-9]{4})[A-Z]+0*([0-9]+)")
_SERIES = re.compile(r"(?<![0-9])([0-9]{2,4})-([0-9]{2,4})(?![0-9])")
# Letters that do not come apart into a letter and an accent.
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "œ": "oe", "þ": "th", "ð": "d"})
# Words people use for what the book calls otherwise.
_ALSO = {
    "letters-rogatory": "letter of request commission rogatoire",
    "budapest-convention": "cybercrime convention ets 185",
    "eio": "european investigation order",
    "eaw": "european arrest warrant",
    "eapo-655-2014": "european account preservation order bank attachment",
    "e-evidence-regulation": "epoc european production order preservation order",
    "untoc": "palermo convention organised crime",
}
# The kinds of acts as other languages call them.
_KIND_WORDS = {
    "eu-regulation": "regulation reglement verordnung reglamento regolamento rozporzadzenie",
    "eu-directive": "directive directiva richtlinie direttiva dyrektywa",
    "eu-framework-decision": "framework decision decision-cadre rahmenbeschluss decision marco decisione quadro",
    "convention": "convention treaty ubereinkommen convenio convenzione konwencja",
    "protocol": "protocol protocole protokoll protocolo protocollo",
    "bilateral-agreement": "agreement accord abkommen acuerdo accordo",
}
STRONG, WEAK, EXACT = 6, 1, 60


def normalised(text: str) -> str:
    """Lower case, without accents, words apart by one space; a number with a slash also as its parts."""
    words: list[str] = []
    for word in _words(text):
        words.append(word)
        if "/" in word:
            words.extend(word.split("/"))
    return " ".join(words)


def query_words(text: str) -> list[str]:
    """The words of a question; a number with a slash stays whole."""
    return list(dict.fromkeys(_words(text)))


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return _WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))


def weight(text: str, words: Iterable[str], exact: Iterable[str] = ()) -> int:
    """How well a search text answers: 0 unless every word stands in it, more for strong words and whole ones.

    A number must stand as a whole word ("29" is not found in "2900"); letters may begin a word. `exact` names (code,
    aliases) that equal the whole question weigh most.
    """
    asked = list(words)
    strong, _, weak = text.partition(" | ")
    total = 0
    for word in asked:
        found = _word_weight(word, f"{strong} ", f" {weak}")
        if not found:
            return 0
        total += found
    if total and "-".join(asked) in {name.lower() for name in exact}:
        total += EXACT
    return total


def found_keys(rows: Iterable[tuple[str, str]], words: list[str]) -> list[str]:
    """The keys of (key, search text) rows that hold every word, in their strong part if any does, else anywhere."""
    held = list(rows)
    strong = [key for key, text in held if weight(text.partition(" | ")[0] + " | ", words)]
    return strong or [key for key, text in held if weight(text, words)]


def _word_weight(word: str, strong: str, weak: str) -> int:
    whole = f" {word} "
    if whole in strong:
        return 2 * STRONG
    if not word[0].isdigit() and f" {word}" in strong:
        return STRONG
    if whole in weak:
        return 2 * WEAK
    return WEAK if not word[0].isdigit() and f" {word}" in weak else 0


def instrument_search_text(record: dict[str, Any]) -> str:
    """The search text of an instrument: strong words, a bar, weak words."""
    weak = [record["ip_scope"], record["bound_states"], record["notes"], record.get("replacement_note") or ""]
    return _joined(instrument_names(record), weak)


def instrument_names(record: dict[str, Any]) -> list[str]:
    """Everything an instrument is called by: code, aliases, titles, numbers."""
    identifiers = record.get("identifiers") or {}
    return [
        record["code"],
        *(record.get("aliases") or []),
        record["short_title"],
        record["title"],
        *(f"{name} {value}" for name, value in identifiers.items()),
        *_celex_numbers(identifiers),
        *(f"{first}/{second}" for first, second in _SERIES.findall(record["code"])),
        _ALSO.get(record["code"], ""),
        _KIND_WORDS.get(record["kind"], ""),
    ]


def provision_search_text(record: dict[str, Any], names: Iterable[str] = ()) -> str:
    """The search text of a provision; `names` are those of its instrument."""
    strong = [record["id"], *names, record["measure"].replace("_", " ")]
    strong += [f"art {article}" for article in record["articles"]]
    return _joined(strong, [record["form"], record["channel"], record.get("notes") or ""])


def network_search_text(record: dict[str, Any]) -> str:
    """The search text of a network."""
    weak = [record["members"], record["who_may_use"], record["can_do"], record["limits"]]
    return _joined([record["code"], record["name"]], weak)


def state_search_text(record: dict[str, Any]) -> str:
    """The search text of a State: name and codes."""
    return _joined([record["name"], record["iso2"], record["iso3"]], [record["notes"]])


def measure_search_text(code: str, name: str) -> str:
    """The search text of a measure."""
    return _joined([code.replace("_", " "), name], [])


def _joined(strong: Iterable[str], weak: Iterable[str]) -> str:
    return f" {normalised(' '.join(strong))} | {normalised(' '.join(weak))} "


def _celex_numbers(identifiers: dict[str, str]) -> list[str]:
    """655/2014 and 2014/655 out of 32014R0655: people write an act either way round."""
    found = []
    for value in identifiers.values():
        match = _CELEX.match(str(value))
        if match:
            found += [f"{match[2]}/{match[1]}", f"{match[1]}/{match[2]}"]
    return found
