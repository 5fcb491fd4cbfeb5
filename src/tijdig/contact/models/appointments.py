"""Appointments with the tenant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar
from uuid import uuid4

from django.db import models

from tijdig.casework.models import Case
from tijdig.contact.rules.appointments import Where
from tijdig.parties.models import Controller
from tijdig.vault import fields
from tijdig.vault.rows import SealedRow


class Appointment(SealedRow):
    """When and where the tenant of a case is met, by whom; two people for the joint conversation (R30).

    ``sequence`` counts its changes, so that a calendar knows which version is the newest (RFC 5545).
    """

    in_the_open: ClassVar[Mapping[str, str]] = dict.fromkeys(
        ("starts_at", "ends_at", "where", "cancelled_at", "changed_at"), "zaak.contactpogingen"
    )

    sealed_with = "case"
    deleted_when_erased = True

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="appointments")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    where = models.CharField(max_length=16, choices=[(where, where) for where in Where])
    person = models.UUIDField()
    second_person = models.UUIDField(null=True)
    sequence = models.PositiveIntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    place = fields.text("zaak.contactpogingen")

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(
                fields=["controller", "starts_at"],
                condition=models.Q(cancelled_at__isnull=True),
                name="appointment_day",
            )
        ]

    def __str__(self) -> str:
        return f"appointment {self.id}"
