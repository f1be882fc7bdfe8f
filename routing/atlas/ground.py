"""What each condition says of every pair of States, for one profile of facts on one day.

A condition looks at the stated facts alone, at one of the two States, or at the pair. What looks at one State is asked
of the engine itself (`judging.judge`) once per State; what looks at the pair is put together here from what the engine
says of each State alone. Nothing goes through the pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property

from routing.atlas.orders import kept_of
from routing.atlas.regions import Layers, Mask, Rectangle, Region, Where, crossed
from routing.binding import BOUND_SETS, PAIR_SET, REQUESTED_SET, REQUESTING_SET, codes_of
from routing.conditions import FAILS, HOLDS, UNKNOWN, FactValue, Test, negation
from routing.derived import RULES
from routing.facts import CaseFacts, Need
from routing.judging import judge
from routing.memberships import (
    BILATERAL,
    JIT_BASES,
    MLA_TREATIES,
    SCHENGEN_CONVENTION,
    START_DECIDES,
    START_DENIES,
    TRANSITION_END,
)
from routing.participation import state_binding
from routing.periods import Period
from routing.rulebook import Rulebook
from routing.rules import Condition, Instrument, Provision
from routing.scenes import INSTITUTED, Scene, deciding, scene_for
from routing.windows import status_closes

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
Bound = tuple[Region, Region]
"""Where an instrument binds for certain, and where it may."""


class Ground:
    """One profile of facts on one day under one rulebook."""

    def __init__(self, rulebook: Rulebook, facts: Mapping[str, FactValue], on: date) -> None:
        self.rulebook, self.on = rulebook, on
        self.states = tuple(rulebook.states)
        self.place = {code: number for number, code in enumerate(self.states)}
        self.everyone: Mask = (1 << len(self.states)) - 1
        self.everywhere: Region = (Rectangle(self.everyone, self.everyone),)
        self._case = CaseFacts("", "", self.states[0], "criminal", "investigation", on, facts, ())
        self.scene = self._scene(0, 1)
        self._alone: dict[tuple[str, date], tuple[Mask, Mask]] = {}
        self._told = kept_of(rulebook).states_told
        self._days: dict[str, list[tuple[Region, date, Scene]]] = {}

    def _scene(self, requesting: int, requested: int) -> Scene:
        """The scene of one pair."""
        case = self._case
        if requesting:
            case = CaseFacts("", "", self.states[requesting], "criminal", "investigation", self.on, case.facts, ())
        need = Need("n", "", None, self.states[requested], "")
        return scene_for(self.rulebook, case, need, self.on, at_home=False)

    @cached_property
    def columns(self) -> list[Scene]:
        """A scene for each requested State; who asks is of no account in them."""
        return [self._scene(0, place) for place in range(len(self.states))]

    def mask(self, codes: Iterable[str]) -> Mask:
        """States as a mask; a code that is no State of the book is left out."""
        return sum(1 << self.place[code] for code in frozenset(codes) if code in self.place)

    def days_of(self, instrument: Instrument) -> list[tuple[Region, date, Scene]]:
        """The deciding day of an instrument for every pair, with a scene in which it is that day."""
        known = self._days.get(instrument.code)
        if known is None:
            known = self._days[instrument.code] = list(self._deciding(instrument))
        return known

    def _deciding(self, instrument: Instrument) -> Iterable[tuple[Region, date, Scene]]:
        rest = self.everyone
        for exception in instrument.exceptions:
            named = self.mask(exception.states) & rest
            if named:
                region = (Rectangle(named, rest), Rectangle(rest & ~named, named))
                scene = self._scene((named & -named).bit_length() - 1, (rest & -rest).bit_length() - 1)
                yield region, deciding(scene, instrument).day, scene
                rest &= ~named
        if rest:
            scene = self.scene
            if instrument.exceptions:
                place = (rest & -rest).bit_length() - 1
                scene = self._scene(place, place)
            yield (Rectangle(rest, rest),), deciding(scene, instrument).day, scene

    def alone(self, code: str, day: date) -> tuple[Mask, Mask]:
        """The States that an instrument binds on a day, and those that it may bind.

        States without a row, of which the record says nothing of their own, are all alike: one is asked for them.
        """
        known = self._alone.get((code, day))
        if known is None:
            instrument = self.rulebook.instruments.get(code)
            pairing = instrument.pairing if instrument else None
            told = (pairing.unknown_for if pairing else frozenset()) | self._told.get(code, set())
            sure, may = self._judged(code, day, [state for state in self.states if state in told])
            silent = next((state for state in self.states if state not in told), None)
            if silent is not None:
                rest = self.everyone & ~self.mask(told)
                holds, possible = self._judged(code, day, [silent])
                sure |= rest if holds else 0
                may |= rest if possible else 0
            known = self._alone[code, day] = (sure, may)
        return known

    def _judged(self, code: str, day: date, states: Iterable[str]) -> tuple[Mask, Mask]:
        """What the engine says of some States, each alone."""
        sure = may = 0
        for state in states:
            verdict = state_binding(self.rulebook, code, state, day).verdict
            sure |= (verdict is HOLDS) << self.place[state]
            may |= (verdict is not FAILS) << self.place[state]
        return sure, may

    def _paired(self, code: str) -> Region:
        """The pairs that the pairing rule of an instrument lets through."""
        instrument = self.rulebook.instruments.get(code)
        pairing = instrument.pairing if instrument else None
        if pairing is None or pairing.rule not in ("hub", "two_sided"):
            return self.everywhere
        one = self.mask({pairing.hub or ""} if pairing.rule == "hub" else pairing.side)
        other = self.everyone & ~one
        return Rectangle(one, other), Rectangle(other, one)

    def _named(self, code: str) -> list[tuple[Region, date]]:
        """The deciding day of a named instrument for every pair."""
        instrument = self.rulebook.instruments.get(code)
        if instrument is None:
            return [(self.everywhere, self.on)]
        return [(region, day) for region, day, _ in self.days_of(instrument)]

    def bound(self, codes: Iterable[str], *, rows: bool, columns: bool, day: date | None = None) -> Bound:
        """Where one of the instruments binds the requesting State, the requested State, or both as a pair."""
        sure: Region = ()
        may: Region = ()
        for code in codes:
            through = self._paired(code) if rows and columns else self.everywhere
            for region, own in [(self.everywhere, day)] if day else self._named(code):
                here = crossed(region, through)
                found, likely = self.alone(code, own)
                for masks, certain in ((found, True), (likely, False)):
                    box = Rectangle(masks if rows else self.everyone, masks if columns else self.everyone)
                    if certain:
                        sure += crossed(here, (box,))
                    else:
                        may += crossed(here, (box,))
        return sure, may

    def layers(self, provision: Provision, condition: Condition) -> Layers:
        """The verdict of a condition's test for every pair."""
        test, fact = condition.test, condition.test.fact
        if fact in BOUND_SETS:
            return self._binding(test)
        if fact in PAIRWISE:
            return self._valued(test, PAIRWISE[fact](self, provision, condition))
        if fact in OF_REQUESTED:
            return self._asked(provision, condition)
        return ((self.everywhere, judge(self.scene, provision, condition)[0]),)

    def _asked(self, provision: Provision, condition: Condition) -> Layers:
        """A test that looks at the requested State: asked of the engine for each."""
        masks = dict.fromkeys((HOLDS, UNKNOWN), 0)
        for place, scene in enumerate(self.columns):
            verdict = judge(scene, provision, condition)[0]
            if verdict is not FAILS:
                masks[verdict] |= 1 << place
        found = [((Rectangle(self.everyone, mask),), verdict) for verdict, mask in masks.items()]
        return (*found, (self.everywhere, FAILS))

    def _binding(self, test: Test) -> Layers:
        """A test on bound instruments; what the rows leave open, a stated set settles."""
        codes = codes_of(test)
        if test.fact == PAIR_SET:
            sure, may = self.bound(codes, rows=True, columns=True)
        elif test.fact == REQUESTING_SET:
            sure, may = self.bound(codes, rows=True, columns=False)
        elif test.fact == REQUESTED_SET or self.scene.court is None:
            sure, may = self.bound(codes, rows=False, columns=True)
        else:
            sure, may = self._court(codes)
        said = self.scene.facts.get(test.fact)
        silent = UNKNOWN
        if isinstance(said, frozenset):
            silent = FAILS if said.isdisjoint(codes) else HOLDS
        found: Layers = ((sure, HOLDS), (may, silent), (self.everywhere, FAILS))
        if test.op == "not_both_bound_by":
            found = tuple((region, negation(verdict)) for region, verdict in found)
        return found

    def _court(self, codes: Iterable[str]) -> Bound:
        """Where one of the instruments binds the State of the court that the profile names."""
        court = self.mask({self.scene.court or ""})
        sure: Region = ()
        may: Region = ()
        for code in codes:
            for region, day in self._named(code):
                found, likely = self.alone(code, day)
                sure += region if found & court else ()
                may += region if likely & court else ()
        return sure, may

    def _valued(self, test: Test, values: Values) -> Layers:
        """A test on a computed value; where the computation is silent, what the profile states counts."""
        stated = self.scene.facts.get(test.fact)
        return tuple((region, test.of(stated if value is None else value)) for region, value in values)

    def window(self, provision: Provision) -> Region:
        """Where the deciding day lies in the provision's window and its status lets it be used."""
        instrument = self.rulebook.instruments[provision.instrument]
        status = provision.status or instrument.status or ""
        found: Region = ()
        for region, day, _ in self.days_of(instrument):
            if provision.period.contains(day) and not status_closes(status, provision, day):
                found += region
        return found


def _both_eu_members(ground: Ground, provision: Provision, condition: Condition) -> Values:
    found: Values = []
    for region, day, _ in ground.days_of(ground.rulebook.instruments[provision.instrument]):
        members = ground.mask(code for code in ground.states if _member_on(ground.rulebook, code, day))
        found.append((crossed(region, (Rectangle(members, members),)), True))
    return [*found, (ground.everywhere, False)]


def _member_on(rulebook: Rulebook, state: str, day: date) -> bool:
    """Membership of the Union, the transition period of a State that left included."""
    period = rulebook.states[state].member
    if period is None:
        return False
    if state in TRANSITION_END:
        period = Period.inclusive(period.start, TRANSITION_END[state])
    return period.contains(day)


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
    _, may = ground._court(codes) if ground.scene.court else ground.bound(codes, rows=True, columns=False)
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
