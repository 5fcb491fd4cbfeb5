"""What each participant reads before and after the meeting: its own cases, and of those its own fields (R44, R47)."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from tests.casework.town import BSNS, MOMENT, RECEIVED, Town
from tests.letters.test_letters import text_of
from tests.meeting.agenda import DUE, WHY, opened, tabled
from tijdig.actors import Role
from tijdig.casework.models import SignalNews
from tijdig.casework.rules.states import ReferralOutcome
from tijdig.casework.services import answer_referral, refer_case, report_back, take_up_case
from tijdig.covenant.rules.facts import EvictionStage
from tijdig.ddas import SignalStatus
from tijdig.disclosure.models import DecisionRecord
from tijdig.intake.models import Signal
from tijdig.ledger.models import AuditEvent
from tijdig.meeting.models import Meeting
from tijdig.meeting.queries import meeting_pack
from tijdig.meeting.queries.holding import held_meeting
from tijdig.meeting.rules.agenda import Basis
from tijdig.meeting.rules.papers import PaperKind
from tijdig.meeting.services import (
    add_action,
    end_meeting,
    make_paper,
    note_presence,
    plan_meeting,
    record_decision,
    table_case,
)
from tijdig.problems import Refused

ANNOUNCED = EvictionStage.ANNOUNCED


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


def test_r47_a_helper_reads_its_own_referral_and_not_why_another_has_the_case(sittard: Town) -> None:
    director = sittard.people["debt-director"]
    meeting = plan_meeting(actor=sittard.people["coordinator"])
    case = take_up_case(actor=director, case_id=opened(sittard, BSNS[0], crisis=True, months=4).pk, version=1)
    reasons = {"partners-in-welzijn": "Kijk breder mee", "kredietbank-limburg": "Regel de schuld"}
    for party, reason in reasons.items():
        helper = sittard.add_person(party, Role.SOCIAL_WORKER, party)
        case = refer_case(
            actor=director, case_id=case.pk, version=case.version, party=party, reason=reason, on=RECEIVED
        )
        referral = case.referrals.get(party=party)
        answer_referral(
            actor=helper, referral_id=referral.pk, version=referral.version, accept=True, on=RECEIVED
        )
        report_back(
            actor=helper, referral_id=referral.pk, version=referral.version + 1,
            outcome=ReferralOutcome.HELPED, report="", on=RECEIVED,
        )  # fmt: skip
        case.refresh_from_db()
    table_case(actor=director, meeting_id=meeting.pk, case_id=case.pk, basis=Basis.NECESSITY, sentence=WHY)

    def told(who: str, code: str) -> object:
        (item,) = meeting_pack(sittard.people[who], meeting.pk).items
        return next(field.value for field in item.fields if field.code == code)

    for party, reason in reasons.items():
        assert told(party, "doorgeleiding.reden") == (reason,)
    (state,) = told("kredietbank-limburg", "doorgeleiding.status")  # type: ignore[misc]
    assert state.startswith("Kredietbank Limburg: ")
    assert set(told("coordinator", "doorgeleiding.reden")) == set(reasons.values())  # type: ignore[call-overload]


@pytest.mark.any_database
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


def test_r47_papers_hold_ones_own_cases_in_a_version_that_follows_the_agenda(
    weert: Town, meeting: Meeting
) -> None:
    coordinator, clerk = weert.people["coordinator"], weert.people["landlord-clerk"]
    item = tabled(weert, meeting, opened(weert, BSNS[0], party="wonen-limburg", surname="Eigenhuur"))

    def made(kind: PaperKind = PaperKind.PACK) -> tuple[int, str]:
        paper = make_paper(actor=clerk, meeting_id=meeting.pk, kind=kind)
        return paper.version, text_of(paper.content)

    version, text = made()
    tabled(weert, meeting, opened(weert, BSNS[1], party="st-joseph", surname="Vreemdhuur"))
    assert (version, made()[0]) == (1, 1)  # another's case makes no new version of mine
    tabled(weert, meeting, opened(weert, BSNS[2], party="wonen-limburg", surname="Tweedehuur"))
    newest, newer = made()
    assert newest == 2
    assert "Eigenhuur" in text
    assert "Tweedehuur" in newer
    for secret in ("Vreemdhuur", WHY, item.case.number):
        assert secret not in newer
    seats = {seat.party: seat for seat in held_meeting(coordinator, meeting.pk).seats}
    assert (seats["wonen-limburg"].pack_is_current, seats["st-joseph"].pack_version) == (True, 0)
    assert AuditEvent.objects.filter(action="meeting.make-paper").count() == 3

    with pytest.raises(Refused, match=r"meeting\.not-ended-yet"):
        made(PaperKind.MINUTES)
    note_presence(actor=coordinator, meeting_id=meeting.pk, present=frozenset({"wonen-limburg"}))
    record_decision(actor=coordinator, item_id=item.pk, version=1, decision="Geheim besluit")
    add_action(actor=coordinator, item_id=item.pk, what="Regeling", party="wonen-limburg", due_on=DUE)
    end_meeting(actor=coordinator, meeting_id=meeting.pk)
    _, minutes = made(PaperKind.MINUTES)
    assert "Regeling" in minutes
    assert "Aanwezig: Wonen Limburg" in minutes
    assert "Geheim besluit" not in minutes
    note_presence(actor=coordinator, meeting_id=meeting.pk, present=frozenset())
    version, minutes = made(PaperKind.MINUTES)
    assert version == 2  # who was there was put right
    assert "Aanwezig: Wonen Limburg" not in minutes
