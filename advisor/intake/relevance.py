"""Which facts still matter: read from an answer of the engine, never guessed.

A fact matters to a need when a way that is not closed waits for it, or was decided with it. It is essential when a need
that has no open way yet waits for it with its own measure, or the first-ranked way of a need does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from routing.binding import BOUND_SETS

Answer = Mapping[str, Any]
CLOSED, ROUTED = "closed", "routed"

# A computed fact that is asked for waits for this one, which a person can answer more easily (routing/derived.py).
ASKED_INSTEAD = {
    "offence.epo_threshold_met": "offence.max_penalty_months_requesting",
    "person.protected_national": "person.national_of_requested_state",
    "account.cross_border": "forum.state",
    "pair.in_effect_at_start": "proceedings.instituted_on",
    "pair.has_mla_treaty": "pair.has_bilateral_mla_treaty",
}
# Facts that the computation, the deciding days or the order of the plan use without a condition of their own.
USED_WITHOUT_CONDITION = frozenset(
    {
        *ASKED_INSTEAD.values(),
        "request.sent_on",
        "request.received_on",
        "person.arrested_on",
        "data.retention_until",
        "case.tipping_off_risk",
        "surrender.purpose",
    }
)
# Never asked on a page: who is bound is the catalogue's to know, and States are chosen with the need.
NEVER_ASKED = BOUND_SETS | {
    "pair.states",
    "requesting_state.code",
    "requested_state.code",
    "instrument.in_force",
    "requested_state.channel_objections",
}


@dataclass
class Matter:
    """One unanswered fact that matters. `decides` holds (need, provision); `rank` is its place in the engine's list."""

    fact: str
    rank: int
    last: bool
    decides: list[tuple[str, str]] = field(default_factory=list)
    essential: set[str] = field(default_factory=set)

    @property
    def needs(self) -> set[str]:
        """The needs that wait for it."""
        return {need for need, _ in self.decides}


def options_of(answer: Answer) -> Iterator[tuple[Answer, Answer]]:
    """(need, option) for every option of an answer."""
    for need in answer["needs"]:
        for option in need["options"]:
            yield need, option


def _carries(need: Answer, option: Answer) -> bool:
    """Whether an option decides what becomes of its need: its own measure, unless a better way is open already."""
    own = option["measure"] == need["measure"] and not option.get("adjunct")
    stands = option.get("role") not in ("supporting", "applicable_law")
    return own and stands and (need["status"] != ROUTED or option["rank"] == 1)


def matters_of(answer: Answer, answered: frozenset[str]) -> dict[str, Matter]:
    """The unanswered facts that matter, in the engine's order. `answered`: facts with a value for the whole case."""
    carrying = {(n["id"], o["provision"]) for n, o in options_of(answer) if _carries(n, o)}
    found: dict[str, Matter] = {}
    for rank, question in enumerate(answer["questions"]):
        fact = question["fact"]
        instead = ASKED_INSTEAD.get(fact)
        if instead and instead not in answered:
            fact = instead
        if fact in NEVER_ASKED:
            continue
        last = bool(question.get("last"))
        matter = found.setdefault(fact, Matter(fact, rank, last))
        matter.last = matter.last and last
        pairs = [(item["need"], item["provision"]) for item in question["decides"]]
        matter.decides += pairs
        if not last:
            matter.essential |= {need for need, provision in pairs if (need, provision) in carrying}
    return found


def used_facts(answer: Answer, need_id: str | None = None) -> set[str]:
    """The facts that some way was or will be decided with, for one need or for all."""
    if "index" in answer:
        known: Mapping[str, Collection[str]] = answer["index"]["used"]
        wanted = list(known.values()) if need_id is None else [known.get(need_id, ())]
        return set(USED_WITHOUT_CONDITION).union(*wanted)
    used = set(USED_WITHOUT_CONDITION)
    for need, option in options_of(answer):
        if need_id in (None, need["id"]):
            used |= {line["fact"] for line in option["because"] if line.get("counts", True)}
    return used


def closed_by(answer: Answer, need_id: str) -> list[str]:
    """Facts that alone close a way of a need's own measure, while the need has no open one."""
    found: dict[str, None] = {}
    for need, option in options_of(answer):
        if need["id"] != need_id or need["status"] == ROUTED or option["verdict"] != CLOSED:
            continue
        closing = {line["fact"] for line in option["because"] if line.get("closes")}
        if len(closing) == 1 and option["measure"] == need["measure"] and not option.get("adjunct"):
            found |= dict.fromkeys(closing)
    return list(found)


def place_worded(title: str, article: str | None) -> str:
    """'Short title, art. 5': where the law says something."""
    article = str(article or "").strip()
    place = f"art. {article}" if article[:1].isdigit() else article
    return ", ".join(part for part in (title, place) if part)


def reasons_of(answer: Answer, fact: str, need_id: str | None = None, most: int = 3) -> tuple[list[str], int]:
    """Where a fact counts: 'Short title, article' of the ways that test it, at most `most`, and how many more."""
    if "index" in answer:
        rows = answer["index"]["reasons"].get(fact, ())
        places = list(dict.fromkeys(place for need, place in rows if need_id in (None, need)))
        return places[:most], max(0, len(places) - most)
    found: dict[str, None] = {}
    for need, option in options_of(answer):
        if option["verdict"] == CLOSED or need_id not in (None, need["id"]):
            continue
        for line in option["because"]:
            if line["fact"] == fact:
                found[place_worded(str(option.get("short_title")), line.get("article"))] = None
    places = list(found)
    return places[:most], max(0, len(places) - most)
