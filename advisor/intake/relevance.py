"""Which facts still matter: read from an answer of the engine, never guessed.

A fact matters to a need when a way that is not closed waits for it, or was decided with it. It is essential when the
first way by the need's own measure that can still be opened waits for it: not one behind an open way, nor one that
waits for what nobody knows yet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from routing.binding import BOUND_SETS

Answer = Mapping[str, Any]
Pair = tuple[str, str]
"""A way: (need, provision)."""
Declined = Mapping[str, Collection[str]]
NOTHING: Declined = {}
LAST = 99
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


def declined_of(
    needs: Iterable[str], whole: Mapping[str, Any], single: Mapping[str, Mapping[str, Any]]
) -> dict[str, frozenset[str]]:
    """By need, the facts answered with 'I don't know yet': for it, or for the whole case where it says nothing."""
    above = frozenset(fact for fact, value in whole.items() if value is None)
    found = {}
    for need in needs:
        own = single.get(need, {})
        found[need] = above.difference(own).union(fact for fact, value in own.items() if value is None)
    return found


def _asked_as(fact: str, answered: Collection[str]) -> str:
    """The fact a person is asked for: a computed one is asked for by what it is computed from."""
    instead = ASKED_INSTEAD.get(fact)
    return instead if instead and instead not in answered else fact


def _carrying(answer: Answer, waits: Mapping[Pair, Collection[str]], declined: Declined) -> set[Pair]:
    """The ways that decide what becomes of their need now: by its own measure, the first that answers can still open.

    A way that waits for a fact nobody knows yet is not opened by other answers: the next one is asked about. Where none
    can be opened, the first that answers can still close is, unless another stays undecided in any case. With an open
    way already, only a better one is asked for.
    """
    found = set()
    for need in answer["needs"]:
        unknown = frozenset(declined.get(need["id"], ()))
        routed = need["status"] == ROUTED
        ranked = sorted((o for o in need["options"] if _stands(need, o)), key=lambda option: option["rank"] or LAST)
        pairs = [(need["id"], o["provision"]) for o in ranked if not routed or o["rank"] == 1]
        waiting = [pair for pair in pairs if waits.get(pair)]
        able = [pair for pair in waiting if unknown.isdisjoint(waits[pair])]
        stays = routed or any(unknown.issuperset(waits[pair]) for pair in waiting)
        found.update((able or ([] if stays else waiting))[:1])
    return found


def _stands(need: Answer, option: Answer) -> bool:
    own = option["measure"] == need["measure"] and not option.get("adjunct")
    return own and option["verdict"] != CLOSED and option.get("role") not in ("supporting", "applicable_law")


def matters_of(answer: Answer, answered: frozenset[str], declined: Declined = NOTHING) -> dict[str, Matter]:
    """The unanswered facts that matter, in the engine's order.

    `answered`: facts with a value for the whole case; `declined`: by need, those answered with 'I don't know yet'.
    """
    found: dict[str, Matter] = {}
    waits: dict[Pair, set[str]] = {}
    lasting: list[tuple[Matter, list[Pair]]] = []
    for rank, question in enumerate(answer["questions"]):
        fact = _asked_as(question["fact"], answered)
        pairs = [(item["need"], item["provision"]) for item in question["decides"]]
        if fact in NEVER_ASKED:
            continue
        last = bool(question.get("last"))
        matter = found.setdefault(fact, Matter(fact, rank, last))
        matter.last = matter.last and last
        matter.decides += pairs
        if not last:
            lasting.append((matter, pairs))
            for pair in pairs:
                waits.setdefault(pair, set()).add(fact)
    carrying = _carrying(answer, waits, declined)
    for matter, pairs in lasting:
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
