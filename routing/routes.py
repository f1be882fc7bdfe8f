"""What leaves the engine: a route, its needs, their options and plans. Frozen values, no wording of documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from routing.evaluation import Outcome
from routing.facts import CaseFacts, Need
from routing.rulebook import Rulebook
from routing.rules import Precedence


class Status(StrEnum):
    """How far a need, or a case, has come."""

    ROUTED = "routed"
    NEEDS_FACTS = "needs_facts"
    NEEDS_COUNSEL = "needs_counsel"
    NO_ROUTE = "no_route"


WORST_FIRST = (Status.NO_ROUTE, Status.NEEDS_FACTS, Status.NEEDS_COUNSEL)


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """One provision for one need: its outcome, its rank inside measure and tier, and which State acts."""

    outcome: Outcome
    rank: int | None
    after: frozenset[str]
    acting_state: str | None
    own: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a plan: the first option of a measure and tier, the rest as fallbacks.

    `rules` are the rules of precedence that speak for the first option against a fallback; `after` the orders of the
    steps that secure what this one is to obtain.
    """

    order: int
    purpose: str
    tier: str
    measure: str
    option: Option
    fallbacks: tuple[str, ...]
    why: str
    rules: tuple[Precedence, ...] = ()
    after: tuple[int, ...] = ()
    held_back: bool = False


@dataclass(frozen=True, slots=True)
class NeedRoute:
    """A need with everything that was found for it."""

    need: Need
    status: Status
    plan: tuple[Step, ...]
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One fact to ask next. `decides` lists (need, provision) that wait for it; `about` names instruments.

    `later`: it matters only when an option shown before closes. `last`: it can close nothing.
    """

    fact: str
    question: str
    decides: tuple[tuple[str, str], ...]
    weight: float
    about: str | None = None
    later: bool = False
    last: bool = False


@dataclass(frozen=True, slots=True)
class Alternative:
    """A little-used instrument that fits the facts beside the first row of the plan."""

    need: str
    provision: str
    instrument: str
    measure: str
    verdict: str
    why: str
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Warning:
    """Something the user must know. `code` is stable; `need` None means the whole case."""

    code: str
    text: str
    need: str | None = None
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """The whole answer, with the case, the day and the edition it was made from."""

    case: CaseFacts
    rulebook: Rulebook
    on: date
    status: Status
    needs: tuple[NeedRoute, ...]
    questions: tuple[Question, ...]
    alternatives: tuple[Alternative, ...]
    warnings: tuple[Warning, ...]
