"""Where the needs of a case stand: the plan of a stored route, and the steps that people took since, as ladders.

Reads: routes (their briefs where they have one, a full answer has megabytes), steps and logs through the gate. Writes
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F, FilteredRelation, Q

from advisor.cases.models import Case, CaseRoute, RouteBrief
from advisor.cases.selectors import routes_for
from advisor.walk import states
from advisor.walk.collided import SPOILERS, Collision, binding, collisions_of, unaccepted
from advisor.walk.models import Step, StepEvent
from advisor.walk.rungs import Ladder, StepSeen, ladder_of
from advisor.walk.selectors import acceptances_for, steps_for


def answer_of(route: CaseRoute) -> Mapping[str, Any]:
    """What this room reads of a route: its brief (needs with plans, warnings), else the answer itself."""
    try:
        brief: Mapping[str, Any] = route.brief.document
    except RouteBrief.DoesNotExist:
        whole: Mapping[str, Any] = route.document["answer"]
        return whole
    return brief


def newest_route(user: Any, case: Case) -> CaseRoute | None:
    """The newest stored route of a case, without its document."""
    return routes_for(user).filter(case=case).select_related("brief").defer("document").order_by("-number").first()


def last_moves(rows: Iterable[StepEvent]) -> dict[Any, StepEvent]:
    """The last change of state that counts, by step; `rows` in the order of their numbers."""
    logs: dict[Any, list[StepEvent]] = {}
    for row in rows:
        logs.setdefault(row.step_id, []).append(row)
    found = {step: states.last_move(log) for step, log in logs.items()}
    return {step: row for step, row in found.items() if row is not None}


OF_LOG = ("number", "from_state", "to_state", "happened_on", "detail", "note")
Moved = tuple[list[Step], dict[Any, StepEvent]]


def steps_moved(user: Any, case: Case) -> Moved:
    """The steps of a case with their routes, in the order they were chosen, and each one's last change of state.

    One query: the log's changes of state come joined to their steps. The rows of the log carry OF_LOG alone.
    """
    joined = steps_for(user).filter(case=case).select_related("route").defer("route__document")
    joined = joined.annotate(moved=FilteredRelation("events", condition=Q(events__kind=states.STATE)))
    joined = joined.annotate(**{f"moved_{name}": F(f"moved__{name}") for name in OF_LOG})
    steps: dict[Any, Step] = {}
    rows: list[StepEvent] = []
    for step in joined.order_by("chosen_at", "need_key", "pk", "moved__number"):
        steps.setdefault(step.pk, step)
        said = {name: getattr(step, f"moved_{name}") for name in OF_LOG}
        if said["number"] is not None:
            rows.append(StepEvent(step_id=step.pk, kind=states.STATE, **said))
    return list(steps.values()), last_moves(rows)


def step_seen(step: Step, last: StepEvent | None) -> StepSeen:
    """A step as the ladder reads it."""
    return StepSeen(
        id=step.pk,
        measure=step.measure,
        tier=step.tier,
        provision=step.provision,
        state=step.state,
        reason=step.reason if step.state != states.WITHDRAWN else "",
        on=last.happened_on if last else None,
        note=last.note if last else "",
    )


def ladders_for(user: Any, case: Case, route: CaseRoute | None = None, moved: Moved | None = None) -> dict[str, Ladder]:
    """The ladder of every need of a case by the plan of its newest route (or of `route`), with all steps of the case.

    Steps taken from earlier routes count: the need is the same. Empty without a route. `moved` is what `steps_moved`
    said, where the caller has asked already.
    """
    route = route or newest_route(user, case)
    if route is None:
        return {}
    steps: dict[str, list[StepSeen]] = {}
    found, moves = steps_moved(user, case) if moved is None else moved
    for step in found:
        steps.setdefault(step.need_key, []).append(step_seen(step, moves.get(step.pk)))
    return {need["id"]: ladder_of(need, steps.get(need["id"], ())) for need in answer_of(route)["needs"]}


def collisions_open(user: Any, step: Step, moved: Moved | None = None) -> list[Collision]:
    """The collisions of a step's route that bind it and that nobody accepted; `moved` as in `ladders_for`.

    One that only asks to wait for others (capture and freeze first) is over when all their needs are met.
    """
    route = step.route
    bound = binding(collisions_of(answer_of(route)), step.need_key, step.tier)
    if not bound:
        return []
    accepted = acceptances_for(user).filter(case_id=step.case_id).values_list("code", "text")
    found = unaccepted(bound, accepted)
    if not any(row.code in SPOILERS for row in found):
        return found
    ladders = ladders_for(user, step.case, route, moved)
    return [row for row in found if row.code not in SPOILERS or not _waited(row, ladders)]


def _waited(row: Collision, ladders: Mapping[str, Ladder]) -> bool:
    return bool(row.others) and all(key in ladders and ladders[key].met for key in row.others)
