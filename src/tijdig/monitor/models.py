"""What was counted of months that are over, so that a page counts the month that goes on only."""

from __future__ import annotations

from django.db import models

from tijdig.parties.models import Controller


class MonthOfNotifications(models.Model):
    """What had become of one month's notifications on the morning of ``counted_on``; ``month`` is its first day.

    Counts only; small ones are hidden when shown. See :class:`tijdig.monitor.rules.indicators.MonthCounts`.
    """

    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    counted_on = models.DateField()
    notifications = models.PositiveIntegerField()
    single = models.PositiveIntegerField()
    multiple = models.PositiveIntegerField()
    successive = models.PositiveIntegerField()
    taken_up = models.PositiveIntegerField()
    attempted = models.PositiveIntegerField()
    reached = models.PositiveIntegerField()
    accepted = models.PositiveIntegerField()

    class Meta:
        ordering = ["month"]
        constraints = [
            models.UniqueConstraint(
                fields=["controller", "month"], name="one_count_per_month_of_notifications"
            )
        ]

    def __str__(self) -> str:
        return f"notifications of {self.month:%Y-%m}"
