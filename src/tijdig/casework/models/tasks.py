"""What is to be done in a case, by a day."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from tijdig.casework import in_the_open
from tijdig.casework.models.cases import Case
from tijdig.casework.rules.states import (
    TaskKind,
)
from tijdig.parties.models import Controller
from tijdig.vault import fields
from tijdig.vault.rows import SealedRow


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
            # In the order of the day, with all that the day's counts ask of a task: counting reads no row.
            models.Index(
                fields=["controller", "due_on", "planned_at", "id", "kind", "case", "done_on", "dropped"],
                condition=models.Q(done_on__isnull=True, dropped=False),
                name="task_open",
            ),
            models.Index(
                fields=["controller", "kind", "due_on", "case", "done_on", "dropped"],
                condition=models.Q(done_on__isnull=True, dropped=False),
                name="task_open_of_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"task {self.kind} {self.id}"
