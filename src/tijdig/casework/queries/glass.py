"""Which cases were opened outside someone's own authority, for those who keep an eye on it (A5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.models import Case
from tijdig.casework.rules.authority import GlassReason
from tijdig.ledger.models import AuditEvent
from tijdig.months import Month
from tijdig.parties.queries import names_of_people

MOST = 50


@dataclass(frozen=True, slots=True)
class BrokenGlass:
    """A case that someone opened with a reason, while it was another's: who, why, when, until when.

    ``number`` is empty when the case is there no more, ``person`` when nobody of that id works here.
    """

    case_id: UUID
    number: str
    person: str
    reason: GlassReason
    at: datetime
    until: datetime
    is_open: bool


def broken_glasses(actor: Actor, month: Month) -> tuple[BrokenGlass, ...]:
    """Return what was opened so in a month under the actor's controller, newest first, from the log itself (A5)."""
    require(actor, Action.READ_MONTH)
    first, last = (
        timezone.make_aware(datetime.combine(day, time())) for day in (month.first, month.plus(1).first)
    )
    events = list(
        AuditEvent.objects.filter(
            controller_id=actor.controller_id, action=Action.BREAK_GLASS, at__gte=first, at__lt=last
        ).order_by("-at", "-pk")[:MOST]
    )
    if not events:
        return ()
    cases = Case.objects.filter(
        controller_id=actor.controller_id, pk__in={UUID(event.object_id) for event in events}
    )
    numbers = {str(pk): number for pk, number in cases.order_by().values_list("pk", "number")}
    people = {event.person_id for event in events if event.person_id is not None}
    names = names_of_people(actor.controller_id, people)
    return tuple(
        _told(
            event, numbers.get(event.object_id, ""), names.get(event.person_id, "") if event.person_id else ""
        )
        for event in events
    )


def _told(event: AuditEvent, number: str, person: str) -> BrokenGlass:
    until = event.at + timedelta(minutes=int(event.details["minutes"]))
    return BrokenGlass(
        case_id=UUID(event.object_id),
        number=number,
        person=person,
        reason=GlassReason(event.details["reason"]),
        at=event.at,
        until=until,
        is_open=timezone.now() < until,
    )
