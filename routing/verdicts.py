"""Verdicts first: what every provision of a scope is worth for one scene, and the value of every condition.

A stated plain fact is one look into the masks; what is composed (days, who is bound, computed facts) is read once for
scenes that agree in their States, days and in every fact a computation looks at. Explanations are made later, for what
is shown, by `routing.evaluation`.

Reads: a `Scene`, a `Scope`. Writes: the memo of the masks, and into the scene which days decided and what was
overruled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from routing.conditions import FAILS, HOLDS, FactValue
from routing.findings import Contradiction
from routing.judging import (
    CLOSED,
    LOOKED_AT,
    NEEDS_COUNSEL,
    NEEDS_FACTS,
    OPEN,
    TREATY,
    OptionVerdict,
    Reading,
    judge,
)
from routing.masks import NOTHING, Cell, Masks, Scope, Treaties, masks_of
from routing.scenes import Deciding, Scene
from routing.windows import windows_of

# How many arrangements of States, days and computed facts are remembered; then they are worked out again.
MOST_COMPOSED = 512


@dataclass(frozen=True, slots=True)
class Composed:
    """What was composed for one scope: masks over cells and provisions, the readings, and what a scene must know."""

    holds: int
    fails: int
    closed: int
    for_facts: int
    for_counsel: int
    unsure: int
    readings: tuple[tuple[Cell, Reading], ...]
    shared: Mapping[int, Reading]
    days: Mapping[str, Deciding]
    contradictions: Mapping[tuple[str, str], Contradiction]


@dataclass(frozen=True, slots=True, eq=False)
class Verdicts:
    """The compact answer for one scene: masks over provisions, and over cells the value of every condition.

    `unsure`: a requirement that the instrument binds is unknown.
    """

    masks: Masks
    scope: Scope
    closed: int
    for_facts: int
    for_counsel: int
    unsure: int
    holds: int
    fails: int

    @property
    def open(self) -> int:
        """The open provisions."""
        return self.scope.mask & ~(self.closed | self.for_facts | self.for_counsel)

    def of(self, bit: int) -> OptionVerdict:
        """The verdict of one provision."""
        if self.closed & bit:
            return CLOSED
        if self.for_facts & bit:
            return NEEDS_FACTS
        return NEEDS_COUNSEL if self.for_counsel & bit else OPEN


def _same(scene: Scene) -> object:
    """What two scenes must share to be composed alike."""
    facts = tuple(
        (name, repr(value) if value.__class__ is float else value)
        for name, value in scene.facts.items()
        if name in LOOKED_AT
    )
    return (
        scene.requesting,
        scene.requested,
        scene.court,
        scene.at_home,
        scene.on,
        scene.assumed,
        frozenset(facts),
        LOOKED_AT & scene.stated,
    )


def composed(scene: Scene, scope: Scope) -> Composed:
    """What the scope's conditions read beyond plain facts, from memory where the same was read before."""
    memo = masks_of(scene.rulebook).composed
    key = (scope, _same(scene))
    known = memo.get(key)
    if isinstance(known, Composed):
        return known
    if len(memo) >= MOST_COMPOSED:
        memo.clear()
    answer = _compose(scene, scope)
    memo[key] = answer
    return answer


def _compose(scene: Scene, scope: Scope) -> Composed:
    """Read them, in a scene of its own so that what it remembers is about this scope alone."""
    masks = masks_of(scene.rulebook)
    own = replace(scene, verdicts={}, shared={}, bindings={}, days={}, contradictions={})
    closed = for_facts = for_counsel = unsure = holds = fails = 0
    for provision in scope.provisions:
        if any(window.verdict is FAILS for window in windows_of(own, provision)):
            closed |= masks.bit(provision)
    readings = []
    for cell, provision, condition in scope.composed:
        reading = judge(own, provision, condition)
        effects = masks.effects.get(cell, NOTHING)
        if reading[0] is HOLDS:
            holds |= 1 << cell
            closed |= effects.closes_if_holds
        elif reading[0] is FAILS:
            fails |= 1 << cell
            closed |= effects.closes_if_fails
        else:
            for_facts |= effects.waits_for_facts
            for_counsel |= effects.waits_for_counsel
            unsure |= effects.unsure
        readings.append((cell, reading))
    return Composed(
        *(holds, fails, closed & scope.mask, for_facts & scope.mask, for_counsel & scope.mask, unsure & scope.mask),
        readings=tuple(readings),
        shared=own.verdicts,
        days=own.days,
        contradictions=own.contradictions,
    )


def verdicts_of(scene: Scene, scope: Scope) -> Verdicts:
    """The verdicts of a scope in a scene, those that ask for another treaty still waiting for it (`with_treaties`)."""
    masks = masks_of(scene.rulebook)
    base = composed(scene, scope)
    closed, for_facts, for_counsel = base.closed, base.for_facts, base.for_counsel
    holds, fails = base.holds, base.fails
    facts, said = scene.facts, masks.said
    for fact, waits_for_facts, waits_for_counsel in scope.plain:
        value = facts.get(fact)
        if value is None:
            for_facts |= waits_for_facts
            for_counsel |= waits_for_counsel
            continue
        meaning = said.get((fact, value))
        if meaning is None or meaning.value.__class__ is not value.__class__:
            meaning = masks.meaning(fact, value)
        holds |= meaning.holds
        fails |= meaning.fails
        closed |= meaning.closes
    _remember(scene, base)
    closed &= scope.mask
    found = Verdicts(masks, scope, closed, for_facts, for_counsel, base.unsure, holds, fails)
    return _with_groups(found, facts) if scope.groups else found


def _remember(scene: Scene, base: Composed) -> None:
    """What the scene must know of what was composed: readings, days, and what was overruled."""
    scene.shared = base.shared
    scene.days.update(base.days)
    if base.contradictions:
        scene.contradictions.update(base.contradictions)


def _with_groups(found: Verdicts, facts: Mapping[str, FactValue]) -> Verdicts:
    """The or_groups: closed when all that count fail, waiting while none holds and one is unknown."""
    closed, for_facts, for_counsel, unsure = found.closed, found.for_facts, found.for_counsel, found.unsure
    holds, fails = found.holds, found.fails
    for group in found.scope.groups:
        by_holding, by_failing = group.of(facts)
        if holds & by_holding or fails & by_failing or not (by_holding or by_failing):
            continue
        unknown = (by_holding | by_failing) & ~(holds | fails)
        if not unknown:
            closed |= group.bit
        elif unknown & group.for_facts:
            for_facts |= group.bit
        else:
            for_counsel |= group.bit
        if unknown & group.unsure:
            unsure |= group.bit
    return replace(found, closed=closed, for_facts=for_facts, for_counsel=for_counsel, unsure=unsure)


def applicable(found: Verdicts, treaties: Treaties) -> bool | None:
    """`pair.has_applicable_treaty` over the other formal provisions of a measure.

    True when one is open, or not closed with its binding certain (a placeholder only when open); false when all are
    closed; else unknown.
    """
    live = treaties.eligible & ~found.closed
    if live & found.open:
        return True
    live &= ~treaties.placeholders
    if live & ~found.unsure:
        return True
    return None if live else False


def best_of(found: Verdicts, others: Iterable[Verdicts]) -> Verdicts:
    """Several rights: what asks for the kind of right has its best verdict of all scenes, the rest that of the first."""
    per_right = found.scope.per_right
    opened = counsel = facts = 0
    for item in others:
        opened |= item.open
        counsel |= item.for_counsel & ~(item.closed | item.for_facts)
        facts |= item.for_facts & ~item.closed
    kept = ~per_right
    return replace(
        found,
        closed=(found.closed & kept) | (per_right & ~(opened | counsel | facts)),
        for_facts=(found.for_facts & kept) | (per_right & facts & ~(opened | counsel)),
        for_counsel=(found.for_counsel & kept) | (per_right & counsel & ~opened),
    )


def treaties_of(found: Verdicts, scene: Scene) -> Mapping[str, bool | None]:
    """For each measure that asks: whether another treaty applies. What the others leave open, the case may state."""
    stated = scene.facts.get(TREATY)
    answer: dict[str, bool | None] = {}
    for treaties in found.scope.treaties:
        computed = applicable(found, treaties)
        if computed is None:
            answer[treaties.measure] = stated if isinstance(stated, bool) else None
            continue
        answer[treaties.measure] = computed
        if isinstance(stated, bool) and stated is not computed:
            about = treaties.measure
            scene.contradictions[TREATY, about] = Contradiction(TREATY, stated, computed, about)
    return answer


def with_treaties(found: Verdicts, treaty: Mapping[str, bool | None]) -> Verdicts:
    """The verdicts with the provisions that ask for another treaty settled."""
    closed, for_facts, for_counsel = found.closed, found.for_facts, found.for_counsel
    holds, fails = found.holds, found.fails
    for treaties in found.scope.treaties:
        for cell, test in treaties.cells:
            verdict = test.of(treaty[treaties.measure])
            effects = found.masks.effects.get(cell, NOTHING)
            if verdict is HOLDS:
                holds |= 1 << cell
                closed |= effects.closes_if_holds
            elif verdict is FAILS:
                fails |= 1 << cell
                closed |= effects.closes_if_fails
            else:
                for_facts |= effects.waits_for_facts
                for_counsel |= effects.waits_for_counsel
    mask = found.scope.mask
    return replace(
        found,
        closed=closed & mask,
        for_facts=for_facts & mask,
        for_counsel=for_counsel & mask,
        holds=holds,
        fails=fails,
    )
