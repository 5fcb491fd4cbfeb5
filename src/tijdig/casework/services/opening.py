"""Open one case per household that is signalled; what comes while it is open joins it (R20)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import batched, groupby
from operator import itemgetter
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from tijdig.actors import Action, Actor, require
from tijdig.casework.gathering import gather
from tijdig.casework.households import RunningCases, contact_stands_still, running_cases
from tijdig.casework.models import Case, CaseCounter, CaseNotification, Task
from tijdig.casework.on_record import about_case
from tijdig.casework.preparing import FoundNotification, Prepared, prepare_case, sort_new_signals
from tijdig.casework.rules.case_facts import facts_of_register
from tijdig.casework.rules.register_view import of_household
from tijdig.casework.rules.sorting import SortedSignal
from tijdig.casework.rules.states import TaskKind
from tijdig.casework.services.alarming import tell_of_threat
from tijdig.casework.services.finding import make_findable
from tijdig.casework.services.joining import join_signals
from tijdig.casework.services.refreshing import refresh_changed_cases
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.ddas import SignalStatus
from tijdig.disclosure.services_processing import Change, record_changes
from tijdig.intake.models import Signal
from tijdig.ledger.services import record_event
from tijdig.linkage.models import Link
from tijdig.linkage.queries import SETTLED
from tijdig.residents.queries import facts_for_triage

BATCH = 500


@dataclass(frozen=True, slots=True)
class Opened:
    """What a run did: cases opened, signals that joined a case that was there, statuses given, cases ``refreshed``.

    ``waiting`` counts notifications that hold unrelated people about whom nobody decided yet (R22).
    """

    cases: int = 0
    joined: int = 0
    waiting: int = 0
    statuses: Mapping[SignalStatus, int] | None = None
    refreshed: int = 0


@transaction.atomic
def open_cases(*, actor: Actor, on: date) -> Opened:
    """Open a case for each notification of the controller that is ready and in none, as on day ``on`` (R20).

    Ready: linkage is settled for at least one signal (certain, or decided by a person), and unrelated people on one
    address were decided about (R22). Every signal gets its status (R14); repeats and unjustified signals make no
    work (R21, R31); a death or a move makes a case with a proposed result (R25, R26). A signal that is settled
    later joins the case of its notification, and a notification of a household that has an open case joins that one.
    A case whose links or signals changed is advised anew, and people look at it (R24, K4). Returns the counts; raises
    :class:`Refused` for a role that may not.
    """
    require(actor, Action.OPEN_CASES)
    ready, waiting = _ready_notifications(actor.controller_id)
    running = running_cases(actor.controller_id)
    cases, joined = 0, 0
    statuses: Counter[SignalStatus] = Counter()
    for ids in _batches(ready):
        run = _open_batch(actor, ids, running, on)
        cases += run.cases
        joined += run.joined
        statuses.update(run.statuses or {})
    refreshed = refresh_changed_cases(actor=actor, on=on)
    record_event(
        actor=actor,
        action="case.open-run",
        object_kind="controller",
        object_id=actor.controller_id,
        details={
            "cases": cases,
            "joined": joined,
            "waiting": waiting,
            "refreshed": refreshed,
            **{f"status.{status.name.lower()}": count for status, count in statuses.items()},
        },
    )
    return Opened(cases, joined, waiting, dict(statuses), refreshed)


def _ready_notifications(controller_id: str) -> tuple[list[tuple[date, UUID]], int]:
    """Return period and id of those to look at, oldest period first, and how many wait for a person (R22)."""
    open_links = Link.objects.filter(
        SETTLED,
        controller_id=controller_id,
        undone_at__isnull=True,
        signal__status=SignalStatus.OPEN,
        notification__isnull=False,
    )
    unsettled = Q(notification__different_people=True, notification__different_people_settled_at__isnull=True)
    ready = open_links.exclude(unsettled).order_by(
        "notification__period_from", "signal__received_on", "signal__row", "pk"
    )
    waiting = open_links.filter(unsettled).values("notification_id").distinct().count()
    return list(dict.fromkeys(ready.values_list("notification__period_from", "notification_id"))), waiting


def _batches(ready: Sequence[tuple[date, UUID]]) -> Iterator[Sequence[UUID]]:
    """Cut into batches of one period each: what joins a case comes after what opens it."""
    for _, of_period in groupby(ready, key=itemgetter(0)):
        yield from batched((key for _, key in of_period), BATCH)


def _open_batch(actor: Actor, ids: Sequence[UUID], running: RunningCases, on: date) -> Opened:
    """Work on one batch with a fixed number of statements, but for what a case that is joined asks."""
    found = gather(actor.controller_id, ids, running, on)
    about = {one.notification.pk: _people_of(one, running) for one in found}
    people = facts_for_triage(
        actor.controller_id, {person for known in about.values() for person in known}, on
    )
    given: list[SortedSignal] = []
    prepared: list[Prepared] = []
    joined = 0
    for one in found:
        sorting = sort_new_signals(one)
        given += sorting.signals
        if one.case_id is not None:
            register = facts_of_register(of_household(people, about[one.notification.pk]))
            join_signals(
                actor=actor, case_id=one.case_id, found=one, sorting=sorting, register=register, on=on
            )
            running.add(one.case_id, one.notification.address_key, one.people)
            joined += len(sorting.signals)
        elif sorting.opens_case:
            prepared.append(prepare_case(actor, one, sorting, people=people, on=on))
            running.add(prepared[-1].case.pk, one.notification.address_key, one.people)
    _give_statuses(given)
    if prepared:
        _let_contact_stand_still(actor.controller_id, prepared, about)
    _keep(actor, prepared, on)
    touched = {one.case_id for one in found if one.case_id} | {one.case.pk for one in prepared}
    if touched:
        new = {one.case.notification_id: one.case.pk for one in prepared}
        of_new = {new[key]: one.standing for one in found if (key := one.notification.pk) in new}
        make_findable(actor=actor, case_ids=sorted(touched), known=of_new)
    return Opened(len(prepared), joined, 0, Counter(one.status for one in given))


def _let_contact_stand_still(
    controller_id: str, prepared: Sequence[Prepared], about: Mapping[UUID, frozenset[str]]
) -> None:
    """Carry over that contact with one of the people stands still: what they asked is still being weighed (R56)."""
    since = contact_stands_still(controller_id)
    for one in prepared:
        days = [since[person] for person in about[one.case.notification_id] if person in since]
        one.case.frozen_on = min(days, default=None)


def _people_of(one: FoundNotification, running: RunningCases) -> frozenset[str]:
    """Whom this notification is about, and the case that it joins."""
    of_case = running.people.get(one.case_id, set()) if one.case_id else set()
    return frozenset({*one.people, *of_case})


def _give_statuses(signals: Sequence[SortedSignal]) -> None:
    for status in {one.status for one in signals}:
        ids = [one.signal.id for one in signals if one.status is status]
        Signal.objects.filter(pk__in=ids, status=SignalStatus.OPEN).update(status=status)


def _keep(actor: Actor, prepared: Sequence[Prepared], on: date) -> None:
    first = _take_numbers(actor.controller_id, on, len(prepared))
    for number, one in enumerate(prepared, start=first):
        one.case.number = f"{on.year}-{number:04d}"
    Case.objects.bulk_create([one.case for one in prepared])
    CaseNotification.objects.bulk_create(
        CaseNotification(
            controller_id=actor.controller_id,
            case=one.case,
            notification_id=one.case.notification_id,
            joined_on=on,
        )
        for one in prepared
    )
    Task.objects.bulk_create([task for one in prepared for task in one.tasks])
    if any(task.kind == TaskKind.EVICTION for one in prepared for task in one.tasks):
        tell_of_threat(actor.controller_id)
    record_changes(
        actor=actor, action="case.open", object_kind="case", changes=[_opened(one) for one in prepared]
    )


def _opened(one: Prepared) -> Change:
    return Change(
        object_id=str(one.case.pk),
        processings=about_case(one.case.pk, one.covenant, PurposeCode.TRIAGE),
        reasons=[str(kept["code"]) for kept in one.case.route_reasons],
        details={"tasks": len(one.tasks), "proposed": one.case.proposed_result},
    )


def _take_numbers(controller_id: str, on: date, count: int) -> int:
    """Give out ``count`` numbers of the year and return the first; the row is locked until the transaction ends."""
    counter, _ = CaseCounter.objects.select_for_update().get_or_create(
        controller_id=controller_id, year=on.year
    )
    counter.last += count
    counter.save(update_fields=["last"])
    return counter.last - count + 1
