"""Which characters the bundled fonts can draw. What they cannot is printed by its number, never as an empty box.

Reads: fonts/coverage.txt, once per process: the code points of the fonts beside it, as ranges (the fonts' own tables
would cost each renderer 22 MB). `python -m advisor.dossiers.coverage` writes it anew after a change of the fonts.
"""

import re
import unicodedata
from bisect import bisect_right
from functools import cache
from itertools import chain
from pathlib import Path

FONTS = Path(__file__).resolve().parent / "fonts"
RANGES = FONTS / "coverage.txt"
LONGEST_WORD = 200
LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")
INVISIBLE = {"Zs", "Zl", "Zp", "Cf", "Cc", "Mn", "Me"}  # space, format, line ends, and marks that shaping places


@cache
def _edges() -> tuple[int, ...]:
    """First and first-after-last code point of every covered range, in order."""
    lines = RANGES.read_text(encoding="ascii").split()
    pairs = (line.split("-") for line in lines)
    return tuple(chain.from_iterable((int(first, 16), int(last, 16) + 1) for first, last in pairs))


def covers(code: int) -> bool:
    """Whether one of the fonts has a glyph for this code point."""
    return bool(bisect_right(_edges(), code) % 2)


def of_the_fonts() -> frozenset[int]:
    """Every code point that one of the fonts has a glyph for, read from the fonts themselves."""
    from fontTools.ttLib import TTFont

    found: set[int] = set()
    for path in sorted(FONTS.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            found.update(font.getBestCmap())
    return frozenset(found)


def ranges_of(codes: frozenset[int]) -> str:
    """Code points as lines `first-last`, in hexadecimal."""
    ranges: list[list[int]] = []
    for code in sorted(codes):
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{first:X}-{last:X}\n" for first, last in ranges)


def breakable(text: str) -> str:
    """The text with places to break inside words of over LONGEST_WORD characters, which would cost layout minutes."""
    if len(text) <= LONGEST_WORD:
        return text
    return LONG_WORD.sub("\\g<0>\u200b", text)


def drawable(text: str) -> str:
    """The text with each character that has no glyph said by its number: [U+1F4A9]; one that is only another number of
    a character with a glyph (the doubles of Korean standards) by that glyph."""
    if text.isascii():
        return text
    return "".join(map(_drawn, text))


@cache
def _drawn(character: str) -> str:
    if covers(ord(character)) or unicodedata.category(character) in INVISIBLE:
        return character
    same = unicodedata.normalize("NFC", character)
    if same != character and all(covers(ord(part)) for part in same):
        return same
    return f"[U+{ord(character):04X}]"


if __name__ == "__main__":
    RANGES.write_text(ranges_of(of_the_fonts()), encoding="ascii")
