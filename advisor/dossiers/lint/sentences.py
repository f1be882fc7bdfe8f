"""A text as sentences and words."""

import re

END = re.compile(r"(?<=[.!?])[\"”»)]?\s+(?=[A-ZÀ-Þ“\"«(\[])|\n+")
# A stop after these ends no sentence.
SHORT = re.compile(
    r"\b(?:art|arts|no|nr|para|sec|cf|e\.g|i\.e|Mr|Mrs|Ms|Dr|Prof|St|Str|vs?|approx|vol|p|pp|Inc|Ltd|Co|Corp|sub"
    r"|ul|vul|S\.p\.A|S\.A|S\.L|B\.V|N\.V|Mme|Dott|mr|Nos|tel)\.$",
    re.I,
)
WORD = re.compile(r"[^\W\d_][\w'’-]*")


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text."""
    found: list[str] = []
    for piece in END.split(text):
        if found and SHORT.search(found[-1]) and found[-1] and not found[-1].endswith("\n"):
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.append(piece.strip())
    return tuple(piece for piece in found if piece)


def words(text: str) -> tuple[str, ...]:
    """The words of a text, in small letters."""
    return tuple(word.lower() for word in WORD.findall(text))


LONG_TOKEN = re.compile(r"(\S{200})\S+")
LONG_SPACE = re.compile(r"(\s{3})\s+")


def calmed(text: str) -> str:
    """The text as the rules read it: a run of more than 200 signs without a space is no word that a rule knows and is
    cut there, and a long run of spaces too, so that reading costs the length of a text and never its square."""
    return LONG_SPACE.sub(r"\1", LONG_TOKEN.sub(r"\1", text))
