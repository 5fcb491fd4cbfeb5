"""Let the term of a decision stand still, and run again (R39, Awb art. 4:15)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Actor
from tijdig.casework.advising import new_task
from tijdig.casework.models import Case, TermPauseRow
from tijdig.casework.rules.states import TaskKind
from tijdig.casework.rules.term_pauses import (
    PauseGround,
    TermPause,
    check_pause,
    resumed,
)
from tijdig.casework.rules.transitions import Act
from tijdig.casework.services.changing import (
    OpenChange,
    case_to_change,
    require_day,
    required_text,
    save_change,
)
from tijdig.casework.services.tasks import finish_tasks
from tijdig.casework.term_pauses import (
    decide_by,
    rows_of_pauses,
    running_pause,
    task_of_open_pause,
    term_pause,
)
from tijdig.problems import Problem, Refused
from tijdig.vault.fields import values


@transaction.atomic
def pause_term(
    *,
    actor: Actor,
    case_id: UUID,
    version: int,
    ground: PauseGround,
    reason: str,
    on: date,
    last_day: date | None = None,
) -> Case:
    """Let the term of the decision stand still, on a ground of Awb art. 4:15, by what happened on ``on`` (R39).

    ``last_day`` is the end that the resident was given or agreed to; without one, the decision has no last day until
    the term runs again. Raises :class:`Refused` without a request that waits, while the term stands still already, or
    when it was over.
    """
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=Act.PAUSE_TERM)
    require_day(on, change.case.help_requested_on or change.case.received_on)
    why = required_text(reason, "waarom de termijn stilstaat", "why the term stands still")
    earlier = tuple(term_pause(row) for row in rows_of_pauses(change.case))
    problem = check_pause(TermPause(ground, on, last_day), earlier, decide_by(change.case, change.covenant))
    if problem is not None:
        raise Refused(problem)
    TermPauseRow.objects.create(
        controller_id=actor.controller_id,
        case=change.case,
        on=on,
        last_day=last_day,
        recorded_by=actor.person_id,
        recorded_at=timezone.now(),
        **values(ground=ground.value, reason=why[:500]),
    )
    planned = task_of_open_pause(change.case, change.covenant, on)
    if planned is not None:
        new_task(change.case, planned, actor).save()
    _move_task(change)
    return save_change(actor=actor, change=change, details={"on": on.isoformat()})


@transaction.atomic
def resume_term(*, actor: Actor, case_id: UUID, version: int, on: date) -> Case:
    """Let the term of the decision run again from ``on``; the decision gets its new last day (R39).

    Raises :class:`Refused` when the term does not stand still, or for a day before it did.
    """
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=Act.RESUME_TERM)
    require_day(on, change.case.received_on)
    _end_pause(actor, change.case, on)
    _move_task(change)
    return save_change(actor=actor, change=change, details={"on": on.isoformat()})


def end_pause_by_decision(actor: Actor, change: OpenChange, on: date) -> None:
    """End what holds the term of a decision that was taken on ``on``; nothing when nothing does."""
    running = running_pause(change.case)
    if running is not None:
        _end_pause(actor, change.case, max(on, running.on))
        _move_task(change)


def _end_pause(actor: Actor, case: Case, on: date) -> None:
    row = running_pause(case)
    if row is None:  # the act was allowed because one runs
        return
    ended = resumed(term_pause(row), on)
    if isinstance(ended, Problem):
        raise Refused(ended)
    row.last_day = ended.last_day
    row.save(update_fields=["last_day"])
    finish_tasks(actor=actor, case=case, kind=TaskKind.TERM_PAUSED, on=on)


def _move_task(change: OpenChange) -> None:
    decision = change.case.tasks.filter(kind=TaskKind.DECIDE, done_on__isnull=True, dropped=False)
    decision.update(due_on=decide_by(change.case, change.covenant))
