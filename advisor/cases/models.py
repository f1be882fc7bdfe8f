"""Cases and what hangs on them.

Every row carries its agency, and every child the pair (case, agency): the migrations let the database refuse a child
whose agency is not its case's (a composite foreign key on PostgreSQL, a trigger on SQLite; see fence.py).
"""

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


class Case(models.Model):
    """One case file. `version` grows by one with every change of the case or its answers (compare-and-set)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    requesting_state = models.CharField(max_length=2)
    track = models.CharField(max_length=20, choices=Track.choices)
    stage = models.CharField(max_length=20, choices=Stage.choices)
    opened_on = models.DateField()
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
        indexes = [models.Index(fields=["agency", "-updated_at"], name="cases_desk")]

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


class Exhibit(CaseChild):
    """One exhibit of the evidence list: a file, or (without one) an object that is kept somewhere.

    A row is added and stays as it is, so that it can be relied on later: what turns out wrong is withdrawn, with a
    reason, and shown as withdrawn. `sha256`, `size` and `kind` describe the file; all three are empty without one. The
    bytes lie in the exhibit store (advisor/cases/exhibit_store.py) under agency and hash.
    """

    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    captured_by = models.CharField(max_length=200)
    captured_on = models.DateField()
    captured_time = models.CharField(max_length=60, blank=True)
    captured_how = models.TextField()
    source = models.CharField(max_length=2000, blank=True)
    kept_at = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="cases_exhibit_number"),
            models.UniqueConstraint(fields=["id", "case", "agency"], name="cases_exhibit_triple"),
            models.CheckConstraint(
                condition=models.Q(sha256="", size__isnull=True, kind="")
                | (~models.Q(sha256="") & models.Q(size__isnull=False) & ~models.Q(kind="")),
                name="cases_exhibit_whole_file",
            ),
        ]
        indexes = [models.Index(fields=["agency", "sha256"], name="cases_exhibit_file")]

    def __str__(self) -> str:
        return f"exhibit {self.number} of {self.case_id}"


class CustodyAct(models.TextChoices):
    """What happened to an exhibit."""

    ADDED = "added", _("Added to the case")
    DOWNLOADED = "downloaded", _("Downloaded")
    HANDED_OVER = "handed_over", _("Handed over")
    MOVED = "moved", _("Moved")
    EXAMINED = "examined", _("Examined")
    SEALED = "sealed", _("Sealed or unsealed")
    REMARK = "remark", _("Remark")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class CustodyEntry(CaseChild):
    """One line of an exhibit's chain of custody: who, when, what. Added, never changed.

    `at` and `by` are the office's (when it was written down, and by whom); `happened` is when it happened, in the words
    of whoever wrote it down.
    """

    exhibit = models.ForeignKey(Exhibit, on_delete=models.CASCADE, related_name="custody")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=20, choices=CustodyAct.choices)
    text = models.TextField(blank=True)
    happened = models.CharField(max_length=100, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["exhibit", "number"], name="cases_custody_number")]

    def __str__(self) -> str:
        return f"{self.act} {self.at:%Y-%m-%d %H:%M}"


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
