"""What belongs to someone's desk: when they last looked, who stands in for whom, what they want to be told of."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from tijdig.parties.models import Controller


class Desk(models.Model):
    """The desk of one person under one controller: the first look of each day, and reminders by e-mail.

    ``looked_before`` is the first look of the last day before ``looked_on``: what came since then is new today.
    """

    class Reminders(models.TextChoices):
        """How often a person is reminded by e-mail of what waits; the message holds counts, and names nobody (L6)."""

        DAILY = "daily"
        WEEKLY = "weekly"
        NEVER = "never"

    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.UUIDField()
    looked_on = models.DateField(null=True)
    looked_at = models.DateTimeField(null=True)
    looked_before = models.DateTimeField(null=True)
    reminders = models.CharField(max_length=8, choices=Reminders.choices, default=Reminders.DAILY)
    reminded_on = models.DateField(null=True)

    class Meta:
        ordering = ["controller", "person"]
        constraints = [models.UniqueConstraint(fields=["controller", "person"], name="one_desk_per_person")]

    def __str__(self) -> str:
        return f"desk of {self.person}"


class Leave(models.Model):
    """Days on which someone is away, and who stands in: works on their cases as if they were own (K6).

    Without a ``replacement`` nobody does: the coordinator sees what waits.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.UUIDField()
    first_day = models.DateField()
    last_day = models.DateField()
    replacement = models.UUIDField(null=True)
    planned_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["first_day", "id"]
        indexes = [
            models.Index(
                fields=["controller", "last_day"],
                condition=models.Q(ended_at__isnull=True),
                name="leave_to_come",
            )
        ]

    def __str__(self) -> str:
        return f"leave of {self.person}"


class District(models.Model):
    """A part of the municipality by its postcodes: ``6001-6003, 6005``. The controller draws it; none is built in."""

    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=60)
    postcodes = models.CharField(max_length=200)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["controller", "name"], name="one_district_per_name")]

    def __str__(self) -> str:
        return f"district {self.pk}"


class SavedFilter(models.Model):
    """A part of the work list that someone keeps under a name; ``owner`` is a person, ``unassigned`` nobody."""

    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.UUIDField()
    name = models.CharField(max_length=60)
    shown = models.CharField(max_length=16)
    district = models.ForeignKey(District, null=True, on_delete=models.CASCADE, related_name="+")
    owner = models.UUIDField(null=True)
    unassigned = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["controller", "person", "name"], name="one_saved_filter_per_name")
        ]

    def __str__(self) -> str:
        return f"saved filter {self.pk}"
