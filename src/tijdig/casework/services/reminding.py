"""Raise a task in cases in which the tenant should have been informed (R18)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Actor
from tijdig.casework.advising import plain_task
from tijdig.casework.loading import covenant_of_case
from tijdig.casework.models import Case, Task
from tijdig.casework.rules.states import TaskKind
from tijdig.ledger.services import record_event


@transaction.atomic
def remind_to_inform(*, actor: Actor, case_ids: Collection[UUID], on: date) -> int:
    """Plan the task to inform, due on ``on``, in each of these open cases that has none; return how many."""
    cases = Case.objects.filter(
        controller_id=actor.controller_id, pk__in=case_ids, closed_on__isnull=True
    ).exclude(tasks__kind=TaskKind.INFORM, tasks__done_on__isnull=True, tasks__dropped=False)
    count = 0
    for case in cases:
        planned = plain_task(TaskKind.INFORM, covenant_of_case(case), on)
        Task.objects.create(
            controller_id=case.controller_id,
            case=case,
            kind=planned.kind,
            party=planned.party,
            description=planned.description,
            due_on=planned.due_on,
            planned_at=timezone.now(),
            planned_by=actor.person_id,
        )
        record_event(
            actor=actor,
            action="case.remind-to-inform",
            object_kind="case",
            object_id=str(case.pk),
            details={"due_on": on.isoformat()},
        )
        count += 1
    return count
