"""Put the advice on a case anew: when a signal joins, when a fact becomes known, when a partner sends news."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from tijdig.actors import Actor
from tijdig.casework.advising import PlannedTask, new_task, put_advice_on, tasks_of_advice
from tijdig.casework.loading import covenant_of_case, facts_of_case
from tijdig.casework.models import Case, Task
from tijdig.casework.rules.case_facts import facts_of_signals, newest
from tijdig.casework.rules.sorting import Sorting
from tijdig.casework.rules.states import CaseState
from tijdig.casework.rules.triage import triage
from tijdig.covenant.rules.facts import Facts
from tijdig.ledger.services import record_event


@transaction.atomic
def join_signals(*, actor: Actor, case_id: UUID, sorting: Sorting, register: Facts, on: date) -> Case:
    """Add signals that were settled later to the case of their notification, and advise anew.

    A closed case opens again when there is something to work on: the signal came in time, only its link did not.
    """
    case = Case.objects.select_for_update().get(controller_id=actor.controller_id, pk=case_id)
    if sorting.to_work:
        if case.state == CaseState.CLOSED:
            case.state = CaseState.TAKEN_UP if case.owner else CaseState.NEW
            case.closed_on, case.result, case.sub_reason = None, "", ""
        case.proposed_result, case.proposed_reason = "", []
        known = newest(facts_of_case(case), facts_of_signals(sorting.to_work), register)
        advise_again(actor=actor, case=case, facts=known, on=on)
    case.version += 1
    case.save()
    record_event(
        actor=actor,
        action="case.join-signals",
        object_kind="case",
        object_id=str(case.pk),
        details={"signals": len(sorting.signals), "to_work": len(sorting.to_work), "version": case.version},
    )
    return case


@transaction.atomic
def advise_again(*, actor: Actor, case: Case, facts: Facts, on: date) -> tuple[Task, ...]:
    """Put route, rank, terms and tasks on the case as they follow from ``facts`` on day ``on`` (R29, R30, R34).

    The caller saves the case. Open tasks of the old advice that the new one does not ask for are dropped, those that
    are missing are planned; overrides stand. Returns the tasks that were added.
    """
    covenant = covenant_of_case(case)
    advice = triage(covenant, facts, received_on=case.received_on, on=on)
    overrides = list(case.overrides.all())
    put_advice_on(case, advice, facts=facts, covenant=covenant, on=on, overrides=overrides)
    tasks = replan(actor=actor, case=case, planned=tasks_of_advice(case, covenant, on))
    record_event(
        actor=actor,
        action="case.advise",
        object_kind="case",
        object_id=str(case.pk),
        reasons=[one.code for one in (*advice.route_reasons, *advice.rank_reasons)],
        details={"route": case.route, "threatened": case.threatened, "tasks": len(tasks)},
    )
    return tasks


@transaction.atomic
def replan(*, actor: Actor, case: Case, planned: tuple[PlannedTask, ...]) -> tuple[Task, ...]:
    """Make the tasks of the advice equal to ``planned``; what is done stays done. Returns the tasks that were added."""
    wanted = {one.key: one for one in planned}
    standing = [task for task in case.tasks.all() if task.from_advice and not task.dropped]
    for task in standing:
        if task.done_on is None and (task.kind, task.code) not in wanted:
            task.dropped = True
            task.save(update_fields=["dropped"])
    present = {(task.kind, task.code) for task in standing}
    added = [
        new_task(case, one, actor, from_advice=True) for key, one in wanted.items() if key not in present
    ]
    Task.objects.bulk_create(added)
    record_event(
        actor=actor,
        action="case.replan",
        object_kind="case",
        object_id=str(case.pk),
        details={"added": len(added)},
    )
    return tuple(added)
