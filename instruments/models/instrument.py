"""Instruments, their provisions, and what hangs on a provision: conditions, time limits, grounds of refusal.

A column that is NULL stands for a key that the source book leaves out. On a provision that means: as the instrument
says.
"""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from instruments import codes, schema
from instruments.fields import OptionalCode, OptionalText
from instruments.searching import instrument_search_text, provision_search_text


def _one_of(field: str, allowed: dict[str, str], name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{field}__in": sorted(allowed)}), name=name)


class Instrument(models.Model):
    """The header of an instrument, network or practice. Dates are the law's own; both ends are inclusive."""

    code = models.CharField(max_length=60, primary_key=True, validators=[RegexValidator(f"^{schema.CODE}$")])
    title = models.TextField()
    short_title = models.CharField(max_length=80)
    kind = models.CharField(max_length=24, choices=codes.choices(codes.KINDS))
    track = models.JSONField(default=list, help_text="criminal, civil, administrative: whose cases it serves")
    tier = models.CharField(max_length=20, choices=codes.choices(codes.TIERS))
    identifiers = models.JSONField(null=True, blank=True, help_text='{"celex": "32014L0041", ...}')
    url = OptionalText(null=True, blank=True)
    adopted = models.DateField(null=True, blank=True)
    in_force = models.DateField(null=True, blank=True)
    applies_from = models.DateField(null=True, blank=True)
    applies_until = models.DateField(null=True, blank=True, help_text="The last day; empty: open or unknown")
    transition_mode = models.CharField(max_length=30, choices=codes.choices(codes.MODES))
    transition_exceptions = models.JSONField(null=True, blank=True)
    transition_note = models.TextField()
    supersedes = models.JSONField(default=list, blank=True)
    superseded_by = models.JSONField(default=list, blank=True)
    replacement_note = OptionalText(null=True, blank=True)
    status = OptionalCode(null=True, blank=True, choices=codes.choices(codes.STATUSES))
    status_as_of = models.DateField(null=True, blank=True)
    status_text = OptionalText(null=True, blank=True)
    in_seed = models.BooleanField(default=False, help_text="Named in the study of 2021")
    underused = models.BooleanField(default=False)
    adjunct = models.BooleanField(default=False)
    last_resort = models.BooleanField(default=False)
    placeholder = models.BooleanField(default=False)
    ip_scope = models.TextField()
    bound_states = models.TextField()
    pairing_rule = OptionalCode(null=True, blank=True, choices=codes.choices(codes.PAIR_RULES))
    pairing_hub = OptionalCode(null=True, blank=True, max_length=2)
    pairing_side = models.JSONField(null=True, blank=True)
    pairing_missing_row = OptionalCode(null=True, blank=True, choices=codes.choices(codes.MISSING_ROW))
    pairing_unknown_for = models.JSONField(null=True, blank=True)
    pairing_note = OptionalText(null=True, blank=True)
    amended_by = models.JSONField(null=True, blank=True)
    notes = models.TextField()
    aliases = models.JSONField(null=True, blank=True)
    sources = models.JSONField(default=list)
    search_text = models.TextField(editable=False, default="")
    history = HistoricalRecords(excluded_fields=["search_text"])

    class Meta:
        ordering = ["code"]
        indexes = [
            models.Index(fields=["kind", "code"], name="instrument_by_kind"),
            models.Index(fields=["tier", "code"], name="instrument_by_tier"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(applies_from__isnull=True)
                | Q(applies_until__isnull=True)
                | Q(applies_until__gte=F("applies_from")),
                name="instrument_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(status__isnull=True) | Q(status_as_of__isnull=False),
                name="instrument_status_has_day",
            ),
            _one_of("kind", codes.KINDS, "instrument_kind_known"),
            _one_of("tier", codes.TIERS, "instrument_tier_known"),
            _one_of("transition_mode", codes.MODES, "instrument_mode_known"),
        ]

    def __str__(self) -> str:
        return f"{self.short_title} ({self.code})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the row with its search column."""
        self.search_text = instrument_search_text(vars(self))
        super().save(*args, **kwargs)


class Provision(models.Model):
    """What an instrument allows: one per measure and variant."""

    id = models.CharField(
        max_length=120,
        primary_key=True,
        validators=[RegexValidator(f"^{schema.CODE}/{schema.CODE}$")],
        help_text="Code of the instrument, a slash, a short name: unique and stable",
    )
    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="provisions")
    position = models.PositiveIntegerField(default=0)
    measure = models.ForeignKey("instruments.Measure", on_delete=models.PROTECT, related_name="provisions")
    role = OptionalCode(null=True, blank=True, choices=codes.choices(codes.ROLES))
    variant = OptionalCode(null=True, blank=True)
    tier = OptionalCode(null=True, blank=True, choices=codes.choices(codes.TIERS))
    status = OptionalCode(null=True, blank=True, choices=codes.choices(codes.STATUSES))
    applies_from = models.DateField(null=True, blank=True)
    applies_until = models.DateField(null=True, blank=True)
    adjunct = models.BooleanField(null=True, blank=True)
    last_resort = models.BooleanField(null=True, blank=True)
    articles = models.JSONField(default=list)
    form = models.TextField()
    channel = models.TextField()
    issuing_authority = OptionalText(null=True, blank=True)
    who_may_ask = models.JSONField(null=True, blank=True)
    dual_criminality_rule = models.CharField(max_length=60)
    dual_criminality_article = OptionalText(null=True, blank=True)
    dual_criminality_text = models.TextField()
    languages = models.TextField()
    costs = models.TextField()
    options = models.JSONField(null=True, blank=True)
    typical_days = models.JSONField(
        null=True, blank=True, help_text="[least, most], an estimate; never a legal time limit"
    )
    next_step_on_failure = OptionalText(null=True, blank=True)
    notes = OptionalText(null=True, blank=True)
    confidence = models.CharField(max_length=16, choices=codes.choices(codes.CONFIDENCES))
    reliability = OptionalCode(null=True, blank=True, choices=codes.choices(codes.RELIABILITIES))
    sources = models.JSONField(default=list)
    search_text = models.TextField(editable=False, default="")
    history = HistoricalRecords(excluded_fields=["search_text"])

    class Meta:
        ordering = ["instrument_id", "position", "id"]
        indexes = [
            models.Index(fields=["instrument", "position"], name="provision_in_order"),
            models.Index(fields=["measure", "instrument"], name="provision_by_measure"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(applies_from__isnull=True)
                | Q(applies_until__isnull=True)
                | Q(applies_until__gte=F("applies_from")),
                name="provision_ends_after_start",
            ),
            _one_of("confidence", codes.CONFIDENCES, "provision_confidence_known"),
        ]

    def __str__(self) -> str:
        return self.id

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the row with its search column."""
        self.search_text = provision_search_text({**vars(self), "measure": self.measure_id})
        super().save(*args, **kwargs)


class _Child(models.Model):
    """A line of a provision, in its order, with the article, how sure it is, and where it was read."""

    position = models.PositiveIntegerField(default=0)
    article = models.TextField()
    basis = models.CharField(max_length=10, choices=codes.choices(codes.BASES))
    source = OptionalText(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["provision_id", "position", "id"]


class Condition(_Child):
    """One test of a fact, and what it does when it holds or fails."""

    provision = models.ForeignKey(Provision, on_delete=models.CASCADE, related_name="conditions")
    fact = models.ForeignKey("instruments.Fact", on_delete=models.PROTECT, related_name="conditions")
    op = models.CharField(max_length=20, choices=codes.choices(codes.OPS))
    value = models.JSONField()
    effect = models.CharField(max_length=24, choices=codes.choices(codes.EFFECTS))
    or_group = OptionalCode(null=True, blank=True)
    only_for = OptionalCode(null=True, blank=True, validators=[RegexValidator(f"^{schema.ONLY_FOR}$")])
    text = models.TextField()
    history = HistoricalRecords()

    class Meta(_Child.Meta):
        abstract = False
        indexes = [models.Index(fields=["provision", "position"], name="condition_in_order")]
        constraints = [
            _one_of("op", codes.OPS, "condition_op_known"),
            _one_of("effect", codes.EFFECTS, "condition_effect_known"),
            _one_of("basis", codes.BASES, "condition_basis_known"),
        ]

    def __str__(self) -> str:
        return f"{self.provision_id}: {self.fact_id} {self.op} {self.value}"


class TimeLimit(_Child):
    """A limit that the law sets; without a duration the limit is in words (`note`)."""

    provision = models.ForeignKey(Provision, on_delete=models.CASCADE, related_name="time_limits")
    event = models.TextField()
    duration = models.IntegerField(null=True, blank=True)
    unit = OptionalCode(null=True, blank=True)
    note = OptionalText(null=True, blank=True)
    history = HistoricalRecords()

    class Meta(_Child.Meta):
        abstract = False
        indexes = [models.Index(fields=["provision", "position"], name="limit_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(duration__isnull=True) | Q(unit__in=sorted(codes.UNITS)),
                name="limit_unit_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.provision_id}: {self.event}"


class RefusalGroundUse(_Child):
    """A ground of refusal as one provision words it."""

    provision = models.ForeignKey(Provision, on_delete=models.CASCADE, related_name="refusal_grounds")
    ground = models.ForeignKey("instruments.RefusalGround", on_delete=models.PROTECT, related_name="uses")
    mandatory = models.BooleanField()
    text = models.TextField()
    history = HistoricalRecords()

    class Meta(_Child.Meta):
        abstract = False
        verbose_name = "ground of refusal"
        verbose_name_plural = "grounds of refusal"
        indexes = [models.Index(fields=["provision", "position"], name="ground_in_order")]

    def __str__(self) -> str:
        return f"{self.provision_id}: {self.ground_id}"
