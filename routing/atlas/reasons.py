"""Why a cell has nothing: the reason of the provision that came closest, typed and as planes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from routing.atlas.prepared import Asked, Prepared
from routing.atlas.regions import Plane, Region
from routing.atlas.verdicts import Answered, closing_of, units_with
from routing.rules import Provision
from routing.windows import status_closes


class Reason(StrEnum):
    """What keeps every provision of a tier from a pair; where several do, the closest, which stands first here.

    unmet: only what the case itself says. barred: a bar, most often a later instrument that replaced it. not_bound: who
    is bound. ended, not_yet: the deciding day lies outside the window. no_status: not in force at all. at_home: both
    States are one, so that cooperation has no place. nothing: the book holds no provision that fits.
    """

    UNMET = "unmet"
    BARRED = "barred"
    NOT_BOUND = "not_bound"
    ENDED = "ended"
    NOT_YET = "not_yet"
    NO_STATUS = "no_status"
    AT_HOME = "at_home"
    NOTHING = "nothing"


CLOSEST_FIRST = tuple(Reason)


def reasons_of(prepared: Prepared, asked: Iterable[Asked], found: Answered, empty: Plane) -> dict[Reason, Plane]:
    """For the pairs without an option in one measure and tier: the closest reason of its provisions."""
    unmet = barred = unbound = at_home = 0
    outside: dict[Reason, Plane] = {}
    for item in asked:
        closed = empty & item.looked_at
        at_home |= empty ^ closed
        inside = closed & item.within
        if inside:
            by_binding, by_bar = closing_of(units_with(prepared, item, found.treaty), inside)
            unbound |= by_binding
            barred |= by_bar & ~by_binding
            unmet |= inside & ~(by_bar | by_binding)
        if closed != inside:
            for reason, plane in _outside(prepared, item.provision).items():
                outside[reason] = outside.get(reason, 0) | (plane & (closed ^ inside))
    outside |= {Reason.UNMET: unmet, Reason.BARRED: barred, Reason.NOT_BOUND: unbound, Reason.AT_HOME: at_home}
    answer: dict[Reason, Plane] = {}
    for reason in CLOSEST_FIRST:
        here = outside.get(reason, 0) & empty
        if here:
            answer[reason] = here
            empty ^= here
    if empty:
        answer[Reason.NOTHING] = empty
    return answer


def _outside(prepared: Prepared, provision: Provision) -> Mapping[Reason, Plane]:
    """Where, and why, a provision cannot be used on the deciding day."""
    ground = prepared.ground
    instrument = ground.rulebook.instruments[provision.instrument]
    status = provision.status or instrument.status or ""
    found: dict[Reason, Region] = {}
    for region, day, _ in ground.days_of(instrument):
        reason = window_reason(provision, status, day)
        if reason is not None:
            found[reason] = found.get(reason, ()) + region
    return {reason: prepared.grid.plane(region) for reason, region in found.items()}


def window_reason(provision: Provision, status: str, day: date) -> Reason | None:
    """Why a provision cannot be used on a day; None when it can."""
    period = provision.period
    if period.end is not None and day >= period.end:
        return Reason.ENDED
    if period.start is not None and day < period.start:
        return Reason.NOT_YET
    return Reason.NO_STATUS if status_closes(status, provision, day) else None
