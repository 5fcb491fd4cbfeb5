"""What was counted of attempts, once a day."""

from __future__ import annotations

from django.db import models

from tijdig.ddas import AttemptKind
from tijdig.parties.models import Controller


class ReachFigure(models.Model):
    """How often a kind of attempt was made in the year before ``counted_on``, and how often it reached someone.

    Counted by the daily work, so that no page counts a year of attempts. Counts only; small ones are hidden when shown.
    """

    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=32, choices=[(kind, kind) for kind in AttemptKind])
    counted_on = models.DateField()
    attempts = models.PositiveIntegerField()
    reached = models.PositiveIntegerField()

    class Meta:
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(fields=["controller", "kind"], name="one_reach_figure_per_kind")
        ]

    def __str__(self) -> str:
        return f"reach of {self.kind}"
