"""Published editions, which never change, and the ledger of what the shipped files held when they were loaded."""

from typing import Any, NoReturn

from django.db import models

from instruments.errors import EditionIsImmutable


class EditionQuerySet(models.QuerySet["Edition"]):
    """Editions are added; nobody changes or deletes one."""

    def headers(self) -> "EditionQuerySet":
        """Without the document, which is two megabytes."""
        return self.defer("document")

    def update(self, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise EditionIsImmutable

    def delete(self) -> NoReturn:
        """Refused."""
        raise EditionIsImmutable


class Edition(models.Model):
    """One compiled rulebook: the canonical bytes, their SHA-256, and who published them why.

    `sha256` is not unique: an undo publishes the same bytes again under a new label.
    """

    label = models.CharField(max_length=40, unique=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    document = models.BinaryField()
    published_at = models.DateTimeField(db_index=True)
    published_by = models.CharField(max_length=254)
    note = models.TextField(blank=True, default="")
    previous = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="following")
    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.label} ({self.sha256[:12]})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new edition; an existing one is refused."""
        if self.pk is not None and not self._state.adding:
            raise EditionIsImmutable
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise EditionIsImmutable


class StudyTable(models.Model):
    """What the study's measures come to from one requesting State, for one edition and regime; made, never edited.

    It can be made again from the edition at any time. `day` is the first of the regime, `form` counts up when a cell
    comes to mean something else, `cells` is the packed document of `instruments.study_tables`.
    """

    sha256 = models.CharField(max_length=64)
    day = models.DateField()
    requesting = models.CharField(max_length=2)
    form = models.PositiveSmallIntegerField()
    cells = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sha256", "day", "requesting", "form"], name="one_study_table"),
        ]

    def __str__(self) -> str:
        return f"{self.requesting} from {self.day} ({self.sha256[:12]})"


class ShippedRecord(models.Model):
    """What a shipped file held for one record when it was loaded, by hash.

    A record of the database whose content still has this hash comes from the file; any other is a curator's, and
    `load_catalogue` leaves it alone. Reads: `origins.origin_of`.
    """

    key = models.CharField(max_length=400, primary_key=True)
    file = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key
