"""The sentences of the Weert covenant that casework carries out, from the signed file and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.casework.town import BSNS, RECEIVED, Town
from tests.sealed import person_of
from tijdig.casework.models import Case, Task
from tijdig.casework.queries import WorkFilter, case_page, cases_for_partner, referred_case, work_list
from tijdig.casework.rules.results import Closing
from tijdig.casework.rules.states import CaseState, ReferralOutcome, ReferralState, TaskKind
from tijdig.casework.rules.transitions import Act
from tijdig.casework.rules.withholding import WithheldRent, check_withholding
from tijdig.casework.services import (
    answer_referral,
    close_case,
    complete_task,
    invite_jointly,
    log_attempt,
    record_answer,
    record_conversation,
    record_informed,
    record_offer,
    refer_case,
    report_back,
    report_eviction,
    set_fact,
    take_up_case,
    withhold_rent,
)
from tijdig.covenant.rules.facts import EvictionStage, FactSource
from tijdig.ddas import AttemptKind, PartOfDay, Result, SignalStatus
from tijdig.disclosure.models import DecisionRecord
from tijdig.intake.models import Signal
from tijdig.problems import NotFound, Refused

FAMILY, SINGLE, THREATENED_FAMILY, OTHER = BSNS[:4]
RENT = WithheldRent(64_500, date(2026, 4, 1), date(2026, 9, 30), date(2026, 6, 1))


@pytest.fixture
def benefit_case(weert: Town) -> Case:
    weert.add_resident(SINGLE, benefit=True)
    weert.add_signal(SINGLE)
    (case,) = weert.open()
    return take_up_case(actor=weert.people["debt-director"], case_id=case.pk, version=1)


@pytest.fixture
def other_case(weert: Town) -> Case:
    weert.add_resident(OTHER, benefit=False)
    weert.add_signal(OTHER)
    (case,) = weert.open()
    return take_up_case(actor=weert.people["debt-director"], case_id=case.pk, version=1)


def test_families_with_minor_children_go_first(weert: Town) -> None:
    weert.add_resident(SINGLE, benefit=True)
    weert.add_resident(OTHER, benefit=False)
    weert.add_resident(FAMILY, children=["20200229"], benefit=False)
    weert.add_resident(THREATENED_FAMILY, children=["20090305"], benefit=True)
    weert.add_signal(SINGLE)
    weert.add_signal(OTHER, crisis=True)
    weert.add_signal(FAMILY)
    weert.add_signal(THREATENED_FAMILY, crisis=True)
    weert.open()

    listed = work_list(weert.people["debt-director"])

    order = [Case.objects.get(pk=row.case_id).notification.links.get().person for row in listed.rows]
    assert order == [person_of(weert.code, bsn) for bsn in (THREATENED_FAMILY, FAMILY, OTHER, SINGLE)]
    first = listed.rows[0]
    assert [reason.rule for reason in first.rank_reasons] == ["R29", "R29", "R29", "R27"]
    assert "Gezin met minderjarige kinderen en een dreigende ontruiming" in first.rank_reasons[0].nl
    assert (first.name, first.address) == ("K.S. Jansen", "Maasstraat 12, 6001 AB Weert")


def test_participatiewet_gets_the_joint_invitation_of_two_case_directors_at_once(
    weert: Town, benefit_case: Case
) -> None:
    director = weert.people["debt-director"]
    task = benefit_case.tasks.get(kind=TaskKind.INVITE)

    with pytest.raises(Refused, match="discipline-missing"):
        invite_jointly(actor=director, case_id=benefit_case.pk, version=2, on=RECEIVED)
    invited = invite_jointly(
        actor=director,
        case_id=benefit_case.pk,
        version=2,
        on=RECEIVED,
        second_person=weert.people["work-director"].person_id,
    )

    assert task.due_on == date(2026, 3, 5)  # at once: the covenant says one working day
    assert "schulddienstverlening en participatie" in task.description
    assert invited.second_owner == weert.people["work-director"].person_id
    assert invited.attempts.get().kind == AttemptKind.LETTER
    task.refresh_from_db()
    assert task.done_on == RECEIVED
    # Both case directors work on the case from now on.
    log_attempt(
        actor=weert.people["work-director"],
        case_id=invited.pk,
        version=invited.version,
        kind=AttemptKind.PHONE,
        on=RECEIVED,
        part=PartOfDay.MORNING,
        reached=True,
    )


def test_rent_is_withheld_from_the_running_benefit_with_a_decision_only(
    weert: Town, benefit_case: Case
) -> None:
    director = weert.people["debt-director"]
    task = benefit_case.tasks.get(code="inhouding-huur")

    with pytest.raises(Refused, match="reference-missing"):
        withhold_rent(
            actor=director, case_id=benefit_case.pk, version=2, on=RECEIVED, reference=" ", rent=RENT
        )
    withhold_rent(
        actor=director, case_id=benefit_case.pk, version=2, on=RECEIVED, reference="B-2026-17", rent=RENT
    )

    task.refresh_from_db()
    assert (task.done_on, task.reference) == (RECEIVED, "B-2026-17")
    kept = benefit_case.withholdings.get()
    assert (kept.amount_cents, kept.starts_on, kept.reference) == (64_500, RENT.starts_on, "B-2026-17")
    review = benefit_case.tasks.get(kind="withholding")
    assert (review.due_on, review.done_on) == (RENT.review_on, None)


@pytest.mark.any_database
def test_r30_the_task_of_withholding_is_not_done_without_its_amount(weert: Town, benefit_case: Case) -> None:
    task = benefit_case.tasks.get(code="inhouding-huur")
    with pytest.raises(Refused, match="withhold-with-amount"):
        complete_task(
            actor=weert.people["debt-director"], case_id=benefit_case.pk, version=2, task_id=task.pk, on=RECEIVED,
            reference="B-2026-17",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({}, []),
        ({"amount_cents": 0}, ["casework.withholding-amount"]),
        ({"ends_on": date(2026, 4, 1)}, ["casework.withholding-ends-first", "casework.withholding-review"]),
        ({"review_on": date(2026, 10, 1)}, ["casework.withholding-review"]),
        ({"review_on": RECEIVED}, ["casework.withholding-review"]),
    ],
)
def test_r30_withholding_has_an_amount_a_start_an_end_and_a_review(
    changed: dict[str, object], wrong: list[str]
) -> None:
    found = check_withholding(replace(RENT, **changed), today=RECEIVED)  # type: ignore[arg-type]
    assert [one.code for one in found] == wrong


@pytest.mark.any_database
def test_without_a_benefit_there_is_no_rent_to_withhold(weert: Town, other_case: Case) -> None:
    with pytest.raises(Refused, match="no-benefit"):
        withhold_rent(
            actor=weert.people["debt-director"],
            case_id=other_case.pk,
            version=2,
            on=RECEIVED,
            reference="B-1",
            rent=RENT,
        )


@pytest.mark.any_database
def test_tenants_without_that_benefit_are_passed_on_to_amw(weert: Town, other_case: Case) -> None:
    director, worker = weert.people["debt-director"], weert.people["social-worker"]
    assert (other_case.route, other_case.route_to) == ("maatschappelijk-werk", "amw")
    assert cases_for_partner(worker) == ()

    referred = refer_case(
        actor=director,
        case_id=other_case.pk,
        version=2,
        party="amw",
        reason="Hulp bij geldzorgen",
        on=RECEIVED,
    )
    (offered,) = cases_for_partner(worker)
    shown = referred_case(worker, offered.referral_id)
    accepted = answer_referral(
        actor=worker, referral_id=offered.referral_id, version=1, accept=True, on=RECEIVED
    )
    reported = report_back(
        actor=worker,
        referral_id=accepted.pk,
        version=2,
        outcome=ReferralOutcome.HELPED,
        report="Budgetplan gemaakt.",
        on=RECEIVED,
    )
    page = case_page(director, referred.pk)
    closed = close_case(
        actor=director,
        case_id=referred.pk,
        version=page.head.version,
        closing=Closing(Result.FOLLOW_UP_OTHER),
        on=RECEIVED,
    )

    assert offered.name == shown.name == "Jansen"
    assert offered.answer_by == date(2026, 3, 11)
    withheld = {field.code for field in shown.fields if not field.granted}
    assert not withheld
    assert not {field.code for field in shown.fields} & {"zaak.rang", "zaak.notities", "bewoner.bsn"}
    assert reported.state == ReferralState.REPORTED
    assert closed.spoken_on == RECEIVED  # whoever was helped was spoken to: that term is met (R28)
    assert (closed.state, closed.result) == (CaseState.CLOSED, Result.FOLLOW_UP_OTHER)
    assert Signal.objects.get().status == SignalStatus.TAKEN_UP


@pytest.mark.any_database
def test_a_benefit_recipient_is_passed_on_to_amw_with_consent_only(weert: Town, benefit_case: Case) -> None:
    director = weert.people["debt-director"]
    with pytest.raises(Refused, match=r"condition-not-met|fact-missing"):
        refer_case(
            actor=director,
            case_id=benefit_case.pk,
            version=2,
            party="amw",
            reason="Rouw",
            on=RECEIVED,
        )

    consented = set_fact(
        actor=director,
        case_id=benefit_case.pk,
        version=2,
        fact="toestemming.doorgeleiding",
        value=True,
        source=FactSource.TENANT,
        on=RECEIVED,
    )
    referred = refer_case(
        actor=director,
        case_id=benefit_case.pk,
        version=consented.version,
        party="amw",
        reason="Rouw",
        on=RECEIVED,
    )

    assert referred.referrals.get().party == "amw"


def test_a_referral_of_another_organisation_does_not_exist(weert: Town, other_case: Case) -> None:
    referred = refer_case(
        actor=weert.people["debt-director"],
        case_id=other_case.pk,
        version=2,
        party="amw",
        reason="Hulp",
        on=RECEIVED,
    )
    stranger = weert.add_person("stranger", weert.people["social-worker"].role, "st-joseph")

    assert cases_for_partner(stranger) == ()
    with pytest.raises(NotFound):
        referred_case(stranger, referred.referrals.get().pk)


def test_an_unknown_benefit_is_found_out_first_and_then_the_route_follows(weert: Town) -> None:
    weert.add_resident(SINGLE)
    weert.add_signal(SINGLE)
    (case,) = weert.open()
    director = weert.people["debt-director"]
    taken = take_up_case(actor=director, case_id=case.pk, version=1)

    known = set_fact(
        actor=director,
        case_id=case.pk,
        version=taken.version,
        fact="uitkering.participatiewet",
        value=True,
        source=FactSource.CASEWORK,
        on=RECEIVED,
    )

    assert (case.route, known.route, known.to_find_out) == ("", "participatiewet", [])
    open_kinds = {task.kind for task in Task.objects.filter(done_on__isnull=True, dropped=False)}
    assert open_kinds == {TaskKind.INVITE, TaskKind.COVENANT}
    assert Task.objects.get(kind=TaskKind.FIND_OUT).done_on == RECEIVED


@pytest.mark.any_database
def test_tenants_are_informed_within_the_term(weert: Town, benefit_case: Case) -> None:
    informed = record_informed(
        actor=weert.people["debt-director"], case_id=benefit_case.pk, version=2, on=RECEIVED
    )

    assert informed.informed_on == RECEIVED
    assert informed.inform_by == date(2026, 4, 7)


def test_an_eviction_that_the_landlord_announces_puts_the_family_on_top(weert: Town) -> None:
    weert.add_resident(FAMILY, children=["20150601"], benefit=True)
    weert.add_resident(OTHER, children=["20150601"], benefit=True)
    weert.add_signal(OTHER)
    signal = weert.add_signal(FAMILY)
    weert.open()
    clerk = weert.people["landlord-clerk"]

    with pytest.raises(NotFound):  # another landlord's signal does not exist
        report_eviction(
            actor=weert.people["other-clerk"], signal_id=signal.pk, stage=EvictionStage.ANNOUNCED, on=RECEIVED
        )
    report_eviction(
        actor=clerk,
        signal_id=signal.pk,
        stage=EvictionStage.ANNOUNCED,
        on=RECEIVED,
        eviction_on=date(2026, 3, 20),
    )

    first = work_list(weert.people["debt-director"]).rows[0]
    case = Case.objects.get(pk=first.case_id)
    assert case.notification.links.get().signal_id == signal.pk
    assert (case.eviction_stage, case.eviction_on) == ("aanzegging", date(2026, 3, 20))
    assert case.first_conversation_by == date(2026, 3, 9)


def test_the_whole_case_of_a_benefit_recipient_from_taking_up_to_feedback_status(
    weert: Town, benefit_case: Case
) -> None:
    director = weert.people["debt-director"]
    pk, on = benefit_case.pk, RECEIVED
    log_attempt(
        actor=director,
        case_id=pk,
        version=2,
        kind=AttemptKind.HOME_VISIT,
        on=on,
        part=PartOfDay.EVENING,
        reached=True,
    )
    record_conversation(actor=director, case_id=pk, version=3, on=on)
    record_offer(actor=director, case_id=pk, version=4, on=on)
    record_answer(actor=director, case_id=pk, version=5, accepted=True, on=on)
    with pytest.raises(Refused) as refused:
        close_case(
            actor=director,
            case_id=pk,
            version=6,
            closing=Closing(Result.ADVICE_OR_QUICK_FIX, clears_in_time=False, only_tips=False),
            on=on,
        )
    closed = close_case(
        actor=director, case_id=pk, version=6, closing=Closing(Result.FOLLOW_UP_FINANCIAL), on=on
    )

    assert [problem.code for problem in refused.value.problems] == ["casework.arrears-not-cleared"]
    assert (closed.state, closed.closed_on) == (CaseState.CLOSED, on)
    assert not closed.tasks.filter(done_on__isnull=True, dropped=False).exists()
    assert work_list(director).counts[WorkFilter.ALL] == 0


def test_the_case_page_shows_each_field_with_its_ground_and_each_button_with_its_reason(
    weert: Town, benefit_case: Case
) -> None:
    page = case_page(weert.people["debt-director"], benefit_case.pk)

    by_code = {field.code: field for field in page.fields}
    assert by_code["bewoner.naam"].value == "K.S. Jansen"
    assert "E3" in by_code["bewoner.naam"].decision.reasons[0].nl
    (signal,) = page.signals
    amounts = [field.value for field in signal.fields if field.code == "signaal.bedrag"]
    assert amounts == [120_000]
    assert "artikel 1" in signal.fields[0].decision.reasons[0].nl
    assert page.possible.acts[Act.INVITE_JOINTLY].permitted
    reopen = page.possible.acts[Act.REOPEN]
    assert [reason.code for reason in reopen.reasons] == ["casework.not-in-this-state"]
    assert [event.action for event in page.timeline] == ["case.take-up", "case.open"]
    assert DecisionRecord.objects.filter(subject_kind="case", subject_id=str(benefit_case.pk)).exists()


@pytest.mark.any_database
def test_a_coordinator_sees_the_case_for_triage_without_notes_and_attempts(
    weert: Town, benefit_case: Case
) -> None:
    page = case_page(weert.people["coordinator"], benefit_case.pk)

    withheld = {field.code for field in page.fields if not field.granted}
    assert {"zaak.notities", "zaak.contactpogingen", "zaak.subreden"} <= withheld
    assert page.notes == ()
    assert page.possible.acts[Act.HAND_OVER].permitted
    assert not page.possible.acts[Act.LOG_ATTEMPT].permitted
