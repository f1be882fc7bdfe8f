"""The part that cites earlier informal contacts: only those somebody said may be cited, as frozen in the inputs."""

from advisor.dossiers.build.law_parts import _columns
from advisor.dossiers.build.matter import Matter
from advisor.dossiers.document import Block, Paragraph, Run, Table, runs


def has_contacts(matter: Matter) -> bool:
    """Whether there is any to cite: without one a document has no such part."""
    return bool(matter.inputs.get("contacts"))


def contacts(matter: Matter) -> list[Block]:
    """With whom it was spoken before, on which day, what was asked and what was told."""
    words = matter.words
    rows = tuple(
        (
            runs(words.day(str(row["on"]))),
            *(runs(Run(str(row[name]), "quote")) if row[name] else runs("–") for name in ("who", "asked", "told")),
        )
        for row in matter.inputs["contacts"]
    )
    caption, columns = str(words.raw("contacts.caption")), _columns(words.raw("contacts.columns"), (16, 22, 31, 31))
    return [Paragraph(words("contacts.intro")), Table(caption=caption, columns=columns, rows=rows)]
