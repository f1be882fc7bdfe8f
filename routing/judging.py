"""One condition against one scene: its verdict, and what it was read from.

Everything in the engine that needs to know whether a condition holds asks `judge`; the masks of `routing.masks` are
filled with its answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from routing.binding import BOUND_SETS, binding_finding
from routing.conditions import UNKNOWN, Verdict
from routing.derived import EPO_FACT, MONTHS, NATIONAL, PER_PROVISION, RULES, derived
from routing.findings import Finding, shown
from routing.memberships import BILATERAL
from routing.rules import Condition, Provision
from routing.scenes import ARRESTED, CATEGORY, INSTITUTED, RECEIVED, SENT, Scene

TREATY = "pair.has_applicable_treaty"


class OptionVerdict(StrEnum):
    """What a provision is worth for a need."""

    OPEN = "open"
    NEEDS_FACTS = "needs_facts"
    NEEDS_COUNSEL = "needs_counsel"
    CLOSED = "closed"


OPEN, CLOSED = OptionVerdict.OPEN, OptionVerdict.CLOSED
NEEDS_FACTS, NEEDS_COUNSEL = OptionVerdict.NEEDS_FACTS, OptionVerdict.NEEDS_COUNSEL

Reading = tuple[Verdict, Finding]
"""The verdict of a test and what it was read from."""


@dataclass(frozen=True, slots=True)
class GroupChoice:
    """Which members of an or_group count: by the value of `fact`, those whose own fact begins with the prefix."""

    fact: str
    counts: Mapping[str, str]


# The threshold of surrender looks at the maximum penalty for a prosecution and at the sentence for an execution; while
# the purpose is unknown both count (EAW art. 2(1); ETS 24 art. 2(1); TCA art. 599).
GROUP_CHOICES: Mapping[str, GroupChoice] = {
    "surrender_threshold": GroupChoice(
        "surrender.purpose", {"prosecution": "offence.max_penalty", "execution": "sentence."}
    ),
}

# Facts whose tests look at more than the stated value: days with a fallback, what a variant sets, what is computed.
COMPOSED = frozenset({SENT, RECEIVED, ARRESTED, INSTITUTED, CATEGORY, *RULES, *BOUND_SETS})
# Every stated fact that such a test may look at: two scenes that agree in these, and in their States, agree in it.
LOOKED_AT = COMPOSED | {EPO_FACT, MONTHS, NATIONAL, BILATERAL}


def judge(scene: Scene, provision: Provision, condition: Condition, treaty: Finding | None = None) -> Reading:
    """The verdict of one condition and what it was read from.

    Tests that look only at the scene are answered once per scene, whatever number of provisions ask them.
    """
    test = condition.test
    known = scene.verdicts.get(test.number) or scene.shared.get(test.number)
    if known is not None:
        return known
    if test.fact == TREATY:
        treaty = treaty or Finding(None)
        return test.of(treaty.value), treaty
    if test.fact in PER_PROVISION:
        own = derived(scene, provision, condition)
        return test.of(own.value), own
    known = scene.verdicts[test.number] = _judge_once(scene, provision, condition)
    return known


def _judge_once(scene: Scene, provision: Provision, condition: Condition) -> Reading:
    """A test that no provision can answer differently."""
    test = condition.test
    if test.fact in BOUND_SETS:
        binding = binding_finding(scene, test)
        return binding.verdict or UNKNOWN, binding
    if test.fact in RULES:
        found = derived(scene, provision, condition)
    else:
        value = scene.facts.get(test.fact)
        assumed = test.fact in scene.assumed
        found = Finding(value, shown(value), assumed=assumed, rests_on=scene.origin(test.fact))
    return test.of(found.value), found
