"""Reminders by mail and private calendar feeds: what a person wants, and which mail of which day has gone out."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReminderSetting(models.Model):
    """When and what a person is reminded of by mail. Without a row there is no mail.

    `weekdays` are digits (0 Monday); times are those of `zone`, an IANA name. Within the quiet hours (from one time to
    another, perhaps over midnight; the same time twice: none) no mail is sent: it waits for their end.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders")
    active = models.BooleanField(default=False)
    weekdays = models.CharField(max_length=7, default="01234")
    send_at = models.TimeField()
    quiet_from = models.TimeField()
    quiet_until = models.TimeField()
    zone = models.CharField(max_length=60)
    days_ahead = models.PositiveSmallIntegerField(default=7)
    with_reference = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(days_ahead__gte=1, days_ahead__lte=60), name="walk_reminder_days_ahead"
            ),
        ]

    def __str__(self) -> str:
        return f"reminders of {self.user_id}"


class DigestState(models.TextChoices):
    """How far the mail of one day is."""

    WAITING = "waiting", _("Waiting")
    HANDED = "handed", _("Being sent")
    SENT = "sent", _("Sent")
    NOTHING = "nothing", _("Nothing to tell")
    FAILED = "failed", _("Could not be sent")


class ReminderDigest(models.Model):
    """The one mail of one person on one day (of the person's zone). The row is the record, whoever sends.

    `lease_token` fences: a worker that was overtaken writes nothing. Right before the mail goes to the mail server the
    row is `handed`, in a transaction of its own; what stops after that is not sent a second time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests")
    day = models.DateField()
    state = models.CharField(max_length=10, choices=DigestState.choices, default=DigestState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_token = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    overdue = models.PositiveIntegerField(default=0)
    due = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="walk_digest_once_a_day")]
        indexes = [models.Index(fields=["state", "leased_until"], name="walk_digest_open")]

    def __str__(self) -> str:
        return f"digest of {self.user_id} on {self.day}"


class CalendarFeed(models.Model):
    """An address at which a calendar program reads a person's deadlines. Only the SHA-256 of its secret is kept.

    Whoever has the address reads, without signing in, what its owner may see at that moment. Without `titles` an entry
    says that there is a deadline and no more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds")
    label = models.CharField(max_length=80)
    titles = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.label
