"""Who does what after the meeting, and by when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar
from uuid import uuid4

from django.db import models

from tijdig.casework.models import Case, Task
from tijdig.meeting.models.agenda import AgendaItem
from tijdig.parties.models import Controller
from tijdig.vault import fields
from tijdig.vault.rows import SealedRow


class MeetingAction(SealedRow):
    """An action that was agreed about a case: which party does it, who there, by which day.

    The municipality's own actions are tasks in the case as well; such a ``task`` that is done is an action done.
    """

    in_the_open: ClassVar[Mapping[str, str]] = {
        "due_on": "overleg.actie",
        "done_on": "overleg.actie",
        "agreed_at": "overleg.actie",
    }

    sealed_with = "case"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="actions")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="meeting_actions")
    task = models.OneToOneField(Task, null=True, on_delete=models.SET_NULL, related_name="+")
    party = models.CharField(max_length=64)
    person_id = models.UUIDField(null=True)
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    done_by = models.UUIDField(null=True)
    agreed_by = models.UUIDField(null=True)
    agreed_at = models.DateTimeField()

    what = fields.text("overleg.actie")

    class Meta:
        ordering = ["due_on", "agreed_at", "id"]
        indexes = [
            models.Index(
                fields=["controller", "party", "due_on"],
                condition=models.Q(done_on__isnull=True),
                name="meeting_action_open",
            )
        ]

    def __str__(self) -> str:
        return f"action {self.id}"

    @property
    def ended_on(self) -> date | None:
        """The day on which it was done: here, or as a task in the case; None while it is open."""
        return self.done_on or (self.task.done_on if self.task is not None else None)
