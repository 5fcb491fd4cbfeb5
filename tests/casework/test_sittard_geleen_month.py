"""The sentences of the Sittard-Geleen covenant that casework carries out, from the signed file and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from tests.casework.town import BSNS, RECEIVED, Town
from tijdig.actors import Role
from tijdig.casework.models import Case, Task
from tijdig.casework.queries import work_list
from tijdig.casework.rules.states import TaskKind
from tijdig.casework.services import (
    invite_jointly,
    record_answer,
    record_offer,
    refer_case,
    set_fact,
    take_up_case,
)
from tijdig.covenant.rules.facts import FactSource
from tijdig.problems import Refused

FAMILY, SINGLE, EARLY = BSNS[:3]


def case_of(town: Town, bsn: str, **values: object) -> Case:
    signal = town.add_signal(bsn, **values)  # type: ignore[arg-type]
    town.open()
    return Case.objects.get(notification__links__signal=signal)


def test_threatened_evictions_of_families_get_special_attention(sittard: Town) -> None:
    sittard.add_resident(FAMILY, children=["20150601"])
    sittard.add_resident(SINGLE)
    single = case_of(sittard, SINGLE, crisis=True)
    family = case_of(sittard, FAMILY, crisis=True)

    rows = work_list(sittard.people["debt-director"]).rows

    assert [row.case_id for row in rows] == [family.pk, single.pk]
    assert (family.route, single.route) == ("gezin-met-dreigende-ontruiming", "dreigende-ontruiming")
    task = Task.objects.get(code="bijzondere-aandacht-gezin")
    assert (task.case_id, task.due_on) == (family.pk, date(2026, 3, 9))


@pytest.mark.any_database
def test_help_comes_from_a_wider_view_than_one_discipline(sittard: Town) -> None:
    sittard.add_resident(SINGLE)
    case = case_of(sittard, SINGLE, crisis=True)
    director = sittard.people["debt-director"]
    worker = sittard.add_person("worker", Role.SOCIAL_WORKER, "partners-in-welzijn", "welzijnswerk")
    taken = take_up_case(actor=director, case_id=case.pk, version=1)

    with pytest.raises(Refused, match="discipline-missing"):
        invite_jointly(
            actor=director,
            case_id=case.pk,
            version=taken.version,
            on=RECEIVED,
            second_person=sittard.people["work-director"].person_id,
        )
    invited = invite_jointly(
        actor=director,
        case_id=case.pk,
        version=taken.version,
        on=RECEIVED,
        second_person=worker.person_id,
    )

    assert invited.invited_on == RECEIVED
    assert invited.second_owner is None  # a partner's helper gets the case by referral, not as an owner


@pytest.mark.any_database
def test_problematic_debts_go_to_the_credit_bank(sittard: Town) -> None:
    sittard.add_resident(SINGLE)
    case = case_of(sittard, SINGLE, months=4)

    assert (case.route, case.route_to) == ("problematische-schulden", "kredietbank-limburg")
    kinds = {(task.kind, task.code) for task in case.tasks.all()}
    assert (TaskKind.REFER, "kredietbank-limburg") in kinds
    assert (TaskKind.COVENANT, "brede-vraagverkenning") in kinds


@pytest.mark.any_database
def test_a_referral_rests_on_an_exchange_of_the_covenant(sittard: Town) -> None:
    sittard.add_resident(SINGLE)
    case = case_of(sittard, SINGLE, months=4)
    director = sittard.people["debt-director"]
    taken = take_up_case(actor=director, case_id=case.pk, version=1)

    with pytest.raises(Refused, match="not-a-helper"):
        refer_case(
            actor=director,
            case_id=case.pk,
            version=taken.version,
            party="zowonen",
            reason="Hulp",
            on=RECEIVED,
        )
    consented = set_fact(
        actor=director,
        case_id=case.pk,
        version=taken.version,
        fact="toestemming.doorgeleiding",
        value=True,
        source=FactSource.TENANT,
        on=RECEIVED,
    )
    referred = refer_case(
        actor=director,
        case_id=case.pk,
        version=consented.version,
        party="kredietbank-limburg",
        reason="Schuldregeling",
        on=RECEIVED,
    )

    assert referred.referrals.get().answer_by == date(2026, 3, 11)
    assert referred.tasks.get(kind=TaskKind.REFER).done_on == RECEIVED


@pytest.mark.any_database
def test_signals_are_taken_up_earlier_than_problematic_debt(sittard: Town) -> None:
    sittard.add_resident(EARLY)
    case = case_of(sittard, EARLY, months=1)

    assert case.route == "vroeg-erbij"
    assert case.first_conversation_by == date(2026, 4, 1)


@pytest.mark.any_database
def test_r46_an_accepted_offer_plans_the_check_of_the_collection_pause(sittard: Town) -> None:
    sittard.add_resident(EARLY)
    case = case_of(sittard, EARLY, months=1)
    director = sittard.people["debt-director"]
    taken = take_up_case(actor=director, case_id=case.pk, version=1)
    offered = record_offer(actor=director, case_id=case.pk, version=taken.version, on=RECEIVED)

    record_answer(actor=director, case_id=case.pk, version=offered.version, accepted=True, on=RECEIVED)

    assert Task.objects.get(kind=TaskKind.PAUSE_CHECK).due_on == date(2026, 3, 24)
