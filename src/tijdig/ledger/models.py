"""The audit log: who did what to which object, with what result."""

from __future__ import annotations

from django.db import models


class AuditEvent(models.Model):
    """One write (or refused attempt) by one actor. Holds codes and identifiers, never personal data (R58, L6)."""

    controller_id = models.CharField(max_length=4)
    at = models.DateTimeField()
    trace_id = models.UUIDField()
    person_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    party = models.CharField(max_length=64, blank=True)
    role = models.CharField(max_length=32)
    action = models.CharField(max_length=64)
    object_kind = models.CharField(max_length=32)
    object_id = models.CharField(max_length=64)
    result = models.CharField(max_length=32)
    reasons = models.JSONField(default=list)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["controller_id", "object_kind", "object_id"], name="audit_object"),
            models.Index(fields=["controller_id", "at"], name="audit_time"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_kind} {self.object_id}: {self.result}"
