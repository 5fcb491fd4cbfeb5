"""What became of the notifications of months that are over is counted once a day, the same as a page would (R49)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.feedback.world import TODAY, World, attempted, cased, linked, notified, signalled
from tijdig.actors import Actor, Role, system_actor
from tijdig.ddas import Result
from tijdig.ledger.models import AuditEvent
from tijdig.linkage.models import Notification
from tijdig.monitor.models import MonthOfNotifications
from tijdig.monitor.queries import figures_until
from tijdig.monitor.queries.notifications import count_notifications, notifications_of
from tijdig.monitor.services import MONTHS, count_months
from tijdig.months import Month
from tijdig.problems import Refused

FEBRUARY, MARCH, APRIL = Month(2026, 2), Month(2026, 3), Month(2026, 4)
ROW = [FEBRUARY, MARCH, APRIL]


@pytest.fixture
def counting() -> Actor:
    return system_actor("0988")


def case_of(world: World, month: Month, result: Result | None = None) -> None:
    case = cased(signalled(world), result=result)
    Notification.objects.filter(pk=case.notification_id).update(period_from=month.first)
    attempted(case, reached=result is not None)


def test_r49_months_that_are_over_are_kept_as_they_would_be_counted(world: World, counting: Actor) -> None:
    for month in ROW:
        case_of(world, month, Result.FOLLOW_UP)
        case_of(world, month)
        notified(linked(signalled(world)))
    live = count_notifications("0988", ROW)
    assert live[MARCH].notifications
    assert live[MARCH].reached < live[MARCH].attempted

    assert count_months(actor=counting, on=TODAY) == MONTHS
    assert MonthOfNotifications.objects.filter(month=APRIL.first).count() == 0  # it goes on
    shown = notifications_of("0988", ROW, TODAY)
    assert {month: shown[month] for month in ROW} == live
    assert figures_until(world.actor(Role.COORDINATOR), APRIL, TODAY) is not None


def test_r49_what_happens_after_that_morning_counts_from_the_next(world: World, counting: Actor) -> None:
    case_of(world, MARCH)
    count_months(actor=counting, on=TODAY)
    case_of(world, MARCH)
    case_of(world, APRIL)

    assert count_months(actor=counting, on=TODAY) == 0  # once a day
    today = notifications_of("0988", ROW, TODAY)
    assert (today[MARCH].notifications, today[APRIL].notifications) == (1, 1)
    tomorrow = date(2026, 4, TODAY.day + 1)
    # Where the work of the day was not done yet, the page counts for itself.
    assert notifications_of("0988", ROW, tomorrow)[MARCH].notifications == 2
    assert count_months(actor=counting, on=tomorrow) == MONTHS
    assert (
        MonthOfNotifications.objects.filter(month=MARCH.first).values_list("notifications", flat=True).get()
        == 2
    )
    events = AuditEvent.objects.filter(action="monitor.count-months")
    assert [one.details for one in events] == [{"count": MONTHS}] * 2


def test_a5_nobody_who_reads_counts(world: World) -> None:
    with pytest.raises(Refused, match="role-may-not"):
        count_months(actor=world.actor(Role.LANDLORD_CLERK), on=TODAY)
