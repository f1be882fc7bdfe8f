"""Where rules of words look: the sentences of typed texts as tokens, phrases in them, and what takes one back."""

from collections.abc import Iterator

from advisor.dossiers.lint.phrases import Phrases, family, phrases
from advisor.dossiers.lint.reading import Draft
from advisor.dossiers.lint.said import Line, Span


def concrete(line: Line, *families: str) -> set[str]:
    """Words of a sentence that are in none of these families: what it says of this case and of no other."""
    signs = [family(name) for name in families]
    return {
        word.form
        for word in line.words
        if not word.is_number and len(word.form) > 1 and not any(sign.takes(word) for sign in signs)
    }


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
