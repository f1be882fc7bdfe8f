"""Which of several usable provisions goes first.

Inside one measure and tier: (a) class of record, (b) certain before unknown binding, (c) rules of precedence, closed
transitively over the instruments that are still live. What these do not order is a tie and shares its rank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from routing.evaluation import Outcome
from routing.rulebook import Rulebook
from routing.rules import Precedence, Provision

LEADING, CARRIER, PLACEHOLDER, SUPPORTING, LAST = range(5)

# How direct a channel is, by the first words that tell it; what tells nothing stands between.
_DIRECT = re.compile(r"\bdirect|provider-direct|court -> court|24/7", re.I)
_CENTRAL = re.compile(r"central|agency|liaison office|coordinating unit", re.I)
_MINISTRY = re.compile(r"ministr|consul", re.I)
_DIPLOMATIC = re.compile(r"diplomatic|embassy", re.I)
_HOURS = {
    "minutes": 1 / 60,
    "hours": 1.0,
    "calendar_days": 24.0,
    "working_days": 33.6,
    "weeks": 168.0,
    "months": 730.0,
    "years": 8760.0,
}


def record_class(provision: Provision) -> int:
    """Class of record, the lower the better; a record with two marks has the worse."""
    if provision.last_resort:
        return LAST
    if provision.adjunct or provision.role in ("supporting", "applicable_law"):
        return SUPPORTING
    if provision.placeholder:
        return PLACEHOLDER
    return CARRIER if provision.role == "carrier" else LEADING


def rules_for(rulebook: Rulebook, measure: str, sent: date) -> tuple[Precedence, ...]:
    """The rules that order something for a measure on the day of sending."""
    return tuple(
        rule
        for rule in rulebook.precedence
        if rule.kind == "instrument"
        and not rule.explain
        and rule.period.contains(sent)
        and (not rule.measures or measure in rule.measures)
    )


def closure(rules: Iterable[Precedence], live: frozenset[str]) -> dict[str, frozenset[str]]:
    """For each live instrument, those that go before it, transitively and only over live ones.

    Two that go before each other cancel: a circle in the rules orders nothing.
    """
    before: dict[str, set[str]] = {code: set() for code in live}
    for rule in rules:
        for loser in rule.over:
            if loser in before:
                before[loser].update(code for code in rule.prefer if code in live and code != loser)
    changed = True
    while changed:
        changed = False
        for seen in before.values():
            wider = seen.union(*(before[code] for code in seen)) if seen else seen
            if len(wider) > len(seen):
                seen |= wider
                changed = True
    return {
        code: frozenset(other for other in seen if other != code and code not in before[other])
        for code, seen in before.items()
    }


@dataclass(frozen=True, slots=True)
class Ranked:
    """An outcome with its rank (1 is first, equal ones share it) and the instruments that go before it by rule."""

    outcome: Outcome
    rank: int | None
    after: frozenset[str] = frozenset()


def _depth(code: str, before: dict[str, frozenset[str]], within: frozenset[str], memo: dict[str, int]) -> int:
    """Length of the longest chain of instruments of the same class that go before."""
    known = memo.get(code)
    if known is None:
        memo[code] = known = 1 + max(
            (_depth(other, before, within, memo) for other in before[code] & within), default=-1
        )
    return known


def rank(outcomes: Sequence[Outcome], rules: Sequence[Precedence]) -> list[Ranked]:
    """Outcomes of one measure and tier, live ones ranked and first, closed ones after them by id.

    Inside a tie the more direct channel and then the shorter limit are shown first; that is presentation, not rank.
    """
    live = [outcome for outcome in outcomes if outcome.live]
    before = closure(rules, frozenset(outcome.provision.instrument for outcome in live))
    levels: dict[tuple[int, bool], list[Outcome]] = {}
    for outcome in live:
        levels.setdefault((record_class(outcome.provision), outcome.binding_unknown), []).append(outcome)
    keys: dict[str, tuple[int, bool, int]] = {}
    for level, members in levels.items():
        within = frozenset(outcome.provision.instrument for outcome in members)
        memo: dict[str, int] = {}
        for outcome in members:
            depth = _depth(outcome.provision.instrument, before, within, memo)
            keys[outcome.provision.id] = (*level, depth)
    numbers = {key: number for number, key in enumerate(sorted(set(keys.values())), 1)}
    ranked = [
        Ranked(outcome, numbers[keys[outcome.provision.id]], before[outcome.provision.instrument]) for outcome in live
    ]
    ranked.sort(key=lambda item: (item.rank or 0, *presentation(item.outcome.provision)))
    closed = sorted((o for o in outcomes if not o.live), key=lambda o: o.provision.id)
    return ranked + [Ranked(outcome, None) for outcome in closed]


def directness(channel: str) -> int:
    """0 direct or court to court, 1 central authorities, 2 ministries and consulates, 3 the diplomatic way."""
    found = [
        (match.start(), level)
        for level, words in enumerate((_DIRECT, _CENTRAL, _MINISTRY, _DIPLOMATIC))
        if (match := words.search(channel))
    ]
    return min(found)[1] if found else 1


def presentation(provision: Provision) -> tuple[int, float, str]:
    """Order inside a tie: directness of the channel, first legal limit in hours, id."""
    hours = float("inf")
    for limit in provision.document.get("time_limits") or ():
        duration, unit = limit.get("duration"), limit.get("unit")
        if isinstance(duration, int | float) and unit in _HOURS:
            hours = duration * _HOURS[unit]
            break
    return directness(str(provision.document.get("channel") or "")), hours, provision.id
