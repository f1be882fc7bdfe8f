"""From options to a plan: which measures can meet a need, and in which order its steps are taken.

Secure first, then voluntary, then what one jurisdiction can do alone, then formal cooperation. Where the operator must
not be warned, voluntary steps that would warn come after every securing, search and freezing step.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from routing.facts import Need
from routing.routes import Option, Step
from routing.rulebook import Rulebook
from routing.rules import SINGLE, TIERS, VOLUNTARY, Precedence

# Steps that tell the operator that somebody is looking (contract, "plan").
WARNING_STEPS = frozenset(
    {
        "voluntary.takedown",
        "voluntary.domain_suspension",
        "voluntary.payment_termination",
        "voluntary.advertising_termination",
        "voluntary.search_delisting",
    }
)
# Steps that search or freeze, beside those that the ladder lists under `secure`.
SEARCH_AND_FREEZE = frozenset(
    {
        "criminal.search_and_seizure",
        "criminal.asset_freezing",
        "civil.account_preservation",
        "civil.goods_seizure",
        "civil.proceeds_seizure",
        "domestic.evidence_preservation",
        "domestic.seizure",
    }
)
HOME = "domestic."
SECURE = "secure"
# A securing step without an estimate comes after those that have one.
UNHURRIED = 10_000
EXCHANGE = "voluntary.authority_exchange"


def is_home_rung(need: Need, measure: str) -> bool:
    """A domestic rung of a need whose own measure is not domestic acts in the requesting State."""
    return measure.startswith(HOME) and not need.measure.startswith(HOME)


def measures_of(rulebook: Rulebook, need: Need) -> tuple[str, ...]:
    """The measures whose provisions are options of the need: its own first, then its rungs.

    While the State is not known, only the rungs at home and the exchange between authorities.
    """
    rungs = rulebook.rungs_of(need.measure).measures
    if need.requested_state is None:
        home = [measure for measure in rungs if is_home_rung(need, measure)]
        return tuple(dict.fromkeys((EXCHANGE, *home)))
    return tuple(dict.fromkeys((need.measure, *rungs)))


def purpose_of(rulebook: Rulebook, option: Option) -> str:
    """secure: it must happen before the thing vanishes; support: it only helps another step; obtain: the rest."""
    if option.outcome.provision.measure in rulebook.securing:
        return SECURE
    return "obtain" if option.outcome.provision.stands_alone else "support"


def protects(rulebook: Rulebook, measure: str) -> bool:
    """Whether a step of this measure must come before anybody is warned."""
    return measure in rulebook.securing or measure in SEARCH_AND_FREEZE


def _why(rulebook: Rulebook, chosen: Option, others: Sequence[Option]) -> str:
    """Why this option stands first in its row."""
    provision = chosen.outcome.provision
    name = rulebook.instruments[provision.instrument].short_title
    if chosen.outcome.verdict == "open":
        words = [f"{name} is open: every condition holds"]
    else:
        waiting = dict.fromkeys(result.condition.test.fact for result in chosen.outcome.open_points)
        words = [f"{name} is usable if the open points are settled ({', '.join(waiting)})"]
    tied = [option for option in others if option.rank == chosen.rank]
    behind = [option for option in others if provision.instrument in option.after]
    if behind:
        names = dict.fromkeys(
            rulebook.instruments[option.outcome.provision.instrument].short_title for option in behind
        )
        words.append(f"it goes before {', '.join(names)} by a rule of precedence")
    if tied:
        words.append(f"no rule puts it before {len(tied)} other(s) of the same rank: choose by practice")
    if not others:
        words.append("nothing else of the book is usable in this tier")
    return "; ".join(words)


def _rows(rulebook: Rulebook, options: Iterable[Option]) -> dict[tuple[str, str], list[Option]]:
    """Live options by measure and tier, in the order of rank."""
    rows: dict[tuple[str, str], list[Option]] = {}
    for option in options:
        if option.rank is not None:
            provision = option.outcome.provision
            rows.setdefault((provision.measure, provision.tier), []).append(option)
    return rows


def plan_of(
    rulebook: Rulebook,
    measures: Sequence[str],
    options: Sequence[Option],
    sent: date,
    *,
    tipping_off: bool,
    may_vanish: bool = False,
) -> tuple[Step, ...]:
    """The plan of one need whose request is sent on a day.

    Where the data are kept only until a known day, the securing step that is quickest by the estimates comes first.
    """
    place = {measure: number for number, measure in enumerate(measures)}
    rows = _rows(rulebook, options)

    def phase(key: tuple[str, str]) -> tuple[int, int, int, int]:
        measure, tier = key
        if measure not in rulebook.securing:
            return 1 + TIERS.index(tier), 0, place[measure], TIERS.index(tier)
        estimate = rows[key][0].outcome.provision.typical_days if may_vanish else None
        return 0, estimate[1] if estimate else UNHURRIED if may_vanish else 0, place[measure], TIERS.index(tier)

    keys = sorted(rows, key=phase)
    held: set[tuple[str, str]] = set()
    if tipping_off:
        keys, held = _hold_back(rulebook, keys)
    steps: list[Step] = []
    for order, key in enumerate(keys, 1):
        chosen, *others = rows[key]
        purpose = purpose_of(rulebook, chosen)
        steps.append(
            Step(
                order=order,
                purpose=purpose,
                tier=key[1],
                measure=key[0],
                option=chosen,
                fallbacks=tuple(option.outcome.provision.id for option in others),
                why=_why(rulebook, chosen, others),
                rules=_rules(rulebook, chosen, others, sent),
                after=() if purpose == SECURE else tuple(step.order for step in steps if step.purpose == SECURE),
                held_back=key in held,
            )
        )
    return tuple(steps)


def _rules(rulebook: Rulebook, chosen: Option, others: Sequence[Option], sent: date) -> tuple[Precedence, ...]:
    """The rules that put the first option before a fallback, those that only explain included."""
    first = chosen.outcome.provision
    behind = {option.outcome.provision.instrument for option in others} - {first.instrument}
    return tuple(
        rule
        for rule in rulebook.precedence
        if rule.kind == "instrument"
        and first.instrument in rule.prefer
        and not behind.isdisjoint(rule.over)
        and rule.period.contains(sent)
        and (not rule.measures or first.measure in rule.measures)
    )


def _hold_back(rulebook: Rulebook, keys: list[tuple[str, str]]) -> tuple[list[tuple[str, str]], set[tuple[str, str]]]:
    """Put the steps that warn behind the last one that secures, searches or freezes."""
    last = max((place for place, key in enumerate(keys) if protects(rulebook, key[0])), default=-1)
    held = [
        key
        for place, key in enumerate(keys)
        if place < last and key[0] in WARNING_STEPS and key[1] in (VOLUNTARY, SINGLE)
    ]
    kept = [key for key in keys[: last + 1] if key not in held]
    return kept + held + keys[last + 1 :], set(held)
