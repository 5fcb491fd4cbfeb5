"""The resident hears that a decision comes later, why, and by when; and again when its term runs on (R39, Awb 4:15)."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from tests.casework.town import BSNS, RECEIVED, Town
from tests.letters.readability import flesch_douma, words_per_sentence
from tijdig.casework.models import Case
from tijdig.casework.rules.states import HelpDecision
from tijdig.casework.rules.term_pauses import PauseGround
from tijdig.casework.services import (
    decide_request,
    pause_term,
    record_conversation,
    record_request,
    resume_term,
    take_up_case,
)
from tijdig.contact.models import Message
from tijdig.contact.rules.messages import Channel, MessageKind
from tijdig.contact.rules.phrases import WHY_LATER, decided_by
from tijdig.contact.services import draft_message, finish_message
from tijdig.problems import Refused

PAUSED, RESUMED = MessageKind.TERM_PAUSED, MessageKind.TERM_RESUMED


def test_r39_the_resident_hears_why_the_decision_comes_later_and_when(
    weert: Town, clock: time_machine.Traveller
) -> None:
    director = weert.people["debt-director"]
    weert.add_resident(BSNS[0], benefit=False)
    weert.add_signal(BSNS[0])
    (case,) = weert.open()

    def version() -> int:
        return Case.objects.get(pk=case.pk).version

    def drafted(kind: MessageKind) -> Message:
        return draft_message(
            actor=director, case_id=case.pk, version=version(), kind=kind, channel=Channel.LETTER
        )

    take_up_case(actor=director, case_id=case.pk, version=version())
    record_conversation(actor=director, case_id=case.pk, version=version(), on=RECEIVED)
    record_request(actor=director, case_id=case.pk, version=version(), on=RECEIVED)
    for kind, lacking in ((PAUSED, "needs-pause"), (RESUMED, "needs-resumed-term")):
        with pytest.raises(Refused, match=lacking):
            drafted(kind)

    ground = PauseGround.ABROAD
    pause_term(
        actor=director, case_id=case.pk, version=version(), ground=ground, reason="Bank in Luik", on=RECEIVED
    )
    later = drafted(PAUSED)
    assert "Wij wachten op informatie uit het buitenland." in later.text
    assert "stil vanaf 5 maart 2026. Dit mag volgens de wet (Awb art. 4:15 lid 1 onder b)." in later.text
    assert "Dat weten wij nu nog niet." in later.text
    assert "Luik" not in later.text  # the reason in our own words stays with us
    with pytest.raises(Refused, match="needs-resumed-term"):
        drafted(RESUMED)

    clock.move_to(date(2026, 3, 12))
    resume_term(actor=director, case_id=case.pk, version=version(), on=date(2026, 3, 11))
    with pytest.raises(Refused, match="needs-pause"):  # what was drafted is no longer so
        finish_message(actor=director, message_id=later.pk, version=1)
    onwards = drafted(RESUMED)
    assert (
        "U krijgt ons besluit uiterlijk op 6 mei 2026." in onwards.text
    )  # 29 April, and six days later a holiday
    decide_request(
        actor=director,
        case_id=case.pk,
        version=version(),
        decision=HelpDecision.ADMISSION,
        reference="TB-2026-3",
        on=date(2026, 3, 12),
    )
    with pytest.raises(Refused, match="needs-resumed-term"):
        finish_message(actor=director, message_id=onwards.pk, version=1)


def test_each_reason_and_day_is_said_in_plain_dutch() -> None:
    assert set(WHY_LATER) == set(PauseGround)
    said = [*WHY_LATER.values(), decided_by(None), decided_by(date(2026, 5, 6))]
    assert flesch_douma(said) >= 60
    assert words_per_sentence(said) <= 12
