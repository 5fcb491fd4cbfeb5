"""Cases, their numbers, and the notifications that are worked in them."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.utils import timezone

from tijdig.casework import in_the_open
from tijdig.casework.rules.states import (
    CaseState,
    HelpDecision,
)
from tijdig.ddas import Result
from tijdig.linkage.models import Notification
from tijdig.parties.models import Controller
from tijdig.vault import fields
from tijdig.vault.rows import SealedRow


class CaseCounter(models.Model):
    """The last number given out to a case of one controller in one year."""

    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["controller", "year"], name="one_case_counter_per_year")
        ]

    def __str__(self) -> str:
        return f"{self.controller_id} {self.year}: {self.last}"


class Case(SealedRow):
    """The municipal handling of a notification, and of the household's next ones while it is open (R20).

    ``notification`` is the one that it began with; ``notifications`` holds every one. Reasons and facts are codes,
    values and days; no names. ``version`` goes up with every change; one made from an older version is refused (K6).
    """

    in_the_open = in_the_open.CASE
    subject_kind: ClassVar[str] = "case"  # how the logs call it

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="cases", db_index=False)
    number = models.CharField(max_length=12)  # 2026-0042
    notification = models.OneToOneField(Notification, on_delete=models.PROTECT, related_name="+")
    covenant_hash = models.CharField(max_length=71)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(
        max_length=16, choices=[(state, state) for state in CaseState], default=CaseState.NEW
    )
    opened_on = models.DateField()
    received_on = models.DateField()

    rank_key = models.CharField(max_length=40)
    threatened = models.BooleanField(default=False)
    threatened_since = models.DateField(null=True)  # the first day of the threat that stands (R27)
    facts_retrieved_on = models.DateField()
    # Links and corrections until this moment are in the advice; later ones ask for a fresh look (R24, K4).
    signals_seen_at = models.DateTimeField(default=timezone.now)
    proposed_result = models.CharField(max_length=80, blank=True)

    first_conversation_by = models.DateField()
    inform_by = models.DateField()
    informed_on = models.DateField(null=True)
    owner = models.UUIDField(null=True)
    second_owner = models.UUIDField(null=True)  # the other case director of a joint invitation (R30)
    taken_up_at = models.DateTimeField(null=True)
    given_at = models.DateTimeField(null=True)  # when it last came to who has it now
    given_by = models.UUIDField(null=True)  # by whom: by oneself when one took it up
    invited_on = models.DateField(null=True)
    spoken_on = models.DateField(null=True)
    offered_on = models.DateField(null=True)
    offer_answered_on = models.DateField(null=True)
    help_requested_on = models.DateField(null=True)
    help_decision = models.CharField(
        max_length=16, blank=True, choices=[(decision, decision) for decision in HelpDecision]
    )
    help_decided_on = models.DateField(null=True)
    paid_reported_on = models.DateField(null=True)
    frozen_on = models.DateField(
        null=True
    )  # since when contact stands still: the resident objected, or asked so (R56)

    # Where it lies, of the districts that the controller drew: the list is narrowed by it.
    district = models.ForeignKey(
        "casework.District", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    result = models.CharField(max_length=80, blank=True, choices=[(result, result) for result in Result])
    result_second_person = models.UUIDField(null=True)
    closed_on = models.DateField(null=True)
    erased_on = models.DateField(null=True)

    route = fields.text("zaak.route")  # empty: find out first, or choose by hand
    route_to = fields.text("zaak.route")
    route_actions = fields.listing("zaak.route", str)
    route_reasons = fields.listing("zaak.route", dict[str, Any])
    rank_reasons = fields.listing("zaak.rang", dict[str, Any])
    to_find_out = fields.listing("zaak.taken", str)
    minors = fields.flag_or_none("huishouden.minderjarigen")
    benefit = fields.flag_or_none("uitkering.participatiewet")
    # Name → value, source, day; emptied when the term of triage facts ends.
    facts = fields.mapping(
        (
            "zaak.route", "signaal.bedrag", "signaal.maanden", "signaal.crisis", "signaal.geinformeerd",
            "bewoner.status", "huishouden.minderjarigen", "uitkering.participatiewet", "ontruiming.fase",
        ),
        dict[str, Any],
    )  # fmt: skip
    proposed_reason = fields.listing("zaak.resultaat", dict[str, Any])
    contact_reasons = fields.listing("bewoner.status", dict[str, Any])  # why nothing goes out by itself (R23)
    # What a person chose: may one write?
    may_write = fields.flag_or_none("bewoner.status")
    contact_choice_reason = fields.text("bewoner.status")
    help_decision_reference = fields.text("zaak.resultaat")
    eviction_stage = fields.text("ontruiming.fase")
    eviction_on = fields.day("ontruiming.datum")
    sub_reason = fields.text("zaak.subreden")  # a SubReason; restricted: never leaves the municipality (R32)
    result_helper = fields.text("zaak.resultaat")
    result_reason = fields.text("zaak.resultaat")

    class Meta:
        ordering = ["rank_key", "number"]
        constraints = [models.UniqueConstraint(fields=["controller", "number"], name="one_case_per_number")]
        indexes = [
            # In order of rank, with all that the work list's filters ask: counting and choosing read no row.
            models.Index(
                fields=[
                    "controller",
                    "rank_key",
                    "number",
                    "state",
                    "owner",
                    "second_owner",
                    "threatened",
                    "proposed_result",
                    "first_conversation_by",
                    "spoken_on",
                    "closed_on",
                    "district",
                    "id",
                ],
                condition=models.Q(closed_on__isnull=True),
                name="case_worklist",
            ),
            models.Index(
                fields=["controller", "frozen_on"],
                condition=models.Q(frozen_on__isnull=False),
                name="case_frozen",
            ),
            models.Index(
                fields=["controller", "owner", "rank_key"],
                condition=models.Q(closed_on__isnull=True),
                name="case_own_worklist",
            ),
            models.Index(
                fields=["controller", "second_owner"],
                condition=models.Q(closed_on__isnull=True, second_owner__isnull=False),
                name="case_of_second_owner",
            ),
            # The clocks of the day, first to run out first, with whose they are: read in order, counted unread.
            models.Index(
                fields=[
                    "controller",
                    "first_conversation_by",
                    "rank_key",
                    "number",
                    "proposed_result",
                    "owner",
                    "second_owner",
                ],
                condition=models.Q(closed_on__isnull=True, spoken_on__isnull=True),
                name="case_first_term",
            ),
            models.Index(
                fields=[
                    "controller",
                    "inform_by",
                    "rank_key",
                    "number",
                    "proposed_result",
                    "owner",
                    "second_owner",
                ],
                condition=models.Q(closed_on__isnull=True, informed_on__isnull=True),
                name="case_inform_term",
            ),
            # Only what is closed: else SQLite's planner takes it for the open ones, and sorts them itself.
            models.Index(
                fields=["controller", "closed_on"],
                condition=models.Q(closed_on__isnull=False),
                name="case_closed",
            ),
            # What is asked of the case of each notification (figures) or task (the day), without reading the case; the
            # controller too, for PostgreSQL asks whose each row is.
            models.Index(
                fields=[
                    "id",
                    "controller",
                    "taken_up_at",
                    "state",
                    "result",
                    "closed_on",
                    "owner",
                    "second_owner",
                    "informed_on",
                ],
                name="case_figures",
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.number}"


class CaseNotification(models.Model):
    """A notification that is worked in a case: the one that it began with, or one of a later period (R19, R20)."""

    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notifications")
    notification = models.OneToOneField(Notification, on_delete=models.PROTECT, related_name="worked_in")
    joined_on = models.DateField()

    class Meta:
        ordering = ["joined_on", "pk"]
        indexes = [models.Index(fields=["notification", "case", "controller"], name="case_of_notification")]

    def __str__(self) -> str:
        return f"notification {self.notification_id} in case {self.case_id}"
