"""Scenarios: cases with the answer they must get, asked before an edition is published.

*Reads* `fixtures/scenarios/**/*.yaml` (case files of the contract with `on` and `expect`). *Writes* nothing. The
engine comes in as a function, so that this module knows only cases and answers. A scenario that moves says: the law
moved, or the scenario is stale; the curator decides which.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from instruments.integrity import Finding
from instruments.places import SCENARIOS
from routing.errors import FaultyDocumentError

Answer = Callable[[dict[str, Any], date], dict[str, Any]]
CODE = "ScenarioMoved"
FAULTS = 3
BESIDE = frozenset({"on", "expect", "note"})
PRESERVATION = ".preservation"


@lru_cache(maxsize=2)
def scenarios_read(folder: Path = SCENARIOS) -> tuple[tuple[str, dict[str, Any]], ...]:
    """(name, case with `on` and `expect`) of every scenario, by name. Read once a process: the files are shipped."""
    found = []
    for path in sorted(folder.rglob("*.yaml")):
        case = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        # Days as text, as a case has them when it comes by JSON.
        found.append((path.relative_to(folder).with_suffix("").as_posix(), json.loads(json.dumps(case, default=str))))
    return tuple(found)


def scenario_findings(answer: Answer, folder: Path = SCENARIOS) -> list[Finding]:
    """A warning for each expectation that the answers do not keep, and for each scenario that cannot be asked any
    more."""
    found = []
    for name, case in scenarios_read(folder):
        document = {key: value for key, value in case.items() if key not in BESIDE}
        try:
            given = answer(document, date.fromisoformat(case["on"]))
        except FaultyDocumentError as error:
            more = f"; and {len(error.faults) - FAULTS} more" if len(error.faults) > FAULTS else ""
            says = f"It cannot be asked any more: {'; '.join(str(fault) for fault in error.faults[:FAULTS])}{more}."
            found.append(Finding(CODE, f"scenario:{name}", says, False))
            continue
        found += [Finding(CODE, f"scenario:{name}", says, False) for says in _broken(case, given)]
    return found


def _broken(case: dict[str, Any], answer: dict[str, Any]) -> Iterator[str]:
    """What an answer does not keep of a case's expectations, in words."""
    needs = {need["id"]: need for need in answer["needs"]}
    measures = {need["id"]: need["measure"] for need in case["needs"]}
    for identity, expect in case["expect"].items():
        need = needs[identity]
        live = [option for option in need["options"] if option["verdict"] != "closed"]
        own = [option for option in live if option["measure"] == measures[identity]]
        for name, wanted in expect.items():
            for says in _CHECKS[name](wanted, need, own, live):
                yield f"{identity}: {says}."


Options = list[dict[str, Any]]


def _codes(options: Options) -> set[str]:
    return {option["instrument"] for option in options}


def _best(wanted: list[str], need: dict[str, Any], own: Options, live: Options) -> Iterator[str]:
    formal = [option for option in own if option["tier"] == "formal"]
    lowest = min((option["rank"] for option in formal), default=None)
    first = _codes([option for option in formal if option["rank"] == lowest])
    if not (first <= set(wanted) and bool(first) == bool(wanted)):
        yield f"best was {_said(wanted)}, is {_said(first)}"


def _open(wanted: list[str], need: dict[str, Any], own: Options, live: Options) -> Iterator[str]:
    missing = set(wanted) - _codes([option for option in own if option["verdict"] == "open"])
    if missing:
        yield f"no longer open: {_said(missing)}"


def _present(wanted: list[str], need: dict[str, Any], own: Options, live: Options) -> Iterator[str]:
    if set(wanted) - _codes(own):
        yield f"no longer offered: {_said(set(wanted) - _codes(own))}"


def _never(wanted: list[str], need: dict[str, Any], own: Options, live: Options) -> Iterator[str]:
    if set(wanted) & _codes(own):
        yield f"offered, and was not to be: {_said(set(wanted) & _codes(own))}"


def _tiers(wanted: dict[str, list[str]], need: dict[str, Any], own: Options, live: Options) -> Iterator[str]:
    for tier, codes in wanted.items():
        missing = set(codes) - _codes([option for option in live if option["tier"] == tier])
        if missing:
            yield f"no longer offered as {tier}: {_said(missing)}"


def _secure(wanted: list[str], need: dict[str, Any], own: Options, live: Options) -> Iterator[str]:
    missing = set(wanted) - _codes([option for option in live if option["measure"].endswith(PRESERVATION)])
    if missing:
        yield f"no longer secures: {_said(missing)}"


def _time_limit(wanted: dict[str, Any], need: dict[str, Any], own: Options, live: Options) -> Iterator[str]:
    limits = [
        (limit.get("duration"), limit.get("unit"))
        for option in own
        if option["instrument"] == wanted["instrument"]
        for limit in option["time_limits"]
    ]
    if (wanted["duration"], wanted["unit"]) not in limits:
        yield f"{wanted['instrument']} has no limit of {wanted['duration']} {wanted['unit']}"


def _status(wanted: str, need: dict[str, Any], own: Options, live: Options) -> Iterator[str]:
    if need["status"] != wanted:
        yield f"status was {wanted}, is {need['status']}"


def _said(codes: Any) -> str:
    return ", ".join(sorted(codes)) or "nothing"


_CHECKS: dict[str, Callable[[Any, dict[str, Any], Options, Options], Iterator[str]]] = {
    "best": _best,
    "open": _open,
    "present": _present,
    "never": _never,
    "tiers": _tiers,
    "secure": _secure,
    "time_limit": _time_limit,
    "status": _status,
}
