"""One row per event. Rows are added, never changed or deleted: triggers in the migration refuse both."""

import uuid

from django.db import models


class AuditEvent(models.Model):
    """Who did what to which object, when, with which outcome. `detail` holds ids and field names, no case text."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    agency_id = models.UUIDField(null=True, db_index=True)
    actor_id = models.UUIDField(null=True)
    actor_role = models.CharField(max_length=20, blank=True)
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=40, blank=True)
    object_id = models.UUIDField(null=True, default=None)
    case_id = models.UUIDField(null=True, default=None)
    outcome = models.CharField(max_length=20, default="done")
    detail = models.JSONField(default=dict)
    request_id = models.UUIDField(null=True, default=uuid.uuid4)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["case_id", "id"], name="audit_by_case")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"
