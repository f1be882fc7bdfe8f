"""What the agency knows from its cases: who refused on which ground, and what the same authority carried out.

Reads: grounds, logs and steps through the gate. Practice cases count in none of it. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from advisor.cases.exercises import real_cases_for
from advisor.walk import states
from advisor.walk.models import RefusalPoint, Step, StepEvent
from advisor.walk.selectors import events_for, points_for, steps_for
from advisor.walk.statistics import Published, counted, published

MOST = 300


@dataclass
class Told:
    """One end of a step with what was said about it."""

    step: Step
    event: StepEvent
    points: list[RefusalPoint] = field(default_factory=list)


@dataclass
class Habit:
    """What one authority did on one ground: `refused` are steps it was raised against, `granted` steps that the same
    authority carried out under the same instrument."""

    ground: str
    text: str
    instrument: str
    state: str
    authority: str
    refused: list[Told] = field(default_factory=list)
    granted: int = 0


def standing_ends(user: Any, steps: Iterable[Any]) -> list[StepEvent]:
    """The last change of state of each step, where it is a refusal, a return or a part."""
    logs: dict[Any, list[StepEvent]] = {}
    for row in events_for(user).filter(step__in=list(steps), kind=states.STATE).order_by("step_id", "number"):
        logs.setdefault(row.step_id, []).append(row)
    found = []
    for log in logs.values():
        found += [row for row in states.standing(log) if row.to_state in states.WITH_GROUNDS]
    return found


def habits(user: Any, **wanted: str) -> list[Habit]:
    """Every ground that was raised in the agency's cases, by ground, instrument, State and authority.

    `wanted` may hold ground, instrument, state, authority. The most frequent first.
    """
    rows = points_for(user).filter(case__in=real_cases_for(user)).select_related("event__step__case")
    rows = rows.defer("event__step__case__extra")
    if wanted.get("ground"):
        rows = rows.filter(ground=wanted["ground"])
    for name, column in (("instrument", "instrument"), ("state", "acting_state"), ("authority", "authority")):
        if wanted.get(name):
            rows = rows.filter(**{f"event__step__{column}": wanted[name]})
    points = list(rows.order_by("-event__happened_on", "event_id", "number")[: MOST * 4])
    alive = {row.pk for row in standing_ends(user, {point.event.step_id for point in points})}
    found: dict[tuple[str, str, str, str], Habit] = {}
    for point in points:
        if point.event_id not in alive:
            continue
        step = point.event.step
        key = (point.ground, step.instrument, step.acting_state, step.authority)
        habit = found.setdefault(key, Habit(key[0], point.text, *key[1:]))
        told = next((one for one in habit.refused if one.event.pk == point.event_id), None)
        if told is None:
            told = Told(step, point.event)
            habit.refused.append(told)
        told.points.append(point)
    _count_granted(user, list(found.values()))
    return sorted(found.values(), key=lambda one: (-len(one.refused), one.ground, one.instrument, one.state))[:MOST]


def _count_granted(user: Any, found: list[Habit]) -> None:
    """How often each authority carried something out under the same instrument: one query."""
    done: dict[tuple[str, str, str], int] = {}
    keys = granted_steps(user).filter(instrument__in={one.instrument for one in found})
    for key in keys.values_list("instrument", "acting_state", "authority"):
        done[key] = done.get(key, 0) + 1
    for one in found:
        one.granted = done.get((one.instrument, one.state, one.authority), 0)


def granted_steps(user: Any, **wanted: str) -> Any:
    """Steps that were carried out in whole, of real cases, the last first."""
    columns = {"instrument": "instrument", "state": "acting_state", "authority": "authority"}
    narrowed = {columns[name]: value for name, value in wanted.items() if name in columns}
    rows = steps_for(user).filter(case__in=real_cases_for(user), state=states.EXECUTED, **narrowed)
    return rows.select_related("case").order_by("-chosen_at")


def consistency(user: Any) -> list[Published]:
    """How the steps of the agency's real cases ended, per instrument, State and measure, small numbers hidden."""
    rows = steps_for(user).filter(case__in=real_cases_for(user)).order_by()
    return published(counted(rows.values_list("instrument", "acting_state", "measure", "state")))
