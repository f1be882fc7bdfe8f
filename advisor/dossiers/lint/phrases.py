"""Phrases over tokens: what a rule of words looks for, written as data. Reads: lists/families_<language>.txt,
lists/phrases_<language>.txt, lists/idioms.txt.

A phrase is a row of signs: `word` (any of its forms), `=word` (this form alone), `stem*`, `{family}`, `a|b`, `#` (a
number), `Aa` (a name), `~` or `~5` (up to three or five words of any kind), `^` and `$` (begin and end of the
sentence); `?` behind a sign makes it optional. A family is a list of words, phrases of plain words, and `{families}`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from advisor.dossiers.lint.tokens import Token

FOLDER = Path(__file__).with_name("lists")
GAP = 3
SHORTEST_STEM = 3


@dataclass(frozen=True)
class Sign:
    """One sign of a phrase. `rows`: longer entries of a family, each a row of signs."""

    kind: str  # word, number, name, gap, begin, end
    words: frozenset[str] = frozenset()
    exact: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()
    rows: tuple[tuple["Sign", ...], ...] = ()
    most: int = 0
    optional: bool = False

    def takes(self, token: Token) -> bool:
        """Whether one token is this sign."""
        if self.kind == "number":
            return token.is_number
        if self.kind == "name":
            return token.is_name
        form = token.form
        return (
            bool(token.lemmas & self.words) or form in self.exact or (bool(self.stems) and form.startswith(self.stems))
        )


@dataclass(eq=False)
class Phrases:
    """Many phrases, found by the first word of each."""

    rows: list[tuple[Sign, ...]] = field(default_factory=list)
    by_word: dict[str, list[int]] = field(default_factory=dict)
    by_stem: dict[str, list[int]] = field(default_factory=dict)
    anywhere: list[int] = field(default_factory=list)

    def add(self, row: tuple[Sign, ...]) -> None:
        """Keeps one phrase, under every word that may begin it."""
        number = len(self.rows)
        self.rows.append(row)
        for sign in _openers(row):
            if sign.kind != "word":
                self.anywhere.append(number)
            for word in sign.words | sign.exact:
                self.by_word.setdefault(word, []).append(number)
            for stem in sign.stems:
                self.by_stem.setdefault(stem[:SHORTEST_STEM], []).append(number)

    def finds(self, said: Sequence[Token]) -> Iterator[tuple[int, int]]:
        """(first, end) of every place where one of them stands."""
        yield from _found(self, tuple(said))

    def _places(self, said: Sequence[Token]) -> Iterator[tuple[int, int]]:
        for at, token in enumerate(said):
            likely = [*self.anywhere, *self.by_stem.get(token.form[:SHORTEST_STEM], ())]
            for lemma in token.lemmas:
                likely += self.by_word.get(lemma, ())
            for number in dict.fromkeys(likely):
                end = _match(self.rows[number], 0, said, at)
                if end > at:
                    yield at, end

    def find(self, said: Sequence[Token]) -> tuple[int, int] | None:
        """The first place, or None."""
        return next(self.finds(said), None)

    def inside(self, said: Sequence[Token]) -> bool:
        """Whether one of them stands in these tokens."""
        return self.find(said) is not None


@lru_cache(maxsize=8192)
def _found(held: Phrases, said: tuple[Token, ...]) -> tuple[tuple[int, int], ...]:
    """What is found in a sentence, kept: one that is repeated a thousand times is read once."""
    return tuple(held._places(said))


def _openers(row: Sequence[Sign]) -> Iterator[Sign]:
    """The signs with which a phrase may begin."""
    for sign in row:
        if sign.kind != "begin":
            yield sign
            for inner in sign.rows:
                yield from _openers(inner)
            if not sign.optional:
                return


def _match(row: Sequence[Sign], place: int, said: Sequence[Token], at: int) -> int:
    """Where the phrase ends that begins at a token, or -1."""
    if place == len(row):
        return at
    sign = row[place]
    if sign.kind == "gap":
        ends = (_match(row, place + 1, said, at + more) for more in range(min(sign.most, len(said) - at) + 1))
    elif sign.kind in ("begin", "end"):
        there = at == (0 if sign.kind == "begin" else len(said))
        ends = (_match(row, place + 1, said, at) for _ in range(there))
    else:
        ends = (_match(row, place + 1, said, behind) for behind in _behind(sign, said, at))
    return next((end for end in ends if end >= 0), -1)


def _behind(sign: Sign, said: Sequence[Token], at: int) -> Iterator[int]:
    """Every place behind one sign that begins at a token."""
    for inner in sign.rows:
        end = _match(inner, 0, said, at)
        if end >= 0:
            yield end
    if at < len(said) and sign.takes(said[at]):
        yield at + 1
    if sign.optional:
        yield at


@cache
def _families(language: str) -> dict[str, list[str]]:
    rows = (line.split(":", 1) for line in _lines(f"families_{language}"))
    return {name: listed.strip().split(", ") for name, listed in rows}


@cache
def family(name: str, language: str = "en") -> Sign:
    """The words of a family."""
    words: set[str] = set()
    stems: set[str] = set()
    exact: set[str] = set()
    rows: list[tuple[Sign, ...]] = []
    for entry in _families(language)[name]:
        signs = phrase(entry, language)
        if len(signs) == 1 and signs[0].kind == "word" and not signs[0].optional:
            words |= signs[0].words
            exact |= signs[0].exact
            stems |= set(signs[0].stems)
            rows += signs[0].rows
        else:
            rows.append(signs)
    return Sign("word", frozenset(words), frozenset(exact), tuple(sorted(stems)), tuple(rows))


def phrase(text: str, language: str = "en") -> tuple[Sign, ...]:
    """A phrase as signs."""
    return tuple(_sign(piece, language) for piece in text.split())


def _sign(piece: str, language: str) -> Sign:
    optional = piece.endswith("?") and len(piece) > 1
    piece = piece.removesuffix("?") if optional else piece
    if piece.startswith("~"):
        return Sign("gap", most=int(piece[1:] or GAP))
    if piece in ("^", "$", "#", "Aa"):
        kind = {"^": "begin", "$": "end", "#": "number", "Aa": "name"}[piece]
        return Sign(kind, optional=optional)
    words: set[str] = set()
    exact: set[str] = set()
    stems: set[str] = set()
    rows: tuple[tuple[Sign, ...], ...] = ()
    for one in piece.split("|"):
        if one.startswith("{"):
            held = family(one.strip("{}"), language)
            words, exact, stems, rows = (
                words | held.words,
                exact | held.exact,
                stems | set(held.stems),
                rows + held.rows,
            )
        elif one.endswith("*"):
            stems.add(one[:-1])
        elif one.startswith("="):
            exact.add(one[1:])
        else:
            words.add(one)
    return Sign("word", frozenset(words), frozenset(exact), tuple(sorted(stems)), rows, optional=optional)


def phrases_of(listed: Iterable[str], language: str = "en") -> Phrases:
    """Many phrases at once."""
    held = Phrases()
    for text in listed:
        held.add(phrase(text, language))
    return held


@cache
def _listed(language: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    name = ""
    for line in _lines(f"phrases_{language}"):
        if line.startswith("["):
            name = line.strip("[]")
        else:
            found.setdefault(name, []).append(line)
    return found


def _lines(name: str) -> list[str]:
    """The lines of a list, without its remarks; none where there is no such list."""
    path = FOLDER / f"{name}.txt"
    read = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [line for line in read if line.strip() and not line.startswith(";")]


@cache
def phrases(name: str, language: str = "en") -> Phrases:
    """The phrases of lists/phrases_<language>.txt under a name; none where the language has none."""
    return phrases_of(_listed(language).get(name, ()), language)


@cache
def idioms() -> Phrases:
    """Figures of speech, in English."""
    return phrases_of(_lines("idioms"))


def quoted(text: str) -> str:
    """A text without what it quotes: a figure of speech in a message that is quoted is evidence."""
    return re.sub(r"[\"“«][^\"”»]{0,400}[\"”»]", lambda match: " " * len(match[0]), text)
