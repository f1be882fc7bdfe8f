"""The one door through which a step changes its state, and the door for everything else its log tells.

Reads: the step through the gate, its log, the table of moves (advisor/walk/states.py). Writes: StepEvent rows, the
step's state and version, audit events; all in one transaction, with the step's row locked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from advisor.audit.services import audit_record
from advisor.cases.errors import FieldFaults, OfficeError
from advisor.cases.roles import may_approve
from advisor.cases.services.held import acting, writing
from advisor.intake.text import TextFault, clean_text
from advisor.walk import states
from advisor.walk.collided import Collision
from advisor.walk.ladders import collisions_open
from advisor.walk.models import EventKind, Step, StepEvent, StepState
from advisor.walk.refusals import move_detail, points_begin
from advisor.walk.selectors import steps_for

NOTE_LONGEST = 4_000
EARLIEST = date(2000, 1, 1)
AHEAD = timedelta(hours=14)  # the zone furthest ahead of UTC: its day may have begun already


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


@dataclass(frozen=True, slots=True)
class Happening:
    """When something happened, and what was said about it. `zone` is an IANA name, given with `time` or not at all."""

    on: date
    time: time | None = None
    zone: str = ""
    note: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


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
) -> Step:
    """Move a step to another state and write it into its log. Returns the step as it stands then.

    `version` is the one the person saw; None where nothing can collide. Raises StepStale, MoveRefused (no such move
    from here, no approval yet), FieldFaults (what the move asks for is missing, a day that cannot be),
    Step.DoesNotExist, PermissionDenied.
    """
    acting(user)
    told = Happening(happened_on, happened_time, zone, note, detail or {})
    with transaction.atomic():
        own = locked(step, user, version)
        log = list(own.events.order_by("number"))
        move = _lawful(own, to, user, log)
        told = _checked(replace(told, detail=move_detail(own, to, told.detail)), move.given, now)
        if to in states.OUTSIDE:
            _in_order(told, log)
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
        told = _checked(told, asked, now)
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
        told = _checked(told, frozenset({states.NOTE}), now)
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
    if to == states.APPROVED and approved:
        raise MoveRefused(_("This step is approved already."))
    if to == states.APPROVED and not may_approve(user, step.case):
        raise PermissionDenied(_("Your part in this case is not to approve its steps."))
    if states.COLLISIONS in move.given and (found := collisions_open(user, step)):
        raise CollisionsOpen(found)
    return move


def _checked(told: Happening, given: frozenset[str], now: datetime) -> Happening:
    """What was told, cleaned. Raises FieldFaults for all faults at once."""
    faults: dict[str, str] = {}
    note = ""
    try:
        note = clean_text(told.note, longest=NOTE_LONGEST, lines=True)
    except TextFault as fault:
        faults["note"] = str(fault)
    grounds = told.detail.get("grounds") or []
    if "note" not in faults and not note:
        if states.NOTE in given:
            faults["note"] = _("Say why.")
        elif states.GROUNDS in given and not grounds:
            faults["note"] = _("Choose at least one ground, or write what was answered.")
    faults |= _when_faults(told, now)
    if faults:
        raise FieldFaults(faults)
    return Happening(told.on, told.time, told.zone if told.time else "", note, told.detail)


def _when_faults(told: Happening, now: datetime) -> dict[str, str]:
    """What is wrong with the day, the time and its zone; empty when nothing is."""
    if told.on < EARLIEST or told.on > (now + AHEAD).date():
        return {"happened_on": _("%(day)s cannot be: give a day up to today.") % {"day": told.on.isoformat()}}
    if told.time is None:
        return {"zone": _("Give the time as well, or leave the zone empty.")} if told.zone else {}
    if told.zone not in available_timezones():
        return {"zone": _("Choose the zone of this time, such as Europe/Madrid.")}
    zone = ZoneInfo(told.zone)
    said = datetime.combine(told.on, told.time, zone)
    if said.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != said.replace(tzinfo=None):
        return {"happened_time": _("The clocks in %(zone)s skipped this time on that day.") % {"zone": told.zone}}
    if said > now:
        return {"happened_time": _("This time is still to come: give when it happened.")}
    return {}


def moment_of(event: StepEvent) -> datetime | None:
    """The moment of a row that has a time; of a time that came twice when the clocks were put back, the first."""
    if event.happened_time is None:
        return None
    return datetime.combine(event.happened_on, event.happened_time, ZoneInfo(event.zone))


def _in_order(told: Happening, log: list[StepEvent]) -> None:
    """What the other side did follows in the order in which it did it. Raises FieldFaults."""
    outside = [r for r in states.standing(log) if r.kind == states.STATE and r.to_state in states.OUTSIDE]
    if not outside:
        return
    before = outside[-1]
    moment = moment_of(before)
    early = told.on < before.happened_on
    if told.on == before.happened_on and moment is not None and told.time is not None:
        early = datetime.combine(told.on, told.time, ZoneInfo(told.zone)) < moment
    if early:
        raise FieldFaults(
            {
                "happened_on": _("This was before '%(state)s' of %(day)s: give the right day, or take that row back.")
                % {"state": StepState(before.to_state).label, "day": before.happened_on.isoformat()}
            }
        )
