"""Which covenant versions exist for an actor: those to which its own organisation is a party (A6)."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from tijdig.actors import Actor
from tijdig.covenant import queries
from tijdig.covenant.queries import CovenantStanding
from tijdig.problems import NotFound


def standings_of(actor: Actor) -> tuple[CovenantStanding, ...]:
    """Return every version that the actor's organisation is a party to, newest first; others do not exist for it."""
    standings = queries.covenants_of(actor.controller_id, timezone.localdate())
    return tuple(one for one in standings if actor.party in one.covenant.parties)


def standing_for(actor: Actor, version_id: UUID) -> CovenantStanding:
    """Return one of those versions; raises :class:`NotFound` for any other, unknown or foreign."""
    for one in standings_of(actor):
        if one.version_id == version_id:
            return one
    raise NotFound
