"""A partner that has not delivered is reminded if the municipality wants it: before its window ends, and once after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.core import mail

from tests.feedback.world import World, build_world, delivered
from tijdig.actors import Role, system_actor
from tijdig.intake.models import Delivery
from tijdig.intake.rules.calendar import Reminder, Window, reminder_due
from tijdig.intake.rules.whole.facts import Expectations
from tijdig.intake.services import remind_partners, set_expectations
from tijdig.intake.states import DeliveryState
from tijdig.ledger.models import AuditEvent
from tijdig.monitor.queries.glance import month_at_a_glance
from tijdig.months import Month

SYSTEM = system_actor("0988")
APRIL = Window(date(2026, 4, 1), date(2026, 4, 10))


@pytest.mark.parametrize(
    ("day", "delivered_on", "days_before", "due"),
    [
        (6, None, 3, None),
        (7, None, 3, Reminder.CLOSING),
        (10, None, 3, Reminder.CLOSING),
        (11, None, 3, Reminder.MISSING),
        (30, None, 3, Reminder.MISSING),
        (10, None, 0, Reminder.CLOSING),
        (9, None, 0, None),
        (11, 2, 3, None),
        (11, None, None, None),
    ],
)
def test_r8_a_reminder_is_due(
    day: int, delivered_on: int | None, days_before: int | None, due: Reminder | None
) -> None:
    came = date(2026, 4, delivered_on) if delivered_on else None
    assert reminder_due(APRIL, came, date(2026, 4, day), days_before) is due


def test_r8_nobody_is_reminded_before_the_window_opens() -> None:
    window = Window(date(2026, 4, 5), date(2026, 4, 10))
    assert reminder_due(window, None, date(2026, 4, 4), 30) is None


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with time_machine.travel("2026-04-07 10:00+02:00", tick=False):
        yield build_world()


def remind(capture: type, day: int) -> int:
    with capture(execute=True):  # type: ignore[operator]
        return remind_partners(actor=SYSTEM, on=date(2026, 4, day))


def events() -> list[tuple[str, object, object]]:
    told = AuditEvent.objects.filter(action="remind-partner").order_by("pk")
    return [(one.object_id, one.details["reminder"], one.details["people"]) for one in told]


def test_r8_each_awaited_partner_is_reminded_once_before_the_end_and_once_after(
    world: World, django_capture_on_commit_callbacks: type
) -> None:
    coordinator = world.town.actor(Role.COORDINATOR)
    set_expectations(actor=coordinator, expected=Expectations(remind_days=3))

    reminded = {day: remind(django_capture_on_commit_callbacks, day) for day in (6, 7, 7, 8, 11, 12)}

    assert reminded == {6: 0, 7: 0, 8: 0, 11: 2, 12: 0}  # on the seventh once; asked again it was done
    assert events() == [
        (party, kind, 1) for kind in ("closing", "missing") for party in ("wonen-limburg", "st-joseph")
    ]
    sent: dict[str, list[str]] = {}
    for message in mail.outbox:
        (address,) = message.to
        sent.setdefault(address, []).append(message.body)
    assert len(sent) == 2
    closing, missing = sent[world.town.person(Role.LANDLORD_CLERK).email]
    assert "tot en met 10-04-2026" in closing
    assert "eindigde op 10-04-2026" in missing
    glance = month_at_a_glance(coordinator, Month(2026, 4), date(2026, 4, 12))
    assert {one.code: one.reminded_on for one in glance.partners}["wonen-limburg"] == date(2026, 4, 11)


@pytest.mark.any_database
@pytest.mark.parametrize(("state", "expected"), [("accepted", 1), ("held", 1), ("waiting", 2)])
def test_r8_who_delivered_is_not_reminded(
    world: World, django_capture_on_commit_callbacks: type, state: str, expected: int
) -> None:
    set_expectations(actor=world.town.actor(Role.COORDINATOR), expected=Expectations(remind_days=3))
    delivery = delivered(world)
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState(state), received_on=date(2026, 4, 2))

    assert remind(django_capture_on_commit_callbacks, 7) == expected


@pytest.mark.any_database
def test_r8_without_a_choice_nobody_is_reminded(
    world: World, django_capture_on_commit_callbacks: type
) -> None:
    assert remind(django_capture_on_commit_callbacks, 11) == 0
    set_expectations(actor=world.town.actor(Role.COORDINATOR), expected=Expectations())
    assert remind(django_capture_on_commit_callbacks, 11) == 0
    assert (events(), mail.outbox) == ([], [])
