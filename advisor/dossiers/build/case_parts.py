"""The parts that say the case: facts, what is asked for, the offence."""

from advisor.dossiers.build.law_parts import _columns
from advisor.dossiers.build.matter import Matter
from advisor.dossiers.build.nexus import link_said, people_said
from advisor.dossiers.build.words import humane
from advisor.dossiers.document import TICKED, UNTICKED, Block, Listing, Paragraph, Rows, Run, Runs, Table, runs

MOST_PARAGRAPHS = 100
# What a provision may offer, and the stated way of a hearing (fact hearing.mode) that chooses it.
OPTIONS = {"videoconference": "videoconference", "telephone_conference": "telephone", "temporary_transfer": "-"}


def quoted(text: str) -> list[Runs]:
    """Text that a person typed, a paragraph each; beyond MOST_PARAGRAPHS the rest is one paragraph."""
    parts = text.split("\n\n", MOST_PARAGRAPHS - 1)
    return [runs(Run(part.strip(), "quote")) for part in parts if part.strip()]


def facts(matter: Matter) -> list[Block]:
    """The case in its own words, then the stated facts on which this step relies, each with its plain question."""
    words = matter.words
    case = matter.case
    blocks: list[Block] = [
        Paragraph(
            words(
                "facts.case",
                title=Run(str(case["title"]), "quote"),
                reference=Run(str(case["reference"]), "quote"),
                opened=words.day(str(case["opened_on"])),
            )
        )
    ]
    blocks += [Paragraph(said) for said in quoted(str(case.get("summary") or ""))]
    blocks.append(
        Rows(
            (
                (str(words.raw("facts.account")), (runs(words.blank("facts.account_blank")),)),
                (
                    str(words.raw("facts.persons")),
                    (*people_said(matter), runs(words.blank("facts.persons_blank"))),
                ),
            )
        )
    )
    if not matter.recorded:
        return [*blocks, Paragraph(words("facts.none"))]
    relied = [row for row in matter.recorded if matter.point(row["fact"])]
    if not relied:
        return blocks
    blocks.append(
        Table(
            caption=str(words.raw("facts.relied")),
            columns=_columns(words.raw("facts.columns"), (56, 26, 18)),
            rows=tuple(
                (
                    runs(matter.point(row["fact"])),
                    runs(matter.answer(row["fact"], matter.inputs["facts"][row["fact"]])),
                    runs(Run(words.article(row["article"]), "cite")),
                )
                for row in relied
            ),
        )
    )
    blocks.append(Rows(((str(words.raw("facts.evidence")), (runs(words.blank("facts.more_blank")),)),)))
    return blocks


def measures(matter: Matter) -> list[Block]:
    """What is asked, of what, and why: subject as stated, particulars to be completed."""
    words = matter.words
    rows: list[tuple[str, tuple[Runs, ...]]] = []
    if matter.need.get("subject"):
        rows.append((str(words.raw("measures.subject")), tuple(quoted(str(matter.need["subject"])))))
    if matter.need.get("variant"):
        rows.append((str(words.raw("measures.variant")), (runs(words.kept(humane(str(matter.need["variant"])))),)))
    if matter.inputs.get("reason"):
        rows.append((str(words.raw("measures.reason")), tuple(quoted(str(matter.inputs["reason"])))))
    rows.append((str(words.raw("measures.link")), link_said(matter)))
    rows.append((str(words.raw("measures.necessity")), (runs(words.blank("measures.necessity_blank")),)))
    if matter.formal:
        procedure = words.blank("measures.procedure_blank", state=matter.in_text(matter.home))
        rows.append((str(words.raw("measures.procedure")), (runs(procedure),)))
    if offered := options_said(matter):
        rows.append((str(words.raw("options.caption")), offered))
    blocks: list[Block] = [
        Paragraph(matter.say("measures.ask", ask=matter.ask())),
        Rows(tuple(rows)),
        Listing(tuple(runs(item) for item in words.particulars(matter.measure)), ordered=True),
    ]
    if matter.formal:
        blocks.append(Paragraph(words("measures.other")))
    return blocks


def options_said(matter: Matter) -> tuple[Runs, ...]:
    """What the provision lets the receiver do besides, to tick: a hearing by videoconference where the basis has it."""
    words, offered = matter.words, matter.names["provision"].get("options") or {}
    chosen = matter.inputs["facts"].get("hearing.mode")
    return tuple(
        runs(Run(TICKED if chosen == mode else UNTICKED, "tick", f"options.{name}"), f" {words.raw(f'options.{name}')}")
        for name, mode in OPTIONS.items()
        if offered.get(name)
    )


def maximum_said(matter: Matter) -> Runs:
    """The maximum penalty as stated, or a blank."""
    stated = matter.inputs["facts"].get("offence.max_penalty_months_requesting")
    if stated is None:
        return runs(matter.words.blank("offence.maximum_blank"))
    return runs(matter.value("offence.max_penalty_months_requesting", stated))


def dual_said(matter: Matter) -> tuple[Runs, Runs]:
    """(what the basis says on dual criminality, its article cited); each empty where nothing is recorded."""
    words = matter.words
    rule = matter.option.get("dual_criminality") or {}
    known = words.raw("offence.rules").get(rule.get("rule"))
    text = matter.spelled(str(rule["text"])) if words.article(rule.get("text")) else str(known or "")
    article = words.article(rule.get("article"))
    return runs(text), runs(Run(words.articles([article]), "cite")) if article else ()


def offence(matter: Matter) -> list[Block]:
    """The offence, its penalty, and whether it must be one on the other side too."""
    words = matter.words
    said = [part for part in dual_said(matter) if part]
    return [
        Rows(
            (
                (
                    words.text("offence.classification", state=matter.in_text(matter.home)),
                    (runs(words.blank("offence.classification_blank")),),
                ),
                (str(words.raw("offence.maximum")), (maximum_said(matter),)),
                (str(words.raw("offence.dual")), tuple(said) or (words("frame.nothing_recorded"),)),
                (
                    str(words.raw("offence.conduct")),
                    (runs(words.blank("offence.conduct_blank", state=matter.there)),),
                ),
            )
        )
    ]
