"""Who has the case: take up, assign, hand over. One owner at a time (K6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.colleagues import required_case_director
from tijdig.casework.models import Case
from tijdig.casework.rules.states import CaseState
from tijdig.casework.rules.transitions import Act
from tijdig.casework.services.changing import case_to_change, save_change
from tijdig.ledger.services import record_event
from tijdig.problems import Problem, Refused


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


@dataclass(frozen=True, slots=True)
class Assigned:
    """What became of an assignment of many cases: those that were given, and those that were not, each with why."""

    given: tuple[UUID, ...]
    refused: Mapping[UUID, tuple[Problem, ...]]


@transaction.atomic
def assign_cases(*, actor: Actor, cases: Sequence[tuple[UUID, int]], to: UUID) -> Assigned:
    """Give many cases (id, version) to a case director in one act: new ones are assigned, others handed over.

    Each case by itself, all or nothing, with an event of its own; one that cannot be given (a colleague changed it,
    K6) keeps the others from nothing. Raises :class:`Refused` when the person is no case director, before any.
    """
    require(actor, Action.ASSIGN_CASE)
    required_case_director(actor.controller_id, to)
    given: list[UUID] = []
    refused: dict[UUID, tuple[Problem, ...]] = {}
    for case_id, version in cases:
        try:
            with transaction.atomic():
                _give(actor, case_id, version, to)
        except Refused as refusal:
            refused[case_id] = refusal.problems
        else:
            given.append(case_id)
    record_event(
        actor=actor,
        action="assign-cases",
        object_kind="controller",
        object_id=actor.controller_id,
        details={"to": str(to), "cases": len(given), "refused_cases": len(refused)},
    )
    return Assigned(tuple(given), refused)


def _give(actor: Actor, case_id: UUID, version: int, to: UUID) -> None:
    """Assign or hand over, by the state that the case has now."""
    known = Case.objects.filter(controller_id=actor.controller_id, pk=case_id)
    state = known.values_list("state", flat=True).first()
    give = assign_case if state == CaseState.NEW else hand_over
    give(actor=actor, case_id=case_id, version=version, to=to)
