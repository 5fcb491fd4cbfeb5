"""What a case director decided otherwise or wrote down, with the reason."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from tijdig.casework import in_the_open
from tijdig.casework.models.cases import Case
from tijdig.parties.models import Controller
from tijdig.vault import fields
from tijdig.vault.rows import SealedRow


class Override(SealedRow):
    """A person's choice of route or place instead of the advice, with the reason (R34)."""

    in_the_open = in_the_open.OVERRIDE

    sealed_with = "case"
    deleted_when_erased = True

    class Kind(models.TextChoices):
        """What was changed."""

        ROUTE = "route"
        FIRST = "first"
        LAST = "last"
        ADVICE = "advice"  # back to the advice

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="overrides")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()

    route = fields.text("zaak.route")
    reason = fields.text("zaak.route")

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"override {self.kind} of {self.case_id}"


class Note(SealedRow):
    """What a case director writes down for the municipality itself; never shared with anyone (R44)."""

    in_the_open = in_the_open.NOTE

    sealed_with = "case"
    deleted_when_erased = True

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    written_by = models.UUIDField(null=True)
    written_at = models.DateTimeField()

    text = fields.text("zaak.notities")

    class Meta:
        ordering = ["written_at"]

    def __str__(self) -> str:
        return f"note {self.id}"
