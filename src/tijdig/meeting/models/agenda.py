"""What is on the agenda of a meeting, what was decided, and what participants ask to discuss."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar
from uuid import uuid4

from django.db import models

from tijdig.casework.models import Case
from tijdig.meeting.models.meetings import Meeting
from tijdig.meeting.rules.agenda import Basis
from tijdig.parties.models import Controller
from tijdig.vault import fields
from tijdig.vault.rows import SealedRow


class AgendaItem(SealedRow):
    """A case on the agenda, with the basis on which it may be discussed, and later what was decided (R48).

    ``version`` counts the writings of the decision, so that of two who write at once neither loses it (K6).
    """

    in_the_open: ClassVar[Mapping[str, str]] = {
        "basis": "zaak.status",
        "tabled_at": "zaak.status",
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
    decided_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    sentence = fields.text("zaak.status")  # why it may be discussed (R48)
    decision = fields.text("zaak.taken")

    class Meta:
        ordering = ["case__rank_key", "tabled_at"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "case"], name="one_item_per_case_and_meeting")
        ]

    def __str__(self) -> str:
        return f"item {self.id}"


class Wish(SealedRow):
    """A participant asks to discuss a case of its own; met when the case is tabled afterwards.

    ``reason`` is a helper's: a landlord sends no free text (R10).
    """

    in_the_open: ClassVar[Mapping[str, str]] = {"asked_at": "zaak.status"}

    sealed_with = "case"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="meeting_wishes")
    party = models.CharField(max_length=64)
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()

    reason = fields.text("doorgeleiding.bericht")

    class Meta:
        ordering = ["asked_at"]
        constraints = [models.UniqueConstraint(fields=["case", "party"], name="one_wish_per_case_and_party")]

    def __str__(self) -> str:
        return f"wish of {self.party}"
