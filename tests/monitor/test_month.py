"""The month as the coordinator sees it, counted from what the rooms below hold."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.feedback.world import TODAY, World, attempted, cased, delivered, linked, notified, signalled
from tests.sealed import person_of
from tijdig.actors import Role
from tijdig.casework.models import CaseNotification, Task
from tijdig.casework.rules.states import CaseState, TaskKind
from tijdig.ddas import AttemptKind, Result, Sector
from tijdig.intake.models import Delivery
from tijdig.intake.rules.calendar import Punctuality
from tijdig.intake.states import DeliveryState
from tijdig.linkage.models import Notification
from tijdig.linkage.rules.outcomes import Outcome, RegisterState
from tijdig.monitor.queries import (
    MonthAtAGlance,
    MonthFigures,
    PartnerMonth,
    figures_until,
    month_at_a_glance,
)
from tijdig.months import Month
from tijdig.problems import Refused

APRIL = Month(2026, 4)


def glance(world: World, on: date = TODAY) -> MonthAtAGlance:
    return month_at_a_glance(world.actor(Role.COORDINATOR), APRIL, on)


def partner(world: World, code: str, on: date = TODAY) -> PartnerMonth:
    return next(one for one in glance(world, on).partners if one.code == code)


def figures(world: World) -> MonthFigures:
    found = figures_until(world.actor(Role.COORDINATOR), APRIL, TODAY)
    assert found is not None
    return found


@pytest.mark.any_database
def test_r8_every_signal_partner_of_the_covenant_is_there_delivered_or_not(world: World) -> None:
    delivered(world, rows=10, accepted=7, unchanged=1, refused=2)
    delivered(world, rows=4, accepted=4)
    assert [one.code for one in glance(world).partners] == ["wonen-limburg", "st-joseph"]
    came = partner(world, "wonen-limburg")
    assert came.punctuality is Punctuality.IN_TIME
    assert (came.delivered.files, came.delivered.rows, came.delivered.accepted, came.delivered.refused) == (
        2,
        14,
        11,
        2,
    )
    assert partner(world, "st-joseph").punctuality is Punctuality.AWAITED
    assert partner(world, "st-joseph", date(2026, 4, 11)).punctuality is Punctuality.MISSING


def test_a_file_that_waits_for_its_columns_is_no_delivery_yet(world: World) -> None:
    waiting = delivered(world, rows=10)
    Delivery.objects.filter(pk=waiting.pk).update(state=DeliveryState.WAITING)
    came = partner(world, "wonen-limburg")
    assert (came.punctuality, came.delivered.waiting, came.delivered.rows) == (Punctuality.AWAITED, 1, 0)


def test_links_are_counted_per_partner_and_undone_ones_are_history(world: World) -> None:
    linked(signalled(world), register_state=RegisterState.DECEASED)
    linked(signalled(world), register_state=RegisterState.MOVED_AWAY)
    linked(signalled(world), Outcome.NONE)
    twice = signalled(world)
    linked(twice, undone_at=datetime(2026, 4, 3, tzinfo=UTC))
    linked(twice, Outcome.REVIEW)
    settled = linked(signalled(world), Outcome.REVIEW, person=person_of("0988", "999990019"))
    settled.decided_at = datetime(2026, 4, 3, tzinfo=UTC)
    settled.save()
    signalled(world)
    links = partner(world, "wonen-limburg").links
    assert (links.matched, links.in_review, links.deceased, links.no_resident, links.unmatched) == (
        3,
        2,
        1,
        1,
        1,
    )
    assert glance(world).doubts == 2


def test_r22_addresses_with_different_people_wait_for_a_person(world: World) -> None:
    notified(linked(signalled(world)))
    Notification.objects.update(different_people=True)
    assert glance(world).different_people == 1


def test_cases_stand_by_stage_and_late_ones_are_counted(world: World) -> None:
    cased(signalled(world))
    late = cased(signalled(world), state=CaseState.TAKEN_UP, first_conversation_by=date(2026, 4, 6))
    cased(signalled(world), state=CaseState.SPOKEN, first_conversation_by=date(2026, 4, 6), spoken_on=TODAY)
    closed = cased(signalled(world), result=Result.FOLLOW_UP)
    # A closed case keeps no task but this: to look at news that came later, and that can be late too.
    looking = (closed, TaskKind.NEWS, date(2026, 4, 1))
    for case, kind, due in (
        (late, TaskKind.INFORM, date(2026, 4, 6)),
        (late, TaskKind.INFORM, TODAY),
        looking,
    ):
        Task.objects.create(
            controller_id="0988",
            case=case,
            kind=kind,
            due_on=due,
            planned_at=datetime(2026, 4, 1, tzinfo=UTC),
        )
    stock = glance(world).stock
    assert (stock.to_take_up, stock.open, stock.without_conversation_in_time, stock.tasks_overdue) == (
        1,
        3,
        1,
        2,
    )
    assert CaseState.CLOSED not in stock.by_state


@pytest.mark.any_database
def test_only_the_coordinator_reads_the_month(world: World) -> None:
    for role in (Role.LANDLORD_CLERK, Role.SOCIAL_WORKER, Role.PRIVACY_OFFICER):
        with pytest.raises(Refused, match="role-may-not"):
            month_at_a_glance(world.actor(role), APRIL, TODAY)
        with pytest.raises(Refused, match="role-may-not"):
            figures_until(world.actor(role), APRIL, TODAY)


def test_r49_figures_are_counted_per_month_and_suppressed_below_the_covenants_cell(world: World) -> None:
    for number in range(12):
        case = cased(signalled(world), result=Result.FOLLOW_UP if number < 11 else None)
        attempted(case, reached=number < 11)
    last = figures(world).last
    assert figures(world).smallest_cell == 10
    assert (last.signals.count, last.by_sector[Sector.RENT].count) == (12, 12)
    assert last.attempts_by_kind[AttemptKind.PHONE].count == 12
    assert last.attempted.part == 12
    assert last.reach.hidden  # eleven of twelve: one household would show
    assert last.acceptance_of_reached.percent == 100


def test_r49_of_a_notification_that_joined_later_only_later_attempts_count(world: World) -> None:
    for _ in range(12):
        case = cased(signalled(world))
        attempted(case)
        attempted(case, on=date(2026, 5, 4), reached=True)
        later = notified(linked(signalled(world, delivered(world, on=date(2026, 5, 2)))))
        CaseNotification.objects.create(
            controller_id="0988", case=case, notification=later, joined_on=date(2026, 5, 2)
        )

    may = figures_until(world.actor(Role.COORDINATOR), Month(2026, 5), TODAY)
    assert may is not None
    assert (may.last.notifications.count, may.last.attempted.part, may.last.reach.part) == (12, 12, 12)
    assert (may.months[-2].attempted.part, may.months[-2].notifications.count) == (12, 12)


def test_r49_patterns_may_overlap(world: World) -> None:
    for _ in range(20):
        cased(signalled(world), patterns=("multiple", "successive"))
    last = figures(world).last
    assert (last.multiple.percent, last.successive.percent, last.single.percent) == (100, 100, 0)


def test_figures_cover_a_row_of_months(world: World) -> None:
    signalled(world, delivered(world, on=date(2026, 3, 2)))
    months = figures(world).months
    assert [str(one.month) for one in months][-3:] == ["2026-02", "2026-03", "2026-04"]
    assert len(months) == 12
    assert [one.signals.count for one in months][-2:] == [None, 0]


def test_the_number_of_queries_does_not_grow(world: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            glance(world)
            figures(world)
        return len(seen)

    before = queries()
    for _ in range(5):
        attempted(cased(signalled(world, delivered(world, "st-joseph"))))
    assert queries() == before
