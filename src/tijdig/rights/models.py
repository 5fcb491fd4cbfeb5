"""Requests of residents about their own data, by when they are answered; nothing of who asked or what about (R55)."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from tijdig.parties.models import Controller
from tijdig.rights.rules.requests import RequestKind


class RightsRequest(models.Model):
    """A request under GDPR articles 15 to 21: what is asked, when it came, by when it is answered.

    ``reference`` says where it is kept (a number in the municipality's archive): who asked stands there.
    ``answer_by`` is the last day; ``extended_on`` when the resident was told that it takes longer.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="rights_requests")
    kind = models.CharField(max_length=16, choices=[(kind, kind) for kind in RequestKind])
    reference = models.CharField(max_length=64)
    received_on = models.DateField()
    answer_by = models.DateField()
    extended_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    recorded_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["answer_by", "id"]
        constraints = [
            models.UniqueConstraint(fields=["controller", "reference"], name="one_request_per_reference")
        ]
        indexes = [
            models.Index(
                fields=["controller", "answer_by"],
                condition=models.Q(answered_on__isnull=True),
                name="open_request",
            )
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"
