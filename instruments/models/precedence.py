"""Which instrument or tier goes first, and where the law says so."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from instruments import codes
from instruments.fields import OptionalCode, OptionalText


class PrecedenceRule(models.Model):
    """Rank `prefer` before `over` while the rule is valid; only a bar condition removes the lower one."""

    id = models.CharField(max_length=12, primary_key=True, validators=[RegexValidator(r"^[a-z]+[0-9]+$")])
    kind = models.CharField(max_length=20, choices=codes.choices(codes.PRECEDENCE_KINDS))
    between = models.TextField()
    prefer = models.JSONField(default=list)
    over = models.JSONField(default=list)
    detail = OptionalText(null=True, blank=True)
    condition = models.TextField()
    article = models.TextField()
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=10, choices=codes.choices(codes.BASES))
    note = OptionalText(null=True, blank=True)
    sources = models.JSONField(null=True, blank=True)
    measures = models.JSONField(null=True, blank=True)
    use = OptionalCode(null=True, blank=True, choices=codes.choices(codes.PRECEDENCE_USES))
    history = HistoricalRecords()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["kind", "id"], name="precedence_by_kind")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="precedence_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.id}: {', '.join(self.prefer)} before {', '.join(self.over)}"
