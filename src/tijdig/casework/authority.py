"""May this actor open this case: by their own authority, or for a while because they broke the glass (A5)?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from tijdig.actors import Action, Actor, Role
from tijdig.casework.leave import covered_by
from tijdig.casework.models import Case
from tijdig.casework.rules.authority import NOT_YOUR_CASE, is_own
from tijdig.ledger.queries import events_of_object
from tijdig.parties.queries import case_access
from tijdig.problems import Refused


def within_authority(actor: Actor, case: Case) -> Actor:
    """Return the actor as whom the case may be read: marked while a glass stands broken (A5).

    Raises :class:`Refused` for a colleague's case where the municipality keeps cases to those who have them. What the
    covenant allows the organisation is decided elsewhere, and is the same either way.
    """
    if is_own(actor, case.owner, case.second_owner):
        return actor
    access = case_access(actor.controller_id)
    if not access.own_cases_only or not _covered(actor).isdisjoint({case.owner, case.second_owner}):
        return actor
    if access.may_break_glass and _is_broken(actor, case.pk, access.glass_minutes):
        return replace(actor, outside_authority=True)
    raise Refused(NOT_YOUR_CASE())


def cases_to_see(actor: Actor, prefix: str = "") -> Q:
    """Return the condition that a list of cases must meet for this actor; ``prefix`` leads to the case."""
    return sight_of(actor)(prefix)


def sight_of(actor: Actor) -> Callable[[str], Q]:
    """Return the same as a function of the prefix, for who asks it more than once: the database is asked once."""
    if actor.role is not Role.CASE_DIRECTOR or not case_access(actor.controller_id).own_cases_only:
        return lambda _prefix: Q()
    mine = [actor.person_id, *sorted(_covered(actor))]

    def seen(prefix: str) -> Q:
        own = Q(**{f"{prefix}owner__in": mine}) | Q(**{f"{prefix}second_owner__in": mine})
        return own | Q(**{f"{prefix}owner__isnull": True})

    return seen


def _covered(actor: Actor) -> frozenset[UUID]:
    """For whom the actor stands in today: their cases are the actor's to open."""
    return covered_by(actor.controller_id, actor.person_id, timezone.localdate())


def _is_broken(actor: Actor, case_id: UUID, minutes: int) -> bool:
    """Say whether the log holds that this person opened the case so lately; each time stands for so long."""
    since = timezone.now() - timedelta(minutes=minutes)
    broken = events_of_object(actor.controller_id, "case", str(case_id)).filter(
        action=Action.BREAK_GLASS, result="done", person_id=actor.person_id, at__gt=since
    )
    return broken.exists()
