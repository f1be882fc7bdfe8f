"""The one door through which a step changes its state, and the door for everything else its log tells.

Reads: the step through the gate, its log, the table of moves (advisor/walk/states.py). Writes: StepEvent rows, the
step's state and version, audit events; all in one transaction, with the step's row locked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from advisor.audit.services import audit_record
from advisor.cases.errors import FieldFaults, OfficeError
from advisor.cases.roles import may_approve
from advisor.cases.services.held import acting, writing
from advisor.walk import states
from advisor.walk.collided import Collision
from advisor.walk.days import SURE, unlikely
from advisor.walk.happening import Happening, checked, in_order
from advisor.walk.ladders import collisions_open
from advisor.walk.models import EventKind, Step, StepEvent, StepState
from advisor.walk.refusals import move_detail, points_begin
from advisor.walk.selectors import steps_for


class StepStale(OfficeError):
    """Somebody wrote into the step's log since this page was opened; nothing was saved."""

    def __init__(self, step: Step) -> None:
        self.step = step
        super().__init__(
            _(
                "Somebody wrote into the log of this step after you opened the page: it is now '%(state)s'. Nothing "
                "was saved. Read the new rows, then enter yours again if it is still right."
            )
            % {"state": step.get_state_display()}
        )


class MoveRefused(OfficeError):
    """The step cannot go there from where it stands; the message says why and what to do."""


class CollisionsOpen(MoveRefused):
    """Warnings that this step can spoil others are not accepted yet. `found`: those warnings."""

    def __init__(self, found: Sequence[Collision]) -> None:
        self.found = list(found)
        super().__init__(
            _(
                "The route warns that this step collides with others of the case. A prosecutor accepts each warning "
                "with a reason first; the step can go on after that."
            )
        )


def step_move(
    *,
    step: Step,
    to: str,
    user: Any,
    happened_on: date,
    note: str = "",
    now: datetime,
    detail: Mapping[str, Any] | None = None,
    version: int | None = None,
    happened_time: time | None = None,
    zone: str = "",
    sure: bool = True,
) -> Step:
    """Move a step to another state and write it into its log. Returns the step as it stands then.

    `version` is the one the person saw; None where nothing can collide. `sure`: an unlikely day was confirmed, or
    nobody is there to ask. Raises StepStale, MoveRefused (no such move from here, no approval yet), FieldFaults (what
    the move asks for is missing, a day that cannot be; `sure`: a day to be confirmed), Step.DoesNotExist,
    PermissionDenied.
    """
    acting(user)
    told = Happening(happened_on, happened_time, zone, note, detail or {})
    with transaction.atomic():
        own = locked(step, user, version)
        log = list(own.events.order_by("number"))
        move = _lawful(own, to, user, log)
        told = checked(replace(told, detail=move_detail(own, to, told.detail)), move.given, now)
        if to in states.OUTSIDE:
            in_order(told, log)
        if not sure and (asked := unlikely(to, told.on, log, own.case.opened_on)):
            raise FieldFaults({SURE: asked})
        own = _written(own, StepState(to), told, user, now)
        if to in states.WITH_GROUNDS:
            points_begin(own.events.latest("number"), own, user, now)
        if to == states.SENT and told.detail.get("authority"):
            own.authority = told.detail["authority"]
            own.save(update_fields=["authority"])
        return own


def step_record(
    *,
    step: Step,
    kind: str,
    user: Any,
    happened_on: date,
    note: str = "",
    now: datetime,
    detail: Mapping[str, Any] | None = None,
    version: int | None = None,
    happened_time: time | None = None,
    zone: str = "",
) -> StepEvent:
    """Write a row into a step's log that changes no state: extension, suspension, resumption, chaser, remark.

    Raises StepStale, FieldFaults, Step.DoesNotExist, PermissionDenied; ValueError for the kind `state`.
    """
    if kind not in states.KINDS or kind == states.STATE:
        raise ValueError(f"{kind!r} is not a row that changes no state: step_move moves a step")
    acting(user)
    asked = frozenset({states.NOTE}) if kind == states.REMARK else frozenset[str]()
    kept = {key: value for key, value in (detail or {}).items() if key != "corrects"}
    told = Happening(happened_on, happened_time, zone, note, kept)
    with transaction.atomic():
        own = locked(step, user, version)
        told = checked(told, asked, now)
        row = appended(own, EventKind(kind), "", "", told, user, now)
        _audited(f"step.{kind}", own, user, now, {"number": row.number})
    return row


def step_correct(*, step: Step, number: int, user: Any, note: str, now: datetime, version: int | None = None) -> Step:
    """Take back a row that was written by mistake: the row stays, a later one says that it does not count.

    Of changes of state only the last can be taken back, and the step then stands where it stood before; the first row
    ('planned') never. Raises MoveRefused, FieldFaults, StepStale, Step.DoesNotExist, PermissionDenied.
    """
    acting(user)
    with transaction.atomic():
        own = locked(step, user, version)
        log = list(own.events.order_by("number"))
        row = next(
            (r for r in states.standing(log) if r.number == number and (r.from_state or r.kind != "state")), None
        )
        last = states.last_move(log)
        if row is None or (row.kind == states.STATE and row != last):
            raise MoveRefused(_("Only the last change of state and rows that changed none can be taken back."))
        if row.kind == states.STATE and row.to_state in {states.APPROVED, states.WITHDRAWN}:
            _only(states.PROSECUTOR, user)
        told = Happening(now.astimezone(UTC).date(), note=note, detail={"corrects": number})
        told = checked(told, frozenset({states.NOTE}), now)
        if row.kind == states.STATE:
            return _written(own, StepState(row.from_state), told, user, now)
        written = appended(own, EventKind.REMARK, "", "", told, user, now)
        _audited("step.corrected", own, user, now, {"number": written.number, "corrects": number})
    return own


def step_drafted(*, step: Step, user: Any, now: datetime) -> bool:
    """A dossier of the step is ready: a planned or approved step is now drafted, any other stays. Whether it moved.

    `user` asked for the dossier, perhaps long ago: the gate was passed then, and is not asked again.
    """
    with transaction.atomic():
        own = Step.objects.select_for_update().get(pk=step.pk)
        if own.state not in {states.PLANNED, states.APPROVED}:
            return False
        _written(own, StepState.DRAFTED, Happening(now.astimezone(UTC).date()), user, now)
    return True


def locked(step: Step, user: Any, version: int | None) -> Step:
    """The step, locked until the transaction ends. Raises StepStale, Step.DoesNotExist, PermissionDenied."""
    own = steps_for(user).select_for_update(of=("self",)).get(pk=step.pk)
    writing(user, own.case)
    if version is not None and own.version != version:
        raise StepStale(own)
    return own


def appended(
    step: Step, kind: EventKind, from_state: str, to_state: str, told: Happening, user: Any, now: datetime
) -> StepEvent:
    """One more row in the log, and the step's next version with it. The step's row is locked by the caller."""
    last = step.events.order_by("-number").values_list("number", flat=True).first() or 0
    row = StepEvent.objects.create(
        agency_id=step.agency_id,
        case_id=step.case_id,
        step=step,
        number=last + 1,
        kind=kind,
        from_state=from_state,
        to_state=to_state,
        happened_on=told.on,
        happened_time=told.time,
        zone=told.zone,
        detail=dict(told.detail),
        note=told.note,
        by=user,
        at=now,
    )
    step.version = step.version + 1 if last else step.version
    step.save(update_fields=["version"])
    return row


def _written(step: Step, to: StepState, told: Happening, user: Any, now: datetime) -> Step:
    before = step.state
    step.state = to
    step.save(update_fields=["state"])
    row = appended(step, EventKind.STATE, before, to, told, user, now)
    action = "step.corrected" if told.detail.get("corrects") else f"step.{to}"
    _audited(action, step, user, now, {"number": row.number, "from": before, "to": str(to)})
    return step


def _audited(action: str, step: Step, user: Any, now: datetime, detail: dict[str, Any]) -> None:
    audit_record(
        actor=user,
        action=action,
        now=now,
        object_type="step",
        object_id=step.pk,
        case_id=step.case_id,
        detail={"need": step.need_key, "provision": step.provision, **detail},
    )


def _only(roles: frozenset[str], user: Any) -> None:
    if user.role not in roles:
        raise PermissionDenied(_("Only a prosecutor may do this."))


def _lawful(step: Step, to: str, user: Any, log: list[StepEvent]) -> states.Move:
    """The table's move. Raises MoveRefused, PermissionDenied."""
    move = states.TABLE.get((step.state, to))
    if move is None:
        raise MoveRefused(
            _("This step is '%(state)s': it cannot become '%(to)s' from there.")
            % {"state": step.get_state_display(), "to": StepState(to).label if to in StepState.values else to}
        )
    _only(move.who, user)
    approved = states.approved_in(log)
    if states.APPROVAL in move.given and not approved:
        raise MoveRefused(_("A prosecutor has not approved this step yet: it may be sent after that."))
    if to in states.FROM_OUTSIDE and not states.sent_in(log):
        raise MoveRefused(_("This step was never sent, so nothing can have come back. Record first that it was sent."))
    if to == states.APPROVED and approved:
        raise MoveRefused(_("This step is approved already."))
    if to == states.APPROVED and not may_approve(user, step.case):
        raise PermissionDenied(_("Your part in this case is not to approve its steps."))
    if states.COLLISIONS in move.given and (found := collisions_open(user, step)):
        raise CollisionsOpen(found)
    return move
