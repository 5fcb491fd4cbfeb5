"""Rehearsals of a draft on the municipality's own past signals: how far they are, and what came out."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from tijdig.covenant.models import CovenantDraft
from tijdig.parties.models import Controller


class Rehearsal(models.Model):
    """One rehearsal of one revision of a draft; it goes with the draft.

    ``since``: signals received on that day or later. ``done`` of ``total`` days of receipt have been worked through.
    ``outcome`` holds counts, codes and case numbers only: nothing of a person.
    """

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    draft = models.ForeignKey(CovenantDraft, on_delete=models.CASCADE, related_name="rehearsals")
    revision = models.PositiveIntegerField()
    since = models.DateField()
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    outcome = models.JSONField(default=dict)

    class Meta:
        ordering = ["-asked_at", "id"]

    def __str__(self) -> str:
        return f"rehearsal {self.id}"
