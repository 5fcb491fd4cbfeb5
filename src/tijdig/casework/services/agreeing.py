"""Tasks in a case that were agreed elsewhere: around the table of the case meeting (R47)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from tijdig.actors import Action, Actor, require
from tijdig.casework.advising import PlannedTask, new_task
from tijdig.casework.loading import case_of_actor, covenant_of_case
from tijdig.casework.models import Case, Task
from tijdig.casework.on_record import about_case
from tijdig.casework.rules.states import TaskKind
from tijdig.disclosure.services_processing import record_change
from tijdig.ledger.services import Detail
from tijdig.problems import NotFound


@transaction.atomic
def set_agreed_task(
    *, actor: Actor, case_id: UUID, description: str, due_on: date, assigned_to: UUID | None
) -> Task:
    """Set a task that the meeting agreed on, for a person of the municipality or for who has the case (None)."""
    require(actor, Action.HOLD_MEETING)
    case = case_of_actor(actor, case_id)
    planned = PlannedTask(
        TaskKind.MEETING_ACTION, party=actor.party, description=description[:200], due_on=due_on
    )
    task = new_task(case, planned, actor)
    task.assigned_to = assigned_to
    task.save()
    _record(actor, "case.set-agreed-task", case, {"task": task.kind, "due_on": due_on.isoformat()})
    return task


@transaction.atomic
def finish_agreed_task(*, actor: Actor, task_id: UUID, on: date | None) -> Task:
    """Record that a task of the meeting was done on ``on``, or that it is not needed after all (None).

    By anyone at the meeting who may: the action that it stands for says who. One that is done stays as it is.
    """
    require(actor, Action.ATTEND_MEETING)
    task = (
        Task.objects.filter(controller_id=actor.controller_id, kind=TaskKind.MEETING_ACTION, pk=task_id)
        .select_related("case")
        .first()
    )
    if task is None:
        raise NotFound
    if task.done_on is None and not task.dropped:
        task.done_on, task.done_by, task.dropped = on, actor.person_id if on else None, on is None
        task.save(update_fields=["done_on", "done_by", "dropped"])
        _record(actor, "case.finish-agreed-task", task.case, {"task": task.kind})
    return task


def _record(actor: Actor, action: str, case: Case, details: dict[str, Detail]) -> None:
    record_change(
        actor=actor,
        action=action,
        object_kind="case",
        object_id=str(case.pk),
        processings=about_case(case.pk, covenant_of_case(case)),
        details=details,
    )
