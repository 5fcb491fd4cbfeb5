"""The monthly meeting and its agenda: planned once, a basis per item, and who may ask for one (R47, R48, A5, A6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
import time_machine

from tests.casework.town import BSNS, RECEIVED, Town
from tests.meeting.agenda import WHY, opened, tabled
from tijdig.actors import Actor
from tijdig.casework.services import refer_case, take_up_case
from tijdig.disclosure.models import DecisionRecord
from tijdig.disclosure.services import Disclosed, Request, disclose
from tijdig.intake.models import Signal
from tijdig.ledger.models import AuditEvent
from tijdig.meeting.models import AgendaItem, Meeting
from tijdig.meeting.queries import meeting_pack, meetings_of, proposed_agenda
from tijdig.meeting.rules.agenda import Basis
from tijdig.meeting.services import (
    ask_to_discuss,
    ask_to_discuss_signal,
    plan_ahead,
    plan_meeting,
    table_case,
)
from tijdig.parties.models import Controller
from tijdig.problems import NotFound, Refused


def test_r47_the_meeting_is_planned_once_and_threatened_cases_are_proposed(
    weert: Town, meeting: Meeting
) -> None:
    coordinator = weert.people["coordinator"]
    threatened = opened(weert, BSNS[0], crisis=True)
    opened(weert, BSNS[1])

    proposed = proposed_agenda(coordinator, meeting.pk)
    table_case(
        actor=coordinator,
        meeting_id=meeting.pk,
        case_id=threatened.pk,
        basis=Basis.NECESSITY,
        sentence=WHY,
    )

    assert plan_meeting(actor=coordinator, on=meeting.on).pk == meeting.pk
    assert [item.case_id for item in proposed] == [threatened.pk]
    assert proposed_agenda(coordinator, meeting.pk) == ()
    assert AuditEvent.objects.filter(action="meeting.table").count() == 1


def test_r48_an_item_without_a_basis_cannot_be_tabled(weert: Town, meeting: Meeting) -> None:
    case = opened(weert, BSNS[0])

    with pytest.raises(Refused, match=r"meeting\.sentence-missing"):
        table_case(
            actor=weert.people["debt-director"],
            meeting_id=meeting.pk,
            case_id=case.pk,
            basis=Basis.NECESSITY,
            sentence="  ",
        )
    with pytest.raises(Refused, match=r"meeting\.consent-not-known"):
        table_case(
            actor=weert.people["debt-director"],
            meeting_id=meeting.pk,
            case_id=case.pk,
            basis=Basis.CONSENT,
            sentence="De inwoner vond het goed.",
        )

    assert not AgendaItem.objects.exists()


def test_r47_a_participant_asks_to_discuss_its_own_case_and_the_covenant_proposes_it(
    weert: Town, meeting: Meeting, clock: time_machine.Traveller
) -> None:
    coordinator, clerk = weert.people["coordinator"], weert.people["landlord-clerk"]
    case = opened(weert, BSNS[0], party="wonen-limburg")
    signal = Signal.objects.get()
    with pytest.raises(NotFound):
        ask_to_discuss_signal(actor=weert.people["other-clerk"], signal_id=signal.pk)

    assert proposed_agenda(coordinator, meeting.pk) == ()
    ask_to_discuss_signal(actor=clerk, signal_id=signal.pk)
    (proposed,) = proposed_agenda(coordinator, meeting.pk)
    assert proposed.reasons[0].params["party"] == "Wonen Limburg"
    clock.shift(60)
    tabled(weert, meeting, case)
    (following,) = plan_ahead(actor=coordinator, count=1)
    assert proposed_agenda(coordinator, following.pk) == ()  # it was met


def test_a5_c1_what_a_helper_wrote_is_decided_and_goes_to_who_may_open_the_case(
    weert: Town, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator, director = weert.people["coordinator"], weert.people["debt-director"]
    case = take_up_case(actor=director, case_id=opened(weert, BSNS[0]).pk, version=1)
    refer_case(actor=director, case_id=case.pk, version=case.version, party="amw", reason="Hulp", on=RECEIVED)
    ask_to_discuss(
        actor=weert.people["social-worker"],
        referral_id=case.referrals.get().pk,
        reason="Ik kom er niet binnen",
    )

    (proposed,) = proposed_agenda(coordinator, meeting.pk)
    record = DecisionRecord.objects.filter(subject_id=str(case.pk), purpose="overleg").latest("at")
    assert proposed.wishes == ("Ik kom er niet binnen",)
    assert (record.recipient, record.permitted_fields) == ("gemeente-weert", ["doorgeleiding.bericht"])

    Controller.objects.update(own_cases_only=True)
    assert [len(proposed_agenda(who, meeting.pk)) for who in (director, weert.people["work-director"])] == [
        1,
        0,
    ]

    def withholding(*, actor: Actor, requests: Sequence[Request]) -> tuple[Disclosed, ...]:
        return tuple(replace(one, granted={}, values={}) for one in disclose(actor=actor, requests=requests))

    monkeypatch.setattr("tijdig.meeting.queries.proposals.disclose", withholding)
    (proposed,) = proposed_agenda(coordinator, meeting.pk)
    assert proposed.wishes == ()


def test_a6_a_meeting_of_another_municipality_does_not_exist(
    weert: Town, sittard: Town, meeting: Meeting
) -> None:
    with pytest.raises(NotFound):
        meeting_pack(sittard.people["coordinator"], meeting.pk)

    assert meetings_of(sittard.people["coordinator"]) == ()
    assert [one.pk for one in meetings_of(weert.people["landlord-clerk"])] == [meeting.pk]
