"""What the page of a case says about seeking contact: the next step, what works here, the appointments (R35, R36)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from tijdig.actors import Actor
from tijdig.casework.models import Case
from tijdig.casework.queries import CasePage
from tijdig.casework.rules.attempts import Attempt, part_of_day
from tijdig.casework.rules.contact_choice import check_not_frozen
from tijdig.casework.rules.covenant_fields import CONTACT
from tijdig.casework.rules.states import CaseState, TaskKind
from tijdig.contact.models import ReachFigure
from tijdig.contact.queries.appointments import ShownAppointment, coming_appointments
from tijdig.contact.rules.reach import Tried, reach_in_percent
from tijdig.contact.rules.sequence import Alarm, NextStep, next_step
from tijdig.covenant.rules.document import Covenant
from tijdig.ddas import AttemptKind, PartOfDay


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the covenant's sequence with what it reaches here in percents (None: too few to say)."""

    kind: AttemptKind
    percent: int | None


@dataclass(frozen=True, slots=True)
class ContactPanel:
    """What stands above the attempts. ``coming`` None: all was tried, there was contact, or nobody has the case.

    ``tried_all``: every step of the sequence was carried out and nobody was reached. ``now`` is the part of the day.
    ``stands_still``: the resident objected, so nobody seeks contact and nothing is agreed on (R56).
    """

    coming: NextStep | None
    tried_all: bool
    steps: tuple[Step, ...]
    reach: Mapping[AttemptKind, int]
    appointments: tuple[ShownAppointment, ...]
    now: PartOfDay
    stands_still: bool


def contact_panel(actor: Actor, page: CasePage) -> ContactPanel | None:
    """Return it for the page of a case as this viewer got it; None when the covenant withholds contact from them."""
    granted = {field.code for field in page.fields if field.granted}
    if CONTACT not in granted:
        return None
    reach = reach_of(actor.controller_id, page.covenant)
    steps = page.covenant.contact_steps
    stands_still = check_not_frozen(page.head.frozen_on) is not None
    seeks = not stands_still and _still_seeks(page)
    coming = _coming(page) if seeks else None
    return ContactPanel(
        coming=coming,
        tried_all=seeks and coming is None and bool(steps),
        steps=tuple(Step(one.kind, reach.get(one.kind)) for one in steps),
        reach=reach,
        appointments=coming_appointments(actor, page.head.case_id),
        now=part_of_day(timezone.localtime().time()),
        stands_still=stands_still,
    )


def reach_of(controller_id: str, covenant: Covenant) -> Mapping[AttemptKind, int]:
    """Return in whole percents how often each kind reached someone in the past year; small numbers left out."""
    rows = ReachFigure.objects.filter(controller_id=controller_id).order_by("kind")
    tried = {AttemptKind(row.kind): Tried(row.attempts, row.reached) for row in rows}
    return reach_in_percent(tried, covenant.accountability.smallest_cell)


def _still_seeks(page: CasePage) -> bool:
    """Whether contact is still sought: the case is taken up, open, and nobody was reached yet (R36)."""
    reached = page.head.spoken_on is not None or any(one.reached for one in page.attempts)
    return page.state is CaseState.TAKEN_UP and not reached


def _coming(page: CasePage) -> NextStep | None:
    taken_up_at = Case.objects.values_list("taken_up_at", flat=True).get(pk=page.head.case_id)
    if taken_up_at is None:
        return None
    attempts = [
        Attempt(AttemptKind(one.kind), one.on, PartOfDay(one.part_of_day), one.reached)
        for one in page.attempts
    ]
    alarm = _alarm(page)
    return next_step(
        page.covenant.contact_steps, attempts, taken_up_on=timezone.localdate(taken_up_at), alarm=alarm
    )


def _alarm(page: CasePage) -> Alarm | None:
    """The open task to seek contact because an eviction threatens, when this viewer may see it."""
    days = [
        one.due_on
        for one in page.tasks
        if one.kind == TaskKind.EVICTION and one.done_on is None and one.due_on is not None
    ]
    return Alarm(min(days), part_of_day(timezone.localtime().time())) if days else None
