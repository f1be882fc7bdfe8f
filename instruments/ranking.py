"""Which provisional facts carry the most verdicts: what a lawyer should read first.

*Reads* a rulebook, not the database. *Writes* nothing. A fact is one condition or time limit of a provision, one row of
participation or one declaration that is marked `memory`. Its weight is the number of cells
(requesting State, requested State, measure) whose open or not-closed verdict uses it: the provision is not closed for
the pair by what the data alone say on the day (its window, participation, the States its conditions name, closed lists
of a network's members), and it holds the condition or the limit, or its binding conditions read the row. Facts of a
case play no part: they are unknown here.

Sets of States are integers, one bit a State, so that 208 x 208 pairs of 474 provisions take about a second.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from routing.binding import BOUND_SETS, PAIR_SET, REQUESTING_SET, codes_of
from routing.conditions import FAILS, HOLDS
from routing.participation import pair_binding, state_binding
from routing.rulebook import Rulebook
from routing.rules import BAR, REQUIRED, TIERS, Condition, Provision

ASLEEP = frozenset({"not_in_force", "under_negotiation"})
DECLARED = {
    "requested_state.channel_objections": "channel_objection",
    "requested_state.limits_pretrial_discovery": "art23_pretrial_discovery",
    "requested_state.reserved_provision": "reservation",
    "requested_state.summons_lead_time_declared": "other",
}
STATE_FACTS = frozenset({"requested_state.code", "requesting_state.code", "forum.state", "pair.states"})
NETWORK_FACT = "pair.both_in_network"
CISA_FACT, CISA = "pair.applies_cisa_article", "cisa-1990"
KINDS = ("condition", "time_limit", "participation", "declaration")
Rows = list[int]  # one mask of requested States for each requesting State


@dataclass(frozen=True, slots=True)
class Weight:
    """One provisional fact. `kind` is condition, time_limit, participation or declaration; `cells`
    the number of (pair, measure) cells that use it; `where` names the row, `what` says it in short."""

    cells: int
    kind: str
    where: str
    what: str


class _Map:
    """The pairs of States on one day as masks."""

    def __init__(self, rulebook: Rulebook, on: date) -> None:
        self.rulebook, self.on = rulebook, on
        self.states = tuple(sorted(rulebook.states))
        self.bit = {state: 1 << place for place, state in enumerate(self.states)}
        self.everyone = (1 << len(self.states)) - 1
        self._alone: dict[tuple[str, bool], int] = {}
        self._pairs: dict[tuple[str, bool], Rows] = {}

    def bound(self, code: str, *, certain: bool) -> int:
        """The States that an instrument binds: for certain, or not excluded."""
        key = (code, certain)
        if key not in self._alone:
            mask = 0
            for state in self.states:
                verdict = state_binding(self.rulebook, code, state, self.on).verdict
                if verdict is HOLDS or (not certain and verdict is not FAILS):
                    mask |= self.bit[state]
            self._alone[key] = mask
        return self._alone[key]

    def pairs(self, code: str, *, certain: bool) -> Rows:
        """For each requesting State, the requested States that the instrument binds with it."""
        key = (code, certain)
        if key not in self._pairs:
            mask = self.bound(code, certain=certain)
            instrument = self.rulebook.instruments.get(code)
            plain = instrument is None or instrument.pairing is None or instrument.pairing.rule.startswith("multi")
            self._pairs[key] = [
                self._partners(code, state, mask, plain) if mask & self.bit[state] else 0 for state in self.states
            ]
        return self._pairs[key]

    def _partners(self, code: str, state: str, mask: int, plain: bool) -> int:
        """The partners of one bound State; a hub and a two-sided agreement keep some bound States apart."""
        if plain:
            return mask
        return reduce(or_, (self.bit[o] for o in self.states if mask & self.bit[o] and self._meet(code, state, o)), 0)

    def _meet(self, code: str, one: str, other: str) -> bool:
        return pair_binding(self.rulebook, code, one, other, self.on).verdict is not FAILS

    def live(self, provision: Provision) -> Rows:
        """For each requesting State, the requested States for which the rows do not close the provision."""
        if provision.status in ASLEEP or not provision.period.contains(self.on):
            return [0] * len(self.states)
        rows = [self.everyone ^ self.bit[state] for state in self.states]
        for condition in provision.conditions:
            if condition.decides and not condition.or_group:
                allowed = self._allowed(provision, condition)
                rows = [row & mask for row, mask in zip(rows, allowed, strict=True)]
        return rows

    def _allowed(self, provision: Provision, condition: Condition) -> Rows:
        """What one condition leaves of the pairs, as far as the data alone decide it."""
        fact = condition.test.fact
        if fact in BOUND_SETS:
            return self._bound_by(condition)
        if fact == CISA_FACT:
            return self.pairs(CISA, certain=False)
        if fact in STATE_FACTS:
            return self._named(condition)
        network = self.rulebook.networks.get(provision.instrument)
        if fact == NETWORK_FACT and network and network.closed and network.states is not None:
            inside = self._mask(network.states)
            return [inside if inside & self.bit[state] else 0 for state in self.states]
        return [self.everyone] * len(self.states)

    def _mask(self, states: Iterable[str]) -> int:
        return reduce(or_, (self.bit[state] for state in states if state in self.bit), 0)

    def _named(self, condition: Condition) -> Rows:
        """A condition on the States themselves; the forum is the requested State here."""
        value = condition.test.value
        named = self._mask(value if isinstance(value, frozenset) else [str(value)])
        keep = (condition.effect == BAR) == (condition.test.op in ("ne", "not_in"))
        if condition.test.fact in ("requested_state.code", "forum.state"):
            found = [named] * len(self.states)
        else:
            both = condition.test.fact == "pair.states"
            found = [self.everyone if named & self.bit[s] else (named if both else 0) for s in self.states]
        return found if keep else [self.everyone ^ mask for mask in found]

    def _bound_by(self, condition: Condition) -> Rows:
        """A condition on bound States: a requirement leaves what is not excluded, a bar what is not certain."""
        certain = condition.effect == BAR
        held = [0] * len(self.states)
        for code in codes_of(condition.test):
            held = [one | other for one, other in zip(held, self._holding(condition, code, certain), strict=True)]
        return [self.everyone ^ mask for mask in held] if certain else held

    def _holding(self, condition: Condition, code: str, certain: bool) -> Rows:
        if condition.test.fact == PAIR_SET:
            return self.pairs(code, certain=certain)
        mask = self.bound(code, certain=certain)
        if condition.test.fact == REQUESTING_SET:
            return [self.everyone if mask & self.bit[state] else 0 for state in self.states]
        return [mask] * len(self.states)


def provisional_ranked(rulebook: Rulebook, *, on: date, tiers: Collection[str] = TIERS) -> tuple[Weight, ...]:
    """Every fact marked `memory` that at least one cell uses on the day, the heaviest first.

    `tiers` limits it to provisions of these tiers: networks and practices reach every pair and would fill the top.
    A placeholder waits for records of its own and has no text to read: it is left out.
    """
    atlas = _Map(rulebook, on)
    reach: dict[tuple[str, str], dict[str, Rows]] = defaultdict(dict)
    weights: list[Weight] = []
    for provision in rulebook.provisions.values():
        if provision.tier not in tiers or provision.placeholder:
            continue
        rows = atlas.live(provision)
        cells = sum(row.bit_count() for row in rows)
        if cells:
            weights += _of_provision(provision, cells)
            for code in _codes(provision):
                _join(reach[code, "participation"], provision.measure, rows)
            for topic in _topics(provision):
                _join(reach[provision.instrument, topic], provision.measure, rows)
    weights += _of_rows(rulebook, atlas, reach)
    weights += _of_declarations(rulebook, atlas, reach)
    return tuple(sorted(weights, key=lambda weight: (-weight.cells, weight.kind, weight.where, weight.what)))


def _join(measures: dict[str, Rows], measure: str, rows: Rows) -> None:
    """Cells of one measure count once, however many provisions reach them."""
    known = measures.get(measure, [0] * len(rows))
    measures[measure] = [one | other for one, other in zip(known, rows, strict=True)]


def _of_provision(provision: Provision, cells: int) -> Iterator[Weight]:
    """The provisional conditions and limits of one provision; a limit in words is none."""
    for condition in provision.conditions:
        if condition.basis == "memory" and condition.effect in (REQUIRED, BAR):
            what = f"{condition.effect}: {condition.test.fact} {condition.test.op} {condition.value_document}"
            yield Weight(cells, "condition", provision.id, f"{what} [{condition.article}]")
    for limit in provision.document.get("time_limits") or ():
        if limit.get("basis") == "memory" and limit.get("duration") is not None:
            what = f"{limit['event']}: {limit.get('duration')} {limit.get('unit')} [{limit.get('article')}]"
            yield Weight(cells, "time_limit", provision.id, what)


def _codes(provision: Provision) -> set[str]:
    """The instruments whose rows decide the provision."""
    return {
        code
        for condition in provision.conditions
        if condition.decides and condition.test.fact in BOUND_SETS
        for code in codes_of(condition.test)
    }


def _topics(provision: Provision) -> Iterable[str]:
    """The topics of declarations that its conditions read."""
    return {DECLARED[fact] for condition in provision.conditions if (fact := condition.test.fact) in DECLARED}


def _of_rows(rulebook: Rulebook, atlas: _Map, reach: dict[tuple[str, str], dict[str, Rows]]) -> Iterator[Weight]:
    """The provisional rows of participation; a row weighs the cells with its State on one side or the other."""
    for (code, state), rows in rulebook.participation.items():
        cells = sum(_touching(atlas, state, masks) for masks in reach.get((code, "participation"), {}).values())
        for row in rows:
            if cells and row.confidence == "memory":
                since = f" since {row.since}" if row.since else ""
                until = f" until {row.until}" if row.until else ""
                yield Weight(cells, "participation", f"{code},{state}", f"{row.status}{since}{until}")


def _touching(atlas: _Map, state: str, masks: Rows) -> int:
    """Cells with the State as the requesting or the requested one."""
    place, bit = atlas.states.index(state), atlas.bit[state]
    return masks[place].bit_count() + sum(1 for mask in masks if mask & bit)


def _of_declarations(
    rulebook: Rulebook, atlas: _Map, reach: dict[tuple[str, str], dict[str, Rows]]
) -> Iterator[Weight]:
    """The provisional declarations that a condition reads; they bind the requested State."""
    for (code, state), declarations in rulebook.declarations.items():
        for declaration in declarations:
            masks = reach.get((code, declaration.topic), {}).values()
            cells = sum(1 for rows in masks for mask in rows if mask & atlas.bit[state])
            if cells and declaration.confidence == "memory":
                yield Weight(cells, "declaration", f"{code},{state},{declaration.topic}", declaration.value)


def weights_by_record(rulebook: Rulebook, *, on: date) -> dict[str, int]:
    """How many cells (pair of States, measure) hang on each record on a day, whatever it rests on.

    Keys: `provision:ID`, `instrument:CODE` (all its provisions), `participation:CODE/ISO2`, `authority:CODE/ISO2` and
    `declaration:CODE/ISO2/TOPIC`. What no cell uses has no entry; networks and practices reach every pair.
    """
    atlas = _Map(rulebook, on)
    found: dict[str, int] = defaultdict(int)
    reach: dict[str, dict[str, Rows]] = defaultdict(dict)
    own: dict[str, dict[str, Rows]] = defaultdict(dict)
    for provision in rulebook.provisions.values():
        rows = atlas.live(provision)
        cells = sum(row.bit_count() for row in rows)
        if cells:
            found[f"provision:{provision.id}"] = cells
            found[f"instrument:{provision.instrument}"] += cells
            _join(own[provision.instrument], provision.measure, rows)
            for code in _codes(provision):
                _join(reach[code], provision.measure, rows)
    for code, state in rulebook.participation:
        if state not in atlas.bit:
            continue
        cells = sum(_touching(atlas, state, masks) for masks in reach.get(code, {}).values())
        if cells:
            found[f"participation:{code}/{state}"] = cells
    for code, state in rulebook.authorities:
        cells = _asked_of(atlas, state, own.get(code, {}))
        if cells:
            found[f"authority:{code}/{state}"] = cells
    for (code, state), declarations in rulebook.declarations.items():
        cells = _asked_of(atlas, state, own.get(code, {}))
        for declaration in declarations:
            if cells:
                found[f"declaration:{code}/{state}/{declaration.topic}"] = cells
    return dict(found)


def _asked_of(atlas: _Map, state: str, measures: dict[str, Rows]) -> int:
    """Cells in which a State is asked."""
    bit = atlas.bit.get(state, 0)
    return sum(1 for rows in measures.values() for mask in rows if mask & bit)
