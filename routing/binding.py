"""Conditions on who is bound: `both_bound_by` and the sets of bound instruments.

The deciding day is that of the instrument that is NAMED, not of the provision it stands in. For the instruments that
the rows leave open, a set stated in the case counts as the whole set; what the rows deny, no statement restores.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from routing.conditions import FAILS, HOLDS, UNKNOWN, Test, Verdict, disjunction, negation
from routing.findings import Finding
from routing.participation import Binding, pair_binding, state_binding
from routing.scenes import Scene, deciding

PAIR_SET = "pair.bound_instruments"
REQUESTING_SET, REQUESTED_SET = "requesting_state.bound_instruments", "requested_state.bound_instruments"
BOUND_SETS = frozenset({PAIR_SET, REQUESTING_SET, REQUESTED_SET, "forum.bound_instruments"})
NO_STATE = Binding(UNKNOWN, "the requested State is not known yet")


def _day(scene: Scene, code: str) -> date:
    """The deciding day of the named instrument."""
    instrument = scene.rulebook.instruments.get(code)
    return deciding(scene, instrument).day if instrument else scene.on


def _pair(scene: Scene, code: str, day: date) -> Binding:
    """One instrument and the pair, remembered per scene."""
    if scene.requested is None:
        own = state_binding(scene.rulebook, code, scene.requesting, day)
        return own if own.verdict is FAILS else NO_STATE
    key = (code, scene.requested, day)
    known = scene.bindings.get(key)
    if known is None:
        known = pair_binding(scene.rulebook, code, scene.requesting, scene.requested, day)
        scene.bindings[key] = known
    return known


def _any(found: list[Binding], codes: tuple[str, ...]) -> Binding:
    """At least one of several: the words of the first that holds, else of all."""
    if len(found) == 1:
        return found[0]
    named = [replace(item, reason=f"{code}: {item.reason}") for code, item in zip(codes, found, strict=True)]
    verdict = disjunction(item.verdict for item in found)
    telling = [item for item in named if item.verdict is verdict]
    if verdict is HOLDS:
        return telling[0]
    return Binding(
        verdict,
        "; ".join(dict.fromkeys(item.reason for item in telling)),
        tuple(dict.fromkeys(source for item in telling for source in item.sources)),
        all(item.verified for item in telling),
    )


def bound_pair(scene: Scene, codes: tuple[str, ...], day: date | None = None) -> Binding:
    """Whether one of the instruments binds the pair, each on its own deciding day (or on the given one)."""
    return _any([_pair(scene, code, day or _day(scene, code)) for code in codes], codes)


def bound_alone(scene: Scene, state: str | None, codes: tuple[str, ...]) -> Binding:
    """Whether one of the instruments binds the State, each on its own deciding day."""
    if state is None:
        return NO_STATE
    return _any([state_binding(scene.rulebook, code, state, _day(scene, code)) for code in codes], codes)


def day_facts(scene: Scene, codes: tuple[str, ...]) -> tuple[str, ...]:
    """The stated dates that the deciding days of the instruments come from."""
    found: dict[str, None] = {}
    for code in codes:
        instrument = scene.rulebook.instruments.get(code)
        if instrument is not None:
            found.update(dict.fromkeys(scene.origin(deciding(scene, instrument).fact)))
    return tuple(found)


def codes_of(test: Test) -> tuple[str, ...]:
    """The instruments a test names, in order."""
    return tuple(sorted(test.value)) if isinstance(test.value, frozenset) else (str(test.value),)


def _read(scene: Scene, fact: str, codes: tuple[str, ...]) -> Binding:
    """What the rows say for one of the sets."""
    if fact == PAIR_SET:
        return bound_pair(scene, codes)
    return bound_alone(scene, bound_state(scene, fact), codes)


def left_open(scene: Scene, test: Test) -> tuple[str, ...]:
    """The instruments of a test on bound instruments that the rows neither confirm nor deny, in order."""
    codes = codes_of(test)
    return tuple(code for code in codes if _read(scene, test.fact, (code,)).verdict is UNKNOWN)


def bound_state(scene: Scene, fact: str) -> str | None:
    """The State that a set of bound instruments is about; the court's where it is not one of the two."""
    if fact == REQUESTING_SET:
        return scene.requesting
    return scene.requested if fact == REQUESTED_SET else scene.forum


def _stated(scene: Scene, test: Test) -> Verdict:
    """What the case itself says of the instruments that the rows leave open."""
    said = scene.facts.get(test.fact)
    if not isinstance(said, frozenset):
        return UNKNOWN
    return FAILS if said.isdisjoint(left_open(scene, test)) else HOLDS


def binding_finding(scene: Scene, test: Test) -> Finding:
    """The finding of a test on bound instruments, with its verdict already in it."""
    codes = codes_of(test)
    found = _read(scene, test.fact, codes)
    verdict, reason = found.verdict, found.reason
    rests = day_facts(scene, codes)
    if test.fact == "forum.bound_instruments" and not scene.at_home:
        rests += scene.origin("forum.state")
    if verdict is UNKNOWN:
        verdict = _stated(scene, test)
        if verdict is not UNKNOWN:
            reason = f"stated in the case ({found.reason})"
            rests += scene.origin(test.fact)
    if test.op == "not_both_bound_by":
        verdict = negation(verdict)
    return Finding(
        None,
        reason,
        computed=True,
        note=found.note,
        verdict=verdict,
        sources=found.sources,
        rests_on=rests,
    )
