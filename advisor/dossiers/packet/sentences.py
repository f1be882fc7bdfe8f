"""A text cut into sentences, and put together again: joining the pieces gives back the same text.

Cut at a full stop, question or exclamation mark before a capital, a figure or an opening quote, and at line breaks;
never after an abbreviation, an initial or a figure with a stop (as German writes a day).
"""

import re

from advisor.dossiers.packet.tokens import is_month
from advisor.dossiers.packet.words import known_words

ABBREVIATIONS = known_words("abbreviations")
LONGEST_DAY = 3  # figures of a day, and one more
END = re.compile(r"([.!?…]+[\"'”’»)\]]*)(\s+)(?=[\"'“„«(\[]?[A-ZÀ-ÖØ-Þ0-9])|(\n+)")
LAST_WORD = re.compile(r"([\w.°]+)\.$")


def sentences(text: str) -> list[tuple[str, str]]:
    """(sentence, the white space after it), in order."""
    found: list[tuple[str, str]] = []
    start = 0
    for match in END.finditer(text):
        if match[3] is None and _abbreviated(text[start : match.end(1)], text[match.end() :]):
            continue
        body, space = text[start : match.end(1) if match[3] is None else match.start()], match[2] or match[3]
        if body.strip():
            found.append((body, space))
            start = match.end()
    if text[start:].strip():
        found.append((text[start:], ""))
    return found


def _abbreviated(said: str, rest: str) -> bool:
    word = LAST_WORD.search(said)
    if word is None:
        return False
    last = word[1].lower()
    if last.isdigit():
        return len(last) < LONGEST_DAY and is_month(rest.split(" ", 1)[0])
    return last in ABBREVIATIONS or (len(last) == 1 and word[1].isupper())
