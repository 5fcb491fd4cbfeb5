"""Cases and what is done in them: attempts, tasks, referrals, overrides, notes."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.utils import timezone

from tijdig.casework import in_the_open
from tijdig.casework.rules.states import (
    CaseState,
    HelpDecision,
    ReferralOutcome,
    ReferralState,
    TaskKind,
)
from tijdig.covenant.rules.facts import EvictionStage
from tijdig.ddas import AttemptKind, PartOfDay, Result
from tijdig.intake.models import Signal
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
                    "id",
                ],
                condition=models.Q(closed_on__isnull=True),
                name="case_worklist",
            ),
            models.Index(
                fields=["controller", "owner", "rank_key"],
                condition=models.Q(closed_on__isnull=True),
                name="case_own_worklist",
            ),
            # Only what is closed: else SQLite's planner takes it for the open ones, and sorts them itself.
            models.Index(
                fields=["controller", "closed_on"],
                condition=models.Q(closed_on__isnull=False),
                name="case_closed",
            ),
            # What the figures ask of the case of each notification, without reading the case.
            models.Index(fields=["id", "taken_up_at", "state", "result"], name="case_figures"),
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
        indexes = [models.Index(fields=["notification", "case"], name="case_of_notification")]

    def __str__(self) -> str:
        return f"notification {self.notification_id} in case {self.case_id}"


class SignalNews(models.Model):
    """What a partner told of its own signal after delivering it: a stage of the eviction, or withdrawn; else paid.

    Kept with the signal whatever became of it, so that it is there when a case opens.
    """

    in_the_open = in_the_open.SIGNAL_NEWS

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="news")
    stage = models.CharField(max_length=16, blank=True, choices=[(stage, stage) for stage in EvictionStage])
    on = models.DateField()
    eviction_on = models.DateField(null=True)
    withdrawn = models.BooleanField(default=False)
    told_by = models.UUIDField(null=True)
    told_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "told_at"]
        verbose_name_plural = "signal news"

    def __str__(self) -> str:
        return f"news {self.id}"


class ContactAttempt(models.Model):
    """One attempt to get into contact (R35)."""

    in_the_open = in_the_open.CONTACT_ATTEMPT

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="attempts", db_index=False)
    kind = models.CharField(max_length=32, choices=[(kind, kind) for kind in AttemptKind])
    on = models.DateField()
    part_of_day = models.CharField(max_length=8, choices=[(part, part) for part in PartOfDay])
    reached = models.BooleanField()
    made_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "recorded_at"]
        indexes = [
            models.Index(fields=["controller", "on", "kind"], name="attempt_day"),
            models.Index(fields=["case", "reached", "on", "kind"], name="attempt_of_case"),
        ]

    def __str__(self) -> str:
        return f"attempt {self.id}"


class Task(SealedRow):
    """Something to be done in a case by a day. ``code``: the covenant's task, or the fact to find out.

    ``requires`` is what must be recorded before it counts as done (the covenant's ``vereist``).
    """

    in_the_open = in_the_open.TASK

    sealed_with = "case"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    kind = models.CharField(max_length=24, choices=[(kind, kind) for kind in TaskKind])
    code = models.CharField(max_length=64, blank=True)
    party = models.CharField(max_length=64, blank=True)
    requires = models.CharField(max_length=32, blank=True)
    due_on = models.DateField(null=True)
    planned_at = models.DateTimeField()
    planned_by = models.UUIDField(null=True)
    assigned_to = models.UUIDField(null=True)
    second_person = models.UUIDField(null=True)
    done_on = models.DateField(null=True)
    done_by = models.UUIDField(null=True)
    from_advice = models.BooleanField(
        default=False
    )  # comes and goes with route and facts; others a person set
    dropped = models.BooleanField(default=False)  # no longer needed

    description = fields.text("zaak.taken")
    reference = fields.text("zaak.taken")  # decision or authorisation (R30)

    class Meta:
        ordering = ["due_on", "planned_at"]
        indexes = [
            models.Index(
                fields=["controller", "due_on", "done_on", "dropped"],
                condition=models.Q(done_on__isnull=True, dropped=False),
                name="task_open",
            ),
            models.Index(
                fields=["controller", "kind", "case"],
                condition=models.Q(done_on__isnull=True, dropped=False),
                name="task_open_of_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"task {self.kind} {self.id}"


class Referral(SealedRow):
    """A case handed to a helping partner: offered, then accepted or refused, then reported or returned."""

    in_the_open = in_the_open.REFERRAL

    sealed_with = "case"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="referrals")
    party = models.CharField(max_length=64)
    covenant_hash = models.CharField(max_length=71)
    state = models.CharField(
        max_length=16, choices=[(state, state) for state in ReferralState], default=ReferralState.OFFERED
    )
    offered_on = models.DateField()
    offered_by = models.UUIDField(null=True)
    answer_by = models.DateField()
    answered_on = models.DateField(null=True)
    answered_by = models.UUIDField(null=True)
    outcome = models.CharField(
        max_length=16, blank=True, choices=[(outcome, outcome) for outcome in ReferralOutcome]
    )
    ended_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    reason = fields.text("doorgeleiding.reden")
    answer_reason = fields.text("doorgeleiding.bericht")
    report = fields.text("doorgeleiding.bericht")

    class Meta:
        ordering = ["offered_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "party"],
                condition=models.Q(state__in=[ReferralState.OFFERED, ReferralState.ACCEPTED]),
                name="one_open_referral_per_party",
            )
        ]
        indexes = [
            models.Index(fields=["controller", "party", "state"], name="referral_party"),
            models.Index(fields=["controller", "state", "case"], name="referral_state"),
        ]

    def __str__(self) -> str:
        return f"referral {self.id}"


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
