"""Deliveries, remembered column mappings, refused rows and signals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar
from uuid import uuid4

from django.db import models

from tijdig.ddas import SignalStatus
from tijdig.intake.rules.calendar import Reminder
from tijdig.intake.rules.table import SheetChoice
from tijdig.intake.rules.values.withdrawals import Withdrawal
from tijdig.intake.states import DeliveryState
from tijdig.parties.models import Controller, Organisation
from tijdig.vault import fields
from tijdig.vault.fields import BlindIndexField
from tijdig.vault.rows import SealedRow


class ColumnMapping(models.Model):
    """A version of which column of a partner's layout holds which field, and how its values are written.

    The newest version of a heading line is in use, unless it says that the layout was forgotten.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    headings_fingerprint = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    columns = models.JSONField()  # pairs of heading and field, in the order of the file
    answers = models.JSONField(default=dict)  # heading → how its values are written
    sheets = models.JSONField(default=dict)  # which sheet was chosen, and from which names and layouts
    forgotten = models.BooleanField(default=False)
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ["headings_fingerprint", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["controller", "organisation", "headings_fingerprint", "version"],
                name="one_mapping_per_version",
            )
        ]

    def __str__(self) -> str:
        return f"mapping {self.pk}"

    @property
    def choice(self) -> SheetChoice | None:
        """Which of several sheets was chosen; None where there was only one."""
        if not self.sheets:
            return None
        return SheetChoice(self.sheets["chosen"], tuple(self.sheets["names"]), tuple(self.sheets["layouts"]))

    @property
    def fields(self) -> dict[str, str]:
        """Heading → field, in the order of the file; an empty string for a column that is not read."""
        return {str(heading): str(field) for heading, field in self.columns}


class DeliveryExpectations(models.Model):
    """What a controller expects of a delivery as a whole; one that is otherwise waits. Without it nothing waits."""

    controller = models.OneToOneField(
        Controller, on_delete=models.PROTECT, primary_key=True, related_name="delivery_expectations"
    )
    amount_times = models.PositiveSmallIntegerField(null=True)
    gone_percent = models.PositiveSmallIntegerField(null=True)
    elsewhere_percent = models.PositiveSmallIntegerField(null=True)
    postcodes = models.JSONField(default=list)  # pairs of four digits, both included
    same_file = models.BooleanField(default=False)
    fewest = models.PositiveSmallIntegerField(null=True)
    wait_days = models.PositiveSmallIntegerField(null=True)
    remind_days = models.PositiveSmallIntegerField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "delivery expectations"

    def __str__(self) -> str:
        return f"delivery expectations of {self.controller_id}"


class DeliveryReminder(models.Model):
    """That a partner was reminded of a delivery that had not come: of what, and when. Once each in a month (R8)."""

    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    party_code = models.CharField(max_length=64)
    month = models.DateField()  # its first day
    kind = models.CharField(max_length=16, choices=[(kind, kind) for kind in Reminder])
    sent_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["controller", "month", "party_code", "kind"], name="one_reminder_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.party_code}, {self.month:%Y-%m}: {self.kind}"


class Delivery(SealedRow):
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
    same_file = BlindIndexField(category="signaal.naam")  # of the file's SHA-256: K4
    # What the accepted rows say as a whole: K4.
    contents = BlindIndexField(category="signaal.naam", max_length=64, blank=True)
    encoding = models.CharField(max_length=32, blank=True)
    separator = models.CharField(max_length=4, blank=True)
    rows = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)  # new signals
    unchanged = models.PositiveIntegerField(default=0)  # already delivered before (K4)
    corrected = models.PositiveIntegerField(default=0)  # delivered before with other contents
    withdrawn = models.PositiveIntegerField(default=0)  # earlier messages that were taken back
    refused = models.PositiveIntegerField(default=0)

    # Whose decision took in a delivery that was held.
    waived_by = models.UUIDField(null=True)
    waived_at = models.DateTimeField(null=True)

    # How often each field was changed by corrections: field → count.
    changes = models.JSONField(default=dict)

    file_name = fields.text("signaal.naam")  # a landlord may have put a tenant's name in it
    content_sha256 = fields.text("signaal.naam")  # of a file that may hold one person
    remarks = fields.listing(
        "signaal.naam", dict[str, object]
    )  # told and not refused: code, params, row, column
    typical_cents = fields.number_or_none(
        "signaal.bedrag"
    )  # of what was taken in: for next month's comparison
    concerns = fields.listing("signaal.bedrag", dict[str, object])  # why it was held: code, params
    waiver_reason = fields.text("signaal.naam")  # in the coordinator's words

    class Meta:
        ordering = ["-received_at"]
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(fields=["controller", "party_code", "received_on"], name="delivery_month"),
        ]

    def __str__(self) -> str:
        return f"delivery {self.id}"


class DeliveryFile(SealedRow):
    """A file kept for a short while: waiting for its columns, held for a decision, or returned with errors marked."""

    deleted_when_erased = True

    class Kind(models.TextChoices):
        """Why the file is kept."""

        WAITING = "waiting"
        HELD = "held"
        RETURNED = "returned"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="files")
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    plan = models.JSONField(default=dict)  # of a held file: by which columns and answers it is read
    keep_until = models.DateField()

    content = fields.content(
        "signaal.naam", "signaal.adres", "signaal.bedrag"
    )  # rows as the landlord wrote them

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


class Signal(SealedRow):
    """A partner's message about one person's arrears, as it passed the covenant; what tells of the person is sealed.

    In the open stands what lists are sorted, counted and guarded by: party, days of receipt, status, crisis.
    """

    subject_kind: ClassVar[str] = "signal"  # how the logs call it
    in_the_open: ClassVar[Mapping[str, str]] = {
        "received_on": "signaal.ontvangen_op",
        "crisis": "signaal.crisis",
        "status": "signaal.status",
        "corrected_at": "signaal.status",
    }

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
    crisis = models.BooleanField(default=False)
    status = models.CharField(
        max_length=64, choices=[(status, status) for status in SignalStatus], default=SignalStatus.OPEN
    )
    identity = BlindIndexField(category="signaal.kenmerk")  # same tenant, partner and period: K4
    fingerprint = BlindIndexField(category="signaal.naam")  # same contents: K4
    corrected_at = models.DateTimeField(null=True)  # a later delivery changed its contents

    reference = fields.text("signaal.kenmerk")
    initials = fields.text("signaal.naam")
    prefix = fields.text("signaal.naam")
    surname = fields.text("signaal.naam")
    birth_date = fields.text("signaal.geboortedatum")  # LO3: YYYYMMDD, zeros where unknown
    street = fields.text("signaal.adres")
    house_number = fields.number("signaal.adres")
    house_letter = fields.text("signaal.adres")
    addition = fields.text("signaal.adres")
    postcode = fields.text("signaal.adres")  # empty only with street and town
    town = fields.text("signaal.adres")
    phone = fields.text("signaal.telefoon")
    email = fields.text("signaal.email")
    amount_cents = fields.number("signaal.bedrag")
    months = fields.number_or_none("signaal.maanden")
    days = fields.number_or_none("signaal.maanden")
    onset_on = fields.day("signaal.ontstaansdatum")
    contact_sought_on = fields.day("signaal.contact_gezocht")
    pointed_to_help_on = fields.day("signaal.gewezen_op_hulp")
    reminder_on = fields.day("signaal.herinnering")
    offer_to_share_on = fields.day("signaal.aanbod_doorgeven")
    informed_on = fields.day("signaal.geinformeerd")
    warm_transfer = fields.flag("signaal.warme_overdracht")

    class Meta:
        ordering = ["received_on", "row"]
        constraints = [
            models.UniqueConstraint(
                fields=["controller", "party_code", "identity"], name="one_signal_per_period"
            )
        ]
        indexes = [
            # With the party: the figures count a year of signals without reading them.
            models.Index(fields=["controller", "received_on", "party_code"], name="signal_received"),
            models.Index(
                fields=["controller", "received_on", "status", "id"],
                condition=models.Q(status=SignalStatus.OPEN),
                name="signal_open",
            ),
            models.Index(fields=["controller", "party_code", "received_on"], name="signal_of_party"),
            # Which of the doubts comes first, without reading their signals; the controller, for PostgreSQL asks it.
            models.Index(fields=["id", "controller", "crisis", "received_on", "row"], name="signal_in_turn"),
        ]

    def __str__(self) -> str:
        return f"signal {self.id}"


class SignalWithdrawal(models.Model):
    """What a partner's file told of an earlier signal: paid, a mistake, a step to eviction. Each once a signal (K4).

    It comes in with the delivery; what it means for a case is decided when the signals are worked up.
    """

    in_the_open: ClassVar[Mapping[str, str]] = {
        **dict.fromkeys(("kind", "on", "taken_in_at"), "signaal.status"),
        "eviction_on": "ontruiming.datum",
    }

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="withdrawals")
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=[(kind, kind) for kind in Withdrawal])
    eviction_on = models.DateField(null=True)
    on = models.DateField()
    told_by = models.UUIDField(null=True)
    taken_in_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["signal", "kind"],
                condition=models.Q(eviction_on__isnull=True),
                name="one_withdrawal_per_kind",
            ),
            models.UniqueConstraint(
                fields=["signal", "kind", "eviction_on"],
                condition=models.Q(eviction_on__isnull=False),
                name="one_eviction_day_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["controller", "on"],
                condition=models.Q(taken_in_at__isnull=True),
                name="withdrawal_to_take_in",
            )
        ]

    def __str__(self) -> str:
        return f"withdrawal of {self.signal_id}"


class EarlierSignal(SealedRow):
    """What a signal said before a later delivery corrected it: sealed under the signal's key, and erased with it."""

    sealed_with = "signal"
    deleted_when_erased = True

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="earlier")
    replaced_by = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField()

    # The fields of a signal that a correction may change, as JSON.
    said = fields.content(
        "signaal.naam", "signaal.geboortedatum", "signaal.adres", "signaal.telefoon", "signaal.email",
        "signaal.bedrag", "signaal.maanden", "signaal.ontstaansdatum", "signaal.contact_gezocht",
        "signaal.gewezen_op_hulp", "signaal.herinnering", "signaal.aanbod_doorgeven", "signaal.geinformeerd",
        "signaal.crisis", "signaal.warme_overdracht",
    )  # fmt: skip

    class Meta:
        ordering = ["replaced_at", "id"]
        verbose_name_plural = "earlier signals"

    def __str__(self) -> str:
        return f"earlier state of {self.signal_id}"
