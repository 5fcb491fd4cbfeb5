"""Make, move and cancel appointments (R28, R30)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Actor
from tijdig.casework.colleagues import required_inviter
from tijdig.casework.rules.contact_choice import check_not_frozen
from tijdig.casework.rules.transitions import Act
from tijdig.casework.services.changing import OpenChange, case_to_change, save_change
from tijdig.contact.loading import appointment_of_actor
from tijdig.contact.models import Appointment
from tijdig.contact.rules.appointments import Where, check_appointment
from tijdig.problems import NotFound, ProblemKind, Refused
from tijdig.vault.fields import values

APPOINTMENT_CANCELLED = ProblemKind(
    code="contact.appointment-cancelled",
    rule="K6",
    nl="Deze afspraak is al afgezegd.",
    en="This appointment was cancelled already.",
    remedy_nl="Maak een nieuwe afspraak als het gesprek toch doorgaat.",
    remedy_en="Make a new appointment if the conversation takes place after all.",
)
WITH_ONESELF = ProblemKind(
    code="contact.with-oneself",
    rule="R30",
    nl="Een gezamenlijk gesprek voert u met een collega, niet met uzelf.",
    en="A joint conversation is held with a colleague, not with oneself.",
)


@dataclass(frozen=True, slots=True)
class Meeting:
    """When and where: moments with a time zone, and the place in words."""

    starts_at: datetime
    ends_at: datetime
    where: Where
    place: str = ""

    def require_possible(self) -> None:
        """Raise :class:`Refused` when it cannot be, as seen from now."""
        found = check_appointment(
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            where=self.where,
            place=self.place,
            now=timezone.now(),
        )
        if found:
            raise Refused(found)


@transaction.atomic
def plan_appointment(
    *, actor: Actor, case_id: UUID, version: int, meeting: Meeting, second_person: UUID | None = None
) -> Appointment:
    """Make an appointment of the actor with the tenant; ``second_person`` for the joint conversation (R30).

    Raises :class:`Refused` for a moment that has passed or ends before it starts, without a place where one is needed,
    or with a second person who cannot invite.
    """
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=Act.PLAN_APPOINTMENT)
    _require_contact(change)
    meeting.require_possible()
    if second_person is not None:
        required_inviter(actor.controller_id, second_person)
        if second_person == actor.person_id:
            raise Refused(WITH_ONESELF())
    if actor.person_id is None:
        raise NotFound
    made = Appointment.objects.create(
        controller_id=actor.controller_id,
        case=change.case,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        where=meeting.where,
        person=actor.person_id,
        second_person=second_person,
        changed_at=timezone.now(),
        **values(place=meeting.place.strip()[:120]),
    )
    save_change(actor=actor, change=change, details={**_told(made), "change": "planned"})
    return made


@transaction.atomic
def move_appointment(*, actor: Actor, appointment_id: UUID, version: int, meeting: Meeting) -> Appointment:
    """Give an appointment another moment or place; ``version`` is that of its case (K6).

    Raises :class:`Refused` for one that was cancelled, and for a moment or place that cannot be.
    """
    found = appointment_of_actor(actor, appointment_id)
    change = case_to_change(actor=actor, case_id=found.case_id, version=version, act=Act.PLAN_APPOINTMENT)
    _require_standing(found)
    _require_contact(change)
    meeting.require_possible()
    found.starts_at, found.ends_at = meeting.starts_at, meeting.ends_at
    found.where, found.place = meeting.where, meeting.place.strip()[:120]
    _keep(found)
    save_change(actor=actor, change=change, details={**_told(found), "change": "moved"})
    return found


@transaction.atomic
def cancel_appointment(*, actor: Actor, appointment_id: UUID, version: int) -> Appointment:
    """Cancel an appointment; it stays readable in the case, and counts for nobody's day any more."""
    found = appointment_of_actor(actor, appointment_id)
    change = case_to_change(actor=actor, case_id=found.case_id, version=version, act=Act.PLAN_APPOINTMENT)
    _require_standing(found)
    found.cancelled_at = timezone.now()
    _keep(found)
    save_change(actor=actor, change=change, details={**_told(found), "change": "cancelled"})
    return found


def _require_standing(appointment: Appointment) -> None:
    if appointment.cancelled_at is not None:
        raise Refused(APPOINTMENT_CANCELLED())


def _require_contact(change: OpenChange) -> None:
    """Raise :class:`Refused` where contact stands still (R56); what was planned before can be cancelled."""
    problem = check_not_frozen(change.case.frozen_on)
    if problem is not None:
        raise Refused(problem)


def _keep(appointment: Appointment) -> None:
    appointment.sequence += 1
    appointment.changed_at = timezone.now()
    appointment.save()


def _told(appointment: Appointment) -> dict[str, str]:
    return {"on": timezone.localdate(appointment.starts_at).isoformat(), "appointment": str(appointment.pk)}
