"""What the rights of tenants ask for today: who must still be informed, what is due to be erased."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Min, Q

from tijdig.actors import Action, Actor, require
from tijdig.casework.models import Case
from tijdig.casework.rules.states import TaskKind
from tijdig.ddas import Result
from tijdig.rights.rules.informing import Informing, is_overdue


@dataclass(frozen=True, slots=True)
class OverdueInforming:
    """A case in which the tenant should have been informed by now (R18)."""

    case_id: UUID
    number: str
    inform_by: date
    contact_on: date | None
    has_task: bool


def overdue_informing(actor: Actor, on: date) -> tuple[OverdueInforming, ...]:
    """Return the open cases of the controller whose tenant was not informed in time, longest overdue first."""
    require(actor, Action.READ_CASES)
    return tuple(find_overdue(actor.controller_id, on))


def find_overdue(controller_id: str, on: date) -> Iterator[OverdueInforming]:
    """Yield the same without asking who wants to know; for the service that raises the tasks."""
    cases = (
        Case.objects.filter(controller_id=controller_id, closed_on__isnull=True, informed_on__isnull=True)
        .annotate(reached_on=Min("attempts__on", filter=Q(attempts__reached=True)))
        .filter(Q(inform_by__lt=on) | Q(reached_on__lt=on) | Q(spoken_on__lt=on))
        .order_by("inform_by", "number")
    )
    waiting = set(
        cases.filter(
            tasks__kind=TaskKind.INFORM, tasks__done_on__isnull=True, tasks__dropped=False
        ).values_list("pk", flat=True)
    )
    for case in cases:
        days = [day for day in (case.reached_on, case.spoken_on) if day is not None]
        contact_on = min(days, default=None)
        proposed = Result(case.proposed_result) if case.proposed_result else None
        if is_overdue(Informing(case.inform_by, case.informed_on, contact_on, proposed), on):
            yield OverdueInforming(case.pk, case.number, case.inform_by, contact_on, case.pk in waiting)
