"""After an objection or a request for restriction nobody seeks contact until a person weighed it (R56)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.casework.town import BSNS, RECEIVED, Town
from tijdig.casework.models import Case
from tijdig.casework.queries import case_page
from tijdig.casework.rules.results import Closing, SubReason
from tijdig.casework.services import (
    add_note,
    close_case,
    freeze_contact,
    release_contact,
    take_up_case,
)
from tijdig.contact.models import Message
from tijdig.contact.outbox import hand_over_queued
from tijdig.contact.printing import print_batch
from tijdig.contact.queries import contact_panel
from tijdig.contact.queries.visits import doors_of_round, doors_to_choose
from tijdig.contact.rules.appointments import Where
from tijdig.contact.rules.messages import Channel, MessageKind, MessageState
from tijdig.contact.services import (
    cancel_appointment,
    draft_message,
    finish_message,
    move_appointment,
    plan_appointment,
    plan_visits,
    take_back_message,
)
from tijdig.contact.services.appointments import Meeting
from tijdig.ddas import Result
from tijdig.ledger.models import AuditEvent
from tijdig.problems import NotFound, Refused

FROZEN = r"casework\.contact-frozen"


def version(case: Case) -> int:
    return Case.objects.get(pk=case.pk).version


def refused(act: Callable[[], object]) -> None:
    with pytest.raises(Refused, match=FROZEN):
        act()


def test_r56_nothing_is_sent_printed_or_planned_until_contact_may_go_on(weert: Town) -> None:
    director, officer = weert.people["debt-director"], weert.people["privacy-officer"]
    weert.add_resident(BSNS[0], benefit=False)
    weert.add_signal(BSNS[0], phone="0612345678")
    (case,) = weert.open()
    case = take_up_case(actor=director, case_id=case.pk, version=case.version)

    def draft(kind: MessageKind = MessageKind.INFORMING, channel: Channel = Channel.LETTER) -> Message:
        return draft_message(
            actor=director, case_id=case.pk, version=version(case), kind=kind, channel=channel
        )

    ready, waiting, queued = draft(), draft(), draft(MessageKind.CALL_ME, Channel.SMS)
    for message in (ready, queued):
        finish_message(actor=director, message_id=message.pk, version=1)
    starts = timezone.now() + timedelta(days=2)
    meeting = Meeting(starts, starts + timedelta(hours=1), Where.HOME)
    made = plan_appointment(actor=director, case_id=case.pk, version=version(case), meeting=meeting)
    stop = plan_visits(actor=director, case_ids=[case.pk]).stops.get()

    with pytest.raises(Refused, match="role-may-not"):
        freeze_contact(actor=director, number=case.number)
    with pytest.raises(Refused, match="no-case-with-number"):
        freeze_contact(actor=officer, number="2026-9999")
    freeze_contact(actor=officer, number=f" {case.number} ")

    refused(draft)
    refused(lambda: finish_message(actor=director, message_id=waiting.pk, version=1))
    refused(lambda: plan_appointment(actor=director, case_id=case.pk, version=version(case), meeting=meeting))
    refused(
        lambda: move_appointment(
            actor=director, appointment_id=made.pk, version=version(case), meeting=meeting
        )
    )
    printed = print_batch(actor=director, message_ids=[ready.pk])
    assert (printed.archive, [one.code for one in printed.problems]) == (b"", ["casework.contact-frozen"])
    hand_over_queued(actor=weert.system)
    queued.refresh_from_db()
    assert (queued.state, queued.problem) == (MessageState.FAILED, "casework.contact-frozen")
    # What was not sent reaches nobody: it can be put away.
    queued = take_back_message(actor=director, message_id=queued.pk, version=queued.version, drop=True)
    assert queued.state == MessageState.DROPPED
    assert doors_to_choose(director) == ()
    (door,) = doors_of_round(director, stop.round_id)
    assert door.not_now is not None
    page = case_page(director, case.pk)
    assert page.head.frozen_on == timezone.localdate()
    assert [one.code for one in page.contact.writing.reasons] == ["casework.contact-frozen"]

    panel = contact_panel(director, page)
    assert panel is not None
    assert (panel.stands_still, panel.coming, panel.tried_all) == (True, None, False)
    assert [one.appointment_id for one in panel.appointments] == [made.pk]

    # What was planned is called off, and the work in the case goes on.
    cancel_appointment(actor=director, appointment_id=made.pk, version=version(case))
    add_note(actor=director, case_id=case.pk, version=version(case), text="Bezwaar besproken met de FG")
    with pytest.raises(NotFound):
        release_contact(actor=officer, case_id=made.pk)
    release_contact(actor=officer, case_id=case.pk)
    assert print_batch(actor=director, message_ids=[ready.pk]).count == 1
    told = AuditEvent.objects.filter(action__in=["case.freeze-contact", "case.release-contact"])
    assert {event.person_id for event in told} == {officer.person_id}
    assert told.count() == 2


def test_r56_a_later_case_of_the_same_resident_begins_with_contact_standing_still(weert: Town) -> None:
    director, officer = weert.people["debt-director"], weert.people["privacy-officer"]
    for bsn in BSNS[:2]:
        weert.add_resident(bsn, benefit=False)
    weert.add_signal(BSNS[0])
    (first,) = weert.open()
    first = take_up_case(actor=director, case_id=first.pk, version=first.version)
    first = freeze_contact(actor=officer, number=first.number)
    closing = Closing(Result.OTHER_REASON, sub_reason=SubReason.STAFF_SHORTAGE)
    close_case(actor=director, case_id=first.pk, version=first.version, closing=closing, on=RECEIVED)

    later = RECEIVED + timedelta(days=40)
    for bsn in BSNS[:2]:
        weert.add_signal(bsn, received_on=later)
    opened = {case.pk: case.frozen_on for case in weert.open(on=later)}
    del opened[first.pk]
    assert sorted(opened.values(), key=str) == [first.frozen_on, None]

    release_contact(actor=officer, case_id=first.pk)
    still = next(pk for pk, since in opened.items() if since)
    assert Case.objects.get(pk=still).frozen_on == first.frozen_on  # each case is weighed by itself
