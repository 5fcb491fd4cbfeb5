"""Rounds of house visits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar
from uuid import uuid4

from django.db import models

from tijdig.casework.models import Case
from tijdig.parties.models import Controller


class VisitRound(models.Model):
    """A round of visits that one person makes; the addresses stand with the cases, not here."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["controller", "made_by", "made_at"], name="visit_round_of_person")]

    def __str__(self) -> str:
        return f"round {self.id}"


class VisitStop(models.Model):
    """A case on a round; ``visited_at`` when the result of the visit was recorded, ``reached`` what it was."""

    in_the_open: ClassVar[Mapping[str, str]] = dict.fromkeys(
        ("visited_at", "reached"), "zaak.contactpogingen"
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    round = models.ForeignKey(VisitRound, on_delete=models.CASCADE, related_name="stops")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    visited_at = models.DateTimeField(null=True)
    reached = models.BooleanField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["round", "case"], name="one_stop_per_case")]

    def __str__(self) -> str:
        return f"stop {self.id}"
