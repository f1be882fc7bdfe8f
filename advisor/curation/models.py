"""Change sets: edits of the law that wait for a second pair of eyes; and what the desk is told about rows.

A change is one record of the catalogue (instruments/records.py) as it was and as it shall be. Nothing here touches the
rows of the catalogue: that is done once, when a set is published. Change sets belong to the installation, no agency:
they hold law, never anything of a case.
"""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from advisor.accounts.models import Agency
from instruments.models import Edition


def _person(name: str, *, null: bool = False) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=null, blank=null, verbose_name=name
    )


class SetState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Origin(models.TextChoices):
    DESK = "desk", _("The desk")
    TABLE = "table", _("An imported table")
    UNDO = "undo", _("An edition taken back")
    EXCHANGE = "exchange", _("An edition of another installation")
    WATCH = "watch", _("The watch list")


class ChangeSet(models.Model):
    """Edits that are read, reviewed and published together. `version` grows with every change of the set."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=200)
    why = models.TextField()
    origin = models.CharField(max_length=20, choices=Origin.choices, default=Origin.DESK)
    state = models.CharField(max_length=20, choices=SetState.choices, default=SetState.DRAFT)
    author = _person("author")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = _person("closed by", null=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="change_sets")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-number"]
        indexes = [models.Index(fields=["state", "-updated_at"], name="curation_desk")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Change(models.Model):
    """One record as it was (`before`, null: there was none) and as it shall be (`after`, null: it goes).

    `sources` is a list of {citation, url, title, read_on, quotation, reader}. `position` keeps the order of editing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    changeset = models.ForeignKey(ChangeSet, on_delete=models.CASCADE, related_name="changes")
    key = models.CharField(max_length=400)
    position = models.PositiveIntegerField()
    before = models.JSONField(null=True)
    before_sha256 = models.CharField(max_length=64, blank=True)
    after = models.JSONField(null=True)
    after_sha256 = models.CharField(max_length=64, blank=True)
    why = models.TextField(blank=True)
    sources = models.JSONField(default=list)
    edited_by = _person("edited by")
    edited_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["changeset", "key"], name="curation_change_once")]
        indexes = [models.Index(fields=["key"], name="curation_change_key")]

    def __str__(self) -> str:
        return self.key


class ChangeEdit(models.Model):
    """One edit of a change, kept for ever: who, when, why, and what it was after the edit (null: taken out)."""

    changeset = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, related_name="edits")
    key = models.CharField(max_length=400)
    after = models.JSONField(null=True)
    dropped = models.BooleanField(default=False)
    why = models.TextField(blank=True)
    by = _person("by")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.key} {self.at:%Y-%m-%d %H:%M}"


class Remark(models.Model):
    """A comment on a row of a change set, or on the whole set (`key` empty). Added, never changed."""

    changeset = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, related_name="remarks")
    key = models.CharField(max_length=400, blank=True)
    text = models.TextField()
    sent_back = models.BooleanField(default=False, help_text="the set went back to its author with these words")
    by = _person("by")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["changeset", "key"], name="curation_remark_key")]

    def __str__(self) -> str:
        return self.text[:60]


class Confirmation(models.Model):
    """A reviewer read a change as it stood (`after_sha256` with its sources). It lapses when the change is edited."""

    changeset = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, related_name="confirmations")
    key = models.CharField(max_length=400)
    seen_sha256 = models.CharField(max_length=64)
    source = models.TextField(blank=True, help_text="the citation by which it was confirmed, if by source")
    by = _person("by")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["changeset", "key"], name="curation_confirmed_key")]

    def __str__(self) -> str:
        return f"{self.key} {self.at:%Y-%m-%d %H:%M}"


class ScenarioReason(models.Model):
    """Why a reviewer lets a scenario move. `says_sha256` is what it said then: another move needs another reason."""

    changeset = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, related_name="scenario_reasons")
    scenario = models.CharField(max_length=200)
    says_sha256 = models.CharField(max_length=64)
    reason = models.TextField()
    by = _person("by")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.scenario


class ReportKind(models.TextChoices):
    AUTHORITY = "authority", _("The authority is not the competent one")
    ADDRESS = "address", _("The address bounced or is out of date")
    REFUSED = "refused", _("Refused although the row says it is possible")
    LIMIT = "limit", _("The time limit or the duration is not what the row says")
    LANGUAGE = "language", _("Another language or form was demanded")
    LAW = "law", _("The law has changed")
    OTHER = "other", _("Something else")


class ReportState(models.TextChoices):
    OPEN = "open", _("Open")
    RESOLVED = "resolved", _("Resolved")
    DECLINED = "declined", _("The row stays as it is")


class FieldReport(models.Model):
    """What somebody met in the field that a row says otherwise. `context` holds law (day, States, measure),
    nothing of the case it came from; `seen_at`: the reporter has read the answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reporter = _person("reporter")
    key = models.CharField(max_length=400)
    kind = models.CharField(max_length=20, choices=ReportKind.choices)
    text = models.TextField()
    context = models.JSONField(default=dict)
    edition_label = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=ReportState.choices, default=ReportState.OPEN)
    answer = models.TextField(blank=True)
    closed_by = _person("closed by", null=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    changeset = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, null=True, blank=True, related_name="reports")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["state", "-created_at"], name="curation_report_desk"),
            models.Index(fields=["key", "state"], name="curation_report_key"),
            models.Index(fields=["reporter", "-created_at"], name="curation_report_own"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
