"""Private calendar feeds: made, shown once, revoked, read; and the calendar file of one case.

Writes: CalendarFeed rows with audit events. A feed's secret is shown once and never stored: its SHA-256 is kept, which
is enough for 256 random bits. What a feed tells is read through the gate as its owner, anew at each fetch: who was
deactivated or lost a case reads nothing of it any more.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from advisor.accounts.models import User
from advisor.audit.services import audit_record
from advisor.cases.errors import FieldFaults
from advisor.cases.models import Case
from advisor.cases.services.held import acting
from advisor.intake.text import TextFault, clean_text
from advisor.walk.ics import Named, calendar_file
from advisor.walk.ledger_reading import chosen_for, ledger_for, ledger_steps
from advisor.walk.models import CalendarFeed, Step

LABEL_LONGEST = 80
MOST_FEEDS = 10
SEEN_EVERY = timedelta(minutes=10)
FETCHES_A_MINUTE: Final = 30
STRANGERS_A_MINUTE: Final = 60


def feeds_of(user: Any) -> list[CalendarFeed]:
    """The person's own feeds, the revoked ones too."""
    return list(CalendarFeed.objects.filter(user=user))


def feed_create(*, user: Any, label: str, titles: bool, now: datetime) -> tuple[CalendarFeed, str]:
    """A feed and its secret, which nobody can read again. Raises FieldFaults, PermissionDenied."""
    acting(user)
    try:
        named = clean_text(label, longest=LABEL_LONGEST)
    except TextFault as fault:
        raise FieldFaults({"label": str(fault)}) from None
    if not named:
        raise FieldFaults({"label": _("Name the program or device that will read this address.")})
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # two requests for one more take turns
        if CalendarFeed.objects.filter(user=user, revoked_at=None).count() >= MOST_FEEDS:
            raise FieldFaults(
                {"label": _("There are %(most)s addresses already. Revoke one first.") % {"most": MOST_FEEDS}}
            )
        feed = CalendarFeed.objects.create(
            user=user, label=named, titles=titles, digest=_digest(secret), created_at=now
        )
        audit_record(
            actor=user, action="feed.created", now=now, object_type="calendarfeed", object_id=feed.pk,
            detail={"titles": titles},
        )  # fmt: skip
    return feed, secret


def feed_revoke(*, feed_id: Any, user: Any, now: datetime) -> CalendarFeed:
    """End one of the person's own feeds at once. Raises CalendarFeed.DoesNotExist when it is not theirs."""
    with transaction.atomic():
        feed = CalendarFeed.objects.select_for_update().get(user=user, pk=feed_id)
        if feed.revoked_at is None:
            feed.revoked_at = now
            feed.save(update_fields=["revoked_at"])
            audit_record(
                actor=user, action="feed.revoked", now=now, object_type="calendarfeed", object_id=feed.pk, detail={}
            )
    return feed


def feed_read(*, secret: str, now: datetime, base: str = "") -> bytes | None:
    """What a feed tells now; None for a secret that opens nothing (unknown, revoked, its owner deactivated).

    `base`: scheme and host of the links, where the installation has no PUBLIC_URL.
    """
    feed = CalendarFeed.objects.select_related("user__agency").filter(digest=_digest(secret), revoked_at=None).first()
    if feed is None or not feed.user.is_active:
        return None
    if feed.last_used_at is None or now - feed.last_used_at > SEEN_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_used_at=now)
    with translation.override(feed.user.language or settings.LANGUAGE_CODE):
        steps = ledger_steps(feed.user)
        lines = ledger_for(feed.user, today=now.date(), now=now, steps=steps)
        return calendar_file(lines, names_of(steps, base), titles=feed.titles, name=_("Rogatory: deadlines"), now=now)


def case_calendar(*, case: Case, user: Any, now: datetime, base: str = "") -> bytes:
    """The calendar file of one case, with titles: who downloads it is signed in."""
    steps = ledger_steps(user, case)
    lines = ledger_for(user, today=now.date(), case=case, now=now, steps=steps)
    return calendar_file(lines, names_of(steps, base), titles=True, name=case.reference, now=now)


def names_of(steps: Iterable[Step], base: str = "") -> dict[Any, Named]:
    """What calendar entries may say of steps, by the step's id."""
    rows = list(steps)
    chosen = chosen_for(rows)
    return {
        step.pk: Named(
            step.case.reference,
            str(chosen[step.pk].option.get("short_title") or step.instrument),
            step.version,
            max((row.at for row in step.events.all()), default=step.chosen_at),
            f"{settings.PUBLIC_URL or base}{reverse('case-ledger', args=[step.case_id])}",
        )
        for step in rows
        if step.pk in chosen
    }


def too_often(*, secret: str, address: str) -> bool:
    """Whether a feed, or an address that guesses, asks more often than a calendar program does. Counts this request."""
    known = CalendarFeed.objects.filter(digest=_digest(secret)).exists()
    name, most = (_digest(secret)[:32], FETCHES_A_MINUTE) if known else (_digest(address)[:32], STRANGERS_A_MINUTE)
    key = f"calendar-feed:{name}"
    cache.add(key, 0, timeout=60)
    try:
        return int(cache.incr(key)) > most
    except ValueError:  # the minute ended in between
        return False


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
