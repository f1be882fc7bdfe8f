"""Conditions on who is bound: `both_bound_by` and the sets of bound instruments.

The deciding day is that of the instrument that is NAMED, not of the provision it stands in. Where the rows are silent,
a set stated in the case counts as the whole set.
"""

from __future__ import annotations

from datetime import date

from routing.conditions import FAILS, HOLDS, UNKNOWN, Verdict, disjunction, negation
from routing.participation import Binding, pair_binding, state_binding
from routing.rules import Condition
from routing.scenes import Finding, Scene, deciding

PAIR_SET = "pair.bound_instruments"
BOUND_SETS = frozenset(
    {
        PAIR_SET,
        "forum.bound_instruments",
        "requested_state.bound_instruments",
        "requesting_state.bound_instruments",
    }
)
NO_STATE = Binding(UNKNOWN, "the requested State is not known yet")


def _day(scene: Scene, code: str, day: date | None) -> date:
    """The given day, else the deciding day of the named instrument."""
    if day is not None:
        return day
    instrument = scene.rulebook.instruments.get(code)
    return deciding(scene, instrument).day if instrument else scene.on


def _pair(scene: Scene, code: str, day: date | None) -> Binding:
    """One instrument and the pair, remembered per scene."""
    if scene.requested is None:
        own = state_binding(scene.rulebook, code, scene.requesting, _day(scene, code, day))
        return own if own.verdict is FAILS else NO_STATE
    when = _day(scene, code, day)
    key = (code, scene.requested, when.isoformat())
    known = scene.bindings.get(key)
    if known is None:
        known = pair_binding(scene.rulebook, code, scene.requesting, scene.requested, when)
        scene.bindings[key] = known
    return known


def _any(found: list[Binding]) -> Binding:
    """At least one of several: the words of the first that holds, else of all."""
    verdict = disjunction(item.verdict for item in found)
    for item in found:
        if verdict is HOLDS and item.verdict is HOLDS:
            return item
    telling = [item for item in found if item.verdict is verdict] or found
    return Binding(
        verdict,
        "; ".join(dict.fromkeys(item.reason for item in telling)),
        tuple(dict.fromkeys(source for item in telling for source in item.sources)),
        all(item.verified for item in telling),
    )


def bound_pair(scene: Scene, codes: tuple[str, ...], day: date | None = None) -> Binding:
    """Whether one of the instruments binds the pair, each on its own deciding day (or on the given one)."""
    return _any([_pair(scene, code, day) for code in codes])


def bound_alone(scene: Scene, state: str | None, codes: tuple[str, ...]) -> Binding:
    """Whether one of the instruments binds the State, each on its own deciding day."""
    if state is None:
        return NO_STATE
    return _any([state_binding(scene.rulebook, code, state, _day(scene, code, None)) for code in codes])


def _state_of(scene: Scene, fact: str) -> str | None:
    """The State a set of bound instruments is about."""
    if fact == "requesting_state.bound_instruments":
        return scene.requesting
    return scene.requested if fact == "requested_state.bound_instruments" else scene.forum


def _stated(scene: Scene, fact: str, codes: tuple[str, ...]) -> Verdict:
    """What the case itself says where the rows are silent."""
    said = scene.facts.get(fact)
    if not isinstance(said, frozenset):
        return UNKNOWN
    return HOLDS if said & set(codes) else FAILS


def binding_finding(scene: Scene, condition: Condition) -> Finding:
    """The finding of a condition on bound instruments, with its verdict already in it."""
    test = condition.test
    codes = tuple(sorted(test.value)) if isinstance(test.value, frozenset) else (str(test.value),)
    if test.fact == PAIR_SET:
        found = bound_pair(scene, codes)
    else:
        found = bound_alone(scene, _state_of(scene, test.fact), codes)
    verdict, reason = found.verdict, found.reason
    if verdict is UNKNOWN:
        verdict = _stated(scene, test.fact, codes)
        if verdict is not UNKNOWN:
            reason = f"stated in the case ({found.reason})"
    if test.op == "not_both_bound_by":
        verdict = negation(verdict)
    return Finding(None, reason, computed=True, note=found.note, verdict=verdict, sources=found.sources)
