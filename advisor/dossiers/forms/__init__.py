"""The prescribed forms: which sections, letters and boxes each one has, in the order of the law.

Reads: *.yaml beside this file, one form each, and lists/*.yaml, answers that several forms print alike ("ticks:
offences", or "ticks: file/group"). Pure data, checked when it is read: an unknown key, a box that nothing can fill,
or a form without its source is a mistake of ours and stops the tests, never a render. Headings and box labels are those
of the form; everything else is in our words.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.text import slugify

LONGEST_NAME = 40
SIGNS = (
    "sender",
    "officer",
    "validator",
)  # with place and date; with post, date and stamp; the authority that validates
FOLDER = Path(__file__).resolve().parent


class FormFault(ValueError):
    """A form file that does not follow README.md; the message names the file and the place."""


@dataclass(frozen=True)
class When:
    """When a tick is set or a box is printed: every part that is given must fit. All empty: never by itself."""

    measures: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Tick:
    """One answer of a box that is ticked; `place` is its stable name."""

    label: str
    when: When | None = None
    blank: str = ""
    place: str = ""


@dataclass(frozen=True)
class Box:
    """One box. `fill` names what it is filled with (build/fills.py), `blank` says what belongs there otherwise;
    `ticks` are its answers; `signature` is who signs there (SIGNS); `statement` is a sentence of the form; `heading`
    is one of its sub-headings, which `skip` keeps with "not applicable" where `only` does not hold; a `line` is left
    for the other side to write on; `place` is its stable name, from the section's place and the English label."""

    label: str = ""
    fill: str = ""
    blank: str = ""
    statement: str = ""
    heading: str = ""
    ticks: tuple[Tick, ...] = ()
    only: When | None = None
    omit: bool = False
    skip: bool = False
    line: bool = False
    signature: str = ""
    place: str = ""


@dataclass(frozen=True)
class FormSection:
    """One section of a form: its mark as the form prints it ('A', '(b)', '7.1'), heading and boxes. What stands `apart`
    is not for the addressee and stays with the sender; a `sheet` begins on a page of its own."""

    mark: str
    heading: str
    boxes: tuple[Box, ...]
    apart: bool = False
    sheet: bool = False


@dataclass(frozen=True)
class Source:
    """Where the form stands, and whether somebody read it there."""

    title: str
    url: str
    checked_on: str | None
    confidence: str


@dataclass(frozen=True)
class Form:
    """One prescribed form, or the content that an article prescribes."""

    code: str
    title: str
    basis: str
    source: Source
    sections: tuple[FormSection, ...]

    @property
    def subject_mark(self) -> str:
        """The mark of the section that holds what is asked for, to point at from page one."""
        holding = [part for part in self.sections if any(box.fill == "subject" for box in part.boxes)]
        return next((part.mark or part.heading for part in holding), "")


@cache
def form_codes() -> tuple[str, ...]:
    """The codes of all forms."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def form(code: str) -> Form:
    """The form of a code. Raises FormFault for a file that is wrong, KeyError for a code that has none."""
    if code not in form_codes():
        raise KeyError(code)
    read = yaml.safe_load((FOLDER / f"{code}.yaml").read_text(encoding="utf-8"))
    return _form(code, read)


def _form(code: str, read: Mapping[str, Any]) -> Form:
    taken = "like" if "like" in read else "sections"
    _keys(code, read, {"code", "title", "basis", "source", taken})
    if read["code"] != code:
        raise FormFault(f"{code}: the file says it is {read['code']}")
    if taken == "like":  # another instrument annexes the same form: its sections are written once
        sections = form(read["like"]).sections
    else:
        sections = tuple(_section(code, part, f"box-{at}") for at, part in enumerate(read["sections"], 1))
    return Form(
        code=code,
        title=read["title"],
        basis=read["basis"],
        source=Source(**read["source"]),
        sections=sections,
    )


def _section(code: str, read: Mapping[str, Any], anchor: str) -> FormSection:
    _keys(code, {key: read[key] for key in read if key not in ("apart", "sheet")}, {"mark", "heading", "boxes"})
    place = f"{code} {read['mark'] or read['heading']}"
    boxes = _placed([_box(place, box) for box in read["boxes"]], anchor)
    return FormSection(str(read["mark"]), read["heading"], boxes, bool(read.get("apart")), bool(read.get("sheet")))


def _placed(boxes: Sequence[Box], anchor: str) -> tuple[Box, ...]:
    """The boxes with their places, and the ticks of each with theirs; equal labels are told apart by a number."""
    taken: Counter[str] = Counter()

    def named(stem: str, label: str) -> str:
        place = f"{stem}.{slugify(label)[:LONGEST_NAME].strip('-') or 'box'}"
        taken[place] += 1
        return place if taken[place] == 1 else f"{place}-{taken[place]}"

    placed = []
    for box in boxes:
        place = named(anchor, box.label or box.heading or box.fill)
        ticks = tuple(replace(tick, place=named(place, tick.label)) for tick in box.ticks)
        placed.append(replace(box, place=place, ticks=ticks))
    return tuple(placed)


def _box(place: str, read: Mapping[str, Any]) -> Box:
    known = {"label", "fill", "blank", "statement", "heading", "ticks", "only", "omit", "skip", "signature", "line"}
    if unknown := set(read) - known:
        raise FormFault(f"{place}: unknown keys {sorted(unknown)}")
    answered = [key for key in ("fill", "blank", "ticks", "statement", "heading", "signature", "line") if read.get(key)]
    if not answered:
        raise FormFault(f"{place}: the box {read.get('label', '?')!r} can never be answered")
    said = read.get("signature") or ""
    signs = "sender" if said is True else str(said)
    if signs and signs not in SIGNS:
        raise FormFault(f"{place}: nobody signs as {signs!r}")
    return Box(
        **{key: value for key, value in read.items() if key not in ("ticks", "only", "signature")},
        signature=signs,
        ticks=tuple(_tick(place, tick) for tick in _listed(place, read.get("ticks", ()))),
        only=_when(place, read["only"]) if "only" in read else None,
    )


def _listed(place: str, said: Sequence[Mapping[str, Any]] | str) -> Sequence[Mapping[str, Any]]:
    """The answers as written, or those of the list that is named."""
    if not isinstance(said, str):
        return said
    name, _, group = said.partition("/")
    path = FOLDER / "lists" / f"{name}.yaml"
    if not path.is_file():
        raise FormFault(f"{place}: there is no list {name!r}")
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    if group and group not in read:
        raise FormFault(f"{place}: the list {name!r} has no group {group!r}")
    answers: Sequence[Mapping[str, Any]] = read[group] if group else read
    return answers


def _tick(place: str, read: Mapping[str, Any]) -> Tick:
    if unknown := set(read) - {"label", "when", "blank"}:
        raise FormFault(f"{place}: unknown keys {sorted(unknown)}")
    return Tick(read["label"], _when(place, read["when"]) if "when" in read else None, read.get("blank", ""))


def _when(place: str, read: Mapping[str, Any]) -> When:
    if unknown := set(read) - {"measures", "variants", "rights", "facts"}:
        raise FormFault(f"{place}: unknown keys {sorted(unknown)}")
    lists = {key: tuple(read.get(key, ())) for key in ("measures", "variants", "rights")}
    return When(facts=read.get("facts", {}), **lists)


def _keys(place: str, read: Mapping[str, Any], wanted: Sequence[str] | set[str]) -> None:
    if set(read) != set(wanted):
        raise FormFault(f"{place}: keys {sorted(read)}, wanted {sorted(wanted)}")
