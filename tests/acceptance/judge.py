"""Does an answer keep what a case file expects? The contract's expectations, one verdict each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Finding:
    """One expectation of one need: its name, whether it holds, and what was found."""

    need: str
    name: str
    holds: bool
    found: str

    def __str__(self) -> str:
        return f"{self.need}: {self.name}: found {self.found}"


class Live:
    """The options of a need that are not closed, looked at from each side that an expectation asks about."""

    def __init__(self, need: Json, measure: str) -> None:
        self.need = need
        self.options = [option for option in need["options"] if option["verdict"] != "closed"]
        self.own = [option for option in self.options if option["measure"] == measure]

    def codes(self, options: list[Json]) -> set[str]:
        """The instruments of some options."""
        return {str(option["instrument"]) for option in options}


def best(live: Live, wanted: list[str]) -> Iterator[tuple[str, bool, object]]:
    """The formal options of the lowest rank: there is one and all are among `wanted`; none for an empty list."""
    formal = [option for option in live.own if option["tier"] == "formal"]
    ranks = [option["rank"] for option in formal]
    if None in ranks:
        yield "best", False, "a live option without a rank"
        return
    first = live.codes([option for option in formal if option["rank"] == min(ranks)]) if ranks else set()
    yield f"best {sorted(wanted)}", bool(first) and first <= set(wanted) if wanted else not first, sorted(first)


def opened(live: Live, wanted: list[str]) -> Iterator[tuple[str, bool, object]]:
    """Instruments with an open option."""
    codes = live.codes([option for option in live.own if option["verdict"] == "open"])
    yield from ((f"open {code}", code in codes, sorted(codes)) for code in wanted)


def present(live: Live, wanted: list[str]) -> Iterator[tuple[str, bool, object]]:
    """Instruments that are not closed."""
    codes = live.codes(live.own)
    yield from ((f"present {code}", code in codes, sorted(codes)) for code in wanted)


def never(live: Live, wanted: list[str]) -> Iterator[tuple[str, bool, object]]:
    """Instruments that are absent or closed."""
    codes = live.codes(live.own)
    yield from ((f"never {code}", code not in codes, "it is offered") for code in wanted)


def tiers(live: Live, wanted: Mapping[str, list[str]]) -> Iterator[tuple[str, bool, object]]:
    """Instruments that are not closed in a tier, rungs included."""
    for tier, names in wanted.items():
        codes = live.codes([option for option in live.options if option["tier"] == tier])
        yield from ((f"{tier} {code}", code in codes, sorted(codes)) for code in names)


def secure(live: Live, wanted: list[str]) -> Iterator[tuple[str, bool, object]]:
    """Instruments that are not closed for a measure of preservation."""
    codes = live.codes([option for option in live.options if str(option["measure"]).endswith(".preservation")])
    yield from ((f"secure {code}", code in codes, sorted(codes)) for code in wanted)


def time_limit(live: Live, wanted: Json) -> Iterator[tuple[str, bool, object]]:
    """An instrument with a limit of that length."""
    limits = [
        (str(limit.get("duration")), limit.get("unit"))
        for option in live.own
        if option["instrument"] == wanted["instrument"]
        for limit in option["time_limits"]
    ]
    yield f"time limit {dict(wanted)}", (str(wanted["duration"]), wanted["unit"]) in limits, limits


def status(live: Live, wanted: str) -> Iterator[tuple[str, bool, object]]:
    """The status of the need."""
    yield f"status {wanted}", live.need["status"] == wanted, live.need["status"]


EXPECTATIONS: dict[str, Callable[[Live, Any], Iterator[tuple[str, bool, object]]]] = {
    "best": best,
    "open": opened,
    "present": present,
    "never": never,
    "tiers": tiers,
    "secure": secure,
    "time_limit": time_limit,
    "status": status,
}


def judged(case: Json, answer: Json) -> list[Finding]:
    """A finding for every expectation of a case; an expectation that nobody knows fails."""
    measures = {need["id"]: need["measure"] for need in case["needs"]}
    answers = {need["id"]: need for need in answer["needs"]}
    findings = []
    for need_id, expect in case["expect"].items():
        live = Live(answers[need_id], measures[need_id])
        for key, wanted in expect.items():
            if key not in EXPECTATIONS:
                findings.append(Finding(need_id, key, False, "no such expectation in the contract"))
                continue
            findings += [
                Finding(need_id, name, holds, str(found)) for name, holds, found in EXPECTATIONS[key](live, wanted)
            ]
    return findings
