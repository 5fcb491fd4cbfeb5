"""Whose delivery it is: a person without an organisation has none."""

from __future__ import annotations

from uuid import UUID

from tijdig.actors import Actor
from tijdig.problems import NotFound


def own_organisation(actor: Actor) -> UUID:
    """Return the actor's organisation; :class:`NotFound` for background work, which delivers nothing."""
    if actor.organisation_id is None:
        raise NotFound
    return actor.organisation_id
