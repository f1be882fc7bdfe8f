"""A rulebook as bit masks: what every stated value closes, leaves waiting and settles, worked out once.

A provision is one bit, and so is a *cell*: one test, or one test as one provision (or measure) asks it where the answer
differs. Three values need two masks of cells, `holds` and `fails`; a cell in neither is unknown. Nothing is generated
from text: the masks are ints, made from the typed conditions, and live as long as the rulebook (`Rulebook.memo`).

Reads: a `Rulebook`. Writes: its memo.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from routing.binding import BOUND_SETS
from routing.conditions import FAILS, HOLDS, UNKNOWN, FactValue, Test, Verdict
from routing.derived import PER_PROVISION
from routing.findings import Finding, shown
from routing.judging import COMPOSED, GROUP_CHOICES, TREATY, Reading
from routing.rulebook import Rulebook
from routing.rules import BAR, FORMAL, REQUIRED, Condition, Provision

MEMO = "masks"
# How many values of a fact, and how many sets of provisions, are remembered; then they are worked out again.
MOST_VALUES, MOST_SCOPES = 500, 2_000

Cell = int
Picker = Callable[[Any], tuple[Any, ...]]
Reads = Callable[[Mapping[Cell, Reading]], tuple[Reading, ...]]
Key = tuple[int, str]
"""A test by its number, and the provision or measure it is asked for ('' where the answer is the same for all)."""


@dataclass(frozen=True, slots=True)
class Effects:
    """What one settled or unknown cell does to provisions: masks over provisions."""

    closes_if_holds: int = 0
    closes_if_fails: int = 0
    waits_for_facts: int = 0
    waits_for_counsel: int = 0
    unsure: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """What one stated value of a fact means: cells that hold and fail, provisions it closes, readings by test."""

    holds: int
    fails: int
    closes: int
    readings: Mapping[Cell, Reading]


@dataclass(frozen=True, slots=True)
class Group:
    """One or_group of a provision: its members by whether they are met when their cell holds or fails.

    `members` is keyed by the values of `chooser` (a fact); the key None is for any other value. `treaty`: a member asks
    for another treaty, so that the group is settled when that is known.
    """

    bit: int
    chooser: str
    members: Mapping[str | None, tuple[int, int]]
    for_facts: int
    unsure: int
    treaty: bool

    def of(self, facts: Mapping[str, FactValue]) -> tuple[int, int]:
        """Cells that meet the group by holding, and by failing, under these facts."""
        value = facts.get(self.chooser) if self.chooser else None
        return self.members.get(value if isinstance(value, str) else None, self.members[None])


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """The provisions that are looked at for a need, with what can settle them.

    `plain` are the facts that are read as stated: each with what its values mean, and the provisions that wait for
    facts, and for counsel, while it is unknown. `composed` are the conditions whose cells need more than that;
    `per_right` the provisions that ask for the kind of right. `pick_bits` and `reads` pick what belongs to its
    provisions, in their order.
    """

    provisions: tuple[Provision, ...]
    mask: int
    per_right: int
    by_measure: Mapping[str, tuple[Provision, ...]]
    pick_bits: Picker
    reads: tuple[Reads, ...]
    plain: tuple[tuple[str, dict[FactValue, Said], int, int], ...]
    composed: tuple[tuple[Cell, Provision, Condition], ...]
    groups: tuple[Group, ...]
    treaties: tuple[Treaties, ...]


@dataclass(frozen=True, slots=True)
class Treaties:
    """For one measure: the provisions that ask for another treaty, and those that can be one.

    `eligible` are formal, neither adjunct, supporting nor last resort; `firm` are those that are no placeholder, which
    counts only when open. `meaning` is what an answer settles.
    """

    measure: str
    eligible: int
    firm: int
    meaning: Mapping[bool | None, Settled]


@dataclass(frozen=True, slots=True)
class Settled:
    """What one answer to `pair.has_applicable_treaty` does to the provisions of a measure that ask for it."""

    holds: int = 0
    fails: int = 0
    closes: int = 0
    for_facts: int = 0
    for_counsel: int = 0


@dataclass(slots=True)
class Masks:
    """The masks of one rulebook. `bits` places provisions, `cells` tests; `asked_by` the cells of each provision, which
    `reads` picks from the readings of all."""

    rulebook: Rulebook
    bits: dict[str, int] = field(default_factory=dict)
    cells: dict[Key, Cell] = field(default_factory=dict)
    tests: list[Test] = field(default_factory=list)
    effects: dict[Cell, Effects] = field(default_factory=dict)
    asked_by: dict[str, tuple[Cell, ...]] = field(default_factory=dict)
    reads: dict[str, Reads] = field(default_factory=dict)
    by_fact: dict[str, list[Cell]] = field(default_factory=dict)
    groups: dict[str, tuple[Group, ...]] = field(default_factory=dict)
    said: dict[str, dict[FactValue, Said]] = field(default_factory=dict)
    scopes: dict[object, Scope] = field(default_factory=dict)
    composed: dict[object, object] = field(default_factory=dict)
    plain: dict[Scope, object] = field(default_factory=dict)
    closers: dict[Scope, object] = field(default_factory=dict)

    def bit(self, provision: Provision) -> int:
        """The mask with this provision alone."""
        return 1 << self.bits[provision.id]

    def meaning(self, fact: str, value: FactValue) -> Said:
        """What a stated value means for every test on the fact.

        Floats are kept by their writing: 36 and 36.0, 0.0 and -0.0 are equal, but read differently.
        """
        table = self.said.setdefault(fact, {})
        key = repr(value) if value.__class__ is float else value
        known = table.get(key)
        if known is None:
            if len(table) >= MOST_VALUES:
                table.clear()
            known = table[key] = _meaning(self, fact, value)
        return known

    def scope(self, key: object, measures: Mapping[str, tuple[Provision, ...]]) -> Scope:
        """The scope of the provisions of some measures, new; `key` names it in `scopes` for the next time."""
        if len(self.scopes) >= MOST_SCOPES:
            self.scopes.clear()
            self.plain.clear()
            self.closers.clear()
        answer = self.scopes[key] = _scope(self, measures)
        return answer


def masks_of(rulebook: Rulebook) -> Masks:
    """The masks of a rulebook, made at the first call."""
    known = rulebook.memo.get(MEMO)
    if isinstance(known, Masks):
        return known
    masks = Masks(rulebook)
    for number, provision in enumerate(rulebook.provisions.values()):
        masks.bits[provision.id] = number
        masks.asked_by[provision.id] = tuple(_cell(masks, provision, condition) for condition in provision.conditions)
        masks.reads[provision.id] = picker(masks.asked_by[provision.id])
    _fill_effects(masks)
    rulebook.memo[MEMO] = masks
    return masks


def picker(places: tuple[int, ...]) -> Picker:
    """Picks what stands at some places, always as a tuple."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda found: tuple(found[place] for place in places)


def asked_for(provision: Provision, test: Test) -> str:
    """Whom a test is asked for: the provision or the measure where the answer differs between them."""
    if test.fact == TREATY:
        return provision.measure
    return provision.id if test.fact in PER_PROVISION else ""


def _cell(masks: Masks, provision: Provision, condition: Condition) -> Cell:
    """The cell of a condition, a new one at its first use."""
    test = condition.test
    key = (test.number, asked_for(provision, test))
    cell = masks.cells.get(key)
    if cell is None:
        cell = masks.cells[key] = len(masks.tests)
        masks.tests.append(test)
        masks.by_fact.setdefault(test.fact, []).append(cell)
    return cell


def _fill_effects(masks: Masks) -> None:
    """What each cell does to the provisions whose lone deciding conditions ask it; groups apart."""
    found: dict[Cell, list[int]] = {}
    for provision in masks.rulebook.provisions.values():
        bit = masks.bit(provision)
        for cell, condition in zip(masks.asked_by[provision.id], provision.conditions, strict=True):
            if not condition.decides or condition.or_group:
                continue
            row = found.setdefault(cell, [0, 0, 0, 0, 0])
            row[0 if condition.effect == BAR else 1] |= bit
            row[3 if condition.judgement else 2] |= bit
            if condition.effect == REQUIRED and condition.test.fact in BOUND_SETS:
                row[4] |= bit
        if provision.has_groups:
            masks.groups[provision.id] = tuple(_groups(masks, provision, bit))
    masks.effects.update({cell: Effects(*row) for cell, row in found.items()})


def _groups(masks: Masks, provision: Provision, bit: int) -> Iterable[Group]:
    """The or_groups of a provision, for every value of the fact that chooses among their members."""
    members: dict[str, list[tuple[Cell, Condition]]] = {}
    for cell, condition in zip(masks.asked_by[provision.id], provision.conditions, strict=True):
        if condition.decides and condition.or_group:
            members.setdefault(condition.or_group, []).append((cell, condition))
    for name, found in members.items():
        choice = GROUP_CHOICES.get(name)
        by_value: dict[str | None, tuple[int, int]] = {None: _met_by(found, "")}
        for value, prefix in choice.counts.items() if choice else ():
            by_value[value] = _met_by(found, prefix)
        yield Group(
            bit=bit,
            chooser=choice.fact if choice else "",
            members=by_value,
            for_facts=_mask(cell for cell, condition in found if not condition.judgement),
            unsure=_mask(
                cell for cell, condition in found if condition.effect == REQUIRED and condition.test.fact in BOUND_SETS
            ),
            treaty=any(condition.test.fact == TREATY for _, condition in found),
        )


def _met_by(members: Iterable[tuple[Cell, Condition]], prefix: str) -> tuple[int, int]:
    """Cells whose holding, and whose failing, meets a group; only those whose fact begins with the prefix."""
    counting = [(cell, condition) for cell, condition in members if condition.test.fact.startswith(prefix)]
    return (
        _mask(cell for cell, condition in counting if condition.effect != BAR),
        _mask(cell for cell, condition in counting if condition.effect == BAR),
    )


def _mask(places: Iterable[int]) -> int:
    """The mask with these bits."""
    answer = 0
    for place in places:
        answer |= 1 << place
    return answer


NOTHING = Effects()


def _meaning(masks: Masks, fact: str, value: FactValue) -> Said:
    """A stated value against every test on its fact."""
    holds = fails = closes = 0
    finding = Finding(value, shown(value), rests_on=(fact,))
    readings: dict[Cell, Reading] = {}
    for cell in masks.by_fact.get(fact, ()):
        verdict = masks.tests[cell].of(value)
        effects = masks.effects.get(cell, NOTHING)
        if verdict is HOLDS:
            holds |= 1 << cell
            closes |= effects.closes_if_holds
        else:
            fails |= 1 << cell
            closes |= effects.closes_if_fails
        readings[cell] = (verdict, finding)
    return Said(holds, fails, closes, readings)


def _scope(masks: Masks, measures: Mapping[str, tuple[Provision, ...]]) -> Scope:
    """Everything that can settle these provisions."""
    provisions = tuple(provision for found in measures.values() for provision in found)
    mask = _mask(masks.bits[provision.id] for provision in provisions)
    plain: dict[str, tuple[int, int]] = {}
    composed: dict[Cell, tuple[Cell, Provision, Condition]] = {}
    for provision in provisions:
        for cell, condition in zip(masks.asked_by[provision.id], provision.conditions, strict=True):
            fact = condition.test.fact
            if fact in COMPOSED:
                composed.setdefault(cell, (cell, provision, condition))
            elif fact != TREATY and fact not in plain:
                effects = [masks.effects.get(other, NOTHING) for other in masks.by_fact[fact]]
                plain[fact] = (
                    _union(item.waits_for_facts for item in effects) & mask,
                    _union(item.waits_for_counsel for item in effects) & mask,
                )
    return Scope(
        provisions=provisions,
        mask=mask,
        per_right=_mask(masks.bits[provision.id] for provision in provisions if provision.uses_right),
        by_measure=measures,
        pick_bits=picker(tuple(masks.bits[provision.id] for provision in provisions)),
        reads=tuple(masks.reads[provision.id] for provision in provisions),
        plain=tuple((fact, masks.said.setdefault(fact, {}), *waits) for fact, waits in plain.items()),
        composed=tuple(composed.values()),
        groups=tuple(group for provision in provisions for group in masks.groups.get(provision.id, ())),
        treaties=tuple(
            _treaties(masks, measure, found)
            for measure, found in measures.items()
            if any(provision.uses_treaty for provision in found)
        ),
    )


def _union(masks: Iterable[int]) -> int:
    answer = 0
    for mask in masks:
        answer |= mask
    return answer


def _treaties(masks: Masks, measure: str, provisions: tuple[Provision, ...]) -> Treaties:
    """Who asks for another treaty in a measure, and what can be one."""
    asking = [provision for provision in provisions if provision.uses_treaty]
    eligible = [provision for provision in provisions if can_be_treaty(provision)]
    cells = {cell for p in asking for cell in masks.asked_by[p.id] if masks.tests[cell].fact == TREATY}
    return Treaties(
        measure=measure,
        eligible=_mask(masks.bits[provision.id] for provision in eligible),
        firm=_mask(masks.bits[provision.id] for provision in eligible if not provision.placeholder),
        meaning={answer: _settled(masks, sorted(cells), asking, answer) for answer in (True, False, None)},
    )


def _settled(masks: Masks, cells: list[Cell], asking: list[Provision], answer: bool | None) -> Settled:
    """What an answer does to those who ask."""
    mask = _mask(masks.bits[provision.id] for provision in asking)
    by_verdict: dict[Verdict, list[Cell]] = {HOLDS: [], FAILS: [], UNKNOWN: []}
    for cell in cells:
        by_verdict[masks.tests[cell].of(answer)].append(cell)

    def effects(verdict: Verdict, name: str) -> int:
        return _union(getattr(masks.effects.get(cell, NOTHING), name) for cell in by_verdict[verdict]) & mask

    return Settled(
        holds=_mask(by_verdict[HOLDS]),
        fails=_mask(by_verdict[FAILS]),
        closes=effects(HOLDS, "closes_if_holds") | effects(FAILS, "closes_if_fails"),
        for_facts=effects(UNKNOWN, "waits_for_facts"),
        for_counsel=effects(UNKNOWN, "waits_for_counsel"),
    )


def can_be_treaty(provision: Provision) -> bool:
    """Whether a provision counts for `pair.has_applicable_treaty` of its measure."""
    apart = provision.uses_treaty or provision.adjunct or provision.role == "supporting" or provision.last_resort
    return provision.tier == FORMAL and not apart
