"""Attempts to get into contact."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from tijdig.casework import in_the_open
from tijdig.casework.models.cases import Case
from tijdig.ddas import AttemptKind, PartOfDay
from tijdig.parties.models import Controller


class ContactAttempt(models.Model):
    """One attempt to get into contact (R35)."""

    in_the_open = in_the_open.CONTACT_ATTEMPT

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="attempts", db_index=False)
    kind = models.CharField(max_length=32, choices=[(kind, kind) for kind in AttemptKind])
    on = models.DateField()
    part_of_day = models.CharField(max_length=8, choices=[(part, part) for part in PartOfDay])
    reached = models.BooleanField()
    made_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "recorded_at"]
        indexes = [
            models.Index(fields=["controller", "on", "kind"], name="attempt_day"),
            models.Index(fields=["case", "reached", "on", "kind", "controller"], name="attempt_of_case"),
        ]

    def __str__(self) -> str:
        return f"attempt {self.id}"
