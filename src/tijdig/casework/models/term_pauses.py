"""The term of a decision that stands still."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from tijdig.casework import in_the_open
from tijdig.casework.models.cases import Case
from tijdig.parties.models import Controller
from tijdig.vault import fields
from tijdig.vault.rows import SealedRow


class TermPauseRow(SealedRow):
    """From what happened ``on`` a day the term of a decision stands still, up to and including ``last_day`` (R39).

    ``last_day`` is empty as long as nobody knows it; why it stands still is not readable without the case's key.
    """

    in_the_open = in_the_open.TERM_PAUSE

    sealed_with = "case"
    deleted_when_erased = True

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="term_pauses")
    on = models.DateField()
    last_day = models.DateField(null=True)
    recorded_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    ground = fields.text("zaak.aanbod")  # a PauseGround
    reason = fields.text("zaak.aanbod")

    class Meta:
        ordering = ["on", "recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(last_day__isnull=True),
                name="one_open_term_pause_per_case",
            )
        ]

    def __str__(self) -> str:
        return f"pause of a term {self.id}"
