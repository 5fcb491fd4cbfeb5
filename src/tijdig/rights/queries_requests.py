"""Read which requests of residents are open, and which were answered (R55)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from tijdig.actors import Action, Actor, require
from tijdig.casework.models import Case
from tijdig.problems import NotFound
from tijdig.rights.models import RightsRequest


def open_requests(controller_id: str) -> QuerySet[RightsRequest]:
    """Return the requests that are not answered, the one with the nearest last day first."""
    return RightsRequest.objects.filter(controller_id=controller_id, answered_on__isnull=True).order_by(
        "answer_by", "pk"
    )


def request_of(actor: Actor, request_id: UUID) -> RightsRequest:
    """Return a request under the actor's controller; :class:`NotFound` for any other, unknown or foreign (A6)."""
    require(actor, Action.ANSWER_RIGHTS)
    found = RightsRequest.objects.filter(controller_id=actor.controller_id, pk=request_id).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class FrozenCase:
    """A case in which contact stands still, and since when."""

    case_id: UUID
    number: str
    since: date


def frozen_cases(actor: Actor) -> tuple[FrozenCase, ...]:
    """Return the cases in which contact stands still (R56), longest first: their numbers, and nothing of whom."""
    require(actor, Action.ANSWER_RIGHTS)
    found = Case.objects.filter(controller_id=actor.controller_id, frozen_on__isnull=False)
    return tuple(
        FrozenCase(one.pk, one.number, one.frozen_on)
        for one in found.only("number", "frozen_on").order_by("frozen_on", "number")
        if one.frozen_on
    )


def answered_requests(actor: Actor, most: int = 50) -> QuerySet[RightsRequest]:
    """Return the requests that were answered last."""
    require(actor, Action.ANSWER_RIGHTS)
    answered = RightsRequest.objects.filter(controller_id=actor.controller_id, answered_on__isnull=False)
    return answered.order_by("-answered_on", "pk")[:most]
