"""How far a run that works up signals is, for who waits for it; the row is there as long as the run."""

from __future__ import annotations

from django.db import models

from tijdig.casework.rules.progress import Step
from tijdig.parties.models import Controller


class RunProgress(models.Model):
    """The step of the controller's run, when that step began, how far it is and when that was told."""

    controller = models.OneToOneField(
        Controller, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    step = models.CharField(max_length=16, choices=[(step, step) for step in Step])
    done = models.PositiveIntegerField()
    total = models.PositiveIntegerField()
    began_at = models.DateTimeField()
    told_at = models.DateTimeField()

    class Meta:
        ordering = ["controller"]

    def __str__(self) -> str:
        return f"{self.step} {self.done}/{self.total}"
