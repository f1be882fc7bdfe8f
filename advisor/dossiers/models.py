"""The job row is the record, the queue a doorbell. A finished dossier is one immutable row with its bytes."""

from django.conf import settings
from django.db import models

from advisor.accounts.models import Agency
from advisor.cases.models import CaseChild
from advisor.walk.models import Step


class JobState(models.TextChoices):
    QUEUED = "queued", "Waiting"
    RUNNING = "running", "Being made"
    DONE = "done", "Ready"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


class DossierJob(CaseChild):
    """One request for one dossier. `lease_token` fences: a worker that lost its lease can finish nothing."""

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="jobs")
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=8)
    beside = models.CharField(max_length=8, null=True, blank=True, help_text="second language; empty: one language")
    inputs = models.JSONField(help_text="frozen: what the document is built from; the worker reads no case")
    inputs_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    progress = models.CharField(max_length=80, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_token = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    error_field = models.CharField(max_length=200, null=True, blank=True, help_text="where the fault was typed")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    final_of = models.ForeignKey("self", on_delete=models.PROTECT, related_name="finals", null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    mail_wanted = models.BooleanField(null=True, blank=True, help_text="tell whoever asked when it is ready")
    mailed_at = models.DateTimeField(null=True, blank=True)
    lint = models.JSONField(null=True, blank=True, help_text="{severity: how many findings} when it was made")

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["step", "version", "language"], name="dossiers_job_once"),
            models.UniqueConstraint(
                fields=["final_of"], condition=models.Q(final_of__isnull=False), name="dossiers_job_one_final"
            ),
            models.UniqueConstraint(fields=["id", "case", "agency"], name="dossiers_job_triple"),
        ]
        indexes = [models.Index(fields=["state", "leased_until"], name="dossiers_job_sweep")]

    def __str__(self) -> str:
        return f"job {self.step_id} v{self.version} {self.language}"

    @property
    def is_final(self) -> bool:
        """Whether this is the approved rendering of a draft."""
        return self.final_of_id is not None


class Dossier(CaseChild):
    """A rendered dossier. Added once per job; never changed."""

    job = models.OneToOneField(DossierJob, on_delete=models.PROTECT, related_name="dossier")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    pages = models.PositiveIntegerField()
    signature = models.CharField(max_length=20, null=True, blank=True, help_text="PAdES level; empty: not signed")
    unsigned_sha256 = models.CharField(max_length=64, null=True, blank=True, help_text="of the bytes before signing")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"dossier {self.job_id}"


class DraftText(CaseChild):
    """What people typed for the draft of one step. `texts`: {place: text}, the places of its document (document.Run);
    `nexus`: [{"fact": code of a fact, or "exhibit:<number>", "need": key, "sentence": why this measure needs it}].
    `version` grows by one with every change (compare-and-set). The case's own version stays as it is."""

    step = models.OneToOneField(Step, on_delete=models.PROTECT, related_name="draft_text")
    texts = models.JSONField(default=dict, blank=True)
    nexus = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["id", "case", "agency"], name="dossiers_draft_text_triple")]

    def __str__(self) -> str:
        return f"draft text of {self.step_id}"


class Translation(CaseChild):
    """What a translator sent back for one step and was found complete: {text: its translation}. Added once for each
    return; the newest in a language counts. `packet_sha256` names the packet that it answers."""

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="translations")
    source_language = models.CharField(max_length=8)
    language = models.CharField(max_length=8)
    said = models.JSONField()
    packet_sha256 = models.CharField(max_length=64)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField()

    class Meta:
        ordering = ["-returned_at"]

    def __str__(self) -> str:
        return f"translation of {self.step_id} into {self.language}"


class Letterhead(models.Model):
    """What stands at the head of an agency's documents. A dossier freezes it when it is asked for."""

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, primary_key=True, related_name="letterhead")
    lines = models.JSONField(default=list, help_text="name lines, the largest unit first")
    address = models.JSONField(default=list, help_text="address lines")
    logo = models.BinaryField(null=True, blank=True, help_text="PNG as made anew by logos.py")
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"letterhead of {self.agency_id}"


class Bundle(CaseChild):
    """Chosen dossiers of a case and its list of exhibits as one PDF. Its inputs are frozen when it is asked for."""

    number = models.PositiveIntegerField()
    inputs = models.JSONField(help_text="frozen: parts with their hashes, exhibits with theirs")
    inputs_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_token = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    content = models.BinaryField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-created_at"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="dossiers_bundle_number")]
        indexes = [models.Index(fields=["state", "leased_until"], name="dossiers_bundle_sweep")]

    def __str__(self) -> str:
        return f"bundle {self.number} of {self.case_id}"
