"""Whose delivery it is: the party's own, and that which an agent made for it; a person without one has none."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from tijdig.actors import Actor
from tijdig.intake.states import DeliveryState
from tijdig.problems import NotFound


def own_deliveries(actor: Actor, prefix: str = "") -> Q:
    """Return the condition for the deliveries of the actor's organisation: made by it, or by an agent for it (R1).

    What an agent has not confirmed yet is the agent's only. ``prefix`` leads from the rows asked for to their delivery
    (``delivery__``).
    """
    own = Q(**{f"{prefix}organisation_id": own_organisation(actor), f"{prefix}party_code": actor.party})
    return (own & ~Q(**{f"{prefix}state": DeliveryState.WAITING})) | made_by(actor, prefix)


def made_by(actor: Actor, prefix: str = "") -> Q:
    """Return the condition for the deliveries that the actor's organisation made itself, also for another (R1)."""
    itself = Q(
        **{
            f"{prefix}organisation_id": own_organisation(actor),
            f"{prefix}party_code": actor.party,
            f"{prefix}agent_code": "",
        }
    )
    return itself | Q(**{f"{prefix}agent_code": actor.party})


def own_organisation(actor: Actor) -> UUID:
    """Return the actor's organisation; :class:`NotFound` for background work, which delivers nothing."""
    if actor.organisation_id is None:
        raise NotFound
    return actor.organisation_id
