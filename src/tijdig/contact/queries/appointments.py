"""Appointments: of a person on a day, of a case, and one for a calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from tijdig.actors import Action, Actor, Role, require
from tijdig.casework.authority import within_authority
from tijdig.casework.loading import case_of_actor, facts_of_case
from tijdig.casework.models import Case
from tijdig.casework.rules.covenant_fields import CONTACT
from tijdig.contact.calendar_file import CalendarEntry
from tijdig.contact.loading import appointment_of_actor
from tijdig.contact.models import Appointment
from tijdig.contact.rules.appointments import Where, place_in_words
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.disclosure.services import Request, disclose
from tijdig.parties.queries import names_of_people
from tijdig.problems import NotFound


@dataclass(frozen=True, slots=True)
class ShownAppointment:
    """An appointment that this viewer may know: when, where in words, with which colleagues, in which case."""

    appointment_id: UUID
    case_id: UUID
    case_number: str
    case_version: int
    starts_at: datetime
    ends_at: datetime
    where: Where
    place: str
    people: tuple[str, ...]
    is_joint: bool
    is_mine: bool
    is_cancelled: bool


def appointments_of(actor: Actor, day: date) -> tuple[ShownAppointment, ...]:
    """Return the appointments that the actor has on a day, first thing first; those that are cancelled left out.

    What the covenant does not let the actor know is not in the answer. Raises :class:`Refused` for a role that reads no
    cases. Three queries, and what ``disclosure`` records.
    """
    require(actor, Action.READ_CASES)
    begins = timezone.make_aware(datetime.combine(day, time()))
    ends = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
    found = _standing(actor).filter(
        Q(person=actor.person_id) | Q(second_person=actor.person_id),
        starts_at__gte=begins,
        starts_at__lt=ends,
    )
    return _shown(actor, found)


def appointments_of_case(actor: Actor, case_id: UUID) -> tuple[ShownAppointment, ...]:
    """Return the appointments of a case from today on, first thing first; :class:`NotFound` for a foreign case (A6)."""
    require(actor, Action.READ_CASES)
    within_authority(actor, case_of_actor(actor, case_id))
    return coming_appointments(actor, case_id)


def coming_appointments(actor: Actor, case_id: UUID) -> tuple[ShownAppointment, ...]:
    """Return the same for whoever was let into the case already; nothing of another controller's."""
    today = timezone.make_aware(datetime.combine(timezone.localdate(), time()))
    return _shown(actor, _standing(actor).filter(case_id=case_id, starts_at__gte=today))


def appointment_to_change(actor: Actor, appointment_id: UUID) -> ShownAppointment:
    """Return an appointment, also one that is cancelled; :class:`NotFound` for a foreign one (A6)."""
    require(actor, Action.READ_CASES)
    return _found(actor, appointment_id)[1]


def calendar_entry(actor: Actor, appointment_id: UUID) -> CalendarEntry:
    """Return an appointment as a calendar takes it, also one that is cancelled; no name and no home address."""
    require(actor, Action.WORK_CASE)
    found, shown = _found(actor, appointment_id)
    return CalendarEntry(
        appointment_id=found.pk,
        case_number=found.case.number,
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        place=shown.place,
        changed_at=found.changed_at,
        sequence=found.sequence,
        cancelled=shown.is_cancelled,
    )


def _found(actor: Actor, appointment_id: UUID) -> tuple[Appointment, ShownAppointment]:
    """Return an appointment of a case that the actor may open, and what the covenant lets it know of that one."""
    found = appointment_of_actor(actor, appointment_id)
    within_authority(actor, found.case)
    shown = _shown(actor, [found])
    if not shown:
        raise NotFound
    return found, shown[0]


def _standing(actor: Actor) -> QuerySet[Appointment]:
    return (
        Appointment.objects.filter(controller_id=actor.controller_id, cancelled_at__isnull=True)
        .select_related("case")
        .order_by("starts_at", "pk")
    )


def _shown(actor: Actor, found: Iterable[Appointment]) -> tuple[ShownAppointment, ...]:
    appointments = list(found)
    if not appointments:
        return ()
    answers = disclose(actor=actor, requests=[_request(actor, one.case) for one in appointments])
    people = {person for one in appointments for person in (one.person, one.second_person) if person}
    names = names_of_people(actor.controller_id, people)
    return tuple(
        ShownAppointment(
            appointment_id=one.pk,
            case_id=one.case_id,
            case_number=one.case.number,
            case_version=one.case.version,
            starts_at=timezone.localtime(one.starts_at),
            ends_at=timezone.localtime(one.ends_at),
            where=Where(one.where),
            place=place_in_words(Where(one.where), one.place),
            people=tuple(names.get(person, "") for person in (one.person, one.second_person) if person),
            is_joint=one.second_person is not None,
            is_mine=actor.person_id in {one.person, one.second_person},
            is_cancelled=one.cancelled_at is not None,
        )
        for one, answer in zip(appointments, answers, strict=True)
        if CONTACT in answer.granted
    )


def _request(actor: Actor, case: Case) -> Request:
    purpose = PurposeCode.HELP if actor.role is Role.CASE_DIRECTOR else PurposeCode.TRIAGE
    facts = facts_of_case(case)
    return Request("case", str(case.pk), actor.party, purpose, case.covenant_hash, {CONTACT: None}, facts)
