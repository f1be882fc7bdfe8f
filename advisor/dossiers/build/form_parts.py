"""The sections of a document that follows a prescribed form: the form's marks, headings and boxes, in its order.

What the form has no box for (legal basis with its status, time limits, grounds for refusal, attachments) is not put
between its boxes but into an accompanying annex.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from advisor.dossiers.build import contact_parts, frame_parts, law_parts, senders
from advisor.dossiers.build.case_parts import options_said, quoted
from advisor.dossiers.build.fills import FILLS
from advisor.dossiers.build.matter import Matter
from advisor.dossiers.document import TICKED, UNTICKED, Block, Paragraph, Rows, Run, Runs, Section, runs
from advisor.dossiers.forms import Box, Form, FormSection, Tick, When
from advisor.dossiers.forms.languages import SOURCE, form_words

LINE = "." * 60  # for the other side to write on by hand
# Asked once, whatever box they stand in: page one says them too.
ONE_PLACE = {
    "time.wanted_blank",
    "authorities.competent_blank",
    "authorities.provider_blank",
    "authorities.court_blank",
    *senders.BLANKS,
}
ACCOMPANYING = (
    ("basis", law_parts.basis),
    ("time", law_parts.limits_only),
    ("form", law_parts.form),
    ("refusal", law_parts.refusal),
    ("costs", frame_parts.costs),
    ("attachments", frame_parts.attachments),
)


def form_sections(matter: Matter, form: Form) -> tuple[Section, ...]:
    """Every section of the form in its order, one that does not apply with the word that it does not."""
    return tuple(
        Section(f"box-{place}{_kind(part)}", part.mark, part.heading, tuple(_blocks(matter, part)))
        for place, part in enumerate(form.sections, 1)
    )


def _kind(part: FormSection) -> str:
    """How the anchor of a section ends: '-apart' stays with the sender, '-sheet' begins a page."""
    return "-apart" if part.apart else "-sheet" if part.sheet else ""


def accompanying(matter: Matter) -> list[Block]:
    """What goes with the form: why this way, basis, limits, language, grounds for refusal, costs, attachments."""
    blocks: list[Block] = []
    if matter.inputs.get("reason"):
        reason = (str(matter.words.raw("measures.reason")), tuple(quoted(str(matter.inputs["reason"]))))
        blocks.append(Rows((reason,)))
    if offered := options_said(matter):
        blocks.append(Rows(((str(matter.words.raw("options.caption")), offered),)))
    for name, make in ACCOMPANYING:
        blocks.append(Paragraph(runs(Run(matter.word(f"sections.{name}"), "strong"))))
        blocks += make(matter)
    if contact_parts.has_contacts(matter):
        blocks.append(Paragraph(runs(Run(matter.word("sections.contacts"), "strong"))))
        blocks += contact_parts.contacts(matter)
    return blocks


def labels_said(matter: Matter, form: Form) -> Runs:
    """Whose words the labels are: the law's, or a working translation of ours."""
    if matter.words.language == SOURCE:
        return matter.words("boxes.labels_source" if form.source.confidence == "verified" else "boxes.labels_unread")
    partly = form.code in form_words(matter.words.language)["standing"]
    return matter.words("boxes.labels_partly" if partly else "boxes.labels_ours")


def form_origin(matter: Matter, form: Form) -> Runs:
    """Which form the parts follow, and whether it was read in its source."""
    return matter.words(
        "boxes.origin",
        title=Run(form.title, "strong"),
        basis=Run(form.basis, "cite"),
        status=matter.mark("" if form.source.confidence == "verified" else form.source.confidence),
    )


def _blocks(matter: Matter, part: FormSection) -> list[Block]:
    blocks: list[Block] = []
    rows: list[tuple[str, tuple[Runs, ...]]] = []
    places: list[str] = []

    def close() -> None:
        if rows:
            blocks.append(Rows(tuple(rows), places=tuple(places)))
            rows.clear()
            places.clear()

    for box in part.boxes:
        if box.only is not None and not fits(matter, box.only) and not box.skip:
            continue
        if box.signature:
            close()
            signs = box.signature
            blocks += frame_parts.signature(matter) if signs == "sender" else frame_parts.certified(matter, signs)
        elif box.statement or box.heading:
            close()
            said = runs(Run(box.heading, "strong")) if box.heading else runs(box.statement)
            blocks.append(Paragraph(runs(said, *_not_applicable(matter, box))))
        elif filled := _filled(matter, box):
            rows.append((box.label, filled))
            places.append(box.place)
    close()
    return blocks


def _not_applicable(matter: Matter, box: Box) -> tuple[str | Run | Runs, ...]:
    skipped = box.skip and (box.only is None or not fits(matter, box.only))
    return (". ", matter.words("boxes.not_applicable")) if skipped else ()


def _filled(matter: Matter, box: Box) -> tuple[Runs, ...]:
    if box.line:
        return (runs(LINE),)
    if box.ticks:
        return tuple(_tick(matter, tick) for tick in box.ticks)
    said = FILLS[box.fill](matter) if box.fill else ()
    if said or box.omit:
        return tuple(tuple(_of_box(run, box) for run in part) for part in said)
    return (runs(Run(box.blank, "blank", box.place)),) if box.blank else ()


def _of_box(run: Run, box: Box) -> Run:
    """A blank that a fill left, named after its box: two boxes with one fill are two places."""
    if run.kind != "blank" or run.place in ONE_PLACE:
        return run
    return replace(run, place=f"{box.place}.{run.place.rpartition('.')[2]}")


def _tick(matter: Matter, tick: Tick) -> Runs:
    """'[x]' or '[ ]' before the answer: seen, heard and kept by every maker."""
    ticked = tick.when is not None and fits(matter, tick.when)
    more = (": ", Run(tick.blank, "blank", f"{tick.place}.text")) if tick.blank else ()
    return runs(Run(TICKED if ticked else UNTICKED, "tick", tick.place), f" {tick.label}", *more)


def fits(matter: Matter, when: When) -> bool:
    """Whether every part of a rule holds; a fact that was not stated holds nothing."""
    stated = matter.inputs["facts"]
    kinds = stated.get("right.kind") or []
    return (
        (not when.measures or matter.measure in when.measures)
        and (not when.variants or matter.need.get("variant") in when.variants)
        and (not when.rights or bool({*([kinds] if isinstance(kinds, str) else kinds)} & set(when.rights)))
        and all(_holds(stated.get(name), wanted) for name, wanted in when.facts.items())
    )


def _holds(stated: Any, wanted: Any) -> bool:
    if stated is None:
        return False
    if isinstance(wanted, Mapping):
        return bool(stated >= wanted["at_least"])
    if isinstance(wanted, list):
        return stated in wanted
    return bool(stated == wanted)
