"""Case meetings, who was there, and which version of its papers each participant has."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from tijdig.meeting.rules.papers import PaperKind
from tijdig.parties.models import Controller


class Meeting(models.Model):
    """One case meeting under one covenant (R47); it can be moved until it has ended."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="meetings")
    covenant_hash = models.CharField(max_length=71)
    on = models.DateField()
    planned_by = models.UUIDField(null=True)
    planned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(fields=["controller", "covenant_hash", "on"], name="one_meeting_per_day")
        ]

    def __str__(self) -> str:
        return f"meeting {self.on}"


class Presence(models.Model):
    """Whether a participant was there."""

    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="presences")
    party = models.CharField(max_length=64)
    present = models.BooleanField()
    noted_by = models.UUIDField(null=True)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["party"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "party"], name="one_presence_per_participant")
        ]

    def __str__(self) -> str:
        return f"{self.party} at {self.meeting_id}"


class PaperVersion(models.Model):
    """A version of a participant's pack or minutes; ``mark`` changes with what it holds, and says nothing of it."""

    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="papers")
    party = models.CharField(max_length=64)
    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in PaperKind])
    number = models.PositiveIntegerField()
    mark = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["meeting", "party", "kind", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "party", "kind", "number"], name="one_paper_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number} of {self.party}"
