"""Open one case per notification; a second run changes nothing (R20)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from tijdig.actors import Action, Actor, require
from tijdig.casework.advising import PlannedTask, new_task, plain_task, put_advice_on, tasks_of_advice
from tijdig.casework.loading import LinkedSignal, covenant_with_hash, linked_signals, signal_view
from tijdig.casework.models import Case, CaseCounter, Task
from tijdig.casework.rules.case_facts import facts_of_register, facts_of_signals, newest
from tijdig.casework.rules.reasons import stored
from tijdig.casework.rules.register_view import of_household
from tijdig.casework.rules.sorting import SortedSignal, Sorting, sort_notification
from tijdig.casework.rules.states import CaseState, TaskKind
from tijdig.casework.rules.triage import triage, without_work
from tijdig.casework.services.joining import join_signals
from tijdig.covenant.rules.document import Covenant
from tijdig.ddas import SignalStatus
from tijdig.intake.models import Signal
from tijdig.ledger.services import record_event
from tijdig.linkage.models import Link, Notification
from tijdig.linkage.rules.outcomes import Outcome, RegisterState
from tijdig.residents.queries import facts_for_triage
from tijdig.residents.rules.triage_facts import TriageFacts

BATCH = 500

TASK_OF_STATUS = {
    SignalStatus.DECEASED: TaskKind.HOUSEHOLD_LEFT,
    SignalStatus.NOT_RESIDENT: TaskKind.NEW_MUNICIPALITY,
}


@dataclass(frozen=True, slots=True)
class Opened:
    """What a run did: cases opened, signals that joined an open case, statuses given, notifications that wait.

    ``waiting`` counts notifications that hold unrelated people about whom nobody decided yet (R22).
    """

    cases: int = 0
    joined: int = 0
    waiting: int = 0
    statuses: Mapping[SignalStatus, int] | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """A notification with its settled signals that nobody has looked at yet."""

    notification: Notification
    signals: tuple[LinkedSignal, ...]


@transaction.atomic
def open_cases(*, actor: Actor, on: date) -> Opened:
    """Open a case for each notification of the controller that is ready and has none, as on day ``on`` (R20).

    Ready: linkage is settled for at least one signal (certain, or decided by a person), and unrelated people on one
    address were decided about (R22). Every signal gets its status (R14); repeats and unjustified signals make no
    work (R21, R31); a death or a move makes a case with a proposed result (R25, R26). A signal that is settled
    later joins the case of its notification. Returns the counts; raises :class:`Refused` for a role that may not.
    """
    require(actor, Action.OPEN_CASES)
    notifications, waiting = _ready_notifications(actor.controller_id)
    cases, joined = 0, 0
    statuses: Counter[SignalStatus] = Counter()
    for start in range(0, len(notifications), BATCH):
        for run in _open_batch(actor, notifications[start : start + BATCH], on):
            cases += run.cases
            joined += run.joined
            statuses.update(run.statuses or {})
    told = {f"status.{status.name.lower()}": count for status, count in statuses.items()}
    record_event(
        actor=actor,
        action="case.open-run",
        object_kind="controller",
        object_id=actor.controller_id,
        details={"cases": cases, "joined": joined, "waiting": waiting, **told},
    )
    return Opened(cases, joined, waiting, dict(statuses))


def _settled() -> Q:
    return Q(outcome=Outcome.CERTAIN) | Q(decided_at__isnull=False)


def _ready_notifications(controller_id: str) -> tuple[list[UUID], int]:
    """Return the ids to look at, oldest period first, and how many wait for a person (R22)."""
    open_links = Link.objects.filter(
        _settled(),
        controller_id=controller_id,
        undone_at__isnull=True,
        signal__status=SignalStatus.OPEN,
        notification__isnull=False,
    )
    unsettled = Q(notification__different_people=True, notification__different_people_settled_at__isnull=True)
    ready = open_links.exclude(unsettled).order_by("notification__period_from", "notification__address_key")
    waiting = open_links.filter(unsettled).values("notification_id").distinct().count()
    ids = ready.values_list("notification_id", flat=True)
    return list(dict.fromkeys(ids)), waiting


def _open_batch(actor: Actor, ids: Sequence[UUID], on: date) -> list[Opened]:
    notifications = Notification.objects.filter(pk__in=ids).select_related("case").in_bulk()
    signals = linked_signals(ids)
    found = [_Found(notifications[key], _settled_signals(signals[key])) for key in ids]
    people = facts_for_triage(actor.controller_id, _people(found), on)
    return [_open_one(actor, one, people, on) for one in found]


def _settled_signals(signals: Sequence[LinkedSignal]) -> tuple[LinkedSignal, ...]:
    return tuple(
        one for one in signals if one.link.outcome == Outcome.CERTAIN or one.link.decided_at is not None
    )


def _people(found: Sequence[_Found]) -> set[str]:
    return {one.link.bsn for item in found for one in item.signals if one.link.bsn}


def _open_one(actor: Actor, found: _Found, people: Mapping[str, TriageFacts], on: date) -> Opened:
    new = [one for one in found.signals if one.signal.status == SignalStatus.OPEN]
    newest_signal = max(new, key=lambda one: one.signal.received_on).signal
    covenant = covenant_with_hash(actor.controller_id, newest_signal.covenant_hash)
    if covenant is None:
        return Opened()
    sorting = sort_notification([signal_view(one, covenant) for one in new], covenant)
    _give_statuses(sorting.signals)
    statuses = Counter(one.status for one in sorting.signals)
    case = getattr(found.notification, "case", None)
    if case is not None:
        bsns = [one.link.bsn for one in found.signals]
        join_signals(
            actor=actor,
            case_id=case.pk,
            sorting=sorting,
            register=facts_of_register(of_household(people, bsns)),
            on=on,
        )
        return Opened(joined=len(new), statuses=statuses)
    if not sorting.opens_case:
        return Opened(statuses=statuses)
    _open_case(actor, found, sorting=sorting, people=people, covenant=covenant, on=on)
    return Opened(cases=1, statuses=statuses)


def _give_statuses(signals: Sequence[SortedSignal]) -> None:
    for status in {one.status for one in signals}:
        ids = [one.signal.id for one in signals if one.status is status]
        Signal.objects.filter(pk__in=ids, status=SignalStatus.OPEN).update(status=status)


def _open_case(
    actor: Actor,
    found: _Found,
    *,
    sorting: Sorting,
    people: Mapping[str, TriageFacts],
    covenant: Covenant,
    on: date,
) -> None:
    to_work = {signal.id for signal in sorting.to_work}
    about = [one for one in found.signals if str(one.signal.pk) in to_work] or list(found.signals)
    views = [signal_view(one, covenant) for one in about]
    household = of_household(people, (one.link.bsn for one in about))
    facts = newest(facts_of_signals(views), facts_of_register(household))
    received_on = min(view.received_on for view in views)
    advice = triage(covenant, facts, received_on=received_on, on=on)
    case = Case(
        controller_id=actor.controller_id,
        number=_next_number(actor.controller_id, on),
        notification=found.notification,
        covenant_hash=covenant.hash,
        opened_on=on,
        received_on=received_on,
        facts_retrieved_on=on,
        state=CaseState.NEW,
    )
    if sorting.proposed is not None and sorting.proposed_reason is not None:
        advice = without_work(advice, sorting.proposed_reason)
        case.proposed_result = sorting.proposed
        case.proposed_reason = stored((sorting.proposed_reason,))
    put_advice_on(case, advice, facts=facts, covenant=covenant, on=on)
    case.save(force_insert=True)
    tasks = [
        *(new_task(case, one, actor, from_advice=True) for one in tasks_of_advice(case, covenant, on)),
        *(new_task(case, one, actor) for one in _tasks_of_register(about, sorting, covenant, case)),
    ]
    Task.objects.bulk_create(tasks)
    record_event(
        actor=actor,
        action="case.open",
        object_kind="case",
        object_id=str(case.pk),
        reasons=[str(one["code"]) for one in case.route_reasons],
        details={"route": case.route, "tasks": len(tasks), "proposed": case.proposed_result},
    )


def _tasks_of_register(
    about: Sequence[LinkedSignal], sorting: Sorting, covenant: Covenant, case: Case
) -> tuple[PlannedTask, ...]:
    kinds = {TASK_OF_STATUS[one.status] for one in sorting.signals if one.status in TASK_OF_STATUS}
    if any(one.link.register_state == RegisterState.MOVED_WITHIN for one in about):
        kinds.add(TaskKind.NEW_ADDRESS)
    return tuple(plain_task(kind, covenant, case.first_conversation_by) for kind in sorted(kinds))


def _next_number(controller_id: str, on: date) -> str:
    """Give out the next number of the year; the counter's row is locked until the transaction ends."""
    counter, _ = CaseCounter.objects.select_for_update().get_or_create(
        controller_id=controller_id, year=on.year
    )
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{on.year}-{counter.last:04d}"
