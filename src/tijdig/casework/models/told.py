"""What partners told of their own signals after delivering them."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from tijdig.casework import in_the_open
from tijdig.casework.rules.partner_news import PaymentNews
from tijdig.covenant.rules.facts import EvictionStage
from tijdig.intake.models import Signal
from tijdig.parties.models import Controller


class SignalNews(models.Model):
    """What a partner told of its own signal after delivering it: a stage of the eviction, withdrawn, or a payment.

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
    payment = models.CharField(max_length=20, blank=True, choices=[(one, one) for one in PaymentNews])
    told_by = models.UUIDField(null=True)
    told_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "told_at"]
        verbose_name_plural = "signal news"

    def __str__(self) -> str:
        return f"news {self.id}"
