"""What a helper writes down while it helps, and referrals to who is no partner of the covenant."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from tijdig.casework import in_the_open
from tijdig.casework.models.cases import Case
from tijdig.casework.models.referrals import Referral
from tijdig.casework.rules.states import HelperEntryKind
from tijdig.ddas import AttemptKind
from tijdig.parties.models import Controller
from tijdig.vault import fields
from tijdig.vault.rows import SealedRow


class HelperEntry(SealedRow):
    """An attempt, an appointment or a note of a helper in a case that was referred to it.

    Attempts and appointments travel to the municipality where the covenant lets them; a note stays with the helper.
    """

    in_the_open = in_the_open.HELPER_ENTRY

    sealed_with = "case"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="helper_entries")
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=16, choices=[(kind, kind) for kind in HelperEntryKind])
    on = models.DateField()
    attempt = models.CharField(max_length=24, blank=True, choices=[(kind, kind) for kind in AttemptKind])
    reached = models.BooleanField(null=True)
    written_by = models.UUIDField(null=True)
    written_at = models.DateTimeField()

    text = fields.text("doorgeleiding.aantekening")

    class Meta:
        ordering = ["on", "written_at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class OutsideReferral(SealedRow):
    """A referral to an expert who is no partner of the covenant, with the tenant's consent to it.

    Without consent on record nothing goes out; ``withdrawn_on`` ends what may be given. ``gives``: the codes of what
    the tenant agreed to give.
    """

    in_the_open = in_the_open.OUTSIDE_REFERRAL

    sealed_with = "case"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="outside_referrals")
    gives = models.JSONField(default=list)
    recorded_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()
    consent_on = models.DateField(null=True)
    consent_recorded_by = models.UUIDField(null=True)
    withdrawn_on = models.DateField(null=True)
    withdrawn_recorded_by = models.UUIDField(null=True)
    letter_made_on = models.DateField(null=True)

    expert = fields.text("doorgeleiding.reden")
    address = fields.text("doorgeleiding.reden")
    reason = fields.text("doorgeleiding.reden")
    consent_how = fields.text("doorgeleiding.reden")

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"outside referral {self.id}"
