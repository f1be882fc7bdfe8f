"""The evidence list: exhibits, and the chain of custody of each."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from advisor.cases.models.case import CaseChild


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
