"""When somebody last read a record in its source: beside the editions, because reading again changes no law."""

from django.db import models


class RecordCheck(models.Model):
    """'Still true': a record as it stood (`sha256`) was read again on a day, in a source, by a person. Only added."""

    key = models.CharField(max_length=400)
    sha256 = models.CharField(max_length=64)
    checked_on = models.DateField()
    by = models.CharField(max_length=254)
    source = models.TextField()
    note = models.TextField(blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["key", "-checked_on"], name="record_check_key")]

    def __str__(self) -> str:
        return f"{self.key} {self.checked_on}"
