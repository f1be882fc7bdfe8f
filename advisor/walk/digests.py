"""The mail of a day: one a person, whatever happens to workers and messages.

Reads: settings, and the ledger as its owner may see it at that moment. Writes: ReminderDigest rows, mails, audit
events. The row is the record and the queue a doorbell: a row is unique by person and day, a worker takes a lease, and
right before the mail goes to the mail server the row is marked as handed over. A worker that dies earlier is replaced;
one that dies later may have sent the mail, so nobody sends it again: the next day's mail tells the same anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPDataError,
    SMTPException,
    SMTPHeloError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
)
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from kombu.exceptions import OperationalError

from advisor.audit.services import audit_record
from advisor.celery import app
from advisor.walk.ledger import LedgerLine, Status
from advisor.walk.ledger_reading import ledger_for, ledger_steps
from advisor.walk.models import DigestState, ReminderDigest, ReminderSetting
from advisor.walk.reminders import digest_day, wanted_of

SEND_TASK = "advisor.walk.tasks.reminder_send"
LEASE = timedelta(seconds=120)
MOST_ATTEMPTS = 3
BATCH = 200
# What the mail server said before it took the mail: it has not gone out, so it may be tried again.
REFUSED = (
    ConnectionRefusedError,
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPDataError,
    SMTPHeloError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class CaseDue:
    """What one case tells in a mail: its reference and two counts."""

    case_id: Any
    reference: str
    overdue: int
    due: int


def digests_open(*, now: datetime) -> list[UUID]:
    """Write the rows of everybody whose mail may go now, and return those that wait for a worker, the oldest first.

    What was handed over and never ended is given up: whether it went out is not known.
    """
    ReminderDigest.objects.filter(state=DigestState.HANDED, leased_until__lt=Now()).update(
        state=DigestState.FAILED, ended_at=Now(), leased_until=None
    )
    rows = []
    for setting in ReminderSetting.objects.filter(active=True, user__is_active=True).iterator():
        day = digest_day(wanted_of(setting), now)
        if day is not None:
            rows.append(ReminderDigest(user_id=setting.user_id, day=day, created_at=now))
    done = set(ReminderDigest.objects.filter(day__in={row.day for row in rows}).values_list("user_id", "day"))
    ReminderDigest.objects.bulk_create([r for r in rows if (r.user_id, r.day) not in done], ignore_conflicts=True)
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=Now())
    waiting = ReminderDigest.objects.filter(free, state=DigestState.WAITING).order_by("created_at")
    return list(waiting.values_list("pk", flat=True)[:BATCH])


def digests_sweep(*, now: datetime) -> int:
    """Ring for every mail that waits. Returns how many bells were rung; a message too many does no harm."""
    rung = 0
    for digest_id in digests_open(now=now):
        try:
            app.send_task(SEND_TASK, args=[str(digest_id)], retry=False)
        except (OperationalError, OSError) as error:
            log.warning("reminder_bell_silent", digest=str(digest_id), error=type(error).__name__)
            break
        rung += 1
    return rung


def digest_send(*, digest_id: UUID, now: datetime) -> bool:
    """Send the mail of one row, if nobody else does and it may go now. Whether it was sent just now."""
    row = _taken(digest_id)
    if row is None:
        return False
    setting = ReminderSetting.objects.select_related("user__agency").filter(user_id=row.user_id).first()
    if setting is None or not setting.active or not setting.user.is_active:
        return _ended(row, DigestState.NOTHING)
    if digest_day(wanted_of(setting), now) != row.day:
        over = now.astimezone(ZoneInfo(setting.zone)).date() != row.day
        return _ended(row, DigestState.FAILED) if over else _released(row)
    cases = cases_due(setting.user, now=now, days=setting.days_ahead, zone=setting.zone)
    if not cases:
        return _ended(row, DigestState.NOTHING)
    return _sent(row, setting, cases, now)


def _taken(digest_id: UUID) -> ReminderDigest | None:
    """The row, with a lease for this worker; None when there is nothing to do or somebody else is at it."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=Now())
    waiting = ReminderDigest.objects.filter(free, pk=digest_id, state=DigestState.WAITING)
    with transaction.atomic():
        row = waiting.first()
        if row is None:
            return None
        mine = waiting.filter(lease_token=row.lease_token)
        if row.attempts >= MOST_ATTEMPTS:
            mine.update(state=DigestState.FAILED, ended_at=Now(), leased_until=None, lease_token=F("lease_token") + 1)
            return None
        if not mine.update(lease_token=F("lease_token") + 1, attempts=F("attempts") + 1, leased_until=Now() + LEASE):
            return None
    row.lease_token, row.attempts = row.lease_token + 1, row.attempts + 1
    return row


def _held(row: ReminderDigest) -> Any:
    return ReminderDigest.objects.filter(pk=row.pk, lease_token=row.lease_token)


def _ended(row: ReminderDigest, state: str) -> bool:
    _held(row).update(state=state, ended_at=Now(), leased_until=None)
    return False


def _released(row: ReminderDigest) -> bool:
    """Not now (the quiet hours have begun, the settings moved): the row waits on, and this was no attempt."""
    _held(row).update(leased_until=None, attempts=F("attempts") - 1)
    return False


def _sent(row: ReminderDigest, setting: ReminderSetting, cases: list[CaseDue], now: datetime) -> bool:
    overdue, due = sum(case.overdue for case in cases), sum(case.due for case in cases)
    with translation.override(setting.user.language or settings.LANGUAGE_CODE):
        subject, body = digest_words(cases, days=setting.days_ahead, with_reference=setting.with_reference)
    handed = _held(row).filter(state=DigestState.WAITING)
    if not handed.update(state=DigestState.HANDED, overdue=overdue, due=due):
        return False
    message = EmailMessage(subject, body, None, [setting.user.email], headers={"Message-ID": _message_id(row)})
    try:
        message.send()
    except REFUSED as error:
        log.warning("reminder_refused", digest=str(row.pk), error=type(error).__name__)
        again = row.attempts < MOST_ATTEMPTS
        state = DigestState.WAITING if again else DigestState.FAILED
        _held(row).update(state=state, leased_until=Now() + LEASE if again else None)
        return False
    except (OSError, SMTPException) as error:
        log.error("reminder_lost", digest=str(row.pk), error=type(error).__name__)
        return _ended(row, DigestState.FAILED)
    with transaction.atomic():
        _held(row).update(state=DigestState.SENT, ended_at=Now(), leased_until=None)
        audit_record(
            actor=setting.user, action="reminders.sent", now=now, object_type="reminders", object_id=row.pk,
            detail={"day": row.day.isoformat(), "overdue": overdue, "due": due},
        )  # fmt: skip
    return True


def _message_id(row: ReminderDigest) -> str:
    """The same for every try of one day, so that a mail server or program can drop a second copy."""
    return f"<digest-{row.pk}@rogatory.invalid>"


def cases_due(user: Any, *, now: datetime, days: int, zone: str) -> list[CaseDue]:
    """The cases with something overdue, or due within so many days, those that are late first."""
    today = now.astimezone(ZoneInfo(zone)).date()
    steps = ledger_steps(user)
    names = {step.case_id: step.case.reference for step in steps}
    counts: dict[Any, list[int]] = {}
    for line in ledger_for(user, today=today, now=now, steps=steps):
        if line.status is Status.OVERDUE:
            counts.setdefault(line.case_id, [0, 0])[0] += 1
        elif is_near(line, days):
            counts.setdefault(line.case_id, [0, 0])[1] += 1
    found = [CaseDue(case, names[case], *both) for case, both in counts.items()]
    return sorted(found, key=lambda case: (-case.overdue, -case.due, case.reference))


def is_near(line: LedgerLine, days: int) -> bool:
    """Whether a line runs and ends within so many days."""
    return line.status in (Status.RUNNING, Status.DUE_SOON) and line.days_left is not None and line.days_left <= days


def digest_words(cases: list[CaseDue], *, days: int, with_reference: bool) -> tuple[str, str]:
    """Subject and text: references (unless they are to be left out), counts, addresses; nothing else of a case."""
    overdue, due = sum(case.overdue for case in cases), sum(case.due for case in cases)
    subject = _("%(overdue)s overdue, %(due)s due within %(days)s days") % {
        "overdue": overdue,
        "due": due,
        "days": days,
    }
    rows = []
    for number, case in enumerate(cases, start=1):
        name = case.reference if with_reference else _("Case %(number)s") % {"number": number}
        rows.append(f"{name}: {_counts(case)}\n{_address(reverse('case-ledger', args=[case.case_id]))}")
    foot = _("When and what you are reminded of:") + f"\n{_address(reverse('reminders'))}"
    body = "\n\n".join([_("Time limits of your cases:"), *rows, foot])
    return f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}", f"{body}\n"


def _counts(case: CaseDue) -> str:
    said = []
    if case.overdue:
        said.append(ngettext("%(n)s overdue", "%(n)s overdue", case.overdue) % {"n": case.overdue})
    if case.due:
        said.append(ngettext("%(n)s due soon", "%(n)s due soon", case.due) % {"n": case.due})
    return ", ".join(said)


def _address(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"
