"""What to ask next: the unknown facts, by how much their answer would settle.

Only facts that can still change a status, a first option or a plan are asked. A need without a State is asked for its
State before anything else. Facts of `only_for`, discretionary and warning conditions of first options are asked last.
"""

from __future__ import annotations

from collections.abc import Sequence

from routing.binding import BOUND_SETS
from routing.conditions import HOLDS, UNKNOWN
from routing.evaluation import NEEDS_FACTS, OPEN, Outcome, Result
from routing.facts import CaseFacts
from routing.routes import NeedRoute, Option, Question
from routing.rulebook import Rulebook
from routing.rules import BAR

STATE_FACT = "requested_state.code"
# The own measure of a need weighs one; rungs and records that never stand alone weigh less, and so does a lower rank.
RUNG_WEIGHT, SUPPORT_WEIGHT, LATER_WEIGHT, LAST_WEIGHT = 0.5, 0.25, 0.01, 0.0001
# How often an answer to a yes-or-no question, a number or a day closes an option: a guess that the measurement in
# tests/routing bears out.
CLOSING_SHARE = 0.2
# A number against a limit is as likely on one side as on the other.
NUMBER_SHARE, LIMITS = 0.5, frozenset({"gte", "lte", "gt", "lt"})
# A lawyer's view is slower to come by than a fact: such questions weigh less than others that settle as much.
COUNSEL_EASE = 0.3


def option_weight(option: Option) -> float:
    """How much an option matters for what the user will do."""
    weight = 1.0 / (option.rank or 1)
    if not option.own:
        weight *= RUNG_WEIGHT
    if not option.outcome.provision.stands_alone:
        weight *= SUPPORT_WEIGHT
    return weight


def closing_share(rulebook: Rulebook, result: Result) -> float:
    """How likely an answer is to close the option: for a list of values the share that would, else a guess."""
    test = result.condition.test
    fact = rulebook.facts.get(test.fact)
    if fact is None or fact.type != "enum" or not fact.values:
        return NUMBER_SHARE if test.op in LIMITS else CLOSING_SHARE
    holding = sum(test.of(value) is HOLDS for value in fact.values) / len(fact.values)
    return holding if result.condition.effect == BAR else 1 - holding


def _asking(option: Option, declined: frozenset[str]) -> list[Result]:
    """The open points of an option that can still be asked."""
    return [point for point in option.outcome.open_points if point.condition.test.fact not in declined]


def _can_open(option: Option, declined: frozenset[str]) -> bool:
    """Whether answers could still open it: nothing it waits for was declined."""
    return len(_asking(option, declined)) == len(option.outcome.open_points)


def _rows(need: NeedRoute) -> list[list[Option]]:
    """Live options by row of the plan, in the order shown."""
    rows: dict[tuple[str, str], list[Option]] = {}
    for option in need.options:
        if option.rank is not None:
            provision = option.outcome.provision
            rows.setdefault((provision.measure, provision.tier), []).append(option)
    return list(rows.values())


def _of_row(row: list[Option], declined: frozenset[str]) -> list[Option]:
    """The options of a row that matter, the first of them now: nothing behind an open one, or behind one that waits
    for declined facts alone and so stays where it is."""
    found: list[Option] = []
    for option in row:
        if option.outcome.verdict is OPEN or not _asking(option, declined):
            break
        found.append(option)
    return found


def _of_status(need: NeedRoute, declined: frozenset[str]) -> list[Option]:
    """The options that the status of the need still rests on: those that can open; where none can, those that can
    still close, unless one that cannot already fixes the status."""
    own = [
        option
        for option in need.options
        if option.own and option.rank is not None and option.outcome.provision.stands_alone
    ]
    if any(option.outcome.verdict is OPEN for option in own):
        return []
    able = [option for option in own if _can_open(option, declined)]
    if able:
        return able
    # A first option of a row is asked about anyway: while it waits for facts, so does the need.
    first = {id(row[0]) for row in _rows(need)}
    fixed = any(
        option.outcome.verdict is NEEDS_FACTS and (not _asking(option, declined) or id(option) in first)
        for option in own
    )
    return [] if fixed else [option for option in own if _asking(option, declined)]


def relevant(need: NeedRoute, declined: frozenset[str] = frozenset()) -> tuple[list[Option], list[Option]]:
    """The waiting options whose answers can change the status, a first option or the plan: those that matter now, and
    those that matter only when one of the former closes.

    `declined` are facts that the user does not know.
    """
    groups = [_of_row(row, declined) for row in _rows(need)]
    groups.append(_of_status(need, declined))
    now = list(dict.fromkeys(group[0] for group in groups if group))
    later = list(dict.fromkeys(option for group in groups for option in group[1:] if option not in now))
    return now, later


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

    def __init__(self, wording: str) -> None:
        self.wording = wording
        self.last = True
        self.later = True
        self.weight = 0.0
        self.decides: dict[tuple[str, str], None] = {}


def _asked_last(option: Option) -> list[Result]:
    """The unknown conditions of a first option that never close it: channels, discretion, warnings."""
    return [
        result
        for result in option.outcome.results
        if result.verdict is UNKNOWN and result.counts and not result.condition.decides
    ]


class _Tallies:
    """All questions of a case while they are counted."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.found: dict[tuple[str, str | None], _Tally] = {}

    def add(self, need: str, option: Option, result: Result, weight: float, *, later: bool, last: bool) -> None:
        """Count one unknown condition of an option."""
        key = _key(self.rulebook, option.outcome, result)
        tally = self.found.get(key)
        if tally is None:
            wording = _wording(self.rulebook, *key, _pair(key[0], option.outcome))
            tally = self.found[key] = _Tally(wording)
        tally.last = tally.last and last
        tally.later = tally.later and later
        tally.weight += weight
        tally.decides[need, option.outcome.provision.id] = None


def questions_of(case: CaseFacts, rulebook: Rulebook, needs: Sequence[NeedRoute]) -> tuple[Question, ...]:
    """The questions of a case, the most decisive first; none that cannot matter any more."""
    tallies = _Tallies(rulebook)
    for need in needs:
        now, later = relevant(need, case.declined)
        for option in (*now, *later):
            points = _asking(option, case.declined)
            whole = option_weight(option) * (1.0 if option in now else LATER_WEIGHT)
            for result in points:
                closing = closing_share(rulebook, result)
                ease = COUNSEL_EASE if result.condition.judgement else 1.0
                weight = whole * ease * (closing + (1 - closing) / len(points))
                tallies.add(need.need.id, option, result, weight, later=option in later, last=False)
        for step in need.plan:
            for result in _asked_last(step.option):
                weight = option_weight(step.option) * LAST_WEIGHT
                tallies.add(need.need.id, step.option, result, weight, later=True, last=True)
    found = [
        Question(fact, tally.wording, tuple(tally.decides), round(tally.weight, 6), about, tally.later, tally.last)
        for (fact, about), tally in tallies.found.items()
    ]
    order = {name: fact.order for name, fact in rulebook.facts.items()}
    found.sort(key=lambda q: (q.last, q.later, -q.weight, order.get(q.fact, 0), q.fact, q.about or ""))
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
