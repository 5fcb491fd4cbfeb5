"""Rent that is withheld from a benefit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar
from uuid import uuid4

from django.db import models

from tijdig.casework.models.cases import Case
from tijdig.parties.models import Controller
from tijdig.vault import fields
from tijdig.vault.rows import SealedRow


class Withholding(SealedRow):
    """A withholding of rent as it was decided or authorised (R30): nothing of it is readable without the case's key."""

    in_the_open: ClassVar[Mapping[str, str]] = {"recorded_at": "zaak.taken"}

    sealed_with = "case"
    deleted_when_erased = True

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="withholdings")
    recorded_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    amount_cents = fields.number("zaak.taken")  # a month
    starts_on = fields.day("zaak.taken")
    ends_on = fields.day("zaak.taken")
    review_on = fields.day("zaak.taken")
    reference = fields.text("zaak.taken")  # of the decision or of the tenant's authorisation

    class Meta:
        ordering = ["recorded_at"]

    def __str__(self) -> str:
        return f"withholding {self.id}"
