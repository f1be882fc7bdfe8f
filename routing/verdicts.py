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

from routing.conditions import FAILS, HOLDS, UNKNOWN, FactValue
from routing.findings import Contradiction, Finding
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
from routing.masks import NOTHING, Cell, Group, Masks, Scope, masks_of
from routing.rules import Provision
from routing.scenes import Changes, Deciding, Scene
from routing.windows import windows_of

# How many arrangements of States, days and computed facts are remembered; then they are worked out again.
MOST_COMPOSED = 512
# A verdict by what is set: 4 closed, 2 waits for facts, 1 waits for counsel; the worse covers the better.
BY_DIGIT = dict(zip("01234567", (OPEN, NEEDS_COUNSEL, *(NEEDS_FACTS,) * 2, *(CLOSED,) * 4), strict=True))
UNREAD: Reading = (UNKNOWN, Finding(None))


@dataclass(frozen=True, slots=True)
class Composed:
    """What was composed for one scope: masks over cells and provisions, the readings, and what a scene must know."""

    holds: int
    fails: int
    closed: int
    for_facts: int
    for_counsel: int
    unsure: int
    readings: Mapping[Cell, Reading]
    shared: Mapping[int, Reading]
    days: Mapping[str, Deciding]
    contradictions: Mapping[tuple[str, str], Contradiction]


@dataclass(slots=True, eq=False)
class Plain:
    """What stated plain facts settle in a scope. `made_of`: the facts of case and need, and changes, it came from."""

    made_of: tuple[Mapping[str, FactValue], Mapping[str, FactValue], Changes]
    holds: int
    fails: int
    closed: int
    for_facts: int
    for_counsel: int
    known: Mapping[Cell, Reading] | None = None

    def readings(self, scene: Scene, scope: Scope) -> Mapping[Cell, Reading]:
        """The readings of plain cells, worked out at the first look; every other cell as unknown."""
        if self.known is None:
            masks = masks_of(scene.rulebook)
            answer = dict.fromkeys(range(len(masks.tests)), UNREAD)
            for fact, *_ in scope.plain:
                value = scene.facts.get(fact)
                if value is not None:
                    answer.update(masks.meaning(fact, value).readings)
            self.known = answer
        return self.known


@dataclass(slots=True, eq=False)
class Verdicts:
    """The compact answer for one scene: masks over provisions, and over cells the value of every condition.

    `unsure`: a requirement that the instrument binds is unknown. `known` are the readings, once somebody looks.
    """

    masks: Masks
    scope: Scope
    scene: Scene
    closed: int
    for_facts: int
    for_counsel: int
    unsure: int
    holds: int
    fails: int
    known: Mapping[Cell, Reading] | None = None

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

    def listed(self) -> list[OptionVerdict]:
        """The verdicts of the scope's provisions, in its order.

        The three masks are written as binary and read as hexadecimal: each provision gets a digit of its own.
        """
        digits = int(f"{self.closed:b}", 16) * 4 + int(f"{self.for_facts:b}", 16) * 2 + int(f"{self.for_counsel:b}", 16)
        written = f"{digits:0{len(self.masks.bits)}x}"[::-1]
        return [BY_DIGIT[digit] for digit in self.scope.pick_bits(written)]

    def explained(self) -> list[tuple[Reading, ...]]:
        """What was read for each condition, for every provision of the scope in its order."""
        known = self.known = self.known or _readings(self)
        return [read(known) for read in self.scope.reads]

    def readings(self, provision: Provision) -> tuple[Reading, ...]:
        """What was read for each condition of a provision, in the order of the book.

        Not for `pair.has_applicable_treaty`, which is read from the other provisions of its measure.
        """
        if self.known is None:
            self.known = _readings(self)
        return self.masks.reads[provision.id](self.known)


def _readings(found: Verdicts) -> Mapping[Cell, Reading]:
    """The readings of every cell of a scope; what is not stated is unknown."""
    answer = dict(plain(found.scene, found.scope).readings(found.scene, found.scope))
    answer.update(composed(found.scene, found.scope).readings)
    return answer


def _same(scene: Scene) -> object:
    """What two scenes must share to be composed alike."""
    facts = scene.facts
    looked_at = [(name, facts[name]) for name in LOOKED_AT & facts.keys()]
    return (
        scene.requesting,
        scene.requested,
        scene.court,
        scene.at_home,
        scene.on,
        scene.assumed,
        frozenset([(name, repr(value) if value.__class__ is float else value) for name, value in looked_at]),
        frozenset(scene.stated & LOOKED_AT),
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
    readings: dict[Cell, Reading] = {}
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
        readings[cell] = reading
    return Composed(
        *(holds, fails, closed & scope.mask, for_facts & scope.mask, for_counsel & scope.mask, unsure & scope.mask),
        readings=readings,
        shared=own.verdicts,
        days=own.days,
        contradictions=own.contradictions,
    )


def _same_facts(made_of: Iterable[Changes], key: Iterable[Changes]) -> bool:
    """Whether the facts are the very same objects, or both empty: equal numbers can read differently."""
    return all(one is other or not (one or other) for one, other in zip(made_of, key, strict=True))


def plain(scene: Scene, scope: Scope) -> Plain:
    """What the scope's plain facts settle. Needs of one case without facts of their own share it."""
    masks = masks_of(scene.rulebook)
    key = (scene.case.facts, scene.need.facts, scene.changes)
    kept = masks.plain.get(scope)
    if isinstance(kept, Plain) and _same_facts(kept.made_of, key):
        return kept
    holds = fails = closed = for_facts = for_counsel = 0
    facts = scene.facts
    for fact, said, waits_for_facts, waits_for_counsel in scope.plain:
        value = facts.get(fact)
        if value is None:
            for_facts |= waits_for_facts
            for_counsel |= waits_for_counsel
            continue
        meaning = said.get(value) if value.__class__ is not float else None
        if meaning is None:
            meaning = masks.meaning(fact, value)
        holds |= meaning.holds
        fails |= meaning.fails
        closed |= meaning.closes
    answer = Plain(key, holds, fails, closed & scope.mask, for_facts, for_counsel)
    masks.plain[scope] = answer
    return answer


def verdicts_of(scene: Scene, scope: Scope) -> Verdicts:
    """The verdicts of a scope in a scene, those that ask for another treaty not settled yet."""
    base, own = composed(scene, scope), plain(scene, scope)
    _remember(scene, base)
    found = Verdicts(
        masks=masks_of(scene.rulebook),
        scope=scope,
        scene=scene,
        closed=base.closed | own.closed,
        for_facts=base.for_facts | own.for_facts,
        for_counsel=base.for_counsel | own.for_counsel,
        unsure=base.unsure,
        holds=base.holds | own.holds,
        fails=base.fails | own.fails,
    )
    for group in scope.groups:
        if not group.treaty:
            _settle_group(found, group)
    return found


def _remember(scene: Scene, base: Composed) -> None:
    """What the scene must know of what was composed: readings, days, and what was overruled."""
    scene.shared = base.shared
    scene.days.update(base.days)
    if base.contradictions:
        scene.contradictions.update(base.contradictions)


def _settle_group(found: Verdicts, group: Group) -> None:
    """One or_group: closed when all that count fail, waiting while none holds and one is unknown."""
    by_holding, by_failing = group.of(found.scene.facts)
    if found.holds & by_holding or found.fails & by_failing or not (by_holding or by_failing):
        return
    unknown = (by_holding | by_failing) & ~(found.holds | found.fails)
    if not unknown:
        found.closed |= group.bit
    elif unknown & group.for_facts:
        found.for_facts |= group.bit
    else:
        found.for_counsel |= group.bit
    if unknown & group.unsure:
        found.unsure |= group.bit


def best_of(found: Verdicts, others: Iterable[Verdicts]) -> Verdicts:
    """Several rights: what asks for the kind of right has its best verdict of all scenes, else that of the first."""
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
    """`pair.has_applicable_treaty` for each measure that asks, over the other formal provisions of the measure.

    True when one is open, or not closed with its binding certain (a placeholder only when open); false when all are
    closed. What they leave unknown, the case may state; where both speak, the contradiction is reported.
    """
    stated = scene.facts.get(TREATY)
    alive, opened = ~found.closed, found.open
    certain = alive & ~found.unsure
    answer: dict[str, bool | None] = {}
    for treaties in found.scope.treaties:
        firm = treaties.firm
        computed = True if treaties.eligible & opened or firm & certain else None if firm & alive else False
        about = treaties.measure
        answer[about] = computed
        if isinstance(stated, bool):
            if computed is None:
                answer[about] = stated
            elif stated is not computed:
                scene.contradictions[TREATY, about] = Contradiction(TREATY, stated, computed, about)
    return answer


def settle_treaties(found: Verdicts, treaty: Mapping[str, bool | None]) -> None:
    """Settle the provisions that ask for another treaty."""
    closed, for_facts, for_counsel = found.closed, found.for_facts, found.for_counsel
    holds, fails = found.holds, found.fails
    for treaties in found.scope.treaties:
        meaning = treaties.meaning[treaty[treaties.measure]]
        holds |= meaning.holds
        fails |= meaning.fails
        closed |= meaning.closes
        for_facts |= meaning.for_facts
        for_counsel |= meaning.for_counsel
    found.closed, found.for_facts, found.for_counsel = closed, for_facts, for_counsel
    found.holds, found.fails = holds, fails
    for group in found.scope.groups:
        if group.treaty:
            _settle_group(found, group)
