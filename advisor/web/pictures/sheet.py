"""The rows behind every picture of a route: each need with its ways, and the least of them that suffices. Pure.

Reads: a brief (advisor/cases/route_brief.py), the rulebook's names, how long the agency's own requests took. Pictures
and tables are made from the same `Sheet`, so that what a picture shows its table says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from statistics import median
from typing import Any

from django.utils.translation import gettext as _

from advisor.web.marks import TIERS, VERDICTS
from advisor.web.pictures.effort import Hours, effort
from advisor.web.pictures.helping import helps_only
from advisor.web.route_view import (
    ORDER,
    articles_words,
    instrument_name,
    lane,
    limits_words,
    measure_name,
    plain_words,
    state_name,
)
from routing.rulebook import Rulebook

ENOUGH, LIMITS = 5, 3
TIER_ORDER = {"voluntary": 0, "single_jurisdiction": 1, "formal": 2}
Seen = Mapping[tuple[str, str], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Expected:
    """How many days an answer takes. `own` counts the agency's own requests behind it; 0: an estimate of practice."""

    low: int
    high: int
    own: int = 0
    middle: int | None = None


def expected_of(option: Mapping[str, Any], seen: Sequence[int]) -> Expected | None:
    """Own history once there is enough of it, else the estimate of practice (`typical_days`), else None."""
    if len(seen) >= ENOUGH:
        days = sorted(seen)
        return Expected(days[0], days[-1], len(days), round(median(days)))
    usual = option.get("typical_days")
    return Expected(int(usual["range"][0]), int(usual["range"][1])) if usual else None


@dataclass(frozen=True, eq=False)
class Way:
    """One way to meet a need: an option of the plan, with what a card says of it."""

    number: int
    need: str
    lane: str
    state: str
    state_name: str
    verdict: str
    name: str
    measure: str
    own: bool
    helps: bool
    row: Mapping[str, Any]
    seen: Sequence[int] = ()

    @property
    def tier(self) -> str:
        return str(self.row["tier"])

    @property
    def provision(self) -> str:
        return str(self.row["provision"])

    @cached_property
    def articles(self) -> str:
        return articles_words(self.row.get("articles") or ())

    @cached_property
    def authority(self) -> str:
        """Who may issue it; and to whom it goes, where the catalogue knows."""
        return plain_words(self.row.get("issuing_authority"))

    @cached_property
    def addressees(self) -> str:
        return "; ".join(self.row.get("authorities") or ())

    @cached_property
    def language(self) -> str:
        return plain_words(self.row.get("languages")).strip("-– ")

    @cached_property
    def limit(self) -> str:
        """The first time limits in words; empty where the law names none."""
        return "; ".join(limits_words(self.row.get("time_limits"))[:LIMITS])

    @cached_property
    def expected(self) -> Expected | None:
        return expected_of(self.row, self.seen)

    @property
    def hours(self) -> Hours | None:
        return effort().hours(str(self.row["measure"]), self.tier)


@dataclass(frozen=True, eq=False)
class NeedSheet:
    """One need: its number on the page, its ways (the best of each lane and State), and what to do about it."""

    number: int
    id: str
    measure: str
    state: str
    state_name: str
    subject: str
    status: str
    counts: Mapping[str, int]
    ways: tuple[Way, ...]
    secure: Way | None
    least: Way | None
    then: Way | None
    helping: Way | None
    fallback: Way | None
    kept_until: date | None

    @property
    def suffices(self) -> bool:
        """Whether the least way is open; else it is the first that would be, once its open points are settled."""
        return self.least is not None and self.least.verdict == "open"

    @property
    def opened(self) -> bool:
        """Whether any way that can bring what is needed is open, be it one that comes after a way that waits."""
        return self.suffices or self.fallback is not None

    @property
    def waits(self) -> bool:
        """Whether an open way stands back behind the least one, which goes before it and waits."""
        return not self.suffices and self.fallback is not None

    def in_lane(self, name: str) -> list[Way]:
        return [way for way in self.ways if way.lane == name]


@dataclass(frozen=True, eq=False)
class Sheet:
    """A whole route. `states` are the codes of the States concerned, the requesting State first, '' for not known."""

    home: str
    home_name: str
    on: date
    needs: tuple[NeedSheet, ...]
    states: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def ways(self) -> list[Way]:
        return [way for need in self.needs for way in need.ways]


def sheet_of(brief: Mapping[str, Any], book: Rulebook, on: date, seen: Seen) -> Sheet:
    """The rows of a route. `seen`: (provision, acting State) -> days that the agency's own requests took."""
    needs = tuple(need_sheet(number, need, book, seen) for number, need in enumerate(brief["needs"], start=1))
    home = str(brief["requesting_state"])
    counted: dict[str, int] = {}
    for need in needs:
        counted[need.state] = counted.get(need.state, 0) + 1
        for way in need.ways:
            counted.setdefault(way.state, 0)
    others = sorted((code for code in counted if code and code != home), key=lambda code: (-counted[code], code))
    states = (home, *others, *([""] if "" in counted else []))
    names = {code: state_name(book, code) or _("State not known yet") for code in states}
    return Sheet(home, names[home], on, needs, states, names)


def need_sheet(number: int, need: Mapping[str, Any], book: Rulebook, seen: Seen) -> NeedSheet:
    """The rows of one need of a brief."""
    found = [_way(number, need, row, book, seen) for row in (*need["plan"], *need["ways"])]
    # What is wanted may itself be to secure: then that is what meets the need.
    climbed = sorted((way for way in found if _obtains(way)), key=_climb)
    behind = [way for way in climbed if _stands_back(way, need["plan"])]
    obtaining = [way for way in climbed if way not in behind]
    opened = [way for way in obtaining if way.verdict == "open"]
    least = next(iter(opened or obtaining), None)
    securing = sorted((way for way in found if way.lane == "secure" and not way.own), key=_climb)
    kept = need.get("kept_until")
    return NeedSheet(
        number=number,
        id=str(need["id"]),
        measure=measure_name(book, need["measure"]),
        state=str(need.get("requested_state") or ""),
        state_name=state_name(book, need.get("requested_state")),
        subject=str(need.get("subject") or ""),
        status=str(need["status"]),
        counts=need["counts"],
        ways=_best(found, least),
        secure=next((way for way in securing if way.verdict == "open"), next(iter(securing), None)),
        least=least,
        then=next((way for way in obtaining if least and _above(way, least)), None),
        helping=min((way for way in found if way.helps and way.verdict == "open"), key=_climb, default=None),
        fallback=next(iter(behind), None),
        kept_until=date.fromisoformat(kept) if kept else None,
    )


def _way(number: int, need: Mapping[str, Any], row: Mapping[str, Any], book: Rulebook, seen: Seen) -> Way:
    state, own = str(row.get("acting_state") or ""), row["measure"] == need["measure"]
    return Way(
        number=number,
        need=str(need["id"]),
        lane=lane(row),
        state=state,
        state_name=state_name(book, state),
        verdict=str(row["verdict"]),
        name=str(row.get("short_title") or instrument_name(book, row["instrument"])),
        measure=measure_name(book, row["measure"]),
        own=own,
        helps=helps_only(str(row["measure"]), str(need["measure"]), str(row["instrument"])),
        row=row,
        seen=seen.get((str(row["provision"]), state), ()),
    )


def _obtains(way: Way) -> bool:
    """Whether a way can bring what is wanted: it neither supports nor secures it alone, and is more than a help."""
    purpose = way.row["purpose"]
    return purpose != "support" and (way.own or (purpose == "obtain" and not way.helps))


def _stands_back(way: Way, plan: Sequence[Mapping[str, Any]]) -> bool:
    """Whether an open formal way comes after one that is not settled yet: it may replace it, so it suffices not yet.

    Between two Member States the arrest warrant goes before any treaty; that it waits for facts does not change that.
    """
    if not way.row.get("instead") or way.tier != "formal":
        return False
    first = next((row for row in plan if row["order"] == way.row["order"]), None)
    return first is not None and (first.get("rank") or 99) < (way.row.get("rank") or 99)


def _climb(way: Way) -> tuple[Any, ...]:
    """The order in which one climbs: the lower tier, the need's own measure, what is open, the plan's own order."""
    return TIER_ORDER.get(way.tier, 9), ORDER.get(way.verdict, 9), not way.own, way.row["order"]


def _above(way: Way, least: Way) -> bool:
    """A live way of a higher tier than the least one: what comes next if that is not enough."""
    return TIER_ORDER.get(way.tier, 9) > TIER_ORDER.get(least.tier, 9)


def _best(found: Sequence[Way], least: Way | None) -> tuple[Way, ...]:
    """One way for each lane and State: the least one where it stands there, else the best verdict."""
    places: dict[tuple[str, str], list[Way]] = {}
    for way in found:
        places.setdefault((way.lane, way.state), []).append(way)
    order = list(TIERS)
    return tuple(
        min(ways, key=lambda way: (way is not least, ORDER.get(way.verdict, 9), *_climb(way)))
        for (_lane, _state), ways in sorted(places.items(), key=lambda item: (order.index(item[0][0]), item[0][1]))
    )


def days_words(expected: Expected | None) -> str:
    """'2 to 5 days (estimate)', '31 days (own history: 7 requests, 20 to 45)', 'not known'."""
    if expected is None:
        return _("not known")
    if expected.own:
        return _("%(days)s days (own history: %(n)s requests, %(low)s to %(high)s)") % {
            "days": expected.middle, "n": expected.own, "low": expected.low, "high": expected.high,
        }  # fmt: skip
    if expected.low == expected.high:
        return _("%(days)s days (estimate)") % {"days": expected.low}
    return _("%(low)s to %(high)s days (estimate)") % {"low": expected.low, "high": expected.high}


def short_days(expected: Expected | None) -> str:
    """'2–5 d', where there is little room; 'not known'."""
    if expected is None:
        return _("not known")
    days = str(expected.high) if expected.low == expected.high else f"{expected.low}–{expected.high}"
    return _("%(n)s d") % {"n": days}


def hours_words(hours: Hours | None) -> str:
    """'3 to 6 hours (estimate)'; 'no estimate'."""
    if hours is None:
        return _("no estimate")
    return _("%(low)g to %(high)g hours (estimate)") % {"low": hours[0], "high": hours[1]}


def verdict_words(verdict: str) -> str:
    """A verdict's word in the language spoken."""
    return str(VERDICTS.get(verdict, verdict))
