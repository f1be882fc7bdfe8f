"""What stands above page one: the agency's letterhead, and whether this is a draft or approved, by whom and when."""

import base64
import hashlib

from advisor.dossiers.build.matter import Matter
from advisor.dossiers.build.senders import another
from advisor.dossiers.document import Block, Letterhead, Rows, runs

APPROVAL = ("approved_by", "approved_on", "approved_version")


def letterhead_of(matter: Matter) -> Letterhead | None:
    """The letterhead as frozen, where the agency is the sender; a line that is its own name is not said twice."""
    head = matter.inputs.get("letterhead")
    if not head or another(matter):
        return None
    name = str(matter.inputs["agency"]["name"])
    logo = base64.b64decode(head["logo"]) if head.get("logo") else b""
    return Letterhead(
        lines=tuple(str(line) for line in head["lines"] if line != name),
        address=tuple(str(line) for line in head["address"]),
        logo_sha256=hashlib.sha256(logo).hexdigest() if logo else "",
        logo_says=matter.words.text("frame.logo", name=name) if logo else "",
    )


def stamp_of(matter: Matter) -> str:
    """The line on page one: not to be sent before it is approved, or by whom and when it was."""
    if not matter.inputs.get("final"):
        return str(matter.words.raw("frame.draft_line"))
    return matter.words.text("frame.final_line", name=_said(matter, "approved_by"), day=_said(matter, "approved_on"))


def approval_rows(matter: Matter) -> list[Block]:
    """The approval in the record; nothing in a draft."""
    if not matter.inputs.get("final"):
        return []
    rows = tuple((str(matter.words.raw(f"record.{name}")), (runs(_said(matter, name)),)) for name in APPROVAL)
    return [Rows(rows)]


def _said(matter: Matter, name: str) -> str:
    """A value of the approval as the document says it: its moment in words, as every other day is."""
    return matter.words.moment(str(matter.inputs.get(name) or ""))
