"""What a case says: the frozen form of the contract's case document, and the vocabulary of facts.

A fact that is not in the mapping is unknown. Values are typed: days are `date`, sets of codes are frozensets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from routing.conditions import FactValue


def nothing() -> Mapping[str, FactValue]:
    """No facts: everything is unknown."""
    return MappingProxyType({})


# Facts that a case may state several values of: each is looked at on its own.
MULTIPLE = frozenset({"right.kind"})

STAGES = ("pre_action", "investigation", "prosecution", "trial", "enforcement")
TRACKS = ("criminal", "civil", "administrative")


@dataclass(frozen=True, slots=True)
class FactDef:
    """One fact of the vocabulary: what it is called, what it may hold, and how to ask for it.

    `type` is bool, int, decimal, date, enum, state, state_list or text (a set of codes); `source` is asked, derived or
    judgement (needs a lawyer's view); `scope` is case, need, pair or instrument; `order` is its place in the
    vocabulary.
    """

    name: str
    type: str
    values: tuple[str, ...]
    unit: str | None
    scope: str
    source: str
    question: str
    help: str
    order: int


@dataclass(frozen=True, slots=True)
class Need:
    """One thing the case needs from one State. `requested_state` None means: not known yet."""

    id: str
    measure: str
    variant: str | None
    requested_state: str | None
    subject: str
    facts: Mapping[str, FactValue] = field(default_factory=nothing)


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case as the engine sees it. Facts of a need stand over those of the case.

    `rights` are the kinds of right where `right.kind` is not stated; `declined` the facts that the user does not know,
    so that they are not asked again.
    """

    reference: str
    title: str
    requesting_state: str
    track: str
    stage: str
    opened_on: date
    facts: Mapping[str, FactValue]
    needs: tuple[Need, ...]
    summary: str = ""
    rights: tuple[str, ...] = ()
    declined: frozenset[str] = frozenset()
