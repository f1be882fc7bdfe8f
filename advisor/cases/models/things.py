"""What a case is about: things, the needs they belong to, and the rights that are infringed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from advisor.cases.models.case import CaseChild, Need


class Certainty(models.TextChoices):
    """How sure it is where a thing is."""

    CERTAIN = "certain", _("Certain")
    BELIEVED = "believed", _("Believed")


class Entity(CaseChild):
    """One thing the case is about (advisor/intake/entities): an address, an account, a parcel, a person.

    `value` is its checked form, never shown but de-fanged; `details` holds what only its kind has. `state` empty means
    that nobody knows where it is, and `certainty` is empty then.
    """

    key = models.CharField(max_length=20)
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=2000)
    details = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=2, blank=True)
    certainty = models.CharField(max_length=10, choices=Certainty.choices, blank=True)
    note = models.TextField(blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="cases_entity_key"),
            models.UniqueConstraint(fields=["id", "case", "agency"], name="cases_entity_triple"),
            models.CheckConstraint(
                condition=models.Q(state="", certainty="") | (~models.Q(state="") & ~models.Q(certainty="")),
                name="cases_entity_certainty_with_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.kind}"


class EntityNeed(CaseChild):
    """A thing that a need is about."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="links")
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity", "need"], name="cases_entity_need_once")]

    def __str__(self) -> str:
        return f"{self.entity_id} of {self.need_id}"


class Right(CaseChild):
    """One right that is infringed (advisor/intake/rights), what was done to it, and the offence charged for it.

    `territory` is a list of State codes, EU for the Union; `conduct` a list of codes.
    """

    key = models.CharField(max_length=20)
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=300, blank=True)
    number = models.CharField(max_length=60, blank=True)
    holder = models.CharField(max_length=300, blank=True)
    territory = models.JSONField(default=list, blank=True)
    registered_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    conduct = models.JSONField(default=list, blank=True)
    offence = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="cases_right_key")]

    def __str__(self) -> str:
        return f"{self.key} {self.kind}"
