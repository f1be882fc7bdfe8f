"""An answer that came back on a reply slip, written into the log of its step: all of it or nothing.

Writes: through walk's one door (step_move, step_record), each answer with its code in the row's detail.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from advisor.cases.errors import FieldFaults
from advisor.dossiers.inputs import option_of
from advisor.dossiers.replies import BY_CODE, Given, Reply, ReplyFault
from advisor.dossiers.selectors import jobs_for
from advisor.languages.words import day_worded
from advisor.walk.days import before_sending
from advisor.walk.models import Step
from advisor.walk.moves import step_move, step_record
from advisor.walk.selectors import steps_for
from advisor.walk.states import REMARK

MORE = "R7"


def grounds_of(step: Step) -> list[dict[str, Any]]:
    """The grounds for refusal of the step's option in the order of the slip: the first is G1."""
    option = option_of(step.route.document["answer"], step.need_key, step.provision, step.measure) or {}
    return list(option.get("refusal_grounds") or [])


def reply_fits(*, step: Step, user: Any, reply: Reply) -> bool:
    """Whether a dossier of this step, in the version that the slip names, was made of what its code says.

    Raises ReplyFault when the slip belongs to another request.
    """
    if reply.step != step.pk.hex:
        raise ReplyFault(_("This slip answers another request. Open the step that it belongs to, and read it there."))
    made = jobs_for(user).filter(step=step, version=reply.version, inputs_sha256__startswith=reply.digest)
    return bool(made.exists())


@transaction.atomic
def reply_record(
    *, step: Step, user: Any, answers: Sequence[Given], received_on: date, version: int | None, now: datetime
) -> Step:
    """Write the answers of a slip, in their order, into the step's log.

    `received_on` is the day for an answer that names none, and for those whose day is still to come. Raises FieldFaults
    (code of the answer -> message), StepStale, MoveRefused, Step.DoesNotExist, PermissionDenied.
    """
    if not answers:
        raise FieldFaults({"answers": _("Mark at least one answer.")})
    own = steps_for(user).select_related("route").get(pk=step.pk)
    if early := before_sending(received_on, own.events.order_by("number")):
        raise FieldFaults({"received_on": early})
    listed = grounds_of(own)
    seen: int | None = version
    for given in sorted(answers, key=lambda one: one.code):
        own = _one(own, user, given, listed, received_on, seen, now)
        seen = None  # the rows above are our own
    return own


def _one(
    step: Step,
    user: Any,
    given: Given,
    listed: Sequence[dict[str, Any]],
    received_on: date,
    version: int | None,
    now: datetime,
) -> Step:
    answer = BY_CODE[given.code]
    day = date.fromisoformat(given.on) if given.on else None
    note = given.text
    if day and answer.day:
        note = f"{_('Day named on the slip: %(day)s.') % {'day': day_worded(day)}} {note}".strip()
    cited = [
        [str(listed[number - 1]["code"]), str(listed[number - 1].get("article") or "")]
        for number in _numbers(given)
        if 0 < number <= len(listed)
    ]
    if given.code == MORE:
        note = note or answer_words(given.code)
    on = received_on if answer.day or day is None else day
    try:
        if answer.state:
            return step_move(
                step=step,
                to=answer.state,
                user=user,
                happened_on=on,
                note=note,
                now=now,
                detail={"cited": cited},
                version=version,
            )
        step_record(
            step=step,
            kind=REMARK,
            user=user,
            happened_on=on,
            note=f"{answer_words(given.code)}. {note}".strip(),
            now=now,
            detail={"cited": cited} if cited else {},
            version=version,
        )
    except FieldFaults as fault:
        raise FieldFaults({given.code: " ".join(fault.faults.values())}) from None
    return steps_for(user).select_related("route").get(pk=step.pk)


def _numbers(given: Given) -> list[int]:
    return [int(ground[1:]) for ground in given.grounds if ground[1:].isdigit()]


def answer_words(code: str) -> str:
    """A coded answer in words."""
    return {
        "R1": _("Received"),
        "R2": _("Forwarded to another authority"),
        "R3": _("Accepted, will be executed"),
        "R4": _("Executed"),
        "R5": _("Executed in part"),
        "R6": _("Postponed"),
        "R7": _("More information is needed"),
        "R8": _("Refused"),
    }[code]
