"""Which characters the bundled fonts can draw. What they cannot is printed by its number, never as an empty box.

Reads: the character maps of advisor/dossiers/fonts/*.ttf, once per process.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parent / "fonts"
LONGEST_WORD = 200
LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")
INVISIBLE = {"Zs", "Zl", "Zp", "Cf", "Cc", "Mn", "Me"}  # space, format, line ends, and marks that shaping places


@cache
def covered() -> frozenset[int]:
    """Every code point that one of the fonts has a glyph for."""
    from fontTools.ttLib import TTFont

    found: set[int] = set()
    for path in sorted(FONTS.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            found.update(font.getBestCmap())
    return frozenset(found)


def breakable(text: str) -> str:
    """The text with places to break inside words of over LONGEST_WORD characters, which would cost layout minutes."""
    if len(text) <= LONGEST_WORD:
        return text
    return LONG_WORD.sub("\\g<0>\u200b", text)


def drawable(text: str) -> str:
    """The text with each character that has no glyph said by its number: [U+1F4A9]."""
    if text.isascii():
        return text
    known = covered()
    return "".join(
        character
        if ord(character) in known or unicodedata.category(character) in INVISIBLE
        else f"[U+{ord(character):04X}]"
        for character in text
    )
