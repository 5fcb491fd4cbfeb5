"""Look up what the rooms of contact share: an appointment or a message that may be known to exist (A6)."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from tijdig.actors import Actor
from tijdig.contact.models import Appointment, Message
from tijdig.problems import NotFound


def appointment_of_actor(actor: Actor, appointment_id: UUID) -> Appointment:
    """Return the appointment, also one that is cancelled; :class:`NotFound` for one of another controller (A6)."""
    return _one(Appointment.objects.all(), actor, appointment_id)


def message_of_actor(actor: Actor, message_id: UUID) -> Message:
    """Return the message; :class:`NotFound` for one of another controller (A6)."""
    return _one(Message.objects.all(), actor, message_id)


def _one[Row: (Appointment, Message)](rows: QuerySet[Row], actor: Actor, key: UUID) -> Row:
    found = rows.filter(controller_id=actor.controller_id, pk=key).select_related("case").first()
    if found is None:
        raise NotFound
    return found
