"""Raise a task in cases in which the tenant should have been informed (R18)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction

from tijdig.actors import Actor
from tijdig.casework.advising import new_task, plain_task
from tijdig.casework.loading import covenant_of_case
from tijdig.casework.models import Case
from tijdig.casework.on_record import about_case
from tijdig.casework.rules.states import TaskKind
from tijdig.disclosure.services_processing import record_change


@transaction.atomic
def remind_to_inform(*, actor: Actor, case_ids: Collection[UUID], on: date) -> int:
    """Plan the task to inform, due on ``on``, in each of these open cases that has none; return how many."""
    cases = Case.objects.filter(
        controller_id=actor.controller_id, pk__in=case_ids, closed_on__isnull=True
    ).exclude(tasks__kind=TaskKind.INFORM, tasks__done_on__isnull=True, tasks__dropped=False)
    count = 0
    for case in cases:
        covenant = covenant_of_case(case)
        new_task(case, plain_task(TaskKind.INFORM, covenant, on), actor).save()
        record_change(
            actor=actor,
            action="case.remind-to-inform",
            object_kind="case",
            object_id=str(case.pk),
            processings=about_case(case.pk, covenant),
            details={"due_on": on.isoformat()},
        )
        count += 1
    return count
