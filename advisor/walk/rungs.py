"""Which rung of a need's ladder a case stands on, why, and what comes next. Pure.

Reads a need of a stored route (its `plan`, as in an answer or in a brief of one) and where the steps chosen for it
stand. Writes nothing: the rung is not stored, it follows from the steps, so it cannot contradict them. An outcome
moves the case by itself: what was refused, returned or came too late leads to the next rung; what was executed meets
the need.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from advisor.walk import states

Standing = Literal["waiting", "under_way", "partly", "done", "failed", "closed", "passed"]
SECURE = "secure"
TIERS = ("voluntary", "single_jurisdiction", "formal")


@dataclass(frozen=True, slots=True)
class StepSeen:
    """A step as this module reads it. `note` is what was written down with its last change of state."""

    id: Any
    measure: str
    tier: str
    provision: str
    state: str
    reason: str = ""
    on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rung:
    """One row of a plan with the steps taken on it.

    `standing`: waiting (nothing chosen), under_way, partly, done, failed (refused, returned, expired), closed (taken
    back early), passed (a later rung was taken instead; `why` is the reason given for that).
    """

    order: int
    purpose: str
    tier: str
    measure: str
    provision: str
    verdict: str
    steps: tuple[StepSeen, ...]
    standing: Standing
    why: str = ""


@dataclass(frozen=True, slots=True)
class Ladder:
    """Where a need stands. `current` and `next` are rungs that obtain what is needed, or None.

    `because` says how the case came to the current rung: start, chosen, partly, refused, returned, expired, withdrawn,
    passed, met (by `by`), exhausted (every rung has ended), none (the plan has no rung).
    """

    rungs: tuple[Rung, ...]
    current: Rung | None
    next: Rung | None
    because: str
    by: StepSeen | None = None
    securing: tuple[Rung, ...] = field(default=())

    @property
    def met(self) -> bool:
        """Whether the need has been met."""
        return self.because == "met"


def ladder_of(need: Mapping[str, Any], steps: Iterable[StepSeen]) -> Ladder:
    """The ladder of one need of a stored route; `steps` are those chosen for it."""
    rungs = _rungs(need["plan"], list(steps))
    climbed = [rung for rung in rungs if rung.purpose != SECURE]
    securing = tuple(rung for rung in rungs if rung.purpose == SECURE)
    done = next((rung for rung in climbed if rung.standing == "done" and rung.purpose == "obtain"), None)
    if done is not None:
        by = next(step for step in done.steps if step.state == states.EXECUTED)
        return Ladder(rungs, None, None, "met", by, securing)
    usable = [rung for rung in climbed if rung.purpose == "obtain"]
    open_rungs = [rung for rung in usable if rung.standing in {"waiting", "under_way", "partly"}]
    if not open_rungs:
        return Ladder(rungs, None, None, "exhausted" if usable else "none", _last_ended(usable), securing)
    current = open_rungs[0]
    following = next((rung for rung in open_rungs[1:]), None)
    return Ladder(rungs, current, following, *_because(current, usable), securing)


def _rungs(plan: Sequence[Mapping[str, Any]], steps: list[StepSeen]) -> tuple[Rung, ...]:
    """The plan's rows with their steps; a step on no row of the plan gets a rung of its own after its tier."""
    rows = [dict(row) for row in plan]
    placed: list[list[StepSeen]] = [[] for _row in rows]
    for step in steps:
        place = _place(rows, step)
        if place is None:
            place = _added(rows, step)
            placed.insert(place, [])
        placed[place].append(step)
    found: list[Rung] = []
    later = ""
    for row, taken in reversed(list(zip(rows, placed, strict=True))):
        standing = _standing(taken)
        obtains = row["purpose"] == "obtain"
        if standing == "waiting" and obtains and later:
            standing = "passed"
        why = later if standing == "passed" else _said(taken, standing)
        if obtains and any(step.state != states.WITHDRAWN for step in taken):
            later = next((step.reason for step in taken if step.reason), "") or "-"
        found.append(
            Rung(
                order=row["order"], purpose=row["purpose"], tier=row["tier"], measure=row["measure"],
                provision=row["provision"], verdict=row.get("verdict", ""), steps=tuple(taken), standing=standing,
                why="" if why == "-" else why,
            )
        )  # fmt: skip
    return tuple(reversed(found))


def _place(rows: Sequence[Mapping[str, Any]], step: StepSeen) -> int | None:
    """The row a step stands on: that of its provision, else the first of its measure and tier."""
    for number, row in enumerate(rows):
        if row["provision"] == step.provision and row["measure"] == step.measure:
            return number
    for number, row in enumerate(rows):
        if row["measure"] == step.measure and row["tier"] == step.tier:
            return number
    return None


def _added(rows: list[dict[str, Any]], step: StepSeen) -> int:
    """A row for a step that stands on none; its place in `rows`: after the last row of its tier or of a lower one."""
    height = TIERS.index(step.tier) if step.tier in TIERS else len(TIERS)
    place = 0
    for number, row in enumerate(rows, start=1):
        if row["purpose"] == SECURE or (row["tier"] in TIERS and TIERS.index(row["tier"]) <= height):
            place = number
    order = rows[place - 1]["order"] if place else 1
    row = {"order": order, "purpose": "obtain", "tier": step.tier, "measure": step.measure}
    rows.insert(place, row | {"provision": step.provision, "verdict": ""})
    return place


def _standing(taken: Sequence[StepSeen]) -> Standing:
    """Where a rung stands by its steps: what is done counts before what is under way, and that before what failed."""
    now = {step.state for step in taken}
    if states.EXECUTED in now:
        return "done"
    if now & (states.BEFORE_SENDING | states.UNDER_WAY):
        return "under_way"
    if states.PARTLY in now:
        return "partly"
    if now & {states.REFUSED, states.RETURNED, states.EXPIRED}:
        return "failed"
    return "closed" if states.WITHDRAWN in now else "waiting"


def _said(taken: Sequence[StepSeen], standing: Standing) -> str:
    """What was written down when a rung failed or was closed."""
    if standing not in {"failed", "closed"}:
        return ""
    return next((step.note for step in reversed(taken) if step.note), "")


def _last_ended(rungs: Sequence[Rung]) -> StepSeen | None:
    """The step whose end was the last one to count among the rungs."""
    ended = [step for rung in rungs for step in rung.steps if rung.standing in {"failed", "closed"}]
    return ended[-1] if ended else None


def _because(current: Rung, rungs: Sequence[Rung]) -> tuple[str, StepSeen | None]:
    """How the case came to this rung: by the end of the one before it, or by somebody's choice."""
    if current.standing == "partly":
        return "partly", next(step for step in current.steps if step.state == states.PARTLY)
    before = rungs[: rungs.index(current)]
    ended = _last_ended(before)
    if ended is not None:
        return ended.state, ended
    if any(rung.standing == "passed" for rung in before):
        return "passed", next(iter(current.steps), None)
    return ("chosen", current.steps[0]) if current.steps else ("start", None)
