"""The document model: what HTML, PDF and DOCX are made from. Frozen plain values.

It knows neither instruments, cases nor the engine: texts, their order and their role, nothing of where they come from.
Text that a person typed is a run of kind `quote`, so that every maker can keep it apart (direction, escaping); what
somebody still has to fill in is a run of kind `blank`. Numbers are given here once, so that all makers print the same.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, Literal

RunKind = Literal["plain", "strong", "quote", "blank", "cite", "mark", "tick"]
NAMES = {"kind", "type", "place", "places", "lang", "second"}  # fields that name something and are read by nobody
BESIDE = {"lang", "second", "second_title", "second_caption", "second_heading", "beside"}  # of two languages
LEFT_OUT = {"place", "places"} | BESIDE  # out of the JSON form where they are empty


class Foreign(str):
    """A text that stays in its own language inside a document of another: `lang` is its code."""

    lang = "en"  # the catalogue is written in English


TICKED, UNTICKED = "[x]", "[ ]"  # the text of a run that is a tick


@dataclass(frozen=True)
class Run:
    """A piece of text in one role. `quote`: typed by a person; `blank`: to be completed; `cite`: an article or source;
    `mark`: a word that qualifies, such as 'provisional'; `tick`: '[x]' or '[ ]' before an answer.

    `place` is the stable name of a place that somebody writes in (a blank, a tick, and the quote that fills it): the
    same in every language and for every case. The draft page, the lint and the translation packet point at it. `lang`
    is the language of the text where it is not that of the document.
    """

    text: str
    kind: RunKind = "plain"
    place: str = ""
    lang: str = ""


Runs = tuple[Run, ...]
SHORT_WORD = 4
MANY_TICKS = 6  # so many answers stand in two columns over the whole width, not in one beside their label


def is_ticks(paragraphs: tuple[Runs, ...]) -> bool:
    """Whether what stands in a box is a long list of answers to tick."""
    return len(paragraphs) >= MANY_TICKS and all(said and said[0].kind == "tick" for said in paragraphs)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `number` is its number in the document, or empty."""

    runs: Runs
    number: str = ""
    type: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True)
class Piece:
    """Rows of a block that are laid out together; with `is_ticks`, one row whose answers stand in two columns."""

    rows: tuple[tuple[str, tuple[Runs, ...]], ...]
    is_ticks: bool


@dataclass(frozen=True)
class Rows:
    """Definition rows: a label and what is said about it. `places` names the boxes, row by row, or is empty."""

    rows: tuple[tuple[str, tuple[Runs, ...]], ...]
    caption: str = ""
    places: tuple[str, ...] = ()
    type: Literal["rows"] = "rows"

    @property
    def pieces(self) -> "tuple[Piece, ...]":
        """The rows in the pieces that stand together on a page: a long list of answers to tick is one of its own, all
        rows between two such lists are another."""
        found: list[Piece] = []
        for row in self.rows:
            listed = is_ticks(row[1])
            if listed or not found or found[-1].is_ticks:
                found.append(Piece((row,), listed))
            else:
                found[-1] = Piece((*found[-1].rows, row), is_ticks=False)
        return tuple(found)


@dataclass(frozen=True)
class Column:
    """A table column: its heading and its share of the width in per cent. A column of one language names it in `lang`;
    `second_heading` is the heading in the second language of a table that both share."""

    heading: str
    width: int
    lang: str = ""
    second_heading: str = ""


@dataclass(frozen=True)
class Table:
    """A table with a heading row; the first cell of each row names the row."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Runs, ...], ...]
    second_caption: str = ""
    type: Literal["table"] = "table"


@dataclass(frozen=True)
class Listing:
    """A list of points; `ordered` lists carry letters (a), (b), ..."""

    items: tuple[Runs, ...]
    ordered: bool = False
    type: Literal["list"] = "list"


@dataclass(frozen=True)
class Notice:
    """A boxed remark for whoever prepares the document."""

    title: str
    paragraphs: tuple[Runs, ...]
    type: Literal["notice"] = "notice"


@dataclass(frozen=True)
class Signature:
    """Where somebody signs: labelled lines and the place of a seal."""

    lines: tuple[tuple[str, Runs], ...]
    seal: str
    type: Literal["signature"] = "signature"


Block = Paragraph | Rows | Table | Listing | Notice | Signature


@dataclass(frozen=True)
class Section:
    """A numbered part of the document, or an annex ('A', 'B', ...)."""

    anchor: str
    number: str
    title: str
    blocks: tuple[Block, ...]
    second_title: str = ""

    @property
    def heading(self) -> str:
        """The title after its mark: '4. Facts', '(a) Offence', or the title alone where a form gives no mark."""
        if not self.number:
            return self.title
        stop = "" if self.number[-1] in ").:" else "."
        return f"{self.number}{stop} {self.title}"


@dataclass(frozen=True)
class Cover:
    """Page one, in the receiver's view: sender, receiver, what is asked, on which basis, by when."""

    sender: Runs
    sender_state: str
    receiver: Runs
    kicker: str
    title: str
    subtitle: str
    key: Rows
    summary_title: str
    summary: tuple[Runs, ...]
    beside: "Cover | None" = None

    @property
    def heading(self) -> str:
        """The title as it is laid out: a short last word ('Annex I') never stands alone on a second line."""
        start, _, last = self.title.rpartition(" ")
        return f"{start}\u00a0{last}" if start and len(last) <= SHORT_WORD else self.title


@dataclass(frozen=True)
class Letterhead:
    """What stands above page one: the agency's lines and address, and which logo (its picture is beside the model)."""

    lines: tuple[str, ...]
    address: tuple[str, ...]
    logo_sha256: str
    logo_says: str


@dataclass(frozen=True)
class Document:
    """One document, in one language or with a `second` beside it (pairing.py).

    `working` holds the sheets for the preparer; a final has none. `status` stands on every page, `stamp` on page one: a
    draft, or approved by whom and when. A draft carries its `watermark` on every page; a final has none.
    """

    language: str
    title: str
    reference: str
    version: str
    status: str
    subject: str
    author: str
    dated: str
    cover: Cover
    sections: tuple[Section, ...]
    annexes: tuple[Section, ...]
    working_title: str
    working_note: str
    working: tuple[Section, ...]
    labels: tuple[tuple[str, str], ...] = field(default=())
    second: str = ""
    stamp: str = ""
    watermark: str = ""
    letterhead: Letterhead | None = None

    @property
    def frame(self) -> dict[str, str]:
        """The fixed words of the page frame ('page', 'annex', ...)."""
        return dict(self.labels)


def plain(value: Any) -> Any:
    """A document, or a part of it, as JSON values; the field names are the keys."""
    if is_dataclass(value) and not isinstance(value, type):
        found = {item.name: getattr(value, item.name) for item in fields(value)}
        return {name: plain(inner) for name, inner in found.items() if inner or name not in LEFT_OUT}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value


def respelled(value: Any, spell: Callable[[str], str]) -> Any:
    """The same document, or part of it, with every text passed through `spell`."""
    if isinstance(value, str):
        return spell(value)
    if isinstance(value, tuple):
        return tuple(respelled(item, spell) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        names = [item.name for item in fields(value) if item.name not in NAMES]
        changes = {name: respelled(getattr(value, name), spell) for name in names}
        return replace(value, **changes)
    return value


def texts(value: Any) -> Iterator[str]:
    """Every text of a document or a part of it, in reading order."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for item in fields(value):
            if item.name not in NAMES:
                yield from texts(getattr(value, item.name))
    elif isinstance(value, tuple | list):
        for entry in value:
            yield from texts(entry)


def runs(*parts: Run | str | Iterable[Run]) -> Runs:
    """Runs from strings (plain), runs, and groups of runs."""
    flat: list[Run] = []
    for part in parts:
        if isinstance(part, str):
            flat.append(Run(str(part), lang=getattr(part, "lang", "")))
        elif isinstance(part, Run):
            flat.append(part)
        else:
            flat.extend(part)
    return tuple(run for run in flat if run.text)
