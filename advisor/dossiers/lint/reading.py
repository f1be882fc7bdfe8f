"""One draft as the rules read it: every typed text with its role, every place that is still blank.

A role says what a place is for, whatever document it stands in: the account of the facts is asked for in box G of an
investigation order and in part 3 of a letter, and its role is `account` in both. It comes from the name of the blank
(document.Run.place), or from what fills the box of a form.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from advisor.dossiers.build.matter import Matter
from advisor.dossiers.build.nexus import ONLINE
from advisor.dossiers.build.nexus import PEOPLE as PERSONS
from advisor.dossiers.document import Document, Rows, Run
from advisor.dossiers.lint.measures import Kinds
from advisor.dossiers.lint.said import Line, Said, lines_of
from advisor.dossiers.lint.sentences import calmed
from advisor.dossiers.lint.walking import boxes_of, runs_of

SUMMARY, SUBJECT, TITLE, REASON, NEXUS = "case.summary", "need.subject", "case.title", "step.reason", "nexus"
PEOPLE = frozenset({"contact", "address", "official", "name", "place", "approved", "receiver", "agency"})
ASKING = frozenset({"subject", "particulars", "identifiers", "location", "variant"})
# What the English words of a form's box say it is for, when nothing of the case fills it.
BOX_ROLES = (
    ("contact", re.compile(r"telephone|e-?mail", re.I)),
    ("questions", re.compile(r"^numbered questions|^questions", re.I)),
    ("location", re.compile(r"\blocation\b|place where the measure|^places?$", re.I)),
    ("identifiers", re.compile(r"identifier|\bIBAN\b|number of the account|account, IP|bank, ", re.I)),
    ("limitation", re.compile(r"limitation period", re.I)),
    ("procedure", re.compile(r"oath|affirmation|formalit", re.I)),
    ("receiver", re.compile(r"^provider, |legal name, address", re.I)),
)
NOTHING = re.compile(
    r"\s*(?:(?:none|no|nil|n/?a|not applicable|nothing|keine?|aucune?|ninguna|nessuna|-|–|\.)"
    r"(?:\s+(?:in )?(?:particular|special|specific|at all|needed|required|applies|arises"
    r"|claimed)\b.{0,40})?)?\s*\.?\s*"
    r"|[^.]{0,60}\b(?:no|not|without|none)\b[^.]{0,40}\b(?:urgen\w+|haste|particular|special"
    r"|shorter)\b[^.]{0,40}\.?\s*",
    re.I,
)

# Which boxes of a form print things of which kinds.
PRINTED = (
    (frozenset(PERSONS), frozenset({"people", "persons"})),
    (frozenset(ONLINE), frozenset({"identified"})),
    (frozenset({"ip"}), frozenset({"ip_addresses"})),
)


class Draft:
    """Frozen inputs and their document, with the questions that the rules ask of them."""

    def __init__(self, inputs: Mapping[str, Any], document: Document) -> None:
        self.inputs = inputs
        self.document = document
        self.matter = Matter(inputs, 1)
        self.option: Mapping[str, Any] = inputs["option"]
        self.facts: Mapping[str, Any] = inputs["facts"]
        self.kinds = Kinds(self.matter)

    @cached_property
    def on(self) -> date:
        """The day of the document."""
        return date.fromisoformat(str(self.inputs["route"]["on"]))

    @cached_property
    def _by_fill(self) -> dict[str, str]:
        """The places of a form's boxes, with their roles."""
        found = {}
        for part in self.matter.form.sections if self.matter.form else ():
            for box in part.boxes:
                guess = (name for name, words in BOX_ROLES if words.search(f"{box.blank}\n{box.label}"))
                found[box.place] = RENAMED.get(box.fill, box.fill) or next(guess, "other")
        return found

    @cached_property
    def _known(self) -> frozenset[str]:
        """Every place that the document has."""
        return frozenset((*(run.place for run in runs_of(self.document)), *boxes_of(self.document)))

    def role_of(self, place: str) -> str:
        """What a place is for; 'other' where its name does not say."""
        if place in self._by_fill:
            return self._by_fill[place]
        head, _, tail = place.rpartition(".")
        if tail.isdigit():
            return "particulars"
        if tail.endswith("_blank"):
            return RENAMED.get(tail.removesuffix("_blank"), tail.removesuffix("_blank"))
        return self.role_of(head) if head else "other"

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """Every typed text that is not empty, in the order of the document."""
        read = (Said(one.place, one.role, calmed(one.text)) for one in self._said())
        return tuple(one for one in read if one.text.strip())

    def _said(self) -> Iterator[Said]:
        case, need = self.inputs["case"], self.inputs["need"]
        yield Said(TITLE, "title", str(case.get("title") or ""))
        if self.matter.kind != "letter":
            yield Said(SUMMARY, "account", str(case.get("summary") or ""))
        yield Said(SUBJECT, "subject", str(need.get("subject") or ""))
        yield Said(REASON, "reason", str(self.inputs.get("reason") or ""))
        for place, text in (self.inputs.get("typed") or {}).items():
            role = self._role_typed(place)
            if text not in ("yes", "no") or role != "other":
                yield Said(place, role, str(text))
        for row in self.inputs.get("nexus") or []:
            yield Said(NEXUS, "link", str(row.get("sentence") or ""))
        for thing in self.inputs.get("things") or []:
            if not self._sent(str(thing.get("kind") or "")):
                continue
            details = thing.get("details") or {}
            said = [str(thing.get("kind") or ""), str(thing.get("value") or ""), *map(str, details.values())]
            yield Said("things", "identifiers", " ".join(said).strip())

    def _sent(self, kind: str) -> bool:
        """Whether a thing of this kind stands on what is sent: the annex of things never goes to a private party."""
        if not self.matter.private:
            return True
        sections = self.matter.form.sections if self.matter.form else ()
        fills = {box.fill for part in sections if not part.apart for box in part.boxes}
        return any(kind in kinds and fills & names for kinds, names in PRINTED)

    def _role_typed(self, place: str) -> str:
        """The role of a typed text; a box that the document has no more (the nexus matrix took its room) keeps its."""
        found = self.role_of(place)
        return found if place in self._known or found != "other" else "unplaced"

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The sentences of the prose, as tokens."""
        return tuple(lines_of(self.prose))

    @cached_property
    def prose(self) -> tuple[Said, ...]:
        """The texts that are written in sentences: not names, addresses and numbers to reach somebody."""
        return tuple(one for one in self.said if one.role not in PEOPLE and one.role not in ("title", "variant"))

    def of(self, *roles: str) -> tuple[Said, ...]:
        """The texts of these roles."""
        return tuple(one for one in self.said if one.role in roles)

    @cached_property
    def asked(self) -> tuple[Said, ...]:
        """The texts that say what is wanted of whom."""
        return tuple(one for one in self.said if one.role in ASKING)

    def all_text(self, *roles: str) -> str:
        """The texts of these roles, or all of them, one after another."""
        return "\n".join(one.text for one in (self.of(*roles) if roles else self.said))

    @cached_property
    def _blank(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for run in runs_of(self.document):
            if run.kind == "blank" and run.place:
                found.setdefault(self.role_of(run.place), []).append(run.place)
        return found

    @cached_property
    def _places(self) -> dict[str, str]:
        """Role to the first place of the document that has it, blank or filled."""
        found: dict[str, str] = {}
        places = [*(run.place for run in runs_of(self.document)), *boxes_of(self.document)]
        for place in (*filter(self._ours_by_fill, places), *places):
            if place:
                found.setdefault(self.role_of(place), place)
        return found

    def _ours_by_fill(self, place: str) -> bool:
        """Whether a place lies in a box that is filled with the contact of who writes: a form asks for the telephone
        of others too (the addressee, the authority for remedies), and the words of its boxes say no whose."""
        head = place if place in self._fills else place.rpartition(".")[0]
        return self._fills.get(head) == "contact"

    @cached_property
    def _fills(self) -> dict[str, str]:
        parts = self.matter.form.sections if self.matter.form else ()
        return {box.place: box.fill for part in parts for box in part.boxes}

    def place(self, role: str) -> str:
        """Where the document has room for a role; empty if it has none."""
        return self._places.get(role, "")

    def blank(self, role: str) -> str:
        """The place of a role that the document has and nobody filled; empty otherwise. Where two boxes ask for the
        same, one that is filled is enough."""
        return "" if self.of(role) else next(iter(self._blank.get(role, [])), "")

    def where(self, *roles: str) -> str:
        """The first place that the document has of these roles, else the need's subject."""
        return next((self.place(role) for role in roles if self.place(role)), SUBJECT)

    def nothing(self, text: str) -> bool:
        """Whether a text says 'none' and no more."""
        return bool(NOTHING.fullmatch(text))


RENAMED = {
    "competent": "receiver", "provider": "receiver", "court": "receiver", "document": "documents", "people": "persons",
    "identified": "subject", "issuer": "agency",
}  # fmt: skip
__all__ = ["NEXUS", "PEOPLE", "REASON", "SUBJECT", "SUMMARY", "Draft", "Rows", "Run", "Said"]
