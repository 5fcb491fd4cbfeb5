"""Cases handed to helping partners."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from tijdig.casework import in_the_open
from tijdig.casework.models.cases import Case
from tijdig.casework.rules.states import (
    ReferralOutcome,
    ReferralState,
)
from tijdig.parties.models import Controller
from tijdig.vault import fields
from tijdig.vault.rows import SealedRow


class Referral(SealedRow):
    """A case handed to a helping partner: offered, then accepted or refused, then reported or returned."""

    in_the_open = in_the_open.REFERRAL

    sealed_with = "case"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="referrals")
    party = models.CharField(max_length=64)
    covenant_hash = models.CharField(max_length=71)
    state = models.CharField(
        max_length=16, choices=[(state, state) for state in ReferralState], default=ReferralState.OFFERED
    )
    offered_on = models.DateField()
    offered_by = models.UUIDField(null=True)
    answer_by = models.DateField()
    answered_on = models.DateField(null=True)
    answered_by = models.UUIDField(null=True)
    outcome = models.CharField(
        max_length=16, blank=True, choices=[(outcome, outcome) for outcome in ReferralOutcome]
    )
    ended_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    assigned_to = models.UUIDField(null=True)  # who at the partner has it on her name
    report_by = models.DateField(null=True)  # from its acceptance; None where the covenant sets no term

    reason = fields.text("doorgeleiding.reden")
    answer_reason = fields.text("doorgeleiding.bericht")
    report = fields.text("doorgeleiding.bericht")

    class Meta:
        ordering = ["offered_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "party"],
                condition=models.Q(state__in=[ReferralState.OFFERED, ReferralState.ACCEPTED]),
                name="one_open_referral_per_party",
            )
        ]
        indexes = [
            models.Index(fields=["controller", "party", "state"], name="referral_party"),
            models.Index(fields=["controller", "state", "case"], name="referral_state"),
            # For the day: who waits longest for an answer, and what was answered or ended of late.
            models.Index(fields=["controller", "state", "answer_by", "id"], name="referral_waits"),
            models.Index(fields=["controller", "answered_on"], name="referral_answered"),
            models.Index(fields=["controller", "ended_on"], name="referral_ended"),
            # For the helper: what it reported back last.
            models.Index(
                fields=["controller", "party", "-ended_on", "id"],
                condition=models.Q(state=ReferralState.REPORTED),
                name="referral_reported",
            ),
        ]

    def __str__(self) -> str:
        return f"referral {self.id}"
