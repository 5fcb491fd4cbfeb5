"""Links between signals and residents, their candidates, and the notifications that signals form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar
from uuid import uuid4

from django.db import models

from tijdig.intake.models import Signal
from tijdig.linkage.rules.outcomes import Outcome, RegisterState
from tijdig.parties.models import Controller
from tijdig.vault import fields
from tijdig.vault.fields import BlindIndexField
from tijdig.vault.rows import SealedRow


class Notification(models.Model):
    """The signals matched on one address in one matching period, worked as one (R19, R20)."""

    in_the_open: ClassVar[Mapping[str, str]] = {
        "patterns": "signaal.status",
        "different_people": "signaal.status",
        "different_people_settled_at": "signaal.status",
    }

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(
        Controller, on_delete=models.PROTECT, related_name="notifications", db_index=False
    )
    # Blind index of postcode, number, letter and addition; split apart it ends in " / 2"; erased it is random.
    address_key = BlindIndexField(category="signaal.adres", max_length=64)
    period_from = models.DateField()
    period_until = models.DateField()
    matched_at = models.DateTimeField()
    patterns = models.JSONField(default=list)  # "single", "multiple", "successive": R19
    different_people = models.BooleanField(default=False)  # R22: proposed together, a person confirms
    different_people_settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-period_from", "matched_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["controller", "address_key", "period_from"],
                name="one_notification_per_address_and_period",
            )
        ]
        indexes = [
            # The figures count a year of notifications by pattern without reading them.
            models.Index(
                fields=["controller", "period_from", "patterns", "id"], name="notification_patterns"
            ),
            models.Index(
                fields=["controller", "period_from", "address_key"],
                condition=models.Q(different_people=True, different_people_settled_at__isnull=True),
                name="notification_to_settle",
            ),
        ]

    def __str__(self) -> str:
        return f"notification {self.id}"


class Link(SealedRow):
    """Who a signal is about: found by the engine or decided by a person; undone links stay as history."""

    in_the_open: ClassVar[Mapping[str, str]] = {
        "outcome": "bewoner.status",
        "register_state": "bewoner.status",
        "reasons": "bewoner.status",
        "repeat": "signaal.status",
    }

    class UndoneFor(models.TextChoices):
        """Why a link no longer stands."""

        PERSON = "person"  # someone took it back, with a reason
        CORRECTION = "correction"  # the landlord corrected what it was made from
        TERM = "term"  # its retention term ended while nobody decided
        REGISTER = "register"  # nobody had decided yet, and a newer register says otherwise

    sealed_with = "signal"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="links", db_index=False)
    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="links")
    notification = models.ForeignKey(Notification, null=True, on_delete=models.SET_NULL, related_name="links")
    person = BlindIndexField(category="bewoner.bsn", blank=True)  # of the resident; empty for nobody
    outcome = models.CharField(max_length=8, choices=[(outcome, outcome) for outcome in Outcome])
    register_state = models.CharField(max_length=16, choices=[(state, state) for state in RegisterState])
    # Where the register had the person when it was last looked at: another place later is a move (R25).
    register_place = BlindIndexField(category="bewoner.adres", blank=True)
    # Of the person as the partner wrote it: the same one again, beside the same resident, is the same question (R24).
    written = BlindIndexField(category="signaal.naam", blank=True)
    rule_id = models.CharField(max_length=16)
    rule_version = models.CharField(max_length=16)
    reasons = models.JSONField(default=list)  # code, params and side of each; see stored_reasons
    runner_up = BlindIndexField(category="bewoner.bsn", blank=True)
    margin = models.FloatField(null=True)
    repeat = models.BooleanField(default=False)  # R21
    made_at = models.DateTimeField()
    # Up to which import of the register a doubt was compared; None: a person took a link back, the engine stays out.
    compared_with = models.DateTimeField(null=True)
    # What a first person chose, where a second one looks as well; the second decides.
    first_look_by = models.UUIDField(null=True)
    first_looked_at = models.DateTimeField(null=True)
    first_look_person = BlindIndexField(category="bewoner.bsn", blank=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    # Whose decision was taken over, when a person had decided about the same pair before.
    decided_before = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    undone_at = models.DateTimeField(null=True)
    undone_for = models.CharField(max_length=16, blank=True, choices=UndoneFor)

    decision_reason = fields.text("bewoner.status")  # a person's words, as are these
    first_look_reason = fields.text("bewoner.status")
    undone_reason = fields.text("bewoner.status")

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["signal"],
                condition=models.Q(undone_at__isnull=True),
                name="one_standing_link_per_signal",
            )
        ]
        indexes = [
            # What waits for a person is few; all that stands is many. With all that is asked of it, to count it unread,
            # and to say which come first: the order is that of the signals.
            models.Index(
                fields=[
                    "controller",
                    "signal",
                    "id",
                    "outcome",
                    "decided_at",
                    "undone_at",
                    "first_look_by",
                ],
                condition=~models.Q(outcome=Outcome.CERTAIN)
                & models.Q(decided_at__isnull=True, undone_at__isnull=True),
                name="link_in_doubt",
            ),
            models.Index(
                fields=["controller", "-decided_at"],
                condition=models.Q(decided_at__isnull=False, undone_at__isnull=True),
                name="link_decided",
            ),
            # What a person decided about the same written person before.
            models.Index(
                fields=["controller", "written"],
                condition=models.Q(decided_at__isnull=False, undone_at__isnull=True) & ~models.Q(written=""),
                name="link_decided_of_written",
            ),
            # What stands in notifications, of one municipality: without it each run reads the links of all the others
            # too. Not what waits for a person: SQLite would read all of it to find the doubts, which have an index.
            models.Index(
                fields=["controller", "notification"],
                condition=models.Q(undone_at__isnull=True, notification__isnull=False),
                name="link_standing",
            ),
            # All that was done with someone's data, for who asks after their own.
            models.Index(
                fields=["controller", "person"], condition=~models.Q(person=""), name="link_of_person"
            ),
        ]

    def __str__(self) -> str:
        return f"link {self.id}"


class ReviewDesk(models.Model):
    """What a municipality chose for its doubts. Without a row: one person decides each."""

    controller = models.OneToOneField(
        Controller, primary_key=True, on_delete=models.PROTECT, related_name="review_desk"
    )
    second_look = models.BooleanField(default=False)  # at the most doubtful decisions

    def __str__(self) -> str:
        return f"review desk of {self.controller_id}"


class Lookup(models.Model):
    """That the register was asked over its API about a signal; where it is, a signal without one waits.

    ``problem`` is the code of what it could not answer, empty when it could.
    """

    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    signal = models.OneToOneField(Signal, primary_key=True, on_delete=models.CASCADE, related_name="lookup")
    asked_at = models.DateTimeField()
    problem = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"lookup of {self.signal_id}"


class Candidate(models.Model):
    """Someone a doubtful signal might be about, with the evidence for and against."""

    subject_kind: ClassVar[str] = "candidate"  # how the logs call it
    key_of_subject: ClassVar[str] = "link__signal__data_key"
    in_the_open: ClassVar[Mapping[str, str]] = {
        "register_state": "bewoner.status",
        "reasons": "bewoner.status",
    }

    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="candidates")
    position = models.PositiveSmallIntegerField()
    person = BlindIndexField(category="bewoner.bsn")
    rule_id = models.CharField(max_length=16)
    register_state = models.CharField(max_length=16, choices=[(state, state) for state in RegisterState])
    reasons = models.JSONField(default=list)

    class Meta:
        ordering = ["link", "position"]
        indexes = [models.Index(fields=["controller", "person"], name="candidate_of_person")]

    def __str__(self) -> str:
        return f"candidate {self.position} of {self.link_id}"
