"""What a person wants to be reminded of by mail, and when: saved, checked, asked.

Writes: ReminderSetting rows with audit events. `digest_day` is pure and decides alone whether a mail may go now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from advisor.audit.services import audit_record
from advisor.cases.errors import FieldFaults, OfficeError
from advisor.cases.services.held import acting
from advisor.walk.calendars import NoCalendar, zone_of
from advisor.walk.models import ReminderDigest, ReminderSetting

MOST_DAYS = 60


class SettingStale(OfficeError):
    """The same settings were saved elsewhere since the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            _("These settings were saved elsewhere since you opened the page. Look at them, then save again.")
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person chose. `weekdays` are numbers, 0 Monday."""

    active: bool
    weekdays: tuple[int, ...]
    send_at: time
    quiet_from: time
    quiet_until: time
    zone: str
    days_ahead: int
    with_reference: bool


def wanted_first(user: Any) -> Wanted:
    """What stands in the form before anything was saved: on workdays at eight, by the clock of the agency's State."""
    try:
        zone = zone_of(user.agency.country).key if user.agency is not None else "UTC"
    except NoCalendar:
        zone = "UTC"
    return Wanted(False, (0, 1, 2, 3, 4), time(8), time(20), time(7), zone, 7, True)


def wanted_of(setting: ReminderSetting) -> Wanted:
    """A saved row as what a person chose."""
    return Wanted(
        setting.active, tuple(int(day) for day in setting.weekdays), setting.send_at, setting.quiet_from,
        setting.quiet_until, setting.zone, setting.days_ahead, setting.with_reference,
    )  # fmt: skip


def reminders_of(user: Any) -> ReminderSetting | None:
    """The person's own settings."""
    return ReminderSetting.objects.filter(user=user).first()


def reminders_save(*, user: Any, wanted: Wanted, now: datetime, version: int) -> ReminderSetting:
    """Save what a person wants; `version` is the one the page showed, 0 for none yet.

    Raises FieldFaults, SettingStale, PermissionDenied.
    """
    acting(user)
    faults = _faults(wanted)
    if faults:
        raise FieldFaults(faults)
    values = {
        "active": wanted.active,
        "weekdays": "".join(str(day) for day in sorted(set(wanted.weekdays))),
        "send_at": wanted.send_at,
        "quiet_from": wanted.quiet_from,
        "quiet_until": wanted.quiet_until,
        "zone": wanted.zone,
        "days_ahead": wanted.days_ahead,
        "with_reference": wanted.with_reference,
        "updated_at": now,
    }
    with transaction.atomic():
        if version == 0:
            row, made = ReminderSetting.objects.get_or_create(user=user, defaults=values)
            if not made:
                raise SettingStale
        else:
            changed = ReminderSetting.objects.filter(user=user, version=version).update(version=version + 1, **values)
            if not changed:
                raise SettingStale
            row = ReminderSetting.objects.get(user=user)
        audit_record(
            actor=user, action="reminders.saved", now=now, object_type="reminders", object_id=user.pk,
            detail={"active": wanted.active},
        )  # fmt: skip
    return row


def _faults(wanted: Wanted) -> dict[str, str]:
    faults: dict[str, str] = {}
    if wanted.active and not wanted.weekdays:
        faults["weekdays"] = _("Choose at least one day of the week.")
    if any(not 0 <= day <= 6 for day in wanted.weekdays):
        faults["weekdays"] = _("Choose days of the week.")
    if wanted.zone not in available_timezones():
        faults["zone"] = _("“%(zone)s” is no time zone. Give one such as Europe/Paris.") % {"zone": wanted.zone[:60]}
    if not 1 <= wanted.days_ahead <= MOST_DAYS:
        faults["days_ahead"] = _("Give a number of days from 1 to %(most)s.") % {"most": MOST_DAYS}
    if is_quiet(wanted.send_at, wanted.quiet_from, wanted.quiet_until):
        faults["send_at"] = _("This time lies within the quiet hours. Choose another one, or other quiet hours.")
    return faults


def is_quiet(at: time, begin: time, end: time) -> bool:
    """Whether a time lies within the quiet hours, which may go over midnight; the same time twice means none."""
    if begin <= end:
        return begin <= at < end
    return at >= begin or at < end


def digest_day(wanted: Wanted, now: datetime) -> date | None:
    """The day (of the person's zone) whose mail may go at this moment; None when none may.

    From the chosen time on, on a chosen weekday, outside the quiet hours. A mail that could not go in time goes later
    on the same day, unless it would be in the quiet hours; the next day has its own.
    """
    if not wanted.active:
        return None
    local = now.astimezone(ZoneInfo(wanted.zone))
    at = local.time().replace(tzinfo=None)
    if local.weekday() not in wanted.weekdays or at < wanted.send_at:
        return None
    return None if is_quiet(at, wanted.quiet_from, wanted.quiet_until) else local.date()


def digests_of(user: Any, most: int = 5) -> list[ReminderDigest]:
    """The person's own last mails, the newest day first."""
    return list(ReminderDigest.objects.filter(user=user)[:most])
