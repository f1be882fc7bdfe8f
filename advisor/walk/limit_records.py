"""Writing down what happened to one time limit of a step: more time, a stop, going on, begun, met, a reminder sent.

Reads: the step's ledger through the gate. Writes: rows of the step's log by its one door (advisor/walk/moves.py), with
their audit events. What a limit cannot take is refused here, so that every row of the log can be read later.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, Final

from django.utils.translation import gettext as _

from advisor.cases.errors import FieldFaults
from advisor.intake.text import TextFault, clean_text
from advisor.walk import states
from advisor.walk.days import before_sending
from advisor.walk.ledger import LedgerLine, Status
from advisor.walk.ledger_log import BEGUN, MET, extension_of
from advisor.walk.ledger_reading import ledger_for
from advisor.walk.models import Step, StepEvent
from advisor.walk.moves import step_record
from routing.deadlines import Unit

ARTICLE_LONGEST = 60
WAITED_FOR: Final = ("us", "them", "provider", "party")
MOST: Final = 1_000
UNTIL_YEARS = 5


def line_of(step: Step, ref: str, user: Any, *, today: date, now: datetime) -> LedgerLine | None:
    """One line of a step's ledger by its `ref` (its limit, and the round); None when there is none such."""
    lines = ledger_for(user, today=today, case=step.case, now=now)
    return next((line for line in lines if line.step_id == step.pk and line.ref == ref and line.source == "law"), None)


def limit_extend(
    *, step: Step, line: LedgerLine, user: Any, happened_on: date, now: datetime, number: int | None = None,
    unit: str = "", until: date | None = None, article: str = "", note: str = "", version: int | None = None,
) -> StepEvent:  # fmt: skip
    """More time for a limit: a number of units, or until the end of a day. `happened_on` is when it was granted.

    Raises FieldFaults, StepStale, Step.DoesNotExist, PermissionDenied.
    """
    _running(line, extendable=True)
    faults: dict[str, str] = {}
    if (number is None) == (until is None):
        faults["number"] = _("Give either how much time is added, or the day until which there is time.")
    if number is not None and not 1 <= number <= MOST:
        faults["number"] = _("Give a whole number from 1 to %(most)s.") % {"most": MOST}
    if number is not None and unit not in set(Unit):
        faults["unit"] = _("Choose the unit: hours, days, working days, weeks or months.")
    if until is not None and (line.begins is None or not line.begins < until <= _years_after(now.date(), UNTIL_YEARS)):
        faults["until"] = _("Give a day after the beginning of the limit, at most %(years)s years ahead.") % {
            "years": UNTIL_YEARS
        }
    if early := before_sending(happened_on, _log(step), line.begins):
        faults["happened_on"] = early
    detail = _detail(line, article, faults)
    if faults:
        raise FieldFaults(faults)
    detail |= {"until": until.isoformat()} if until is not None else {"duration": number, "unit": unit}
    extension_of(detail, now)
    return step_record(
        step=step, kind=states.EXTENSION, user=user, happened_on=happened_on, note=note, now=now, detail=detail,
        version=version,
    )  # fmt: skip


def limit_suspend(
    *, step: Step, line: LedgerLine, user: Any, happened_on: date, now: datetime, waits_for: str, note: str,
    article: str = "", version: int | None = None, happened_time: time | None = None, zone: str = "",
) -> StepEvent:  # fmt: skip
    """The clock of a limit stands still from a day on. `waits_for`: whose move ends it; `note`: why.

    Raises FieldFaults, StepStale, Step.DoesNotExist, PermissionDenied.
    """
    _running(line, extendable=True)
    faults: dict[str, str] = {}
    if line.status is Status.SUSPENDED:
        faults["happened_on"] = _("The clock stands still already. Record first that it runs again.")
    elif line.begins is not None and happened_on < line.begins:
        faults["happened_on"] = _("The limit began on %(day)s: its clock cannot stand still before.") % {
            "day": line.begins.isoformat()
        }
    if waits_for not in WAITED_FOR:
        faults["waits_for"] = _("Choose whose move is awaited.")
    if not note.strip():
        faults["note"] = _("Say why.")
    faults |= _time_faults(line, happened_time)
    detail = _detail(line, article, faults)
    if faults:
        raise FieldFaults(faults)
    return step_record(
        step=step, kind=states.SUSPENSION, user=user, happened_on=happened_on, note=note, now=now,
        detail=detail | {"why": note.strip(), "waits_for": waits_for}, version=version, happened_time=happened_time,
        zone=zone,
    )  # fmt: skip


def limit_resume(
    *, step: Step, line: LedgerLine, user: Any, happened_on: date, now: datetime, note: str = "",
    version: int | None = None, happened_time: time | None = None, zone: str = "",
) -> StepEvent:  # fmt: skip
    """The clock runs again from a day on. Raises FieldFaults, StepStale, Step.DoesNotExist, PermissionDenied."""
    faults = _time_faults(line, happened_time)
    stopped = _stopped_since(step, line)
    if line.status is not Status.SUSPENDED or stopped is None:
        faults["happened_on"] = _("The clock does not stand still.")
    elif happened_on < stopped:
        faults["happened_on"] = _("It stood still from %(day)s on: it cannot run again before.") % {
            "day": stopped.isoformat()
        }
    if faults:
        raise FieldFaults(faults)
    return step_record(
        step=step, kind=states.RESUMPTION, user=user, happened_on=happened_on, note=note, now=now,
        detail={"limit": line.limit}, version=version, happened_time=happened_time, zone=zone,
    )  # fmt: skip


def limit_mark(
    *, step: Step, line: LedgerLine, mark: str, user: Any, happened_on: date, now: datetime, note: str,
    version: int | None = None, happened_time: time | None = None, zone: str = "",
) -> StepEvent:  # fmt: skip
    """Say by hand that the event of a limit happened (`begun`), or that what is owed was done (`met`).

    Raises FieldFaults, StepStale, Step.DoesNotExist, PermissionDenied.
    """
    faults: dict[str, str] = {}
    if mark == MET and not line.open:
        faults["happened_on"] = _("Only a limit that runs can be met. Open the page again.")
    if mark == MET and line.begins is not None and happened_on < line.begins:
        faults["happened_on"] = _("The limit began on %(day)s: it cannot be met before.") % {
            "day": line.begins.isoformat()
        }
    if mark == BEGUN and line.status not in (Status.NOT_STARTED, Status.RUNNING, Status.DUE_SOON, Status.OVERDUE):
        faults["happened_on"] = _("This limit is settled: it does not begin any more.")
    if mark not in (BEGUN, MET):
        raise ValueError(f"{mark!r} is no mark of a limit")
    faults |= _time_faults(line, happened_time)
    if faults:
        raise FieldFaults(faults)
    return step_record(
        step=step, kind=states.REMARK, user=user, happened_on=happened_on, note=note, now=now,
        detail={"limit": line.limit, "mark": mark}, version=version, happened_time=happened_time, zone=zone,
    )  # fmt: skip


def chaser_record(
    *, step: Step, line: LedgerLine, user: Any, happened_on: date, now: datetime, language: str, note: str = "",
    version: int | None = None,
) -> StepEvent:  # fmt: skip
    """Write down that a reminder about a limit was sent. Raises FieldFaults, StepStale, PermissionDenied."""
    if line.status not in (Status.RUNNING, Status.DUE_SOON, Status.OVERDUE, Status.NOT_STARTED):
        raise FieldFaults({"happened_on": _("Nobody waits for this any more: there is nothing to remind of.")})
    if early := before_sending(happened_on, _log(step), line.begins):
        raise FieldFaults({"happened_on": early})
    return step_record(
        step=step, kind=states.CHASER, user=user, happened_on=happened_on, note=note, now=now,
        detail={"limit": line.limit, "language": language}, version=version,
    )  # fmt: skip


def _log(step: Step) -> list[StepEvent]:
    return list(StepEvent.objects.filter(step_id=step.pk).order_by("number"))


def _running(line: LedgerLine, *, extendable: bool) -> None:
    if extendable and not line.extendable:
        raise FieldFaults(
            {"happened_on": _("This limit is counted back from a day: it has no clock to stop or extend.")}
        )
    if not line.open:
        raise FieldFaults({"happened_on": _("This limit does not run. Open the page again.")})


def _detail(line: LedgerLine, article: str, faults: dict[str, str]) -> dict[str, Any]:
    try:
        named = clean_text(article, longest=ARTICLE_LONGEST)
    except TextFault as fault:
        faults["article"] = str(fault)
        named = ""
    return {"limit": line.limit} | ({"article": named} if named else {})


def _time_faults(line: LedgerLine, happened_time: time | None) -> dict[str, str]:
    if line.short and happened_time is None:
        return {"happened_time": _("This limit runs in hours: give the time as well.")}
    return {}


def _stopped_since(step: Step, line: LedgerLine) -> date | None:
    """The day from which the clock of a limit stands still."""
    found = None
    for row in states.standing(_log(step)):
        named = row.detail.get("limit")
        if named and named not in (line.limit, line.event):
            continue
        if row.kind == states.SUSPENSION:
            found = found or row.happened_on
        elif row.kind == states.RESUMPTION:
            found = None
    return found


def _years_after(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28))
