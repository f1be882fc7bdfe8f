"""Ways in which a return comes back wrong: each takes the targets of a clean return and spoils one thing.

`apply` returns None where there is nothing to spoil at that sentence.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

Targets = dict[int, str | None]  # by sentence number; a missing key: the segment is gone; None: no target
NAMES = {"Mario Rossi": "Mario Russo", "Lindner": "Lindener", "Anna Keller": "Anna Kessler", "Rossi": "Russo"}
IDENTIFIERS = {
    "shop_4471": "shop_4417", "203.0.113.77": "203.0.113.7", "cheap-shoes.example": "cheap-shoe.example",
    "RG-2231/2026": "RG-2213/2026", "sales@": "sale@", "bc1qxy2kg": "bc1qxy2kq", "E-7": "E-1",
    "example-registrar.com": "example-registrar.net",
}  # fmt: skip


@dataclass(frozen=True)
class Mutation:
    """One spoiled return: its operator, the sentence, and the targets."""

    name: str
    sentence: int
    targets: Targets


def _digit(text: str, at: int) -> str | None:
    """The figure at `at` made one higher; a 9 becomes 1."""
    places = [match.start() for match in re.finditer(r"\d", text)]
    if at >= len(places):
        return None
    place = places[at]
    return f"{text[:place]}{'1' if text[place] == '9' else str(int(text[place]) + 1)}{text[place + 1 :]}"


def _replace(table: Mapping[str, str]) -> Callable[[str], str | None]:
    def change(text: str) -> str | None:
        for was, becomes in table.items():
            if was in text:
                return text.replace(was, becomes, 1)
        return None

    return change


def _year(text: str) -> str | None:
    return re.sub(r"\b202[567]\b", "2024", text, count=1) if re.search(r"\b202[567]\b", text) else None


def _lost_number(text: str) -> str | None:
    found = re.search(r"(?<![\w.,/-])\d+ (?=[a-zA-Z])", text)
    return text[: found.start()] + text[found.end() :] if found else None


def _half(text: str) -> str:
    words = text.split(" ")
    return " ".join(words[: max(1, len(words) // 4)])


def one_by_one(sources: Mapping[int, str], clean: Mapping[int, str]) -> Iterator[Mutation]:
    """Every operator at every sentence where it changes something."""
    last = max(clean)
    for number, text in clean.items():
        beside = clean[number + 1 if number < last else number - 1]
        changed: dict[str, str | None] = {
            "empty": "",
            "missing target": None,
            "untranslated": sources[number],
            "name altered": _replace(NAMES)(text),
            "identifier changed": _replace(IDENTIFIERS)(text),
            "year changed": _year(text),
            "number lost": _lost_number(text),
            "cut short": _half(text),
            "another sentence's text": beside,
            "merged with the next": f"{text} {beside}",
            "first digit": _digit(text, 0),
            "second digit": _digit(text, 1),
            "third digit": _digit(text, 2),
            "number added": f"{text} 99",
        }
        for name, target in changed.items():
            if target is None and name != "missing target":
                continue
            if target != text:
                yield Mutation(name, number, {**clean, number: target})
        yield Mutation("dropped", number, {n: t for n, t in clean.items() if n != number})
