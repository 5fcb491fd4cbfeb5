"""Put cases on a round of visits, and record what came of each (R35, R36)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.rules.attempts import part_of_day
from tijdig.casework.services import log_attempt
from tijdig.contact.models import VisitRound, VisitStop
from tijdig.contact.queries.visits import cases_to_visit
from tijdig.ddas import AttemptKind
from tijdig.ledger.services import record_event
from tijdig.problems import NotFound, ProblemKind, Refused

NOBODY_TO_VISIT = ProblemKind(
    code="contact.nobody-to-visit",
    rule="R35",
    nl="Kies minstens één zaak om langs te gaan.",
    en="Choose at least one case to visit.",
)


@transaction.atomic
def plan_visits(*, actor: Actor, case_ids: Sequence[UUID]) -> VisitRound:
    """Make a round of these cases; those that are not the actor's to visit are no part of it.

    Raises :class:`Refused` when nothing is left.
    """
    require(actor, Action.WORK_CASE)
    chosen = set(case_ids)
    cases = [case for case in cases_to_visit(actor) if case.pk in chosen]
    if not cases or actor.person_id is None:
        raise Refused(NOBODY_TO_VISIT())
    made = VisitRound.objects.create(
        controller_id=actor.controller_id, made_by=actor.person_id, made_at=timezone.now()
    )
    VisitStop.objects.bulk_create(
        VisitStop(controller_id=actor.controller_id, round=made, case=case) for case in cases
    )
    record_event(
        actor=actor,
        action="contact.plan-visits",
        object_kind="controller",
        object_id=actor.controller_id,
        details={"count": len(cases)},
    )
    return made


@transaction.atomic
def record_visit(*, actor: Actor, round_id: UUID, stop_id: UUID, version: int, reached: bool) -> VisitStop:
    """Record a visit of today as an attempt, with the part of the day from the clock; once per stop (R35, R36)."""
    require(actor, Action.WORK_CASE)
    stop = (
        VisitStop.objects.select_for_update()
        .filter(
            controller_id=actor.controller_id,
            pk=stop_id,
            round_id=round_id,
            visited_at__isnull=True,
        )
        .first()
    )
    if stop is None or stop.round.made_by != actor.person_id:
        raise NotFound
    log_attempt(
        actor=actor,
        case_id=stop.case_id,
        version=version,
        kind=AttemptKind.HOME_VISIT,
        on=timezone.localdate(),
        part=part_of_day(timezone.localtime().time()),
        reached=reached,
    )
    stop.visited_at, stop.reached = timezone.now(), reached
    stop.save(update_fields=["visited_at", "reached"])
    return stop
