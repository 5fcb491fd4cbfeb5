"""Prepare the case of a notification: sorted signals, facts, advice, tasks. Nothing is saved here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tijdig.actors import Actor
from tijdig.casework.advising import (
    new_task,
    plain_task,
    put_advice_on,
    put_news_on,
    tasks_of_advice,
)
from tijdig.casework.loading import LinkedSignal, signal_view
from tijdig.casework.models import Case, Task
from tijdig.casework.rules.case_facts import eviction_threatens, facts_of_register, first_threatened_on
from tijdig.casework.rules.reasons import stored
from tijdig.casework.rules.register_view import of_household
from tijdig.casework.rules.sorting import Sorting, sort_notification
from tijdig.casework.rules.standing_facts import standing_facts
from tijdig.casework.rules.states import TaskKind
from tijdig.casework.rules.triage import triage, without_work
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.facts import Facts
from tijdig.ddas import SignalStatus
from tijdig.linkage.models import Notification
from tijdig.linkage.rules.outcomes import RegisterState
from tijdig.residents.rules.triage_facts import TriageFacts

TASK_OF_STATUS = {
    SignalStatus.DECEASED: TaskKind.HOUSEHOLD_LEFT,
    SignalStatus.NOT_RESIDENT: TaskKind.NEW_MUNICIPALITY,
}


@dataclass(frozen=True, slots=True)
class FoundNotification:
    """A notification with its settled signals and the covenant that governs it.

    ``case_id`` is the case it is worked in; ``joins`` says that this is an open case of the same household, which the
    notification is not part of yet. ``standing`` are all its signals, settled or not.
    """

    notification: Notification
    signals: tuple[LinkedSignal, ...]
    covenant: Covenant
    case_id: UUID | None
    joins: bool = False
    standing: tuple[LinkedSignal, ...] = ()

    @property
    def new(self) -> tuple[LinkedSignal, ...]:
        """The signals that nobody has looked at yet."""
        return tuple(one for one in self.signals if one.signal.status == SignalStatus.OPEN)

    @property
    def people(self) -> tuple[str, ...]:
        """Whom the signals are about."""
        return tuple(dict.fromkeys(one.link.person for one in self.signals if one.link.person))


@dataclass(frozen=True, slots=True)
class Prepared:
    """A case that is ready to be kept, but for its number, with its tasks."""

    case: Case
    tasks: tuple[Task, ...]
    covenant: Covenant


def sort_new_signals(found: FoundNotification) -> Sorting:
    """Give the new signals their status, and say whether a case follows (R14, R20)."""
    return sort_notification([signal_view(one, found.covenant) for one in found.new], found.covenant)


def prepare_case(
    actor: Actor,
    found: FoundNotification,
    sorting: Sorting,
    *,
    people: Mapping[str, TriageFacts],
    on: date,
) -> Prepared:
    """Make the case and its tasks from what is known on day ``on``; ``people`` are the register's answers by BSN."""
    covenant = found.covenant
    to_work = {signal.id for signal in sorting.to_work}
    about = [one for one in found.signals if str(one.signal.pk) in to_work] or list(found.signals)
    views = [signal_view(one, covenant) for one in about]
    household = of_household(people, (one.link.person for one in about))
    facts = standing_facts(views, register=facts_of_register(household), kept={})
    received_on = min(view.received_on for view in views)
    advice = triage(covenant, facts, received_on=received_on, on=on, stood_since=first_threatened_on(views))
    case = Case(
        controller_id=actor.controller_id,
        notification=found.notification,
        covenant_hash=covenant.hash,
        opened_on=on,
        received_on=received_on,
        facts_retrieved_on=on,
    )
    if sorting.proposed is not None and sorting.proposed_reason is not None:
        advice = without_work(advice, sorting.proposed_reason)
        case.proposed_result = sorting.proposed
        case.proposed_reason = stored((sorting.proposed_reason,))
    put_advice_on(case, advice, facts=facts, covenant=covenant, on=on)
    put_news_on(case, views)
    tasks = (
        *(new_task(case, one, actor, from_advice=True) for one in tasks_of_advice(case, covenant, on)),
        *(
            new_task(case, plain_task(kind, covenant, case.first_conversation_by), actor)
            for kind in tasks_of_register(found, sorting)
        ),
        *_alarm(case, facts, covenant, actor, on),
    )
    return Prepared(case, tasks, covenant)


def _alarm(case: Case, facts: Facts, covenant: Covenant, actor: Actor, on: date) -> tuple[Task, ...]:
    """The task to seek contact today, when the home is at stake from the start (R27)."""
    rings = eviction_threatens(facts) and not case.proposed_result
    return (new_task(case, plain_task(TaskKind.EVICTION, covenant, on), actor),) if rings else ()


def tasks_of_register(found: FoundNotification, sorting: Sorting) -> tuple[TaskKind, ...]:
    """Return the tasks that the register asks for: a death or a move among the sorted signals (R25, R26)."""
    kinds = {TASK_OF_STATUS[one.status] for one in sorting.signals if one.status in TASK_OF_STATUS}
    to_work = {signal.id for signal in sorting.to_work}
    about = [one for one in found.signals if str(one.signal.pk) in to_work] or found.signals
    if any(one.link.register_state == RegisterState.MOVED_WITHIN for one in about):
        kinds.add(TaskKind.NEW_ADDRESS)
    return tuple(sorted(kinds))
