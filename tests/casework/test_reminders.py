"""Colleagues are reminded by e-mail of what waits, when they want it, and of nobody by name (R27, R28, L6)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail

from tests.casework.town import BSNS, Town
from tijdig.casework.models import Desk
from tijdig.casework.rules.lines import Part
from tijdig.casework.rules.reminders import is_reminder_due, is_worth_a_message
from tijdig.casework.services import choose_reminders, take_up_case
from tijdig.casework.services.reminding_colleagues import remind_colleagues
from tijdig.ledger.models import AuditEvent

MONDAY = date(2026, 3, 30)
TUESDAY, SATURDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=5)


@pytest.mark.parametrize(
    ("how_often", "reminded_on", "on", "due"),
    [
        ("daily", None, MONDAY, True),
        ("daily", MONDAY, MONDAY, False),
        ("daily", MONDAY, TUESDAY, True),
        ("daily", None, SATURDAY, False),
        ("weekly", None, MONDAY, True),
        ("weekly", MONDAY - timedelta(days=6), MONDAY, False),
        ("weekly", MONDAY - timedelta(days=7), MONDAY, True),
        ("never", None, MONDAY, False),
    ],
)
def test_when_a_reminder_is_due(how_often: str, reminded_on: date | None, on: date, *, due: bool) -> None:
    assert is_reminder_due(how_often, reminded_on, on) is due


def test_cases_that_nobody_has_are_no_reason_to_write() -> None:
    assert not is_worth_a_message({Part.WAITING: 9, Part.TERMS: 0})
    assert is_worth_a_message({Part.WAITING: 0, Part.TERMS: 1})


def test_l6_the_message_counts_and_names_nobody(
    weert: Town, clock: time_machine.Traveller, django_capture_on_commit_callbacks
) -> None:
    weert.add_resident(BSNS[0], benefit=False)
    weert.add_signal(BSNS[0])
    (case,) = weert.open()
    director = weert.people["debt-director"]
    take_up_case(actor=director, case_id=case.pk, version=case.version)
    choose_reminders(actor=weert.people["coordinator"], reminders=Desk.Reminders.NEVER)
    clock.move_to(MONDAY)

    def remind(on: date) -> int:
        with django_capture_on_commit_callbacks(execute=True):
            return remind_colleagues(actor=weert.system, on=on)

    assert (remind(MONDAY), remind(MONDAY), remind(SATURDAY)) == (1, 0, 0)
    (message,) = mail.outbox
    assert "termijnen die aflopen of te laat zijn: 1" in message.body
    assert "/vandaag/" in message.body
    assert not any(told in message.body for told in ("Jansen", "Maasstraat", case.number, BSNS[0]))
    event = AuditEvent.objects.get(action="remind-colleague")
    assert event.object_id == str(director.person_id)
