"""One provision against one scene: window, conditions, verdict.

Only `required` and `bar` conditions without `only_for` decide. Conditions of one `or_group` are one condition: closed
when all fail, open when one holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from routing.binding import BOUND_SETS, binding_finding
from routing.conditions import FAILS, HOLDS, UNKNOWN, Verdict, disjunction, negation
from routing.derived import PER_PROVISION, RULES, derived, shown
from routing.rules import BAR, REQUIRED, Condition, Provision
from routing.scenes import Deciding, Finding, Scene, deciding

TREATY = "pair.has_applicable_treaty"


class OptionVerdict(StrEnum):
    """What a provision is worth for a need."""

    OPEN = "open"
    NEEDS_FACTS = "needs_facts"
    NEEDS_COUNSEL = "needs_counsel"
    CLOSED = "closed"


OPEN, CLOSED = OptionVerdict.OPEN, OptionVerdict.CLOSED
NEEDS_FACTS, NEEDS_COUNSEL = OptionVerdict.NEEDS_FACTS, OptionVerdict.NEEDS_COUNSEL


@dataclass(frozen=True, slots=True)
class GroupChoice:
    """Which members of an or_group count, by a fact: the prefixes of the facts that count for each of its values."""

    fact: str
    counts: Mapping[str, str]


# The threshold of surrender looks at the maximum penalty for a prosecution and at the sentence for an execution; while
# the purpose is unknown both count (EAW art. 2(1); ETS 24 art. 2(1); TCA art. 599).
GROUP_CHOICES: Mapping[str, GroupChoice] = {
    "surrender_threshold": GroupChoice(
        "surrender.purpose", {"prosecution": "offence.max_penalty", "execution": "sentence."}
    ),
}


@dataclass(frozen=True, slots=True)
class Result:
    """One condition, what was read and what follows.

    `verdict` is that of the test (a bar that holds closes); `met` is whether the provision gets what it asks for.
    `counts` is False for a member of an or_group that the purpose leaves out.
    """

    condition: Condition
    verdict: Verdict
    finding: Finding
    counts: bool = True

    @property
    def met(self) -> Verdict:
        """HOLDS when the provision may go on: a requirement that holds, a bar that fails."""
        return negation(self.verdict) if self.condition.effect == BAR else self.verdict


@dataclass(frozen=True, slots=True)
class WindowResult:
    """Whether the deciding day lies in the provision's window and its status lets it be used.

    `limit` is the day the window opens, or the last day it was open, whichever speaks against it.
    """

    verdict: Verdict
    day: Deciding
    limit: date | None
    op: str
    text: str
    article: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything the engine found out about one provision for one need."""

    provision: Provision
    scene: Scene
    verdict: OptionVerdict
    windows: tuple[WindowResult, ...]
    results: tuple[Result, ...]
    closing: tuple[Result, ...]
    waiting: tuple[Result, ...]
    binding_unknown: bool

    @property
    def live(self) -> bool:
        """Not closed."""
        return self.verdict is not CLOSED


def windows_of(scene: Scene, provision: Provision) -> tuple[WindowResult, ...]:
    """The window and the status of a provision on the deciding day of its instrument."""
    instrument = scene.rulebook.instruments[provision.instrument]
    when = deciding(scene, instrument)
    period, found = provision.period, []
    article = when.article or provision.period_articles
    if period.start is not None:
        ok = HOLDS if when.day >= period.start else FAILS
        text = f"{instrument.short_title} applies from {period.start}"
        found.append(WindowResult(ok, when, period.start, "on_or_after", text, article))
    if period.end is not None:
        ok = HOLDS if when.day < period.end else FAILS
        text = f"{instrument.short_title} applied until {period.last}"
        found.append(WindowResult(ok, when, period.end, "before", text, article))
    status = provision.status or instrument.status
    if _status_closes(status, provision, when.day):
        words = f"{(status or '').replace('_', ' ')}: {instrument.status_text}".rstrip(": ")
        found.append(WindowResult(FAILS, when, None, "status", words, provision.period_articles))
    return tuple(found)


def _status_closes(status: str | None, provision: Provision, day: date) -> bool:
    """not_in_force and under_negotiation close on every day, not_yet_applicable on days before `applies_from`."""
    if status in ("not_in_force", "under_negotiation"):
        return True
    if status != "not_yet_applicable":
        return False
    return provision.period.start is None or day < provision.period.start


def judge(scene: Scene, provision: Provision, condition: Condition, treaty: Finding | None) -> tuple[Verdict, Finding]:
    """The verdict of one condition and what it was read from.

    Tests that look only at the scene are answered once per scene, whatever number of provisions ask them.
    """
    test = condition.test
    if test.fact == TREATY:
        found = treaty if treaty is not None else Finding(None)
        return test.of(found.value), found
    if test.fact in PER_PROVISION:
        own = derived(scene, provision, condition) or Finding(None)
        return test.of(own.value), own
    known = scene.verdicts.get(test.number)
    if known is None:
        known = _judge_once(scene, provision, condition)
        scene.verdicts[test.number] = known
    return known


def _judge_once(scene: Scene, provision: Provision, condition: Condition) -> tuple[Verdict, Finding]:
    """A test that no provision can answer differently."""
    test = condition.test
    if test.fact in BOUND_SETS:
        binding = binding_finding(scene, condition)
        return binding.verdict or UNKNOWN, binding
    found = derived(scene, provision, condition) if test.fact in RULES else None
    if found is None:
        value = scene.facts.get(test.fact)
        found = Finding(value, shown(value), assumed=test.fact in scene.assumed)
    return test.of(found.value), found


def _counting(results: Iterable[Result], scene: Scene) -> list[Result]:
    """The members of or_groups that count, with `counts` cleared on the others."""
    answer = []
    for result in results:
        choice = GROUP_CHOICES.get(result.condition.or_group or "")
        prefix = choice.counts.get(str(scene.facts.get(choice.fact))) if choice else None
        out = prefix is not None and not result.condition.test.fact.startswith(prefix)
        answer.append(Result(result.condition, result.verdict, result.finding, False) if out else result)
    return answer


def _units(results: list[Result]) -> list[list[Result]]:
    """The deciding conditions: each alone, or with the counting members of its or_group."""
    groups: dict[str, list[Result]] = {}
    units: list[list[Result]] = []
    for result in results:
        if not (result.condition.decides and result.counts):
            continue
        name = result.condition.or_group
        if name is None:
            units.append([result])
        elif name in groups:
            groups[name].append(result)
        else:
            groups[name] = [result]
            units.append(groups[name])
    return units


def evaluate(scene: Scene, provision: Provision, treaty: Finding | None = None) -> Outcome:
    """The outcome of one provision. `treaty` is the finding for `pair.has_applicable_treaty` where it is asked."""
    windows = windows_of(scene, provision)
    results = [Result(condition, *judge(scene, provision, condition, treaty)) for condition in provision.conditions]
    if any(result.condition.or_group for result in results):
        results = _counting(results, scene)
    closing: list[Result] = []
    waiting: list[Result] = []
    for unit in _units(results):
        met = disjunction(result.met for result in unit)
        if met is FAILS:
            closing += unit
        elif met is UNKNOWN:
            waiting += [result for result in unit if result.verdict is UNKNOWN]
    closed = bool(closing) or any(window.verdict is FAILS for window in windows)
    return Outcome(
        provision=provision,
        scene=scene,
        verdict=CLOSED if closed else _waiting_verdict(waiting),
        windows=windows,
        results=tuple(results),
        closing=tuple(closing),
        waiting=tuple(waiting),
        binding_unknown=any(
            result.verdict is UNKNOWN
            for result in results
            if result.condition.effect == REQUIRED
            and result.condition.decides
            and result.condition.test.fact in BOUND_SETS
        ),
    )


def _waiting_verdict(waiting: list[Result]) -> OptionVerdict:
    """Nothing fails: open without an unknown, counsel when only judgement is missing, else facts."""
    if not waiting:
        return OPEN
    return NEEDS_COUNSEL if all(result.condition.judgement for result in waiting) else NEEDS_FACTS


def treaty_finding(outcomes: Iterable[Outcome]) -> Finding:
    """`pair.has_applicable_treaty` over the other formal provisions of the same measure.

    Neither adjunct, supporting nor last resort, nor a placeholder that is not open. True when one is open, or not
    closed with its binding certain; false when all are closed; else unknown.
    """
    unknown: list[str] = []
    for outcome in outcomes:
        provision = outcome.provision
        skipped = provision.adjunct or provision.role == "supporting" or provision.last_resort
        if provision.tier != "formal" or skipped or not outcome.live:
            continue
        if outcome.verdict is OPEN or not (outcome.binding_unknown or provision.placeholder):
            return Finding(True, True, computed=True, note=f"{provision.id} is {outcome.verdict}")
        if not provision.placeholder:
            unknown.append(provision.id)
    if unknown:
        return Finding(None, None, note=f"not known whether {', '.join(sorted(unknown))} is in force")
    return Finding(False, False, computed=True, note="no other formal route of the book is left")
