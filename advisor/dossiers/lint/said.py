"""What somebody typed: a text with its role, and its sentences as tokens."""

from collections.abc import Iterator
from dataclasses import dataclass

from advisor.dossiers.lint.phrases import family, quoted
from advisor.dossiers.lint.sentences import sentences
from advisor.dossiers.lint.tokens import Token, tokens

Span = tuple[int, int]
MOST_WORDS = 400  # of one sentence that are read: what is longer is no sentence


@dataclass(frozen=True)
class Said:
    """One text that somebody typed: where it stands, what it is for."""

    place: str
    role: str
    text: str


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


def lines_of(texts: tuple[Said, ...]) -> Iterator[Line]:
    """The sentences of these texts."""
    for one in texts:
        said = sentences(one.text)
        for place, text in enumerate(said):
            yield Line(one, text, tokens(quoted(text))[:MOST_WORDS], said[place + 1] if place + 1 < len(said) else "")
