"""Erasing what is past its term leaves nothing that identifies anyone (R29, R53, R54), and informing on time (R18)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.apps import apps
from django.db import models

from tests.casework.town import BSNS, MOMENT, RECEIVED, Town
from tests.sealed import person_of
from tijdig.actors import Role
from tijdig.casework.models import Case, CaseNotification, Note, Task
from tijdig.casework.rules.results import Closing
from tijdig.casework.rules.states import TaskKind
from tijdig.casework.services import (
    add_note,
    close_case,
    log_attempt,
    record_answer,
    record_offer,
    take_up_case,
)
from tijdig.ddas import AttemptKind, PartOfDay, Result, SignalStatus
from tijdig.intake.models import Delivery, DeliveryFile, Signal
from tijdig.ledger.models import AuditEvent
from tijdig.linkage.models import Candidate, Link
from tijdig.problems import Refused
from tijdig.residents.models import BenefitFact, Resident
from tijdig.rights.queries import overdue_informing
from tijdig.rights.services import erase_due, raise_informing_tasks
from tijdig.vault.rows import SealedRow

CANARY = "Zonnebloemkanarie"


def spoken(weert: Town, bsn: str) -> Case:
    """A case of a family whose name is the canary, taken up and reached."""
    director = weert.people["debt-director"]
    weert.add_resident(bsn, children=["20150601"], benefit=True, surname=CANARY)
    signal = weert.add_signal(bsn, surname=CANARY, email=f"{CANARY}@voorbeeld.nl", reference=CANARY)
    link = signal.links.get()
    Candidate.objects.create(
        controller_id=weert.code, link=link, position=1, person=person_of(weert.code, bsn), rule_id="K1"
    )
    weert.open()
    case = Case.objects.get(notification__links__signal=signal)
    taken = take_up_case(actor=director, case_id=case.pk, version=case.version)
    return log_attempt(
        actor=director,
        case_id=case.pk,
        version=taken.version,
        kind=AttemptKind.PHONE,
        on=RECEIVED,
        part=PartOfDay.MORNING,
        reached=True,
    )


def closed(weert: Town, bsn: str, result: Result) -> Case:
    director = weert.people["debt-director"]
    case = spoken(weert, bsn)
    noted = add_note(actor=director, case_id=case.pk, version=case.version, text=f"{CANARY} belde terug.")
    offered = record_offer(actor=director, case_id=case.pk, version=noted.version, on=RECEIVED)
    answered = record_answer(
        actor=director,
        case_id=case.pk,
        version=offered.version,
        accepted=result is Result.FOLLOW_UP,
        on=RECEIVED,
    )
    return close_case(
        actor=director, case_id=case.pk, version=answered.version, closing=Closing(result), on=RECEIVED
    )


def rows_with(text: str) -> list[str]:
    """Every table of which a row still holds the text somewhere, register extracts aside."""
    found: list[str] = []
    for model in apps.get_models():
        if not model.__module__.startswith("tijdig.") or model in {Resident, BenefitFact}:
            continue
        texts = [
            field.name
            for field in model._meta.get_fields()
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        ]
        rows = model._default_manager.values(*texts) if texts else ()
        found += [model.__name__ for row in rows if any(text in str(value) for value in row.values())]
        if issubclass(model, SealedRow):
            found += [model.__name__ for row in model.objects.all() if text in str(row.opened().values)]
    return found


def test_r53_six_months_after_closing_without_help_nothing_identifies_anyone(
    weert: Town, clock: time_machine.Traveller
) -> None:
    case = closed(weert, BSNS[0], Result.NO_HELP_WANTED)
    assert {"Signal", "Note"} <= set(rows_with(CANARY))

    early = erase_due(actor=weert.system, on=date(2026, 9, 3))
    late = erase_due(actor=weert.system, on=date(2026, 9, 4))
    again = erase_due(actor=weert.system, on=date(2026, 9, 5))

    assert (early.cases, late.cases, again.cases) == (0, 1, 0)
    assert rows_with(CANARY) == []
    assert rows_with(BSNS[0]) == []
    case.refresh_from_db()
    assert (case.erased_on, case.result) == (date(2026, 9, 4), Result.NO_HELP_WANTED)
    signal = Signal.objects.get()
    assert (signal.amount_cents, signal.surname, signal.postcode, signal.received_on) == (0, "", "", RECEIVED)
    event = AuditEvent.objects.filter(action="rights.erase").order_by("id")[1]
    assert event.details["cases"] == 1


def test_r53_every_notification_that_joined_the_case_goes_with_it(weert: Town) -> None:
    case = closed(weert, BSNS[0], Result.NO_HELP_WANTED)
    joined = weert.add_notification()
    weert.add_signal(BSNS[0], surname=CANARY, notification=joined, status=SignalStatus.TAKEN_UP)
    CaseNotification.objects.create(
        controller_id=weert.code, case=case, notification=joined, joined_on=RECEIVED
    )

    erase_due(actor=weert.system, on=date(2026, 9, 4))

    assert rows_with(CANARY) == []
    joined.refresh_from_db()
    assert joined.address_key.startswith("erased-")


def test_r54_no_help_no_file_and_matching_data_stays(weert: Town) -> None:
    case = closed(weert, BSNS[0], Result.NO_HELP_WANTED)

    erased = erase_due(actor=weert.system, on=date(2026, 3, 5))

    case.refresh_from_db()
    assert (erased.case_files, erased.cases) == (1, 0)
    assert (case.facts, case.minors, case.rank_reasons) == ({}, None, [])
    assert not Note.objects.exists()
    assert Signal.objects.get().surname == CANARY
    assert Link.objects.get().person == person_of(weert.code, BSNS[0])


def test_r53_where_help_was_accepted_the_selection_list_governs(weert: Town) -> None:
    closed(weert, BSNS[0], Result.FOLLOW_UP)

    erased = erase_due(actor=weert.system, on=date(2028, 1, 1))

    assert (erased.cases, erased.case_files) == (0, 0)
    assert Note.objects.count() == 1


def test_r29_register_and_benefit_facts_are_dropped_when_their_term_ends(weert: Town) -> None:
    case = spoken(weert, BSNS[0])

    kept = erase_due(actor=weert.system, on=date(2026, 6, 3))
    dropped = erase_due(actor=weert.system, on=date(2026, 6, 4))

    assert (kept.triage_facts, kept.register_people) == (0, 0)
    assert (dropped.triage_facts, dropped.register_people) == (1, 2)
    rank = case.rank_key
    case.refresh_from_db()
    assert (case.minors, case.benefit, case.rank_key) == (None, None, rank)
    assert set(case.facts) & {"huishouden.minderjarigen", "uitkering.participatiewet"} == set()
    assert not [one for one in case.rank_reasons if one["source"] in {"brp", "uitkeringsadministratie"}]
    assert (Resident.objects.count(), BenefitFact.objects.count()) == (0, 0)


def test_r21_a_repeat_is_erased_at_the_end_of_its_exchange(weert: Town) -> None:
    weert.add_signal(BSNS[0], repeat=True, surname=CANARY)
    weert.open()

    early = erase_due(actor=weert.system, on=date(2026, 9, 3))
    late = erase_due(actor=weert.system, on=date(2026, 9, 4))

    assert (early.signals, late.signals) == (0, 1)
    assert rows_with(CANARY) == []


def test_a_returned_file_is_gone_after_its_day(weert: Town) -> None:
    weert.add_signal(BSNS[0])
    DeliveryFile.objects.create(
        delivery=Delivery.objects.get(),
        controller_id=weert.code,
        kind=DeliveryFile.Kind.RETURNED,
        content=b"x",
        keep_until=date(2026, 3, 18),
    )

    assert erase_due(actor=weert.system, on=date(2026, 3, 18)).returned_files == 0
    assert erase_due(actor=weert.system, on=date(2026, 3, 19)).returned_files == 1


def test_another_controller_s_data_is_left_alone(weert: Town, sittard: Town) -> None:
    closed(weert, BSNS[0], Result.NO_HELP_WANTED)

    erased = erase_due(actor=sittard.system, on=date(2027, 1, 1))

    assert (erased.cases, erased.signals, erased.case_files) == (0, 0, 0)


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.SYSTEM, Role.PRIVACY_OFFICER}])
def test_only_system_and_privacy_officer_erase(weert: Town, role: Role) -> None:
    with pytest.raises(Refused, match="role-may-not"):
        erase_due(actor=replace(weert.people["debt-director"], role=role), on=RECEIVED)


def test_r18_who_was_not_informed_in_time_raises_one_task(weert: Town) -> None:
    case = spoken(weert, BSNS[0])
    director = weert.people["debt-director"]

    assert overdue_informing(director, RECEIVED) == ()
    (overdue,) = overdue_informing(director, date(2026, 3, 5))  # reached yesterday, and nothing said
    raised = raise_informing_tasks(actor=weert.system, on=date(2026, 3, 5))
    again = raise_informing_tasks(actor=weert.system, on=date(2026, 3, 6))

    assert (overdue.case_id, overdue.contact_on) == (case.pk, RECEIVED)
    assert (raised, again) == (1, 0)
    assert Task.objects.filter(kind=TaskKind.INFORM).count() == 1
    assert MOMENT.date() == RECEIVED
