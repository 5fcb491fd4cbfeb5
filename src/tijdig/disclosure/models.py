"""The decision log: each release of personal data, with what was asked, given, withheld and why."""

from __future__ import annotations

from django.db import models


class DecisionRecord(models.Model):
    """One decision about one subject's data for one recipient and purpose (C1, L2). Codes only, no content."""

    controller_id = models.CharField(max_length=4)
    at = models.DateTimeField()
    trace_id = models.UUIDField()
    person_id = models.UUIDField(null=True)
    role = models.CharField(max_length=32)
    sender = models.CharField(max_length=64)
    recipient = models.CharField(max_length=64)
    purpose = models.CharField(max_length=64)
    covenant_hash = models.CharField(max_length=71)
    subject_kind = models.CharField(max_length=32)  # "signal", "case", "link"
    subject_id = models.CharField(max_length=64)
    permitted_fields = models.JSONField(default=list)
    withheld_fields = models.JSONField(default=dict)  # field → codes of the reasons
    exchanges = models.JSONField(default=list)
    facts = models.JSONField(default=dict)  # what the decision rested on, so that it replays (C4); no content

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["controller_id", "subject_kind", "subject_id"], name="decision_subject"),
            models.Index(fields=["controller_id", "at"], name="decision_time"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} {self.purpose} {self.subject_kind} {self.subject_id}"
