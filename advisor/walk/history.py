"""How long the agency's own requests took: from sending to execution, by provision and the State that acted.

Reads: the logs of executed steps, through the query gate. Writes: nothing. What was corrected does not count.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from advisor.cases.models import CaseRoute
from advisor.cases.selectors import needs_for
from advisor.walk import states
from advisor.walk.selectors import events_for

STANDING = states.ALIVE | {states.EXECUTED}
MOST = 6_000  # rows of logs that are looked at, the newest first


Days = dict[tuple[str, str], tuple[int, ...]]
FIRST = 1


def days_taken(user: Any, provisions: Collection[str]) -> Days:
    """(provision, acting State) -> days from sending to execution, one number a step that was executed. One query."""
    return _read(user, _executed(provisions))[0]


def days_and_chosen(user: Any, provisions: Collection[str], route: CaseRoute, need_key: str) -> tuple[Days, set[str]]:
    """The same, and the provisions of a need of a route that were chosen as steps and still stand. One query."""
    own = Q(step__route_id=route.pk, step__need_key=need_key, number=FIRST)
    return _read(user, _executed(provisions) | own, route, need_key)


def _executed(provisions: Collection[str]) -> Q:
    return Q(
        kind=states.STATE,
        to_state__in=[states.SENT, states.EXECUTED],
        step__state=states.EXECUTED,
        step__provision__in=list(provisions),
    )


def _read(user: Any, wanted_rows: Q, route: CaseRoute | None = None, need_key: str = "") -> tuple[Days, set[str]]:
    need = needs_for(user).filter(case_id=OuterRef("case_id"), key=OuterRef("step__need_key"))
    rows = (
        events_for(user)
        .filter(wanted_rows)
        .annotate(asked=Subquery(need.values("requested_state")[:1]), wanted=Subquery(need.values("measure")[:1]))
        .order_by("-at", "-number")
        .values_list(
            "step_id", "to_state", "happened_on", "step__provision", "step__measure", "wanted", "asked",
            "case__requesting_state", "step__route_id", "step__need_key", "step__state",
        )[:MOST]
    )  # fmt: skip
    sent: dict[Any, Any] = {}
    done: dict[Any, Any] = {}
    chosen: set[str] = set()
    for step, state, day, provision, measure, wanted, asked, home, of, key, stands in rows:
        if route is not None and of == route.pk and key == need_key and stands in STANDING:
            chosen.add(provision)
        if state == states.EXECUTED:
            at_home = measure.startswith("domestic.") and not (wanted or "").startswith("domestic.")
            done.setdefault(step, (day, (provision, home if at_home else asked or "")))
        elif state == states.SENT:
            sent[step] = day  # rows come newest first: what stays is the first sending
    found: dict[tuple[str, str], list[int]] = {}
    for step, (day, place) in done.items():
        if step in sent and day >= sent[step]:
            found.setdefault(place, []).append((day - sent[step]).days)
    return {place: tuple(days) for place, days in found.items()}, chosen
