"""The verdict of each condition for every pair of States.

A condition looks at the stated facts alone, at one of the two States, or at the pair. The first two are asked of the
engine itself (`judging.judge`), once, or once per State; what looks at the pair is put together from what the engine
says of each State alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from routing.atlas.ground import Bound, Ground
from routing.atlas.regions import Layers, Mask, Rectangle, Region, Where, crossed
from routing.binding import BOUND_SETS, PAIR_SET, REQUESTED_SET, REQUESTING_SET, codes_of
from routing.conditions import FAILS, HOLDS, UNKNOWN, FactValue, Test, negation
from routing.derived import RULES
from routing.judging import judge
from routing.memberships import (
    BILATERAL,
    JIT_BASES,
    MLA_TREATIES,
    SCHENGEN_CONVENTION,
    START_DECIDES,
    START_DENIES,
    member_on,
)
from routing.rules import Condition, Provision
from routing.scenes import INSTITUTED

# Computed facts that look at the requested State alone, by its declarations or notifications.
OF_REQUESTED = frozenset(
    {
        "person.protected_national",
        "requested_state.channel_objections",
        "requested_state.limits_pretrial_discovery",
        "requested_state.reserved_provision",
        "requested_state.summons_lead_time_declared",
    }
)
Values = list[tuple[Region, FactValue | None]]
"""A value for every pair, first region first; None where the computation is silent."""


def _both_eu_members(ground: Ground, provision: Provision, condition: Condition) -> Values:
    found: Values = []
    for region, day, _ in ground.days_of(ground.rulebook.instruments[provision.instrument]):
        members = ground.mask(code for code in ground.states if member_on(ground.rulebook, code, day))
        found.append((crossed(region, (Rectangle(members, members),)), True))
    return [*found, (ground.everywhere, False)]


def _has_mla_treaty(ground: Ground, provision: Provision, condition: Condition) -> Values:
    if ground.scene.facts.get(BILATERAL) is True:
        return [(ground.everywhere, True)]
    sure, _ = ground.bound(MLA_TREATIES, rows=True, columns=True)
    return [(sure, True), (ground.everywhere, None)]


def _jit_basis_exists(ground: Ground, provision: Provision, condition: Condition) -> Values:
    sure, _ = ground.bound(JIT_BASES, rows=True, columns=True)
    return [(sure, True), (ground.everywhere, None)]


def _applies_cisa_article(ground: Ground, provision: Provision, condition: Condition) -> Values:
    sure, may = ground.bound(SCHENGEN_CONVENTION, rows=True, columns=True)
    return [(sure, True), (may, None), (ground.everywhere, False)]


def _in_effect_at_start(ground: Ground, provision: Provision, condition: Condition) -> Values:
    code, day = provision.instrument, ground.scene.date_of(INSTITUTED)
    if day is None or code not in START_DECIDES | START_DENIES:
        return [(ground.everywhere, None)]
    sure, may = ground.bound((code,), rows=True, columns=True, day=day)
    return [(sure, True if code in START_DECIDES else None), (may, None), (ground.everywhere, False)]


def _both_in_network(ground: Ground, provision: Provision, condition: Condition) -> Values:
    network = ground.rulebook.networks.get(provision.instrument)
    if network is None or network.states is None:
        return [(ground.everywhere, None)]
    members = ground.mask(network.states)
    return [((Rectangle(members, members),), True), (ground.everywhere, False if network.closed else None)]


def _cross_border_account(ground: Ground, provision: Provision, condition: Condition) -> Values:
    everyone, court = ground.everyone, ground.scene.court
    if court is None:
        return [((Rectangle(everyone, everyone, Where.APART),), True), (ground.everywhere, None)]
    return [((Rectangle(everyone, everyone & ~ground.mask({court})),), True), (ground.everywhere, None)]


def _forum_in_bound_state(ground: Ground, provision: Provision, condition: Condition) -> Values:
    codes = (provision.instrument,)
    _, may = ground.court(codes) if ground.scene.court else ground.bound(codes, rows=True, columns=False)
    return [(may, None), (ground.everywhere, False)]


def _in_registrar_state(ground: Ground, provision: Provision, condition: Condition) -> Values:
    everyone = ground.everyone
    return [((Rectangle(everyone, everyone, Where.SAME),), True), (ground.everywhere, False)]


def _instrument_in_force(ground: Ground, provision: Provision, condition: Condition) -> Values:
    """The status of the record looks at the deciding day alone: asked of the engine once for each."""
    rule = RULES[condition.test.fact]
    days = ground.days_of(ground.rulebook.instruments[provision.instrument])
    return [(region, rule(scene, provision, condition)[0]) for region, _, scene in days]


def _sides(ground: Ground, condition: Condition) -> list[tuple[Mask, str]]:
    """The States that a test names, each alone, and all others under the name of none."""
    wanted = condition.test.value
    named = wanted if isinstance(wanted, frozenset) else frozenset({str(wanted)})
    names = [code for code in sorted(named) if code in ground.place]
    sides = [(1 << ground.place[code], code) for code in names]
    return [*sides, (ground.everyone & ~ground.mask(names), "")]


def _pair_states(ground: Ground, provision: Provision, condition: Condition) -> Values:
    sides = _sides(ground, condition)
    return [((Rectangle(one, other),), frozenset({a, b})) for one, a in sides for other, b in sides]


def _requesting_code(ground: Ground, provision: Provision, condition: Condition) -> Values:
    return [((Rectangle(mask, ground.everyone),), code) for mask, code in _sides(ground, condition)]


def _requested_code(ground: Ground, provision: Provision, condition: Condition) -> Values:
    return [((Rectangle(ground.everyone, mask),), code) for mask, code in _sides(ground, condition)]


def _forum_state(ground: Ground, provision: Provision, condition: Condition) -> Values:
    if ground.scene.court is None:
        return _requested_code(ground, provision, condition)
    return [(ground.everywhere, ground.scene.court)]


Pairwise = Callable[[Ground, Provision, Condition], Values]
PAIRWISE: Mapping[str, Pairwise] = {
    "account.cross_border": _cross_border_account,
    "forum.in_bound_state": _forum_in_bound_state,
    "forum.state": _forum_state,
    "instrument.in_force": _instrument_in_force,
    "pair.applies_cisa_article": _applies_cisa_article,
    "pair.both_eu_members": _both_eu_members,
    "pair.both_in_network": _both_in_network,
    "pair.has_mla_treaty": _has_mla_treaty,
    "pair.in_effect_at_start": _in_effect_at_start,
    "pair.jit_basis_exists": _jit_basis_exists,
    "pair.states": _pair_states,
    "requested_state.code": _requested_code,
    "requester.in_registrar_state": _in_registrar_state,
    "requesting_state.code": _requesting_code,
}


def layers_of(ground: Ground, provision: Provision, condition: Condition) -> Layers:
    """The verdict of a condition's test for every pair."""
    test, fact = condition.test, condition.test.fact
    if fact in BOUND_SETS:
        return _binding(ground, test)
    if fact in PAIRWISE:
        return _valued(ground, test, PAIRWISE[fact](ground, provision, condition))
    if fact in OF_REQUESTED:
        return _asked(ground, provision, condition)
    return ((ground.everywhere, judge(ground.scene, provision, condition)[0]),)


def _asked(ground: Ground, provision: Provision, condition: Condition) -> Layers:
    """A test that looks at the requested State: asked of the engine for each."""
    masks = dict.fromkeys((HOLDS, UNKNOWN), 0)
    for place, scene in enumerate(ground.columns):
        verdict = judge(scene, provision, condition)[0]
        if verdict is not FAILS:
            masks[verdict] |= 1 << place
    found = [((Rectangle(ground.everyone, mask),), verdict) for verdict, mask in masks.items()]
    return (*found, (ground.everywhere, FAILS))


def _bound(ground: Ground, fact: str, codes: Iterable[str]) -> Bound:
    """Where one of the instruments binds for certain, and where it may, for one of the sets."""
    if fact == PAIR_SET:
        return ground.bound(codes, rows=True, columns=True)
    if fact == REQUESTING_SET:
        return ground.bound(codes, rows=True, columns=False)
    if fact == REQUESTED_SET or ground.scene.court is None:
        return ground.bound(codes, rows=False, columns=True)
    return ground.court(codes)


def _binding(ground: Ground, test: Test) -> Layers:
    """A test on bound instruments; what the rows leave open of each, a stated set settles."""
    codes = codes_of(test)
    sure, may = _bound(ground, test.fact, codes)
    found: Layers = ((sure, HOLDS), (may, UNKNOWN), (ground.everywhere, FAILS))
    said = ground.scene.facts.get(test.fact)
    if isinstance(said, frozenset):
        _, stated = _bound(ground, test.fact, [code for code in codes if code in said])
        found = ((sure, HOLDS), (stated, HOLDS), (ground.everywhere, FAILS))
    if test.op == "not_both_bound_by":
        found = tuple((region, negation(verdict)) for region, verdict in found)
    return found


def _valued(ground: Ground, test: Test, values: Values) -> Layers:
    """A test on a computed value; where the computation is silent, what the profile states counts."""
    stated = ground.scene.facts.get(test.fact)
    return tuple((region, test.of(stated if value is None else value)) for region, value in values)
