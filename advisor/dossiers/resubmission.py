"""The letter with which a request goes out again: it quotes the grounds given and the sentences that they struck.

Reads: advisor/dossiers/letters/<language>.yaml, and a mapping that `resubmission_inputs` makes of a step, the end of
its log and the grounds tied to it. Writes nothing: the letter is made when it is asked for, as a page or a Word file to
complete, and is no dossier of its own. Typed text is a quote wherever it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from advisor.dossiers.build.words import Words
from advisor.dossiers.cleaning import cleaned
from advisor.dossiers.document import Block, Cover, Document, Paragraph, Rows, Run, Runs, Section, Signature, runs
from advisor.walk import states
from advisor.walk.models import RefusalPoint, Step, StepEvent
from instruments.editions import edition_get

FOLDER = Path(__file__).resolve().parent / "letters"
ORDER = ("request", "grounds", "ask", "signature")


def letter_languages() -> tuple[str, ...]:
    """The languages in which a letter can be written."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def letter_words(language: str) -> Words:
    """The words of letters in a language; raises KeyError for one that has no file."""
    if language not in letter_languages():
        raise KeyError(language)
    return Words(language, yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8")))


def resubmission_inputs(
    *, step: Step, log: Iterable[StepEvent], points: Iterable[RefusalPoint], need: Mapping[str, Any]
) -> dict[str, Any] | None:
    """What the letter is made from; None when the step did not end in a refusal, a return or a part.

    `log` is the step's, `points` its grounds, `need` the need's entry in the case document of the stored route.
    """
    rows = [row for row in states.standing(log) if row.kind == states.STATE]
    ended = next((row for row in reversed(rows) if row.to_state in states.WITH_GROUNDS), None)
    if ended is None:
        return None
    sent = next((row for row in reversed(rows) if row.to_state == states.SENT and row.number < ended.number), None)
    book = edition_get(step.route.edition_sha256).rulebook
    state, home = book.states.get(step.acting_state), book.states.get(step.agency.country)
    return dict(
        cleaned(
            {
                "kind": ended.to_state,
                "ended_on": ended.happened_on.isoformat(),
                "said": ended.note,
                "sent_on": sent.happened_on.isoformat() if sent else "",
                "authority": step.authority,
                "agency": step.agency.name,
                "country": {"code": step.agency.country, "name": home.name if home else step.agency.country},
                "reference": step.case.reference,
                "title": step.case.title,
                "measure": {"code": step.measure, "name": book.measures[step.measure].name},
                "instrument": book.instruments[step.instrument].short_title,
                "state": {"code": step.acting_state, "name": state.name if state else step.acting_state},
                "need": str(need.get("id", "")),
                "points": _merged(point for point in points if point.event_id == ended.pk),
            }
        )
    )


def _merged(points: Iterable[RefusalPoint]) -> list[dict[str, Any]]:
    """One entry a ground: its sentences and notes together, in their order."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for point in points:
        row = found.setdefault(
            (point.ground, point.article),
            {"text": point.text, "article": point.article, "sentences": [], "notes": []},
        )
        if point.sentence:
            row["sentences"].append({"label": str(point.place.get("label", "")), "text": point.sentence})
        if point.note:
            row["notes"].append(point.note)
    return list(found.values())


def letter_from(inputs: Mapping[str, Any], *, language: str, dated: str) -> Document:
    """The letter in one language. `dated` is an ISO day. Raises KeyError for a language without words."""
    words = letter_words(language)
    made = {"request": _request, "grounds": _grounds, "ask": _ask, "signature": _signature}
    sections = []
    number = 0
    for mark, name in enumerate(ORDER, start=1):
        blocks: list[Block] = []
        for block in made[name](words, inputs):
            if isinstance(block, Paragraph):
                number += 1
                block = Paragraph(block.runs, str(number))
            blocks.append(block)
        sections.append(Section(name, str(mark), str(words.raw(f"sections.{name}")), tuple(blocks)))
    return Document(
        language=language,
        title=f"{words.raw('title')}: {inputs['title']}",
        reference=str(inputs["reference"]),
        version="1",
        status=str(words.raw("status")),
        subject=f"{inputs['measure']['name']}, {inputs['instrument']}",
        author=str(inputs["agency"]),
        dated=dated,
        cover=_cover(words, inputs),
        sections=tuple(sections),
        annexes=(),
        working_title="",
        working_note="",
        working=(),
        labels=tuple((str(name), str(said)) for name, said in words.raw("labels").items()),
    )


def _sent(words: Words, inputs: Mapping[str, Any]) -> Run:
    return Run(words.day(inputs["sent_on"])) if inputs.get("sent_on") else words.blank("sent_blank")


def _measure(inputs: Mapping[str, Any], words: Words) -> str:
    return words.kept(str(inputs["measure"]["name"]))


def _cover(words: Words, inputs: Mapping[str, Any]) -> Cover:
    to = Run(str(inputs["authority"]), "quote") if inputs.get("authority") else words.blank("to_blank")
    state = words.state(str(inputs["state"]["code"]), str(inputs["state"]["name"]))
    said: list[tuple[str, tuple[Runs, ...]]] = [
        ("to", (runs(to), runs(state))),
        ("from", (runs(Run(str(inputs["agency"]), "quote")),)),
        ("basis", (runs(str(inputs["instrument"])),)),
        ("our_file", (runs(Run(str(inputs["reference"]), "quote")),)),
        ("your_file", (runs(words.blank("your_file_blank")),)),
    ]
    day = words.day(str(inputs["ended_on"]))
    return Cover(
        sender=runs(Run(str(inputs["agency"]), "quote")),
        sender_state=words.state(str(inputs["country"]["code"]), str(inputs["country"]["name"])),
        receiver=runs(to),
        kicker=str(words.raw("kicker")),
        title=str(words.raw("title")),
        subtitle=words.text("subtitle", measure=_measure(inputs, words), state=state),
        key=Rows(tuple((str(words.raw(name)), value) for name, value in said)),
        summary_title=str(words.raw("summary_title")),
        summary=(words(f"summary_{inputs['kind']}", sent=_sent(words, inputs), day=day), words("summary_ask")),
    )


def _request(words: Words, inputs: Mapping[str, Any]) -> list[Block]:
    file = Run(str(inputs["reference"]), "quote")
    values = {"measure": _measure(inputs, words), "instrument": str(inputs["instrument"])}
    found: list[Block] = [Paragraph(words("request", file=file, sent=_sent(words, inputs), **values))]
    day = words.day(str(inputs["ended_on"]))
    if inputs.get("said"):
        found.append(Paragraph(runs(words("said", day=day), " ", Run(str(inputs["said"]), "quote"))))
    else:
        found.append(Paragraph(words("said_nothing", day=day)))
    return found


def _grounds(words: Words, inputs: Mapping[str, Any]) -> list[Block]:
    found: list[Block] = []
    for number, point in enumerate(inputs["points"], start=1):
        text = words.kept(str(point["text"]).rstrip("."))
        if point["article"]:
            article = Run(f"art. {point['article']}", "cite")
            found.append(Paragraph(words("ground_article", n=str(number), text=text, article=article)))
        else:
            found.append(Paragraph(words("ground", n=str(number), text=text)))
        for sentence in point["sentences"]:
            label = str(sentence["label"])
            quoted = Run(str(sentence["text"]), "quote")
            found.append(Paragraph(runs(words("sentence", label=Run(label, "quote")), " ", quoted)))
        if not point["sentences"]:
            found.append(Paragraph(words("no_sentence")))
        for note in point["notes"] or [None]:
            answer = Run(str(note), "quote") if note else words.blank("answer_blank")
            found.append(Paragraph(runs(words("answer"), " ", answer)))
    return found or [Paragraph(words("no_grounds", instrument=str(inputs["instrument"])))]


def _ask(words: Words, inputs: Mapping[str, Any]) -> list[Block]:
    return [Paragraph(words(name)) for name in ("ask", "ask_part", "ask_consult", "enclosed")]


def _signature(words: Words, inputs: Mapping[str, Any]) -> list[Block]:
    lines = tuple((str(words.raw(name)), runs(words.blank(f"{name}_blank"))) for name in ("place", "name", "sign"))
    return [Signature(lines, seal="")]
