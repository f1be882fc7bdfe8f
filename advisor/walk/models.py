"""Steps of a case: which option of which stored route somebody decided to take."""

from django.conf import settings
from django.db import models

from advisor.cases.models import CaseChild, CaseRoute


class StepState(models.TextChoices):
    PLANNED = "planned", "Planned"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Step(CaseChild):
    """One chosen option. The option's own text stays in the stored route; the step points at it."""

    route = models.ForeignKey(CaseRoute, on_delete=models.PROTECT, related_name="steps")
    need_key = models.CharField(max_length=20)
    measure = models.CharField(max_length=60)
    provision = models.CharField(max_length=120)
    instrument = models.CharField(max_length=80)
    tier = models.CharField(max_length=20)
    state = models.CharField(max_length=20, choices=StepState.choices, default=StepState.PLANNED)
    reason = models.TextField(blank=True, help_text="why this one, or why a lower tier was skipped")
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    class Meta:
        ordering = ["chosen_at", "need_key"]
        constraints = [
            models.UniqueConstraint(fields=["route", "need_key", "provision"], name="walk_step_once"),
            models.UniqueConstraint(fields=["id", "case", "agency"], name="walk_step_triple"),
        ]

    def __str__(self) -> str:
        return f"{self.need_key} {self.provision}"
