"""Two languages side by side: two documents built from the same inputs become one.

Both documents have the same structure and numbering, or NotPaired is raised: it is a mistake of ours, found by the
tests. Prose stands in two columns, the first language left; a table keeps its columns and says in each cell what both
languages say alike once, else both. What a person typed stands left as typed; right stands its translation (`said`,
the accepted return of a translation packet) or the place for it. Page one comes in each language, the receiver's first.
The record and the working sheets are for the sender and say their values once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from babel import Locale

from advisor.dossiers.build import document_from
from advisor.dossiers.build.nexus import PEOPLE
from advisor.dossiers.build.words import wording
from advisor.dossiers.document import (
    Block,
    Column,
    Cover,
    Document,
    Listing,
    Notice,
    Paragraph,
    Rows,
    Run,
    Runs,
    Section,
    Signature,
    Table,
    runs,
)

CUT = " …"  # how page one ends a subject that it cuts
HALF = 50
ONE_LANGUAGE = ("record",)  # sections whose values are said once
NAMES_OF_CASE = ("reference",)  # quotes that no language changes


class NotPaired(ValueError):
    """Two documents that are not the same in two languages; the message names the place."""


def document_of(inputs: Mapping[str, Any], version: int, *, own: bool = False) -> Document:
    """The document of one job: in one language, or with the second beside it where the inputs name one.

    `inputs` as inputs.py freezes them; `beside` there is {"language": code, "said": {text: translation}} or missing.
    """
    first = document_from(inputs, version, own=own)
    beside = inputs.get("beside")
    if not beside:
        return first
    return paired(first, _second(inputs, version, own=own), beside.get("said") or {}, names_of(inputs))


def receiver_document(inputs: Mapping[str, Any], version: int) -> Document:
    """The document in one language, the receiver's: the second where the inputs name one."""
    return _second(inputs, version) if inputs.get("beside") else document_from(inputs, version)


def _second(inputs: Mapping[str, Any], version: int, *, own: bool = False) -> Document:
    """`first_language` keeps hash and code of the request those of the job: see Matter.inputs_sha256."""
    told = {"language": inputs["beside"]["language"], "first_language": inputs["language"]}
    return document_from({**inputs, **told}, version, own=own)


def names_of(inputs: Mapping[str, Any]) -> frozenset[str]:
    """What a document quotes and no language changes: the agency's name, the reference, persons and companies."""
    linked = (str(thing["value"]) for thing in inputs.get("things") or [] if thing["kind"] in PEOPLE)
    return frozenset({str(inputs["agency"]["name"]), *(str(inputs["case"][key]) for key in NAMES_OF_CASE), *linked})


def paired(left: Document, right: Document, said: Mapping[str, str], names: frozenset[str]) -> Document:
    """One document from two of the same inputs; `said` translates typed texts, `names` are typed and stay."""
    pair = _Pair(right.language, left.language, said, names)
    return replace(
        left,
        second=right.language,
        cover=replace(left.cover, beside=pair.translated(right.cover)),
        sections=pair.sections(left.sections, right.sections),
        annexes=pair.sections(left.annexes, right.annexes),
        labels=(*left.labels, ("second_stamp", right.stamp)),
    )


class _Pair:
    """The two languages, and what typed texts are called in the second."""

    def __init__(self, second: str, first: str, said: Mapping[str, str], names: frozenset[str]) -> None:
        self.first, self.second, self.said, self.names = first, second, said, names
        self.heads = tuple(_language_name(code) for code in (first, second))

    def sections(self, left: Sequence[Section], right: Sequence[Section]) -> tuple[Section, ...]:
        """The sections, each with both titles."""
        return tuple(self._section(one, other) for one, other in _alike(left, right, "the parts"))

    def _section(self, left: Section, right: Section) -> Section:
        if (left.anchor, left.number) != (right.anchor, right.number):
            raise NotPaired(f"part {left.number} {left.anchor}: beside it stands {right.number} {right.anchor}")
        other = "" if left.title == right.title else right.title
        once = left.anchor in ONE_LANGUAGE
        return replace(left, second_title=other, blocks=tuple(self._blocks(left.blocks, right.blocks, once)))

    def _blocks(self, left: Sequence[Block], right: Sequence[Block], once: bool) -> Iterator[Block]:
        """Runs of prose as one table of two columns, tables and signatures between them as they are."""
        lines: list[tuple[Runs, ...]] = []
        for one, other in _alike(left, right, "the blocks of a part"):
            if once and isinstance(one, Rows) and isinstance(other, Rows):
                whole: Block | None = self._labelled(one, other)
            else:
                whole = self._whole(one, other)
            if whole is None:
                lines += self._lines(one, other)
                continue
            if lines:
                yield self._columns(lines)
                lines = []
            yield whole
        if lines:
            yield self._columns(lines)

    def _columns(self, lines: list[tuple[Runs, ...]]) -> Table:
        columns = tuple(
            Column(name, HALF, code) for name, code in zip(self.heads, (self.first, self.second), strict=True)
        )
        return Table("", columns, tuple(lines))

    def _whole(self, left: Block, right: Block) -> Block | None:
        """A block that keeps its shape; None for prose."""
        if isinstance(left, Table) and isinstance(right, Table):
            columns = tuple(
                replace(one, second_heading="" if one.heading == other.heading else other.heading)
                for one, other in _alike(left.columns, right.columns, f"the columns of {left.caption}")
            )
            rows = tuple(
                tuple(self._both(one, other) for one, other in _alike(row, beside, f"a row of {left.caption}"))
                for row, beside in _alike(left.rows, right.rows, f"the rows of {left.caption}")
            )
            caption = "" if left.caption == right.caption else right.caption
            return replace(left, columns=columns, rows=rows, second_caption=caption)
        if isinstance(left, Signature) and isinstance(right, Signature):
            lines = tuple(
                (_joined(one[0], other[0]), self._both(one[1], other[1]))
                for one, other in _alike(left.lines, right.lines, "the lines of a signature")
            )
            return replace(left, lines=lines, seal=_joined(left.seal, right.seal))
        return None

    def _labelled(self, left: Rows, right: Rows) -> Rows:
        """Rows with both labels and the first document's values."""
        rows = tuple(
            (_joined(one[0], other[0]), one[1])
            for one, other in _alike(left.rows, right.rows, "the rows of the record")
        )
        return replace(left, rows=rows)

    def _lines(self, left: Block, right: Block) -> Iterator[tuple[Runs, ...]]:
        """A block of prose line by line, the second language beside the first."""
        if type(left) is not type(right):
            raise NotPaired(f"a {left.type} stands beside a {right.type}")
        for one, other in _alike(list(_said_by(left)), list(_said_by(right)), f"the lines of a {left.type}"):
            yield one, self.translated(other)

    def _both(self, left: Runs, right: Runs) -> Runs:
        """A cell: once where both say the same, else both with a stroke between."""
        other = self.translated(right)
        if _text(left) == _text(other):
            return left
        return (*left, Run(" / "), *(replace(run, lang=run.lang or self.second) for run in other))

    def translated(self, value: Any) -> Any:
        """The second document's part with typed texts in its language, or with the place for their translation."""
        if isinstance(value, Run):
            return self._run(value)
        if isinstance(value, tuple):
            return tuple(self.translated(item) for item in value)
        if isinstance(value, Rows | Cover):
            names = ("rows",) if isinstance(value, Rows) else ("sender", "receiver", "key", "summary")
            return replace(value, **{name: self.translated(getattr(value, name)) for name in names})
        return value

    def _run(self, run: Run) -> Run:
        if run.kind != "quote" or run.text in self.names:
            return run
        if run.text in self.said:
            return replace(run, text=self.said[run.text])
        if run.text.endswith(CUT):
            start = run.text.removesuffix(CUT)
            for text, translation in self.said.items():
                if text.startswith(start):
                    return replace(run, text=translation[: len(start)].rsplit(" ", 1)[0] + CUT)
        return Run(str(wording(self.second).raw("frame.translation_place")), "blank", run.place)


def _said_by(block: Block) -> Iterator[Runs]:
    """The lines of a block: a numbered paragraph, a labelled row, a point of a list."""
    match block:
        case Paragraph():
            yield runs(*([f"{block.number}. "] if block.number else []), block.runs)
        case Rows():
            if block.caption:
                yield runs(Run(block.caption, "strong"))
            for label, paragraphs in block.rows:
                yield from _row(label, paragraphs)
        case Listing():
            for index, said in enumerate(block.items):
                yield runs(f"({_letter(index)}) " if block.ordered else "• ", said)
        case Notice():
            yield runs(Run(block.title, "strong"))
            yield from block.paragraphs


def _row(label: str, paragraphs: Sequence[Runs]) -> Iterator[Runs]:
    if paragraphs and paragraphs[0] and paragraphs[0][0].kind == "tick":
        yield runs(Run(label, "strong"))
        yield from paragraphs
        return
    for index, said in enumerate(paragraphs or ((),)):
        yield runs(Run(f"{label}: ", "strong"), said) if index == 0 else said


def _letter(index: int) -> str:
    before, last = divmod(index, 26)
    return (_letter(before - 1) if before else "") + "abcdefghijklmnopqrstuvwxyz"[last]


def _alike(left: Sequence[Any], right: Sequence[Any], what: str) -> Iterator[tuple[Any, Any]]:
    if len(left) != len(right):
        raise NotPaired(f"{what}: {len(left)} beside {len(right)}")
    return zip(left, right, strict=True)


def _joined(left: str, right: str) -> str:
    return left if left == right else f"{left} / {right}"


def _text(said: Runs) -> str:
    return "".join(run.text for run in said)


def _language_name(code: str) -> str:
    return str(Locale(code).get_display_name(code) or code).capitalize()
