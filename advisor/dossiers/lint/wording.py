"""Where rules of words look: the sentences of typed texts as tokens, phrases in them, and what takes one back."""

from collections.abc import Iterator
from dataclasses import dataclass

from advisor.dossiers.lint.phrases import Phrases, family, phrases, quoted
from advisor.dossiers.lint.reading import Draft, Said
from advisor.dossiers.lint.sentences import sentences
from advisor.dossiers.lint.tokens import Token, tokens

Span = tuple[int, int]


@dataclass(frozen=True)
class Line:
    """One sentence of a typed text, and the one that follows it in the same text. What it quotes is no word of it."""

    one: Said
    text: str
    words: tuple[Token, ...]
    after: str

    def shown(self, span: Span) -> str:
        """The words of a span as typed."""
        return self.text[self.words[span[0]].start : self.words[span[1] - 1].end]

    def near(self, span: Span, name: str, *, before: int, after: int) -> bool:
        """Whether a word of a family stands beside a span, or in it."""
        around = self.words[max(0, span[0] - before) : span[1] + after]
        sign = family(name)
        return any(sign.takes(word) for word in around)


def concrete(line: Line, *families: str) -> set[str]:
    """Words of a sentence that are in none of these families: what it says of this case and of no other."""
    signs = [family(name) for name in families]
    return {
        word.form
        for word in line.words
        if not word.is_number and len(word.form) > 1 and not any(sign.takes(word) for sign in signs)
    }


def lines_of(texts: tuple[Said, ...]) -> Iterator[Line]:
    """The sentences of these texts."""
    for one in texts:
        said = sentences(one.text)
        for place, text in enumerate(said):
            yield Line(one, text, tokens(quoted(text)), said[place + 1] if place + 1 < len(said) else "")


def lines(draft: Draft, *, without: tuple[str, ...] = (), only: tuple[str, ...] = ()) -> Iterator[Line]:
    """The sentences of the prose of a draft, with or without some roles."""
    for line in draft.lines:
        if line.one.role not in without and (not only or line.one.role in only):
            yield line


def overlaps(span: Span, listed: Phrases, line: Line, *, reach: int = 0) -> bool:
    """Whether one of other phrases stands over a span, or begins within so many words behind it."""
    begin = max(0, span[0] - 4)
    around = line.words[begin : span[1] + reach + 12]
    return any(first + begin < span[1] + reach and end + begin > span[0] for first, end in listed.finds(around))


def hedged(line: Line, span: Span) -> bool:
    """Whether a word for a wrongdoer is taken back: 'alleged', 'suspected to be', 'not a', 'whether he is'."""
    begin = max(0, span[0] - 2)
    denied = any(
        word.form in ("not", "no", "never", "if", "whether", "may", "might") for word in line.words[begin : span[0] + 1]
    )
    return denied or line.near(span, "hedge", before=6, after=3)


def said_of(line: Line, name: str, *, unless: str = "") -> Span | None:
    """The first place of a phrase in a sentence that no other phrase takes back."""
    back = phrases(unless) if unless else None
    for span in phrases(name).finds(line.words):
        if back is None or not overlaps(span, back, line):
            return span
    return None
