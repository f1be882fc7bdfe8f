"""A case, its needs, what was answered, and its stored routes."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from advisor.accounts.models import Agency


class Track(models.TextChoices):
    CRIMINAL = "criminal", _("Criminal")
    CIVIL = "civil", _("Civil")
    ADMINISTRATIVE = "administrative", _("Administrative")


class Stage(models.TextChoices):
    PRE_ACTION = "pre_action", _("Before any action")
    INVESTIGATION = "investigation", _("Investigation")
    PROSECUTION = "prosecution", _("Prosecution")
    TRIAL = "trial", _("Trial")
    ENFORCEMENT = "enforcement", _("Enforcement")


class CaseState(models.TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class Case(models.Model):
    """One case file. `version` grows by one with every change of the case or its answers (compare-and-set).

    A `restricted` case is seen by its members alone (advisor/cases/selectors.py); why a case was closed, reopened,
    handed over or restricted stands in CaseDecision.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    requesting_state = models.CharField(max_length=2)
    track = models.CharField(max_length=20, choices=Track.choices)
    stage = models.CharField(max_length=20, choices=Stage.choices)
    opened_on = models.DateField()
    state = models.CharField(max_length=10, choices=CaseState.choices, default=CaseState.OPEN)
    restricted = models.BooleanField(default=False)
    extra = models.JSONField(default=dict, blank=True, help_text="entities, rights and exhibits of a case file")
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "reference"], name="cases_reference_per_agency"),
            models.UniqueConstraint(fields=["id", "agency"], name="cases_case_agency_pair"),
        ]
        indexes = [
            models.Index(fields=["agency", "-updated_at"], name="cases_desk"),
            models.Index(fields=["agency"], condition=models.Q(restricted=True), name="cases_restricted"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class CaseChild(models.Model):
    """A row of a case: carries the case's agency itself, so that no query needs a join to stay inside it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True


class Need(CaseChild):
    """One thing that is wanted, in one State (or in a State not known yet: empty)."""

    key = models.CharField(max_length=20)
    position = models.PositiveIntegerField()
    measure = models.CharField(max_length=60)
    variant = models.CharField(max_length=60, blank=True)
    requested_state = models.CharField(max_length=2, blank=True)
    subject = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="cases_need_key"),
            models.UniqueConstraint(fields=["id", "case", "agency"], name="cases_need_triple"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.measure} {self.requested_state or '?'}"


class Answer(CaseChild):
    """One answered question. `value` null means 'I don't know yet'; `need` null means it holds for the whole case."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, null=True, blank=True, related_name="answers")
    fact = models.CharField(max_length=80)
    value = models.JSONField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["fact"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "fact"], condition=models.Q(need__isnull=True), name="cases_answer_of_case"
            ),
            models.UniqueConstraint(
                fields=["case", "need", "fact"],
                condition=models.Q(need__isnull=False),
                name="cases_answer_of_need",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact} = {self.value}"


class CaseRoute(CaseChild):
    """A stored route: case as asked, day, edition, engine version and answer. Added, never changed."""

    number = models.PositiveIntegerField()
    on = models.DateField()
    status = models.CharField(max_length=20)
    edition_label = models.CharField(max_length=80)
    edition_sha256 = models.CharField(max_length=64)
    engine_version = models.CharField(max_length=20)
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    case_version = models.PositiveIntegerField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="cases_route_number"),
            models.UniqueConstraint(fields=["id", "case", "agency"], name="cases_route_triple"),
        ]

    def __str__(self) -> str:
        return f"route {self.number} of {self.case_id}"
