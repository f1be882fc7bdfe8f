"""Which fact or exhibit needs this measure, and why: the annex, and the sentences that stand in the parts.

Reads: `nexus` of the inputs (what people said, never the route's own suggestions), `things` and `exhibits`.
"""

from collections.abc import Collection, Mapping
from typing import Any

from advisor.dossiers.build.law_parts import _columns
from advisor.dossiers.build.matter import Matter
from advisor.dossiers.document import Block, Paragraph, Rows, Run, Runs, Table, runs

EXHIBIT = "exhibit:"
MARK = "[x]"
EMPTY = "–"
PEOPLE = ("person", "company")  # kinds of things
ONLINE = ("domain", "url", "onion", "ip", "listing", "account", "app", "stream")  # what a provider finds by it


def sentences(matter: Matter) -> list[str]:
    """Why the measure is needed, one sentence for each fact or exhibit for which somebody wrote one."""
    return [str(link["sentence"]) for link in matter.nexus if str(link.get("sentence") or "").strip()]


def link_said(matter: Matter) -> tuple[Runs, ...]:
    """The sentences as the content of a box, else the blank that asks for one."""
    said = sentences(matter)
    return tuple(runs(Run(text, "quote")) for text in said) or (runs(matter.words.blank("measures.link_blank")),)


def nexus(matter: Matter) -> list[Block]:
    """The annex: facts and exhibits against the measure, the things concerned, the exhibits with their hashes."""
    words = matter.words
    blocks: list[Block] = []
    if matter.nexus:
        blocks.append(Paragraph(words("nexus.intro")))
        blocks.append(_matrix(matter))
    if things := matter.inputs.get("things"):
        blocks.append(
            Rows(tuple(_thing(matter, thing) for thing in things), caption=str(words.raw("nexus.things_caption")))
        )
    if exhibits := matter.inputs.get("exhibits"):
        blocks.append(_exhibits(matter, exhibits))
    return blocks


def _matrix(matter: Matter) -> Table:
    words = matter.words
    headings = [*words.raw("nexus.columns")]
    headings[2] = words.fill(headings[2], measure=matter.measure_name, state=matter.acting)[0].text
    return Table(
        caption=words.text("nexus.caption", measure=matter.measure_name, state=matter.there),
        columns=_columns(headings, (32, 16, 12, 40)),
        rows=tuple(_row(matter, link) for link in matter.nexus),
    )


def _row(matter: Matter, link: Mapping[str, Any]) -> tuple[Runs, ...]:
    fact, sentence = str(link["fact"]), str(link.get("sentence") or "")
    if fact.startswith(EXHIBIT):
        number = fact.removeprefix(EXHIBIT)
        known = next((row for row in matter.inputs.get("exhibits") or [] if str(row["number"]) == number), None)
        name = runs(
            matter.words("nexus.exhibit", number=number), *((" ", Run(known["title"], "quote")) if known else ())
        )
        value: Runs = runs(EMPTY)
    else:
        name = runs(matter.point(fact) or matter.question(fact))
        stated = matter.inputs["facts"].get(fact)
        value = runs(EMPTY if stated is None else matter.answer(fact, stated))
    return (name, value, runs(MARK), runs(Run(sentence, "quote")) if sentence.strip() else runs(EMPTY))


def _thing(matter: Matter, thing: Mapping[str, Any]) -> tuple[str, tuple[Runs, ...]]:
    """A thing by its kind: what it is, and where it is thought to be."""
    words = matter.words
    said: list[Runs] = [runs(Run(str(thing["value"]), "quote"))]
    details = thing.get("details") or {}
    if details.get("at"):
        said.append(words("nexus.at", at=Run(f"{details['at']} {details.get('zone', '')}".strip(), "quote")))
    for name in ("port", "number"):
        if details.get(name):
            said.append(words(f"nexus.{name}", **{name: Run(str(details[name]), "quote")}))
    if thing.get("state"):
        said.append(words(f"nexus.{thing.get('certainty') or 'believed'}", state=matter.state(str(thing["state"]))))
    return str(words.raw("nexus.kinds").get(thing["kind"], thing["kind"])), tuple(said)


def people_said(matter: Matter) -> tuple[Runs, ...]:
    """The persons and companies that the need is about, each with what is stated of it; nothing where none is linked.

    Which part they have in the case nobody stated here: the blank beside them goes on to ask for it.
    """
    return _of_kinds(matter, PEOPLE)


def online_said(matter: Matter) -> tuple[Runs, ...]:
    """The addresses and accounts that the need is about, in a box that asks for them; nothing where none is linked."""
    return _of_kinds(matter, ONLINE)


def addresses_said(matter: Matter) -> tuple[Runs, ...]:
    """The IP addresses that the need is about, with their moments."""
    return _of_kinds(matter, ("ip",))


def _of_kinds(matter: Matter, kinds: Collection[str]) -> tuple[Runs, ...]:
    linked = [thing for thing in matter.inputs.get("things") or [] if thing["kind"] in kinds]
    return tuple(_in_one_line(_thing(matter, thing)[1]) for thing in linked)


def _in_one_line(said: tuple[Runs, ...]) -> Runs:
    return runs(*(part if number == 0 else (Run(", "), *part) for number, part in enumerate(said)))


def _exhibits(matter: Matter, listed: list[Mapping[str, Any]]) -> Table:
    words = matter.words
    return Table(
        caption=str(words.raw("nexus.exhibits_caption")),
        columns=_columns(words.raw("nexus.exhibit_columns"), (12, 32, 16, 40)),
        rows=tuple(
            (
                runs(str(row["number"])),
                runs(Run(str(row["title"]), "quote")),
                runs(words.day(str(row["captured_on"]))),
                runs(str(row["sha256"]) if row.get("sha256") else _kept(matter, row)),
            )
            for row in listed
        ),
    )


def _kept(matter: Matter, row: Mapping[str, Any]) -> Runs:
    """Where an exhibit without a file is kept."""
    return matter.words("nexus.kept", place=Run(str(row.get("kept_at") or EMPTY), "quote"))
