"""Tasks, requests and decisions, referrals that come back, news from the landlord (R30, R38, R39, R41)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest

from tests.casework.town import BSNS, RECEIVED, Town
from tijdig.casework.models import Case, Override, Referral, Task
from tijdig.casework.queries import case_page, cases_for_partner
from tijdig.casework.rules.results import Closing
from tijdig.casework.rules.states import HelpDecision, ReferralOutcome, ReferralState, TaskKind
from tijdig.casework.rules.transitions import Act
from tijdig.casework.rules.withholding import WithheldRent
from tijdig.casework.services import (
    answer_referral,
    close_case,
    complete_task,
    decide_request,
    log_attempt,
    override_triage,
    plan_covenant_task,
    plan_task,
    record_conversation,
    record_request,
    refer_case,
    report_back,
    report_eviction,
    report_paid,
    return_case,
    set_fact,
    take_up_case,
    withdraw_referral,
    withhold_rent,
)
from tijdig.covenant.rules.facts import EvictionStage, FactSource
from tijdig.ddas import AttemptKind, PartOfDay, Result
from tijdig.ledger.models import AuditEvent
from tijdig.linkage.rules.outcomes import RegisterState
from tijdig.problems import NotFound, Refused

RENT = WithheldRent(64_500, date(2026, 4, 1), date(2026, 9, 30), date(2026, 6, 1))
TOMORROW = date(2026, 3, 5)


@pytest.fixture
def case(weert: Town) -> Case:
    weert.add_resident(BSNS[0], benefit=False)
    weert.add_signal(BSNS[0])
    (case,) = weert.open()
    return take_up_case(actor=weert.people["debt-director"], case_id=case.pk, version=1)


@pytest.fixture
def referral(weert: Town, case: Case) -> Referral:
    referred = refer_case(
        actor=weert.people["debt-director"],
        case_id=case.pk,
        version=case.version,
        party="amw",
        reason="Hulp bij geldzorgen",
        on=RECEIVED,
    )
    return referred.referrals.get()


def test_a_task_is_planned_and_completed_once(weert: Town, case: Case) -> None:
    director = weert.people["debt-director"]
    planned = plan_task(
        actor=director, case_id=case.pk, version=case.version, description="Terugbellen", due_on=TOMORROW
    )
    task = planned.tasks.get(kind=TaskKind.AGREED)

    done = complete_task(
        actor=director, case_id=case.pk, version=planned.version, task_id=task.pk, on=RECEIVED
    )
    with pytest.raises(NotFound):
        complete_task(actor=director, case_id=case.pk, version=done.version, task_id=task.pk, on=RECEIVED)

    task.refresh_from_db()
    assert (task.done_on, task.due_on) == (RECEIVED, TOMORROW)


@pytest.mark.any_database
def test_another_expert_comes_in_with_consent_only(weert: Town, case: Case) -> None:
    director = weert.people["debt-director"]
    with pytest.raises(NotFound):
        plan_covenant_task(
            actor=director, case_id=case.pk, version=case.version, code="bestaat-niet", due_on=None
        )
    planned = plan_covenant_task(
        actor=director, case_id=case.pk, version=case.version, code="deskundige-erbij", due_on=TOMORROW
    )
    task = planned.tasks.get(code="deskundige-erbij")
    with pytest.raises(Refused, match="consent-missing"):
        complete_task(actor=director, case_id=case.pk, version=planned.version, task_id=task.pk, on=RECEIVED)
    consented = set_fact(
        actor=director,
        case_id=case.pk,
        version=planned.version,
        fact="toestemming.doorgeleiding",
        value=True,
        source=FactSource.TENANT,
        on=RECEIVED,
    )

    complete_task(actor=director, case_id=case.pk, version=consented.version, task_id=task.pk, on=RECEIVED)

    task.refresh_from_db()
    assert task.done_on == RECEIVED


@pytest.mark.any_database
def test_r38_a_request_from_the_conversation_gets_its_decision_in_time(weert: Town, case: Case) -> None:
    director = weert.people["debt-director"]
    spoken = record_conversation(actor=director, case_id=case.pk, version=case.version, on=RECEIVED)
    asked = record_request(actor=director, case_id=case.pk, version=spoken.version, on=RECEIVED)
    task = Task.objects.get(kind=TaskKind.DECIDE)
    decided = decide_request(
        actor=director,
        case_id=case.pk,
        version=asked.version,
        decision=HelpDecision.ADMISSION,
        reference="TB-2026-3",
        on=RECEIVED,
    )

    assert task.due_on == date(2026, 4, 29)  # eight weeks after the first conversation (R39)
    task.refresh_from_db()
    assert task.done_on == RECEIVED
    assert (decided.help_decision, decided.help_decision_reference) == ("admission", "TB-2026-3")
    with pytest.raises(Refused, match="already-decided"):
        decide_request(
            actor=director,
            case_id=case.pk,
            version=decided.version,
            decision=HelpDecision.REFUSAL,
            reference="X",
            on=RECEIVED,
        )


@pytest.mark.any_database
def test_a_conversation_lies_between_receipt_and_today(weert: Town, case: Case) -> None:
    for day in (date(2026, 3, 3), TOMORROW):
        with pytest.raises(Refused, match="day-outside-case"):
            record_conversation(
                actor=weert.people["debt-director"], case_id=case.pk, version=case.version, on=day
            )


def test_a_refused_attempt_changes_nothing(weert: Town, case: Case) -> None:
    with pytest.raises(Refused, match="attempt-in-future"):
        log_attempt(
            actor=weert.people["debt-director"],
            case_id=case.pk,
            version=case.version,
            kind=AttemptKind.PHONE,
            on=TOMORROW,
            part=PartOfDay.MORNING,
            reached=False,
        )

    case.refresh_from_db()
    assert (case.version, case.attempts.count()) == (2, 0)


@pytest.mark.any_database
def test_a_refused_referral_comes_back_and_can_go_elsewhere(weert: Town, referral: Referral) -> None:
    worker = weert.people["social-worker"]
    with pytest.raises(Refused, match="text-missing"):
        answer_referral(actor=worker, referral_id=referral.pk, version=1, accept=False, on=RECEIVED)
    refused = answer_referral(
        actor=worker, referral_id=referral.pk, version=1, accept=False, on=RECEIVED, reason="Geen plek"
    )

    assert refused.state == ReferralState.REFUSED
    assert cases_for_partner(worker) == ()
    page = case_page(weert.people["debt-director"], referral.case_id)
    assert page.possible.acts[Act.REFER].permitted
    assert [one.answer_reason for one in page.referrals] == ["Geen plek"]
    assert page.head.version == 4  # the answer made older pages of the case out of date (K6)


def test_an_accepted_referral_can_be_returned_and_not_answered_twice(weert: Town, referral: Referral) -> None:
    worker = weert.people["social-worker"]
    accepted = answer_referral(actor=worker, referral_id=referral.pk, version=1, accept=True, on=RECEIVED)
    with pytest.raises(Refused, match="changed-by-colleague"):
        answer_referral(actor=worker, referral_id=referral.pk, version=1, accept=True, on=RECEIVED)
    with pytest.raises(Refused, match="referral-step-impossible"):
        answer_referral(actor=worker, referral_id=referral.pk, version=2, accept=True, on=RECEIVED)

    returned = return_case(actor=worker, referral_id=accepted.pk, version=2, reason="Verhuisd", on=RECEIVED)

    assert (returned.state, returned.ended_on) == (ReferralState.RETURNED, RECEIVED)


def test_a_referral_can_be_withdrawn_until_it_is_answered(weert: Town, referral: Referral) -> None:
    withdrawn = withdraw_referral(
        actor=weert.people["debt-director"],
        case_id=referral.case_id,
        version=3,
        referral_id=referral.pk,
        on=RECEIVED,
    )

    assert withdrawn.referrals.get().state == ReferralState.WITHDRAWN
    with pytest.raises(NotFound):
        withdraw_referral(
            actor=weert.people["debt-director"],
            case_id=referral.case_id,
            version=withdrawn.version,
            referral_id=uuid4(),
            on=RECEIVED,
        )


@pytest.mark.any_database
def test_r36_a_helper_who_reached_nobody_leads_to_no_contact(weert: Town, referral: Referral) -> None:
    worker, director = weert.people["social-worker"], weert.people["debt-director"]
    answer_referral(actor=worker, referral_id=referral.pk, version=1, accept=True, on=RECEIVED)
    report_back(
        actor=worker,
        referral_id=referral.pk,
        version=2,
        outcome=ReferralOutcome.NOT_REACHED,
        report="",
        on=RECEIVED,
    )

    closed = close_case(
        actor=director,
        case_id=referral.case_id,
        version=5,
        closing=Closing(Result.NO_CONTACT),
        on=RECEIVED,
    )

    assert closed.result == Result.NO_CONTACT


@pytest.mark.any_database
def test_the_landlord_reports_that_it_was_paid_and_a_person_closes(weert: Town, case: Case) -> None:
    director = weert.people["debt-director"]
    signal = case.notification.links.get().signal
    with pytest.raises(Refused, match="payment-not-known"):
        close_case(
            actor=director,
            case_id=case.pk,
            version=case.version,
            closing=Closing(Result.PAID_OR_ARRANGED),
            on=RECEIVED,
        )
    report_paid(actor=weert.people["landlord-clerk"], signal_id=signal.pk, on=RECEIVED)

    closed = close_case(
        actor=director,
        case_id=case.pk,
        version=case.version + 1,
        closing=Closing(Result.PAID_OR_ARRANGED),
        on=RECEIVED,
    )

    assert closed.paid_reported_on == RECEIVED


@pytest.mark.any_database
def test_r26_after_a_death_the_household_left_behind_is_decided_first(weert: Town) -> None:
    weert.add_resident(BSNS[1])
    weert.add_signal(BSNS[1], state=RegisterState.DECEASED)
    (case,) = weert.open()
    director = weert.people["debt-director"]
    taken = take_up_case(actor=director, case_id=case.pk, version=1)
    closing = Closing(Result.DECEASED)
    with pytest.raises(Refused, match="household-not-decided"):
        close_case(actor=director, case_id=case.pk, version=taken.version, closing=closing, on=RECEIVED)
    task = case.tasks.get(kind=TaskKind.HOUSEHOLD_LEFT)
    done = complete_task(actor=director, case_id=case.pk, version=taken.version, task_id=task.pk, on=RECEIVED)

    closed = close_case(actor=director, case_id=case.pk, version=done.version, closing=closing, on=RECEIVED)

    assert closed.result == Result.DECEASED


@pytest.mark.parametrize("day", [date(1999, 1, 1), date(2026, 3, 3), TOMORROW])
def test_k1_a_case_is_closed_and_a_task_done_on_a_day_between_receipt_and_today(
    weert: Town, case: Case, day: date
) -> None:
    director = weert.people["debt-director"]
    task = case.tasks.first()
    assert task is not None
    acts: list[Callable[[], object]] = [
        lambda: close_case(
            actor=director,
            case_id=case.pk,
            version=case.version,
            closing=Closing(Result.UNJUSTIFIED, reason="Vergissing"),
            on=day,
        ),
        lambda: complete_task(actor=director, case_id=case.pk, version=case.version, task_id=task.pk, on=day),
    ]
    for act in acts:
        with pytest.raises(Refused, match="day-outside-case"):
            act()

    case.refresh_from_db()
    assert (case.version, case.closed_on) == (2, None)


@pytest.mark.any_database
@pytest.mark.parametrize("day", [date(1999, 1, 1), date(2026, 3, 3), TOMORROW])
def test_r30_rent_is_withheld_and_help_reported_on_a_day_between_receipt_and_today(
    weert: Town, referral: Referral, day: date
) -> None:
    worker, director = weert.people["social-worker"], weert.people["debt-director"]
    weert.add_resident(BSNS[1], benefit=True)
    signal = weert.add_signal(BSNS[1])
    weert.open()
    benefit_case = Case.objects.get(notification__links__signal=signal)
    take_up_case(actor=director, case_id=benefit_case.pk, version=1)
    answer_referral(actor=worker, referral_id=referral.pk, version=1, accept=True, on=RECEIVED)

    with pytest.raises(Refused, match="day-outside-case"):
        withhold_rent(actor=director, case_id=benefit_case.pk, version=2, on=day, reference="B-1", rent=RENT)
    with pytest.raises(Refused, match="day-outside-case"):
        report_back(
            actor=worker,
            referral_id=referral.pk,
            version=2,
            outcome=ReferralOutcome.HELPED,
            report="",
            on=day,
        )

    referral.refresh_from_db()
    assert (referral.state, referral.ended_on) == (ReferralState.ACCEPTED, None)


@pytest.mark.any_database
def test_r30_the_task_to_withhold_rent_is_not_done_without_a_running_benefit(weert: Town, case: Case) -> None:
    director = weert.people["debt-director"]
    planned = plan_covenant_task(
        actor=director, case_id=case.pk, version=case.version, code="inhouding-huur", due_on=TOMORROW
    )
    task = planned.tasks.get(code="inhouding-huur")

    with pytest.raises(Refused, match="no-benefit"):
        complete_task(
            actor=director,
            case_id=case.pk,
            version=planned.version,
            task_id=task.pk,
            on=RECEIVED,
            reference="B-2026-17",
        )

    task.refresh_from_db()
    assert task.done_on is None


@pytest.mark.any_database
def test_r44_no_event_holds_the_route_that_tells_of_a_benefit(weert: Town, case: Case) -> None:
    director = weert.people["debt-director"]
    override_triage(
        actor=director,
        case_id=case.pk,
        version=case.version,
        kind=Override.Kind.ROUTE,
        route="participatiewet",
        reason="Toch een uitkering",
        on=RECEIVED,
    )
    signal = case.notification.links.get().signal
    report_eviction(
        actor=weert.people["landlord-clerk"], signal_id=signal.pk, stage=EvictionStage.SUMMONS, on=RECEIVED
    )

    routes = {route.name for route in weert.covenant.routes}
    events = list(AuditEvent.objects.all())
    assert {"case.open", "case.override-triage", "case.advise"} <= {event.action for event in events}
    for event in events:
        assert "route" not in event.details, event.action
        assert not routes & set(map(str, event.details.values())), event.action
