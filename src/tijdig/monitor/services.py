"""Count once a day what became of the notifications of months that are over (R49)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from django.db import transaction

from tijdig.actors import Action, Actor, require
from tijdig.ledger.services import record_event
from tijdig.monitor.models import MonthOfNotifications
from tijdig.monitor.queries.notifications import NotificationCounts, count_notifications
from tijdig.months import Month

MONTHS = 24  # of which the page shows twelve, and a year back as many before


@transaction.atomic
def count_months(*, actor: Actor, on: date) -> int:
    """Keep what became of the notifications of the months before ``on``, in the place of what was counted before.

    Returns how many months were counted; none the second time on a day.
    """
    require(actor, Action.OPEN_CASES)
    standing = MonthOfNotifications.objects.filter(controller_id=actor.controller_id)
    if standing.filter(counted_on=on).exists():
        return 0
    months = [Month.of(on).plus(back) for back in range(-MONTHS, 0)]
    counted = count_notifications(actor.controller_id, months)
    standing.delete()
    MonthOfNotifications.objects.bulk_create(
        MonthOfNotifications(
            controller_id=actor.controller_id,
            month=month.first,
            counted_on=on,
            **asdict(counted.get(month, NotificationCounts())),
        )
        for month in months
    )
    record_event(
        actor=actor,
        action="monitor.count-months",
        object_kind="controller",
        object_id=actor.controller_id,
        details={"count": len(months)},
    )
    return len(months)
