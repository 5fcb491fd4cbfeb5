"""The monthly meeting: a basis per item, and each participant sees only its own (R47, R48)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.utils import timezone

from tests.casework.town import BSNS, MOMENT, RECEIVED, Town
from tests.letters.test_letters import text_of
from tijdig.actors import Actor, Role
from tijdig.casework.models import Case, SignalNews, Task
from tijdig.casework.rules.states import ReferralOutcome, TaskKind
from tijdig.casework.services import answer_referral, refer_case, report_back, take_up_case
from tijdig.covenant.rules.facts import EvictionStage
from tijdig.ddas import SignalStatus
from tijdig.disclosure.models import DecisionRecord
from tijdig.disclosure.services import Disclosed, Request, disclose
from tijdig.intake.models import Signal
from tijdig.ledger.models import AuditEvent
from tijdig.meeting.models import AgendaItem, Meeting, MeetingAction
from tijdig.meeting.queries import (
    actions_of,
    earlier_actions,
    meeting_pack,
    meetings_of,
    proposed_agenda,
)
from tijdig.meeting.queries.holding import held_meeting
from tijdig.meeting.queries.others import done_by_others
from tijdig.meeting.rules.agenda import Basis
from tijdig.meeting.rules.papers import PaperKind
from tijdig.meeting.services import (
    NewAction,
    add_action,
    ask_to_discuss,
    ask_to_discuss_signal,
    complete_action,
    end_meeting,
    make_paper,
    note_presence,
    plan_ahead,
    plan_meeting,
    record_decision,
    record_outcome,
    table_case,
    withdraw_item,
)
from tijdig.meeting.services.holding import WRITTEN_BY_COLLEAGUE
from tijdig.meeting.services.planning import MEETING_HAS_ENDED
from tijdig.parties.models import Controller
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


def tabled(weert: Town, meeting: Meeting, case: Case) -> AgendaItem:
    return table_case(
        actor=weert.people["coordinator"],
        meeting_id=meeting.pk,
        case_id=case.pk,
        basis=Basis.NECESSITY,
        sentence=WHY,
    )


DUE = date(2026, 4, 10)


def test_r47_actions_have_an_owner_and_a_day_and_reach_only_who_acts(weert: Town, meeting: Meeting) -> None:
    coordinator, clerk = weert.people["coordinator"], weert.people["landlord-clerk"]
    director = weert.people["debt-director"]
    item = tabled(weert, meeting, opened(weert, BSNS[0], party="wonen-limburg"))
    with pytest.raises(Refused, match=r"meeting\.action-incomplete"):
        add_action(actor=coordinator, item_id=item.pk, what="Bellen", party="wonen-limburg", due_on=None)
    with pytest.raises(Refused, match=r"meeting\.action-by-stranger"):  # not its case (R47)
        add_action(actor=coordinator, item_id=item.pk, what="Bellen", party="st-joseph", due_on=DUE)
    record_decision(actor=coordinator, item_id=item.pk, version=1, decision="Uitstel")
    of_landlord = add_action(
        actor=coordinator, item_id=item.pk, what="Deurwaarder bellen", party="wonen-limburg", due_on=DUE
    )
    own = add_action(
        actor=coordinator,
        item_id=item.pk,
        what="Gezin bezoeken",
        party="gemeente-weert",
        due_on=DUE,
        person_id=weert.id_of("debt-director"),
    )

    (seen,) = meeting_pack(clerk, meeting.pk).items
    assert ([one.what for one in seen.actions], seen.decision) == (["Deurwaarder bellen"], "")
    (action,) = actions_of(clerk)
    assert (action.what, action.number, action.about) == ("Deurwaarder bellen", "", "H-1")
    assert [one.what for one in actions_of(director)] == ["Gezin bezoeken"]
    assert actions_of(weert.people["work-director"]) == ()  # agreed with another person
    assert own.task is not None
    assert (own.task.kind, own.task.description) == (TaskKind.MEETING_ACTION, "Gezin bezoeken")
    assert own.task.assigned_to == director.person_id

    complete_action(actor=clerk, action_id=of_landlord.pk, on=RECEIVED)
    complete_action(actor=director, action_id=own.pk, on=RECEIVED)
    own.task.refresh_from_db()
    assert own.task.done_on == RECEIVED
    assert (actions_of(clerk), actions_of(director)) == ((), ())
    with pytest.raises(NotFound):
        complete_action(actor=weert.people["other-clerk"], action_id=of_landlord.pk, on=RECEIVED)
    with pytest.raises(Refused, match=r"meeting\.decided-already"):
        withdraw_item(actor=coordinator, item_id=item.pk)


def test_r47_what_is_left_comes_first_at_the_next_meeting(
    weert: Town, meeting: Meeting, clock: time_machine.Traveller
) -> None:
    coordinator, clerk = weert.people["coordinator"], weert.people["landlord-clerk"]
    item = tabled(weert, meeting, opened(weert, BSNS[0], party="wonen-limburg"))
    add_action(actor=coordinator, item_id=item.pk, what="Bellen", party="wonen-limburg", due_on=DUE)
    own = add_action(
        actor=coordinator, item_id=item.pk, what="Bezoeken", party="gemeente-weert", due_on=date(2026, 4, 17)
    )
    dropped = opened(weert, BSNS[1])
    gone = add_action(
        actor=coordinator, item_id=tabled(weert, meeting, dropped).pk, what="Vervallen",
        party="gemeente-weert", due_on=DUE,
    )  # fmt: skip
    assert gone.task is not None
    Task.objects.filter(pk=gone.task.pk).update(dropped=True)
    end_meeting(actor=coordinator, meeting_id=meeting.pk)
    with pytest.raises(Refused, match=r"meeting\.has-ended"):
        withdraw_item(actor=coordinator, item_id=item.pk)
    (following,) = plan_ahead(actor=coordinator, count=1)

    assert [one.what for one in earlier_actions(coordinator, following.pk)] == ["Bellen", "Bezoeken"]
    assert [one.what for one in earlier_actions(clerk, following.pk)] == ["Bellen"]
    assert earlier_actions(coordinator, meeting.pk) == ()
    (proposed,) = proposed_agenda(coordinator, following.pk)
    assert [reason.code for reason in proposed.reasons] == ["meeting.action-not-done"]
    clock.move_to("2026-04-20 10:00+02:00")
    complete_action(actor=coordinator, action_id=own.pk, on=date(2026, 4, 20))
    standing = {one.what: (one.is_late, one.done_on) for one in earlier_actions(coordinator, following.pk)}
    assert standing == {"Bellen": (True, None), "Bezoeken": (False, date(2026, 4, 20))}
    with pytest.raises(Refused, match=r"meeting\.has-ended"):
        record_decision(actor=coordinator, item_id=item.pk, version=1, decision="Te laat")


def test_k6_of_two_who_write_at_once_neither_loses_a_word(weert: Town, meeting: Meeting) -> None:
    coordinator = weert.people["coordinator"]
    item = tabled(weert, meeting, opened(weert, BSNS[0]))
    action = NewAction("Bellen", "wonen-limburg", None, DUE)

    record_outcome(actor=coordinator, item_id=item.pk, version=1, decision="Eerst", action=NewAction())
    with pytest.raises(Refused, match=r"meeting\.written-by-colleague"):
        record_outcome(actor=coordinator, item_id=item.pk, version=1, decision="Daarna", action=action)
    assert not MeetingAction.objects.exists()  # all or nothing: what was typed is on the page in one piece
    # Who only adds an action waits for nobody.
    record_outcome(actor=coordinator, item_id=item.pk, version=1, decision="Eerst", action=action)
    record_outcome(actor=coordinator, item_id=item.pk, version=1, decision="", action=action)
    record_outcome(actor=coordinator, item_id=item.pk, version=2, decision="Samen", action=NewAction())

    item.refresh_from_db()
    assert (item.decision, item.actions.count()) == ("Samen", 2)
    with pytest.raises(Refused, match=r"meeting\.decision-missing"):  # seen, and taken away
        record_outcome(actor=coordinator, item_id=item.pk, version=3, decision="", action=action)
    codes = [WRITTEN_BY_COLLEAGUE.code, MEETING_HAS_ENDED.code]
    (told,) = done_by_others(coordinator, meeting.pk, codes, case_id=item.case_id)
    assert (told.code, told.who, told.at) == (codes[0], "Coordinator", timezone.now())
    assert done_by_others(coordinator, meeting.pk, codes, number="2026-9999") == ()


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


def test_a6_a_meeting_of_another_municipality_does_not_exist(
    weert: Town, sittard: Town, meeting: Meeting
) -> None:
    with pytest.raises(NotFound):
        meeting_pack(sittard.people["coordinator"], meeting.pk)

    assert meetings_of(sittard.people["coordinator"]) == ()
    assert [one.pk for one in meetings_of(weert.people["landlord-clerk"])] == [meeting.pk]
