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
from tijdig.casework.loading import covenant_with_hash, signals_with_news
from tijdig.casework.models import Case, CaseCounter, Task
from tijdig.casework.preparing import FoundNotification, Prepared, prepare_case, sort_new_signals
from tijdig.casework.rules.case_facts import facts_of_register
from tijdig.casework.rules.register_view import of_household
from tijdig.casework.rules.sorting import SortedSignal
from tijdig.casework.services.joining import join_signals
from tijdig.casework.services.refreshing import refresh_changed_cases
from tijdig.covenant.rules.document import Covenant
from tijdig.ddas import SignalStatus
from tijdig.intake.models import Signal
from tijdig.ledger.services import record_event
from tijdig.linkage.models import Link, Notification
from tijdig.linkage.rules.outcomes import Outcome
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
    """Open a case for each notification of the controller that is ready and has none, as on day ``on`` (R20).

    Ready: linkage is settled for at least one signal (certain, or decided by a person), and unrelated people on one
    address were decided about (R22). Every signal gets its status (R14); repeats and unjustified signals make no
    work (R21, R31); a death or a move makes a case with a proposed result (R25, R26). A signal that is settled
    later joins the case of its notification; a case whose links or signals changed is advised anew, and people look at
    it (R24, K4). Returns the counts; raises :class:`Refused` for a role that may not.
    """
    require(actor, Action.OPEN_CASES)
    ids, waiting = _ready_notifications(actor.controller_id)
    cases, joined = 0, 0
    statuses: Counter[SignalStatus] = Counter()
    for start in range(0, len(ids), BATCH):
        run = _open_batch(actor, ids[start : start + BATCH], on)
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


def _ready_notifications(controller_id: str) -> tuple[list[UUID], int]:
    """Return the ids to look at, oldest period first, and how many wait for a person (R22)."""
    open_links = Link.objects.filter(
        Q(outcome=Outcome.CERTAIN) | Q(decided_at__isnull=False),
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
    return list(dict.fromkeys(ready.values_list("notification_id", flat=True))), waiting


def _open_batch(actor: Actor, ids: Sequence[UUID], on: date) -> Opened:
    """Open the cases of one batch with a fixed number of statements, but for one event per case."""
    found = _found(actor.controller_id, ids)
    people = facts_for_triage(actor.controller_id, {person for one in found for person in one.people}, on)
    given: list[SortedSignal] = []
    prepared: list[Prepared] = []
    joined = 0
    for one in found:
        sorting = sort_new_signals(one)
        given += sorting.signals
        if one.case is not None:
            register = facts_of_register(of_household(people, one.people))
            join_signals(actor=actor, case_id=one.case.pk, sorting=sorting, register=register, on=on)
            joined += len(sorting.signals)
        elif sorting.opens_case:
            prepared.append(prepare_case(actor, one, sorting, people=people, on=on))
    _give_statuses(given)
    _keep(actor, prepared, on)
    return Opened(len(prepared), joined, 0, Counter(one.status for one in given))


def _found(controller_id: str, ids: Sequence[UUID]) -> list[FoundNotification]:
    notifications = Notification.objects.filter(pk__in=ids).select_related("case").in_bulk()
    signals = signals_with_news(ids)
    covenants: dict[str, Covenant | None] = {}
    found = []
    for key in ids:
        settled = tuple(one for one in signals[key] if one.is_settled)
        newest = max(settled, key=lambda one: one.signal.received_on).signal.covenant_hash
        if newest not in covenants:
            covenants[newest] = covenant_with_hash(controller_id, newest)
        covenant = covenants[newest]
        if covenant is not None:  # without its covenant nothing is known of routes and terms: it waits
            notification = notifications[key]
            case = getattr(notification, "case", None)
            found.append(FoundNotification(notification, settled, covenant, case))
    return found


def _give_statuses(signals: Sequence[SortedSignal]) -> None:
    for status in {one.status for one in signals}:
        ids = [one.signal.id for one in signals if one.status is status]
        Signal.objects.filter(pk__in=ids, status=SignalStatus.OPEN).update(status=status)


def _keep(actor: Actor, prepared: Sequence[Prepared], on: date) -> None:
    first = _take_numbers(actor.controller_id, on, len(prepared))
    for number, one in enumerate(prepared, start=first):
        one.case.number = f"{on.year}-{number:04d}"
    Case.objects.bulk_create([one.case for one in prepared])
    Task.objects.bulk_create([task for one in prepared for task in one.tasks])
    for one in prepared:
        record_event(
            actor=actor,
            action="case.open",
            object_kind="case",
            object_id=str(one.case.pk),
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
