"""Case meetings, what is on their agenda, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar
from uuid import uuid4

from django.db import models

from tijdig.casework.models import Case
from tijdig.meeting.rules.agenda import Basis
from tijdig.parties.models import Controller
from tijdig.vault import fields
from tijdig.vault.rows import SealedRow


class Meeting(models.Model):
    """One case meeting under one covenant (R47)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="meetings")
    covenant_hash = models.CharField(max_length=71)
    on = models.DateField()
    planned_by = models.UUIDField(null=True)
    planned_at = models.DateTimeField()

    class Meta:
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(fields=["controller", "covenant_hash", "on"], name="one_meeting_per_day")
        ]

    def __str__(self) -> str:
        return f"meeting {self.on}"


class AgendaItem(SealedRow):
    """A case on the agenda, with the basis on which it may be discussed, and later what was decided (R48)."""

    in_the_open: ClassVar[Mapping[str, str]] = {
        "basis": "zaak.status",
        "tabled_at": "zaak.status",
        "action_due_on": "zaak.taken",
        "action_done_on": "zaak.taken",
        "decided_at": "zaak.taken",
    }

    sealed_with = "case"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="agenda_items")
    basis = models.CharField(max_length=16, choices=[(basis, basis) for basis in Basis])
    proposed_by = models.UUIDField(null=True)
    tabled_at = models.DateTimeField()
    action_party = models.CharField(max_length=64, blank=True)
    action_due_on = models.DateField(null=True)
    action_done_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)

    sentence = fields.text("zaak.status")  # why it may be discussed (R48)
    decision = fields.text("zaak.taken")
    action = fields.text("zaak.taken")

    class Meta:
        ordering = ["case__rank_key", "tabled_at"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "case"], name="one_item_per_case_and_meeting")
        ]

    def __str__(self) -> str:
        return f"item {self.id}"
