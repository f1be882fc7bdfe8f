"""Who is bound by what, from when to when; declarations and authorities per State.

Both days of a period are inclusive; an empty first day on a bound row means: bound, day not established. Two rows of
one instrument and State never overlap: an exclusion constraint on PostgreSQL and a trigger on SQLite refuse it
(migration 0002).
"""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from instruments import codes
from instruments.models.instrument import Instrument
from instruments.models.vocabulary import Jurisdiction


class ParticipationRow(models.Model):
    """One State's position under one instrument during one period."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="participation")
    jurisdiction = models.ForeignKey(
        Jurisdiction, on_delete=models.PROTECT, related_name="participation", db_column="iso2"
    )
    status = models.CharField(max_length=10, choices=codes.choices(codes.PARTICIPATION))
    since = models.DateField(null=True, blank=True, help_text="First day; empty: not established")
    until = models.DateField(null=True, blank=True, help_text="Last day; empty: still bound")
    partial = models.TextField(blank=True, default="", help_text="Which articles, where bound by a part only")
    note = models.TextField(blank=True, default="")
    source = models.TextField(blank=True, default="")
    confidence = models.CharField(max_length=10, choices=codes.choices(codes.BASES))
    history = HistoricalRecords()

    class Meta:
        ordering = ["instrument_id", "jurisdiction_id", F("since").asc(nulls_first=True)]
        verbose_name = "participation row"
        indexes = [
            models.Index(fields=["instrument", "jurisdiction", "since"], name="participation_of_pair"),
            models.Index(fields=["jurisdiction", "instrument"], name="participation_of_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="participation_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(status="bound") | Q(since__isnull=True, until__isnull=True),
                name="participation_days_mean_bound",
            ),
            models.CheckConstraint(
                condition=~Q(confidence="verified") | ~Q(source=""),
                name="participation_verified_has_source",
            ),
            models.CheckConstraint(
                condition=Q(status__in=sorted(codes.PARTICIPATION)), name="participation_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument_id} {self.jurisdiction_id}: {self.status} {self.since or ''}-{self.until or ''}"


class Declaration(models.Model):
    """What a State declared, reserved or notified under an instrument."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="declarations")
    jurisdiction = models.ForeignKey(
        Jurisdiction, on_delete=models.PROTECT, related_name="declarations", db_column="iso2"
    )
    topic = models.CharField(max_length=40)
    value = models.TextField()
    article = models.CharField(max_length=40, blank=True, default="")
    source = models.TextField(blank=True, default="")
    confidence = models.CharField(max_length=10, choices=codes.choices(codes.BASES))
    history = HistoricalRecords()

    class Meta:
        ordering = ["instrument_id", "jurisdiction_id", "topic", "value", "article", "id"]
        indexes = [
            models.Index(fields=["instrument", "jurisdiction", "topic"], name="declaration_of_pair"),
            models.Index(fields=["jurisdiction", "instrument"], name="declaration_of_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "jurisdiction", "topic", "value", "article"], name="declaration_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.instrument_id} {self.jurisdiction_id}: {self.topic}"


class Authority(models.Model):
    """Whom to write to in a State under an instrument."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="authorities")
    jurisdiction = models.ForeignKey(
        Jurisdiction, on_delete=models.PROTECT, related_name="authorities", db_column="iso2"
    )
    role = models.CharField(max_length=40)
    name = models.TextField()
    city = models.CharField(max_length=60, blank=True, default="")
    public_url = models.TextField(blank=True, default="")
    source = models.TextField(blank=True, default="")
    confidence = models.CharField(max_length=10, choices=codes.choices(codes.BASES))
    history = HistoricalRecords()

    class Meta:
        ordering = ["instrument_id", "jurisdiction_id", "role", "name", "id"]
        verbose_name_plural = "authorities"
        indexes = [
            models.Index(fields=["instrument", "jurisdiction", "role"], name="authority_of_pair"),
            models.Index(fields=["jurisdiction", "instrument"], name="authority_of_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "jurisdiction", "role", "name"], name="authority_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.jurisdiction_id})"
