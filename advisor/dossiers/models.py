"""The job row is the record, the queue a doorbell. A finished dossier is one immutable row with its bytes."""

from django.conf import settings
from django.db import models

from advisor.cases.models import CaseChild
from advisor.walk.models import Step


class JobState(models.TextChoices):
    QUEUED = "queued", "Waiting"
    RUNNING = "running", "Being made"
    DONE = "done", "Ready"
    FAILED = "failed", "Failed"


class DossierJob(CaseChild):
    """One request for one dossier. `lease_token` fences: a worker that lost its lease can finish nothing."""

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="jobs")
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=8)
    inputs = models.JSONField(help_text="frozen: what the document is built from; the worker reads no case")
    inputs_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    progress = models.CharField(max_length=80, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_token = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["step", "version", "language"], name="dossiers_job_once"),
            models.UniqueConstraint(fields=["id", "case", "agency"], name="dossiers_job_triple"),
        ]
        indexes = [models.Index(fields=["state", "leased_until"], name="dossiers_job_sweep")]

    def __str__(self) -> str:
        return f"job {self.step_id} v{self.version} {self.language}"


class Dossier(CaseChild):
    """A rendered dossier. Added once per job; never changed."""

    job = models.OneToOneField(DossierJob, on_delete=models.PROTECT, related_name="dossier")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    pages = models.PositiveIntegerField()
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
