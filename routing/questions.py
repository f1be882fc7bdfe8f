"""What to ask next: the unknown facts, by how much their answer would settle.

Only facts that a live option waits for are asked: what cannot matter any more never is. A need without a State is asked
for its State before anything else. Facts of `only_for`, discretionary and warning conditions are asked last.
"""

from __future__ import annotations

from collections.abc import Sequence

from routing.binding import BOUND_SETS
from routing.conditions import UNKNOWN
from routing.evaluation import Outcome, Result
from routing.facts import CaseFacts
from routing.routes import NeedRoute, Option, Question
from routing.rulebook import Rulebook

STATE_FACT = "requested_state.code"
# A first-ranked option of the need's own measure weighs one; rungs and adjuncts weigh less, and so does a lower rank.
RUNG_WEIGHT, SUPPORT_WEIGHT, LAST_WEIGHT = 0.25, 0.25, 0.01


def option_weight(option: Option) -> float:
    """How much an option matters for what the user will do."""
    weight = 1.0 / (option.rank or 1)
    if not option.own:
        weight *= RUNG_WEIGHT
    if not option.outcome.provision.stands_alone:
        weight *= SUPPORT_WEIGHT
    return weight


def _key(rulebook: Rulebook, outcome: Outcome, result: Result) -> tuple[str, str | None]:
    """What is asked: the fact, and for binding which instrument."""
    fact = result.condition.test.fact
    if fact not in BOUND_SETS:
        return fact, None
    value = result.condition.test.value
    codes = sorted(value) if isinstance(value, frozenset) else [str(value)]
    return fact, ",".join(codes)


def _wording(rulebook: Rulebook, fact: str, about: str | None, pair: str) -> str:
    """The vocabulary's question; for binding one that names the instrument and the States."""
    if about is None:
        known = rulebook.facts.get(fact)
        return known.question if known else f"What is {fact}?"
    names = [
        rulebook.instruments[code].short_title if code in rulebook.instruments else code for code in about.split(",")
    ]
    return f"Is {' or '.join(names)} in force {pair} on the deciding day?"


def _pair(fact: str, outcome: Outcome) -> str:
    """The States a question of binding is about."""
    scene = outcome.scene
    if fact == "pair.bound_instruments":
        return f"between {scene.requesting} and {scene.requested or 'the other State'}"
    if fact == "requesting_state.bound_instruments":
        return f"for {scene.requesting}"
    return f"for {scene.forum or 'the State of the court'}"


class _Tally:
    """Weights and waiting provisions of one question."""

    def __init__(self, wording: str, *, last: bool) -> None:
        self.wording = wording
        self.last = last
        self.weight = 0.0
        self.decides: dict[tuple[str, str], None] = {}


def _waiting(option: Option) -> list[tuple[Result, bool]]:
    """The unknown conditions of a live option; True marks those asked last."""
    outcome = option.outcome
    open_points = outcome.open_points
    deciding = {id(result) for result in open_points}
    return [(result, False) for result in open_points] + [
        (result, True)
        for result in outcome.results
        if result.verdict is UNKNOWN
        and id(result) not in deciding
        and not (result.condition.decides or not result.counts)
    ]


def questions_of(case: CaseFacts, rulebook: Rulebook, needs: Sequence[NeedRoute]) -> tuple[Question, ...]:
    """The questions of a case, the most decisive first."""
    tallies: dict[tuple[str, str | None], _Tally] = {}
    for need in needs:
        for option in need.options:
            if option.rank is None:
                continue
            waiting = _waiting(option)
            share = option_weight(option) / max(1, sum(not last for _, last in waiting))
            for result, last in waiting:
                key = _key(rulebook, option.outcome, result)
                pair = _pair(key[0], option.outcome)
                tally = tallies.setdefault(key, _Tally(_wording(rulebook, *key, pair), last=True))
                tally.last = tally.last and last
                tally.weight += LAST_WEIGHT * share if last else share
                tally.decides[need.need.id, option.outcome.provision.id] = None
    found = [
        Question(fact, tally.wording, tuple(tally.decides), round(tally.weight, 4), about, tally.last)
        for (fact, about), tally in tallies.items()
    ]
    order = rulebook.facts
    found.sort(key=lambda q: (q.last, -q.weight, order[q.fact].order if q.fact in order else 0, q.fact, q.about or ""))
    return _states_first(case, rulebook, needs) + tuple(found)


def _states_first(case: CaseFacts, rulebook: Rulebook, needs: Sequence[NeedRoute]) -> tuple[Question, ...]:
    """One question for the needs whose State is not known yet."""
    open_needs = [need.need for need in needs if need.need.requested_state is None]
    if not open_needs:
        return ()
    known = rulebook.facts.get(STATE_FACT)
    wording = known.question if known else "Which State are you asking for help?"
    decides = tuple((need.id, need.measure) for need in open_needs)
    return (Question(STATE_FACT, wording, decides, float(len(open_needs))),)
