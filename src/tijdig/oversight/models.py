"""What the privacy officer's desk keeps: how logs are reviewed, the reviews, evaluations held, breaches, reminders.

Nothing here holds data of tenants. Texts that people write are asked to hold no names; cases and people stand as ids.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from tijdig.oversight.rules.breaches import Risk
from tijdig.oversight.rules.reviewing import Verdict
from tijdig.oversight.rules.unusual import Sign
from tijdig.parties.models import Controller


class ReviewPolicy(models.Model):
    """How a controller reviews its log (L9); how often is the covenant's to say. Without it nothing is reviewed."""

    controller = models.OneToOneField(
        Controller, on_delete=models.PROTECT, primary_key=True, related_name="review_policy"
    )
    sample_size = models.PositiveIntegerField()
    sign_within_days = models.PositiveSmallIntegerField()
    work_from = models.TimeField()
    work_until = models.TimeField()
    work_days = models.JSONField()  # ISO days of the week: 1 is Monday
    most_cases_a_day = models.PositiveIntegerField()
    roles_across_cases = models.JSONField(default=list)  # whose work takes them into everyone's cases
    breach_hours = models.PositiveSmallIntegerField()  # GDPR art. 33: 72
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "review policies"

    def __str__(self) -> str:
        return f"review policy of {self.controller_id}"


class OwnMark(models.Model):
    """A surname or address of someone who works here, as a keyed hash that only can be compared (L9, E5)."""

    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField()
    mark = models.CharField(max_length=64)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["controller", "person_id", "mark"], name="one_mark_once")
        ]

    def __str__(self) -> str:
        return f"mark {self.pk}"


class LogReview(models.Model):
    """The review of one period of the log (R58, L9): what was drawn, by which seed, and who signed it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="log_reviews")
    from_day = models.DateField()
    to_day = models.DateField()  # the last day of the period
    due_on = models.DateField()
    seed = models.CharField(max_length=64)  # hexadecimal; in the log too, so that anyone can draw again
    policy = models.JSONField()  # as it stood
    readings = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    people_without_address = models.PositiveIntegerField()
    drawn_at = models.DateTimeField()
    signed_by = models.UUIDField(null=True)
    signed_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)  # of items and verdicts, as signed

    class Meta:
        ordering = ["-to_day"]
        constraints = [
            models.UniqueConstraint(fields=["controller", "from_day"], name="one_review_per_period")
        ]

    def __str__(self) -> str:
        return f"review from {self.from_day} to {self.to_day}"


class ReviewItem(models.Model):
    """One thing to look at: a reading that was drawn, or readings of one person that a rule points out."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(LogReview, on_delete=models.PROTECT, related_name="items")
    sign = models.CharField(max_length=16, choices=[(sign, sign) for sign in Sign])
    person_id = models.UUIDField()
    role = models.CharField(max_length=32)
    party = models.CharField(max_length=64)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    readings = models.PositiveIntegerField()
    cases = models.PositiveIntegerField()
    case_id = models.CharField(max_length=36, blank=True)  # when it is about one
    traces = models.JSONField()  # of the first readings
    verdict = models.CharField(max_length=16, blank=True, choices=[(verdict, verdict) for verdict in Verdict])
    note = models.CharField(max_length=500, blank=True)
    judged_by = models.UUIDField(null=True)
    judged_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["sign", "person_id", "first_at", "id"]

    def __str__(self) -> str:
        return f"{self.sign} {self.id}"


class EvaluationHeld(models.Model):
    """That the partners looked back, on which day, and where the report is (R4)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    covenant_urn = models.CharField(max_length=64)
    due_on = models.DateField()  # the day that the covenant's rhythm gave
    held_on = models.DateField()
    report = models.CharField(max_length=200)
    recorded_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-due_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["controller", "covenant_urn", "due_on"], name="one_evaluation_per_day"
            )
        ]

    def __str__(self) -> str:
        return f"evaluation due {self.due_on}"


class Breach(models.Model):
    """A data breach and what was done about it (R60, GDPR art. 33 and 34): a file of its own, without tenants' data."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="breaches")
    number = models.CharField(max_length=12)  # L2026-003
    discovered_at = models.DateTimeField()
    report_by = models.DateTimeField()
    what = models.TextField(max_length=4000)
    opened_by = models.UUIDField(null=True)
    opened_at = models.DateTimeField()
    review_item = models.ForeignKey(ReviewItem, null=True, on_delete=models.PROTECT, related_name="breaches")
    # Counted from the selected records of the log.
    records = models.PositiveIntegerField()
    subjects = models.PositiveIntegerField()
    fields = models.JSONField(default=list)
    recipients = models.JSONField(default=list)
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    # The assessment, and the steps that follow from it.
    risk = models.CharField(max_length=8, blank=True, choices=[(risk, risk) for risk in Risk])
    assessment = models.TextField(max_length=4000, blank=True)
    assessed_at = models.DateTimeField(null=True)
    measures = models.TextField(max_length=4000, blank=True)
    authority_told_at = models.DateTimeField(null=True)
    authority_reference = models.CharField(max_length=64, blank=True)
    late_because = models.CharField(max_length=500, blank=True)
    subjects_told_on = models.DateField(null=True)
    subjects_told_how = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-discovered_at"]
        verbose_name_plural = "breaches"
        constraints = [models.UniqueConstraint(fields=["controller", "number"], name="one_breach_per_number")]

    def __str__(self) -> str:
        return f"breach {self.number}"


class BreachRecord(models.Model):
    """A record of the decision log that belongs to a breach: its address in the log, none of its contents."""

    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="selected")
    record_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["breach", "record_id"], name="one_record_once_per_breach")
        ]

    def __str__(self) -> str:
        return f"record {self.record_id}"


class Reminder(models.Model):
    """A task that stands for the controller's desk and coordinator until it is done: a review that is overdue (L9)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    review = models.OneToOneField(LogReview, on_delete=models.PROTECT, related_name="reminder")
    due_on = models.DateField()
    raised_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on"]

    def __str__(self) -> str:
        return f"reminder of {self.review_id}"
