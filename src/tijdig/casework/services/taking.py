"""Who has the case: take up, assign, hand over. One owner at a time (K6)."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Actor
from tijdig.casework.colleagues import required_case_director
from tijdig.casework.models import Case
from tijdig.casework.rules.transitions import Act
from tijdig.casework.services.changing import case_to_change, save_change


@transaction.atomic
def take_up_case(*, actor: Actor, case_id: UUID, version: int) -> Case:
    """Take a new case oneself; from now on only its owner works on it.

    A coordinator may take up a case, but working on it is a case director's: assign it instead.
    """
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=Act.TAKE_UP)
    change.case.owner = actor.person_id
    change.case.taken_up_at = timezone.now()
    return save_change(actor=actor, change=change)


@transaction.atomic
def assign_case(*, actor: Actor, case_id: UUID, version: int, to: UUID) -> Case:
    """Give a new case to a case director; :class:`Refused` when the person is none."""
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=Act.ASSIGN)
    change.case.owner = required_case_director(actor.controller_id, to).person_id
    change.case.taken_up_at = timezone.now()
    return save_change(actor=actor, change=change, details={"to": str(to)})


@transaction.atomic
def hand_over(*, actor: Actor, case_id: UUID, version: int, to: UUID) -> Case:
    """Hand a case that is being worked on to another case director: by its owner, or by a coordinator."""
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=Act.HAND_OVER)
    change.case.owner = required_case_director(actor.controller_id, to).person_id
    if change.case.second_owner == change.case.owner:
        change.case.second_owner = None
    return save_change(actor=actor, change=change, details={"to": str(to)})
