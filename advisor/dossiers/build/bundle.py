"""The cover of a bundle as a document: what is in it, and the exhibits of the case with their hashes."""

from collections.abc import Mapping
from typing import Any

from babel import Locale

from advisor.dossiers.build.words import CATALOGUE, Words, wording
from advisor.dossiers.document import Column, Cover, Document, Paragraph, Rows, Run, Runs, Section, Table, runs

LABELS = ("page", "draft", "draft_line", "reference", "contents", "annex", "working", "to_complete")


def bundle_document(inputs: Mapping[str, Any], number: int) -> Document:
    """The cover of a bundle. `inputs` as advisor/dossiers/bundles.py freezes them; `number` is the bundle's."""
    words = wording(inputs["language"])
    case, agency = inputs["case"], inputs["agency"]
    title = words.text("bundle.title")
    counted = words.text("bundle.counted", parts=str(len(inputs["parts"])), exhibits=str(len(inputs["exhibits"])))
    finals = all(part["final"] for part in inputs["parts"])
    draft = str(words.raw("frame.draft"))
    return Document(
        language=words.language,
        title=f"{title}: {case['title']}",
        reference=str(case["reference"]),
        version=str(number),
        status="" if finals else draft,
        subject=counted,
        author=str(agency["name"]),
        dated=str(inputs["on"]),
        cover=Cover(
            sender=runs(Run(str(agency["name"]), "quote")),
            sender_state=_state_name(words, str(agency["country"])),
            receiver=(),
            kicker=words.text("bundle.kicker", number=str(number)),
            title=title,
            subtitle=str(case["title"]),
            key=Rows(
                (
                    (str(words.raw("key.file")), (runs(Run(str(case["reference"]), "quote")),)),
                    (str(words.raw("bundle.made")), (runs(words.day(str(inputs["on"]))),)),
                )
            ),
            summary_title=str(words.raw("frame.contents")),
            summary=(runs(counted), words("bundle.proof")),
        ),
        sections=(
            Section("parts", "1", words.text("bundle.parts"), (_parts(words, inputs),)),
            Section("exhibits", "2", words.text("bundle.exhibits"), (_exhibits(words, inputs),)),
        ),
        annexes=(),
        working_title="",
        working_note="",
        working=(),
        labels=tuple((name, str(words.raw(f"frame.{name}"))) for name in LABELS),
        stamp="" if finals else words.text("bundle.drafts"),
        watermark="" if finals else draft,
    )


def _parts(words: Words, inputs: Mapping[str, Any]) -> Table:
    heads = [str(head) for head in words.raw("bundle.part_columns")]
    widths = (8, 42, 18, 8, 24)
    rows: list[tuple[Runs, ...]] = [
        (
            runs(str(at)),
            runs(Run(f"{part['title']} · {part['subtitle']}", "quote")),
            runs(f"{part['version']}, {words.languages_of([part['language']])}, {_state(words, part)}"),
            runs(str(part["pages"])),
            runs(Run(str(part["sha256"]), "cite")),
        )
        for at, part in enumerate(inputs["parts"], 1)
    ]
    columns = tuple(Column(head, width) for head, width in zip(heads, widths, strict=True))
    return Table(words.text("bundle.parts_caption"), columns, tuple(rows))


def _state(words: Words, part: Mapping[str, Any]) -> str:
    return str(words.raw("frame.final" if part["final"] else "frame.draft")).lower()


def _state_name(words: Words, code: str) -> str:
    """A State by name, as the dossiers of the bundle say it; the bundle freezes its code alone."""
    return words.state(code, str(Locale(CATALOGUE).territories.get(code, code)))


def _exhibits(words: Words, inputs: Mapping[str, Any]) -> Table | Paragraph:
    if not inputs["exhibits"]:
        return Paragraph(words("bundle.no_exhibits"))
    heads = [str(head) for head in words.raw("bundle.exhibit_columns")]
    widths = (8, 42, 26, 24)
    rows: list[tuple[Runs, ...]] = [
        (
            runs(str(row["number"])),
            runs(Run(str(row["title"]), "quote")),
            runs(words.day(str(row["captured_on"])), *((", ", Run(row["kept_at"], "quote")) if row["kept_at"] else ())),
            runs(Run(str(row["sha256"] or words.raw("frame.none")), "cite")),
        )
        for row in inputs["exhibits"]
    ]
    columns = tuple(Column(head, width) for head, width in zip(heads, widths, strict=True))
    return Table(words.text("bundle.exhibits_caption"), columns, tuple(rows))
