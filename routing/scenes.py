"""One need as the law meets it: which States, which day decides, which facts stand.

A need has up to two scenes: abroad (the State it names) and at home (domestic rungs of a need whose own measure is not
domestic act in the requesting State). Only dates have a fallback; one that was assumed is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from routing.conditions import FactValue, Verdict
from routing.facts import CaseFacts, Need
from routing.findings import Contradiction, Finding
from routing.participation import Binding
from routing.rulebook import Rulebook
from routing.rules import Instrument

Changes = Mapping[str, FactValue | None]
"""Facts to put over the stated ones; None forgets one."""

SENT, RECEIVED = "request.sent_on", "request.received_on"
ARRESTED, INSTITUTED = "person.arrested_on", "proceedings.instituted_on"
CATEGORY, RIGHT, RETENTION = "data.category", "right.kind", "data.retention_until"

DECIDING_FACT: Mapping[str, str] = {
    "by_request": SENT,
    "by_transmission": SENT,
    "by_receipt": RECEIVED,
    "by_arrest": ARRESTED,
    "by_proceedings_instituted": INSTITUTED,
}


@dataclass(frozen=True, slots=True)
class Deciding:
    """The day that decides for an instrument, the fact it comes from, and the article of an exception that chose it."""

    day: date
    fact: str
    mode: str
    assumed: bool
    article: str = ""


@dataclass(slots=True)
class Scene:
    """Everything a condition may look at, for one need in one arrangement of States.

    `requested` None: the State is not known yet. `court` is `forum.state` where the case names one. `stated` are the
    facts that the case or the need itself states. The dictionaries are memos of this scene alone, save `shared`: what
    scenes with the same States and days read alike.
    """

    rulebook: Rulebook
    case: CaseFacts
    need: Need
    on: date
    requesting: str
    requested: str | None
    court: str | None
    at_home: bool
    facts: Mapping[str, FactValue]
    stated: Set[str]
    assumed: frozenset[str]
    changes: Changes
    verdicts: dict[int, tuple[Verdict, Finding]] = field(default_factory=dict)
    shared: Mapping[int, tuple[Verdict, Finding]] = field(default_factory=dict)
    bindings: dict[tuple[str, str, date], Binding] = field(default_factory=dict)
    days: dict[str, Deciding] = field(default_factory=dict)
    contradictions: dict[tuple[str, str], Contradiction] = field(default_factory=dict)

    @property
    def forum(self) -> str | None:
        """The State whose court or authority is to act."""
        return self.court or self.requested

    @property
    def one_state(self) -> bool:
        """Whether the need stays inside one State: then it has no pair."""
        return self.requesting == self.requested

    def date_of(self, fact: str) -> date | None:
        """A date fact, its fallback included."""
        value = self.facts.get(fact)
        return value if isinstance(value, date) else None

    def origin(self, fact: str) -> tuple[str, ...]:
        """The stated fact that a value comes from: itself, or the day of sending for an assumed date."""
        if fact in self.stated:
            return (fact,)
        return (SENT,) if fact in self.assumed and SENT in self.stated else ()


def _copied(facts: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """The facts as a dictionary of their own; a view of a dictionary copies itself in one step."""
    return facts.copy() if isinstance(facts, dict | MappingProxyType) else dict(facts)


def with_dates(stated: Mapping[str, FactValue], on: date) -> tuple[dict[str, FactValue], frozenset[str]]:
    """The facts with the fallbacks of the dates, and which of them were assumed.

    `request.sent_on` is the day of the advice; receipt, arrest and the start of proceedings are the day of sending.
    `infringement.date` and `judgment.given_on` have none.
    """
    facts = _copied(stated)
    assumed = frozenset(name for name in (SENT, RECEIVED, ARRESTED, INSTITUTED) if name not in facts)
    facts.setdefault(SENT, on)
    for name in (RECEIVED, ARRESTED, INSTITUTED):
        facts.setdefault(name, facts[SENT])
    return facts, assumed


def deciding(scene: Scene, instrument: Instrument) -> Deciding:
    """The deciding day of an instrument in this scene (its mode, or the one an exception gives to the pair)."""
    known = scene.days.get(instrument.code)
    if known is not None:
        return known
    mode, article = instrument.mode, ""
    for exception in instrument.exceptions:
        if scene.requesting in exception.states or scene.requested in exception.states:
            mode, article = exception.mode, exception.article
            break
    fact = DECIDING_FACT[mode]
    answer = Deciding(scene.date_of(fact) or scene.on, fact, mode, fact in scene.assumed, article)
    scene.days[instrument.code] = answer
    return answer


def scene_for(
    rulebook: Rulebook,
    case: CaseFacts,
    need: Need,
    on: date,
    *,
    at_home: bool,
    changes: Changes | None = None,
) -> Scene:
    """The scene of a need: abroad, or at home for a domestic rung.

    `changes` are facts to put over the stated ones, None to forget one: for rights looked at one by one, and for what
    would open a closed option.
    """
    stated = _copied(case.facts)
    stated.update(_copied(need.facts))
    for name, value in (changes or {}).items():
        if value is None:
            stated.pop(name, None)
        else:
            stated[name] = value
    facts, assumed = with_dates(stated, on)
    overruled = _variant_category(rulebook, need, facts)
    court = facts.get("forum.state")
    home = case.requesting_state
    scene = Scene(
        rulebook=rulebook,
        case=case,
        need=need,
        on=on,
        requesting=home,
        requested=home if at_home else need.requested_state,
        court=home if at_home else (court if isinstance(court, str) else None),
        at_home=at_home,
        facts=facts,
        stated=stated.keys() - {CATEGORY} if need.variant in rulebook.data_categories else stated.keys(),
        assumed=assumed,
        changes=changes or {},
    )
    if overruled is not None:
        scene.contradictions[overruled.fact, overruled.about] = overruled
    return scene


def under(scene: Scene, changes: Changes) -> Scene:
    """The same scene with some facts changed."""
    merged = {**scene.changes, **changes}
    return scene_for(scene.rulebook, scene.case, scene.need, scene.on, at_home=scene.at_home, changes=merged)


def _variant_category(rulebook: Rulebook, need: Need, facts: dict[str, FactValue]) -> Contradiction | None:
    """A variant that is a category of data sets `data.category`, over whatever is stated."""
    if need.variant is None or need.variant not in rulebook.data_categories:
        return None
    said = facts.get(CATEGORY)
    facts[CATEGORY] = need.variant
    if said is None or said == need.variant:
        return None
    return Contradiction(CATEGORY, said, need.variant, f"the variant of need {need.id}")
