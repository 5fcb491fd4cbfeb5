"""Put the advice on a case anew: when a signal joins, when a fact becomes known, when a partner sends news."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Actor
from tijdig.casework.advising import (
    PlannedTask,
    new_task,
    plain_task,
    put_advice_on,
    put_news_on,
    tasks_of_advice,
)
from tijdig.casework.known import Known, is_worked_on, known_of_case
from tijdig.casework.loading import (
    covenant_of_case,
    facts_of_case,
    signal_view,
    signals_of_cases,
    with_news,
)
from tijdig.casework.models import Case, CaseNotification, Task
from tijdig.casework.on_record import about_case
from tijdig.casework.preparing import FoundNotification, tasks_of_register
from tijdig.casework.rules.atw import term_end
from tijdig.casework.rules.case_facts import eviction_threatens
from tijdig.casework.rules.sorting import Sorting, sort_signal
from tijdig.casework.rules.states import CaseState, TaskKind
from tijdig.casework.rules.triage import triage
from tijdig.casework.services.alarming import raise_alarm
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.facts import Facts
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.ddas import SignalStatus
from tijdig.disclosure.services_processing import record_change
from tijdig.intake.models import Signal
from tijdig.ledger.services import record_event


@transaction.atomic
def join_signals(
    *, actor: Actor, case_id: UUID, found: FoundNotification, sorting: Sorting, register: Facts, on: date
) -> Case:
    """Add new signals of a notification to the case it is worked in, or to the household's open case; advise anew.

    One household has one open case: what is signalled in a next period joins it (R20), and who has the case is told.
    The advice rests on all signals of the case, so that a signal that says nothing of a threat does not switch it off
    (R27). A closed case opens again when there is something to work on: the signal came in time, only its link did not.
    """
    case = Case.objects.select_for_update().get(controller_id=actor.controller_id, pk=case_id)
    if found.joins:
        CaseNotification.objects.create(
            controller_id=actor.controller_id, case=case, notification=found.notification, joined_on=on
        )
    if sorting.to_work:
        if case.state == CaseState.CLOSED:
            case.state = CaseState.TAKEN_UP if case.owner else CaseState.NEW
            case.closed_on, case.result, case.sub_reason = None, "", ""
        case.proposed_result, case.proposed_reason = "", []
        joining = {signal.id for signal in sorting.to_work}
        covenant = found.covenant if found.joins else covenant_of_case(case)
        known = known_of_case(case, covenant, register=register, joining=joining)
        advise_again(actor=actor, case=case, known=known, on=on, covenant=covenant)
        _tell_owner(actor, case, known, joining, on)
    for kind in tasks_of_register(found, sorting):
        ask_to_look(actor=actor, case=case, kind=kind, on=case.first_conversation_by)
    case.signals_seen_at = timezone.now()
    case.version += 1
    case.save()
    record_change(
        actor=actor,
        action="case.join-signals",
        object_kind="case",
        object_id=str(case.pk),
        processings=about_case(case.pk, found.covenant, PurposeCode.TRIAGE),
        details={"signals": len(sorting.signals), "to_work": len(sorting.to_work), "version": case.version},
    )
    return case


def _tell_owner(actor: Actor, case: Case, known: Known, joining: Collection[str], on: date) -> None:
    """Ask who works on the case to look, and to inform the tenant of a source that was not there before (R18)."""
    if case.state == CaseState.NEW:
        return
    ask_to_look(actor=actor, case=case, kind=TaskKind.NEW_SIGNALS, on=on)
    before = {signal.party for signal in known.signals if signal.id not in joining}
    of_others = [signal.received_on for signal in known.signals if signal.party not in before]
    if case.informed_on is not None and of_others:
        by = term_end(min(of_others), covenant_of_case(case).terms.inform)
        ask_to_look(actor=actor, case=case, kind=TaskKind.INFORM, on=by)


@transaction.atomic
def advise_again(
    *, actor: Actor, case: Case, known: Known, on: date, covenant: Covenant | None = None
) -> tuple[Task, ...]:
    """Put route, rank, terms and tasks on the case as they follow from what is ``known`` on day ``on`` (R29, R30, R34).

    ``covenant`` is the one that governs the case, for who knows it. The caller saves the case. Open tasks of the old
    advice that the new one does not ask for are dropped, those that are missing are planned; overrides stand. Returns
    the tasks that were added.
    """
    covenant = covenant or covenant_of_case(case)
    was_threatened = eviction_threatens(facts_of_case(case))
    since = known.stood_since(case.threatened_since)
    advice = triage(covenant, known.facts, received_on=case.received_on, on=on, stood_since=since)
    overrides = list(case.overrides.all())
    put_advice_on(case, advice, facts=known.facts, covenant=covenant, on=on, overrides=overrides)
    put_news_on(case, known.signals)
    if eviction_threatens(known.facts) and not was_threatened:
        raise_alarm(actor=actor, case=case, on=on)
    tasks = replan(actor=actor, case=case, planned=tasks_of_advice(case, covenant, on))
    record_event(
        actor=actor,
        action="case.advise",
        object_kind="case",
        object_id=str(case.pk),
        reasons=[one.code for one in (*advice.route_reasons, *advice.rank_reasons)],
        details={"threatened": case.threatened, "tasks": len(tasks)},
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


@transaction.atomic
def ask_to_look(*, actor: Actor, case: Case, kind: TaskKind, on: date) -> bool:
    """Plan a task in the case for a person, about what changed, due on ``on``; False when one is waiting already.

    It may be planned in a closed case: a person decides whether that case opens again (R34).
    """
    if case.tasks.filter(kind=kind, done_on__isnull=True, dropped=False).exists():
        return False
    new_task(case, plain_task(kind, covenant_of_case(case), on), actor).save()
    record_event(
        actor=actor,
        action="case.ask-to-look",
        object_kind="case",
        object_id=str(case.pk),
        details={"kind": kind.value, "closed": case.closed_on is not None},
    )
    return True


@transaction.atomic
def take_up_again(*, actor: Actor, case: Case, covenant: Covenant) -> int:
    """Give what was settled as nobody's, a repeat or unjustified, and is no longer, its new status (R14)."""
    found = with_news(signals_of_cases([case.pk])).get(case.pk, ())
    left = [
        one
        for one in found
        if one.is_settled and not is_worked_on(one) and one.signal.status != SignalStatus.OPEN
    ]
    ids = [
        one.signal.pk
        for one in left
        if sort_signal(signal_view(one, covenant), covenant).status is SignalStatus.TAKEN_UP
    ]
    count = Signal.objects.filter(pk__in=ids).update(status=SignalStatus.TAKEN_UP)
    if count:
        record_event(
            actor=actor,
            action="case.take-up-signals",
            object_kind="case",
            object_id=str(case.pk),
            details={"signals": count},
        )
    return count
