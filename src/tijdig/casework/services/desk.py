"""What people do at their desk: begin the day, plan leave, choose how they are reminded."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, Role, require
from tijdig.casework.colleagues import required_case_director
from tijdig.casework.models import Desk, Leave
from tijdig.casework.rules.leave import LEAVE_NOT_YOURS, check_leave
from tijdig.ledger.services import record_event
from tijdig.problems import NotFound, Refused


@transaction.atomic
def begin_day(*, actor: Actor, on: date) -> datetime | None:
    """Note the person's first look of day ``on``; returns from when things are new to them, None when all is.

    The first look of a day moves that moment to the first look of their last day before: what came while they were
    away is new, and stays so all day.
    """
    require(actor, Action.READ_CASES)
    desk = _desk(actor)
    if desk.looked_on == on:
        return desk.looked_before
    desk.looked_before, desk.looked_at, desk.looked_on = desk.looked_at, timezone.now(), on
    desk.save(update_fields=["looked_before", "looked_at", "looked_on"])
    record_event(
        actor=actor, action="begin-day", object_kind="person", object_id=str(actor.person_id), details={}
    )
    return desk.looked_before


@transaction.atomic
def choose_reminders(*, actor: Actor, reminders: Desk.Reminders) -> Desk:
    """Keep how often this person is reminded by e-mail of what waits."""
    require(actor, Action.READ_CASES)
    desk = _desk(actor)
    desk.reminders = reminders
    desk.save(update_fields=["reminders"])
    record_event(
        actor=actor,
        action="choose-reminders",
        object_kind="person",
        object_id=str(actor.person_id),
        details={"reminders": reminders.value},
    )
    return desk


@transaction.atomic
def plan_leave(
    *, actor: Actor, person: UUID, first_day: date, last_day: date, replacement: UUID | None
) -> Leave:
    """Keep that a case director is away from ``first_day`` up to and including ``last_day``, and who stands in.

    One's own leave, or as coordinator anyone's. While it runs the replacement works on the cases as on own ones (K6).
    Raises :class:`Refused` for days that lie behind or overlap, and for people who are no case director.
    """
    require(actor, Action.ASSIGN_CASE)
    _require_own_leave(actor, person)
    required_case_director(actor.controller_id, person)
    if replacement is not None:
        required_case_director(actor.controller_id, replacement)
    standing = Leave.objects.filter(controller_id=actor.controller_id, person=person, ended_at__isnull=True)
    taken = [(one.first_day, one.last_day) for one in standing.order_by("first_day", "pk")]
    problem = check_leave(
        first_day, last_day, taken, person=person, replacement=replacement, today=timezone.localdate()
    )
    if problem is not None:
        raise Refused(problem)
    leave = Leave.objects.create(
        controller_id=actor.controller_id,
        person=person,
        first_day=first_day,
        last_day=last_day,
        replacement=replacement,
        planned_by=actor.person_id,
    )
    _record(actor, "plan-leave", leave)
    return leave


@transaction.atomic
def end_leave(*, actor: Actor, leave_id: UUID) -> Leave:
    """Take back a leave, or end it early: from now on nobody stands in. :class:`NotFound` when there is none such."""
    require(actor, Action.ASSIGN_CASE)
    leave = (
        Leave.objects.select_for_update()
        .filter(controller_id=actor.controller_id, pk=leave_id, ended_at__isnull=True)
        .first()
    )
    if leave is None:
        raise NotFound
    _require_own_leave(actor, leave.person)
    leave.ended_at = timezone.now()
    leave.save(update_fields=["ended_at"])
    _record(actor, "end-leave", leave)
    return leave


def _require_own_leave(actor: Actor, person: UUID) -> None:
    if actor.role is not Role.COORDINATOR and person != actor.person_id:
        raise Refused(LEAVE_NOT_YOURS())


def _record(actor: Actor, action: str, leave: Leave) -> None:
    record_event(
        actor=actor,
        action=action,
        object_kind="person",
        object_id=str(leave.person),
        details={
            "first_day": leave.first_day.isoformat(),
            "last_day": leave.last_day.isoformat(),
            "replacement": str(leave.replacement or ""),
        },
    )


def _desk(actor: Actor) -> Desk:
    if actor.person_id is None:
        raise NotFound
    desk, _made = Desk.objects.select_for_update().get_or_create(
        controller_id=actor.controller_id, person=actor.person_id
    )
    return desk
