"""The monthly meeting: a basis per item, and each participant sees only its own (R47, R48)."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from tests.casework.town import BSNS, MOMENT, RECEIVED, Town
from tijdig.casework.models import Case, SignalNews
from tijdig.casework.services import answer_referral, refer_case, take_up_case
from tijdig.covenant.rules.facts import EvictionStage
from tijdig.ddas import SignalStatus
from tijdig.disclosure.models import DecisionRecord
from tijdig.intake.models import Signal
from tijdig.ledger.models import AuditEvent
from tijdig.meeting.models import AgendaItem, Meeting
from tijdig.meeting.queries import meeting_pack, meetings_of, proposed_agenda
from tijdig.meeting.rules.agenda import Basis
from tijdig.meeting.services import (
    complete_action,
    plan_meeting,
    record_decision,
    table_case,
    withdraw_item,
)
from tijdig.problems import NotFound, Refused

ANNOUNCED = EvictionStage.ANNOUNCED
WHY = "Ontruiming over twee weken; zonder overleg is hulp te laat."


@pytest.fixture
def meeting(weert: Town) -> Meeting:
    return plan_meeting(actor=weert.people["coordinator"])


def opened(weert: Town, bsn: str, **values: object) -> Case:
    weert.add_resident(bsn, benefit=False)
    signal = weert.add_signal(bsn, **values)  # type: ignore[arg-type]
    weert.open()
    return Case.objects.get(notification__links__signal=signal)


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


def test_r47_each_participant_sees_only_its_own_cases_and_fields(weert: Town, meeting: Meeting) -> None:
    director = weert.people["debt-director"]
    of_limburg = opened(weert, BSNS[0], party="wonen-limburg")
    of_joseph = opened(weert, BSNS[1], party="st-joseph")
    taken = take_up_case(actor=director, case_id=of_joseph.pk, version=1)
    referred = refer_case(
        actor=director,
        case_id=of_joseph.pk,
        version=taken.version,
        party="amw",
        reason="Hulp",
        on=RECEIVED,
    )
    answer_referral(
        actor=weert.people["social-worker"],
        referral_id=referred.referrals.get().pk,
        version=1,
        accept=True,
        on=RECEIVED,
    )
    for case in (of_limburg, of_joseph):
        table_case(
            actor=director, meeting_id=meeting.pk, case_id=case.pk, basis=Basis.NECESSITY, sentence=WHY
        )

    packs = {
        who: meeting_pack(weert.people[who], meeting.pk)
        for who in ("coordinator", "landlord-clerk", "other-clerk", "social-worker")
    }

    cases = {who: {item.case_id for item in pack.items} for who, pack in packs.items()}
    assert cases == {
        "coordinator": {of_limburg.pk, of_joseph.pk},
        "landlord-clerk": {of_limburg.pk},
        "other-clerk": {of_joseph.pk},
        "social-worker": {of_joseph.pk},
    }
    (of_clerk,) = packs["landlord-clerk"].items
    shown = {
        field.code for fields in (of_clerk.fields, *of_clerk.signals) for field in fields if field.granted
    }
    assert "signaal.naam" in shown
    assert not {name for name in shown if name.startswith(("zaak.", "bewoner.", "huishouden.", "uitkering."))}
    (of_worker,) = packs["social-worker"].items
    assert "doorgeleiding.reden" in {field.code for field in of_worker.fields if field.granted}


@pytest.mark.parametrize(
    "status", [status for status in SignalStatus if status is not SignalStatus.TAKEN_UP], ids=str
)
def test_r44_a_signal_that_was_sorted_out_puts_no_case_in_its_landlords_pack(
    weert: Town, meeting: Meeting, status: SignalStatus
) -> None:
    of_housemate = opened(weert, BSNS[0], party="st-joseph", crisis=True)
    own = weert.add_signal(BSNS[1], party="wonen-limburg", notification=of_housemate.notification)
    Signal.objects.filter(pk=own.pk).update(status=status)
    tabled(weert, meeting, of_housemate)

    assert meeting_pack(weert.people["landlord-clerk"], meeting.pk).items == ()
    Signal.objects.filter(pk=own.pk).update(status=SignalStatus.TAKEN_UP)
    (item,) = meeting_pack(weert.people["landlord-clerk"], meeting.pk).items
    assert len(item.signals) == 1


def test_r44_a_landlord_learns_nothing_of_the_case_nor_the_eviction_news_of_another_creditor(
    weert: Town, meeting: Meeting
) -> None:
    case = opened(weert, BSNS[0], party="wonen-limburg")
    case.eviction_stage, case.eviction_on = ANNOUNCED, date(2026, 3, 20)  # the other's news
    case.save()
    own = Signal.objects.get()
    other = weert.add_signal(
        BSNS[0], party="st-joseph", notification=case.notification, status=SignalStatus.TAKEN_UP
    )
    for signal, stage, on in (
        (own, EvictionStage.SUMMONS, 2),
        (own, EvictionStage.JUDGMENT, 3),
        (other, ANNOUNCED, 4),
    ):
        SignalNews.objects.create(
            controller_id=weert.code, signal=signal, stage=stage, on=date(2026, 3, on), told_at=MOMENT
        )
    tabled(weert, meeting, case)

    (of_clerk,) = meeting_pack(weert.people["landlord-clerk"], meeting.pk).items
    (of_chair,) = meeting_pack(weert.people["coordinator"], meeting.pk).items

    assert (of_clerk.number, of_clerk.basis, of_clerk.fields) == ("", "", ())
    (shown,) = of_clerk.signals
    stage = {field.value for field in shown if field.code.startswith("ontruiming.")}
    assert stage == {EvictionStage.JUDGMENT, None}  # the last that it told itself
    assert (of_chair.number, of_chair.basis) == (case.number, Basis.NECESSITY)
    assert date(2026, 3, 20) in {field.value for field in of_chair.fields}
    asked = DecisionRecord.objects.filter(recipient="wonen-limburg").values_list(
        "permitted_fields", flat=True
    )
    assert {name.split(".")[0] for names in asked for name in names} == {"signaal", "ontruiming"}
    assert not DecisionRecord.objects.filter(recipient="wonen-limburg", subject_id=str(other.pk)).exists()


def test_r44_the_order_of_a_landlords_pack_does_not_tell_who_goes_first(
    weert: Town, meeting: Meeting, clock: time_machine.Traveller
) -> None:
    later = opened(weert, BSNS[0], party="wonen-limburg")
    first = opened(weert, BSNS[1], party="wonen-limburg", crisis=True)
    tabled(weert, meeting, later)
    clock.shift(60)
    tabled(weert, meeting, first)

    of_chair = meeting_pack(weert.people["coordinator"], meeting.pk).items
    of_clerk = meeting_pack(weert.people["landlord-clerk"], meeting.pk).items

    assert [item.case_id for item in of_chair] == [first.pk, later.pk]
    assert [item.case_id for item in of_clerk] == [later.pk, first.pk]


def tabled(weert: Town, meeting: Meeting, case: Case) -> AgendaItem:
    return table_case(
        actor=weert.people["coordinator"],
        meeting_id=meeting.pk,
        case_id=case.pk,
        basis=Basis.NECESSITY,
        sentence=WHY,
    )


def test_r47_a_decision_has_an_owner_and_a_day_and_the_owner_completes_it(
    weert: Town, meeting: Meeting
) -> None:
    coordinator, clerk = weert.people["coordinator"], weert.people["landlord-clerk"]
    case = opened(weert, BSNS[0], party="wonen-limburg")
    item = table_case(
        actor=coordinator,
        meeting_id=meeting.pk,
        case_id=case.pk,
        basis=Basis.NECESSITY,
        sentence=WHY,
    )
    with pytest.raises(Refused, match=r"meeting\.action-incomplete"):
        record_decision(actor=coordinator, item_id=item.pk, decision="Uitstel", action="Deurwaarder bellen")
    record_decision(
        actor=coordinator,
        item_id=item.pk,
        decision="Uitstel",
        action="Deurwaarder bellen",
        action_party="wonen-limburg",
        action_due_on=date(2026, 4, 10),
    )

    (seen,) = meeting_pack(clerk, meeting.pk).items
    done = complete_action(actor=clerk, item_id=item.pk, on=RECEIVED)

    assert (seen.action, seen.decision) == ("Deurwaarder bellen", "")
    assert done.action_done_on == RECEIVED
    with pytest.raises(NotFound):
        complete_action(actor=weert.people["other-clerk"], item_id=item.pk, on=RECEIVED)
    with pytest.raises(NotFound):  # decided: it stays on the agenda
        withdraw_item(actor=coordinator, item_id=item.pk)


def test_a6_a_meeting_of_another_municipality_does_not_exist(
    weert: Town, sittard: Town, meeting: Meeting
) -> None:
    with pytest.raises(NotFound):
        meeting_pack(sittard.people["coordinator"], meeting.pk)

    assert meetings_of(sittard.people["coordinator"]) == ()
    assert [one.pk for one in meetings_of(weert.people["landlord-clerk"])] == [meeting.pk]
