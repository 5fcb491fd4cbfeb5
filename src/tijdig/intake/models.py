"""Deliveries, remembered column mappings, refused rows and signals."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from tijdig.ddas import SignalStatus
from tijdig.intake.states import DeliveryState
from tijdig.parties.models import Controller, Organisation


class ColumnMapping(models.Model):
    """Which column of a landlord's layout holds which field; confirmed once, remembered per heading line."""

    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    headings_fingerprint = models.CharField(max_length=64)
    columns = models.JSONField()  # heading → field
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["controller", "organisation", "headings_fingerprint"], name="one_mapping_per_layout"
            )
        ]

    def __str__(self) -> str:
        return f"mapping {self.pk}"


class Delivery(models.Model):
    """One file from one landlord: what came, what was kept, what was refused."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="deliveries")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="deliveries")
    party_code = models.CharField(max_length=64)
    covenant_hash = models.CharField(max_length=71)
    state = models.CharField(
        max_length=16, choices=[(state, state) for state in DeliveryState], default=DeliveryState.WAITING
    )
    received_on = models.DateField()
    received_at = models.DateTimeField()
    delivered_by = models.UUIDField(null=True)
    # The collection agent that delivered for this party (R1); empty when it delivered itself.
    agent_code = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=200)
    content_sha256 = models.CharField(max_length=64)
    contents = models.CharField(max_length=64, blank=True)  # what the accepted rows say as a whole: K4
    encoding = models.CharField(max_length=32, blank=True)
    separator = models.CharField(max_length=4, blank=True)
    rows = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)  # new signals
    unchanged = models.PositiveIntegerField(default=0)  # already delivered before (K4)
    corrected = models.PositiveIntegerField(default=0)  # delivered before with other contents
    refused = models.PositiveIntegerField(default=0)
    remarks = models.JSONField(default=list)  # told and not refused: code, params, row, column

    class Meta:
        ordering = ["-received_at"]
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(fields=["controller", "party_code", "received_on"], name="delivery_month"),
        ]

    def __str__(self) -> str:
        return f"delivery {self.id}"


class DeliveryFile(models.Model):
    """A file kept for a short while: waiting for its columns, or returned with the errors marked."""

    class Kind(models.TextChoices):
        """Why the file is kept."""

        WAITING = "waiting"
        RETURNED = "returned"

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="files")
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    content = models.BinaryField()
    keep_until = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["delivery", "kind"], name="one_file_per_kind")]

    def __str__(self) -> str:
        return f"{self.kind} file of {self.delivery_id}"


class RefusedRow(models.Model):
    """One reason why one row was refused: code and parameters, never what stood in the row (R6, R11)."""

    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="refused_rows")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=100, blank=True)
    code = models.CharField(max_length=64)
    rule = models.CharField(max_length=16)
    params = models.JSONField(default=dict)

    class Meta:
        ordering = ["row", "id"]

    def __str__(self) -> str:
        return f"row {self.row}: {self.code}"


class Signal(models.Model):
    """A partner's message about one person's arrears, as it passed the covenant."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # No index of the controller alone, here and on what hangs on signals: it would be taken to read all there is.
    controller = models.ForeignKey(
        Controller, on_delete=models.PROTECT, related_name="signals", db_index=False
    )
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="signals")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="signals")
    party_code = models.CharField(max_length=64)
    covenant_hash = models.CharField(max_length=71)
    row = models.PositiveIntegerField()
    received_on = models.DateField()
    reference = models.CharField(max_length=64)
    initials = models.CharField(max_length=80, blank=True)
    prefix = models.CharField(max_length=40, blank=True)
    surname = models.CharField(max_length=400)  # two names of the register's length, joined
    birth_date = models.CharField(max_length=8, blank=True)  # LO3: YYYYMMDD, zeros where unknown
    street = models.CharField(max_length=100, blank=True)
    house_number = models.PositiveIntegerField()
    house_letter = models.CharField(max_length=2, blank=True)
    addition = models.CharField(max_length=10, blank=True)
    postcode = models.CharField(max_length=6, blank=True)  # empty only with street and town
    town = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.CharField(max_length=254, blank=True)
    amount_cents = models.BigIntegerField()
    months = models.PositiveSmallIntegerField(null=True)
    days = models.PositiveSmallIntegerField(null=True)
    onset_on = models.DateField(null=True)
    contact_sought_on = models.DateField(null=True)
    pointed_to_help_on = models.DateField(null=True)
    reminder_on = models.DateField(null=True)
    offer_to_share_on = models.DateField(null=True)
    informed_on = models.DateField(null=True)
    crisis = models.BooleanField(default=False)
    warm_transfer = models.BooleanField(default=False)
    status = models.CharField(
        max_length=64, choices=[(status, status) for status in SignalStatus], default=SignalStatus.OPEN
    )
    identity = models.CharField(max_length=64)  # same tenant, partner and period: K4
    fingerprint = models.CharField(max_length=64)  # same contents: K4
    corrected_at = models.DateTimeField(null=True)  # a later delivery changed its contents

    class Meta:
        ordering = ["received_on", "row"]
        constraints = [
            models.UniqueConstraint(
                fields=["controller", "party_code", "identity"], name="one_signal_per_period"
            )
        ]
        indexes = [
            models.Index(fields=["controller", "postcode", "house_number"], name="signal_address"),
            # With the party: the figures count a year of signals without reading them.
            models.Index(fields=["controller", "received_on", "party_code"], name="signal_received"),
            models.Index(
                fields=["controller", "received_on", "status", "id"],
                condition=models.Q(status=SignalStatus.OPEN),
                name="signal_open",
            ),
            models.Index(fields=["controller", "party_code", "received_on"], name="signal_of_party"),
        ]

    def __str__(self) -> str:
        return f"signal {self.id}"
