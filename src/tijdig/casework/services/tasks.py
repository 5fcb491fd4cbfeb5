"""Tasks: plan, complete; some only count as done with a reference or a second person (R30, R42)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Actor
from tijdig.casework.advising import PlannedTask, new_task, plain_task
from tijdig.casework.models import Case, Task, Withholding
from tijdig.casework.rules.atw import term_end
from tijdig.casework.rules.partner_news import is_threat
from tijdig.casework.rules.states import CaseView, TaskKind
from tijdig.casework.rules.task_requirements import (
    Proof,
    check_task_proof,
    withholding_task,
    withholding_tasks,
)
from tijdig.casework.rules.transitions import Act, check_benefit_runs
from tijdig.casework.rules.withholding import WITHHOLD_WITH_AMOUNT, WithheldRent, check_withholding
from tijdig.casework.services.changing import (
    OpenChange,
    case_to_change,
    require_day,
    required_text,
    save_change,
)
from tijdig.casework.term_pauses import task_of_open_pause
from tijdig.ledger.services import record_event
from tijdig.problems import NotFound, Refused
from tijdig.vault.fields import values


@transaction.atomic
def plan_task(
    *,
    actor: Actor,
    case_id: UUID,
    version: int,
    description: str,
    due_on: date | None,
    assigned_to: UUID | None = None,
) -> Case:
    """Set a task of one's own in the case: what, by when, by whom (None: the owner)."""
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=Act.PLAN_TASK)
    Task.objects.create(
        controller_id=actor.controller_id,
        case=change.case,
        kind=TaskKind.AGREED,
        party=actor.party,
        due_on=due_on,
        planned_at=timezone.now(),
        planned_by=actor.person_id,
        assigned_to=assigned_to,
        **values(description=required_text(description, "wat er moet gebeuren", "what must be done")[:200]),
    )
    return save_change(actor=actor, change=change, details={"due_on": due_on.isoformat() if due_on else None})


@transaction.atomic
def plan_covenant_task(*, actor: Actor, case_id: UUID, version: int, code: str, due_on: date | None) -> Case:
    """Set one of the covenant's own tasks (``deskundige-erbij``); :class:`NotFound` for a code it does not have."""
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=Act.PLAN_TASK)
    terms = change.covenant.tasks.get(code)
    if terms is None:
        raise NotFound
    planned = PlannedTask(
        TaskKind.COVENANT, code, terms.party, terms.requires, terms.description[:200], due_on
    )
    new_task(change.case, planned, actor).save()
    return save_change(actor=actor, change=change, details={"code": code})


@transaction.atomic
def complete_task(
    *,
    actor: Actor,
    case_id: UUID,
    version: int,
    task_id: UUID,
    on: date,
    reference: str = "",
    second_person: UUID | None = None,
) -> Case:
    """Record that a task was done on ``on``; looking at an eviction that still threatens is planned again (R27).

    Raises :class:`Refused` when what the covenant requires for it is missing: a decision reference, the tenant's
    consent (a known fact), a second person, and for withholding rent a running benefit (R30). :class:`NotFound` for a
    task that is not open in this case.
    """
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=Act.COMPLETE_TASK)
    task = change.case.tasks.filter(pk=task_id, done_on__isnull=True, dropped=False).first()
    if task is None:
        raise NotFound
    require_day(on, change.case.received_on)
    if task.code in withholding_tasks(change.covenant):
        _require_benefit(change.view)
    proof = Proof(reference, second_person, actor.person_id, _consents(change.case))
    problem = check_task_proof(task.requires, proof)
    if problem is not None:
        raise Refused(problem)
    if task.code in withholding_tasks(change.covenant):
        raise Refused(WITHHOLD_WITH_AMOUNT())
    task.done_on, task.done_by = on, actor.person_id
    task.reference, task.second_person = reference.strip(), second_person
    task.save()
    again = _to_look_at_again(change, task, on)
    if again is not None:
        new_task(change.case, again, actor).save()
    return save_change(actor=actor, change=change, details={"task": task.kind, "code": task.code})


@transaction.atomic
def withhold_rent(
    *, actor: Actor, case_id: UUID, version: int, on: date, reference: str, rent: WithheldRent
) -> Case:
    """Record that rent is withheld from the running benefit and paid on, so that arrears stop growing (R30).

    Impossible without a running benefit, without the covenant's task for it, and without the reference of the
    decision or of the tenant's authorisation. A task on the day of review follows.
    """
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=Act.WITHHOLD_RENT)
    require_day(on, change.case.received_on)
    terms = withholding_task(change.covenant, change.case.route_actions)
    if not isinstance(terms, str):
        raise Refused(terms)
    problem = check_task_proof(
        change.covenant.tasks[terms].requires, Proof(reference, None, actor.person_id, frozenset())
    )
    if problem is not None:
        raise Refused(problem)
    problems = check_withholding(rent, today=timezone.localdate())
    if problems:
        raise Refused(problems)
    task = change.case.tasks.filter(code=terms, done_on__isnull=True, dropped=False).first()
    if task is None:
        raise NotFound
    _keep_withholding(actor, change, rent, reference)
    task.done_on, task.done_by, task.reference = on, actor.person_id, reference.strip()
    task.save()
    return save_change(actor=actor, change=change, details={"on": on.isoformat(), "code": terms})


def _keep_withholding(actor: Actor, change: OpenChange, rent: WithheldRent, reference: str) -> None:
    Withholding.objects.create(
        controller_id=actor.controller_id,
        case=change.case,
        recorded_by=actor.person_id,
        recorded_at=timezone.now(),
        **values(
            amount_cents=rent.amount_cents,
            starts_on=rent.starts_on,
            ends_on=rent.ends_on,
            review_on=rent.review_on,
            reference=reference.strip()[:64],
        ),
    )
    new_task(change.case, plain_task(TaskKind.WITHHOLDING, change.covenant, rent.review_on), actor).save()


@transaction.atomic
def finish_tasks(*, actor: Actor, case: Case, kind: TaskKind, on: date, code: str = "") -> int:
    """Count the open tasks of this kind (and code, when given) as done on ``on``; return how many there were."""
    open_tasks = case.tasks.filter(kind=kind, done_on__isnull=True, dropped=False)
    if code:
        open_tasks = open_tasks.filter(code=code)
    count = open_tasks.update(done_on=on, done_by=actor.person_id)
    if count:
        record_event(
            actor=actor,
            action="case.finish-tasks",
            object_kind="case",
            object_id=str(case.pk),
            details={"kind": kind.value, "count": count},
        )
    return count


def _to_look_at_again(change: OpenChange, task: Task, on: date) -> PlannedTask | None:
    """The next look at what is not over yet: an eviction that threatens (R27), a term that stands still (R39)."""
    if task.kind == TaskKind.WATCH and is_threat(change.case.eviction_stage):
        return plain_task(
            TaskKind.WATCH, change.covenant, term_end(on, change.covenant.terms.first_conversation)
        )
    if task.kind == TaskKind.TERM_PAUSED:
        return task_of_open_pause(change.case, change.covenant, on)
    return None


def _require_benefit(case: CaseView) -> None:
    problem = check_benefit_runs(case)
    if problem is not None:
        raise Refused(problem)


def _consents(case: Case) -> frozenset[str]:
    return frozenset(
        name for name, kept in case.facts.items() if name.startswith("toestemming.") and kept["value"] is True
    )
