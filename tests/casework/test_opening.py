"""One case per notification, signals sorted first (R14, R20–R23, R25, R26)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.utils import timezone

from tests.casework.town import BSNS, MOMENT, RECEIVED, Town, statuses
from tests.sealed import person_of, rewrite
from tijdig.actors import Role
from tijdig.casework.models import Case, Task
from tijdig.casework.rules.states import CaseState, TaskKind
from tijdig.casework.services import open_cases, refresh_facts
from tijdig.ddas import Result, SignalStatus
from tijdig.ledger.models import AuditEvent
from tijdig.linkage.models import Link
from tijdig.linkage.rules.outcomes import Outcome, RegisterState
from tijdig.problems import Refused
from tijdig.residents.models import BenefitFact, RegisterExtract

FAMILY, PARENT, SINGLE = BSNS[:3]


def test_r20_a_notification_makes_one_case_and_a_second_run_changes_nothing(weert: Town) -> None:
    notification = weert.add_notification()
    weert.add_resident(SINGLE, benefit=False)
    weert.add_signal(SINGLE, notification=notification)
    weert.add_signal(SINGLE, notification=notification, party="st-joseph")

    first = open_cases(actor=weert.system, on=RECEIVED)
    case = Case.objects.get()
    again = open_cases(actor=weert.system, on=date(2026, 3, 20))

    assert (first.cases, again.cases, Case.objects.count()) == (1, 0, 1)
    assert statuses(weert) == [SignalStatus.TAKEN_UP, SignalStatus.TAKEN_UP]
    assert Case.objects.get().version == case.version == 1
    assert case.number == "2026-0001"
    assert AuditEvent.objects.filter(action="case.open", object_id=str(case.pk)).count() == 1


@pytest.mark.any_database
def test_r29_children_and_threat_come_from_register_and_partner_and_set_rank_and_term(weert: Town) -> None:
    weert.add_resident(SINGLE, benefit=True)
    weert.add_resident(FAMILY, children=["20150601"], benefit=False)
    weert.add_resident(PARENT, children=["20150601"], benefit=True)
    weert.add_signal(SINGLE)
    weert.add_signal(FAMILY)
    weert.add_signal(PARENT, crisis=True)

    threatened, family, single = weert.open()

    assert (threatened.minors, threatened.threatened, threatened.benefit) == (True, True, True)
    assert threatened.first_conversation_by == date(2026, 3, 9)  # three working days from a Wednesday
    assert (family.minors, family.threatened) == (True, False)
    assert (single.minors, single.route) == (False, "participatiewet")
    assert single.first_conversation_by == date(2026, 4, 1)
    assert family.inform_by == date(2026, 4, 7)  # a month ends on Easter Saturday: the Tuesday after Easter


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("state", "status", "result", "task"),
    [
        (RegisterState.DECEASED, SignalStatus.DECEASED, Result.DECEASED, TaskKind.HOUSEHOLD_LEFT),
        (RegisterState.MOVED_AWAY, SignalStatus.NOT_RESIDENT, Result.NOT_RESIDENT, TaskKind.NEW_MUNICIPALITY),
    ],
)
def test_r25_r26_a_death_or_a_move_makes_a_case_with_a_proposal_that_a_person_decides(
    weert: Town, state: RegisterState, status: SignalStatus, result: Result, task: TaskKind
) -> None:
    weert.add_resident(SINGLE, benefit=True)
    weert.add_signal(SINGLE, state=state, crisis=True)

    (case,) = weert.open()

    assert statuses(weert) == [status]
    assert (case.proposed_result, case.state, case.route) == (result, CaseState.NEW, "")
    assert [found.kind for found in case.tasks.all()] == [task]
    assert case.rank_key.startswith("2")  # nobody to help: behind everyone who can be


@pytest.mark.any_database
def test_r25_who_moved_within_the_municipality_is_taken_up_at_the_new_address(weert: Town) -> None:
    weert.add_resident(SINGLE, benefit=True)
    weert.add_signal(SINGLE, state=RegisterState.MOVED_WITHIN)

    (case,) = weert.open()

    assert case.route == "participatiewet"
    assert TaskKind.NEW_ADDRESS in {task.kind for task in case.tasks.all()}


@pytest.mark.any_database
def test_r21_a_repeat_gets_its_status_and_makes_no_work_unless_the_home_is_at_stake(weert: Town) -> None:
    weert.add_resident(SINGLE, benefit=True)
    weert.add_signal(SINGLE, repeat=True)
    weert.add_signal(SINGLE, repeat=True, crisis=True)

    cases = weert.open()

    assert statuses(weert) == [SignalStatus.REPEAT, SignalStatus.TAKEN_UP]
    assert len(cases) == 1


def test_r22_unrelated_people_wait_for_a_person(weert: Town) -> None:
    notification = weert.add_notification(different_people=True)
    weert.add_resident(SINGLE)
    weert.add_signal(SINGLE, notification=notification)

    waiting = open_cases(actor=weert.system, on=RECEIVED)
    notification.different_people_settled_at = MOMENT
    notification.save()
    settled = open_cases(actor=weert.system, on=RECEIVED)

    assert (waiting.cases, waiting.waiting) == (0, 1)
    assert (settled.cases, settled.waiting) == (1, 0)


def test_r23_a_signal_in_doubt_makes_no_case_until_it_is_decided_and_then_joins(weert: Town) -> None:
    notification = weert.add_notification()
    weert.add_resident(SINGLE, benefit=True)
    weert.add_resident(FAMILY, children=["20190101"])
    weert.add_signal(SINGLE, notification=notification)
    doubtful = weert.add_signal(FAMILY, notification=notification, outcome=Outcome.REVIEW)

    (before,) = weert.open()
    assert (before.minors, statuses(weert)) == (False, [SignalStatus.TAKEN_UP, SignalStatus.OPEN])
    Link.objects.filter(signal=doubtful).update(decided_at=MOMENT)
    (after,) = weert.open()

    assert (after.pk, after.minors, after.version) == (before.pk, True, 2)
    assert statuses(weert) == [SignalStatus.TAKEN_UP, SignalStatus.TAKEN_UP]


@pytest.mark.any_database
def test_r30_an_unknown_benefit_makes_a_task_and_no_guess(weert: Town) -> None:
    weert.add_resident(SINGLE)
    weert.add_signal(SINGLE)

    (case,) = weert.open()

    assert (case.route, case.to_find_out) == ("", ["uitkering.participatiewet"])
    assert [(task.kind, task.code) for task in Task.objects.all()] == [
        (TaskKind.FIND_OUT, "uitkering.participatiewet")
    ]


@pytest.mark.any_database
def test_who_is_decided_to_be_nobody_we_know_is_proposed_as_no_resident(weert: Town) -> None:
    weert.add_signal("", state=RegisterState.UNKNOWN, outcome=Outcome.NONE)
    Link.objects.update(decided_at=MOMENT)

    (case,) = weert.open()

    assert (case.proposed_result, statuses(weert)) == (Result.NOT_RESIDENT, [SignalStatus.NOT_RESIDENT])


def test_numbers_count_per_year_and_controller(weert: Town) -> None:
    for bsn in BSNS[:3]:
        weert.add_resident(bsn)
        weert.add_signal(bsn)

    weert.open()

    assert sorted(Case.objects.values_list("number", flat=True)) == ["2026-0001", "2026-0002", "2026-0003"]


@pytest.mark.any_database
@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.COORDINATOR, Role.SYSTEM}])
def test_only_coordinator_and_system_open_cases(weert: Town, role: Role) -> None:
    with pytest.raises(Refused, match="role-may-not"):
        open_cases(actor=replace(weert.people["debt-director"], role=role), on=RECEIVED)


def test_c2_a_newer_extract_renews_the_facts_of_open_cases(
    weert: Town, clock: time_machine.Traveller
) -> None:
    weert.add_resident(SINGLE, benefit=True)
    weert.add_resident(FAMILY, children=["20150601"], benefit=False)
    weert.add_signal(SINGLE)
    weert.add_signal(FAMILY)
    weert.open()
    assert refresh_facts(actor=weert.system, on=RECEIVED) == 0  # nothing newer
    later = date(2026, 4, 3)
    clock.move_to(later)
    RegisterExtract.objects.update(as_of=later, imported_at=timezone.now())
    rewrite(BenefitFact.objects.filter(person=person_of(weert.code, SINGLE)), participatiewet=False)

    changed = refresh_facts(actor=weert.system, on=later)

    assert changed == 1
    assert Case.objects.get(notification__links__person=person_of(weert.code, FAMILY)).version == 1
    assert {case.facts["uitkering.participatiewet"]["on"] for case in Case.objects.all()} == {"2026-04-03"}
    routes = {case.notification.links.get().person: case.route for case in Case.objects.all()}
    assert routes == dict.fromkeys(
        (person_of(weert.code, bsn) for bsn in (SINGLE, FAMILY)), "maatschappelijk-werk"
    )
    assert refresh_facts(actor=weert.system, on=later) == 0
