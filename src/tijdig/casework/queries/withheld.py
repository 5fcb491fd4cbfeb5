"""Rent that is withheld in a case (R30); the page asks it for who may know of the benefit."""

from __future__ import annotations

from uuid import UUID

from tijdig.actors import Actor
from tijdig.casework.models import Withholding


def withholdings_of_case(actor: Actor, case_id: UUID) -> tuple[Withholding, ...]:
    """Return the withholdings of a case of the actor's controller, in the order in which they were recorded."""
    found = Withholding.objects.filter(controller_id=actor.controller_id, case_id=case_id)
    return tuple(found.order_by("recorded_at", "pk"))
