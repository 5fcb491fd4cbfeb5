"""Secrecy and investigation in the register: nothing goes out by itself, a person chooses (R23)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.casework.town import BSNS, MOMENT, RECEIVED, Town, shipped
from tests.covenant.agreeing import say
from tests.sealed import rewrite
from tijdig.actors import Actor
from tijdig.casework.models import Case
from tijdig.casework.queries import case_page, cases_for_partner, referred_case, work_list
from tijdig.casework.rules.contact_choice import check_may_write, contact_reasons
from tijdig.casework.rules.states import TaskKind
from tijdig.casework.services import (
    choose_contact,
    invite_jointly,
    log_attempt,
    refer_case,
    refresh_facts,
    take_up_case,
)
from tijdig.contact.models import Message
from tijdig.contact.rules.messages import Channel, MessageKind
from tijdig.contact.services import draft_message
from tijdig.covenant.models import CovenantVersion
from tijdig.covenant.rules.facts import FactSource, KnownFact
from tijdig.covenant.rules.in_force import Verdict
from tijdig.ddas import AttemptKind, PartOfDay
from tijdig.ledger.models import AuditEvent
from tijdig.problems import Refused
from tijdig.residents.models import RegisterExtract, Resident

TENANT = BSNS[0]
PROFILES = ("weert", "sittard-geleen", "landelijk")


def marked_case(town: Town, *, benefit: bool = True, **marks: bool) -> Case:
    """A case of someone whom the register marks, taken up by the case director."""
    town.add_resident(TENANT, benefit=benefit)
    rewrite(Resident.objects.all(), **marks)
    town.add_signal(TENANT)
    (case,) = town.open()
    return take_up_case(actor=town.people["debt-director"], case_id=case.pk, version=case.version)


def choose(town: Town, case: Case, *, may_write: bool) -> Case:
    return choose_contact(
        actor=town.people["debt-director"],
        case_id=case.pk,
        version=case.version,
        may_write=may_write,
        reason="Zelf gebeld.",
        on=RECEIVED,
    )


def open_tasks(case: Case) -> set[str]:
    return {task.kind for task in case.tasks.filter(done_on__isnull=True, dropped=False)}


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("mark", "name"), [("secrecy", "geheimhouding"), ("under_investigation", "in-onderzoek")]
)
def test_r23_a_marked_resident_asks_a_choice_instead_of_an_invitation(
    weert: Town, mark: str, name: str
) -> None:
    case = marked_case(weert, **{mark: True})

    assert TaskKind.CONTACT_CHOICE in open_tasks(case)
    assert TaskKind.INVITE not in open_tasks(case)
    page = case_page(weert.people["debt-director"], case.pk)
    assert [reason.told.params["name"] for reason in page.contact.reasons] == [name]
    assert page.contact.reasons[0].source == FactSource.REGISTER
    (row,) = work_list(weert.people["debt-director"]).rows
    assert [reason.nl for reason in row.contact_reasons] == [reason.nl for reason in page.contact.reasons]
    assert name.replace("-", " ") in row.disclosed.values["bewoner.status"]


def informing_letter(director: Actor, case: Case) -> Message:
    return draft_message(
        actor=director,
        case_id=case.pk,
        version=Case.objects.get(pk=case.pk).version,
        kind=MessageKind.INFORMING,
        channel=Channel.LETTER,
    )


@pytest.mark.any_database
def test_r23_no_letter_goes_out_before_the_choice(weert: Town) -> None:
    director = weert.people["debt-director"]
    case = marked_case(weert, secrecy=True)

    with pytest.raises(Refused, match="choose-contact-first"):
        informing_letter(director, case)
    with pytest.raises(Refused, match="choose-contact-first"):
        invite_jointly(
            actor=director, case_id=case.pk, version=case.version, on=RECEIVED,
            second_person=weert.id_of("work-director"),
        )  # fmt: skip
    assert not case_page(director, case.pk).contact.writing.permitted


@pytest.mark.any_database
def test_r23_whoever_chooses_to_write_gets_the_invitation_back(weert: Town) -> None:
    director = weert.people["debt-director"]
    case = choose(weert, marked_case(weert, secrecy=True), may_write=True)

    assert TaskKind.INVITE in open_tasks(case)
    assert TaskKind.CONTACT_CHOICE not in open_tasks(case)
    assert informing_letter(director, case).title
    contact = case_page(director, case.pk).contact
    assert (contact.may_write, contact.why, contact.writing.permitted) == (True, "Zelf gebeld.", True)
    event = AuditEvent.objects.get(action="case.choose-contact")
    assert event.details["may_write"] is True
    assert "gebeld" not in str(event.details)


@pytest.mark.any_database
def test_r23_whoever_chooses_not_to_write_seeks_contact_otherwise(weert: Town) -> None:
    director = weert.people["debt-director"]
    case = choose(weert, marked_case(weert, under_investigation=True), may_write=False)

    assert not open_tasks(case) & {TaskKind.INVITE, TaskKind.CONTACT_CHOICE}
    with pytest.raises(Refused, match="not-in-writing"):
        informing_letter(director, case)
    visited = log_attempt(
        actor=director, case_id=case.pk, version=case.version, kind=AttemptKind.HOME_VISIT, on=RECEIVED,
        part=PartOfDay.EVENING, reached=True,
    )  # fmt: skip
    assert visited.attempts.count() == 1


@pytest.mark.any_database
def test_r23_a_choice_needs_a_reason_and_something_to_choose(weert: Town) -> None:
    director = weert.people["debt-director"]
    case = marked_case(weert, secrecy=True)
    with pytest.raises(Refused, match="text-missing"):
        choose_contact(
            actor=director, case_id=case.pk, version=case.version, may_write=True, reason=" ", on=RECEIVED
        )
    weert.add_resident(BSNS[1], benefit=True)
    weert.add_signal(BSNS[1])
    other = next(one for one in weert.open() if one.pk != case.pk)
    other = take_up_case(actor=director, case_id=other.pk, version=other.version)

    with pytest.raises(Refused, match="no-contact-choice-asked"):
        choose(weert, other, may_write=True)
    assert TaskKind.INVITE in open_tasks(other)


@pytest.mark.any_database
def test_r23_a_reason_that_was_not_known_asks_a_new_choice(
    weert: Town, clock: time_machine.Traveller
) -> None:
    case = choose(weert, marked_case(weert, under_investigation=True), may_write=True)
    clock.move_to(MOMENT + timedelta(days=3))
    rewrite(Resident.objects.all(), secrecy=True)
    RegisterExtract.objects.update(imported_at=timezone.now(), as_of=timezone.localdate())

    refresh_facts(actor=weert.system, on=timezone.localdate())

    case.refresh_from_db()
    assert (case.may_write, case.contact_choice_reason) == (None, "")
    assert TaskKind.CONTACT_CHOICE in open_tasks(case)


@pytest.mark.any_database
def test_c1_the_reason_is_withheld_with_its_field_and_never_a_helper_s(weert: Town) -> None:
    case = marked_case(weert, benefit=False, secrecy=True)
    refer_case(
        actor=weert.people["debt-director"], case_id=case.pk, version=case.version, party="amw",
        reason="Hulp", on=RECEIVED,
    )  # fmt: skip
    worker = weert.people["social-worker"]
    referred = referred_case(worker, cases_for_partner(worker)[0].referral_id)
    asked = {field.code for fields in (referred.fields, *referred.signals) for field in fields}
    assert "bewoner.status" not in asked

    say(CovenantVersion.objects.get(), "amw", Verdict.REVOKE)

    assert case_page(weert.people["coordinator"], case.pk).contact.reasons == ()
    assert work_list(weert.people["coordinator"]).rows[0].contact_reasons == ()


@pytest.mark.parametrize("name", PROFILES)
def test_r23_the_covenant_says_which_marks_ask_a_choice(name: str) -> None:
    covenant = shipped(name)
    secret = {"bewoner.geheimhouding": KnownFact(value=True, as_of=RECEIVED, source=FactSource.REGISTER)}

    assert len(contact_reasons(covenant, secret, RECEIVED)) == 1
    assert contact_reasons(replace(covenant, contact_choices=()), secret, RECEIVED) == ()


@pytest.mark.parametrize(("value", "stays"), [(None, True), (False, False)])
def test_r23_a_mark_that_is_not_known_any_more_stays_until_it_is_over(
    value: bool | None, stays: bool
) -> None:
    known = KnownFact(value, RECEIVED, FactSource.REGISTER) if value is not None else None

    found = contact_reasons(
        shipped("weert"), {"bewoner.geheimhouding": known}, date(2026, 3, 5), before={"geheimhouding"}
    )

    assert bool(found) is stays


@pytest.mark.parametrize(
    ("waits", "may_write", "code"),
    [
        (False, None, None),
        (True, None, "casework.choose-contact-first"),
        (True, True, None),
        (True, False, "casework.not-in-writing"),
    ],
)
def test_r23_writing_waits_for_the_choice(waits: bool, may_write: bool | None, code: str | None) -> None:
    problem = check_may_write(waits_for_choice=waits, may_write=may_write)

    assert (problem.code if problem else None) == code
